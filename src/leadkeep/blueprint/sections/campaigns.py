"""``campaigns``: smart campaigns with their triggers, filters and flows."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from leadkeep.blueprint.file import Item
from leadkeep.blueprint.sections.placed import PlacedKind, placed_item
from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.assets.engine import change_asset
from leadkeep.domain.automation.campaigns import (
    ANY,
    CAMPAIGN,
    NO_RULES,
    NO_STEPS,
    ONCE,
    Campaign,
    CampaignType,
    CampaignValues,
    Names,
    Qualification,
    activate_campaign,
    deactivate_campaign,
    parse_campaign_rules,
    parse_flow,
    render_campaign_rules,
    render_flow,
)
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.store import Transaction

KEY = "campaigns"
KIND = PlacedKind(KEY, CAMPAIGN, "Marketing Activities")
RULES = {"once": ONCE, "any": ANY}


class EveryItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Qualification rule: a lead may run through the campaign once in ``every`` units of time."""

    every: int
    unit: str


class CampaignItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A smart campaign, in a folder or in a program."""

    name: str
    program: str | None = None
    folder: str | None = None
    workspace: str | None = None
    description: str | None = None
    active: bool | None = None
    executable: bool | None = None
    qualification: str | EveryItem | None = None
    triggers: list[dict[str, Any]] | None = None
    match: str | int | None = None
    filters: list[dict[str, Any]] | None = None
    flow: list[dict[str, Any]] | None = None


def _apply(run: Run) -> Iterator[Change]:
    """Create all campaigns, then set their flows, then their rules.

    A flow step may refer to a later campaign, and a trigger to a step of one.
    """
    made: list[tuple[Item[CampaignItem], Campaign, str]] = []
    for item, place in KIND.items(run, CampaignItem):
        with run.errors_at(item.line, f"{KEY}: {item.value.name}"):
            values = CampaignValues(qualification=_qualification(item.value.qualification))
            new = replace(values, is_executable=item.value.executable)
            made.append((item, *KIND.save(run, item.value, place, values, new)))
    for item, campaign, _ in made:
        with run.errors_at(item.line, f"{KEY}: {item.value.name}"):
            _set_flow(run, item.value, campaign)
    for item, campaign, status in made:
        with run.errors_at(item.line, f"{KEY}: {item.value.name}"):
            changed = _set_rules(run, item.value, campaign)
        is_same = status == "created" or changed == campaign
        yield Change(KEY, campaign.name, status if is_same else "updated")


def _qualification(value: str | EveryItem | None) -> Qualification | None:
    if value is None:
        return None
    if isinstance(value, EveryItem):
        return Qualification.every(value.every, value.unit)
    if value not in RULES:
        raise ValueError(f"qualification is {', '.join(RULES)} or {{every: 2, unit: day}}")
    return RULES[value]


def _set_flow(run: Run, wanted: CampaignItem, campaign: Campaign) -> None:
    work = run.work
    if wanted.flow is not None:
        flow = parse_flow(Names(work, campaign.program_id, campaign.folder), wanted.flow)
        change_asset(work, CAMPAIGN, campaign.id, CampaignValues(flow=flow))


def _set_rules(run: Run, wanted: CampaignItem, campaign: Campaign) -> Campaign:
    """Set a campaign's rules, and activate or deactivate it; return the campaign."""
    work = run.work
    names = Names(work, campaign.program_id, campaign.folder)
    sent_rules = {
        key: value
        for key, value in (
            ("triggers", wanted.triggers),
            ("match", wanted.match),
            ("filters", wanted.filters),
        )
        if value is not None
    }
    rules = parse_campaign_rules(names, sent_rules) if sent_rules else None
    change = CampaignValues(is_executable=wanted.executable, rules=rules)
    changed = change_asset(work, CAMPAIGN, campaign.id, change)
    if wanted.active is None or wanted.active == changed.is_active:
        return changed
    switch = activate_campaign if wanted.active else deactivate_campaign
    return switch(work, campaign.id)


def _present(tx: Transaction) -> Iterator[dict[str, object]]:
    places, access = Places(tx), operator_access(tx)
    for each in CAMPAIGN.rows.all(tx):
        yield _item(places, Names(Work(tx, access), each.program_id), each)


def _item(places: Places, names: Names, campaign: Campaign) -> dict[str, object]:
    item = placed_item(places, campaign)
    if campaign.type is CampaignType.TRIGGER:
        item["active"] = campaign.is_active
    if campaign.is_executable:
        item["executable"] = True
    rule = campaign.qualification
    if rule.length is not None:
        item["qualification"] = {"every": rule.length, "unit": str(rule.unit)}
    elif rule != ONCE:
        item["qualification"] = rule.rule
    if campaign.rules != NO_RULES:
        item |= render_campaign_rules(campaign.rules)
    if campaign.flow != NO_STEPS:
        item["flow"] = render_flow(names, campaign.flow)
    return item


SECTION = Section(KEY, _apply, _present)
