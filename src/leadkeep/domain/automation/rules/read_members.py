"""Read the members of the mappings that describe filters and triggers, in blueprints and JSON."""

from collections.abc import Collection, Mapping
from typing import Any

from leadkeep.domain.automation.rules.model import Condition
from leadkeep.domain.automation.rules.operators import (
    LONGEST_VALUE_CHARACTERS,
    VALUE_LIMIT,
    Value,
    operator_named,
)
from leadkeep.errors import nearest

CONDITION_LIMIT = 50
"""Limit: constraints of one filter or trigger."""

Members = Mapping[str, Any]


def check_members(sent: Members, known: Collection[str]) -> None:
    """Refuse a mapping with a member that is not in ``known``.

    Raises:
        ValueError: a member is unknown.
    """
    for name in sent:
        if name not in known:
            raise ValueError(f"{name} has no meaning here{nearest(name, known)}")


def members(sent: Any, what: str) -> Members:  # noqa: ANN401
    """Return a value that must be a mapping; ``what`` names it in the error.

    Raises:
        ValueError: the value is no mapping.
    """
    if not isinstance(sent, Mapping) or not all(isinstance(key, str) for key in sent):
        raise ValueError(f"{what} must be a mapping")
    return sent


def name(sent: Members, member: str) -> str:
    """Return the name that a member of the mapping contains.

    Raises:
        ValueError: the value is missing, blank or no text.
    """
    value = sent.get(member)
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError(f"{member} must be a name")
    if len(value) > LONGEST_VALUE_CHARACTERS:
        raise ValueError(f"{member} has more than {LONGEST_VALUE_CHARACTERS} characters")
    return value.strip()


def flag(sent: Members, member: str, *, default: bool) -> bool:
    """Return the boolean that a member contains, or ``default`` if it is missing.

    Raises:
        ValueError: the value is no boolean.
    """
    value = sent.get(member, default)
    if not isinstance(value, bool):
        raise ValueError(f"{member} must be true or false")
    return value


def condition(sent: Members, member: str) -> Condition:
    """Return the condition of a mapping whose name is in ``member``.

    The operator is ``is`` unless the mapping has another one.

    Raises:
        ValueError: a member is missing or not valid.
    """
    operator = sent.get("operator", "is")
    if not isinstance(operator, str):
        raise ValueError("operator must be a text")
    known = operator_named(operator)
    given = sent.get("values", [])
    values = sent_values(given if isinstance(given, list) else [given])
    known.check_count(len(values))
    return Condition(name(sent, member), known.name, values)


def sent_values(sent: list[Any]) -> tuple[Value, ...]:
    """Return the values of a condition as a tuple.

    Raises:
        ValueError: there are too many, or one of them is no text, number or boolean.
    """
    if len(sent) > VALUE_LIMIT:
        raise ValueError(f"more than {VALUE_LIMIT} values")
    for value in sent:
        if not isinstance(value, str | int | float | bool):
            raise ValueError("a value must be a text, a number or a boolean")
        if len(str(value)) > LONGEST_VALUE_CHARACTERS:
            raise ValueError(f"a value has more than {LONGEST_VALUE_CHARACTERS} characters")
    return tuple(sent)


def conditions(sent: Any) -> tuple[Condition, ...]:  # noqa: ANN401
    """Return the constraints in the member ``where``.

    Raises:
        ValueError: the member is not valid.
    """
    if not isinstance(sent, list):
        raise ValueError("where must be a list")
    if len(sent) > CONDITION_LIMIT:
        raise ValueError(f"where has more than {CONDITION_LIMIT} conditions")
    found = []
    for index, each in enumerate(sent):
        try:
            one = members(each, "it")
            check_members(one, ("attribute", "operator", "values"))
            found.append(condition(one, "attribute"))
        except ValueError as error:
            raise ValueError(f"where {index + 1}: {error}") from None
    return tuple(found)
