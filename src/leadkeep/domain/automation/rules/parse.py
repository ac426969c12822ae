"""Parse rules from blueprints and from JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from leadkeep.domain.automation.rules.activity_filters import checked_constraints
from leadkeep.domain.automation.rules.expression import ALL, parse_match
from leadkeep.domain.automation.rules.filter_kinds import FILTER_KINDS
from leadkeep.domain.automation.rules.model import Condition, Filter, Rules, Trigger
from leadkeep.domain.automation.rules.read_members import (
    check_members,
    conditions,
    members,
    name,
    sent_values,
)
from leadkeep.errors import nearest
from leadkeep.store import Transaction

FILTER_LIMIT = 100
TRIGGER_LIMIT = 100
"""Limit: triggers of one set of rules."""


def parse_rules(sent: Mapping[str, Any]) -> Rules:
    """Return the rules that a mapping with ``triggers``, ``match`` and ``filters`` describes.

    The names in the rules are not looked up here: see :func:`check_rules`.

    Raises:
        ValueError: the mapping is not valid; the text names the trigger or filter by its number.
    """
    check_members(sent, ("triggers", "match", "filters"))
    triggers = _numbered("trigger", sent.get("triggers"), TRIGGER_LIMIT, parse_trigger)
    filters = _numbered("filter", sent.get("filters"), FILTER_LIMIT, parse_filter)
    match = sent.get("match", ALL)
    if isinstance(match, int) and not isinstance(match, bool):
        match = str(match)  # YAML reads an expression of a single filter as a number.
    if not isinstance(match, str):
        raise ValueError("match must be all, any or an expression such as 1 and (2 or 3)")
    return Rules(tuple(triggers), match, tuple(filters), parse_match(match, len(filters)))


def parse_filter(sent: Any) -> Filter:  # noqa: ANN401
    """Return the filter that a mapping describes.

    Raises:
        ValueError: the mapping is not valid.
    """
    given = members(sent, "a filter")
    kinds = [member for member in given if member in FILTER_KINDS]
    if len(kinds) != 1:
        hint = nearest(next(iter(given), ""), FILTER_KINDS)
        raise ValueError(f"a filter has one of {', '.join(FILTER_KINDS)}{hint}")
    return FILTER_KINDS[kinds[0]](given)


def parse_trigger(sent: Any) -> Trigger:  # noqa: ANN401
    """Return the trigger that a mapping describes.

    A member other than ``type`` and ``where`` is a constraint with the operator ``is``: ``webPage``
    is the constraint Web Page.

    Raises:
        ValueError: the mapping is not valid.
    """
    given = members(sent, "a trigger")
    where = list(conditions(given.get("where", [])))
    for member, value in given.items():
        if member not in {"type", "where"}:
            values = sent_values(value if isinstance(value, list) else [value])
            if not values:
                raise ValueError(f"{member} has no value")
            where.append(Condition(_words(member), "is", values))
    return Trigger(name(given, "type"), tuple(where))


def _words(member: str) -> str:
    """Return the name of the constraint that a member means: ``Web Page`` for ``webPage``."""
    spaced = "".join(f" {each}" if each.isupper() else each for each in member)
    return spaced[:1].upper() + spaced[1:]


def _numbered(what: str, sent: Any, limit: int, parse: Any) -> list[Any]:  # noqa: ANN401
    if sent is None:
        return []
    if not isinstance(sent, list):
        raise ValueError(f"{what}s must be a list")
    if len(sent) > limit:
        raise ValueError(f"there are more than {limit} {what}s")
    found = []
    for index, each in enumerate(sent):
        try:
            found.append(parse(each))
        except ValueError as error:
            raise ValueError(f"{what} {index + 1}: {error}") from None
    return found


def check_rules(tx: Transaction, rules: Rules) -> Rules:
    """Check that everything that rules name exists and that every value is valid.

    Returns the rules with the names that the log has: ``Program.Form`` for the form of a program.

    Raises:
        ValueError: something does not exist or is not valid; the text names the trigger or filter
            by its number.
    """
    triggers = []
    for index, trigger in enumerate(rules.triggers):
        try:
            where = checked_constraints(tx, trigger.type, trigger.where)
        except (LookupError, ValueError) as error:
            raise ValueError(f"trigger {index + 1}: {error}") from None
        triggers.append(replace(trigger, where=where))
    filters = check_filters(tx, rules.filters)
    return replace(rules, triggers=tuple(triggers), filters=tuple(filters))


def check_filters(tx: Transaction, filters: Iterable[Filter]) -> list[Filter]:
    """Check that everything that filters name exists; return them with the names of the log.

    Raises:
        ValueError: something does not exist or is not valid.
    """
    checked = []
    for index, each in enumerate(filters):
        try:
            checked.append(each.check(tx))
        except (LookupError, ValueError) as error:
            raise ValueError(f"filter {index + 1}: {error}") from None
    return checked
