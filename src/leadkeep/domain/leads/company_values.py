"""Copy values of companies and sales persons to their leads (behaviour.md 3.5, 7.2).

A lead's row also stores the values of its company's fields, so that reads and filters of leads need
no join. A lead that joined no company record has company values of its own (decision 0009).
"""

from collections.abc import Collection, Mapping, Sequence

from leadkeep.domain.fields import Catalog, Values, key_of
from leadkeep.domain.objects.engine import (
    dedupe_lock_names,
    read_records,
    record_ids_by_dedupe,
)
from leadkeep.domain.objects.standard import COMPANY, SALES_PERSON
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

COMPANY_LINK = "externalCompanyId"
OWNER_LINK = "externalSalesPersonId"
COMPANY_ID = "contactCompany"
"""The lead field with the id of its company; a lead without a company record has an id of its
own."""

COMPANY_NAMES: Mapping[str, str] = {"mktoCompanyNotes": "companyNotes"}
"""By lead field: the company's field of the same value, where its name is another one (behaviour.md
13)."""

OWNER_VALUES: Mapping[str, str] = {
    "leadOwnerFirstName": "firstName",
    "leadOwnerLastName": "lastName",
    "leadOwnerEmailAddress": "email",
    "leadOwnerPhoneNumber": "phone",
    "leadOwnerTitle": "title",
}
"""By lead field: the sales person's field whose value it shows."""


def shared_fields(catalog: Catalog) -> tuple[str, ...]:
    """Return the names of the company fields, whose values a lead copies from its company."""
    return catalog.cached(
        "shared fields",
        lambda: tuple(each.name for each in catalog.fields if each.is_company_field),
    )


def company_values(catalog: Catalog) -> dict[str, str]:
    """Return by lead field the name of the company's field whose value it shows."""
    return {name: COMPANY_NAMES.get(name, name) for name in shared_fields(catalog)}


def lock_names(tx: Transaction, records: Sequence[Values], names: Collection[str]) -> list[str]:
    """Return the lock names of the companies and sales persons that records name."""
    found: list[str] = []
    for link, kind in ((COMPANY_LINK, COMPANY), (OWNER_LINK, SALES_PERSON)):
        if link in names:
            found += dedupe_lock_names(tx, kind, _named(records, link))
    return found


def _named(records: Sequence[Values], link: str) -> set[str]:
    return {value for values in records if (value := values.get(link)) is not None}


def names_needed(catalog: Catalog, names: set[str]) -> set[str]:
    """Return the fields that a command must read from stored leads in order to set ``names``."""
    shared = shared_fields(catalog)
    needed = set(OWNER_VALUES) if OWNER_LINK in names else set()
    if COMPANY_LINK in names:
        return needed | {*shared, COMPANY_ID}
    return needed if names.isdisjoint(shared) else needed | {COMPANY_LINK}


class Links:
    """The companies and sales persons that the records of one command name, with their values."""

    def __init__(
        self, tx: Transaction, catalog: Catalog, records: Sequence[Values], names: Collection[str]
    ) -> None:
        """Read the companies and sales persons that the records name.

        The caller has locked the names from :func:`lock_names`. ``names`` are the fields that the
        records set.
        """
        self._company_values = company_values(catalog)
        self._shared = tuple(self._company_values)
        self.is_needed = OWNER_LINK in names or not set(names).isdisjoint(self._shared)
        """Does any record name a company, a sales person or a company field?"""
        self._companies: dict[str, Values] = {}
        self._owners: dict[str, Values] = {}
        if COMPANY_LINK in names:
            self._companies = self._read_companies(tx, _named(records, COMPANY_LINK))
        if OWNER_LINK in names:
            self._owners = self._read_owners(tx, _named(records, OWNER_LINK))

    def _read_companies(self, tx: Transaction, links: Collection[str]) -> dict[str, Values]:
        ids = record_ids_by_dedupe(tx, COMPANY, links).values()
        names = self._company_values
        found = read_records(tx, COMPANY, ids, tuple(names.values()))
        return {
            key_of(values[COMPANY_LINK]): {
                **{name: values[own] for name, own in names.items()},
                COMPANY_ID: number,
            }
            for number, values in found.items()
        }

    def _read_owners(self, tx: Transaction, links: Collection[str]) -> dict[str, Values]:
        ids = record_ids_by_dedupe(tx, SALES_PERSON, links).values()
        found = read_records(tx, SALES_PERSON, ids, (OWNER_LINK, *OWNER_VALUES.values()))
        return {
            key_of(values[OWNER_LINK]): {OWNER_LINK: values[OWNER_LINK], **owner_values(values)}
            for values in found.values()
        }

    def settled(self, values: Values, present: Values) -> Values | Problem:
        """Return a record's values with those of its company and sales person, or its problem.

        ``present`` has the stored values of the lead; it is empty for a new lead.
        """
        if OWNER_LINK in values:
            owner = values[OWNER_LINK]
            found = owner_values({}) if owner is None else self._owners.get(key_of(owner))
            if found is None:
                return Problem(Reason.OBJECT_NOT_FOUND, ("Sales person",))
            values = values | found
        joined = present.get(COMPANY_LINK)
        link = values.get(COMPANY_LINK, joined)
        if link is None:
            # A lead can only leave a company by joining another one (behaviour.md 7.2).
            return values if joined is None else Problem(Reason.COMPANY_UPDATE_NOT_ALLOWED)
        company: Values = present
        if values.get(COMPANY_LINK) is not None:
            if key_of(link) not in self._companies:
                return Problem(Reason.OBJECT_NOT_FOUND, ("Company",))
            company = self._companies[key_of(link)]
        for name in self._shared:
            if name in values and name != COMPANY_LINK and values[name] != company[name]:
                return Problem(Reason.COMPANY_UPDATE_NOT_ALLOWED)
        return values if company is present else values | company


def owner_values(sales_person: Values) -> Values:
    """Return the values that a lead's fields get from the sales person who owns the lead."""
    return {name: sales_person.get(own) for name, own in OWNER_VALUES.items()}
