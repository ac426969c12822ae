"""The kinds of rows that can be imported: leads, program members, custom objects."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from leadkeep.bulk.imports.kind import ImportKind, RowOutcome
from leadkeep.bulk.imports.reasons import INVALID_EMAIL, MISSING_DEDUPE_FIELDS, failure_text
from leadkeep.bulk.job import BulkJob
from leadkeep.domain.assets.lists import present_list
from leadkeep.domain.assets.programs import (
    Program,
    StatusChange,
    change_member_data,
    change_status,
    get_program,
    lock_program,
    member_catalog,
    member_data_problem,
    member_status,
)
from leadkeep.domain.capture.imports import LeadImport, import_leads
from leadkeep.domain.fields import Catalog, Field, Record, Unacceptable, key_of, lead_catalog
from leadkeep.domain.instance.access import Work, partitions_by_name
from leadkeep.domain.leads import Action, LeadOutcome, Upsert, check_lookup_field, plan_upsert
from leadkeep.domain.objects.custom import kind_named
from leadkeep.domain.objects.engine import Kind, RecordSync, catalog_of, sync_records
from leadkeep.errors import Reason, Refusal

EMAIL = "email"

# -- leads -----------------------------------------------------------------------------------------


def _check_leads(work: Work, job: BulkJob) -> None:
    definition = job.import_definition
    check_lookup_field(work.tx, definition.lookup_field)
    if definition.partition_name is not None:
        _check_partition(work, definition.partition_name)
    if job.list_id is not None:
        present_list(work, job.list_id)


def _check_partition(work: Work, name: str) -> None:
    found = partitions_by_name(work.tx).get(name)
    if found is None:
        raise Refusal(Reason.PARTITION_NOT_FOUND, name)
    if not work.access.has_partition(found.id):
        raise Refusal(Reason.PARTITION_ACCESS_DENIED, name)


def _write_leads(work: Work, job: BulkJob, records: Sequence[Record]) -> list[RowOutcome]:
    catalog = lead_catalog(work.tx)
    upsert, outcomes = _upsert(work, job, catalog, records)
    written = import_leads(work, LeadImport(upsert, job.list_id))
    _add_failures(outcomes, written, catalog)
    return outcomes


def _upsert(
    work: Work, job: BulkJob, catalog: Catalog, records: Sequence[Record]
) -> tuple[Upsert, list[RowOutcome]]:
    """Return the command for rows of leads, without columns that are no lead fields."""
    del work
    definition = job.import_definition
    lookup = definition.lookup_field
    known = _only(records, catalog.by_name.keys() | {lookup})
    known, outcomes = _without_bad_emails(catalog, known, lookup)
    action = Action.UPDATE_ONLY if lookup == "id" else Action.CREATE_OR_UPDATE
    return Upsert(known, action, lookup, definition.partition_name), outcomes


def _only(records: Sequence[Record], names: Collection[str]) -> list[Record]:
    """Return records without other members: unknown columns are ignored (behaviour.md 6.1)."""
    if not records or records[0].keys() <= set(names):
        return list(records)
    kept = [name for name in records[0] if name in names]
    return [{name: record[name] for name in kept} for record in records]


def _without_bad_emails(
    catalog: Catalog, records: list[Record], lookup: str
) -> tuple[list[Record], list[RowOutcome]]:
    """Return records without addresses that are none, and an outcome with a warning for each.

    A row whose address is its key is left as it is: it fails (behaviour.md 6.1).
    """
    outcomes = [RowOutcome() for _ in records]
    names = [name for name in (records[0] if records else ()) if name != lookup]
    for field in (catalog.by_name[name] for name in names):
        if field.type.name != EMAIL:
            continue
        for index, record in enumerate(records):
            if record.get(field.name) and not _is_acceptable(field, record[field.name]):
                rest = {name: value for name, value in record.items() if name != field.name}
                records[index] = rest
                outcomes[index].warning = INVALID_EMAIL
    return records, outcomes


def _is_acceptable(field: Field, value: Any) -> bool:  # noqa: ANN401 -- any cell
    try:
        field.parse(value)
    except Unacceptable:
        return False
    except ValueError:
        return True  # too long: the row fails for that
    return True


def _add_failures(
    outcomes: Sequence[RowOutcome], written: Sequence[LeadOutcome], catalog: Catalog
) -> None:
    for outcome, each in zip(outcomes, written, strict=True):
        if each.problem is not None:
            outcome.failure = failure_text(each.problem, catalog)
            outcome.warning = None


def _lead_ids(written: Sequence[LeadOutcome]) -> list[int]:
    return list(dict.fromkeys(each.lead_id for each in written if each.lead_id is not None))


# -- program members -------------------------------------------------------------------------------


def _check_members(work: Work, job: BulkJob) -> None:
    definition = job.import_definition
    member_status(_program(work, job), definition.status_name)


def _program(work: Work, job: BulkJob) -> Program:
    return get_program(work, job.import_definition.program_id or 0)


def _write_members(work: Work, job: BulkJob, records: Sequence[Record]) -> list[RowOutcome]:
    """Write the leads of rows, make them members, and set their member fields.

    A member that has the status or a later one keeps its status (behaviour.md 4.3).
    """
    program = _program(work, job)
    status = member_status(program, job.import_definition.status_name)
    catalog, members = lead_catalog(work.tx), member_catalog(work.tx)
    own = {each.name for each in members.fields if not each.is_read_only} - catalog.by_name.keys()
    data = [{name: value for name, value in each.items() if name in own} for each in records]
    problems = [member_data_problem(work.tx, each) if each else None for each in data]
    accepted = [index for index, problem in enumerate(problems) if problem is None]
    upsert, outcomes = _upsert(work, job, catalog, [records[index] for index in accepted])
    plan = plan_upsert(work, upsert)
    # After the leads and before the activity log, as everywhere; else two commands could deadlock.
    lock_program(work, program)
    written = plan.carry_out(work)
    _add_failures(outcomes, written, catalog)
    created = {each.lead_id for each in written if each.status == "created"}
    lead_ids = _lead_ids(written)
    acquired = [each for each in lead_ids if each in created]
    change_status(work, program, lead_ids, StatusChange(status, acquired=acquired))
    filled = [
        (each.lead_id, data[index])
        for index, each in zip(accepted, written, strict=True)
        if each.lead_id is not None and data[index]
    ]
    if filled:
        change_member_data(work, program, filled)
    every = [
        RowOutcome(failure=None if problem is None else failure_text(problem, members))
        for problem in problems
    ]
    for index, outcome in zip(accepted, outcomes, strict=True):
        every[index] = outcome
    return every


# -- custom objects --------------------------------------------------------------------------------


def _kind(work: Work, job: BulkJob) -> Kind:
    return kind_named(work.tx, job.object_name or "")


def _check_objects(work: Work, job: BulkJob) -> None:
    _kind(work, job)


def _write_objects(work: Work, job: BulkJob, records: Sequence[Record]) -> list[RowOutcome]:
    """Write records; of several rows with one key a later one updates what an earlier one did."""
    kind = _kind(work, job)
    catalog = catalog_of(work.tx, kind)
    names = [
        name
        for name in (records[0] if records else ())
        if (field := kind.field_to_write(catalog, name)) is not None and not field.is_read_only
    ]
    known = _only(records, names)
    rounds = _rounds(known, lambda record: _key(kind, catalog, record))
    outcomes = [RowOutcome() for _ in records]
    for groups in rounds:
        merged = [_merged([known[index] for index in group]) for group in groups]
        synced = sync_records(work, kind, RecordSync(merged))
        for group, each in zip(groups, synced.outcomes, strict=True):
            if each.problem is not None:
                missing = each.problem.reason is Reason.REQUIRED_VALUE
                is_key = missing and each.problem.values[0] in kind.dedupe
                text = MISSING_DEDUPE_FIELDS if is_key else failure_text(each.problem, catalog)
                for index in group:
                    outcomes[index].failure = text
    return outcomes


def _key(kind: Kind, catalog: Catalog, record: Mapping[str, Any]) -> tuple[str, ...]:
    by_field = {
        field.name: value
        for name, value in record.items()
        if (field := kind.field_to_write(catalog, name)) is not None
    }
    return tuple(key_of(by_field.get(name)) for name in kind.dedupe)


def _rounds(
    records: Sequence[Record], key: Callable[[Record], tuple[str, ...]]
) -> list[list[list[int]]]:
    """Return at most two rounds of groups of row numbers: the first row of each key, the others.

    The engine writes one record for each key at a time, and two rounds cost the same for any file.
    """
    seen: dict[tuple[str, ...], list[int]] = {}
    first: list[list[int]] = []
    for index, record in enumerate(records):
        own = key(record)
        if not all(own) or own not in seen:
            first.append([index])
            seen.setdefault(own, [])
        else:
            seen[own].append(index)
    others = [group for group in seen.values() if group]
    return [groups for groups in (first, others) if groups]


def _merged(records: Sequence[Record]) -> Record:
    merged: Record = {}
    for each in records:
        merged |= each
    return merged


LEADS = ImportKind("leads", _check_leads, _write_leads)
PROGRAM_MEMBERS = ImportKind("programMembers", _check_members, _write_members)
CUSTOM_OBJECTS = ImportKind("customObjects", _check_objects, _write_objects)

IMPORT_KINDS = {each.name: each for each in (LEADS, PROGRAM_MEMBERS, CUSTOM_OBJECTS)}
