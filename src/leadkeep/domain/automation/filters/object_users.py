"""Find the campaigns and smart lists whose rules test records of a custom object type.

Such a type is not deleted.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.automation.campaigns import CAMPAIGN, rules_of_campaign
from leadkeep.domain.automation.rules import ObjectFilter, Rules
from leadkeep.domain.automation.smart_lists import SMART_LIST
from leadkeep.domain.objects.custom import delete_type
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class ObjectUser:
    """A campaign or smart list that uses a custom object type in a filter."""

    asset_type: str
    id: int
    name: str
    fields: tuple[str, ...]
    """The fields that the filters test, sorted; none if they only ask for records."""


def users_of_object(tx: Transaction, api_name: str) -> list[ObjectUser]:
    """Return the campaigns and smart lists that use a custom object type in their filters."""
    found = []
    for campaign in CAMPAIGN.rows.all(tx):
        used = [each for rules in rules_of_campaign(campaign) for each in _fields(rules, api_name)]
        if used:
            name = f"{full_name(tx, campaign)} (Smart List)"
            found.append(ObjectUser(CAMPAIGN.name, campaign.id, name, _sorted(used)))
    for smart_list in SMART_LIST.rows.all(tx):
        used = list(_fields(smart_list.rules, api_name))
        if used:
            name = full_name(tx, smart_list)
            found.append(ObjectUser(SMART_LIST.name, smart_list.id, name, _sorted(used)))
    return found


def delete_unused_type(tx: Transaction, api_name: str) -> None:
    """Delete a custom object type and all its records.

    Raises:
        Refusal: 1013, there is no such type; 1022, another type links to it, or the filters of a
            campaign or a smart list use it: they would match no lead without a word.
    """
    if users_of_object(tx, api_name):
        raise Refusal(Reason.OBJECT_IN_USE)
    delete_type(tx, api_name)


def _fields(rules: Rules, api_name: str) -> Iterator[set[str]]:
    for each in rules.filters:
        if isinstance(each, ObjectFilter) and each.api_name.casefold() == api_name.casefold():
            yield {one.name for one in each.where}


def _sorted(used: list[set[str]]) -> tuple[str, ...]:
    return tuple(sorted(set().union(*used)))
