"""What all operations on assets share on the wire: forms, pages, folders, times (behaviour.md 4.4).

Values come from the query and from form bodies alike: ``transport`` has put both together.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from leadkeep.api import loose, params
from leadkeep.api.request import Request
from leadkeep.api.structs import FolderName, NamedFolder
from leadkeep.domain.assets.folders import FolderRef, FolderType
from leadkeep.domain.fields import Unacceptable, moment, whole_number
from leadkeep.errors import Reason, Refusal
from leadkeep.store import wire_timestamp

DEFAULT_PAGE = 20
LARGEST_PAGE = 200
"""Assets in one page (behaviour.md 1.11, 4.4)."""
LARGEST_OFFSET = 2**63 - 1

APP_URL = "https://app-lk.example.com"
"""Where links to assets lead: the original names the host of its own user interface there."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list of assets is wanted."""

    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Span:
    """Between which moments assets were changed last, both included; None for no bound."""

    earliest: datetime | None
    latest: datetime | None


def check_form(request: Request) -> None:
    """Refuse a body that is no form: what assets take comes as one, or in the query.

    Raises:
        Refusal: 612.
    """
    if request.body.strip():  # a form has become parameters by now
        raise Refusal(Reason.INVALID_CONTENT_TYPE)


def required(request: Request, name: str) -> str:
    """Return a parameter that must be there.

    Raises:
        Refusal: 701, it is missing or blank.
    """
    sent = params.text(request, name)
    if sent is None:
        raise Refusal(Reason.BLANK, name)
    return sent


def optional(request: Request, name: str) -> str | None:
    """Return a parameter, trimmed: empty when it was sent empty, None when it was not sent."""
    values = request.query.get(name)
    return values[0].strip() if values else None


def page(request: Request, other_name: str | None = None, default: int = DEFAULT_PAGE) -> Page:
    """Return ``offset`` and ``maxReturn``: 0 and 20 unless told otherwise, 200 at most.

    ``other_name`` is what clients call the length of a page, too.

    Raises:
        Refusal: 1001, not a number; 1003, negative, or ``maxReturn`` not positive.
    """
    offset = _number(request, "offset", 0, least=0)
    size = _number(request, "maxReturn", default, least=1)
    if other_name is not None:
        size = _number(request, other_name, size, least=1)
    return Page(min(offset, LARGEST_OFFSET), min(size, LARGEST_PAGE))


def depth(request: Request, name: str, default: int) -> int:
    """Return a number of levels.

    Raises:
        Refusal: 1001, not a number; 1003, negative.
    """
    return _number(request, name, default, least=0)


def _number(request: Request, name: str, default: int, *, least: int) -> int:
    sent = params.text(request, name)
    if sent is None:
        return default
    found = params.integer(sent)
    if found < least:
        raise Refusal(Reason.INVALID_ARGUMENT, name)
    return found


def span(request: Request) -> Span:
    """Return ``earliestUpdatedAt`` and ``latestUpdatedAt``.

    Raises:
        Refusal: 704, one of them is no moment.
    """
    return Span(_moment(request, "earliestUpdatedAt"), _moment(request, "latestUpdatedAt"))


def _moment(request: Request, name: str) -> datetime | None:
    sent = params.text(request, name)
    if sent is None:
        return None
    if "T" in sent:
        sent = sent.replace(" ", "+")  # a plus sign that was not encoded
    try:
        return moment(sent.replace("Z+0000", "Z"))
    except Unacceptable:
        raise Refusal(Reason.INVALID_DATE) from None


def json_parameter(request: Request, name: str, kind: Any = Any) -> Any:  # noqa: ANN401
    """Return the value of a parameter that holds JSON, as ``kind``; None when it is missing.

    Raises:
        Refusal: 609, it is of another form.
    """
    sent = params.text(request, name)
    if sent is None:
        return None
    try:
        return loose.decode(sent, kind)
    except (msgspec.DecodeError, RecursionError):
        raise Refusal(Reason.INVALID_MEMBER, name) from None


def folder(request: Request, name: str = "folder") -> FolderRef | None:
    """Return a parameter such as ``{"id":13,"type":"Folder"}``; None when it is missing.

    Raises:
        Refusal: 609, it is of another form.
    """
    if params.text(request, name) is None:
        return None
    found = json_parameter(request, name)
    try:
        return FolderRef(whole_number(found["id"]), folder_type(found["type"]))
    except (TypeError, LookupError, Unacceptable):
        raise Refusal(Reason.INVALID_MEMBER, name) from None


def required_folder(request: Request, name: str = "folder") -> FolderRef:
    """Return a folder parameter that must be there.

    Raises:
        Refusal: 701, it is missing; 609, it is of another form.
    """
    required(request, name)
    found = folder(request, name)
    if found is None:
        raise Refusal(Reason.BLANK, name)
    return found


def folder_type(sent: object) -> FolderType:
    """Return a type of folders, whatever its letter case (older samples write ``FOLDER``).

    Raises:
        LookupError: it is neither Folder nor Program.
    """
    found = FolderType.__members__.get(sent.upper()) if isinstance(sent, str) else None
    if found is None:
        raise LookupError(sent)
    return found


def chosen_folder_type(request: Request, name: str) -> FolderType | None:
    """Return a parameter that is a type of folders; None when it is missing.

    Raises:
        Refusal: 1003, it is neither Folder nor Program.
    """
    sent = params.text(request, name)
    if sent is None:
        return None
    try:
        return folder_type(sent)
    except LookupError:
        raise Refusal(Reason.INVALID_CHOICE, name, sent) from None


def folder_name(of: FolderRef) -> FolderName:
    """Return a folder as assets name it."""
    return FolderName(of.id, of.type.value)


def placed_in(of: FolderRef, name: str) -> NamedFolder:
    """Return the folder of an asset that shows the folder's name, too."""
    return NamedFolder(of.type.value, of.id, name)


def asset_moment(value: datetime) -> str:
    """Return ``2021-11-23T22:57:24Z+0000`` (behaviour.md 1.5)."""
    return f"{wire_timestamp(value)}+0000"


def asset_url(kind: str, number: int) -> str:
    """Return the link to an asset, such as ``.../#ST1159A1`` (behaviour.md 4.2, 4.4)."""
    return f"{APP_URL}/#{kind}{number}A1"
