"""Add custom activities (behaviour.md 5.4)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from leadkeep.domain.activities.append import (
    DatedActivity,
    append_dated_activities,
    attribute_items,
)
from leadkeep.domain.activities.definition import Attribute, Definition
from leadkeep.domain.activities.types import ActivityTypes, LeadSet, activity_types
from leadkeep.domain.fields import (
    FIELD_TYPES,
    TooLong,
    Unacceptable,
    moment,
    number_as_sent,
    problem_of,
    whole_number,
)
from leadkeep.errors import Problem, Reason, Refusal
from leadkeep.store import Transaction

LONGEST_ATTRIBUTES_BYTES = 65_536
"""Limit: size of one activity's attributes as JSON (1049)."""
LONGEST_LINK_CHARACTERS = 2_048

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AddedActivity:
    """The outcome of one record that was sent to become an activity: its id, or the problem."""

    activity_id: int | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Kind:
    """How values of an attribute data type are parsed (``parse``) and made JSON (``wire``)."""

    parse: Callable[[Any], Any]
    wire: Callable[[Any], Any]


def _kind(field_type: str, length: int | None = None) -> _Kind:
    found = FIELD_TYPES[field_type]
    return _Kind(found.parser(length or found.default_length), found.wire)


_KINDS = {
    **{name: _kind(name) for name in FIELD_TYPES},
    "link": _kind("url", LONGEST_LINK_CHARACTERS),
}


def add_activities(
    tx: Transaction, records: Sequence[Record], existing_leads: LeadSet
) -> list[AddedActivity]:
    """Add the custom activities that the records describe; return one outcome per record, in order.

    A record that fails does not stop the others. ``existing_leads`` returns the leads that exist
    within the caller's scope.
    """
    types = activity_types(tx)
    parsed = [_parse(types, record) for record in records]
    named = {each[0] for each in parsed if not isinstance(each, Problem)}
    known = set(existing_leads(tx, named))
    checked = [
        each if isinstance(each, Problem) or each[0] in known else Problem(Reason.LEAD_NOT_FOUND)
        for each in parsed
    ]
    accepted = [each for each in checked if not isinstance(each, Problem)]
    numbers = iter(append_dated_activities(tx, accepted))
    return [
        AddedActivity(problem=each) if isinstance(each, Problem) else AddedActivity(next(numbers))
        for each in checked
    ]


def _parse(types: ActivityTypes, record: Record) -> DatedActivity | Problem:
    try:
        lead_id = _number(record, "leadId")
        date = _date(record)
        type_id, definition = _type_of(types, record)
        primary = _primary(definition.primary, record)
        return lead_id, type_id, date, None, primary, _attributes(definition, record)
    except Refusal as refused:
        return refused.problem


def _sent(record: Record, member: str) -> Any:  # noqa: ANN401
    value = record.get(member)
    if value is None or value == "":
        raise Refusal(Reason.MISSING_PARAMETER, member)
    return value


def _number(record: Record, member: str) -> int:
    value = _sent(record, member)
    try:
        return whole_number(value)
    except Unacceptable:
        raise Refusal(Reason.INVALID_VALUE, member, value) from None


def _date(record: Record) -> datetime:
    value = _sent(record, "activityDate")
    try:
        return moment(value)
    except Unacceptable:
        raise Refusal(Reason.INVALID_VALUE, "activityDate", value) from None


def _type_of(types: ActivityTypes, record: Record) -> tuple[int, Definition]:
    """Return id and approved definition of the activity type that a record names.

    A record names its type by id or by API name.
    """
    api_name = record.get("apiName")
    if record.get("activityTypeId") is None and api_name:
        found = [each for each in types.custom if each.api_name == api_name]
        named: object = api_name
    else:
        named = _number(record, "activityTypeId")
        found = [each for each in types.custom if each.id == named]
    if not found:
        raise Refusal(Reason.UNKNOWN_ACTIVITY_TYPE, named)
    approved = found[0].approved
    if approved is None:
        raise Refusal(Reason.ACTIVITY_TYPE_NOT_APPROVED, found[0].api_name)
    return found[0].id, approved


def _primary(attribute: Attribute, record: Record) -> str:
    value = _value(attribute, "primaryAttributeValue", _sent(record, "primaryAttributeValue"))
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _attributes(definition: Definition, record: Record) -> str:
    """Check a record's attributes; return those with a value as a JSON array, sorted by name."""
    sent = record.get("attributes")
    if sent is None:
        return "[]"
    if not isinstance(sent, list) or not all(isinstance(each, dict) for each in sent):
        raise Refusal(Reason.INVALID_MEMBER, "attributes")
    if len(msgspec.json.encode(sent, enc_hook=number_as_sent)) > LONGEST_ATTRIBUTES_BYTES:
        raise Refusal(Reason.ATTRIBUTES_TOO_LONG, LONGEST_ATTRIBUTES_BYTES)
    values: dict[str, Any] = {}
    for each in sent:
        attribute = _attribute_of(definition, each)
        value = each.get("value")
        is_empty = value is None or value == ""
        values[attribute.name] = None if is_empty else _value(attribute, attribute.api_name, value)
    return f"[{attribute_items(sorted(values.items()))}]"


def _attribute_of(definition: Definition, sent: Record) -> Attribute:
    """Return the type's attribute that the sent attribute names, by API name or display name.

    The API name is tried first.
    """
    named = sent.get("apiName") or sent.get("name")
    if not named:
        raise Refusal(Reason.MISSING_PARAMETER, "apiName")
    for by in ("api_name", "name"):
        for each in definition.attributes:
            if getattr(each, by) == named:
                return each
    raise Refusal(Reason.FIELD_NOT_FOUND, named)


def _value(attribute: Attribute, member: str, sent: Any) -> Any:  # noqa: ANN401
    """Return a sent value as a JSON value of its attribute's data type.

    Raises:
        Refusal: the value is not one of this type, or is too long.
    """
    kind = _KINDS[attribute.data_type]
    try:
        return kind.wire(kind.parse(sent))
    except Unacceptable as refused:
        problem = problem_of(refused, member, sent)
        raise Refusal(problem.reason, *problem.values) from None
    except TooLong:
        raise Refusal(Reason.VALUE_TOO_LONG) from None
