"""Create, change, clone and delete smart campaigns, switch them on and off (behaviour.md 4.4)."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, update

from leadkeep.domain.assets.folders import (
    Folder,
    FolderKind,
    FolderRef,
    asset_columns,
    check_name_is_free,
    checked_description,
    checked_name,
    hold_tree,
    place_for,
    place_within,
)
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import (
    Campaign,
    CampaignChange,
    CampaignType,
    NewCampaign,
)
from leadkeep.domain.automation.campaigns.assets.find import get_campaign
from leadkeep.domain.automation.campaigns.assets.stored_flow import lists_of_flow
from leadkeep.domain.automation.campaigns.assets.stored_rules import (
    has_request,
    stored_rules,
    type_of,
)
from leadkeep.domain.automation.campaigns.tables import (
    CAMPAIGN_IDS,
    CAMPAIGN_PART_IDS,
    campaign,
    campaign_run,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

ASSET = "Smart Campaign"


@dataclass(frozen=True, slots=True)
class CampaignCopy:
    """What a clone is to be called, and where it is to stand."""

    name: str
    folder: FolderRef
    description: str | None = None
    is_executable: bool | None = None


def create_campaign(work: Work, new: NewCampaign) -> Campaign:
    """Create a campaign in a folder for programs or in a program. It is not active.

    Raises:
        Refusal: 701; 709, the name is taken; 710; 711.
    """
    hold_tree(work.tx)
    place = place_for(work, new.folder, FolderKind.MARKETING)
    rules = stored_rules(new.rules)
    created = Campaign(
        id=0,
        name=checked_name(new.name),
        description=checked_description(new.description),
        folder=place.ref,
        program_id=place.program_id,
        workspace_id=place.workspace_id,
        type=type_of(rules),
        is_requested=has_request(rules),
        is_executable=new.is_executable,
        is_active=False,
        qualification=new.qualification,
        rules=new.rules,
        flow=new.flow,
        smart_list_id=0,
        flow_id=0,
        stopped_at=None,
        stopped_reason=None,
        created_at=work.moment,
        updated_at=work.moment,
    )
    _check(work.tx, created)
    smart_list_id, flow_id = work.tx.allocate(CAMPAIGN_PART_IDS, 2)
    number = work.tx.allocate(CAMPAIGN_IDS, 1)[0]
    created = replace(created, id=number, smart_list_id=smart_list_id, flow_id=flow_id)
    row = {
        "id": number,
        "smart_list_id": smart_list_id,
        "flow_id": flow_id,
        "created_at": work.moment,
    }
    work.tx.execute(insert(campaign).values(**row, **_changeable(created)))
    queries.set_lists(work.tx, number, lists_of_flow(created.flow))
    return created


def change_campaign(work: Work, campaign_id: int, change: CampaignChange) -> Campaign:
    """Change a campaign; return it as it is then. It stays in its workspace.

    A campaign whose last trigger goes is active no longer. Leads that wait in its flow go on with
    the step that stands where they are.

    Raises:
        Refusal: 701; 702, no such campaign within reach; 709; 710; 711.
    """
    hold_tree(work.tx)
    present = changed = _present(work, campaign_id)
    if change.name is not None:
        changed = replace(changed, name=checked_name(change.name))
    if change.description is not None:
        changed = replace(changed, description=checked_description(change.description) or None)
    if change.folder is not None and change.folder != present.folder:
        place = _new_place(work, present, change.folder)
        changed = replace(changed, folder=place.ref, program_id=place.program_id)
    if change.is_executable is not None:
        changed = replace(changed, is_executable=change.is_executable)
    if change.qualification is not None:
        changed = replace(changed, qualification=change.qualification)
    if change.rules is not None:
        rules = stored_rules(change.rules)
        changed = replace(
            changed,
            rules=change.rules,
            type=type_of(rules),
            is_requested=has_request(rules),
            is_active=present.is_active and type_of(rules) is CampaignType.TRIGGER,
        )
    if change.flow is not None:
        changed = replace(changed, flow=change.flow)
    if changed == present:
        return present
    _check(work.tx, changed)
    return _store(work.tx, present, replace(changed, updated_at=work.moment))


def _new_place(work: Work, moved: Campaign, ref: FolderRef) -> Folder:
    refusal = "a campaign cannot be moved to another workspace"
    return place_within(work, ref, FolderKind.MARKETING, moved.workspace_id, refusal)


def activate_campaign(work: Work, campaign_id: int) -> Campaign:
    """Let a trigger campaign watch what happens; return it as it is then.

    Raises:
        Refusal: 702, no such campaign within reach; 709, it has no triggers, or is only executed.
    """
    hold_tree(work.tx)
    present = _present(work, campaign_id)
    if present.type is not CampaignType.TRIGGER or present.is_executable:
        raise Refusal(Reason.BUSINESS_RULE, f"{ASSET} has no triggers")
    if present.is_active:
        return present
    active = replace(
        present, is_active=True, stopped_at=None, stopped_reason=None, updated_at=work.moment
    )
    return _store(work.tx, present, active)


def deactivate_campaign(work: Work, campaign_id: int) -> Campaign:
    """Let a trigger campaign watch no longer; leads in its flow go on. Return it as it is then.

    Raises:
        Refusal: 702, no such campaign within reach; 709, it has no triggers.
    """
    hold_tree(work.tx)
    present = _present(work, campaign_id)
    if present.type is not CampaignType.TRIGGER:
        raise Refusal(Reason.BUSINESS_RULE, f"{ASSET} has no triggers")
    if not present.is_active:
        return present
    return _store(work.tx, present, replace(present, is_active=False, updated_at=work.moment))


def stop_campaign(tx: Transaction, campaign_id: int, reason: str) -> bool:
    """Switch off a campaign that feeds itself, and note why; return whether it was active."""
    present = queries.campaign_by_id(tx, campaign_id)
    if present is None or not present.is_active:
        return False
    stopped = replace(
        present, is_active=False, stopped_at=tx.moment, stopped_reason=reason, updated_at=tx.moment
    )
    _store(tx, present, stopped)
    return True


def delete_campaign(work: Work, campaign_id: int) -> None:
    """Delete a campaign: the leads in it go no further.

    Raises:
        Refusal: 702, no such campaign within reach; 709, it is active.
    """
    hold_tree(work.tx)
    present = _present(work, campaign_id)
    if present.is_active:
        raise Refusal(Reason.BUSINESS_RULE, f"{ASSET} is active")
    work.tx.execute(delete(campaign_run).where(campaign_run.c.campaign_id == campaign_id))
    work.tx.execute(delete(campaign).where(campaign.c.id == campaign_id))


def clone_campaign(work: Work, campaign_id: int, copy: CampaignCopy) -> Campaign:
    """Make a campaign with the rules, flow and qualification of another one. It is not active.

    Raises:
        Refusal: 702, no such campaign within reach; 709, the place is in another workspace, or as
            for a new one; 701, 710 or 711.
    """
    source = _present(work, campaign_id)
    refusal = "a campaign cannot be cloned to another workspace"
    place_within(work, copy.folder, FolderKind.MARKETING, source.workspace_id, refusal)
    is_executable = source.is_executable if copy.is_executable is None else copy.is_executable
    new = NewCampaign(
        name=copy.name,
        folder=copy.folder,
        description=source.description if copy.description is None else copy.description,
        is_executable=is_executable,
        qualification=source.qualification,
        rules=source.rules,
        flow=source.flow,
    )
    return create_campaign(work, new)


def _present(work: Work, campaign_id: int) -> Campaign:
    found = get_campaign(work, campaign_id)
    if found is None:
        raise Refusal(Reason.ASSET_NOT_FOUND, ASSET)
    return found


def _check(tx: Transaction, wanted: Campaign) -> None:
    """Refuse what no campaign may be: a name that another one bears in the same place."""
    if wanted.is_executable and wanted.type is CampaignType.TRIGGER:
        raise Refusal(Reason.BUSINESS_RULE, "an executable campaign has no triggers")
    namesakes = queries.campaigns_by_name(tx, normalised_key(wanted.name))
    check_name_is_free(wanted, namesakes, ASSET)


def _store(tx: Transaction, present: Campaign, changed: Campaign) -> Campaign:
    own = campaign.c.id == changed.id
    tx.execute(update(campaign).where(own).values(**_changeable(changed)))
    if changed.flow != present.flow:
        queries.set_lists(tx, changed.id, lists_of_flow(changed.flow))
    if present.is_active or changed.is_active:
        tx.bump_version()  # every process watches for the campaigns that are active
    return changed


def _changeable(of: Campaign) -> dict[str, Any]:
    return asset_columns(of) | {
        "type": of.type.value,
        "is_requested": of.is_requested,
        "is_executable": of.is_executable,
        "is_active": of.is_active,
        "qualification": of.qualification.rule,
        "interval_length": of.qualification.length,
        "interval_unit": of.qualification.unit,
        "rules": of.rules,
        "flow": of.flow,
        "stopped_at": of.stopped_at,
        "stopped_reason": of.stopped_reason,
    }
