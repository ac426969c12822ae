"""Make the activity that logs a form submission (behaviour.md 3.7, 5.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from leadkeep.domain.activities import ActivityBatch, ActivityType, attribute_items
from leadkeep.domain.fields import number_as_sent
from leadkeep.domain.instance.access import Cause

FORM_SOURCE = "Web form fillout"
"""Source of the activity, and source type of a new lead."""

LONGEST_TEXT_CHARACTERS = 2_000
"""Limit: characters of each text about a visitor. The rest is cut, because every activity stores
it.
"""


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a submission says about the visitor and the page; None for what it does not say."""

    page_url: str | None = None
    query: str | None = None
    client_ip: str | None = None
    user_agent: str | None = None
    useless_cookie: str | None = None
    """A cookie from which no visitor token can be read."""


def reason(visitor: Visitor) -> str:
    """Return the reason that activities show for a lead's change by a form.

    It ends with the page if the submission names one.
    """
    return f"Form fill-out, URL: {_cut(visitor.page_url) or ''}"


def filled_out(
    form_id: int,
    form_name: str,
    lead_id: int,
    answers: Mapping[str, Any],
    visitor: Visitor,
    cause: Cause,
    now: datetime,
) -> ActivityBatch:
    """Return the Fill Out Form activity of one submission."""
    items = attribute_items(
        [
            ("Client IP Address", _cut(visitor.client_ip)),
            ("Form Fields", serialised(answers)),
            ("Ignored Cookie", _cut(visitor.useless_cookie)),
            ("Query Parameters", _cut(visitor.query)),
            ("Referrer URL", _cut(visitor.page_url)),
            ("User Agent", _cut(visitor.user_agent)),
        ]
    )
    row = (lead_id, form_id, form_name, f"[{items}]")
    return ActivityBatch(ActivityType.FILL_OUT_FORM, now, cause.campaign_id, [row])


def _cut(text: str | None) -> str | None:
    return None if text is None else text.strip()[:LONGEST_TEXT_CHARACTERS]


def serialised(values: Mapping[str, Any]) -> str:
    """Return form values as Marketo writes them: a PHP-serialised array.

    ``{"email": "a@example.com"}`` becomes ``a:1:{s:5:"email";s:13:"a@example.com";}``; lengths are
    in bytes.
    """
    items = "".join(f"{_text(name)}{_value(value)}" for name, value in values.items())
    return f"a:{len(values)}:{{{items}}}"


def _value(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "N;"
    if isinstance(value, bool):
        return f"b:{int(value)};"
    if isinstance(value, int):
        return f"i:{value};"
    if isinstance(value, float):
        return f"d:{value!r};"
    return _text(
        value
        if isinstance(value, str)
        else msgspec.json.encode(value, enc_hook=number_as_sent).decode()
    )


def _text(text: str) -> str:
    return f's:{len(text.encode())}:"{text}";'
