"""``campaigns``: smart campaigns with what makes leads enter and the steps of their flows."""

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
    """A lead may pass through once in so many units."""

    every: int
    unit: str


class CampaignItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A smart campaign, in a folder or in a program. What is left out stays as it is."""

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
    """Make the campaigns, then their flows: a step may name a campaign that stands below."""
    made: list[tuple[Item[CampaignItem], Campaign, str]] = []
    for item, place in KIND.items(run, CampaignItem):
        with run.blaming(item.line, f"{KEY}: {item.value.name}"):
            values = CampaignValues(qualification=_qualification(item.value.qualification))
            new = replace(values, is_executable=item.value.executable)
            made.append((item, *KIND.put(run, item.value, place, values, new)))
    for item, campaign, status in made:
        with run.blaming(item.line, f"{KEY}: {item.value.name}"):
            changed = _complete(run, item.value, campaign)
        is_same = status == "created" or changed == campaign
        yield Change(KEY, campaign.name, status if is_same else "updated")


def _qualification(told: str | EveryItem | None) -> Qualification | None:
    if told is None:
        return None
    if isinstance(told, EveryItem):
        return Qualification.every(told.every, told.unit)
    if told not in RULES:
        raise ValueError(f"qualification is {', '.join(RULES)} or {{every: 2, unit: day}}")
    return RULES[told]


def _complete(run: Run, wanted: CampaignItem, of: Campaign) -> Campaign:
    """Give a campaign its rules and steps, and switch it on or off."""
    work = run.work
    names = Names(work, of.program_id)
    told = {
        key: value
        for key, value in (
            ("triggers", wanted.triggers),
            ("match", wanted.match),
            ("filters", wanted.filters),
        )
        if value is not None
    }
    rules = parse_campaign_rules(names, told) if told else None
    flow = None if wanted.flow is None else parse_flow(names, wanted.flow)
    change = CampaignValues(is_executable=wanted.executable, rules=rules, flow=flow)
    changed = change_asset(work, CAMPAIGN, of.id, change)
    if wanted.active is None or wanted.active == changed.is_active:
        return changed
    switch = activate_campaign if wanted.active else deactivate_campaign
    return switch(work, of.id)


def _present(tx: Transaction) -> Iterator[dict[str, object]]:
    places, access = Places(tx), operator_access(tx)
    for each in CAMPAIGN.rows.all(tx):
        yield _item(places, Names(Work(tx, access), each.program_id), each)


def _item(places: Places, names: Names, of: Campaign) -> dict[str, object]:
    item = placed_item(places, of)
    if of.type is CampaignType.TRIGGER:
        item["active"] = of.is_active
    if of.is_executable:
        item["executable"] = True
    rule = of.qualification
    if rule.length is not None:
        item["qualification"] = {"every": rule.length, "unit": str(rule.unit)}
    elif rule != ONCE:
        item["qualification"] = rule.rule
    if of.rules != NO_RULES:
        item |= render_campaign_rules(of.rules)
    if of.flow != NO_STEPS:
        item["flow"] = render_flow(names, of.flow)
    return item


SECTION = Section(KEY, _apply, _present)
