"""Forms and their fields: what the operations answer."""

from typing import Any

from leadkeep.api.answers.model import (
    ASSET_MOMENT,
    BOOLEAN,
    FORM_BODY,
    ID,
    INTEGER,
    STRING,
    Answers,
    list_of,
    object_of,
)
from leadkeep.errors import Reason

_PLACE = (Reason.PARENT_FOLDER_NOT_FOUND, Reason.INCOMPATIBLE_FOLDER)
_OWN = (*FORM_BODY, Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND)
_CHANGE = (*_OWN, Reason.WRONG_TYPE, Reason.BUSINESS_RULE)
_AVAILABLE = Answers("AvailableFormField", (Reason.WRONG_TYPE,))

ANSWERS: dict[str, Answers] = {
    "getLpFormByIdUsingGET": Answers("Form", (Reason.NOT_A_NUMBER,)),
    "getLpFormByNameUsingGET": Answers("Form", (Reason.BLANK, Reason.INVALID_MEMBER)),
    "browseForms2UsingGET": Answers("Form", (Reason.WRONG_TYPE, Reason.INVALID_MEMBER)),
    "createLpFormsUsingPOST": Answers(
        "Form",
        (
            *FORM_BODY,
            Reason.BLANK,
            Reason.WRONG_TYPE,
            Reason.INVALID_MEMBER,
            Reason.BUSINESS_RULE,
            *_PLACE,
        ),
    ),
    "updateFormsUsingPOST": Answers("Form", (*_CHANGE, Reason.BLANK)),
    "approveFromUsingPOST": Answers("Form", (*_OWN, Reason.BUSINESS_RULE)),
    "alias_unapproveForm": Answers("Form", (*_OWN, Reason.BUSINESS_RULE)),
    "cloneLpFormsUsingPOST": Answers(
        "Form", (*_OWN, Reason.BLANK, Reason.INVALID_MEMBER, Reason.BUSINESS_RULE, *_PLACE)
    ),
    "deleteFormByIdUsingPOST": Answers("AssetId", _OWN),
    "getFormFieldByFormVidUsingGET": Answers("FormField", (Reason.NOT_A_NUMBER,)),
    "addFieldToAFormUsingPOST": Answers("FormField", (*_CHANGE, Reason.BLANK)),
    "updateFormFieldUsingPOST": Answers("FormField", _CHANGE),
    "deleteFormFieldUsingPOST": Answers("FormFieldId", _OWN),
    "getAllFieldsUsingGET": _AVAILABLE,
    "getAllProgramMemberFieldsUsingGET": _AVAILABLE,
}

_NULL: dict[str, Any] = {"type": "null"}

ITEMS: dict[str, dict[str, Any]] = {
    "Form": object_of(
        "id name description createdAt updatedAt url status theme language locale"
        " progressiveProfiling labelPosition fontFamily fontSize folder knownVisitor thankYouList"
        " buttonLocation buttonLabel waitingLabel",
        id=ID,
        name=STRING,
        description=STRING,
        createdAt=ASSET_MOMENT,
        updatedAt=ASSET_MOMENT,
        url=STRING,
        status={"type": "string", "enum": ["approved", "draft"]},
        theme=STRING,
        language=STRING,
        locale=STRING,
        progressiveProfiling=BOOLEAN,
        labelPosition=STRING,
        fontFamily=STRING,
        fontSize=STRING,
        folder=object_of(
            "type value folderName",
            type={"type": "string", "enum": ["Folder", "Program"]},
            value=ID,
            folderName=STRING,
        ),
        knownVisitor=object_of("type template", type=STRING, template=_NULL),
        thankYouList=list_of(
            object_of(
                "followupType followupValue default",
                followupType=STRING,
                followupValue=_NULL,
                default=BOOLEAN,
            )
        ),
        buttonLocation=INTEGER,
        buttonLabel=STRING,
        waitingLabel=STRING,
    ),
    "FormField": object_of(
        "id label dataType validationMessage rowNumber columnNumber required formPrefill"
        " visibilityRules",
        id=STRING,
        label=STRING,
        dataType=STRING,
        defaultValue=STRING,
        validationMessage=STRING,
        rowNumber=INTEGER,
        columnNumber=INTEGER,
        maxLength=INTEGER,
        required=BOOLEAN,
        formPrefill=BOOLEAN,
        visibilityRules=object_of("ruleType", ruleType=STRING),
        hintText=STRING,
        instructions=STRING,
    ),
    "FormFieldId": object_of("id", id=STRING),
    "AvailableFormField": object_of(
        "id isRequired dataType",
        id=STRING,
        isRequired=BOOLEAN,
        dataType=STRING,
        maxLength=INTEGER,
        visibleRows=INTEGER,
    ),
}
