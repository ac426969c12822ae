"""Programs, their members, channels, tags and tokens: what the operations answer."""

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

_PLACE = (
    *FORM_BODY,
    Reason.BLANK,
    Reason.INVALID_MEMBER,
    Reason.BUSINESS_RULE,
    Reason.PARENT_FOLDER_NOT_FOUND,
    Reason.INCOMPATIBLE_FOLDER,
)
_OWN = (*FORM_BODY, Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND)

ANSWERS: dict[str, Answers] = {
    "getProgramByIdUsingGET": Answers("Program", (Reason.NOT_A_NUMBER,)),
    "getProgramByNameUsingGET": Answers("Program", (Reason.BLANK, Reason.WRONG_TYPE)),
    "browseProgramsUsingGET": Answers(
        "Program", (Reason.NOT_A_NUMBER, Reason.WRONG_TYPE, Reason.INVALID_DATE)
    ),
    "getProgramsByTagUsingGET": Answers("Program", (Reason.BLANK, Reason.WRONG_TYPE)),
    "createProgramUsingPOST": Answers("Program", _PLACE),
    "updateProgramUsingPOST": Answers(
        "Program",
        (*_OWN, Reason.WRONG_TYPE, Reason.BLANK, Reason.INVALID_MEMBER, Reason.BUSINESS_RULE),
    ),
    "deleteProgramUsingPOST": Answers("AssetId", (*_OWN, Reason.BUSINESS_RULE)),
    "cloneProgramUsingPOST": Answers(
        "Program", (*_PLACE, Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND)
    ),
    "getTokensByFolderIdUsingGET": Answers("Tokens", (Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND)),
    "addTokenTOFolderUsingPOST": Answers("Tokens", (*_OWN, Reason.BLANK, Reason.BUSINESS_RULE)),
    "deleteTokenByNameUsingPOST": Answers("AssetId", (*_OWN, Reason.BLANK)),
}

_DATES = {"createdAt": ASSET_MOMENT, "updatedAt": ASSET_MOMENT}
_COSTS = list_of(object_of("startDate cost", startDate=STRING, cost=INTEGER, note=STRING))

ITEMS: dict[str, dict[str, Any]] = {
    "Program": object_of(
        "id name description createdAt updatedAt url type channel folder status workspace"
        " headStart",
        id=ID,
        name=STRING,
        description=STRING,
        **_DATES,
        url=STRING,
        type=STRING,
        channel=STRING,
        folder=object_of(
            "type value folderName",
            type={"type": "string", "enum": ["Folder", "Program"]},
            value=ID,
            folderName=STRING,
        ),
        status=STRING,
        workspace=STRING,
        tags=list_of(object_of("tagType tagValue", tagType=STRING, tagValue=STRING)),
        costs={"oneOf": [_COSTS, {"type": "null"}]},
        headStart=BOOLEAN,
    ),
    "Tokens": object_of(
        "folder tokens",
        folder=object_of("type value", type=STRING, value=ID),
        tokens=list_of(
            object_of(
                "name type value computedUrl",
                name=STRING,
                type=STRING,
                value=STRING,
                computedUrl=STRING,
            )
        ),
    ),
}
