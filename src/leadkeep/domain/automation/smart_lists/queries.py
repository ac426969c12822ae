"""Query the table of smart lists."""

from leadkeep.domain.assets.engine import AssetTable
from leadkeep.domain.automation.smart_lists.smart_list import SmartList, read_rules, stored
from leadkeep.domain.automation.smart_lists.tables import smart_list

SMART_LISTS: AssetTable[SmartList] = AssetTable(
    smart_list,
    SmartList,
    ["rules"],
    read=lambda own: [read_rules(own[0])],
    write=lambda asset: {"rules": stored(asset.rules)},
)
