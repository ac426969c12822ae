"""``companies``, ``salesPersons``, ``opportunities``, ``opportunityRoles``, ``namedAccounts``.

Records as their syncs take them. What refers to a lead names it by its email. They are data, so an
export writes them where it writes leads.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.blueprint.file import Item
from leadkeep.blueprint.sections.leads import LEADS_AT_ONCE
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
class RecordsOf:
    """One object as a key of a blueprint."""

    key: str
    kind: Kind
    sync: Sync
    lead_fields: tuple[str, ...] = ()
    """Fields that hold ids of leads: here they hold emails."""

    def apply(self, run: Run) -> Iterator[Change]:
        """Create and update the records that the blueprint names."""
        items = run.blueprint.items(self.key, dict[str, Any])
        for start in range(0, len(items), LEADS_AT_ONCE):
            yield from apply_records(run, self, items[start : start + LEADS_AT_ONCE])

    def present(self, tx: Transaction) -> Iterator[Record]:
        """Yield all records; those that hang on a lead without an email are left out."""
        yield from present_records(tx, self.kind, self.lead_fields)

    @property
    def section(self) -> Section:
        """The key itself."""
        return Section(self.key, self.apply, lambda _tx: iter(()), self.present)


def apply_records(
    run: Run, of: RecordsOf, items: Sequence[Item[Record]], word: str | None = None
) -> Iterator[Change]:
    """Sync at most 300 records, and yield what became of each; ``word`` begins their names."""
    for item in items:
        for name, value in item.value.items():
            if isinstance(value, dict | list):
                line = run.blueprint.lines[f"{item.path}.{name}"]
                text = f"{name}: a field holds one value"
                raise run.blueprint.error(line, name_of(of, item.value, word), text)
    records = [item.value for item in items]
    for field in of.lead_fields:
        records = _with_ids(run, of, items, records, field)
    synced = of.sync(run.work, RecordSync(records))
    for item, outcome in zip(items, synced.outcomes, strict=True):
        name = name_of(of, item.value, word)
        if outcome.problem or outcome.draft is None:
            raise run.blueprint.error(item.line, name, str(outcome.problem))
        is_same = outcome.status == "updated" and not outcome.draft.changes
        yield Change(of.key, name.partition(": ")[2], "unchanged" if is_same else outcome.status)


def name_of(of: RecordsOf, record: Record, word: str | None) -> str:
    """Return how a record is called in messages: by the values that tell it apart."""
    told = " / ".join(str(record.get(name)) for name in of.kind.dedupe)
    return f"{of.key}: {told if word is None else f'{word} {told}'}"


def _with_ids(
    run: Run, of: RecordsOf, items: Sequence[Item[Record]], records: list[Record], field: str
) -> list[Record]:
    """Return the records with ids of leads in place of emails; of one email the first lead's."""
    emails = {str(each[field]) for each in records if each.get(field) is not None}
    wanted = LeadFilter("email", sorted(emails), ["email"], page_size=1_000)
    with run.blaming(items[0].line, of.key):
        rows = find_leads(run.work, wanted).rows if emails else []
    found: dict[str, int] = {}
    for lead_id, email in rows:
        found.setdefault(normalised_key(email), lead_id)
    changed = []
    for item, record in zip(items, records, strict=True):
        email = record.get(field)
        if email is not None and normalised_key(email) not in found:
            line = run.blueprint.lines.get(f"{item.path}.{field}", item.line)
            raise run.blueprint.error(line, of.key, f"no lead has the email {email}")
        changed.append(record if email is None else record | {field: found[normalised_key(email)]})
    return changed


def present_records(
    tx: Transaction, kind: Kind, lead_fields: Sequence[str] = ()
) -> Iterator[Record]:
    """Yield all records of an object: what callers may set and is not empty."""
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
    """Return the sync of an object that needs no verb of its own."""
    return lambda work, command: sync_records(work, kind, command)


COMPANIES = RecordsOf("companies", COMPANY, plain(COMPANY)).section
SALES_PERSONS = RecordsOf("salesPersons", SALES_PERSON, plain(SALES_PERSON)).section
OPPORTUNITIES = RecordsOf("opportunities", OPPORTUNITY, plain(OPPORTUNITY)).section
ROLES = RecordsOf("opportunityRoles", ROLE, sync_roles, ("leadId",)).section
NAMED_ACCOUNTS = RecordsOf("namedAccounts", NAMED_ACCOUNT, plain(NAMED_ACCOUNT)).section
