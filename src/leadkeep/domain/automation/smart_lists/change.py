"""Smart lists as a kind of assets (behaviour.md 4.4)."""

from leadkeep.domain.assets.engine import AssetKind, clone_asset
from leadkeep.domain.assets.folders import FolderKind
from leadkeep.domain.automation.rules import check_rules
from leadkeep.domain.automation.smart_lists.member_filter import keys_of, leads_to, names_in
from leadkeep.domain.automation.smart_lists.queries import SMART_LISTS
from leadkeep.domain.automation.smart_lists.smart_list import SmartList, SmartListValues
from leadkeep.domain.automation.smart_lists.tables import SMART_LIST_IDS
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

ASSET = "Smart List"


def _check(tx: Transaction, wanted: SmartList, present: SmartList | None) -> None:
    """Refuse rules with triggers, with names of nothing, or that use their own smart list."""
    if present is None or wanted.rules != present.rules:
        check_rules(tx, wanted.rules)
    if wanted.rules.triggers:
        raise ValueError("a smart list has filters and no triggers")
    if leads_to(tx, wanted.rules, keys_of(tx, wanted)):
        raise ValueError(f"the rules of {wanted.name} lead back to itself")


def _check_delete(tx: Transaction, smart_list: SmartList) -> None:
    keys = keys_of(tx, smart_list)
    if any(not keys.isdisjoint(names_in(each.rules)) for each in SMART_LISTS.all(tx)):
        raise Refusal(Reason.ASSET_IN_USE, ASSET)


def _bump_version(tx: Transaction, before: SmartList | None, after: SmartList | None) -> None:
    del before, after
    tx.bump_version()  # Every process caches the rules of all smart lists.


SMART_LIST: AssetKind[SmartList, SmartListValues] = AssetKind(
    name=ASSET,
    noun="a smart list",
    rows=SMART_LISTS,
    ids=SMART_LIST_IDS,
    folder_kind=FolderKind.SMART_LIST,
    missing=Reason.ASSET_GONE,
    copy=lambda source: SmartListValues(description=source.description, rules=source.rules),
    check=_check,
    check_delete=_check_delete,
    saved=_bump_version,
)


def clone_smart_list(work: Work, number: int, values: SmartListValues) -> SmartList:
    """Create a smart list with the rules of another one.

    Raises:
        Refusal: 709, something that the rules name was deleted; and the refusals of
            :func:`clone_asset`.
    """
    try:
        return clone_asset(work, SMART_LIST, number, values)
    except ValueError as error:
        raise Refusal(Reason.BUSINESS_RULE, str(error)) from None
