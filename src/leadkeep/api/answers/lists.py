"""Static lists, their membership, folders: what the operations answer."""

from typing import Any

from leadkeep.api.answers.model import (
    ID,
    JSON_BODY,
    REASONS,
    STRING,
    Answers,
    object_of,
)
from leadkeep.api.routes import leads
from leadkeep.errors import Reason

_LEADS = Answers(
    "Lead",
    (Reason.NOT_A_NUMBER, Reason.WRONG_TYPE, Reason.FIELD_NOT_FOUND, Reason.OBJECT_NOT_FOUND),
)
_MEMBERS = (*JSON_BODY, Reason.NOT_A_NUMBER, Reason.OBJECT_NOT_FOUND)

ANSWERS: dict[str, Answers] = {
    "getListsUsingGET": Answers("List", (Reason.NOT_A_NUMBER, Reason.WRONG_TYPE)),
    "getListByIdUsingGET": Answers("List", (Reason.NOT_A_NUMBER, Reason.OBJECT_NOT_FOUND)),
    "getLeadsByListIdUsingGET": _LEADS,
    "getLeadsByListIdUsingGET_1": _LEADS,
    "addLeadsToListUsingPOST": Answers(
        "MemberOutcome", _MEMBERS, (Reason.LEAD_NOT_FOUND,), leads.IdsBody
    ),
    "removeLeadsFromListUsingDELETE": Answers(
        "MemberOutcome", _MEMBERS, (Reason.LEAD_NOT_FOUND, Reason.LEAD_NOT_IN_LIST), leads.IdsBody
    ),
    "areLeadsMemberOfListUsingGET": Answers(
        "MemberOutcome", _MEMBERS, (Reason.LEAD_NOT_FOUND,), leads.IdsBody
    ),
    "getListMembershipUsingGET": Answers(
        "ListMembership", (Reason.NOT_A_NUMBER, Reason.WRONG_TYPE, Reason.LEAD_NOT_FOUND)
    ),
}

_STATUSES = ["added", "removed", "memberof", "notmemberof", "skipped"]
_LIST_DATES = {"createdAt": STRING, "updatedAt": STRING}

ITEMS: dict[str, dict[str, Any]] = {
    "List": object_of(
        "id name workspaceId workspaceName createdAt updatedAt",
        id=ID,
        name=STRING,
        description=STRING,
        programName=STRING,
        workspaceId=ID,
        workspaceName=STRING,
        **_LIST_DATES,
    ),
    "MemberOutcome": object_of(
        "id status", id=ID, status={"type": "string", "enum": _STATUSES}, reasons=REASONS
    ),
    "ListMembership": object_of("listId createdAt updatedAt", listId=ID, **_LIST_DATES),
    "AssetId": object_of("id", id=ID),
}
