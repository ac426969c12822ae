"""From records as sent to values as stored (behaviour.md 3.5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from leadkeep.domain.fields import (
    Catalog,
    Field,
    TooLong,
    Unacceptable,
    normalised_key,
    whole_number,
)
from leadkeep.domain.tracking import cookie_token
from leadkeep.errors import Problem, Reason

Record = Mapping[str, Any]

NO_VALUE = (None, "")
"""null clears a field, and so does an empty text (behaviour.md 3.5)."""

UNLINKED_OBJECTS = {"externalCompanyId": "Company", "externalSalesPersonId": "Sales person"}
"""Fields that link to a record of another object. There are none of those objects yet."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """How the lead of a record is found."""

    name: str
    """As the caller wrote it: the member of the record that holds the key."""
    field: Field

    @property
    def is_id(self) -> bool:
        """Is the lead named by its id rather than found by a key?"""
        return self.field.name == "id"


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """A record whose every value is acceptable."""

    values: dict[str, Any]
    """Stored values by field name, settable fields only."""
    key: Any
    """The normalised key, or the lead id; None when the record has no key."""


_Column = tuple[str, Field, Callable[[Any], Any]]


class RecordParser:
    """Parses the records of one call. Records of one shape share one plan."""

    def __init__(
        self, catalog: Catalog, lookup: Lookup | None, *, is_id_allowed: bool, munchkin_id: str
    ) -> None:
        """Parse records whose lead is found by ``lookup``, None for records that are always new."""
        self._catalog = catalog
        self._lookup = lookup
        self._is_id_allowed = is_id_allowed
        self._parse_cookie = partial(_parse_cookie, munchkin_id)
        self._plans: dict[tuple[str, ...], list[_Column] | Problem] = {}

    def parse(self, record: Record) -> ParsedRecord | Problem:
        """Return the record's values and key, or the first thing that is wrong with it."""
        shape = tuple(record)
        plan = self._plans.get(shape)
        if plan is None:
            plan = self._plans[shape] = self._plan(shape)
        if isinstance(plan, Problem):
            return plan
        values = {}
        for sent_name, field, parse in plan:
            sent = record[sent_name]
            if sent is None or sent == "":
                values[field.name] = field.type.empty
                continue
            try:
                values[field.name] = parse(sent)
            except Unacceptable as refused:
                return refused.args[0] if refused.args else _invalid(sent_name, sent)
            except TooLong:
                return Problem(Reason.VALUE_TOO_LONG)
        if self._lookup is None:
            return ParsedRecord(values, None)
        return self._with_key(record, self._lookup, values)

    def _plan(self, shape: Sequence[str]) -> list[_Column] | Problem:
        plan: list[_Column] = []
        for name in shape:
            if self._lookup is not None and name == self._lookup.name:
                field = self._lookup.field
            elif name in self._catalog.by_name:
                field = self._catalog.by_name[name]
            else:
                return Problem(Reason.FIELD_NOT_FOUND, (name,))
            if field.name == "id" and not self._is_id_allowed:
                return Problem(Reason.FIELD_NOT_ALLOWED, ("id",))
            if field.is_settable:  # others are ignored (behaviour.md 3.5)
                plan.append((name, field, self._parse_function(field)))
        return plan

    def _parse_function(self, field: Field) -> Callable[[Any], Any]:
        if field.name == "cookies":
            return self._parse_cookie
        if field.name in UNLINKED_OBJECTS:
            return partial(_refuse_link, UNLINKED_OBJECTS[field.name])
        return field.parse

    def _with_key(
        self, record: Record, lookup: Lookup, values: dict[str, Any]
    ) -> ParsedRecord | Problem:
        missing = Problem(Reason.LOOKUP_VALUE_MISSING, (lookup.name,))
        if not lookup.is_id:
            value = values.get(lookup.field.name)
            key = "" if value is None else normalised_key(value)
            return ParsedRecord(values, key) if key else missing
        sent = record.get(lookup.name)
        if sent is None or sent == "":
            return missing
        try:
            return ParsedRecord(values, whole_number(sent))
        except Unacceptable:
            return _invalid(lookup.name, sent)


def _invalid(name: str, sent: Any) -> Problem:  # noqa: ANN401
    return Problem(Reason.INVALID_VALUE, (name, sent))


def _parse_cookie(munchkin_id: str, sent: Any) -> str:  # noqa: ANN401
    try:
        return cookie_token(sent, munchkin_id)
    except (ValueError, AttributeError, TypeError):
        raise Unacceptable(Problem(Reason.INVALID_COOKIE, (sent,))) from None


def _refuse_link(what: str, sent: Any) -> Any:  # noqa: ANN401
    del sent
    raise Unacceptable(Problem(Reason.OBJECT_NOT_FOUND, (what,)))
