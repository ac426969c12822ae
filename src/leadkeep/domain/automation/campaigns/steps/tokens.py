"""Replace the tokens in texts of flows: ``{{lead.X}}``, ``{{my.X}}`` and others (behaviour.md 9.1).

An unknown token stays in the text. A token without a value is replaced by its default, as in
``{{lead.First Name:default=friend}}``, or by nothing.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from leadkeep.clock import in_zone
from leadkeep.domain.activities import ActivityType, activities_by_ids
from leadkeep.domain.assets.programs import (
    Program,
    TokenType,
    member_catalog,
    tokens_in_force,
)
from leadkeep.domain.assets.programs import Token as MyToken
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.names import Names
from leadkeep.domain.automation.campaigns.steps.text_formats import (
    HTML,
    PLAIN,
    Html,
    Slot,
    TextFormat,
    Value,
    tokens_in,
)
from leadkeep.domain.fields import (
    Catalog,
    Field,
    TooLong,
    Unacceptable,
    lead_catalog,
    normalised_key,
)
from leadkeep.domain.leads import stored_values
from leadkeep.errors import nearest
from leadkeep.store import Transaction

DEEPEST_NESTING = 3
"""Limit: how deep ``{{my.*}}`` tokens are replaced that came from the values of other tokens."""

TriggerValues = Mapping[int, Mapping[str, Any]]
"""By lead id: the values of ``{{trigger.*}}`` tokens, by name in lower case."""

_NUMBER = re.compile(r"\+?(-?)0*([0-9]+(?:\.[0-9]+)?)").fullmatch
_VALUES_OF_FIELD = ("New Value", "Old Value")


def trigger_values(tx: Transaction, activities: Mapping[int, int]) -> TriggerValues:
    """Return the values of ``{{trigger.*}}`` tokens by lead id.

    ``activities`` has, by lead id, the id of the activity that triggered the lead's entry.
    """
    rows = activities_by_ids(tx, activities.keys(), activities.values())
    found: dict[int, dict[str, Any]] = {}
    for number, lead_id, moment, type_id, value, text in rows:
        if activities.get(lead_id) == number:
            attributes = {each["name"]: each.get("value") for each in _ATTRIBUTES.decode(text)}
            if type_id == ActivityType.CHANGE_DATA_VALUE:
                attributes |= _field_values(_field_of(lead_catalog(tx), value or ""), attributes)
            if type_id == ActivityType.CHANGE_PROGRAM_MEMBER_DATA:
                changed = member_catalog(tx).find(str(attributes.get("Attribute Name")))
                attributes |= _field_values(changed, attributes)
            named = {"Name": value, "Date": moment, **attributes}
            found[lead_id] = {
                normalised_key(name): _value(tx, each) for name, each in named.items()
            }
    return found


_ATTRIBUTES = msgspec.json.Decoder(list[dict[str, Any]], float_hook=Decimal)


def _field_values(changed: Field | None, logged: Mapping[str, Any]) -> dict[str, Any]:
    """Return the logged values of a changed field with the field's data type.

    The log has moments without an offset, and booleans as ``True`` (behaviour.md 1.5).
    """
    if changed is None:
        return {}
    sent = {each: logged[each] for each in _VALUES_OF_FIELD if logged.get(each)}
    return {each: _parsed(changed, value) for each, value in sent.items()}


def _parsed(field: Field, text: Any) -> Any:  # noqa: ANN401
    """Return a text as a value of a field; the text itself if it is none."""
    try:
        return field.parse(text)
    except (Unacceptable, TooLong):
        return text


def _value(tx: Transaction, stored: Any) -> Value:  # noqa: ANN401
    """Return a stored value as the value of a token: moments as ISO 8601 with their offset."""
    if isinstance(stored, datetime):
        return _local(tx, stored).isoformat()
    if isinstance(stored, date):
        return stored.isoformat()
    if isinstance(stored, str | bool | int | float | Decimal | None):
        return stored
    return str(stored)


def _local(tx: Transaction, moment: datetime) -> datetime:
    return in_zone(moment, tx.zone).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class _LeadSlot:
    """The place of a token whose value differs from lead to lead."""

    slot: Slot
    field: Field | None
    """The lead's field; None for a ``{{trigger.*}}`` token."""


@dataclass(frozen=True, slots=True)
class _MySlot:
    """The place of a ``{{my.*}}`` token with tokens in its value."""

    slot: Slot
    token: MyToken
    parts: "Sequence[_Part]"


_Part = str | _LeadSlot | _MySlot


@dataclass(slots=True)
class TokenSource:
    """Replaces the tokens in the texts of one campaign, in one transaction."""

    tx: Transaction
    campaign: Campaign
    program: Program | None
    overrides: Mapping[str, str]
    """Token values of the run, by token name in lower case."""
    now: datetime
    trigger: TriggerValues = field(default_factory=dict)
    _own: dict[str, MyToken] | None = None

    def texts(self, template: str, lead_ids: Collection[int]) -> dict[int, str]:
        """Return the text of a template for each lead, by lead id, with one statement at most."""
        return self.all_texts([(template, PLAIN)], lead_ids)[template, PLAIN]

    def all_texts(
        self, templates: Collection[tuple[str, TextFormat]], lead_ids: Collection[int]
    ) -> dict[tuple[str, TextFormat], dict[int, str]]:
        """Return, by template and lead id, the text for the lead, with one statement at most.

        A template comes with the format in which the values of its tokens are encoded.
        """
        catalog = lead_catalog(self.tx)
        parts = {
            (template, text_format): list(self._parts(catalog, template, text_format, 0))
            for template, text_format in dict.fromkeys(templates)
        }
        fields = list(dict.fromkeys(each for some in parts.values() for each in _fields(some)))
        values = stored_values(self.tx, lead_ids, fields) if fields else {}
        return {
            template: {
                lead_id: self._text(some, lead_id, values.get(lead_id, {})) for lead_id in lead_ids
            }
            if any(not isinstance(each, str) for each in some)
            else dict.fromkeys(lead_ids, "".join(map(str, some)))
            for template, some in parts.items()
        }

    def _parts(
        self, catalog: Catalog, template: str, text_format: TextFormat, depth: int
    ) -> Iterator[_Part]:
        """Yield the parts of a template, with the values that are the same for all leads."""
        for each in text_format.split(template):
            yield each if isinstance(each, str) else self._part(catalog, each, depth)

    def _part(self, catalog: Catalog, slot: Slot, depth: int) -> _Part:
        token = slot.token
        if token.kind in _LEAD_KINDS:
            named = _field_of(catalog, token.name)
            return slot.unknown if named is None else _LeadSlot(slot, named)
        if token.kind == "trigger":
            return _LeadSlot(slot, None)
        if token.kind == "my":
            return self._my_part(catalog, slot, depth)
        values = _COMMON[token.kind](self) if token.kind in _COMMON else {}
        name = normalised_key(token.name)
        if name not in values:
            return slot.unknown
        return slot.encode(values[name] or token.default or None)

    def _my_part(self, catalog: Catalog, slot: Slot, depth: int) -> _Part:
        token = self.my(normalised_key(slot.token.name))
        if token is None or depth == DEEPEST_NESTING:
            return slot.unknown
        text_format = HTML if token.type is TokenType.RICH_TEXT else PLAIN
        parts = list(self._parts(catalog, token.value, text_format, depth + 1))
        if all(isinstance(each, str) for each in parts):
            return slot.encode(_my_value(slot, token, "".join(map(str, parts))))
        return _MySlot(slot, token, parts)

    def _text(self, parts: Sequence[_Part], lead_id: int, values: Mapping[str, Any]) -> str:
        return "".join(
            each if isinstance(each, str) else self._encoded(each, lead_id, values)
            for each in parts
        )

    def _encoded(self, part: _LeadSlot | _MySlot, lead_id: int, values: Mapping[str, Any]) -> str:
        slot = part.slot
        if isinstance(part, _MySlot):
            return slot.encode(_my_value(slot, part.token, self._text(part.parts, lead_id, values)))
        if part.field is None:
            value = self.trigger.get(lead_id, {}).get(normalised_key(slot.token.name))
        else:
            value = _value(self.tx, values.get(part.field.name))
            if isinstance(value, str) and not part.field.is_html_encoding_in_email:
                value = Html(value)
        if value not in (None, ""):
            return slot.encode(value)
        default: Any = slot.token.default or None
        if default is not None and part.field is not None:
            default = _value(self.tx, _parsed(part.field, default))
        return slot.encode(default)

    def my(self, name: str) -> MyToken | None:
        """Return the token ``{{my.name}}``: its value is that of the run, else of the folders."""
        if self._own is None:
            tokens = tokens_in_force(self.tx, self.campaign.folder)
            self._own = {normalised_key(key): each for key, each in tokens.items()}
        found, value = self._own.get(name), self.overrides.get(name)
        if value is None:
            return found
        return MyToken(name, TokenType.TEXT if found is None else found.type, value)

    def program_values(self) -> Mapping[str, Value]:
        """Return the values of ``{{program.*}}``; none if the campaign is in no program."""
        return {} if self.program is None else _asset_values(self.program)

    def campaign_values(self) -> Mapping[str, Value]:
        """Return the values of ``{{campaign.*}}``."""
        return _asset_values(self.campaign)

    def system_values(self) -> Mapping[str, Value]:
        """Return the values of ``{{system.*}}``: the moment in the instance's time zone."""
        text = _local(self.tx, self.now).isoformat()
        return {"datetime": text, "date": text[:10], "time": text[11:]}


def _asset_values(asset: Program | Campaign) -> dict[str, Value]:
    return {"name": asset.name, "id": asset.id, "description": asset.description or ""}


def _my_value(slot: Slot, token: MyToken, text: str) -> Value:
    """Return the value of a ``{{my.*}}`` token with its type: a number, HTML or a text."""
    if not text:
        return slot.token.default or None
    if token.type is TokenType.RICH_TEXT:
        return Html(text)
    if token.type in _NUMBER_TYPES and (found := _NUMBER(text.strip())):
        return Decimal(found[1] + found[2])
    return text


_NUMBER_TYPES = frozenset({TokenType.NUMBER, TokenType.SCORE})
_COMMON: dict[str, Callable[[TokenSource], Mapping[str, Value]]] = {
    "program": TokenSource.program_values,
    "campaign": TokenSource.campaign_values,
    "system": TokenSource.system_values,
}
_LEAD_KINDS = frozenset({"lead", "company"})


def check_tokens(names: Names, text: str) -> None:
    """Check that a text has no token whose name matches nothing.

    Tokens of other kinds, such as ``{{user.name}}``, are texts like any other.

    Raises:
        LookupError: a field, a my token or a value does not exist.
    """
    for token in tokens_in(text):
        known: Collection[str] = ()
        if token.kind in _LEAD_KINDS:
            catalog = lead_catalog(names.work.tx)
            if _field_of(catalog, token.name) is None:
                known = [*catalog.by_name, *(each.display_name for each in catalog.fields)]
                raise LookupError(f"no field is named {token.name}{nearest(token.name, known)}")
            continue
        if token.kind == "my" and names.folder is not None:
            known = tokens_in_force(names.work.tx, names.folder)
        elif token.kind in _VALUE_NAMES:
            known = _VALUE_NAMES[token.kind]
        else:
            continue
        if normalised_key(token.name) not in map(normalised_key, known):
            hint = nearest(token.name, known)
            raise LookupError(f"no token is named {{{{{token.kind}.{token.name}}}}}{hint}")


_VALUE_NAMES: dict[str, Collection[str]] = {
    "program": ("name", "id", "description"),
    "campaign": ("name", "id", "description"),
    "system": ("datetime", "date", "time"),
}


def _fields(parts: Sequence[_Part]) -> Iterator[Field]:
    for each in parts:
        if isinstance(each, _MySlot):
            yield from _fields(each.parts)
        elif isinstance(each, _LeadSlot) and each.field is not None:
            yield each.field


def _field_of(catalog: Catalog, name: str) -> Field | None:
    """Return the lead field that a token names, by its REST name or else by its display name."""
    found = catalog.by_name.get(name)
    if found is not None:
        return found
    displayed = catalog.cached(
        "by display name",
        lambda: {normalised_key(each.display_name): each for each in catalog.fields},
    )
    return displayed.get(normalised_key(name))
