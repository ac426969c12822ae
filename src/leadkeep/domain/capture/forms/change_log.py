"""What the activity log tells of a form that was filled out (behaviour.md 3.7, 5.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from leadkeep.domain.activities import ActivityBatch, ActivityType, attribute_items
from leadkeep.domain.instance.access import Cause

FORM_SOURCE = "Web form fillout"
"""Source, and source type of a new lead."""

LONGEST_TEXT_CHARACTERS = 2_000
"""Of what is told of a visitor; the rest is cut, for it goes into each activity. Our choice."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who filled out a form, and where; None for what was not told."""

    page_url: str | None = None
    query: str | None = None
    client_ip: str | None = None
    user_agent: str | None = None


def reason(of: Visitor) -> str:
    """Return the reason of a change by a form: it ends in the page, where that was told."""
    return f"Form fill-out, URL: {_cut(of.page_url) or ''}"


def filled_out(
    form_id: int,
    form_name: str,
    lead_id: int,
    answers: Mapping[str, Any],
    visitor: Visitor,
    cause: Cause,
    now: datetime,
) -> ActivityBatch:
    """Return a Fill Out Form activity."""
    items = attribute_items(
        [
            ("Client IP Address", _cut(visitor.client_ip)),
            ("Form Fields", serialised(answers)),
            ("Query Parameters", _cut(visitor.query)),
            ("Referrer URL", _cut(visitor.page_url)),
            ("User Agent", _cut(visitor.user_agent)),
        ]
    )
    told = (lead_id, form_id, form_name, f"[{items}]")
    return ActivityBatch(ActivityType.FILL_OUT_FORM, now, cause.campaign_id, [told])


def _cut(text: str | None) -> str | None:
    return None if text is None else text.strip()[:LONGEST_TEXT_CHARACTERS]


def serialised(values: Mapping[str, Any]) -> str:
    """Return answers as the original writes them: an array in the notation of PHP.

    ``{"email": "a@example.com"}`` is ``a:1:{s:5:"email";s:13:"a@example.com";}``; lengths are in
    bytes.
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
    return _text(value if isinstance(value, str) else msgspec.json.encode(value).decode())


def _text(text: str) -> str:
    return f's:{len(text.encode())}:"{text}";'
