"""Check whether the lead table, the registry of fields and the key table agree."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select

from leadkeep.domain.fields import Catalog, Field, lead_catalog, lead_key
from leadkeep.domain.instance.access import list_partitions
from leadkeep.domain.leads import queries
from leadkeep.domain.leads.company_values import COMPANY_ID, COMPANY_LINK, company_values
from leadkeep.domain.leads.keys import keys_in
from leadkeep.domain.leads.scan import all_leads
from leadkeep.domain.objects.engine import catalog_of, read_records
from leadkeep.domain.objects.standard import COMPANY, COMPANY_IDS
from leadkeep.store import Transaction

KEY_BATCH_SIZE = 1_000


def check_leads(tx: Transaction) -> list[str]:
    """Return a text for each kind of disagreement, with its count: no text has personal data."""
    catalog = lead_catalog(tx)
    held = tx.column_names(catalog.table.name)
    missing = [each.name for each in catalog.fields if each.column not in held]
    if missing:
        return [f"fields: {name} has no column in the lead table" for name in missing]
    return [
        *_check_keys(tx, catalog),
        *_check_companies(tx, catalog),
        *_check_partitions(tx, catalog),
        *_check_company_values(tx, catalog),
    ]


def _check_partitions(tx: Transaction, catalog: Catalog) -> list[str]:
    column = catalog.table.c.leadPartitionId
    known = [each.id for each, _ in list_partitions(tx)]
    count = _count(tx, select(func.count()).where(or_(column.is_(None), column.not_in(known))))
    return [f"partitions: {count} leads are in no partition that exists"] if count else []


def _check_company_values(tx: Transaction, catalog: Catalog) -> list[str]:
    """Compare the values that leads copy from their company record with the record.

    In a cluster, companies and leads may be on several servers, so no statement joins them.
    """
    companies = catalog_of(tx, COMPANY)
    copied = {
        name: own for name, own in company_values(catalog).items() if own in companies.by_name
    }
    fields, names = [catalog.by_name[name] for name in copied], list(copied.values())
    missing = dict.fromkeys(names)
    count = 0
    names_company = catalog.table.c[catalog.by_name[COMPANY_LINK].column].is_not(None)
    for rows in all_leads(tx, catalog, fields, [COMPANY_ID], names_company):
        records = read_records(tx, COMPANY, {row[1] for row in rows if row[1]}, names)
        for _, company_id, *values in rows:
            company = records.get(company_id, missing)
            count += values != [company[name] for name in names]
    return [f"companies: {count} leads differ from their company"] if count else []


def _count(tx: Transaction, query: Select[int]) -> int:
    return int(tx.execute(query).scalar_one())


def _check_keys(tx: Transaction, catalog: Catalog) -> list[str]:
    """Compare keys and leads in two passes that use a constant amount of memory.

    No two key rows have the same kind, value and lead. So the number of missing keys is the number
    of values in leads (for cookies: of tokens) less the number of key rows that agree with a lead.
    """
    fields = {each.name: each for each in catalog.fields if each.is_key}
    wanted = _count_values(tx, catalog, list(fields.values()))
    agreeing: Counter[str] = Counter()
    astray: Counter[str] = Counter()
    query = select(lead_key.c.kind, lead_key.c.value, lead_key.c.lead_id).order_by(
        lead_key.c.kind, lead_key.c.value, lead_key.c.lead_id
    )
    for keys in tx.stream(query, KEY_BATCH_SIZE):
        for kind in dict.fromkeys(key[0] for key in keys):
            pairs = [(value, lead_id) for each, value, lead_id in keys if each == kind]
            right = _count_agreeing(tx, catalog, fields[kind], pairs) if kind in fields else 0
            agreeing[kind] += right
            astray[kind] += len(pairs) - right
    lost = wanted - agreeing
    return [
        f"keys: {count} leads are not found by their {kind}" for kind, count in lost.items()
    ] + [
        f"keys: {count} keys of {kind} lead to no lead that has the value"
        for kind, count in astray.items()
        if count
    ]


def _count_values(tx: Transaction, catalog: Catalog, fields: Sequence[Field]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for rows in all_leads(tx, catalog, fields):
        for index, field in enumerate(fields, 1):
            counts[field.name] += sum(len(keys_in(field.name, row[index])) for row in rows)
    return counts


def _count_agreeing(
    tx: Transaction, catalog: Catalog, field: Field, pairs: Sequence[tuple[str, int]]
) -> int:
    wanted = (catalog.by_name["id"], field)
    rows = queries.leads_by_ids(tx, catalog, wanted, {lead_id for _, lead_id in pairs}, None)
    held = {row[0]: keys_in(field.name, row[1]) for row in rows}
    return sum(value in held.get(lead_id, ()) for value, lead_id in pairs)


def _check_companies(tx: Transaction, catalog: Catalog) -> list[str]:
    column = catalog.table.c.contactCompany
    highest = tx.execute(select(column).where(column.is_not(None)).order_by(column.desc()).limit(1))
    last, following = highest.scalar() or 0, tx.next_id(COMPANY_IDS)
    if following > last:
        return []
    return [f"ids: company continues at {following}, but has {last} already"]
