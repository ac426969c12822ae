"""Static lists, their membership, folders: what the operations answer."""

from typing import Any

from leadkeep.api.answers.model import (
    ASSET_MOMENT,
    BOOLEAN,
    FOLDER,
    FORM_BODY,
    ID,
    STRING,
    Answers,
    object_of,
)
from leadkeep.errors import Reason

_PLACE = (
    Reason.BLANK,
    Reason.INVALID_MEMBER,
    Reason.BUSINESS_RULE,
    Reason.PARENT_FOLDER_NOT_FOUND,
    Reason.INCOMPATIBLE_FOLDER,
)

ANSWERS: dict[str, Answers] = {
    "getStaticListByIdUsingGET": Answers("StaticListAsset", (Reason.NOT_A_NUMBER,)),
    "getStaticListByNameUsingGET": Answers("StaticListAsset", (Reason.BLANK,)),
    "getStaticListsUsingGET": Answers(
        "StaticListAsset", (Reason.WRONG_TYPE, Reason.INVALID_MEMBER, Reason.INVALID_DATE)
    ),
    "createStaticListUsingPOST": Answers("StaticListAsset", (*FORM_BODY, *_PLACE)),
    "updateStaticListUsingPOST": Answers(
        "StaticListAsset",
        (
            *FORM_BODY,
            Reason.NOT_A_NUMBER,
            Reason.BLANK,
            Reason.ASSET_GONE,
            Reason.BUSINESS_RULE,
        ),
    ),
    "deleteStaticListByIdUsingPOST": Answers(
        "AssetId", (*FORM_BODY, Reason.NOT_A_NUMBER, Reason.ASSET_GONE, Reason.BUSINESS_RULE)
    ),
    "getFolderByIdUsingGET": Answers("Folder", (Reason.NOT_A_NUMBER, Reason.BLANK)),
    "getFolderByNameUsingGET": Answers(
        "Folder", (Reason.NOT_A_NUMBER, Reason.BLANK, Reason.INVALID_MEMBER)
    ),
    "getFolderUsingGET": Answers("Folder", (Reason.WRONG_TYPE, Reason.INVALID_MEMBER)),
    "createFolderUsingPOST": Answers("Folder", (*FORM_BODY, *_PLACE)),
    "updateFolderUsingPOST": Answers(
        "Folder",
        (
            *FORM_BODY,
            Reason.NOT_A_NUMBER,
            Reason.WRONG_TYPE,
            Reason.BLANK,
            Reason.ASSET_NOT_FOUND,
            Reason.BUSINESS_RULE,
        ),
    ),
    "deleteFolderUsingPOST": Answers(
        "AssetId", (*FORM_BODY, Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND, Reason.BUSINESS_RULE)
    ),
}

_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
_ASSET_DATES = {"createdAt": ASSET_MOMENT, "updatedAt": ASSET_MOMENT}

ITEMS: dict[str, dict[str, Any]] = {
    "StaticListAsset": object_of(
        "id name createdAt updatedAt folder computedUrl workspace",
        id=ID,
        name=STRING,
        description=STRING,
        **_ASSET_DATES,
        folder=FOLDER,
        computedUrl=STRING,
        workspace=STRING,
    ),
    "Folder": object_of(
        "name description createdAt updatedAt url folderId folderType parent path isArchive"
        " isSystem accessZoneId workspace id",
        name=STRING,
        description=_TEXT_OR_NULL,
        **_ASSET_DATES,
        url=_TEXT_OR_NULL,
        folderId=FOLDER,
        folderType=STRING,
        parent={"oneOf": [FOLDER, {"type": "null"}]},
        path=STRING,
        isArchive=BOOLEAN,
        isSystem=BOOLEAN,
        accessZoneId=ID,
        workspace=STRING,
        id=ID,
    ),
    "AssetId": object_of("id", id=ID),
}
