"""Programs, their members, channels, tags and tokens: what the operations answer."""

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
from leadkeep.api.routes import program_members, schema_fields
from leadkeep.errors import Reason

_CHANGE = (*JSON_BODY, Reason.NOT_A_NUMBER, Reason.INVALID_DATA, Reason.OBJECT_NOT_FOUND)
_STATUS = (*_CHANGE, Reason.MISSING_PARAMETER, Reason.PROGRAM_STATUS_NOT_FOUND)

ANSWERS: dict[str, Answers] = {
    "describeProgramMemberUsingGET": Answers("OldMemberDescription"),
    "describeProgramMemberUsingGET2": Answers("MemberDescription"),
    "getProgramMemberFieldsUsingGET": Answers("LeadField", (Reason.WRONG_TYPE,)),
    "createProgramMemberFieldUsingPOST": Answers(
        "FieldOutcome",
        (*JSON_BODY, Reason.MISSING_PARAMETER),
        (Reason.INVALID_DATA, Reason.INVALID_VALUE, Reason.OBJECT_EXISTS),
        schema_fields.NewFieldsBody,
    ),
    "getProgramMemberFieldByNameUsingGET": Answers("LeadField", (Reason.FIELD_NOT_FOUND,)),
    "updateProgramMemberFieldUsingPOST": Answers(
        "FieldOutcome",
        (*JSON_BODY, Reason.FIELD_NOT_FOUND),
        (Reason.INVALID_VALUE, Reason.OBJECT_EXISTS),
        schema_fields.FieldChangeBody,
    ),
    "getProgramMembersUsingGET": Answers(
        "ProgramMember",
        (
            Reason.NOT_A_NUMBER,
            Reason.WRONG_TYPE,
            Reason.MISSING_PARAMETER,
            Reason.FIELD_NOT_FOUND,
            Reason.OBJECT_NOT_FOUND,
            Reason.UNKNOWN_ARGUMENT_VALUE,
            Reason.NOT_SPECIFIED,
            Reason.TOO_MANY,
            Reason.TOO_MANY_MEMBERS,
            Reason.TOO_MANY_MATCHING_MEMBERS,
            Reason.RANGE_BACKWARDS,
            Reason.RANGE_TOO_LONG,
        ),
    ),
    "syncProgramMemberStatusUsingPOST": Answers(
        "ProgramMemberOutcome",
        _STATUS,
        (Reason.LEAD_NOT_FOUND, Reason.IN_OR_PAST_STATUS),
        program_members.StatusBody,
    ),
    "syncProgramMemberDataUsingPOST": Answers(
        "ProgramMemberOutcome",
        _CHANGE,
        (
            Reason.LEAD_NOT_FOUND,
            Reason.OBJECT_NOT_FOUND,
            Reason.FIELD_NOT_FOUND,
            Reason.FIELD_NOT_ALLOWED,
            Reason.INVALID_VALUE,
            Reason.VALUE_TOO_LONG,
        ),
        program_members.MembersBody,
    ),
    "deleteProgramMemberUsingPOST": Answers(
        "ProgramMemberOutcome",
        _CHANGE,
        (Reason.LEAD_NOT_FOUND, Reason.LEAD_NOT_IN_PROGRAM),
        program_members.MembersBody,
    ),
    "changeLeadProgramStatusUsingPOST": Answers(
        "LeadProgramStatus",
        _STATUS,
        (Reason.LEAD_NOT_FOUND, Reason.OBJECT_NOT_FOUND, Reason.IN_OR_PAST_STATUS),
        program_members.OldStatusBody,
    ),
    "getLeadsByProgramIdUsingGET": Answers(
        "LeadOfProgram",
        (Reason.NOT_A_NUMBER, Reason.WRONG_TYPE, Reason.FIELD_NOT_FOUND, Reason.OBJECT_NOT_FOUND),
    ),
    "getProgramMembershipUsingGET": Answers(
        "ProgramMembership",
        (Reason.NOT_A_NUMBER, Reason.WRONG_TYPE, Reason.LEAD_NOT_FOUND, Reason.TOO_MANY),
    ),
}

_CELL: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
_FIELDS = list_of(
    object_of(
        "name displayName dataType updateable crmManaged",
        name=STRING,
        displayName=STRING,
        dataType=STRING,
        length=INTEGER,
        updateable=BOOLEAN,
        crmManaged=BOOLEAN,
    )
)
_MEMBERSHIP = object_of(
    "id progressionStatus isExhausted acquiredBy reachedSuccess membershipDate updatedAt",
    id=ID,
    progressionStatus=STRING,
    progressionStatusType=STRING,
    isExhausted=BOOLEAN,
    acquiredBy=BOOLEAN,
    reachedSuccess=BOOLEAN,
    membershipDate=STRING,
    updatedAt=STRING,
    stream=_TEXT_OR_NULL,
    nurtureCadence=_TEXT_OR_NULL,
)

ITEMS: dict[str, dict[str, Any]] = {
    "MemberDescription": object_of(
        "name description createdAt updatedAt dedupeFields searchableFields fields",
        name=STRING,
        description=STRING,
        createdAt=STRING,
        updatedAt=STRING,
        dedupeFields=list_of(STRING),
        searchableFields=list_of(list_of(STRING)),
        fields=_FIELDS,
    ),
    "OldMemberDescription": object_of("name fields", name=STRING, fields=_FIELDS),
    "ProgramMember": object_of("seq leadId", seq=INTEGER, leadId=ID)
    | {"additionalProperties": _CELL},
    "ProgramMemberOutcome": object_of(
        "seq status",
        seq=INTEGER,
        status={"type": "string", "enum": ["created", "updated", "deleted", "skipped"]},
        leadId=ID,
        reasons=REASONS,
    ),
    "LeadProgramStatus": object_of("id status", id=ID, status=STRING, reasons=REASONS),
    "LeadOfProgram": object_of("id membership", id=ID, membership=_MEMBERSHIP)
    | {"additionalProperties": _CELL},
    "ProgramMembership": _MEMBERSHIP,
}
