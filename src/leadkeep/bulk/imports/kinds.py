"""The kinds of rows that can be imported: leads, program members, custom objects."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from leadkeep.bulk.imports.kind import ImportKind, RowOutcome
from leadkeep.bulk.imports.reasons import INVALID_EMAIL, MISSING_DEDUPE_FIELDS, failure_text
from leadkeep.bulk.job import BulkJob
from leadkeep.domain.assets.lists import present_list
from leadkeep.domain.assets.programs import Program, get_program, member_catalog
from leadkeep.domain.capture.imports import (
    STATUS_NAME,
    LeadImport,
    MemberImport,
    import_leads,
    import_members,
    import_records,
    import_status,
)
from leadkeep.domain.fields import Catalog, Field, Record, Unacceptable, lead_catalog
from leadkeep.domain.instance.access import Work, partitions_by_name
from leadkeep.domain.leads import (
    Action,
    LeadOutcome,
    ParsedUpsert,
    Upsert,
    check_lookup_field,
    parse_upsert,
)
from leadkeep.domain.objects.custom import kind_named
from leadkeep.domain.objects.engine import Kind, catalog_of
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

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


@dataclass(frozen=True, slots=True)
class _ParsedLeads:
    records: Sequence[Record]
    upsert: ParsedUpsert
    warnings: Sequence[str | None]
    """A warning for each record, or None."""


def _parse_leads(tx: Transaction, job: BulkJob, records: Sequence[Record]) -> _ParsedLeads:
    upsert, warnings = _upsert(job, lead_catalog(tx), records)
    return _ParsedLeads(records, parse_upsert(tx, upsert), warnings)


def _write_leads(work: Work, job: BulkJob, parsed: _ParsedLeads) -> list[RowOutcome]:
    if parsed.upsert.version != work.tx.version:  # The fields have changed since.
        parsed = _parse_leads(work.tx, job, parsed.records)
    written = import_leads(work, LeadImport(parsed.upsert, job.list_id))
    return _outcomes(parsed.warnings, written, lead_catalog(work.tx))


def _upsert(
    job: BulkJob, catalog: Catalog, records: Sequence[Record], others: Collection[str] = ()
) -> tuple[Upsert, list[str | None]]:
    """Return the command for rows of leads, without columns but lead fields and ``others``.

    With it, a warning for each row, or None.
    """
    definition = job.import_definition
    lookup = definition.lookup_field
    known = _only(records, {*catalog.by_name, lookup, *others})
    known, warnings = _without_bad_emails(catalog, known, lookup)
    action = Action.UPDATE_ONLY if lookup == "id" else Action.CREATE_OR_UPDATE
    return Upsert(known, action, lookup, definition.partition_name), warnings


def _only(records: Sequence[Record], names: Collection[str]) -> list[Record]:
    """Return records without other members: unknown columns are ignored (behaviour.md 6.1)."""
    known = set(names)
    if known.issuperset(_columns(records)):
        return list(records)
    return [{name: value for name, value in record.items() if name in known} for record in records]


def _columns(records: Sequence[Record]) -> dict[str, None]:
    """Return the names of all members; a record has none for an empty cell that says nothing."""
    return dict.fromkeys(chain.from_iterable(records))


def _without_bad_emails(
    catalog: Catalog, records: list[Record], lookup: str
) -> tuple[list[Record], list[str | None]]:
    """Return records without addresses that are none, and a warning for each of them.

    A row whose address is its key is left as it is: it fails (behaviour.md 6.1).
    """
    warnings: list[str | None] = [None] * len(records)
    addresses = [each for each in catalog.fields if each.type.name == EMAIL and each.name != lookup]
    for field in addresses:
        for index, record in enumerate(records):
            if record.get(field.name) and not _is_acceptable(field, record[field.name]):
                rest = {name: value for name, value in record.items() if name != field.name}
                records[index] = rest
                warnings[index] = INVALID_EMAIL
    return records, warnings


def _is_acceptable(field: Field, value: Any) -> bool:  # noqa: ANN401 -- any cell
    try:
        field.parse(value)
    except Unacceptable:
        return False
    except ValueError:
        return True  # too long: the row fails for that
    return True


def _outcomes(
    warnings: Sequence[str | None], written: Sequence[LeadOutcome], *catalogs: Catalog
) -> list[RowOutcome]:
    return [
        RowOutcome(each.status, None, warning)
        if each.problem is None
        else RowOutcome(each.status, failure_text(each.problem, *catalogs))
        for warning, each in zip(warnings, written, strict=True)
    ]


# -- program members -------------------------------------------------------------------------------


def _check_members(work: Work, job: BulkJob) -> None:
    definition = job.import_definition
    import_status(_program(work, job), definition.status_name)


def _program(work: Work, job: BulkJob) -> Program:
    return get_program(work, job.import_definition.program_id or 0)


def _write_members(work: Work, job: BulkJob, records: Sequence[Record]) -> list[RowOutcome]:
    """Write the leads of rows, make them members, and set their member fields.

    A member that has the status or a later one keeps its status (behaviour.md 4.3).
    """
    definition = job.import_definition
    catalog, members = lead_catalog(work.tx), member_catalog(work.tx)
    own = {each.name for each in members.fields if not each.is_read_only}
    if STATUS_NAME in definition.columns:  # a user chose it; a header alone does not
        own.add(STATUS_NAME)
    upsert, warnings = _upsert(job, catalog, records, own)
    command = MemberImport(upsert, _program(work, job), definition.status_name)
    return _outcomes(warnings, import_members(work, command), catalog, members)


# -- custom objects --------------------------------------------------------------------------------


def _kind(work: Work, job: BulkJob) -> Kind:
    return kind_named(work.tx, job.object_name or "")


def _check_objects(work: Work, job: BulkJob) -> None:
    _kind(work, job)


def _write_objects(work: Work, job: BulkJob, records: Sequence[Record]) -> list[RowOutcome]:
    """Write records of rows, without columns that are no fields or are read-only."""
    kind = _kind(work, job)
    catalog = catalog_of(work.tx, kind)
    names = [
        name
        for name in _columns(records)
        if (field := kind.field_to_write(catalog, name)) is not None and not field.is_read_only
    ]
    known = _only(records, names)
    outcomes = [RowOutcome() for _ in records]
    for outcome, each in zip(outcomes, import_records(work, kind, known), strict=True):
        outcome.status = each.status
        if each.problem is not None:
            missing = each.problem.reason is Reason.REQUIRED_VALUE
            is_key = missing and each.problem.values[0] in kind.dedupe
            text = MISSING_DEDUPE_FIELDS if is_key else failure_text(each.problem, catalog)
            outcome.failure = text
    return outcomes


def _as_they_are(_: Transaction, __: BulkJob, records: Sequence[Record]) -> Sequence[Record]:
    return records


def _lookup_key(_: Transaction, job: BulkJob) -> list[str]:
    return [job.import_definition.lookup_field]


def _dedupe_key(tx: Transaction, job: BulkJob) -> Sequence[str]:
    return kind_named(tx, job.object_name or "").dedupe


LEADS = ImportKind("leads", _check_leads, _lookup_key, _parse_leads, _write_leads)
PROGRAM_MEMBERS = ImportKind(
    "programMembers", _check_members, _lookup_key, _as_they_are, _write_members
)
CUSTOM_OBJECTS = ImportKind(
    "customObjects", _check_objects, _dedupe_key, _as_they_are, _write_objects
)

IMPORT_KINDS = {each.name: each for each in (LEADS, PROGRAM_MEMBERS, CUSTOM_OBJECTS)}
