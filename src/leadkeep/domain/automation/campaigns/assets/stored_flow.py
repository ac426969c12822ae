"""Flows in stored form: steps in order, each with its choices (behaviour.md 9.1, 9.3)."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

FLOWS_CACHE_SIZE = 1_000


class StoredChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """A choice of a flow step: a condition, and the step's arguments for leads that match it."""

    condition: dict[str, Any]
    arguments: dict[str, Any] | None = None
    """None if the step does nothing for these leads."""


class StoredStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """A flow step: for each lead the first choice that it matches applies, else the default."""

    kind: str
    arguments: dict[str, Any] | None = None
    choices: list[StoredChoice] = []

    def all_arguments(self) -> Iterator[dict[str, Any]]:
        """Yield the arguments of the default and of each choice that does something."""
        for each in (self.arguments, *(choice.arguments for choice in self.choices)):
            if each is not None:
                yield each


@lru_cache(FLOWS_CACHE_SIZE)
def stored_flow(text: str) -> tuple[StoredStep, ...]:
    """Return the steps of a flow from its stored form."""
    return tuple(msgspec.json.decode(text, type=list[StoredStep]))


def lists_of_flow(text: str) -> set[int]:
    """Return the ids of the static lists in the arguments of a flow."""
    return {
        arguments["list"]
        for step in stored_flow(text)
        for arguments in step.all_arguments()
        if isinstance(arguments.get("list"), int)
    }


def with_campaigns(text: str, campaign_ids: Mapping[int, int]) -> str:
    """Return a flow with other campaign ids; ``campaign_ids`` has the new id by the old id."""

    def changed(arguments: dict[str, Any] | None) -> dict[str, Any] | None:
        if arguments is None or arguments.get("campaign") not in campaign_ids:
            return arguments
        return arguments | {"campaign": campaign_ids[arguments["campaign"]]}

    steps = [
        StoredStep(
            step.kind,
            changed(step.arguments),
            [StoredChoice(each.condition, changed(each.arguments)) for each in step.choices],
        )
        for step in stored_flow(text)
    ]
    return msgspec.json.encode(steps).decode()
