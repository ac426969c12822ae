"""Convert sent records to stored values (behaviour.md 3.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from leadkeep.domain.fields import (
    Catalog,
    Field,
    Record,
    SentColumn,
    Unacceptable,
    invalid_value,
    normalised_key,
    parse_records,
    whole_number,
)
from leadkeep.domain.leads.cookie_values import cookie_token
from leadkeep.errors import Problem, Reason


@dataclass(frozen=True, slots=True)
class Lookup:
    """How the lead of a record is found: by id or by a key field."""

    name: str
    """The member of the record that contains the key, spelled as the caller spelled it."""
    field: Field

    @property
    def is_id(self) -> bool:
        """Is the lead named by its id instead of found by a key?"""
        return self.field.name == "id"


@dataclass(slots=True)
class ParsedRecord:
    """A record that was sent, after all its values were converted to stored values."""

    values: dict[str, Any]
    """Stored values by field name; fields that a record cannot set are left out."""
    key: Any = None
    """The normalised key, or the lead id; None if every record makes a new lead."""


class _PassingPlan(Exception):  # noqa: N818 -- carries a result that is not cached
    """The plan of some records, which must not be cached."""

    def __init__(self, plan: list[SentColumn] | Problem) -> None:
        super().__init__()
        self.plan = plan


class RecordParser:
    """Converts the sent records of one command; records with the same members column by column."""

    def __init__(
        self, catalog: Catalog, lookup: Lookup | None, *, is_id_allowed: bool, munchkin_id: str
    ) -> None:
        """Parse records whose leads are found by ``lookup``; with None, each makes a new lead."""
        self._catalog = catalog
        self._lookup = lookup
        self._is_id_allowed = is_id_allowed
        self._parse_cookie = partial(_parse_cookie, munchkin_id)
        self._parse_side_cookie = partial(_parse_side_cookie, munchkin_id)

    def parse_all(self, records: Sequence[Record]) -> list[ParsedRecord | Problem]:
        """Return, for each record in order, its stored values and key, or its problem."""
        parsed: list[ParsedRecord | Problem] = [
            each if isinstance(each, Problem) else ParsedRecord(each)
            for each in parse_records(records, self._plan)
        ]
        if self._lookup is not None:
            self._add_keys(self._lookup, records, parsed)
        return parsed

    def _plan(self, shape: Sequence[str]) -> list[SentColumn] | Problem:
        lookup = self._lookup
        key = ("plan", tuple(shape), lookup and (lookup.name, lookup.field), self._is_id_allowed)
        try:
            return self._catalog.cached(key, lambda: self._lasting_plan(shape))
        except _PassingPlan as passing:
            return passing.plan

    def _lasting_plan(self, shape: Sequence[str]) -> list[SentColumn]:
        """Return the plan of records with these members, which depends on the catalog alone.

        Raises:
            _PassingPlan: it depends on more, or the members may be any texts of any number.
        """
        plan = self._make_plan(shape)
        if isinstance(plan, Problem) or any(each.field.name == "cookies" for each in plan):
            raise _PassingPlan(plan)
        return plan

    def _make_plan(self, shape: Sequence[str]) -> list[SentColumn] | Problem:
        plan: list[SentColumn] = []
        for name in shape:
            if self._lookup is not None and name == self._lookup.name:
                field = self._lookup.field
            elif name in self._catalog.by_name:
                field = self._catalog.by_name[name]
            else:
                return Problem(Reason.FIELD_NOT_FOUND, (name,))
            if field.name == "id" and not self._is_id_allowed:
                return Problem(Reason.FIELD_NOT_ALLOWED, ("id",))
            if field.is_settable:  # Other members are ignored (behaviour.md 3.5).
                plan.append(self._column(name, field))
        return plan

    def _column(self, name: str, field: Field) -> SentColumn:
        if field.name == "cookies":
            is_key = self._lookup is not None and self._lookup.field is field
            parse = self._parse_cookie if is_key else self._parse_side_cookie
            return SentColumn(name, field, parse, None)
        return SentColumn(name, field, field.parse, field.are_plain)

    def _add_keys(
        self,
        lookup: Lookup,
        records: Sequence[Record],
        parsed: list[ParsedRecord | Problem],
    ) -> None:
        name = lookup.field.name
        missing = Problem(Reason.LOOKUP_VALUE_MISSING, (lookup.name,))
        for index, each in enumerate(parsed):
            if isinstance(each, Problem):
                continue
            if lookup.is_id:
                each.key = _id_key(lookup, records[index])
            elif (value := each.values.get(name)) is not None:
                each.key = normalised_key(value)
            if isinstance(each.key, Problem):
                parsed[index] = each.key
            elif each.key is None or each.key == "":
                parsed[index] = missing


def _id_key(lookup: Lookup, record: Record) -> int | Problem | None:
    sent = record.get(lookup.name)
    if sent is None or sent == "":
        return None
    try:
        return whole_number(sent)
    except Unacceptable:
        return invalid_value(lookup.name, sent)


def _parse_cookie(munchkin_id: str, sent: Any) -> str:  # noqa: ANN401
    try:
        return cookie_token(sent, munchkin_id)
    except (ValueError, AttributeError, TypeError):
        raise Unacceptable(Problem(Reason.INVALID_COOKIE, (sent,))) from None


def _parse_side_cookie(munchkin_id: str, sent: Any) -> str | None:  # noqa: ANN401
    """Return the token of a cookie beside other values; None for a text that is no cookie.

    A page sends what its browser has, also the cookie of another instance or the word
    ``undefined``. The lead counts, so such a text is ignored, as an empty one is.
    """
    if not isinstance(sent, str):
        return _parse_cookie(munchkin_id, sent)
    try:
        return cookie_token(sent, munchkin_id)
    except ValueError:
        return None
