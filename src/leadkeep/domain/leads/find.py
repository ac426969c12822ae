"""Read leads: by id, by filter (behaviour.md 3.4)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.fields import (
    LEAD_KEYS,
    Catalog,
    Field,
    Unacceptable,
    lead_catalog,
    normalised_key,
    whole_number,
)
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import queries
from leadkeep.domain.leads.cookie_values import cookie_token
from leadkeep.domain.leads.lookup import lookup_field
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

DEFAULT_FIELDS = ("id", "firstName", "lastName", "email", "updatedAt", "createdAt")
"""Default fields of a read, in this order (behaviour.md 3.4)."""

FILTER_VALUE_LIMIT = 300
MATCH_LIMIT = 1_000
"""Limit: a filter that matches more leads is refused (behaviour.md 3.4)."""
KEY_MATCH_LIMIT = 100_000
"""Limit: leads that have one key and are read to find those within scope."""


@dataclass(frozen=True, slots=True)
class LeadPage:
    """A page of leads; a row has one JSON value per field."""

    fields: tuple[Field, ...]
    rows: list[tuple[Any, ...]]
    next_after: int | None = None
    """The last lead id of the page; None on the last page."""


def fields_to_read(catalog: Catalog, names: Sequence[str] | None) -> tuple[Field, ...]:
    """Return the fields to read: id first, then the named fields in order, each once.

    Raises:
        Refusal: 1006, a field is unknown.
    """
    wanted = tuple(names) if names else DEFAULT_FIELDS
    return catalog.cached(
        ("to read", wanted),
        lambda: tuple(dict.fromkeys(catalog.named(name) for name in ("id", *wanted))),
    )


def get_lead(work: Work, lead_id: int, names: Sequence[str] | None) -> LeadPage:
    """Return a page with one lead; an empty page if it is not within scope (behaviour.md 3.4).

    Raises:
        Refusal: 1006, a field is unknown.
    """
    catalog = lead_catalog(work.tx)
    fields = fields_to_read(catalog, names)
    row = queries.lead_by_id(work.tx, catalog, fields, lead_id, work.access.partition_ids)
    return LeadPage(fields, [] if row is None else [row])


def read_leads(work: Work, lead_ids: Sequence[int], names: Sequence[str] | None) -> LeadPage:
    """Return these leads, ascending by id, leaving out those that are not within scope.

    Raises:
        Refusal: 1006, a field is unknown.
    """
    catalog = lead_catalog(work.tx)
    fields = fields_to_read(catalog, names)
    return LeadPage(
        fields, queries.leads_by_ids(work.tx, catalog, fields, lead_ids, work.access.partition_ids)
    )


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads to return, with which fields, and which page of them."""

    filter_type: str
    values: Sequence[str]
    fields: Sequence[str] | None = None
    after: int = 0
    page_size: int = 300


def find_leads(work: Work, wanted: LeadFilter) -> LeadPage:
    """Return a page of the leads that match one of the filter's values, ascending by id.

    Raises:
        Refusal: a field, filter or value is not valid, or there are too many values or matches.
    """
    catalog = lead_catalog(work.tx)
    filter_field = lookup_field(catalog, wanted.filter_type, is_filter=True)
    if len(wanted.values) > FILTER_VALUE_LIMIT:
        raise Refusal(Reason.TOO_MANY, "filterValues", FILTER_VALUE_LIMIT)
    fields = fields_to_read(catalog, wanted.fields)
    lead_ids = _matching_ids(work, catalog, filter_field, wanted.values)
    if len(lead_ids) > MATCH_LIMIT and filter_field.name != "id":
        raise Refusal(Reason.TOO_MANY_RESULTS)
    rest = [lead_id for lead_id in lead_ids if lead_id > wanted.after]
    page = rest[: wanted.page_size]
    rows = queries.leads_by_ids(work.tx, catalog, fields, page, work.access.partition_ids)
    return LeadPage(fields, rows, page[-1] if len(rest) > len(page) else None)


def _matching_ids(work: Work, catalog: Catalog, by: Field, values: Sequence[str]) -> list[int]:
    """Return the ids of matching leads within scope, ascending.

    If more than :data:`MOST_MATCHES` leads match, at least one id more than that is returned.
    """
    scope = work.access.partition_ids
    if by.name == "leadPartitionId":
        partitions = set(_integers(values))
        if scope is not None:
            partitions &= scope
        return queries.first_lead_ids_in_partitions(work.tx, catalog, partitions, MATCH_LIMIT + 1)
    if by.name == "id":
        found = sorted(set(_integers(values)))
    else:
        # Leads out of scope must not count, so all matches are read before they are counted.
        limit = MATCH_LIMIT + 1 if scope is None else KEY_MATCH_LIMIT
        found = LEAD_KEYS.first_owners(work.tx, by.name, _keys(work.tx, by, values), limit)
    # Some ids may belong to no lead; those must not fill a page.
    if scope is None and by.name != "id":
        return found
    return queries.lead_ids_within(work.tx, catalog, found, scope)


def _keys(tx: Transaction, by: Field, values: Sequence[str]) -> list[str]:
    if by.name == "cookies":
        return [normalised_key(_cookie(tx, value)) for value in values]
    if by.type.described_name == "integer":
        return [str(number) for number in _integers(values)]
    # No engine stores the NUL character, so nothing can match it; PostgreSQL even refuses the
    # query.
    return list(dict.fromkeys(normalised_key(value) for value in values if "\0" not in value))


def _cookie(tx: Transaction, value: str) -> str:
    try:
        return cookie_token(value, munchkin_id(tx))
    except ValueError:
        raise Refusal(Reason.INVALID_COOKIE, value) from None


def _integers(values: Sequence[str]) -> list[int]:
    numbers = []
    for value in values:
        try:
            numbers.append(whole_number(value))
        except Unacceptable:
            raise Refusal(Reason.INVALID_FILTER, "filterValue", value) from None
    return numbers


def stored_values(
    tx: Transaction, lead_ids: Collection[int], fields: Sequence[Field]
) -> dict[int, dict[str, Any]]:
    """Return the stored values of these leads that exist, by lead id and field name."""
    catalog = lead_catalog(tx)
    names = [each.name for each in fields]
    wanted = (catalog.by_name["id"], *fields)
    rows = queries.stored_leads_by_ids(tx, catalog, wanted, lead_ids) if lead_ids else []
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
