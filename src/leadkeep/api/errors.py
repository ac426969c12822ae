"""The table of error codes and texts for each reason (behaviour.md 1.8, 1.9).

No other module writes a code.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict

import msgspec

from leadkeep.domain.fields import number_as_sent
from leadkeep.errors import BUSINESS_RULES, INVALID_DATA, Problem, Reason


class Error(TypedDict):
    """Why a request or a record was refused."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class WireError:
    """An error code and its text, with a ``{}`` for each value."""

    code: str
    text: str
    is_counted: bool = True
    """Whether a request that is refused with this error counts towards rate and quota."""


WIRE_ERRORS: dict[Reason, WireError] = {
    Reason.ACCESS_TOKEN_EMPTY: WireError("600", "Empty access token"),
    Reason.ACCESS_TOKEN_INVALID: WireError("601", "Access token invalid", is_counted=False),
    Reason.ACCESS_TOKEN_EXPIRED: WireError("602", "Access token expired", is_counted=False),
    Reason.ACCESS_DENIED: WireError("603", "Access denied"),
    Reason.REQUEST_TIMED_OUT: WireError("604", "Request timed out", is_counted=False),
    Reason.METHOD_NOT_SUPPORTED: WireError("605", "HTTP Method not supported", is_counted=False),
    # "with in" is the original's spelling.
    Reason.RATE_LIMIT: WireError("606", "Max rate limit '{}' exceeded with in '{}' secs"),
    Reason.DAILY_QUOTA: WireError("607", "Daily quota reached"),
    Reason.TEMPORARILY_UNAVAILABLE: WireError(
        "608", "API Temporarily Unavailable", is_counted=False
    ),
    Reason.INVALID_JSON: WireError("609", "Invalid JSON"),
    Reason.INVALID_MEMBER: WireError("609", "Invalid value specified for attribute '{}'"),
    Reason.RESOURCE_NOT_FOUND: WireError("610", "Requested resource not found"),
    Reason.SYSTEM_ERROR: WireError("611", "System error", is_counted=False),
    Reason.INVALID_CONTENT_TYPE: WireError("612", "Invalid Content Type"),
    Reason.INVALID_MULTIPART: WireError("613", "Invalid Multipart Request"),
    Reason.CONCURRENCY_LIMIT: WireError("615", "Concurrent access limit '{}' reached"),
    Reason.BLANK: WireError("701", "{} cannot be blank"),
    Reason.ASSET_NOT_FOUND: WireError("702", "{} not found"),
    Reason.ASSET_GONE: WireError("702", "{} not found or it has been deleted"),
    Reason.INVALID_DATE: WireError("704", "Invalid date format"),
    **{
        # The documented title, followed by the broken rule, where the original's texts are unknown.
        reason: WireError("709", f"Business Rule Violation: {rule}")
        for reason, rule in BUSINESS_RULES.items()
    },
    Reason.PARENT_FOLDER_NOT_FOUND: WireError("710", "Parent Folder Not Found"),
    Reason.INCOMPATIBLE_FOLDER: WireError("711", "Incompatible Folder Type"),
    Reason.SALES_PERSON_NOT_FOUND: WireError("718", "ExternalSalesPersonID not found"),
    Reason.WRONG_TYPE: WireError("1001", "Invalid value '{}'. Required of type '{}'"),
    Reason.NOT_A_NUMBER: WireError("1001", 'For input string: "{}" failed to convert to a number'),
    Reason.MISSING_PARAMETER: WireError("1002", "Missing value for the required parameter '{}'"),
    **{reason: WireError("1003", text) for reason, text in INVALID_DATA.items()},
    Reason.INVALID_VALUE: WireError("1003", "Invalid value for field '{}' and value '{}'"),
    Reason.FIELD_NOT_ALLOWED: WireError("1003", "Field '{}' is not allowed"),
    Reason.REQUIRED_VALUE: WireError("1003", "Value for required field '{}' not specified"),
    Reason.LOOKUP_VALUE_MISSING: WireError("1003", "Value for lookup field '{}' not found"),
    Reason.LEAD_NOT_FOUND: WireError("1004", "Lead not found"),
    Reason.NAMED_LEAD_NOT_FOUND: WireError("1004", "Lead '{}' not found"),
    Reason.LEADS_NOT_FOUND: WireError("1004", "Lead [{}] not found"),
    Reason.LEAD_EXISTS: WireError("1005", "Lead already exists"),
    Reason.FIELD_NOT_FOUND: WireError("1006", "Field '{}' not found"),
    Reason.LOOKUP_FIELD_NOT_FOUND: WireError("1006", "Lookup field '{}' not found"),
    Reason.SEVERAL_LEADS_MATCH: WireError("1007", "Multiple lead match lookup criteria"),
    Reason.PARTITION_ACCESS_DENIED: WireError("1008", "Access denied to partition '{}'"),
    Reason.PARTITION_NAME_MISSING: WireError("1009", "Partition name must be specified"),
    Reason.PARTITION_UPDATE_NOT_ALLOWED: WireError("1010", "Partition update not allowed"),
    Reason.LOOKUP_FIELD_NOT_SUPPORTED: WireError("1011", "Lookup field '{}' not supported"),
    Reason.INVALID_COOKIE: WireError("1012", "Invalid cookie value '{}'"),
    Reason.OBJECT_NOT_FOUND: WireError("1013", "{} not found"),
    Reason.LEAD_NOT_IN_LIST: WireError("1015", "Lead not in list"),
    Reason.TOO_MANY_IMPORTS: WireError(
        "1016", "There are {} imports currently being processed. Please try again later"
    ),
    Reason.OBJECT_EXISTS: WireError("1017", "Object already exists"),
    Reason.IMPORT_IN_PROGRESS: WireError("1019", "Import in progress"),
    Reason.CLONE_LIMIT: WireError("1020", "Too many clones to program: {} a day"),
    Reason.COMPANY_UPDATE_NOT_ALLOWED: WireError("1021", "Company update not allowed"),
    Reason.OBJECT_IN_USE: WireError("1022", "Object in use"),
    Reason.PROGRAM_STATUS_NOT_FOUND: WireError("1025", "Program status not found"),
    Reason.ACTIVITY_TYPE_LIMIT: WireError("1027", "Max Activity Type Limit Reached"),
    Reason.ATTRIBUTE_LIMIT: WireError("1028", "Max field limit reached"),
    Reason.TOO_MANY_EXTRACTS: WireError("1029", "Too many jobs in queue"),
    Reason.ALREADY_QUEUED: WireError("1029", "Job already queued"),
    Reason.EXTRACT_QUOTA: WireError("1029", "Export daily quota {}MB exceeded."),
    Reason.UNSUPPORTED_FILTER: WireError("1035", "Unsupported filter type for target subscription"),
    Reason.DUPLICATE_RECORD: WireError("1036", "Duplicate object found in input"),
    Reason.IN_OR_PAST_STATUS: WireError(
        "1037", "Lead skipped because it is already in or past this status"
    ),
    Reason.LEAD_NOT_IN_PROGRAM: WireError("1037", "Lead not in program"),
    Reason.INVALID_RUN_DATE: WireError("1042", "Invalid runAt date '{}'"),
    Reason.DRAFT_NOT_DISCARDED: WireError("1048", "Discard of the draft failed"),
    Reason.ATTRIBUTES_TOO_LONG: WireError("1049", "Attributes exceed {} bytes"),
    Reason.VALUE_TOO_LONG: WireError("1077", "Value for field exceeds max length"),
    Reason.TOO_MANY_LEAD_IDS: WireError("1080", "Too many lead ids. Maximum allowed is {}"),
}
"""Code and text by reason, for refused requests and skipped records."""


@dataclass(frozen=True, slots=True)
class IdentityError:
    """An error of the token endpoint: HTTP status, error name and text (behaviour.md 2.1)."""

    status: int
    error: str
    description: str


IDENTITY_ERRORS: dict[Reason, IdentityError] = {
    Reason.UNKNOWN_CLIENT: IdentityError(401, "unauthorized", "No client with requested id: {}"),
    Reason.BAD_CLIENT_CREDENTIALS: IdentityError(401, "invalid_client", "Bad client credentials"),
    Reason.MISSING_GRANT_TYPE: IdentityError(400, "invalid_request", "Missing grant type"),
    Reason.UNSUPPORTED_GRANT_TYPE: IdentityError(
        400, "unsupported_grant_type", "Unsupported grant type: {}"
    ),
}


_OUR_FAULT = frozenset(
    {Reason.SYSTEM_ERROR, Reason.REQUEST_TIMED_OUT, Reason.TEMPORARILY_UNAVAILABLE}
)


def identity_error(problem: Problem) -> IdentityError:
    """Return the error response of the token endpoint for a problem.

    The token endpoint has no envelope: its clients check the HTTP status first. So a problem that
    can occur at any endpoint also gets the format of the token endpoint's own errors (behaviour.md
    2.1, request_forms.md).
    """
    known = IDENTITY_ERRORS.get(problem.reason)
    if known is not None:
        text = known.description.format(*problem.values)
        return IdentityError(known.status, known.error, text)
    text = wire_error(problem)["message"]
    if problem.reason in _OUR_FAULT:
        return IdentityError(500, "server_error", text)
    return IdentityError(400, "invalid_request", text)


def wire_error(problem: Problem) -> Error:
    """Return a problem as ``code`` and ``message``: an item of ``errors`` or ``reasons``."""
    entry = WIRE_ERRORS[problem.reason]
    return {"code": entry.code, "message": entry.text.format(*map(as_sent, problem.values))}


def explain_problem(problem: Problem) -> tuple[str, str]:
    """Return code and text of a problem."""
    error = wire_error(problem)
    return error["code"], error["message"]


def as_sent(value: Any) -> str:  # noqa: ANN401
    """Return a value as the caller wrote it: a text unchanged, anything else as JSON.

    See behaviour.md 3.5.
    """
    return (
        str(value)
        if isinstance(value, str | Decimal)
        else msgspec.json.encode(value, enc_hook=number_as_sent).decode()
    )
