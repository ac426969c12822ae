"""Replace the tokens in texts of flows: ``{{lead.X}}``, ``{{my.X}}`` and others (behaviour.md 9.1).

An unknown token stays in the text. A token without a value is replaced by its default, as in
``{{lead.First Name:default=friend}}``, or by nothing.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from leadkeep.domain.activities import activities_by_ids
from leadkeep.domain.assets.programs import Program, tokens_in_force
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.fields import Catalog, Field, lead_catalog, normalised_key
from leadkeep.domain.leads import stored_values
from leadkeep.store import Transaction

_TOKEN = re.compile(r"\{\{\s*([A-Za-z]+)\.([^{}]*?)\s*\}\}")
_DEFAULT = re.compile(r"(?s)(.*?):default=(.*)").fullmatch
DEEPEST_NESTING = 3
"""Limit: how often tokens are replaced that came from the values of other tokens."""

TriggerValues = Mapping[int, Mapping[str, Any]]
"""By lead id: the attributes of the activity that triggered the lead's entry, by name in lower
case."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was found in a text, such as ``{{lead.First Name:default=friend}}``."""

    written: str
    kind: str
    name: str
    default: str


def tokens_in(text: str) -> list[Token]:
    """Return the tokens in a text, in their order."""
    return [_token(found) for found in _TOKEN.finditer(text)]


def _token(found: re.Match[str]) -> Token:
    name, default = found[2], ""
    with_default = _DEFAULT(name)
    if with_default:
        name, default = with_default[1].strip(), with_default[2]
    return Token(found[0], found[1].lower(), name, default)


def trigger_values(tx: Transaction, activities: Mapping[int, int]) -> TriggerValues:
    """Return the values of ``{{trigger.*}}`` tokens by lead id.

    ``activities`` has, by lead id, the id of the activity that triggered the lead's entry.
    """
    rows = activities_by_ids(tx, activities.keys(), activities.values())
    found: dict[int, dict[str, Any]] = {}
    for number, lead_id, date, value, text in rows:
        if activities.get(lead_id) == number:
            attributes = {each["name"]: each.get("value") for each in msgspec.json.decode(text)}
            named = {"Name": value, "Date": date.isoformat(" ")[:19], **attributes}
            found[lead_id] = {normalised_key(name): each for name, each in named.items()}
    return found


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
    encode: Callable[[str], str] = str
    """Encodes the value of a token for the kind of text that it is put into."""
    _own: dict[str, str] | None = None

    def texts(self, template: str, lead_ids: Collection[int]) -> dict[int, str]:
        """Return the text of a template for each lead, by lead id, with one statement at most."""
        return self.all_texts([template], lead_ids)[template]

    def all_texts(
        self, templates: Collection[str], lead_ids: Collection[int]
    ) -> dict[str, dict[int, str]]:
        """Return, by template and lead id, the text for the lead, with one statement at most."""
        plain = {each: self._replace_common(each) for each in dict.fromkeys(templates)}
        catalog = lead_catalog(self.tx)
        fields = self._lead_fields(catalog, plain.values())
        values = stored_values(self.tx, lead_ids, fields) if fields else {}
        return {
            template: {
                lead_id: self._fill(catalog, text, lead_id, values.get(lead_id, {}))
                for lead_id in lead_ids
            }
            if "{{" in text
            else dict.fromkeys(lead_ids, text)
            for template, text in plain.items()
        }

    def _replace_common(self, text: str) -> str:
        """Replace the tokens whose values are the same for all leads."""
        for _ in range(DEEPEST_NESTING):
            if "{{" not in text:
                break
            following = _TOKEN.sub(self._common, text)
            if following == text:
                break
            text = following
        return text

    def _common(self, found: re.Match[str]) -> str:
        token = _token(found)
        known = _COMMON.get(token.kind)
        value = None if known is None else known(self, normalised_key(token.name))
        return token.written if value is None else self.encode(value or token.default)

    def _lead_fields(self, catalog: Catalog, texts: Collection[str]) -> Sequence[Field]:
        named = [each for text in texts for each in tokens_in(text)]
        found = [_field_of(catalog, each.name) for each in named if each.kind in _LEAD_KINDS]
        return list(dict.fromkeys(each for each in found if each is not None))

    def _fill(self, catalog: Catalog, text: str, lead_id: int, values: Mapping[str, Any]) -> str:
        def value_of(found: re.Match[str]) -> str:
            token = _token(found)
            if token.kind in _LEAD_KINDS:
                named = _field_of(catalog, token.name)
                if named is None:
                    return token.written
                value = values.get(named.name)
                text = token.default if value in (None, "") else named.type.text(value)
                return self.encode(text)
            if token.kind == "trigger":
                value = self.trigger.get(lead_id, {}).get(normalised_key(token.name))
                return self.encode(token.default if value in (None, "") else str(value))
            return token.written

        return _TOKEN.sub(value_of, text)

    def my(self, name: str) -> str | None:
        """Return the value of ``{{my.name}}``: from the run, else from the campaign's folders."""
        found = self.overrides.get(name)
        if found is not None:
            return found
        if self._own is None:
            tokens = tokens_in_force(self.tx, self.campaign.folder)
            self._own = {normalised_key(key): each.value for key, each in tokens.items()}
        return self._own.get(name)

    def program_value(self, name: str) -> str | None:
        """Return the value of ``{{program.name}}``; None if it has none or there is no program."""
        if self.program is None:
            return None
        values = {
            "name": self.program.name,
            "id": str(self.program.id),
            "description": self.program.description or "",
        }
        return values.get(name)

    def campaign_value(self, name: str) -> str | None:
        """Return the value of ``{{campaign.name}}``; None if campaigns have no such value."""
        values = {
            "name": self.campaign.name,
            "id": str(self.campaign.id),
            "description": self.campaign.description or "",
        }
        return values.get(name)

    def system_value(self, name: str) -> str | None:
        """Return the value of ``{{system.name}}``, times in UTC; None if there is no such value."""
        text = self.now.isoformat(" ")[:19]
        return {"datetime": text, "date": text[:10], "time": text[11:]}.get(name)


_COMMON: dict[str, Callable[[TokenSource, str], str | None]] = {
    "my": TokenSource.my,
    "program": TokenSource.program_value,
    "campaign": TokenSource.campaign_value,
    "system": TokenSource.system_value,
}
_LEAD_KINDS = frozenset({"lead", "company"})


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
