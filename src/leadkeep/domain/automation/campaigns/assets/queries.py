"""Query the tables of campaigns (SQL only)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select

from leadkeep.domain.assets.engine import AssetTable
from leadkeep.domain.automation.campaigns.assets.campaign import (
    Campaign,
    CampaignType,
    Qualification,
    Unit,
)
from leadkeep.domain.automation.campaigns.tables import (
    campaign,
    campaign_list,
    campaign_member,
    campaign_run,
)
from leadkeep.domain.leads import LeadMemberships
from leadkeep.store import Insert, Statement, Transaction, any_of

_c = campaign.c
_m = campaign_member.c
_r = campaign_run.c


def _read(own: Sequence[Any]) -> list[Any]:
    kind, is_requested, is_executable, is_active, rule, length, unit, *rest = own
    qualification = Qualification(rule, length, None if unit is None else Unit(unit))
    return [CampaignType(kind), is_requested, is_executable, is_active, qualification, *rest]


def _write(campaign: Campaign) -> dict[str, Any]:
    raw = {name: getattr(campaign, name) for name in _OWN if name not in _QUALIFICATION}
    rule = campaign.qualification
    values = zip(_QUALIFICATION, (rule.rule, rule.length, rule.unit), strict=True)
    return raw | dict(values) | {"type": campaign.type.value}


_QUALIFICATION = ("qualification", "interval_length", "interval_unit")
_OWN = (
    "type",
    "is_requested",
    "is_executable",
    "is_active",
    *_QUALIFICATION,
    "rules",
    "flow",
    "smart_list_id",
    "flow_id",
    "stopped_at",
    "stopped_reason",
)
CAMPAIGNS: AssetTable[Campaign] = AssetTable(
    campaign,
    Campaign,
    _OWN,
    read=_read,
    write=_write,
    filters=["is_requested", "is_active"],
)
campaign_by_id = CAMPAIGNS.by_id
all_campaigns = CAMPAIGNS.all

_ACTIVE = Statement(
    CAMPAIGNS.query.where(_c.is_active.is_(True), _c.type == CampaignType.TRIGGER.value).order_by(
        _c.id
    )
)
_STOPPED = Statement(
    CAMPAIGNS.query.where(
        _c.stopped_at >= bindparam("since"), any_of(_c.workspace_id, "workspaces")
    )
    .order_by(_c.stopped_at.desc(), _c.id)
    .limit(bindparam("limit"))
)
_IN_PROGRAM = Statement(
    CAMPAIGNS.query.where(_c.program_id == bindparam("program")).order_by(_c.id)
)
MEMBERSHIPS = LeadMemberships(campaign, campaign_member, _m.campaign_id)
"""Reads the campaign memberships of a lead."""
_WITH_RUNS = Statement(
    select(_r.campaign_id)
    .distinct()
    .where(any_of(_r.campaign_id, "campaign_ids"), _r.kind == bindparam("wanted_kind"))
    .order_by(_r.campaign_id)
)
_ADD_LISTS = Insert(campaign_list, ["list_id"], same=["campaign_id"])
_DROP_LISTS = Statement(delete(campaign_list).where(campaign_list.c.campaign_id == bindparam("of")))


def campaigns_in_program(tx: Transaction, program_id: int) -> list[Campaign]:
    """Return the campaigns in a program, ascending by id."""
    return [CAMPAIGNS.read(row) for row in tx.rows(_IN_PROGRAM, program=program_id)]


def active_campaigns(tx: Transaction) -> list[Campaign]:
    """Return all active trigger campaigns, ascending by id."""
    return [CAMPAIGNS.read(row) for row in tx.rows(_ACTIVE)]


def stopped_campaigns(
    tx: Transaction, workspaces: Collection[int], since: datetime, limit: int
) -> list[Campaign]:
    """Return the campaigns of workspaces that stopped themselves since a moment, newest first."""
    values = {"workspaces": list(workspaces), "since": since, "limit": limit}
    return [CAMPAIGNS.read(row) for row in tx.rows(_STOPPED, **values)]


def with_runs(tx: Transaction, campaign_ids: Collection[int], kind: str) -> set[int]:
    """Return the ids of those of these campaigns that have a run of this kind."""
    if not campaign_ids:
        return set()
    rows = tx.rows(_WITH_RUNS, campaign_ids=list(campaign_ids), wanted_kind=kind)
    return {row[0] for row in rows}


def set_lists(tx: Transaction, campaign_id: int, list_ids: Collection[int]) -> None:
    """Store which static lists a campaign's flow needs, so that they cannot be deleted."""
    tx.run(_DROP_LISTS, of=campaign_id)
    tx.insert(_ADD_LISTS, [(each,) for each in sorted(set(list_ids))], campaign_id)
