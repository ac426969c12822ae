"""Tag Tokens: ``{{my.*}}`` of folders and programs (behaviour.md 4.4)."""

from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.domain.assets.folders import FolderRef, FolderType
from leadkeep.domain.assets.programs import Token, delete_token, list_tokens, put_token
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal

URL_KINDS = {FolderType.FOLDER: "MF", FolderType.PROGRAM: "PG"}


async def get(request: Request) -> AssetReply:
    """Get Tokens by Folder Id: those of the folder or program itself."""
    ref = _ref(request)
    return _reply(ref, await request.read(list_tokens, ref))


async def create(request: Request) -> AssetReply:
    """Create Token, or give it another value."""
    assets.check_form(request)
    ref = _ref(request)
    name, kind = assets.required(request, "name"), assets.required(request, "type")
    value = request.query.get("value", [""])[0]

    def verb(work: Work) -> list[Token]:
        put_token(work, ref, name, kind, value)
        return list_tokens(work, ref)

    return _reply(ref, await request.write(verb))


async def delete(request: Request) -> AssetReply:
    """Delete Token by Name."""
    assets.check_form(request)
    ref = _ref(request)
    name, kind = assets.required(request, "name"), assets.required(request, "type")
    await request.write(delete_token, ref, name, kind)
    return AssetReply([{"id": ref.id}])


def _ref(request: Request) -> FolderRef:
    number, sent = params.path_number(request, "id"), params.text(request, "folderType")
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
