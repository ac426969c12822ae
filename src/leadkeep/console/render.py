"""Render pages: templates, filters, the files that all pages load."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from leadkeep.console import plots
from leadkeep.console.visit import PREFIX, address

DAY_CHARACTERS = len("2026-01-15")

ASSETS = {
    "console.css": "text/css; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""The files that pages load, with their types."""


_decode = msgspec.json.Decoder(float_hook=str).decode
"""Reads a value that is JSON already: a number with a point keeps all of its digits."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages load."""

    content: bytes
    type: str
    digest: str


@cache
def assets() -> Mapping[str, Asset]:
    """Return the files that pages load, by name."""
    folder = files("leadkeep.console").joinpath("static")
    found = {}
    for name, kind in ASSETS.items():
        content = folder.joinpath(name).read_bytes()
        found[name] = Asset(content, kind, blake2b(content, digest_size=6).hexdigest())
    return found


@cache
def environment() -> Environment:
    """Return the templates; what they show is escaped."""
    made = Environment(
        loader=PackageLoader("leadkeep.console"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "moment": moment,
        "number": number,
        "pretty": pretty,
        "plural": plural,
        "words": words,
    }
    made.globals |= {
        "address": address,
        "asset": asset_address,
        "bars": plots.bars,
        "funnel": plots.funnel,
        "prefix": PREFIX,
    }
    return made


def render(template: str, values: Mapping[str, Any]) -> bytes:
    """Return a page as HTML."""
    return environment().get_template(f"{template}.html").render(values).encode()


def asset_address(name: str) -> str:
    """Return the address of a file that pages load; it changes with the file."""
    return f"{PREFIX}/static/{name}?{assets()[name].digest}"


# -- filters ---------------------------------------------------------------------------------------


def moment(value: str | None) -> str:
    """Return a moment such as ``2026-01-15T18:00:00Z``, or a day, as people read it."""
    if not value:
        return ""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    if len(value) == DAY_CHARACTERS:
        return Markup('<time datetime="{}">{}</time>').format(value, f"{at.day} {at:%b %Y}")
    text = f"{at.day} {at:%b %Y, %H:%M}"
    return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(value, value, text)


def number(value: float | msgspec.Raw | None) -> str:
    """Return a number with a thin space between thousands; an amount keeps all of its digits."""
    if value is None:
        return ""
    shown = Decimal(bytes(value).decode()) if isinstance(value, msgspec.Raw) else value
    return f"{shown:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun, such as ``3 leads``."""
    return f"{number(count)} {one if count == 1 else many or f'{one}s'}"


def pretty(value: object) -> str:
    """Return a JSON value as people read it, without quotes around texts."""
    if isinstance(value, msgspec.Raw):
        value = _decode(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def words(name: str) -> str:
    """Return a name in camel case as words: ``leadSource`` as ``lead source``."""
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()
