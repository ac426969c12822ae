"""Smart campaigns: what the operations answer."""

from typing import Any

from leadkeep.api.answers.model import (
    BOOLEAN,
    ID,
    JSON_BODY,
    STRING,
    Answers,
    object_of,
)
from leadkeep.api.routes import campaigns
from leadkeep.errors import Reason

ANSWERS: dict[str, Answers] = {
    "getCampaignsUsingGET": Answers("Campaign", (Reason.NOT_A_NUMBER, Reason.WRONG_TYPE)),
    "getCampaignByIdUsingGET": Answers("Campaign", (Reason.NOT_A_NUMBER, Reason.OBJECT_NOT_FOUND)),
    "scheduleCampaignUsingPOST": Answers(
        "AssetId",
        (
            *JSON_BODY,
            Reason.NOT_A_NUMBER,
            Reason.OBJECT_NOT_FOUND,
            Reason.INVALID_RUN_DATE,
            Reason.CLONE_LIMIT,
            Reason.BLANK,
            Reason.BUSINESS_RULE,
        ),
        body=campaigns.ScheduleBody,
    ),
    "triggerCampaignUsingPOST": Answers(
        "AssetId",
        (*JSON_BODY, Reason.NOT_A_NUMBER, Reason.OBJECT_NOT_FOUND, Reason.LEADS_NOT_FOUND),
        body=campaigns.RequestBody,
    ),
    "getSmartCampaignMembershipUsingGET": Answers(
        "CampaignMembership", (Reason.NOT_A_NUMBER, Reason.WRONG_TYPE, Reason.LEAD_NOT_FOUND)
    ),
}

ITEMS: dict[str, dict[str, Any]] = {
    "Campaign": object_of(
        "id name type workspaceName createdAt updatedAt active",
        id=ID,
        name=STRING,
        description=STRING,
        type={"type": "string", "enum": ["batch", "trigger"]},
        programName=STRING,
        programId=ID,
        workspaceName=STRING,
        createdAt=STRING,
        updatedAt=STRING,
        active=BOOLEAN,
    ),
    "CampaignMembership": object_of(
        "smartCampaignId createdAt updatedAt",
        smartCampaignId=ID,
        createdAt=STRING,
        updatedAt=STRING,
    ),
}
