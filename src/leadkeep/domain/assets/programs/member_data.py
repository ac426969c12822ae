"""Change the data of program members (behaviour.md 4.3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from leadkeep.domain.activities import append_activities
from leadkeep.domain.assets.programs import change_log
from leadkeep.domain.assets.programs import member_queries as queries
from leadkeep.domain.assets.programs.change_log import DataChange
from leadkeep.domain.assets.programs.member import member_catalog
from leadkeep.domain.assets.programs.program import Program
from leadkeep.domain.assets.programs.statuses import (
    MemberOutcome,
    lock_member_leads,
    lock_program,
    skipped,
)
from leadkeep.domain.fields import Catalog, Field, TooLong, Unacceptable, problem_of
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

MemberRecord = tuple[int, Mapping[str, Any]]
"""Lead id, and the sent values by field name."""

Values = dict[str, Any]


def change_member_data(
    work: Work,
    program: Program,
    records: Sequence[MemberRecord],
) -> list[MemberOutcome]:
    """Set fields of memberships; return one outcome per record, in order.

    Records are processed in order. A value that is already stored makes no activity and leaves the
    date of change as it is.
    """
    catalog = member_catalog(work.tx)
    parsed = [_parsed(catalog, sent) for _, sent in records]
    drafts = lock_member_leads(work, [lead_id for lead_id, _ in records])
    names = dict.fromkeys(name for each in parsed if isinstance(each, dict) for name in each)
    fields = tuple(catalog.by_name[name] for name in names)
    stored = queries.stored_members(work.tx, catalog, program.id, drafts, fields)
    before = {lead_id: dict(zip(names, row, strict=True)) for lead_id, row in stored.items()}
    after = {lead_id: values.copy() for lead_id, values in before.items()}
    changes: list[DataChange] = []
    outcomes = []
    for (lead_id, _), values in zip(records, parsed, strict=True):
        if lead_id not in drafts:
            outcomes.append(skipped(lead_id, Reason.LEAD_NOT_FOUND))
        elif lead_id not in after:
            outcomes.append(skipped(lead_id, Reason.OBJECT_NOT_FOUND, "Membership"))
        elif isinstance(values, Problem):
            outcomes.append(MemberOutcome("skipped", lead_id, values))
        else:
            changes += _assign(catalog, lead_id, after[lead_id], values)
            outcomes.append(MemberOutcome("updated", lead_id))
    if changes:
        lock_program(work, program)
        _store(work.tx, catalog, program, before, after)
        append_activities(
            work.tx, [change_log.data_changes(program, changes, work.cause, work.moment)]
        )
    return outcomes


def member_data_problem(tx: Transaction, values: Mapping[str, Any]) -> Problem | None:
    """Return the problem of member values that no membership could store; None if there is none."""
    parsed = _parsed(member_catalog(tx), values)
    return parsed if isinstance(parsed, Problem) else None


def _parsed(catalog: Catalog, sent: Mapping[str, Any]) -> Values | Problem:
    """Return the stored values of a sent record, or the record's problem."""
    values: Values = {}
    for name, value in sent.items():
        field = catalog.by_name.get(name)
        if field is None:
            return Problem(Reason.FIELD_NOT_FOUND, (name,))
        if field.is_read_only:
            return Problem(Reason.FIELD_NOT_ALLOWED, (name,))
        try:
            values[name] = _stored(field, value)
        except Unacceptable as refused:
            return problem_of(refused, name, value)
        except TooLong:
            return Problem(Reason.VALUE_TOO_LONG)
    return values


def _stored(field: Field, value: Any) -> Any:  # noqa: ANN401
    return field.type.empty if value is None or value == "" else field.parse(value)


def _assign(catalog: Catalog, lead_id: int, present: Values, values: Values) -> list[DataChange]:
    changes = []
    for name, new in values.items():
        old = present[name]
        if old != new:
            changes.append(DataChange(lead_id, catalog.by_name[name], old, new))
            present[name] = new
    return changes


def _store(
    tx: Transaction,
    catalog: Catalog,
    program: Program,
    before: Mapping[int, Values],
    after: Mapping[int, Values],
) -> None:
    """Update the changed fields: one statement for each distinct set of changed fields."""
    groups: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for lead_id in sorted(after):
        changed = {n: v for n, v in after[lead_id].items() if v != before[lead_id][n]}
        if changed:
            groups[tuple(changed)].append((lead_id, *changed.values()))
    for names, rows in groups.items():
        queries.update_members(tx, catalog, program.id, names, rows)
