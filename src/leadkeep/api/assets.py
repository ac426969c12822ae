"""Parse and render what all asset operations share (behaviour.md 4.4).

Parameters come from the query or from a form body; ``received`` has merged the two.
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
"""The largest number of assets in a page (behaviour.md 1.11, 4.4)."""
LARGEST_OFFSET = 2**63 - 1

APP_URL = "https://app-lk.example.com"
"""The beginning of links to assets; the original has the host of its user interface here."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page that a request for a list of assets asks for: offset and size."""

    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Span:
    """Bounds of the time of the last change, both inclusive; None for no bound."""

    earliest: datetime | None
    latest: datetime | None


def check_form(request: Request) -> None:
    """Check that the request's body is empty or form-encoded.

    Raises:
        Refusal: 612, the body is something else.
    """
    if request.body.strip():  # the parameters of a form were moved to the query
        raise Refusal(Reason.INVALID_CONTENT_TYPE)


def required(request: Request, name: str) -> str:
    """Return a required parameter, without blanks around it.

    Raises:
        Refusal: 701, it is missing or blank.
    """
    sent = params.text(request, name)
    if sent is None:
        raise Refusal(Reason.BLANK, name)
    return sent


def optional(request: Request, name: str) -> str | None:
    """Return a parameter without blanks around it; None if it was not sent."""
    values = request.query.get(name)
    return values[0].strip() if values else None


def page(request: Request, other_name: str | None = None, default: int = DEFAULT_PAGE) -> Page:
    """Return the page that ``offset`` and ``maxReturn`` ask for, by default 0 and ``default``.

    ``maxReturn`` is at most 200. Clients also send it under the name ``other_name``.

    Raises:
        Refusal: 1001, not a number; 1003, negative, or ``maxReturn`` not positive.
    """
    offset = _number(request, "offset", 0, least=0)
    size = _number(request, "maxReturn", default, least=1)
    if other_name is not None:
        size = _number(request, other_name, size, least=1)
    return Page(min(offset, LARGEST_OFFSET), min(size, LARGEST_PAGE))


def depth(request: Request, name: str, default: int) -> int:
    """Return a parameter that is a number of folder levels.

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
    """Return ``earliestUpdatedAt`` and ``latestUpdatedAt``, the bounds of the last change.

    Raises:
        Refusal: 704, one of them is not a date and time.
    """
    return Span(_moment(request, "earliestUpdatedAt"), _moment(request, "latestUpdatedAt"))


def _moment(request: Request, name: str) -> datetime | None:
    sent = params.text(request, name)
    if sent is None:
        return None
    if "T" in sent:
        sent = sent.replace(" ", "+")  # a plus sign that was not percent-encoded
    try:
        return moment(sent.replace("Z+0000", "Z"))
    except Unacceptable:
        raise Refusal(Reason.INVALID_DATE) from None


def json_parameter(request: Request, name: str, kind: Any = Any) -> Any:  # noqa: ANN401
    """Return the value of a JSON parameter as the type ``kind``; None if it is missing.

    Raises:
        Refusal: 609, the JSON is invalid or of another type.
    """
    sent = params.text(request, name)
    if sent is None:
        return None
    try:
        return loose.decode(sent, kind)
    except (msgspec.DecodeError, RecursionError):
        raise Refusal(Reason.INVALID_MEMBER, name) from None


def folder(request: Request, name: str = "folder") -> FolderRef | None:
    """Return the folder in a parameter such as ``{"id":13,"type":"Folder"}``; None if missing.

    Raises:
        Refusal: 609, the value is not of this form.
    """
    if params.text(request, name) is None:
        return None
    found = json_parameter(request, name)
    try:
        return FolderRef(whole_number(found["id"]), folder_type(found["type"]))
    except (TypeError, LookupError, Unacceptable):
        raise Refusal(Reason.INVALID_MEMBER, name) from None


def required_folder(request: Request, name: str = "folder") -> FolderRef:
    """Return the folder of a required parameter such as ``{"id":13,"type":"Folder"}``.

    Raises:
        Refusal: 701, it is missing; 609, its value is not of this form.
    """
    required(request, name)
    found = folder(request, name)
    if found is None:
        raise Refusal(Reason.BLANK, name)
    return found


def folder_type(sent: object) -> FolderType:
    """Parse a folder type in any letter case: older samples write ``FOLDER``.

    Raises:
        LookupError: the text is neither Folder nor Program.
    """
    found = FolderType.__members__.get(sent.upper()) if isinstance(sent, str) else None
    if found is None:
        raise LookupError(sent)
    return found


def chosen_folder_type(request: Request, name: str) -> FolderType | None:
    """Return the folder type in a parameter; None if it is missing.

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


def folder_name(folder: FolderRef) -> FolderName:
    """Return the id and the type of a folder or program as a reply item."""
    return FolderName(folder.id, folder.type.value)


def placed_in(folder: FolderRef, name: str) -> NamedFolder:
    """Return the folder or program of an asset as a reply item with the folder's name."""
    return NamedFolder(folder.type.value, folder.id, name)


def asset_moment(value: datetime) -> str:
    """Return a datetime as text such as ``2021-11-23T22:57:24Z+0000`` (behaviour.md 1.5)."""
    return f"{wire_timestamp(value)}+0000"


def asset_url(kind: str, number: int) -> str:
    """Return the link to an asset in the user interface, such as ``.../#ST1159A1``.

    See behaviour.md 4.2, 4.4.
    """
    return f"{APP_URL}/#{kind}{number}A1"
