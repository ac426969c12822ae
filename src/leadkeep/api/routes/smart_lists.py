"""Tag Smart Lists: smart lists as assets (behaviour.md 4.4)."""

from collections.abc import Sequence
from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.domain.assets.folders import AssetFilter
from leadkeep.domain.automation.rules import ShownRule, shown_filters
from leadkeep.domain.automation.smart_lists import (
    SmartList,
    clone_smart_list,
    delete_smart_list,
    get_smart_list,
    smart_lists_from,
    smart_lists_named,
)
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.store import Transaction

Item = dict[str, Any]


async def get_by_id(request: Request) -> AssetReply:
    """Get Smart List by Id."""
    number = params.path_number(request, "id")
    has_rules = bool(params.flag(request, "includeRules"))

    def verb(work: Work) -> list[Item]:
        found = get_smart_list(work, number)
        return _items(work.tx, [] if found is None else [found], has_rules=has_rules)

    return AssetReply(await request.read(verb))


async def get_by_name(request: Request) -> AssetReply:
    """Get Smart List by Name."""
    name = assets.required(request, "name")
    return AssetReply(
        await request.read(lambda work: _items(work.tx, smart_lists_named(work, name)))
    )


async def browse(request: Request) -> AssetReply:
    """Get Smart Lists."""
    page, span = assets.page(request), assets.span(request)
    wanted = AssetFilter(folder=assets.folder(request), earliest=span.earliest, latest=span.latest)
    return AssetReply(
        await request.read_long(
            lambda work: _items(work.tx, smart_lists_from(work, wanted, page.offset, page.size))
        )
    )


async def clone(request: Request) -> AssetReply:
    """Clone Smart List."""
    assets.check_form(request)
    number = params.path_number(request, "id")
    name, folder = assets.required(request, "name"), assets.required_folder(request)
    description = params.text(request, "description")

    def verb(work: Work) -> list[Item]:
        made = clone_smart_list(work, number, name, folder, description)
        return _items(work.tx, [made])

    return AssetReply(await request.write(verb))


async def delete(request: Request) -> AssetReply:
    """Delete Smart List."""
    assets.check_form(request)
    number = params.path_number(request, "id")
    await request.write(delete_smart_list, number)
    return AssetReply([{"id": number}])


def _items(tx: Transaction, found: Sequence[SmartList], *, has_rules: bool = False) -> list[Item]:
    workspaces = workspace_names(tx)
    items = []
    for each in found:
        item: Item = {"id": each.id, "name": each.name}
        if each.description:
            item["description"] = each.description
        item |= {
            "createdAt": assets.asset_moment(each.created_at),
            "updatedAt": assets.asset_moment(each.updated_at),
            "url": assets.asset_url("SL", each.id),
            "folder": assets.folder_reference(each.folder),
            "workspace": workspaces[each.workspace_id],
        }
        if has_rules:
            item["rules"] = {
                "filterMatchType": each.rules.match,
                "triggers": [],
                "filters": _rules(shown_filters(tx, each.rules)),
            }
        items.append(item)
    return items


def _rules(shown: Sequence[ShownRule]) -> list[Item]:
    return [
        {
            "id": number,
            "name": rule.name,
            "ruleTypeId": rule.type_id,
            "ruleType": rule.type,
            "operator": rule.operator,
            "conditions": [
                {
                    "activityAttributeId": each.attribute_id,
                    "activityAttributeName": each.name,
                    "operator": each.operator,
                    "values": list(map(_text, each.values)),
                    "isPrimary": each.is_primary,
                }
                for each in rule.conditions
            ],
        }
        for number, rule in enumerate(shown, start=1)
    ]


def _text(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
