"""Rewrite all stored rules in the transaction of a rename (decision 0119)."""

from collections.abc import Sequence
from functools import partial

from leadkeep.domain.automation.campaigns import change_rules_of_campaigns
from leadkeep.domain.automation.rules import renamed_rules
from leadkeep.domain.automation.segmentations import change_rules_of_segments
from leadkeep.domain.automation.smart_lists import change_rules_of_smart_lists
from leadkeep.domain.fields import RENAMES, Renamed
from leadkeep.store import Store, Transaction


def subscribe_renames(store: Store) -> None:
    """Let the rules of a store follow the renames of what they name."""
    store.subscribe(RENAMES, _update_rules)


def _update_rules(tx: Transaction, renames: Sequence[Renamed]) -> None:
    change = partial(renamed_rules, tx, renames=renames)
    places = (change_rules_of_campaigns, change_rules_of_smart_lists, change_rules_of_segments)
    if sum(each(tx, change) for each in places):
        tx.bump_version()  # every process caches rules
