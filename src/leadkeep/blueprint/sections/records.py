"""``companies``, ``salesPersons``, ``opportunities``, ``opportunityRoles``, ``namedAccounts``.

The records have the format of their sync operations, except that emails stand for lead ids. An
export has records only if it has leads.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.blueprint.file import Item
from leadkeep.blueprint.sections.leads import LEAD_BATCH_SIZE
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import LeadFilter, find_leads, read_leads
from leadkeep.domain.objects.engine import (
    Kind,
    RecordSync,
    Synced,
    all_records,
    catalog_of,
    sync_records,
)
from leadkeep.domain.objects.standard import (
    COMPANY,
    NAMED_ACCOUNT,
    OPPORTUNITY,
    ROLE,
    SALES_PERSON,
    sync_roles,
)
from leadkeep.store import Transaction

Record = dict[str, Any]
Sync = Callable[[Work, RecordSync], Synced]


@dataclass(frozen=True, slots=True)
class RecordType:
    """The section of a blueprint that lists the records of one kind of object."""

    key: str
    kind: Kind
    sync: Sync
    lead_fields: tuple[str, ...] = ()
    """Fields with a lead id in the store, which a blueprint gives as the lead's email."""

    def apply(self, run: Run) -> Iterator[Change]:
        """Create and update the records that the blueprint lists."""
        items = run.blueprint.items(self.key, dict[str, Any])
        for start in range(0, len(items), LEAD_BATCH_SIZE):
            yield from apply_records(run, self, items[start : start + LEAD_BATCH_SIZE])

    def present(self, tx: Transaction) -> Iterator[Record]:
        """Yield all records, except those that refer to a lead without an email."""
        yield from present_records(tx, self.kind, self.lead_fields)

    @property
    def section(self) -> Section:
        """Return the section for the records of this object."""
        return Section(self.key, self.apply, lambda _tx: iter(()), self.present)


def apply_records(
    run: Run, record_type: RecordType, items: Sequence[Item[Record]], word: str | None = None
) -> Iterator[Change]:
    """Create and update at most 300 records; yield the result for each.

    ``word`` is put before a record's name in messages.
    """
    for item in items:
        for name, value in item.value.items():
            if isinstance(value, dict | list):
                line = run.blueprint.lines[f"{item.path}.{name}"]
                text = f"{name}: a field holds one value"
                raise run.blueprint.error(line, name_of(record_type, item.value, word), text)
    records = [item.value for item in items]
    for field in record_type.lead_fields:
        records = _with_ids(run, record_type, items, records, field)
    synced = record_type.sync(run.work, RecordSync(records))
    for item, outcome in zip(items, synced.outcomes, strict=True):
        name = name_of(record_type, item.value, word)
        if outcome.problem or outcome.draft is None:
            raise run.blueprint.error(item.line, name, str(outcome.problem))
        is_same = outcome.status == "updated" and not outcome.draft.changes
        yield Change(
            record_type.key, name.partition(": ")[2], "unchanged" if is_same else outcome.status
        )


def name_of(record_type: RecordType, record: Record, word: str | None) -> str:
    """Return a record's name for messages, after ``word``: the values of its dedupe fields."""
    keys = " / ".join(str(record.get(name)) for name in record_type.kind.dedupe)
    return f"{record_type.key}: {keys if word is None else f'{word} {keys}'}"


def _with_ids(
    run: Run,
    record_type: RecordType,
    items: Sequence[Item[Record]],
    records: list[Record],
    field: str,
) -> list[Record]:
    """Return the records with the id of a lead in place of each email in ``field``.

    If leads share an email, the first one is used.
    """
    emails = {str(each[field]) for each in records if each.get(field) is not None}
    wanted = LeadFilter("email", sorted(emails), ["email"], page_size=1_000)
    with run.errors_at(items[0].line, record_type.key):
        rows = find_leads(run.work, wanted).rows if emails else []
    found: dict[str, int] = {}
    for lead_id, email in rows:
        found.setdefault(normalised_key(email), lead_id)
    changed = []
    for item, record in zip(items, records, strict=True):
        email = record.get(field)
        if email is not None and normalised_key(email) not in found:
            line = run.blueprint.lines.get(f"{item.path}.{field}", item.line)
            raise run.blueprint.error(line, record_type.key, f"no lead has the email {email}")
        changed.append(record if email is None else record | {field: found[normalised_key(email)]})
    return changed


def present_records(
    tx: Transaction, kind: Kind, lead_fields: Sequence[str] = ()
) -> Iterator[Record]:
    """Yield all records of an object, each with its writable fields that have a value."""
    catalog, access = catalog_of(tx, kind), operator_access(tx)
    fields = [each for each in catalog.fields if not each.is_read_only]
    for _, *values in all_records(tx, catalog, fields):
        record = {
            field.name: field.type.wire(value)
            for field, value in zip(fields, values, strict=True)
            if value is not None and value != field.type.empty
        }
        named = {name: record[name] for name in lead_fields if name in record}
        rows = read_leads(Work(tx, access), list(named.values()), ["email"]).rows if named else []
        emails = {lead_id: email for lead_id, email in rows if email}
        if set(named.values()) <= emails.keys():
            yield record | {name: emails[lead_id] for name, lead_id in named.items()}


def plain(kind: Kind) -> Sync:
    """Return the function that syncs records of an object without a verb of its own."""
    return lambda work, command: sync_records(work, kind, command)


COMPANIES = RecordType("companies", COMPANY, plain(COMPANY)).section
SALES_PERSONS = RecordType("salesPersons", SALES_PERSON, plain(SALES_PERSON)).section
OPPORTUNITIES = RecordType("opportunities", OPPORTUNITY, plain(OPPORTUNITY)).section
ROLES = RecordType("opportunityRoles", ROLE, sync_roles, ("leadId",)).section
NAMED_ACCOUNTS = RecordType("namedAccounts", NAMED_ACCOUNT, plain(NAMED_ACCOUNT)).section
