"""Query program memberships."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    bindparam,
    delete,
    func,
    literal,
    select,
    update,
)

from leadkeep.domain.assets.programs.member import member_table
from leadkeep.domain.assets.programs.tables import program, program_member
from leadkeep.domain.fields import Catalog, Field, lead, stored_columns, wire_columns
from leadkeep.store import (
    Insert,
    KeySpan,
    Statement,
    Transaction,
    Update,
    any_of,
    is_among,
    later_of,
)

Row = tuple[Any, ...]

PartitionIds = frozenset[int] | None
"""The partitions within scope; None for all."""

_m = program_member.c

CHOSEN = (_m.program_id == bindparam("wanted_program"), any_of(_m.lead_id, "lead_ids"))
"""The condition for members of ``wanted_program`` whose lead id is in ``lead_ids``."""

_AMONG = Statement(
    select(_m.lead_id, _m.id, _m.status_id, _m.reachedSuccess, _m.acquiredBy)
    .where(*CHOSEN)
    .order_by(_m.lead_id)
)
_STATUSES = Statement(
    select(_m.lead_id, _m.status_id)
    .where(any_of(_m.program_id, "program_ids"), any_of(_m.lead_id, "lead_ids"))
    .order_by(_m.lead_id, _m.program_id)
)
ADD = Insert(
    program_member,
    [
        *("lead_id", "id", "acquiredBy"),
    ],
    same=[
        *("program_id", "status_id", "stream_id", "nurtureCadence", "reachedSuccess"),
        *("reachedSuccessDate", "membershipDate", "createdAt", "updatedAt"),
    ],
)
_MOVE = Statement(
    update(program_member)
    .where(*CHOSEN)
    .values(status_id=bindparam("new_status"), updatedAt=later_of(_m.updatedAt, "moment"))
)
_SUCCEED = Statement(
    update(program_member)
    .where(*CHOSEN)
    .values(reachedSuccess=True, reachedSuccessDate=bindparam("moment"))
)
_ACQUIRE = Statement(
    update(program_member)
    .where(*CHOSEN)
    .values(acquiredBy=True, updatedAt=later_of(_m.updatedAt, "moment"))
)
_REMOVE = Statement(delete(program_member).where(*CHOSEN))


@dataclass(frozen=True, slots=True)
class Membership:
    """The part of a lead's membership that a change of its status needs."""

    lead_id: int
    id: int
    status_id: int
    has_reached_success: bool
    is_acquired: bool


def memberships_among(
    tx: Transaction, program_id: int, lead_ids: Collection[int]
) -> dict[int, Membership]:
    """Return the memberships of these leads in a program."""
    if not lead_ids:
        return {}
    rows = tx.rows(_AMONG, wanted_program=program_id, lead_ids=list(lead_ids))
    return {row[0]: Membership(*row) for row in rows}


def statuses_in_programs(
    tx: Transaction, program_ids: Collection[int], lead_ids: Collection[int]
) -> list[tuple[int, int]]:
    """Return (lead id, status id) for each membership of these leads in these programs."""
    if not program_ids or not lead_ids:
        return []
    rows = tx.rows(_STATUSES, program_ids=list(program_ids), lead_ids=list(lead_ids))
    return [(row[0], row[1]) for row in rows]


def is_program_member(
    leads: KeySpan, program_ids: Collection[int], status_ids: Collection[int] | None = None
) -> ColumnElement[bool]:
    """Return the condition that a lead is in at least one of the programs.

    With ``status_ids``, with one of these statuses.
    """
    own = [_m.program_id.in_(program_ids)]
    own += [] if status_ids is None else [_m.status_id.in_(sorted(status_ids))]
    return is_among(leads, _m.lead_id, own)


def move_members(tx: Transaction, program_id: int, lead_ids: Sequence[int], status_id: int) -> None:
    """Set the status of members."""
    if lead_ids:
        values = {"wanted_program": program_id, "lead_ids": list(lead_ids)}
        tx.run(_MOVE, **values, new_status=status_id, moment=tx.moment)


def note_success(tx: Transaction, program_id: int, lead_ids: Sequence[int]) -> None:
    """Store that members have reached success, which is never undone."""
    if lead_ids:
        tx.run(_SUCCEED, wanted_program=program_id, lead_ids=list(lead_ids), moment=tx.moment)


def note_acquired(tx: Transaction, program_id: int, lead_ids: Sequence[int]) -> None:
    """Set ``acquiredBy`` in memberships that already existed."""
    if lead_ids:
        tx.run(_ACQUIRE, wanted_program=program_id, lead_ids=list(lead_ids), moment=tx.moment)


def remove_members(tx: Transaction, program_id: int, lead_ids: Sequence[int]) -> None:
    """Delete the memberships of these leads in a program."""
    if lead_ids:
        tx.run(_REMOVE, wanted_program=program_id, lead_ids=list(lead_ids))


def count_members(tx: Transaction, program_id: int, limit: int | None = None) -> int:
    """Return the number of a program's members; stop counting at ``limit``."""
    own = select(literal(1).label("one")).where(_m.program_id == program_id).limit(limit)
    found: int = tx.execute(select(func.count()).select_from(own.subquery())).scalar_one()
    return found


_BY_STATUS = select(_m.status_id, func.count()).where(_m.program_id == bindparam("wanted_program"))
_COUNTS = Statement(_BY_STATUS.group_by(_m.status_id).order_by(_m.status_id))
_COUNTS_WITHIN = Statement(
    _BY_STATUS.where(
        select(lead.c.id)
        .where(lead.c.id == _m.lead_id, any_of(lead.c.leadPartitionId, "within"))
        .exists()
    )
    .group_by(_m.status_id)
    .order_by(_m.status_id)
)


def counts_by_status(tx: Transaction, program_id: int, within: PartitionIds) -> dict[int, int]:
    """Return, by status id, how many members within scope a program has."""
    if within is None:
        rows = tx.rows(_COUNTS, wanted_program=program_id)
    else:
        rows = tx.rows(_COUNTS_WITHIN, wanted_program=program_id, within=sorted(within))
    return {row[0]: row[1] for row in rows}


# -- pages of members ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on members of a program: its SQL, and the values of its parameters."""

    shape: tuple[str, ...]
    """Identifies the SQL, as a part of the key under which the statement is cached."""
    clause: ColumnElement[bool]
    values: Mapping[str, Any] = field(default_factory=dict)


def member_page(
    tx: Transaction,
    catalog: Catalog,
    program_id: int,
    fields: tuple[Field, ...],
    condition: Condition | None,
    within: PartitionIds,
    after: int,
    limit: int,
) -> list[Row]:
    """Return at most ``limit`` members with lead ids above ``after``, ascending.

    A row is the lead id, then the fields.
    """
    table = member_table(catalog)
    shape = condition.shape if condition else ()

    def make() -> Statement:
        query = (
            select(table.c.lead_id.label("lead"), *wire_columns(table, fields))
            .where(*_own(table, condition, within), table.c.lead_id > bindparam("after"))
            .order_by(table.c.lead_id)
            .limit(bindparam("limit"))
        )
        return Statement(query)

    statement = catalog.cached(("members", fields, shape, within is None), make)
    values = _values(program_id, condition, within)
    return tx.rows(statement, **values, after=after, limit=limit)


def count_matching_up_to(
    tx: Transaction,
    catalog: Catalog,
    program_id: int,
    condition: Condition,
    within: PartitionIds,
    limit: int,
) -> int:
    """Return the number of members that meet the condition; stop counting at ``limit``."""
    table = member_table(catalog)

    def make() -> Statement:
        found = (
            select(literal(1).label("one"))
            .select_from(table)
            .where(*_own(table, condition, within))
            .limit(bindparam("limit"))
        )
        return Statement(select(func.count()).select_from(found.subquery()))

    statement = catalog.cached(("count members", condition.shape, within is None), make)
    row = tx.row(statement, **_values(program_id, condition, within), limit=limit)
    return 0 if row is None else int(row[0])


def _own(
    table: Table, condition: Condition | None, within: PartitionIds
) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = [table.c.program_id == bindparam("wanted_program")]
    if condition is not None:
        clauses.append(condition.clause)
    if within is not None:
        c = lead.c
        is_within = any_of(c.leadPartitionId, "within")
        clauses.append(select(c.id).where(c.id == table.c.lead_id, is_within).exists())
    return clauses


def _values(program_id: int, condition: Condition | None, within: PartitionIds) -> dict[str, Any]:
    values: dict[str, Any] = {"wanted_program": program_id}
    if condition is not None:
        values |= condition.values
    if within is not None:
        values["within"] = sorted(within)
    return values


def stored_members(
    tx: Transaction,
    catalog: Catalog,
    program_id: int,
    lead_ids: Collection[int],
    fields: tuple[Field, ...],
) -> dict[int, Row]:
    """Return the stored values of these members' fields, by lead id."""
    table = member_table(catalog)

    def make() -> Statement:
        query = select(table.c.lead_id.label("lead"), *stored_columns(table, fields)).where(
            table.c.program_id == bindparam("wanted_program"),
            any_of(table.c.lead_id, "lead_ids"),
        )
        return Statement(query.order_by(table.c.lead_id))

    if not lead_ids:
        return {}
    statement = catalog.cached(("stored members", fields), make)
    rows = tx.rows(statement, wanted_program=program_id, lead_ids=list(lead_ids))
    return {row[0]: row[1:] for row in rows}


def update_members(
    tx: Transaction,
    catalog: Catalog,
    program_id: int,
    names: tuple[str, ...],
    rows: Sequence[Row],
) -> None:
    """Set the named fields of members; each row is a lead id and the new values."""
    table = member_table(catalog)

    def make() -> Update:
        columns = [catalog.by_name[name].column for name in names]
        return Update(table, ["lead_id", "program_id"], columns, ["updatedAt"])

    statement = catalog.cached(("update members", names), make)
    tx.update(statement, [(row[0], program_id, *row[1:]) for row in rows], tx.moment)


# -- the memberships of one lead -------------------------------------------------------------------

_MEMBERSHIP_COLUMNS = (
    *(_m.status_id, _m.stream_id, _m.nurtureCadence, _m.isExhausted, _m.acquiredBy),
    *(_m.reachedSuccess, _m.membershipDate, _m.updatedAt),
)
"""Columns of a membership in responses, in the order of ``LeadMembership``."""

_OF_LEAD = Statement(
    select(_m.id, _m.program_id, *_MEMBERSHIP_COLUMNS)
    .join(program, program.c.id == _m.program_id)
    .where(
        _m.lead_id == bindparam("wanted_lead"),
        any_of(program.c.workspace_id, "workspaces"),
    )
    .order_by(_m.id.desc())
)
_IN_PROGRAM = (
    select(_m.lead_id, *_MEMBERSHIP_COLUMNS)
    .where(_m.program_id == bindparam("wanted_program"), _m.lead_id > bindparam("after"))
    .order_by(_m.lead_id)
    .limit(bindparam("limit"))
)
_PAGE = Statement(_IN_PROGRAM)
_PAGE_WITHIN = Statement(
    _IN_PROGRAM.join(lead, lead.c.id == _m.lead_id).where(any_of(lead.c.leadPartitionId, "within"))
)


def memberships_after(
    tx: Transaction, program_id: int, within: PartitionIds, after: int, limit: int
) -> list[Row]:
    """Return at most ``limit`` memberships with lead ids above ``after``, ascending.

    A row is the lead id, then the columns of the membership.
    """
    values = {"wanted_program": program_id, "after": after, "limit": limit}
    if within is None:
        return tx.rows(_PAGE, **values)
    return tx.rows(_PAGE_WITHIN, **values, within=sorted(within))


def memberships_of_lead(tx: Transaction, lead_id: int, workspaces: Sequence[int]) -> list[Row]:
    """Return a lead's memberships in the programs of these workspaces, most recent first."""
    return tx.rows(_OF_LEAD, wanted_lead=lead_id, workspaces=list(workspaces))


# -- whole memberships -----------------------------------------------------------------------------

OUTCOMES = ("acquiredBy", "membershipDate", "reachedSuccess", "reachedSuccessDate", "updatedAt")
_SET_OUTCOMES = Update(program_member, ["lead_id", "program_id"], OUTCOMES)


def membership_rows(
    tx: Transaction, catalog: Catalog, lead_ids: Collection[int]
) -> list[dict[str, Any]]:
    """Return all program memberships of these leads as whole rows, by column name."""
    table = member_table(catalog)

    def make() -> Statement:
        wanted = any_of(table.c.lead_id, "lead_ids")
        return Statement(select(table).where(wanted).order_by(table.c.lead_id, table.c.program_id))

    rows = tx.rows(catalog.cached("whole members", make), lead_ids=list(lead_ids))
    return [dict(zip(table.c.keys(), row, strict=True)) for row in rows]


def insert_membership_rows(
    tx: Transaction, catalog: Catalog, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert memberships as whole rows."""
    table = member_table(catalog)
    names = tuple(table.c.keys())
    statement = catalog.cached("insert members", lambda: Insert(table, names))
    tx.insert(statement, [tuple(row[name] for name in names) for row in rows])


def update_outcomes(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update success, its date, membership date and acquisition of memberships, from whole rows."""
    names = ("lead_id", "program_id", *OUTCOMES)
    tx.update(_SET_OUTCOMES, [tuple(row[name] for name in names) for row in rows])
