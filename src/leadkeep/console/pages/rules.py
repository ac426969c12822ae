"""Rules and flow steps in words: the form of blueprints, read aloud."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from leadkeep.domain.automation.rules import Rules

Item = Mapping[str, Any]

MEMBERS = {
    "memberOfList": "list",
    "memberOfProgram": "program",
    "memberOfSmartList": "smart list",
    "memberOfCampaign": "campaign",
}

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def rules_in_words(rules: Rules) -> dict[str, Any]:
    """Return triggers, filters and how they combine, as lines of words."""
    spelled = rules.spelled()
    return {
        "triggers": [_trigger(each) for each in spelled.get("triggers", ())],
        "match": spelled.get("match", "all"),
        "filters": [filter_in_words(each) for each in spelled.get("filters", ())],
    }


def _trigger(item: Item) -> str:
    where = [_condition(each, "attribute") for each in item.get("where", ())]
    return f"{item['type']}, where {' and '.join(where)}" if where else str(item["type"])


def filter_in_words(item: Item) -> str:
    """Return a filter of a blueprint in words."""
    for member, noun in MEMBERS.items():
        if member in item:
            verb = "is in" if item.get("in", True) else "is not in"
            status = item.get("status")
            text = f"{verb} the {noun} {item[member]}"
            return f"{text} with the status {_values(status)}" if status else text
    if "field" in item:
        return _condition(item, "field")
    kind, name = next(iter(item.items()))
    text = f"{'not ' if item.get('not') else ''}{_spaced(kind)}: {_values(name)}"
    where = [_condition(each, "attribute") for each in item.get("where", ())]
    if where:
        text += f", where {' and '.join(where)}"
    if item.get("operator"):
        text += f" {item['operator']} {_values(item.get('values', ()))}"
    times = item.get("minTimes")
    return f"{text}, at least {times} times" if times else text


def _condition(item: Item, member: str) -> str:
    return f"{item[member]} {item['operator']} {_values(item.get('values', ()))}".strip()


def _values(values: object) -> str:
    if isinstance(values, Sequence) and not isinstance(values, str):
        return " or ".join(map(str, values))
    return str(values)


def _spaced(name: str) -> str:
    return _CAPITAL.sub(" ", name).lower()


def steps_in_words(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Return the steps of a flow of a blueprint: a title, a line, and its choices in words."""
    return [_step(number, item) for number, item in enumerate(items, 1)]


def _step(number: int, item: Item) -> dict[str, Any]:
    kind = next(each for each in item if each != "choices")
    words = _spaced(kind)
    choices = item.get("choices", ())
    return {
        "number": number,
        "title": words[:1].upper() + words[1:],
        "text": _arguments(item[kind]),
        "choices": [
            {
                "if": filter_in_words(each["if"]),
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
        shown = _arguments(value) if isinstance(value, Mapping) else _values(value)
        parts.append(f"{_spaced(name)}: {shown}")
    return ", ".join(parts)
