"""Query the table of smart lists."""

from collections.abc import Callable
from dataclasses import replace

from leadkeep.domain.assets.engine import AssetTable
from leadkeep.domain.automation.rules import Rules
from leadkeep.domain.automation.smart_lists.smart_list import SmartList, read_rules, stored
from leadkeep.domain.automation.smart_lists.tables import smart_list
from leadkeep.store import Transaction

SMART_LISTS: AssetTable[SmartList] = AssetTable(
    smart_list,
    SmartList,
    ["rules"],
    read=lambda own: [read_rules(own[0])],
    write=lambda asset: {"rules": stored(asset.rules)},
)


def change_rules_of_smart_lists(tx: Transaction, change: Callable[[Rules], Rules]) -> int:
    """Store the rules that ``change`` returns for those of each smart list.

    Returns:
        How many smart lists have other rules now. The moments of their last change stay.
    """
    count = 0
    for each in SMART_LISTS.all(tx):
        rules = change(each.rules)
        if rules != each.rules:
            SMART_LISTS.update(tx, replace(each, rules=rules))
            count += 1
    return count
