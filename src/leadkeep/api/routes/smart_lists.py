"""Tag Smart Lists: smart lists as assets (behaviour.md 4.4)."""

from collections.abc import Sequence
from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import AssetReply
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
from leadkeep.domain.instance.access import workspace_names
from leadkeep.store import Transaction

Item = dict[str, Any]


async def get_by_id(call: Call) -> AssetReply:
    """Get Smart List by Id."""
    number, access = params.path_number(call, "id"), call.caller
    has_rules = bool(assets.flag(call, "includeRules"))

    def verb(tx: Transaction) -> list[Item]:
        found = get_smart_list(tx, access, number)
        return _items(tx, [] if found is None else [found], has_rules=has_rules)

    return AssetReply(await call.read(verb))


async def get_by_name(call: Call) -> AssetReply:
    """Get Smart List by Name."""
    name, access = assets.required(call, "name"), call.caller
    return AssetReply(await call.read(lambda tx: _items(tx, smart_lists_named(tx, access, name))))


async def browse(call: Call) -> AssetReply:
    """Get Smart Lists."""
    page, span, access = assets.page(call), assets.span(call), call.caller
    wanted = AssetFilter(folder=assets.folder(call), earliest=span.earliest, latest=span.latest)
    return AssetReply(
        await call.read_long(
            lambda tx: _items(tx, smart_lists_from(tx, access, wanted, page.offset, page.size))
        )
    )


async def clone(call: Call) -> AssetReply:
    """Clone Smart List."""
    assets.check_form(call)
    number, access, now = params.path_number(call, "id"), call.caller, call.now
    name, folder = assets.required(call, "name"), assets.required_folder(call)
    description = params.text(call, "description")

    def verb(tx: Transaction) -> list[Item]:
        made = clone_smart_list(tx, access, number, name, folder, description, now)
        return _items(tx, [made])

    return AssetReply(await call.write(verb))


async def delete(call: Call) -> AssetReply:
    """Delete Smart List."""
    assets.check_form(call)
    number, access = params.path_number(call, "id"), call.caller
    await call.write(lambda tx: delete_smart_list(tx, access, number))
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
