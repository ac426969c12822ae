"""What rows of a file become: leads, members of a program, or records of an object."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.assets.lists import list_ids_named
from leadkeep.domain.assets.programs import Program, get_program, program_named
from leadkeep.domain.capture.imports import (
    LeadImport,
    MemberImport,
    import_cause,
    import_leads,
    import_members,
    import_records,
    lead_columns,
    member_columns,
    record_columns,
)
from leadkeep.domain.fields import Record, lead_catalog
from leadkeep.domain.instance.access import Cause, Work, operator_access
from leadkeep.domain.leads import (
    LeadOutcome,
    ParsedUpsert,
    Upsert,
    parse_upsert,
    searchable_fields,
)
from leadkeep.domain.objects.custom import custom_object_types
from leadkeep.domain.objects.engine import Kind, RecordOutcome
from leadkeep.domain.objects.standard import KINDS
from leadkeep.errors import SetupError
from leadkeep.store import Transaction

Outcome = LeadOutcome | RecordOutcome


@dataclass(frozen=True, slots=True)
class Target:
    """What the rows of a file become."""

    fields: Mapping[str, str]
    """The fields that a column may have: display names by name."""
    key: tuple[str, ...]
    """The fields that identify a record."""
    write: Callable[[Transaction, Any], Sequence[Outcome]]
    """Writes a batch that ``parse`` has returned; returns one outcome per record, in order."""
    ignored: frozenset[str] = frozenset()
    """Names of columns that exports have and imports cannot set."""
    parse: Callable[[Transaction, Sequence[Record]], Any] = lambda _, records: records
    """Does what needs no stored record, in a read transaction while the batch before is written."""


def lead_target(
    tx: Transaction, lookup_field: str, list_name: str | None, partition_name: str | None
) -> Target:
    """Return the target for leads, which are added to a list if one is named.

    Raises:
        SetupError: there is no such list, or leads cannot be looked up by this field.
    """
    _check_lookup(tx, lookup_field)
    list_id = None if list_name is None else _list_id(tx, list_name)

    def parse(tx: Transaction, records: Sequence[Record]) -> ParsedUpsert:
        upsert = Upsert(records, lookup_field=lookup_field, partition_name=partition_name)
        return parse_upsert(tx, upsert)

    def write(tx: Transaction, parsed: ParsedUpsert) -> list[LeadOutcome]:
        work = Work(tx, operator_access(tx), import_cause(list_name))
        return import_leads(work, LeadImport(parsed, list_id))

    columns = lead_columns(tx, lookup_field)
    return Target(columns.names, (lookup_field,), write, columns.ignored, parse)


def member_target(
    tx: Transaction, lookup_field: str, program: str, status_name: str | None
) -> Target:
    """Return the target for members of a program; it may be named by its id.

    Raises:
        SetupError: there is no such program, or leads cannot be looked up by this field.
    """
    _check_lookup(tx, lookup_field)
    program_id = _program(tx, program).id

    def write(tx: Transaction, records: Sequence[Record]) -> list[LeadOutcome]:
        work = Work(tx, operator_access(tx), import_cause())
        upsert = Upsert(records, lookup_field=lookup_field)
        found = get_program(work, program_id)
        return import_members(work, MemberImport(upsert, found, status_name))

    columns = member_columns(tx, lookup_field)
    return Target(columns.names, (lookup_field,), write, columns.ignored)


def object_target(tx: Transaction, name: str) -> Target:
    """Return the target for records of an object, by its API name.

    Raises:
        SetupError: there is no such object.
    """
    kind = kind_by_name(tx, name)

    def write(tx: Transaction, records: Sequence[Record]) -> list[RecordOutcome]:
        # The kind of a custom object belongs to a version of its type, so it is read again.
        work = Work(tx, operator_access(tx), Cause("File import", None, "File import"))
        present = kind_by_name(tx, name)
        return import_records(work, present, records)

    columns = record_columns(tx, kind)
    return Target(columns.names, kind.dedupe, write, columns.ignored)


def kind_by_name(tx: Transaction, name: str) -> Kind:
    """Return the object with this API name, ignoring letter case.

    Raises:
        SetupError: there is no such object, or its type was never approved.
    """
    kinds = {each.schema.name.casefold(): each for each in KINDS}
    kinds |= custom_object_types(tx).kinds
    found = kinds.get(name.casefold())
    if found is None:
        raise SetupError(f"there is no object {name}; there are {', '.join(sorted(kinds))}")
    return found


def _check_lookup(tx: Transaction, name: str) -> None:
    known = ["id", *(each.name for each in searchable_fields(lead_catalog(tx)))]
    if name not in known:
        raise SetupError(f"leads cannot be looked up by {name}; they can by {', '.join(known)}")


def _list_id(tx: Transaction, name: str) -> int:
    found = list_ids_named(tx, name)
    if len(found) != 1:
        text = "there is no list" if not found else f"{len(found)} lists have the name"
        raise SetupError(f"{text} {name}; name it as Program.List if it is in a program")
    return found[0]


def _program(tx: Transaction, name: str) -> Program:
    work = Work(tx, operator_access(tx))
    found = program_named(work, name)
    if found is None:
        raise SetupError(f"there is no program {name}")
    return found
