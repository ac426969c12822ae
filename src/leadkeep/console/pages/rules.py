"""Rules and flow steps in words: the form of blueprints, read aloud."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from leadkeep.domain.automation.campaigns import masked_headers, masked_url
from leadkeep.domain.automation.rules import (
    Rules,
    filters_in_words,
    parse_rules,
    trigger_in_words,
)
from leadkeep.store import Transaction

Item = Mapping[str, Any]

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def rules_in_words(tx: Transaction, rules: Rules) -> dict[str, Any]:
    """Return triggers, filters and how they combine, as lines of words."""
    return {
        "triggers": [trigger_in_words(tx, each) for each in rules.triggers],
        "match": rules.match,
        "filters": filters_in_words(tx, rules),
    }


def _values(values: object) -> str:
    if isinstance(values, Sequence) and not isinstance(values, str):
        return " or ".join(map(str, values))
    return str(values)


def _spaced(name: str) -> str:
    return _CAPITAL.sub(" ", name).lower()


def steps_in_words(tx: Transaction, items: Sequence[Item]) -> list[dict[str, Any]]:
    """Return the steps of a flow of a blueprint: a title, a line, and its choices in words."""
    return [_step(tx, number, item) for number, item in enumerate(items, 1)]


def _step(tx: Transaction, number: int, item: Item) -> dict[str, Any]:
    kind = next(each for each in item if each != "choices")
    words = _spaced(kind)
    choices = item.get("choices", ())
    return {
        "number": number,
        "title": words[:1].upper() + words[1:],
        "text": _arguments(item[kind]),
        "choices": [
            {
                "if": filters_in_words(tx, parse_rules({"filters": [each["if"]]}))[0],
                "then": "do nothing"
                if each.get("nothing")
                else _arguments({name: value for name, value in each.items() if name != "if"}),
            }
            for each in choices
        ],
    }


def _arguments(arguments: Any) -> str:  # noqa: ANN401 -- any JSON value
    if not isinstance(arguments, Mapping):
        return _values(arguments)
    parts = []
    for name, value in arguments.items():
        if value is None:
            continue
        if name == "headers":
            headers = masked_headers(value)
            parts.append("headers: " + ", ".join(map(": ".join, headers.items())))
            continue
        if name == "url":
            value = masked_url(value)  # noqa: PLW2901 -- the value as people see it
        shown = _arguments(value) if isinstance(value, Mapping) else _values(value)
        parts.append(f"{_spaced(name)}: {shown}")
    return ", ".join(parts)
