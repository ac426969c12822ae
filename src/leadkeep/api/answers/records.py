"""Companies, sales persons, opportunities, named accounts, custom objects: what calls answer."""

from typing import Any

import msgspec

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
from leadkeep.api.operations import custom_objects, named_account_lists, object_records
from leadkeep.domain.objects.custom import SentField, SentType
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

_CHANGE = (
    Reason.MISSING_PARAMETER,
    Reason.INVALID_VALUE,
    Reason.FIELD_NOT_ALLOWED,
    Reason.FIELD_NOT_FOUND,
    Reason.OBJECT_NOT_FOUND,
    Reason.OBJECT_EXISTS,
    Reason.ATTRIBUTE_LIMIT,
)


def _change(body: type[msgspec.Struct]) -> Answers:
    return Answers("CustomObjectChange", (*JSON_BODY, *_CHANGE), body=body)


ANSWERS |= {
    "listCustomObjectsUsingGET": Answers("ObjectDescription"),
    "describeUsingGET_1": Answers("ObjectDescription", (Reason.OBJECT_NOT_FOUND,)),
    "getCustomObjectsUsingGET": Answers(
        "ObjectRecord",
        (*JSON_BODY, *_QUERY, Reason.OBJECT_NOT_FOUND),
        body=object_records.LookupBody,
    ),
    "syncCustomObjectsUsingPOST": Answers(
        "ObjectOutcome",
        (*JSON_BODY, Reason.OBJECT_NOT_FOUND),
        (*_VALUES, Reason.LEAD_NOT_FOUND),
        object_records.SyncRecordsBody,
    ),
    "deleteCustomObjectsUsingPOST": Answers(
        "ObjectOutcome",
        (*JSON_BODY, Reason.OBJECT_NOT_FOUND),
        _delete().record,
        object_records.DeleteRecordsBody,
    ),
    "listCustomObjectTypesUsingGET": Answers("CustomObjectType"),
    "describeCustomObjectTypeUsingGET": Answers("CustomObjectType", (Reason.OBJECT_NOT_FOUND,)),
    "syncCustomObjectTypeUsingPOST": _change(SentType),
    "approveCustomObjectTypeUsingPOST": Answers("CustomObjectChange", (Reason.OBJECT_NOT_FOUND,)),
    "discardCustomObjectTypeUsingPOST": Answers(
        "CustomObjectChange", (Reason.OBJECT_NOT_FOUND, Reason.DRAFT_NOT_DISCARDED)
    ),
    "deleteCustomObjectTypeUsingPOST": Answers(
        "CustomObjectChange", (Reason.OBJECT_NOT_FOUND, Reason.OBJECT_IN_USE)
    ),
    "addCustomObjectTypeFieldsUsingPOST": _change(custom_objects.FieldsBody),
    "updateCustomObjectTypeFieldUsingPOST": _change(SentField),
    "deleteCustomObjectTypeFieldsUsingPOST": _change(custom_objects.FieldsBody),
    "getCustomObjectTypeFieldDataTypesUsingGET": Answers("DataTypeName"),
    "getCustomObjectTypeLinkableObjectsUsingGET": Answers("LinkableObject"),
    "getCustomObjectTypeDependentAssetsUsingGET": Answers(
        "DependentAsset", (Reason.OBJECT_NOT_FOUND,)
    ),
}

_RELATIONSHIPS = list_of(
    object_of(
        "field type relatedTo",
        field=STRING,
        type=STRING,
        relatedTo=object_of("name field", name=STRING, field=STRING),
    )
)
_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}

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
        relationships=_RELATIONSHIPS,
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
    "CustomObjectType": object_of(
        "state displayName description apiName idField createdAt updatedAt dedupeFields"
        " searchableFields relationships fields",
        state={"type": "string", "enum": ["draft", "approved", "approvedWithDraft"]},
        version=INTEGER,
        displayName=STRING,
        pluralName=STRING,
        description=_TEXT_OR_NULL,
        apiName=STRING,
        showInLeadDetail=BOOLEAN,
        idField=_TEXT_OR_NULL,
        createdAt=_TEXT_OR_NULL,
        updatedAt=_TEXT_OR_NULL,
        dedupeFields=list_of(STRING),
        searchableFields=list_of(list_of(STRING)),
        relationships=_RELATIONSHIPS,
        fields=list_of(
            object_of("name displayName dataType", name=STRING, displayName=STRING, dataType=STRING)
        ),
    ),
    "CustomObjectChange": {"type": "object", "description": "The result is always empty."},
    "DataTypeName": STRING,
    "LinkableObject": object_of(
        "name fields",
        name=STRING,
        fields=list_of(object_of("name dataType", name=STRING, dataType=STRING)),
    ),
    "DependentAsset": object_of(
        "assetType assetId assetName usedFields",
        assetType=STRING,
        assetId=ID,
        assetName=STRING,
        usedFields=list_of(STRING),
    ),
}
