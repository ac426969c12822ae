"""Say in words of the failures file why a row was not imported (behaviour.md 6.1)."""

from leadkeep.domain.fields import Catalog
from leadkeep.errors import Problem, Reason

MISSING_DEDUPE_FIELDS = "missing.dedupe.fields"
INVALID_EMAIL = "Invalid email address"

_TEXTS = {
    Reason.LOOKUP_VALUE_MISSING: "Value for lookup field '{}' not found",
    Reason.REQUIRED_VALUE: "Value for required field '{}' not specified",
    Reason.FIELD_NOT_ALLOWED: "Field '{}' is not allowed",
    Reason.FIELD_NOT_FOUND: "Field '{}' not found",
    Reason.VALUE_TOO_LONG: "Value for field exceeds max length",
    Reason.LEAD_NOT_FOUND: "Lead not found",
    Reason.SEVERAL_LEADS_MATCH: "Multiple lead match lookup criteria",
    Reason.PARTITION_ACCESS_DENIED: "Access denied to partition '{}'",
    Reason.PARTITION_UPDATE_NOT_ALLOWED: "Partition update not allowed",
    Reason.COMPANY_UPDATE_NOT_ALLOWED: "Company update not allowed",
    Reason.INVALID_COOKIE: "Invalid cookie value",
    Reason.DUPLICATE_RECORD: "Duplicate object found in input",
    Reason.OBJECT_NOT_FOUND: "{} not found",
    Reason.SALES_PERSON_NOT_FOUND: "ExternalSalesPersonID not found",
}
"""Texts by reason, with a ``{}`` for each value; no text has the value of a cell."""


def failure_text(problem: Problem, *catalogs: Catalog) -> str:
    """Return the text for a row that failed; ``catalogs`` have the display names of fields."""
    if problem.reason is Reason.INVALID_VALUE:
        return f"Invalid data type in field {_display_name(str(problem.values[0]), catalogs)}"
    text = _TEXTS.get(problem.reason)
    return str(problem) if text is None else text.format(*problem.values)


def _display_name(name: str, catalogs: tuple[Catalog, ...]) -> str:
    for catalog in catalogs:
        if name in catalog.by_name:
            return catalog.by_name[name].display_name
    return name
