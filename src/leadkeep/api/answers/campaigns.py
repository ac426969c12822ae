"""Smart campaigns: what the operations answer."""

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

_PLACE = (
    *FORM_BODY,
    Reason.BLANK,
    Reason.WRONG_TYPE,
    Reason.INVALID_MEMBER,
    Reason.BUSINESS_RULE,
    Reason.PARENT_FOLDER_NOT_FOUND,
    Reason.INCOMPATIBLE_FOLDER,
)
_OWN = (*FORM_BODY, Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND, Reason.BUSINESS_RULE)

ANSWERS: dict[str, Answers] = {
    "getSmartCampaignByIdUsingGET": Answers("SmartCampaign", (Reason.NOT_A_NUMBER,)),
    "getSmartCampaignByNameUsingGET": Answers("SmartCampaign", (Reason.BLANK,)),
    "getAllSmartCampaignsGET": Answers(
        "SmartCampaign", (Reason.WRONG_TYPE, Reason.INVALID_MEMBER, Reason.INVALID_DATE)
    ),
    "createSmartCampaignUsingPOST": Answers("SmartCampaign", _PLACE),
    "updateSmartCampaignUsingPOST": Answers(
        "SmartCampaign", (*_OWN, Reason.BLANK, Reason.WRONG_TYPE)
    ),
    "cloneSmartCampaignUsingPOST": Answers(
        "SmartCampaign", (*_PLACE, Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND)
    ),
    "deleteSmartCampaignUsingPOST": Answers("AssetId", _OWN),
    "activateSmartCampaignUsingPOST": Answers("AssetId", _OWN),
    "deactivateSmartCampaignUsingPOST": Answers("AssetId", _OWN),
}

_STATUSES = ["Inactive", "Active", "Never Run", "Single Run", "Invalid"]

ITEMS: dict[str, dict[str, Any]] = {
    "SmartCampaign": object_of(
        "id name description createdAt updatedAt folder status type isSystem isActive"
        " isRequestable isCommunicationLimitEnabled recurrence qualificationRuleType workspace"
        " smartListId flowId computedUrl",
        id=ID,
        name=STRING,
        description=STRING,
        createdAt=ASSET_MOMENT,
        updatedAt=ASSET_MOMENT,
        folder=FOLDER,
        status={"type": "string", "enum": _STATUSES},
        type={"type": "string", "enum": ["batch", "trigger", "default"]},
        isSystem=BOOLEAN,
        isActive=BOOLEAN,
        isRequestable=BOOLEAN,
        isCommunicationLimitEnabled=BOOLEAN,
        recurrence=object_of("weekdayOnly", weekdayOnly=BOOLEAN),
        qualificationRuleType={"type": "string", "enum": ["once", "any", "interval"]},
        qualificationRuleInterval=INTEGER,
        qualificationRuleUnit={"type": "string", "enum": ["hour", "day", "week", "month"]},
        workspace=STRING,
        smartListId=ID,
        flowId=ID,
        parentProgramId=ID,
        computedUrl=STRING,
    ),
}
