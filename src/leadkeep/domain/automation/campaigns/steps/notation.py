"""Convert rules and flows from the form of blueprints to the stored form, and back."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from leadkeep.domain.automation.campaigns.assets.names import Names
from leadkeep.domain.automation.campaigns.assets.stored_flow import (
    StoredChoice,
    StoredStep,
    stored_flow,
)
from leadkeep.domain.automation.campaigns.assets.stored_rules import stored_rules
from leadkeep.domain.automation.campaigns.steps import STEP_KINDS
from leadkeep.domain.automation.campaigns.steps.model import StepKind
from leadkeep.domain.automation.campaigns.steps.tokens import check_tokens
from leadkeep.domain.automation.rules import check_filters, check_rules, parse_filter, parse_rules
from leadkeep.errors import nearest

STEP_LIMIT = 100
CHOICE_LIMIT = 25
CHOICES = "choices"
CONDITION = "if"
NOTHING = "nothing"

_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")

Item = dict[str, Any]


def parse_flow(names: Names, items: Sequence[Any]) -> str:
    """Return a flow of a blueprint in stored form.

    Raises:
        LookupError: a step names an asset or field that does not exist.
        ValueError: a step is not valid; the text names it by its number.
    """
    if len(items) > STEP_LIMIT:
        raise ValueError(f"a flow has {STEP_LIMIT} steps at most")
    steps = []
    for number, item in enumerate(items, 1):
        try:
            steps.append(_parse_step(names, item))
        except (LookupError, ValueError) as error:
            kind = ValueError if isinstance(error, ValueError) else LookupError
            raise kind(f"step {number}: {error}") from None
    return msgspec.json.encode(steps).decode()


def _parse_step(names: Names, item: Any) -> StoredStep:  # noqa: ANN401
    if not isinstance(item, dict):
        raise ValueError("a step is a mapping such as addToList: {list: Newsletter}")  # noqa: TRY004 -- a blueprint's mistake, not ours
    kinds = [each for each in item if each != CHOICES]
    if len(kinds) != 1 or kinds[0] not in STEP_KINDS:
        hint = nearest(next(iter(kinds), ""), STEP_KINDS)
        raise ValueError(f"a step is one of {', '.join(STEP_KINDS)}{hint}")
    kind = STEP_KINDS[kinds[0]]
    default, choices = item[kind.name], item.get(CHOICES) or []
    if not isinstance(choices, list) or len(choices) > CHOICE_LIMIT:
        raise ValueError(f"choices are a list of {CHOICE_LIMIT} at most")
    arguments = _parse_arguments(names, kind, {} if default is None else default)
    return StoredStep(
        kind.name, arguments, [_parse_choice(names, kind, default or {}, each) for each in choices]
    )


def _parse_choice(names: Names, kind: StepKind, default: Item, item: Any) -> StoredChoice:  # noqa: ANN401
    if not isinstance(item, dict) or not isinstance(item.get(CONDITION), dict):
        raise ValueError("a choice needs an if: {field: ..., operator: ..., values: [...]}")  # noqa: TRY004 -- a blueprint's mistake, not ours
    condition = parse_condition(names, item[CONDITION])
    other = {name: value for name, value in item.items() if name != CONDITION}
    if other.get(NOTHING) is True and len(other) == 1:
        return StoredChoice(condition, None)
    return StoredChoice(condition, _parse_arguments(names, kind, {**default, **other}))


def _parse_arguments(names: Names, kind: StepKind, item: Any) -> Item:  # noqa: ANN401
    if not isinstance(item, dict):
        raise ValueError(f"{kind.name} needs a mapping")  # noqa: TRY004 -- a blueprint's mistake, not ours
    stored = dict(item)
    for member, reference in kind.references.items():
        if stored.get(member) is not None:
            stored[member] = names.number(reference, stored[member])
    try:
        arguments = msgspec.convert(stored, kind.arguments)
    except msgspec.ValidationError as error:
        unknown = _UNKNOWN.match(str(error))
        hint = nearest(unknown[1], kind.arguments.__struct_encode_fields__) if unknown else ""
        text = f"{kind.name}: {str(error)[:1].lower()}{str(error)[1:]}{hint}"
        raise ValueError(text) from None
    for text in _texts_in(stored):
        check_tokens(names, text)
    if kind.check is not None:
        kind.check(names, arguments)
    return stored


def _texts_in(value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(each)


def parse_campaign_rules(names: Names, item: Item) -> str:
    """Return triggers and filters of a blueprint in stored form.

    Raises:
        ValueError: a trigger or filter is not valid, or names something that does not exist.
    """
    rules = parse_rules(item)
    checked = check_rules(names.work.tx, rules)
    return msgspec.json.encode(checked.spelled()).decode()


def render_campaign_rules(text: str) -> Item:
    """Return stored rules in the form of blueprints."""
    return dict(stored_rules(text).spelled())


def parse_condition(names: Names, item: Item) -> Item:
    """Return the condition of a choice in stored form: one filter."""
    condition = parse_filter(item)
    (checked,) = check_filters(names.work.tx, [condition])
    return checked.spelled()


def render_flow(names: Names, text: str) -> list[Item]:
    """Return a stored flow in the form of blueprints, which :func:`parse_flow` converts back."""
    return [_render_step(names, step) for step in stored_flow(text)]


def _render_step(names: Names, step: StoredStep) -> Item:
    kind = STEP_KINDS[step.kind]
    default = _render_arguments(names, kind, step.arguments or {})
    item: Item = {kind.name: default}
    if step.choices:
        item[CHOICES] = [_render_choice(names, kind, default, each) for each in step.choices]
    return item


def _render_choice(names: Names, kind: StepKind, default: Item, choice: StoredChoice) -> Item:
    item: Item = {CONDITION: choice.condition}
    if choice.arguments is None:
        return item | {NOTHING: True}
    arguments = _render_arguments(names, kind, choice.arguments)
    return item | {name: value for name, value in arguments.items() if default.get(name) != value}


def _render_arguments(names: Names, kind: StepKind, arguments: Item) -> Item:
    return {
        member: names.name(kind.references[member], value)
        if member in kind.references and value is not None
        else value
        for member, value in arguments.items()
    }
