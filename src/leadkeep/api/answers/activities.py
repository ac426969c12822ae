"""Answers of the tag Activities (behaviour.md section 5)."""

from typing import Any

from leadkeep.api.answers.model import (
    ID,
    INTEGER,
    JSON_BODY,
    REASONS,
    STRING,
    Answers,
    list_of,
    object_of,
)
from leadkeep.api.routes import activities, activity_types
from leadkeep.domain.activities import SentType
from leadkeep.errors import Reason

_POSITION = (Reason.MISSING_PARAMETER, Reason.INVALID_DATA, Reason.WRONG_TYPE)
_CUSTOM_TYPE = (Reason.OBJECT_NOT_FOUND,)
_DEFINITION = (*JSON_BODY, Reason.MISSING_PARAMETER, Reason.INVALID_VALUE)
_ATTRIBUTES = (*_DEFINITION, *_CUSTOM_TYPE, Reason.INVALID_DATA)

ANSWERS: dict[str, Answers] = {
    "getActivitiesPagingTokenUsingGET": Answers(
        None, (Reason.MISSING_PARAMETER, Reason.INVALID_DATA)
    ),
    "getLeadActivitiesUsingGET": Answers(
        "Activity", (*_POSITION, Reason.OBJECT_NOT_FOUND), may_lack_result=True
    ),
    "getLeadChangesUsingGET": Answers(
        "LeadChange",
        (*_POSITION, Reason.OBJECT_NOT_FOUND, Reason.FIELD_NOT_FOUND),
        may_lack_result=True,
    ),
    "getDeletedLeadsUsingGET": Answers("Activity", _POSITION, may_lack_result=True),
    "addCustomActivityUsingPOST": Answers(
        "AddedActivity",
        (*JSON_BODY, Reason.INVALID_DATA),
        (
            Reason.INVALID_MEMBER,
            Reason.MISSING_PARAMETER,
            Reason.INVALID_DATA,
            Reason.INVALID_VALUE,
            Reason.LEAD_NOT_FOUND,
            Reason.FIELD_NOT_FOUND,
            Reason.ATTRIBUTES_TOO_LONG,
            Reason.VALUE_TOO_LONG,
        ),
        activities.AddBody,
        reasons_member="errors",
    ),
    "getAllActivityTypesUsingGET": Answers("ActivityType"),
    "getCustomActivityTypeUsingGET": Answers("CustomActivityType"),
    "describeCustomActivityTypeUsingGET": Answers(
        "CustomActivityType", (*_CUSTOM_TYPE, Reason.WRONG_TYPE)
    ),
    "createCustomActivityTypeUsingPOST": Answers(
        "CustomActivityType",
        (*_DEFINITION, Reason.OBJECT_EXISTS, Reason.ACTIVITY_TYPE_LIMIT),
        body=SentType,
    ),
    "updateCustomActivityTypeUsingPOST": Answers(
        "CustomActivityType", (*_DEFINITION, *_CUSTOM_TYPE, Reason.OBJECT_EXISTS), body=SentType
    ),
    "approveCustomActivityTypeUsingPOST": Answers(
        "CustomActivityType", (*_CUSTOM_TYPE, Reason.INVALID_DATA)
    ),
    "discardDraftofCustomActivityTypeUsingPOST": Answers(
        "CustomActivityType", (*_CUSTOM_TYPE, Reason.INVALID_DATA)
    ),
    "deleteCustomActivityTypeUsingPOST": Answers("CustomActivityType", _CUSTOM_TYPE),
    "createCustomActivityTypeAttributesUsingPOST": Answers(
        "CustomActivityType",
        (*_ATTRIBUTES, Reason.OBJECT_EXISTS, Reason.ATTRIBUTE_LIMIT),
        body=activity_types.AttributesBody,
    ),
    "updateCustomActivityTypeAttributesUsingPOST": Answers(
        "CustomActivityType",
        (*_ATTRIBUTES, Reason.FIELD_NOT_FOUND),
        body=activity_types.AttributesBody,
    ),
    "deleteCustomActivityTypeAttributesUsingPOST": Answers(
        "CustomActivityType",
        (*_ATTRIBUTES, Reason.FIELD_NOT_FOUND),
        body=activity_types.AttributesBody,
    ),
}

_MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
_ACTIVITY: dict[str, dict[str, Any]] = {
    "id": ID,
    "marketoGUID": STRING,
    "leadId": ID,
    "activityDate": _MOMENT,
    "activityTypeId": INTEGER,
    "campaignId": ID,
    "attributes": list_of(object_of("name value", name=STRING, value={})),
}
_ACTIVITY_REQUIRED = "id marketoGUID leadId activityDate activityTypeId attributes"
_ATTRIBUTE = object_of(
    "name dataType", apiName=STRING, name=STRING, description=STRING, dataType=STRING
)

ITEMS: dict[str, dict[str, Any]] = {
    "Activity": object_of(
        _ACTIVITY_REQUIRED,
        **_ACTIVITY,
        primaryAttributeValueId=ID,
        primaryAttributeValue=STRING,
    ),
    "LeadChange": object_of(
        f"{_ACTIVITY_REQUIRED} fields",
        **_ACTIVITY,
        fields=list_of(
            object_of(
                "id name newValue oldValue",
                id=ID,
                name=STRING,
                newValue=_TEXT_OR_NULL,
                oldValue=_TEXT_OR_NULL,
            )
        ),
    ),
    "AddedActivity": object_of(
        "status",
        id=ID,
        marketoGUID=STRING,
        status={"type": "string", "enum": ["added", "skipped"]},
        errors=REASONS,
    ),
    "ActivityType": object_of(
        "id name description attributes",
        id=INTEGER,
        apiName=STRING,
        name=STRING,
        description=STRING,
        primaryAttribute=_ATTRIBUTE,
        attributes=list_of(_ATTRIBUTE),
    ),
    "CustomActivityType": object_of(
        "id apiName name triggerName filterName createdAt updatedAt status",
        id=INTEGER,
        apiName=STRING,
        name=STRING,
        description=STRING,
        triggerName=STRING,
        filterName=STRING,
        createdAt=_MOMENT,
        updatedAt=_MOMENT,
        status={
            "type": "string",
            "enum": ["draft", "approved", "approved with draft", "deleted"],
        },
        primaryAttribute=_ATTRIBUTE,
        attributes=list_of(_ATTRIBUTE),
    ),
}
