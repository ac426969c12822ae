"""Smart lists: what the operations answer."""

from typing import Any

from leadkeep.api.answers.model import (
    ASSET_MOMENT,
    BOOLEAN,
    FOLDER,
    FORM_BODY,
    ID,
    INTEGER,
    STRING,
    Answers,
    object_of,
)
from leadkeep.errors import Reason

_OWN = (*FORM_BODY, Reason.NOT_A_NUMBER, Reason.ASSET_GONE, Reason.BUSINESS_RULE)

ANSWERS: dict[str, Answers] = {
    "getSmartListByIdUsingGET": Answers("SmartList", (Reason.NOT_A_NUMBER, Reason.WRONG_TYPE)),
    "getSmartListByNameUsingGET": Answers("SmartList", (Reason.BLANK,)),
    "getSmartListsUsingGET": Answers(
        "SmartList", (Reason.WRONG_TYPE, Reason.INVALID_MEMBER, Reason.INVALID_DATE)
    ),
    "cloneSmartListUsingPOST": Answers(
        "SmartList",
        (
            *_OWN,
            Reason.BLANK,
            Reason.INVALID_MEMBER,
            Reason.PARENT_FOLDER_NOT_FOUND,
            Reason.INCOMPATIBLE_FOLDER,
        ),
    ),
    "deleteSmartListByIdUsingPOST": Answers("AssetId", _OWN),
}

_TEXTS: dict[str, Any] = {"type": "array", "items": STRING}
_CONDITION = object_of(
    "activityAttributeId activityAttributeName operator values isPrimary",
    activityAttributeId={"type": ["integer", "null"]},
    activityAttributeName=STRING,
    operator=STRING,
    values=_TEXTS,
    isPrimary=BOOLEAN,
)
_RULE = object_of(
    "id name ruleTypeId ruleType operator conditions",
    id=INTEGER,
    name=STRING,
    ruleTypeId=INTEGER,
    ruleType=STRING,
    operator=STRING,
    conditions={"type": "array", "items": _CONDITION},
)
_RULES: dict[str, Any] = {"type": "array", "items": _RULE}

ITEMS: dict[str, dict[str, Any]] = {
    "SmartList": object_of(
        "id name createdAt updatedAt url folder workspace",
        id=ID,
        name=STRING,
        description=STRING,
        createdAt=ASSET_MOMENT,
        updatedAt=ASSET_MOMENT,
        url=STRING,
        folder=FOLDER,
        workspace=STRING,
        rules=object_of(
            "filterMatchType triggers filters",
            filterMatchType=STRING,
            triggers=_RULES,
            filters=_RULES,
        ),
    ),
}
