"""Tag Tokens: ``{{my.*}}`` of folders and programs (behaviour.md 4.4)."""

from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import AssetReply
from leadkeep.domain.assets.folders import FolderRef, FolderType
from leadkeep.domain.assets.programs import Token, delete_token, list_tokens, put_token
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

URL_KINDS = {FolderType.FOLDER: "MF", FolderType.PROGRAM: "PG"}


async def get(call: Call) -> AssetReply:
    """Get Tokens by Folder Id: those of the folder or program itself."""
    ref, access = _ref(call), call.caller
    return _reply(ref, await call.read(lambda tx: list_tokens(tx, access, ref)))


async def create(call: Call) -> AssetReply:
    """Create Token, or give it another value."""
    assets.check_form(call)
    ref, access = _ref(call), call.caller
    name, kind = assets.required(call, "name"), assets.required(call, "type")
    value = call.query.get("value", [""])[0]

    def verb(tx: Transaction) -> list[Token]:
        put_token(tx, access, ref, name, kind, value)
        return list_tokens(tx, access, ref)

    return _reply(ref, await call.write(verb))


async def delete(call: Call) -> AssetReply:
    """Delete Token by Name."""
    assets.check_form(call)
    ref, access = _ref(call), call.caller
    name, kind = assets.required(call, "name"), assets.required(call, "type")
    await call.write(lambda tx: delete_token(tx, access, ref, name, kind))
    return AssetReply([{"id": ref.id}])


def _ref(call: Call) -> FolderRef:
    number, sent = params.path_number(call, "id"), params.text(call, "folderType")
    try:
        kind = FolderType.FOLDER if sent is None else assets.folder_type(sent)
    except LookupError:
        raise Refusal(Reason.INVALID_DATA, f"Invalid folderType '{sent}' specified") from None
    return FolderRef(number, kind)


def _reply(ref: FolderRef, tokens: list[Token]) -> AssetReply:
    if not tokens:
        return AssetReply([])
    folder = {"type": ref.type.value, "value": ref.id}
    return AssetReply([{"folder": folder, "tokens": [_item(ref, each) for each in tokens]}])


def _item(ref: FolderRef, of: Token) -> dict[str, Any]:
    return {
        "name": of.name,
        "type": of.type.value,
        "value": of.value,
        "computedUrl": assets.asset_url(URL_KINDS[ref.type], ref.id),
    }
