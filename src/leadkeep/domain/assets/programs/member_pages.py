"""Read the members of a program by filter (behaviour.md 3.11, 4.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, true

from leadkeep.clock import shifted
from leadkeep.domain.assets.programs import member_queries as queries
from leadkeep.domain.assets.programs.find import get_program
from leadkeep.domain.assets.programs.member import (
    DEFAULT_FIELDS,
    is_filter,
    member_catalog,
    member_table,
)
from leadkeep.domain.assets.programs.member_queries import Condition
from leadkeep.domain.assets.programs.program import Program
from leadkeep.domain.assets.programs.queries import streams_of
from leadkeep.domain.fields import (
    Catalog,
    Field,
    Unacceptable,
    whole_number,
)
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction, any_of

FILTER_VALUE_LIMIT = 300
MEMBER_LIMIT = 100_000
"""Limit: members of a program. Larger ones need a bulk extract, or a filter by lead ids
(behaviour.md 4.3).
"""
LONGEST_RANGE = timedelta(days=7)
UPDATED_AT = "updatedAt"
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Which members of a program to return, with which fields, and which page of them."""

    filter_type: str
    values: Sequence[str] = ()
    start_at: datetime | None = None
    end_at: datetime | None = None
    """Inclusive, in whole seconds."""
    fields: Sequence[str] | None = None
    after: int = 0
    page_size: int = 300


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A page of members, ascending by lead id; each row has one JSON value per field."""

    fields: tuple[Field, ...]
    rows: list[tuple[Any, ...]]
    next_after: int | None = None
    """The last lead id of the page; None on the last page."""


def find_members(work: Work, program_id: int, wanted: MemberFilter) -> MemberPage:
    """Return a page of the members that match the filter and whose leads are within scope.

    Raises:
        Refusal: a program, field, filter or value is not valid, or there are too many values or
            members.
    """
    program = get_program(work, program_id)
    catalog = member_catalog(work.tx)
    fields = _fields_to_read(catalog, wanted.fields)
    condition = _condition(catalog, program, wanted)
    by = catalog.named(wanted.filter_type)
    _check_size(work, catalog, program, by.name, condition)
    rows = queries.member_page(
        work.tx,
        catalog,
        program.id,
        fields,
        condition,
        work.access.partition_ids,
        wanted.after,
        wanted.page_size + 1,
    )
    page = rows[: wanted.page_size]
    return MemberPage(
        fields,
        _with_names(work.tx, program, fields, [row[1:] for row in page]),
        page[-1][0] if len(rows) > len(page) else None,
    )


@dataclass(frozen=True, slots=True)
class MemberSelection:
    """Which members of a program to select; what is None selects all."""

    changed_from: datetime | None = None
    changed_to: datetime | None = None
    """Inclusive, in whole seconds."""
    is_exhausted: bool | None = None
    cadence: str | None = None
    """``norm`` or ``paus``, as it is stored."""
    status_names: tuple[str, ...] = ()


def members_after(
    work: Work,
    program: Program,
    names: Sequence[str],
    selection: MemberSelection,
    after: int,
    limit: int,
) -> list[tuple[Any, ...]]:
    """Return at most ``limit`` selected members with lead ids above ``after``, ascending.

    A row is the lead id, then a JSON value for each of the named member fields.
    """
    catalog = member_catalog(work.tx)
    fields = tuple(catalog.named(name) for name in names)
    condition = _selected(catalog, program, selection)
    rows = queries.member_page(
        *(work.tx, catalog, program.id, fields, condition, work.access.partition_ids),
        *(after, limit),
    )
    named = _with_names(work.tx, program, fields, [row[1:] for row in rows])
    return [(row[0], *cells) for row, cells in zip(rows, named, strict=True)]


def _selected(catalog: Catalog, program: Program, selection: MemberSelection) -> Condition:
    c = member_table(catalog).c
    parts: list[Condition] = []
    if selection.changed_from is not None:
        parts.append(_changed_between(catalog, selection.changed_from, selection.changed_to, None))
    if selection.is_exhausted is not None:
        flag = bindparam("exhausted", type_=c.isExhausted.type)
        values = {"exhausted": selection.is_exhausted}
        parts.append(Condition(("exhausted",), c.isExhausted == flag, values))
    if selection.cadence is not None:
        clause = c.nurtureCadence == bindparam("cadence")
        parts.append(Condition(("cadence",), clause, {"cadence": selection.cadence}))
    if selection.status_names:
        ids = _status_ids(program, selection.status_names)
        clause = any_of(c.status_id, "wanted_values")
        parts.append(Condition(("statuses",), clause, {"wanted_values": ids}))
    return Condition(
        ("selected", *(name for each in parts for name in each.shape)),
        and_(true(), *(each.clause for each in parts)),
        {name: value for each in parts for name, value in each.values.items()},
    )


def _fields_to_read(catalog: Catalog, names: Sequence[str] | None) -> tuple[Field, ...]:
    wanted = ("leadId", *(names or DEFAULT_FIELDS))
    return catalog.cached(
        ("to read", wanted), lambda: tuple(dict.fromkeys(catalog.named(name) for name in wanted))
    )


def _check_size(
    work: Work,
    catalog: Catalog,
    program: Program,
    filter_type: str,
    condition: Condition,
) -> None:
    """Refuse a read whose filter would go through too many members (behaviour.md 1.9).

    For a range of dates the matching members count, for other filters all members of the program.
    """
    limit = MEMBER_LIMIT + 1
    if filter_type == "leadId":
        return
    if filter_type == UPDATED_AT:
        scope = work.access.partition_ids
        found = queries.count_matching_up_to(work.tx, catalog, program.id, condition, scope, limit)
        reason = Reason.TOO_MANY_MATCHING_MEMBERS
    else:
        found = queries.count_members(work.tx, program.id, limit)
        reason = Reason.TOO_MANY_MEMBERS
        if found == limit:
            found = queries.count_members(work.tx, program.id)
    if found >= limit:
        raise Refusal(reason, f"{found:,}", f"{MEMBER_LIMIT:,}")


# -- filters ---------------------------------------------------------------------------------------


def _condition(catalog: Catalog, program: Program, wanted: MemberFilter) -> Condition:
    by = catalog.find(wanted.filter_type)
    if by is not None and by.name == UPDATED_AT:
        return _changed_between(catalog, wanted.start_at, wanted.end_at)
    if by is None or not is_filter(by):
        raise Refusal(Reason.INVALID_FILTER, "filterType", wanted.filter_type)
    if not wanted.values:
        raise Refusal(Reason.NOT_SPECIFIED, "filterValues")
    if len(wanted.values) > FILTER_VALUE_LIMIT:
        raise Refusal(Reason.TOO_MANY, "filterValues", FILTER_VALUE_LIMIT)
    column = member_table(catalog).c[by.column]
    shape = ("by", by.name)
    if by.name == "statusName":
        ids = _status_ids(program, wanted.values)
        return Condition(shape, any_of(column, "wanted_values"), {"wanted_values": ids})
    if by.type.name == "boolean":
        flags = [_flag(value) for value in wanted.values]
        clause = column.in_(
            [bindparam("yes", type_=column.type), bindparam("no", type_=column.type)]
        )
        # If only one of the two dates is given, it is used for both.
        return Condition(shape, clause, {"yes": flags[0], "no": flags[-1]})
    if by.type.described_name == "integer":
        numbers = [_number(value) for value in wanted.values]
        return Condition(shape, any_of(column, "wanted_values"), {"wanted_values": numbers})
    # No engine stores the NUL character, so nothing can match it.
    texts = [value for value in wanted.values if "\0" not in value]
    folded = sorted({form for text in texts for form in (text.lower(), _ascii_lower(text))})
    return Condition(
        shape,
        any_of(func.lower(column, type_=column.type), "wanted_values"),
        {"wanted_values": folded},
    )


def _ascii_lower(text: str) -> str:
    """Fold the letters A to Z only, as every engine does."""
    return "".join(each.lower() if each.isascii() else each for each in text)


def _changed_between(
    catalog: Catalog,
    start_at: datetime | None,
    end_at: datetime | None,
    longest: timedelta | None = LONGEST_RANGE,
) -> Condition:
    if start_at is None:
        raise Refusal(Reason.MISSING_PARAMETER, "startAt")
    if end_at is None:
        raise Refusal(Reason.MISSING_PARAMETER, "endAt")
    if end_at < start_at:
        raise Refusal(Reason.RANGE_BACKWARDS, "endAt", "startAt")
    if longest is not None and end_at - start_at > longest:
        raise Refusal(Reason.RANGE_TOO_LONG, longest.days)
    column = member_table(catalog).c.updatedAt
    clause = (column >= bindparam("start_at")) & (column < bindparam("end_at"))
    return Condition(
        (UPDATED_AT,), clause, {"start_at": start_at, "end_at": shifted(end_at, seconds=1)}
    )


def _status_ids(program: Program, names: Sequence[str]) -> list[int]:
    wanted = {name.strip().casefold() for name in names}
    return [each.id for each in program.channel.statuses if each.name.casefold() in wanted]


def _flag(value: str) -> bool:
    found = _BOOLEANS.get(value.lower())
    if found is None:
        raise Refusal(Reason.INVALID_FILTER, "filterValue", value)
    return found


def _number(value: str) -> int:
    try:
        return whole_number(value)
    except Unacceptable:
        raise Refusal(Reason.INVALID_FILTER, "filterValue", value) from None


def _with_names(
    tx: Transaction, program: Program, fields: tuple[Field, ...], rows: list[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    """Replace ids by names in the fields that are stored as ids."""
    names: dict[int, dict[int, str]] = {}
    for index, each in enumerate(fields):
        if each.name == "program":
            names[index] = {program.id: program.name}
        elif each.name == "statusName":
            names[index] = {status.id: status.name for status in program.channel.statuses}
        elif each.name == "trackName":
            names[index] = {
                each.id: each.name for each in streams_of(tx, [program.id]).get(program.id, [])
            }
    if not names:
        return rows
    named = []
    for row in rows:
        cells = list(row)
        for index, by_id in names.items():
            cells[index] = by_id.get(cells[index])
        named.append(tuple(cells))
    return named
