"""What each served operation takes and may answer: the facts that its documents are made from.

A test walks the served operations, so that none is left out; another calls them all and checks
their replies against the document.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from leadkeep.api.routes import leads
from leadkeep.errors import Reason

EVERY_CALL: frozenset[Reason] = frozenset(
    {
        Reason.ACCESS_TOKEN_EMPTY,
        Reason.ACCESS_TOKEN_INVALID,
        Reason.ACCESS_TOKEN_EXPIRED,
        Reason.RATE_LIMIT,
        Reason.DAILY_QUOTA,
        Reason.CONCURRENCY_LIMIT,
        Reason.REQUEST_TIMED_OUT,
        Reason.SYSTEM_ERROR,
        Reason.INVALID_DATA,  # Too many parameters
    }
)
"""What any call may be answered with at response level, whatever the operation."""

NO_OPERATION: frozenset[Reason] = frozenset(
    {Reason.RESOURCE_NOT_FOUND, Reason.METHOD_NOT_SUPPORTED}
)
"""What is answered where a path and method lead to no operation."""

_JSON_BODY = (Reason.INVALID_CONTENT_TYPE, Reason.INVALID_JSON, Reason.INVALID_MEMBER)


@dataclass(frozen=True, slots=True)
class Answers:
    """What one operation may answer beside :data:`EVERY_CALL` and a missing permission."""

    item: str | None
    """The schema of one element of ``result``; None when there is no ``result``."""
    response: tuple[Reason, ...] = ()
    """Reasons that refuse the whole call."""
    record: tuple[Reason, ...] = ()
    """Reasons that skip one record."""
    body: type[msgspec.Struct] | None = None
    """The model of the JSON body."""


_DELETE = Answers(
    "RecordOutcome",
    (*_JSON_BODY, Reason.NOT_A_NUMBER, Reason.INVALID_DATA),
    (Reason.LEAD_NOT_FOUND,),
    leads.IdsBody,
)

ANSWERS: dict[str, Answers] = {
    "getLeadByIdUsingGET": Answers("Lead", (Reason.NOT_A_NUMBER, Reason.FIELD_NOT_FOUND)),
    "getLeadsByFilterUsingGET": Answers(
        "Lead",
        (
            Reason.WRONG_TYPE,
            Reason.INVALID_DATA,
            Reason.FIELD_NOT_FOUND,
            Reason.LOOKUP_FIELD_NOT_FOUND,
            Reason.LOOKUP_FIELD_NOT_SUPPORTED,
            Reason.INVALID_COOKIE,
        ),
    ),
    "syncLeadUsingPOST": Answers(
        "RecordOutcome",
        (
            *_JSON_BODY,
            Reason.INVALID_DATA,
            Reason.LOOKUP_FIELD_NOT_FOUND,
            Reason.LOOKUP_FIELD_NOT_SUPPORTED,
            Reason.PARTITION_ACCESS_DENIED,
        ),
        (
            Reason.INVALID_VALUE,
            Reason.FIELD_NOT_ALLOWED,
            Reason.LOOKUP_VALUE_MISSING,
            Reason.LEAD_NOT_FOUND,
            Reason.LEAD_EXISTS,
            Reason.FIELD_NOT_FOUND,
            Reason.SEVERAL_LEADS_MATCH,
            Reason.PARTITION_ACCESS_DENIED,
            Reason.PARTITION_UPDATE_NOT_ALLOWED,
            Reason.INVALID_COOKIE,
            Reason.OBJECT_NOT_FOUND,
            Reason.VALUE_TOO_LONG,
        ),
        leads.SyncBody,
    ),
    "deleteLeadsUsingPOST": _DELETE,
    "alias_deleteLeads_DELETE": _DELETE,
    "describeUsingGET_2": Answers("LeadAttribute"),
    "describeUsingGET_6": Answers("LeadDescription"),
    "getLeadFieldsUsingGET": Answers("LeadField", (Reason.WRONG_TYPE, Reason.INVALID_DATA)),
    "createLeadFieldUsingPOST": Answers(
        "FieldOutcome",
        (*_JSON_BODY, Reason.INVALID_DATA, Reason.MISSING_PARAMETER),
        (Reason.INVALID_DATA, Reason.INVALID_VALUE, Reason.OBJECT_EXISTS),
        leads.NewFieldsBody,
    ),
    "getLeadFieldByNameUsingGET": Answers("LeadField", (Reason.FIELD_NOT_FOUND,)),
    "updateLeadFieldUsingPOST": Answers(
        "FieldOutcome",
        (*_JSON_BODY, Reason.INVALID_DATA, Reason.FIELD_NOT_FOUND),
        (Reason.INVALID_VALUE, Reason.OBJECT_EXISTS),
        leads.FieldChangeBody,
    ),
    "getDailyUsageUsingGET": Answers("UsageOfDay"),
    "getLast7DaysUsageUsingGET": Answers("UsageOfDay"),
    "getDailyErrorsUsingGET": Answers("ErrorsOfDay"),
    "getLast7DaysErrorsUsingGET": Answers("ErrorsOfDay"),
}
"""By operation id. The token endpoint is not among them: it has a form of its own."""


def _object(required: str, **properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object; ``required`` names members, apart by blanks."""
    return {"type": "object", "properties": properties, "required": required.split()}


_STRING: dict[str, Any] = {"type": "string"}
_BOOLEAN: dict[str, Any] = {"type": "boolean"}
_INTEGER: dict[str, Any] = {"type": "integer"}
_ID: dict[str, Any] = {"type": "integer", "format": "int64"}
_DAY: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_NAMED = _object("name readOnly", name=_STRING, readOnly=_BOOLEAN)


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_REASONS = _list_of({"$ref": "#/components/schemas/Error"})


def _counts(key: str) -> dict[str, Any]:
    return _list_of(_object(f"{key} count", **{key: _STRING, "count": _INTEGER}))


ITEMS: dict[str, dict[str, Any]] = {
    "Lead": {
        "type": "object",
        "description": "A lead: id first, then the fields asked for, null where there is none.",
        "properties": {"id": _ID},
        "required": ["id"],
        "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    },
    "RecordOutcome": _object(
        "status",
        id=_ID,
        status={"type": "string", "enum": ["created", "updated", "deleted", "skipped"]},
        reasons=_REASONS,
    ),
    "FieldOutcome": _object(
        "name status",
        name=_STRING,
        status={"type": "string", "enum": ["created", "updated", "skipped"]},
        reasons=_REASONS,
    ),
    "LeadAttribute": _object(
        "id displayName dataType",
        id=_ID,
        displayName=_STRING,
        dataType=_STRING,
        length=_INTEGER,
        rest=_NAMED,
        soap=_NAMED,
    ),
    "LeadDescription": _object(
        "name searchableFields fields",
        name=_STRING,
        searchableFields=_list_of(_list_of(_STRING)),
        fields=_list_of(
            _object(
                "name displayName dataType updateable crmManaged",
                name=_STRING,
                displayName=_STRING,
                dataType=_STRING,
                length=_INTEGER,
                updateable=_BOOLEAN,
                crmManaged=_BOOLEAN,
            )
        ),
    ),
    "LeadField": _object(
        "displayName name description dataType isHidden isHtmlEncodingInEmail isSensitive isCustom"
        " isApiCreated",
        displayName=_STRING,
        name=_STRING,
        description={"type": ["string", "null"]},
        dataType=_STRING,
        length=_INTEGER,
        isHidden=_BOOLEAN,
        isHtmlEncodingInEmail=_BOOLEAN,
        isSensitive=_BOOLEAN,
        isCustom=_BOOLEAN,
        isApiCreated=_BOOLEAN,
    ),
    "UsageOfDay": _object("date total users", date=_DAY, total=_INTEGER, users=_counts("userId")),
    "ErrorsOfDay": _object(
        "date total errors", date=_DAY, total=_INTEGER, errors=_counts("errorCode")
    ),
}
"""The schemas of elements of ``result``."""
