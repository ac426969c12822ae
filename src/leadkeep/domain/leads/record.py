"""From records as sent to values as stored (behaviour.md 3.5)."""

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
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

Record = dict[str, Any]
"""A record as sent."""

_values = operator.methodcaller("values")

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


@dataclass(slots=True)
class ParsedRecord:
    """A record whose every value is acceptable."""

    values: dict[str, Any]
    """Stored values by field name, settable fields only."""
    key: Any = None
    """The normalised key, or the lead id; None when leads are not looked up."""


@dataclass(frozen=True, slots=True)
class _Column:
    """One member of records of one shape."""

    sent_name: str
    field: Field
    parse: Callable[[Any], Any]
    are_plain: Callable[[Sequence[Any]], bool] | None
    """A quick test whether all values of the column are stored just as they were sent."""


class RecordParser:
    """Parses the records of one call: those of one shape together, column by column."""

    def __init__(
        self, catalog: Catalog, lookup: Lookup | None, *, is_id_allowed: bool, munchkin_id: str
    ) -> None:
        """Parse records whose lead is found by ``lookup``, None for records that are always new."""
        self._catalog = catalog
        self._lookup = lookup
        self._is_id_allowed = is_id_allowed
        self._parse_cookie = partial(_parse_cookie, munchkin_id)

    def parse_all(self, records: Sequence[Record]) -> list[ParsedRecord | Problem]:
        """Return for each record, in order, its values and key, or what is wrong with it."""
        shapes: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, record in enumerate(records):
            shapes[tuple(record)].append(index)
        parsed: dict[int, ParsedRecord | Problem] = {}
        for shape, indexes in shapes.items():
            group = [records[index] for index in indexes]
            parsed |= zip(indexes, self._parse_group(shape, group), strict=True)
        return [parsed[index] for index in range(len(records))]

    def _parse_group(
        self, shape: Sequence[str], records: Sequence[Record]
    ) -> Iterable[ParsedRecord | Problem]:
        plan = self._plan(shape)
        if isinstance(plan, Problem):
            return [plan] * len(records)
        problems: dict[int, Problem] = {}
        # Records of one shape hold their members in one order: transpose them all at once.
        sent = dict(zip(shape, zip(*map(_values, records), strict=True), strict=True))
        columns = [_parse_column(each, sent[each.sent_name], problems) for each in plan]
        names = [each.field.name for each in plan]
        if names == list(shape) and all(map(operator.is_, columns, sent.values())):
            parsed: list[ParsedRecord | Problem] = [
                ParsedRecord(record.copy()) for record in records
            ]
        else:
            rows = zip(*columns, strict=True) if columns else [()] * len(records)
            parsed = [ParsedRecord(dict(zip(names, row, strict=True))) for row in rows]
        if self._lookup is not None:
            self._add_keys(self._lookup, records, parsed, problems)
        for index, problem in problems.items():
            parsed[index] = problem
        return parsed

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
                plan.append(self._column(name, field))
        return plan

    def _column(self, name: str, field: Field) -> _Column:
        if field.name == "cookies":
            return _Column(name, field, self._parse_cookie, None)
        if field.name in UNLINKED_OBJECTS:
            return _Column(name, field, partial(_refuse_link, UNLINKED_OBJECTS[field.name]), None)
        return _Column(name, field, field.parse, field.are_plain)

    def _add_keys(
        self,
        lookup: Lookup,
        records: Sequence[Record],
        parsed: Sequence[ParsedRecord | Problem],
        problems: dict[int, Problem],
    ) -> None:
        name = lookup.field.name
        missing = Problem(Reason.LOOKUP_VALUE_MISSING, (lookup.name,))
        for index, each in enumerate(parsed):
            if index in problems or isinstance(each, Problem):
                continue
            if lookup.is_id:
                each.key = _id_key(lookup, records[index])
            elif (value := each.values.get(name)) is not None:
                each.key = normalised_key(value)
            if isinstance(each.key, Problem):
                problems[index] = each.key
            elif each.key is None or each.key == "":
                problems[index] = missing


def _parse_column(
    column: _Column, sent: Sequence[Any], problems: dict[int, Problem]
) -> Sequence[Any]:
    """Return a column's stored values: the sent ones themselves where they are stored as they are.

    Records with an unacceptable value are noted in ``problems``, each with its first one.
    """
    if column.are_plain is not None and column.are_plain(sent):
        return sent
    parse, empty = column.parse, column.field.type.empty
    stored = list(sent)
    for index, value in enumerate(sent):
        if value is None or value == "":  # both clear the field (behaviour.md 3.5)
            stored[index] = empty
            continue
        try:
            stored[index] = parse(value)
        except Unacceptable as refused:
            problem = refused.args[0] if refused.args else _invalid(column.sent_name, value)
            problems.setdefault(index, problem)
        except TooLong:
            problems.setdefault(index, Problem(Reason.VALUE_TOO_LONG))
    return stored


def _id_key(lookup: Lookup, record: Record) -> int | Problem | None:
    sent = record.get(lookup.name)
    if sent is None or sent == "":
        return None
    try:
        return whole_number(sent)
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
