"""What the tests of smart campaigns share."""

from typing import Any

import msgspec

from leadkeep.domain.access import operator_access
from leadkeep.domain.campaigns import (
    ONCE,
    Campaign,
    NewCampaign,
    Qualification,
    activate_campaign,
    create_campaign,
)
from leadkeep.domain.folders import FolderRef, FolderType
from leadkeep.testing import Rehearsal
from tests.api.list_support import MARKETING, fresh_name, post, reference

CAMPAIGNS = "/rest/v1/campaigns.json"
NO_CAMPAIGN = ("1013", "Campaign not found")
REQUESTED = {"type": "Campaign is Requested", "source": "Web Service API"}


def new_program(server: Rehearsal, name: str | None = None, **form: str) -> int:
    """Create a program and return its id."""
    sent = {
        "name": name or fresh_name("Program"),
        "folder": reference(MARKETING),
        "type": "Default",
        "channel": "Content",
    }
    (item,) = post(server, "programs.json", **(sent | form)).result
    program_id: int = item["id"]
    return program_id


def new_campaign(
    server: Rehearsal,
    name: str | None = None,
    *,
    program: int | None = None,
    rules: dict[str, Any] | None = None,
    qualification: Qualification = ONCE,
    is_active: bool = False,
) -> int:
    """Create a campaign with these rules as they are stored, and return its id."""
    folder = FolderRef(MARKETING) if program is None else FolderRef(program, FolderType.PROGRAM)
    new = NewCampaign(
        name or fresh_name("Campaign"),
        folder,
        qualification=qualification,
        rules=msgspec.json.encode(rules or {}).decode(),
    )
    now = server.clock.now()

    def create(tx: Any) -> Campaign:  # noqa: ANN401
        access = operator_access(tx)
        made = create_campaign(tx, access, new, now)
        return activate_campaign(tx, access, made.id, now) if is_active else made

    return server.store.write_now(create).id
