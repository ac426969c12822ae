"""Companies, sales persons, opportunities, named accounts, custom objects: what calls answer."""

from typing import Any

from leadkeep.api.answers.model import (
    BOOLEAN,
    ID,
    INTEGER,
    JSON_BODY,
    REASONS,
    STRING,
    Answers,
    list_of,
    object_of,
)
from leadkeep.api.routes import named_account_lists, object_records
from leadkeep.errors import Reason

_QUERY = (Reason.WRONG_TYPE, Reason.FIELD_NOT_FOUND)
_VALUES = (
    Reason.FIELD_NOT_FOUND,
    Reason.FIELD_NOT_ALLOWED,
    Reason.INVALID_VALUE,
    Reason.VALUE_TOO_LONG,
    Reason.REQUIRED_VALUE,
    Reason.OBJECT_EXISTS,
    Reason.OBJECT_NOT_FOUND,
    Reason.DUPLICATE_RECORD,
)
_FIELDS = Answers("LeadField", (Reason.WRONG_TYPE,))
_FIELD = Answers("LeadField", (Reason.FIELD_NOT_FOUND,))


def _sync(*own: Reason) -> Answers:
    return Answers("ObjectOutcome", JSON_BODY, (*_VALUES, *own), object_records.SyncRecordsBody)


def _delete(*own: Reason) -> Answers:
    known = (
        Reason.INVALID_VALUE,
        Reason.VALUE_TOO_LONG,
        Reason.REQUIRED_VALUE,
        Reason.OBJECT_NOT_FOUND,
        Reason.DUPLICATE_RECORD,
    )
    return Answers("ObjectOutcome", JSON_BODY, (*known, *own), object_records.DeleteRecordsBody)


_DESCRIBE = Answers("ObjectDescription")
_FIND = Answers("ObjectRecord", (*JSON_BODY, *_QUERY))
_FIND_BY_KEYS = Answers("ObjectRecord", (*JSON_BODY, *_QUERY), body=object_records.LookupBody)
_MEMBERS = Answers(
    "ObjectOutcome",
    (*JSON_BODY, Reason.OBJECT_NOT_FOUND),
    (Reason.REQUIRED_VALUE, Reason.INVALID_VALUE, Reason.OBJECT_NOT_FOUND),
    named_account_lists.MembersBody,
)

ANSWERS: dict[str, Answers] = {
    "getCompaniesUsingGET": _FIND,
    "syncCompaniesUsingPOST": _sync(),
    "deleteCompaniesUsingPOST": _delete(Reason.OBJECT_IN_USE),
    "describeUsingGET": _DESCRIBE,
    "getCompanyFieldsUsingGET": _FIELDS,
    "getCompanyFieldByNameUsingGET": _FIELD,
    "getSalesPersonUsingGET": _FIND,
    "syncSalesPersonsUsingPOST": _sync(),
    "deleteSalesPersonUsingPOST": _delete(Reason.OBJECT_IN_USE),
    "describeUsingGET_5": _DESCRIBE,
    "getOpportunitiesUsingGET": _FIND_BY_KEYS,
    "syncOpportunitiesUsingPOST": _sync(Reason.SALES_PERSON_NOT_FOUND),
    "deleteOpportunitiesUsingPOST": _delete(),
    "describeUsingGET_4": _DESCRIBE,
    "getOpportunityFieldsUsingGET": _FIELDS,
    "getOpportunityFieldByNameUsingGET": _FIELD,
    "getOpportunityRolesUsingGET": _FIND_BY_KEYS,
    "syncOpportunityRolesUsingPOST": _sync(Reason.LEAD_NOT_FOUND),
    "deleteOpportunityRolesUsingPOST": _delete(),
    "describeOpportunityRoleUsingGET": _DESCRIBE,
    "getNamedAccountsUsingGET": _FIND,
    "syncNamedAccountsUsingPOST": _sync(),
    "deleteNamedAccountsUsingPOST": _delete(),
    "describeUsingGET_3": _DESCRIBE,
    "getNamedAccountFieldsUsingGET": _FIELDS,
    "getNamedAccountFieldByNameUsingGET": _FIELD,
    "getNamedAccountListsUsingGET": _FIND,
    "syncNamedAccountListsUsingPOST": _sync(),
    "deleteNamedAccountListsUsingPOST": _delete(),
    "getNamedAccountListMembersUsingGET": Answers(
        "ObjectRecord", (*_QUERY, Reason.OBJECT_NOT_FOUND)
    ),
    "addNamedAccountListMembersUsingPOST": _MEMBERS,
    "removeNamedAccountListMembersUsingPOST": _MEMBERS,
}

ITEMS: dict[str, dict[str, Any]] = {
    "ObjectRecord": {
        "type": "object",
        "description": "A record: seq, its id, then the fields asked for, null for none.",
        "properties": {"seq": INTEGER, "id": ID, "marketoGUID": STRING},
        "required": ["seq"],
        "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    },
    "ObjectOutcome": object_of(
        "seq status",
        seq=INTEGER,
        id=ID,
        marketoGUID=STRING,
        status={
            "type": "string",
            "enum": ["created", "updated", "deleted", "added", "removed", "skipped"],
        },
        reasons=REASONS,
    ),
    "ObjectDescription": object_of(
        "name createdAt updatedAt idField dedupeFields searchableFields relationships fields",
        name=STRING,
        displayName=STRING,
        description=STRING,
        createdAt=STRING,
        updatedAt=STRING,
        idField=STRING,
        dedupeFields=list_of(STRING),
        searchableFields=list_of(list_of(STRING)),
        relationships=list_of(
            object_of(
                "field type relatedTo",
                field=STRING,
                type=STRING,
                relatedTo=object_of("name field", name=STRING, field=STRING),
            )
        ),
        fields=list_of(
            object_of(
                "name displayName dataType updateable crmManaged",
                name=STRING,
                displayName=STRING,
                dataType=STRING,
                length=INTEGER,
                updateable=BOOLEAN,
                crmManaged=BOOLEAN,
            )
        ),
    ),
}
