"""Find the assets that rules name, by the full name that activities have, or by the short one."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from leadkeep.domain.assets.engine import Asset, AssetTable, program_names
from leadkeep.domain.fields import normalised_key
from leadkeep.errors import nearest
from leadkeep.store import Slot, Transaction

A = TypeVar("A", bound=Asset)


class Named(StrEnum):
    """What a value of a rule is the name of; the text is how messages call it."""

    FORM = "form"
    LIST = "list"
    PROGRAM = "program"
    CAMPAIGN = "campaign"
    SMART_LIST = "smart list"
    SEGMENTATION = "segmentation"
    PARTITION = "partition"
    FIELD = "field"
    STATUS = "program status"
    WEBHOOK = "webhook"
    MAIL = "mail"
    ALERT = "alert"
    STREAM = "stream"
    CADENCE = "cadence"
    OWNER = "owner"
    MEMBER_FIELD = "program member field"


LOGGED_ONLY = frozenset({Named.WEBHOOK, Named.MAIL, Named.ALERT})
"""What flow steps alone name: a filter, which searches the log, may name a step of the past."""


def _no_ids(tx: Transaction, name: str) -> Collection[int]:
    del tx, name
    return ()


@dataclass(frozen=True, slots=True)
class NameSource:
    """The two functions that know the names of one kind of things."""

    find: Callable[[Transaction, str], Sequence[str]]
    """Returns the names in the log of the things with this name: full or short, in any case."""
    all: Callable[[Transaction], Iterable[str]]
    """Returns all names, to find the nearest one."""
    ids: Callable[[Transaction, str], Collection[int]] = _no_ids
    """Returns the ids that activities have of the things with this name; none if they have none."""


NAME_SOURCES: Slot[Mapping[Named, NameSource]] = Slot("name sources")


def asset_names(rows: AssetTable[A]) -> NameSource:
    """Return the source of the names of assets: ``Program.Asset`` for those in programs."""

    def full(tx: Transaction, assets: Sequence[A]) -> list[str]:
        programs = program_names(tx, assets)
        return [
            f"{programs[each.program_id]}.{each.name}" if each.program_id in programs else each.name
            for each in assets
        ]

    def namesakes(tx: Transaction, name: str) -> list[tuple[str, A]]:
        parts = name.split(".")
        own = {normalised_key(".".join(parts[index:])) for index in range(len(parts))}
        found = [each for key in sorted(own) for each in rows.by_name(tx, key)]
        return list(zip(full(tx, found), found, strict=True))

    def find(tx: Transaction, name: str) -> list[str]:
        return _meant([(known, each.name) for known, each in namesakes(tx, name)], name)

    def ids(tx: Transaction, name: str) -> list[int]:
        meant = find(tx, name)
        return [each.id for known, each in namesakes(tx, name) if known in meant]

    return NameSource(find, lambda tx: full(tx, rows.all(tx)), ids)


def plain_names(
    load: Callable[[Transaction], Iterable[str]],
    ids: Callable[[Transaction, str], Collection[int]] = _no_ids,
) -> NameSource:
    """Return the source of names that are never in a program; ``load`` returns all of them."""
    return NameSource(lambda tx, name: _meant([(each, each) for each in load(tx)], name), load, ids)


def step_names(load: Callable[[Transaction], Iterable[tuple[str, str]]]) -> NameSource:
    """Return the source of the names of flow steps; ``load`` returns (full, short) names."""
    return NameSource(
        lambda tx, name: _meant(list(load(tx)), name), lambda tx: [full for full, _ in load(tx)]
    )


def _meant(pairs: Sequence[tuple[str, str]], name: str) -> list[str]:
    """Return the full names that a name means: itself, else those with this short name."""
    key = normalised_key(name)
    exact = [full for full, _ in pairs if normalised_key(full) == key]
    short = [full for full, short in pairs if normalised_key(short) == key]
    return list(dict.fromkeys(exact[:1] or short))


def resolve_name(tx: Transaction, kind: Named, name: str) -> str:
    """Return the name that the log has for what a rule names.

    Raises:
        LookupError: nothing has the name.
        ValueError: the short name of several things, or a text that is no name.
    """
    source = tx.provided(NAME_SOURCES)[kind]
    found = source.find(tx, name) if "\0" not in name else []
    if not found:
        raise LookupError(f"no {kind} is named {name}{nearest_name(tx, kind, name)}")
    if len(found) > 1:
        raise ValueError(f"several {kind}s are named {name}: {', '.join(found)}")
    return found[0]


def nearest_name(tx: Transaction, kind: Named, name: str) -> str:
    """Return a question for the name of this kind that is most like an unknown one, or nothing."""
    source = tx.provided(NAME_SOURCES)[kind]
    known = list(source.all(tx))
    short = {each.rpartition(".")[2]: each for each in known}
    return nearest(name, [*known, *short])
