"""The form in which the answers of operations are told."""

from dataclasses import dataclass
from typing import Any

import msgspec

from leadkeep.api.declarations import FORM_BODY, JSON_BODY
from leadkeep.errors import Reason

__all__ = ["FORM_BODY", "JSON_BODY"]


@dataclass(frozen=True, slots=True)
class Answers:
    """What one operation may answer beside what every one may, and a missing permission."""

    item: str | None
    """The schema of one element of ``result``; None when there is no ``result``."""
    response: tuple[Reason, ...] = ()
    """Reasons that refuse the whole call."""
    record: tuple[Reason, ...] = ()
    """Reasons that skip one record."""
    body: type[msgspec.Struct] | None = None
    """The model of the JSON body."""
    may_lack_result: bool = False
    """Is ``result`` absent when it would be empty?"""
    reasons_member: str = "reasons"
    """Where a skipped record tells why."""


def object_of(required: str, /, **properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object; ``required`` names members, apart by blanks."""
    return {"type": "object", "properties": properties, "required": required.split()}


STRING: dict[str, Any] = {"type": "string"}
BOOLEAN: dict[str, Any] = {"type": "boolean"}
INTEGER: dict[str, Any] = {"type": "integer"}
ID: dict[str, Any] = {"type": "integer", "format": "int64"}


def list_of(item: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list of such items."""
    return {"type": "array", "items": item}


ASSET_MOMENT: dict[str, Any] = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z\+0000$",
}
FOLDER: dict[str, Any] = object_of(
    "id type", id=ID, type={"type": "string", "enum": ["Folder", "Program"]}
)
"""How assets name a folder or a program."""

REASONS = list_of({"$ref": "#/components/schemas/Error"})
