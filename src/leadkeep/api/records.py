"""The types of result items with the fields of an object: leads, and records of other objects.

For speed these items are dicts made from rows (:func:`leadkeep.api.envelope.records`) and not
structs; which fields they have depends on the instance and on the request.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from leadkeep.api.schemas import PREFIX, Schema, reference, refers_to, schemas_of
from leadkeep.api.structs import Cell, Id, ReplyItem
from leadkeep.domain.fields import Field, StandardField, standard_fields

KEYS = frozenset({"id", "leadId", "marketoGUID"})
"""Read-only fields that a request may have all the same: they identify the records to update."""

_TEXT: Schema = {"type": "string"}
_SCHEMAS: dict[str, Schema] = {
    "boolean": {"type": "boolean"},
    "currency": {"type": "number"},
    "date": _TEXT | {"format": "date"},
    "datetime": _TEXT | {"format": "date-time"},
    "float": {"type": "number"},
    "integer": {"type": "integer", "format": "int64"},
    "percent": {"type": "number"},
    "reference": {"type": "integer", "format": "int64"},
    "score": {"type": "integer", "format": "int64"},
}
"""Schemas of values by the field's data type; values of other types are texts (behaviour.md
1.5)."""


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The type of an object's records: fixed members, then fields, whose values may be null."""

    name: str
    description: str
    fixed: type[msgspec.Struct]
    """The members that every record has."""
    fields: Callable[[], Iterable[Field | StandardField]]
    """The standard fields."""
    example: Mapping[str, Any]
    sent_example: Mapping[str, Any] | None = None
    """A record in a request, as an example; None if no request has such records."""

    @property
    def sent(self) -> Any:  # noqa: ANN401
        """Return the type of a record in a request."""
        return reference(f"{self.name}Input")

    def schema(self) -> tuple[Schema, dict[str, Schema]]:
        """Return the schema of a record, which allows further fields, and schemas it refers to."""
        (made,), components = schemas_of([self.fixed])
        schema = components.pop(made["$ref"].removeprefix(PREFIX))
        known = schema["properties"]
        others = {each.name: _schema(each) for each in self.fields() if each.name not in known}
        schema |= {
            "description": self.description,
            "properties": known | others,
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
            "examples": [self.example],
        }
        if self.sent_example is not None:
            ignored = {"seq", *(each.name for each in self.fields() if each.is_read_only)} - KEYS
            sent = {n: each for n, each in schema["properties"].items() if n not in ignored}
            components[f"{self.name}Input"] = schema | {
                "description": "The fields to set; null clears one.",
                "properties": sent,
                "required": [],
                "examples": [self.sent_example],
            }
        return schema, components

    def check(self, item: Mapping[str, Any]) -> None:
        """Check that a record is of this type.

        Raises:
            msgspec.ValidationError: a fixed member is missing, or a member has another type.
        """
        names = {each.encode_name for each in msgspec.structs.fields(self.fixed)}
        msgspec.convert({name: item[name] for name in item if name in names}, self.fixed)
        others = {name: item[name] for name in item if name not in names}
        # An amount is JSON already, with all its digits.
        msgspec.json.decode(msgspec.json.encode(others), type=dict[str, Cell])


def _schema(field: Field | StandardField) -> Schema:
    data_type = field.data_type if isinstance(field, StandardField) else field.type.name
    schema = _SCHEMAS.get(data_type, _TEXT)
    return schema | {"type": [schema["type"], "null"], "description": field.display_name}


class _LeadId(ReplyItem):
    id: Id


LEAD = Records(
    name="Lead",
    description="A lead: `id` first, then the fields asked for, null where there is no value.",
    fixed=_LeadId,
    fields=standard_fields,
    example={
        "id": 1,
        "updatedAt": "2026-01-15T09:00:00Z",
        "lastName": "Lovelace",
        "email": "ada@example.com",
        "createdAt": "2026-01-15T09:00:00Z",
        "firstName": "Ada",
    },
    sent_example={"email": "grace@example.com", "firstName": "Grace"},
)
LeadInput = Annotated[dict[str, Any], refers_to("LeadInput")]
"""A lead to create or update."""
