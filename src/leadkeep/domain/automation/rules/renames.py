"""Rewrite rules after a rename, so that they name the same things as before (decision 0119)."""

from collections.abc import Sequence
from dataclasses import replace

from leadkeep.domain.automation.rules.activity_filters import FULL_NAMES, ActivityFilter
from leadkeep.domain.automation.rules.definitions import happening_named
from leadkeep.domain.automation.rules.member_filter import MEMBER_KINDS, MemberFilter
from leadkeep.domain.automation.rules.model import Condition, Filter, Rules
from leadkeep.domain.automation.rules.named import NAME_SOURCES, Named
from leadkeep.domain.automation.rules.operators import Value
from leadkeep.domain.fields import Renamed, normalised_key
from leadkeep.store import Transaction

IN_PROGRAMS = frozenset(
    {Named.LIST, Named.FORM, Named.CAMPAIGN, Named.SMART_LIST, Named.MAIL, Named.ALERT}
)
"""What has the name of its program before its own name, with a point between them."""
HAPPENING, ATTRIBUTE = "trigger or filter", "attribute"
"""Kinds of renames of custom activity types."""


def renamed_rules(tx: Transaction, rules: Rules, renames: Sequence[Renamed]) -> Rules:
    """Return rules with the new names of what they name; equal rules if nothing concerns them."""
    triggers = tuple(
        replace(
            each,
            type=_plain(HAPPENING, each.type, renames),
            where=_conditions(tx, each.type, each.where, renames),
        )
        for each in rules.triggers
    )
    filters = tuple(_filter(tx, each, renames) for each in rules.filters)
    return replace(rules, triggers=triggers, filters=filters)


def _filter(tx: Transaction, own: Filter, renames: Sequence[Renamed]) -> Filter:
    if isinstance(own, MemberFilter):
        kind = Named(MEMBER_KINDS[own.kind].noun)
        return replace(own, name=str(_name(tx, kind, own.name, renames)))
    if isinstance(own, ActivityFilter):
        name = _plain(HAPPENING, own.activity, renames)
        where = _conditions(tx, own.activity, own.where, renames)
        return replace(own, activity=name, where=where)
    return own


def _plain(kind: str, name: str, renames: Sequence[Renamed], owner: str = "") -> str:
    key = normalised_key(name)
    found = (each.names.get(key) for each in renames if (each.kind, each.owner) == (kind, owner))
    return next(filter(None, found), name)


def _conditions(
    tx: Transaction, happening: str, where: Sequence[Condition], renames: Sequence[Renamed]
) -> tuple[Condition, ...]:
    now = _plain(HAPPENING, happening, renames)
    try:
        known = happening_named(tx, now).constraints
    except LookupError:  # its activity type was deleted
        return tuple(where)
    changed = []
    for each in where:
        name = _plain(ATTRIBUTE, each.name, renames, normalised_key(now))
        constraint = known.get(name.strip().lower())
        named = None if constraint is None else constraint.named
        values = each.values
        if named is not None and each.operator in FULL_NAMES:
            values = tuple(_name(tx, named, value, renames) for value in values)
        changed.append(replace(each, name=name, values=values))
    return tuple(changed)


def _name(tx: Transaction, named: Named, value: Value, renames: Sequence[Renamed]) -> Value:
    """Return the present name of what a value named; the value while it is the name of anything."""
    if not isinstance(value, str):
        return value
    key = normalised_key(value)
    for each in renames:
        new = each.names.get(key) if each.kind == named else None
        if each.kind == Named.PROGRAM and named in IN_PROGRAMS:
            new = _in_program(value, each)
        if new is not None and not tx.provided(NAME_SOURCES)[named].find(tx, value):
            return new
    return value


def _in_program(name: str, program: Renamed) -> str | None:
    """Return the full name of an asset with the new name of its program; None for other assets."""
    for place, letter in enumerate(name):
        new = program.names.get(normalised_key(name[:place])) if letter == "." else None
        if new is not None:
            return new + name[place:]
    return None
