"""Leads, their fields, usage: what the operations answer."""

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
from leadkeep.api.routes import leads, pushes, schema_fields, submissions
from leadkeep.errors import Reason

_DELETE = Answers(
    "RecordOutcome",
    (*JSON_BODY, Reason.NOT_A_NUMBER, Reason.INVALID_DATA),
    (Reason.LEAD_NOT_FOUND,),
    leads.IdsBody,
)

_UPSERT = (
    *JSON_BODY,
    Reason.INVALID_DATA,
    Reason.LOOKUP_FIELD_NOT_FOUND,
    Reason.LOOKUP_FIELD_NOT_SUPPORTED,
    Reason.PARTITION_ACCESS_DENIED,
)
_RECORD = (
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
    Reason.COMPANY_UPDATE_NOT_ALLOWED,
    Reason.VALUE_TOO_LONG,
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
    "syncLeadUsingPOST": Answers("RecordOutcome", _UPSERT, _RECORD, leads.SyncBody),
    "pushToMarketoUsingPOST": Answers(
        "RecordOutcome",
        (
            *_UPSERT,
            Reason.MISSING_PARAMETER,
            Reason.OBJECT_NOT_FOUND,
            Reason.PROGRAM_STATUS_NOT_FOUND,
            Reason.ARGUMENT_TOO_LONG,
        ),
        _RECORD,
        pushes.PushBody,
    ),
    "SubmitFormUsingPOST": Answers(
        "RecordOutcome",
        (*JSON_BODY, Reason.MISSING_PARAMETER, Reason.OBJECT_NOT_FOUND),
        (*_RECORD, Reason.FORM_VALUE_MISSING),
        submissions.SubmitBody,
    ),
    "associateLeadUsingPOST": Answers(
        None,
        (
            Reason.NOT_A_NUMBER,
            Reason.MISSING_PARAMETER,
            Reason.NAMED_LEAD_NOT_FOUND,
            Reason.INVALID_COOKIE,
        ),
    ),
    "deleteLeadsUsingPOST": _DELETE,
    "alias_deleteLeads_DELETE": _DELETE,
    "getLeadPartitionsUsingGET": Answers("LeadPartition"),
    "updatePartitionsUsingPOST": Answers(
        "RecordOutcome",
        (*JSON_BODY, Reason.NOT_A_NUMBER, Reason.INVALID_DATA),
        (
            Reason.INVALID_DATA,
            Reason.INVALID_VALUE,
            Reason.LEAD_NOT_FOUND,
            Reason.PARTITION_ACCESS_DENIED,
            Reason.PARTITION_NAME_MISSING,
            Reason.PARTITION_UPDATE_NOT_ALLOWED,
        ),
        leads.IdsBody,
    ),
    "mergeLeadsUsingPOST": Answers(
        None,
        (
            Reason.NOT_A_NUMBER,
            Reason.WRONG_TYPE,
            Reason.INVALID_DATA,
            Reason.NAMED_LEAD_NOT_FOUND,
            Reason.TOO_MANY_LEAD_IDS,
        ),
    ),
    "describeUsingGET_2": Answers("LeadAttribute"),
    "describeUsingGET_6": Answers("LeadDescription"),
    "getLeadFieldsUsingGET": Answers("LeadField", (Reason.WRONG_TYPE, Reason.INVALID_DATA)),
    "createLeadFieldUsingPOST": Answers(
        "FieldOutcome",
        (*JSON_BODY, Reason.INVALID_DATA, Reason.MISSING_PARAMETER),
        (Reason.INVALID_DATA, Reason.INVALID_VALUE, Reason.OBJECT_EXISTS),
        schema_fields.NewFieldsBody,
    ),
    "getLeadFieldByNameUsingGET": Answers("LeadField", (Reason.FIELD_NOT_FOUND,)),
    "updateLeadFieldUsingPOST": Answers(
        "FieldOutcome",
        (*JSON_BODY, Reason.INVALID_DATA, Reason.FIELD_NOT_FOUND),
        (Reason.INVALID_VALUE, Reason.OBJECT_EXISTS),
        schema_fields.FieldChangeBody,
    ),
}

_NAMED = object_of("name readOnly", name=STRING, readOnly=BOOLEAN)

ITEMS: dict[str, dict[str, Any]] = {
    "RecordOutcome": object_of(
        "status",
        id=ID,
        status={"type": "string", "enum": ["created", "updated", "deleted", "skipped"]},
        reasons=REASONS,
    ),
    "LeadPartition": object_of("id name", id=ID, name=STRING, description=STRING),
    "FieldOutcome": object_of(
        "name status",
        name=STRING,
        status={"type": "string", "enum": ["created", "updated", "skipped"]},
        reasons=REASONS,
    ),
    "LeadAttribute": object_of(
        "id displayName dataType",
        id=ID,
        displayName=STRING,
        dataType=STRING,
        length=INTEGER,
        rest=_NAMED,
        soap=_NAMED,
    ),
    "LeadDescription": object_of(
        "name searchableFields fields",
        name=STRING,
        searchableFields=list_of(list_of(STRING)),
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
    "LeadField": object_of(
        "displayName name description dataType isHidden isHtmlEncodingInEmail isSensitive isCustom"
        " isApiCreated",
        displayName=STRING,
        name=STRING,
        description={"type": ["string", "null"]},
        dataType=STRING,
        length=INTEGER,
        isHidden=BOOLEAN,
        isHtmlEncodingInEmail=BOOLEAN,
        isSensitive=BOOLEAN,
        isCustom=BOOLEAN,
        isApiCreated=BOOLEAN,
    ),
}
