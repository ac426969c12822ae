"""The questions that are asked of the tables of campaigns."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, delete, select

from leadkeep.domain.assets.folders import AssetSearch, FolderRef, FolderType
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
_CAMPAIGNS: Select[Any] = select(
    _c.id,
    _c.name,
    _c.description,
    _c.folder_type,
    _c.folder_id,
    _c.program_id,
    _c.workspace_id,
    _c.type,
    _c.is_requested,
    _c.is_executable,
    _c.is_active,
    _c.qualification,
    _c.interval_length,
    _c.interval_unit,
    _c.rules,
    _c.flow,
    _c.smart_list_id,
    _c.flow_id,
    _c.stopped_at,
    _c.stopped_reason,
    _c.created_at,
    _c.updated_at,
)
_BY_ID = Statement(_CAMPAIGNS.where(_c.id == bindparam("wanted_id")))
_BY_NAME = Statement(_CAMPAIGNS.where(_c.name_key == bindparam("name")).order_by(_c.id))
_ALL = Statement(_CAMPAIGNS.order_by(_c.id))
_ACTIVE = Statement(
    _CAMPAIGNS.where(_c.is_active.is_(True), _c.type == CampaignType.TRIGGER.value).order_by(_c.id)
)
_IN_PROGRAM = Statement(_CAMPAIGNS.where(_c.program_id == bindparam("program")).order_by(_c.id))
_SEARCH = AssetSearch(
    campaign,
    _CAMPAIGNS,
    {
        "requested": _c.is_requested == bindparam("requested"),
        "active": _c.is_active == bindparam("active"),
    },
)

MEMBERSHIPS = LeadMemberships(campaign, campaign_member, _m.campaign_id)
"""The campaigns of a lead."""
_WITH_RUNS = Statement(
    select(_r.campaign_id)
    .distinct()
    .where(any_of(_r.campaign_id, "campaign_ids"), _r.kind == bindparam("wanted_kind"))
    .order_by(_r.campaign_id)
)
_ADD_LISTS = Insert(campaign_list, ["list_id"], same=["campaign_id"])
_DROP_LISTS = Statement(delete(campaign_list).where(campaign_list.c.campaign_id == bindparam("of")))


def _read(row: Sequence[Any]) -> Campaign:
    number, name, description, folder_type, folder_id, program_id, workspace_id = row[:7]
    kind, is_requested, is_executable, is_active, rule, length, unit, *rest = row[7:]
    return Campaign(
        number,
        name,
        description,
        FolderRef(folder_id, FolderType(folder_type)),
        program_id,
        workspace_id,
        CampaignType(kind),
        is_requested,
        is_executable,
        is_active,
        Qualification(rule, length, None if unit is None else Unit(unit)),
        *rest,
    )


def campaign_by_id(tx: Transaction, campaign_id: int) -> Campaign | None:
    """Return a campaign."""
    row = tx.row(_BY_ID, wanted_id=campaign_id)
    return None if row is None else _read(row)


def campaigns_by_name(tx: Transaction, name_key: str) -> list[Campaign]:
    """Return the campaigns of a normalised name, ascending by id."""
    return [_read(row) for row in tx.rows(_BY_NAME, name=name_key)]


def campaigns_in_program(tx: Transaction, program_id: int) -> list[Campaign]:
    """Return the campaigns of a program, ascending by id."""
    return [_read(row) for row in tx.rows(_IN_PROGRAM, program=program_id)]


def all_campaigns(tx: Transaction) -> list[Campaign]:
    """Return all campaigns, ascending by id."""
    return [_read(row) for row in tx.rows(_ALL)]


def active_campaigns(tx: Transaction) -> list[Campaign]:
    """Return the trigger campaigns that are active, ascending by id."""
    return [_read(row) for row in tx.rows(_ACTIVE)]


def campaigns_where(
    tx: Transaction, conditions: Mapping[str, Any], most: int, offset: int = 0
) -> list[Campaign]:
    """Return the campaigns that meet the named conditions with these values, ascending by id."""
    return [_read(row) for row in _SEARCH.rows(tx, conditions, most, offset)]


def with_runs(tx: Transaction, campaign_ids: Collection[int], kind: str) -> set[int]:
    """Return those of these campaigns that have runs of a kind."""
    if not campaign_ids:
        return set()
    rows = tx.rows(_WITH_RUNS, campaign_ids=list(campaign_ids), wanted_kind=kind)
    return {row[0] for row in rows}


def set_lists(tx: Transaction, campaign_id: int, list_ids: Collection[int]) -> None:
    """Note which lists a campaign's flow needs."""
    tx.run(_DROP_LISTS, of=campaign_id)
    tx.insert(_ADD_LISTS, [(each,) for each in sorted(set(list_ids))], campaign_id)
