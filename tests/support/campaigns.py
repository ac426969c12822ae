"""What the tests of smart campaigns share."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import select

from leadkeep.blueprint import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.domain.activities.tables import activity
from leadkeep.domain.assets.engine import create_asset
from leadkeep.domain.assets.folders import FolderRef, FolderType
from leadkeep.domain.automation.campaigns import (
    CAMPAIGN,
    ONCE,
    Campaign,
    CampaignValues,
    Qualification,
    activate_campaign,
)
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY
from tests.support.leads import create
from tests.support.lists import MARKETING, fresh_name, post, reference

CAMPAIGNS = "/rest/v1/campaigns.json"
NO_CAMPAIGN = ("1013", "Campaign not found")
REQUESTED = {"type": "Campaign is Requested", "source": "Web Service API"}


def new_program(server: Rehearsal, name: str | None = None, **form: str) -> int:
    """Create a program and return its id."""
    sent = {
        "name": name or fresh_name("Program"),
        "folder": reference(MARKETING),
        "type": "Default",
        "channel": "Online Advertising",
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
    new = CampaignValues(
        name or fresh_name("Campaign"),
        folder,
        qualification=qualification,
        rules=msgspec.json.encode(rules or {}).decode(),
    )

    def create(tx: Any) -> Campaign:  # noqa: ANN401
        access = operator_access(tx)
        made = create_asset(Work(tx, access), CAMPAIGN, new)
        return activate_campaign(Work(tx, access), made.id) if is_active else made

    return server.store.write_now(create).id


def apply(server: Rehearsal, blueprint: str) -> dict[str, str]:
    """Apply a blueprint; return what became of each object, by name."""
    parsed = parse_blueprint("test.yaml", blueprint.encode())
    report = apply_blueprint(server.store, parsed, KEY)
    return {each.name: each.status for each in report.changes}


def campaign_id(server: Rehearsal, name: str) -> int:
    """Return the id of the campaign of this name."""
    (item,) = server.get(CAMPAIGNS, {"name": name}).result
    number: int = item["id"]
    return number


def campaign(server: Rehearsal, flow: str, **members: str) -> int:
    """Make a campaign that can be requested, with this flow in YAML; return its id."""
    name = members.pop("name", None) or fresh_name("Flow")
    told = {"active": "true", "triggers": "[{type: Campaign is Requested}]"} | members
    lines = [f"  {key}: {value}" for key, value in told.items()]
    apply(server, "\n".join(["campaigns:", f"- name: {name}", *lines, f"  flow: {flow}", ""]))
    return campaign_id(server, name)


def request(server: Rehearsal, number: int, *lead_ids: int, **options: Any) -> Any:  # noqa: ANN401
    """Request a campaign for leads and return the answer."""
    told = {"leads": [{"id": each} for each in lead_ids]} | options
    return server.post(f"/rest/v1/campaigns/{number}/trigger.json", {"input": told})


def pass_through(server: Rehearsal, number: int, *lead_ids: int, **options: Any) -> None:  # noqa: ANN401
    """Request a campaign for leads and run the jobs that are due."""
    assert request(server, number, *lead_ids, **options).result == [{"id": number}]
    server.run_jobs()


class Told(NamedTuple):
    """An activity that a campaign has caused."""

    type_id: int
    primary: str | None
    attributes: dict[str, Any]


def told(server: Rehearsal, number: int, lead_id: int) -> list[Told]:
    """Return what the log tells of a lead because of a campaign, in order."""
    c = activity.c
    query = (
        select(c.activity_type_id, c.primary_attribute_value, c.attributes)
        .where(c.lead_id == lead_id, c.campaign_id == number)
        .order_by(c.id)
    )
    rows = server.store.read_now(lambda tx: [tuple(row) for row in tx.execute(query)])
    return [
        Told(kind, primary, {each["name"]: each["value"] for each in msgspec.json.decode(text)})
        for kind, primary, text in rows
    ]


def people(server: Rehearsal, size: int, **values: Any) -> list[int]:  # noqa: ANN401
    """Create leads and return their ids."""
    return [create(server, **values) for _ in range(size)]


def values_of(server: Rehearsal, lead_id: int, *names: str) -> Sequence[Any]:
    """Return what a lead holds in these fields."""
    (item,) = server.get(f"/rest/v1/lead/{lead_id}.json", {"fields": ",".join(names)}).result
    return [item[name] for name in names]
