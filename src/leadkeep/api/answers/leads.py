"""Leads, their fields, usage: what the operations answer."""

from typing import Any

from leadkeep.api.answers.model import (
    BOOLEAN,
    INTEGER,
    JSON_BODY,
    REASONS,
    STRING,
    Answers,
    object_of,
)
from leadkeep.api.operations import schema_fields
from leadkeep.errors import Reason

ANSWERS: dict[str, Answers] = {
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

ITEMS: dict[str, dict[str, Any]] = {
    "FieldOutcome": object_of(
        "name status",
        name=STRING,
        status={"type": "string", "enum": ["created", "updated", "skipped"]},
        reasons=REASONS,
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
