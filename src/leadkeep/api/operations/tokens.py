"""Tag Tokens: my tokens of folders and programs, ``{{my.name}}`` in texts (behaviour.md 4.4)."""

from typing import Literal

from leadkeep.api import assets, params
from leadkeep.api.declarations import FORM_BODY, Declarations
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.api.structs import AssetId, Id, ReplyItem
from leadkeep.domain.assets import programs
from leadkeep.domain.assets.folders import FolderRef, FolderType
from leadkeep.domain.assets.programs import TokenType, delete_token, list_tokens, save_token
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason

serves = Declarations()

URL_KINDS = {FolderType.FOLDER: "MF", FolderType.PROGRAM: "PG"}


_OWN = (*FORM_BODY, Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND, Reason.INVALID_CHOICE)


class TokenFolder(ReplyItem):
    """The folder or program that defines the tokens."""

    type: Literal["Folder", "Program"]
    value: Id


class ProgramToken(ReplyItem):
    """A my token."""

    name: str
    """The token's name without ``{{my.`` and ``}}``."""
    type: TokenType
    value: str
    computed_url: str


class Tokens(ReplyItem):
    """The my tokens that a folder or program itself defines, sorted by name."""

    folder: TokenFolder
    tokens: list[ProgramToken]


@serves(
    "getTokensByFolderIdUsingGET",
    item=Tokens,
    refuses=(Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND, Reason.INVALID_CHOICE),
)
async def get(request: Request) -> AssetReply:
    """Get Tokens by Folder Id: return the tokens that the folder itself defines."""
    ref = _ref(request)
    return _reply(ref, await request.read(list_tokens, ref))


@serves(
    "addTokenTOFolderUsingPOST",
    item=Tokens,
    refuses=(
        *_OWN,
        Reason.BLANK,
        Reason.NO_SUCH_NAME,
        Reason.NOT_A_TOKEN_NAME,
        Reason.NOT_A_TOKEN_VALUE,
    ),
)
async def create(request: Request) -> AssetReply:
    """Create Token: define a my token, or replace the value of an existing one."""
    assets.check_form(request)
    ref = _ref(request)
    name, kind = assets.required(request, "name"), assets.required(request, "type")
    value = request.query.get("value", [""])[0]

    def verb(work: Work) -> list[programs.Token]:
        save_token(work, ref, name, kind, value)
        return list_tokens(work, ref)

    return _reply(ref, await request.write(verb))


@serves("deleteTokenByNameUsingPOST", item=AssetId, refuses=(*_OWN, Reason.BLANK))
async def delete(request: Request) -> AssetReply:
    """Delete Token by Name: delete a my token of a folder or program."""
    assets.check_form(request)
    ref = _ref(request)
    name, kind = assets.required(request, "name"), assets.required(request, "type")
    await request.write(delete_token, ref, name, kind)
    return AssetReply([AssetId(ref.id)])


def _ref(request: Request) -> FolderRef:
    number = params.path_number(request, "id")
    kind = assets.chosen_folder_type(request, "folderType")
    return FolderRef(number, kind or FolderType.FOLDER)


def _reply(ref: FolderRef, tokens: list[programs.Token]) -> AssetReply:
    if not tokens:
        return AssetReply([])
    url = assets.asset_url(URL_KINDS[ref.type], ref.id)
    shown = [ProgramToken(each.name, each.type, each.value, url) for each in tokens]
    return AssetReply([Tokens(TokenFolder(ref.type.value, ref.id), shown)])
