"""``smartLists``: smart lists with their rules."""

from collections.abc import Iterator
from typing import Any

import msgspec

from leadkeep.blueprint.sections.placed import PlacedKind, placed_item
from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.automation.rules import Rules, check_rules, parse_rules
from leadkeep.domain.automation.smart_lists import (
    SMART_LIST,
    SmartListValues,
    keys_of,
    names_in,
)
from leadkeep.store import Transaction

KEY = "smartLists"
KIND = PlacedKind(KEY, SMART_LIST, "Group Smart Lists")


class SmartListItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A smart list, in a folder or in a program."""

    name: str
    folder: str | None = None
    program: str | None = None
    workspace: str | None = None
    description: str | None = None
    match: str | int | None = None
    filters: list[Any] | None = None

    def rules(self, tx: Transaction) -> Rules | None:
        """Return the rules of the item, with the names that the log has; None if it has none."""
        if self.filters is None and self.match is None:
            return None
        match = {} if self.match is None else {"match": self.match}
        return check_rules(tx, parse_rules({"filters": self.filters, **match}))


def _apply(run: Run) -> Iterator[Change]:
    for item, place in KIND.items(run, SmartListItem):
        with run.errors_at(item.line, f"{KEY}: {item.value.name}"):
            values = SmartListValues(rules=item.value.rules(run.tx))
            found, status = KIND.save(run, item.value, place, values)
        yield Change(KEY, found.name, status)


def _present(tx: Transaction) -> Iterator[dict[str, object]]:
    """Yield all smart lists, each after the smart lists that its filters refer to."""
    places, ahead = Places(tx), SMART_LIST.rows.all(tx)
    while ahead:
        names = {key for each in ahead for key in keys_of(tx, each)}
        ready = [each for each in ahead if names.isdisjoint(names_in(each.rules))]
        yield from ({**placed_item(places, each), **each.rules.spelled()} for each in ready)
        ahead = [each for each in ahead if each not in ready]


SECTION = Section(KEY, _apply, _present)
