"""Encode the values of tokens for the texts that they are put into: JSON, XML, HTML, URLs and more.

A value is encoded once, when all tokens in it have been replaced, so that the reader of the text
gets exactly the value.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from html import escape
from urllib.parse import quote

import msgspec

from leadkeep.domain.fields import number_text

Value = str | bool | int | float | Decimal | None
"""The value of a token; None if it has none."""
Encode = Callable[[Value], str]

_TOKEN = re.compile(r"\{\{\s*([A-Za-z]+)\.([^{}]*?)\s*\}\}")
_DEFAULT = re.compile(r"(?s)(.*?):default=(.*)").fullmatch
_ESCAPED = re.compile(r"(?s)\\.")
_CONTROLS = re.compile(r"\s*[\x00-\x1f\x7f-\x9f\u2028\u2029]+\s*")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_CDATA_START = "<![CDATA["


class Html(str):
    """A value that is HTML already, such as that of a rich text token."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was found in a text, such as ``{{lead.First Name:default=friend}}``."""

    written: str
    kind: str
    name: str
    default: str


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a token in a text, with the function that encodes the token's value there."""

    token: Token
    encode: Encode
    unknown: str
    """What stays in the text if nothing has the token's name."""


Part = str | Slot
"""A part of a template: a text as it is, or the place of a token."""


@dataclass(frozen=True, slots=True)
class TextFormat:
    """The format of a text with tokens."""

    split: Callable[[str], list[Part]]
    """Returns the parts of a template in order."""
    content_type: str = ""


def tokens_in(text: str) -> list[Token]:
    """Return the tokens in a text, in their order."""
    return [each for each in _pieces(text) if isinstance(each, Token)]


def value_text(value: Value) -> str:
    """Return a value as plain text: ``true``, digits without ``.0``, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str) else number_text(value)


def one_line(text: str) -> str:
    """Return a text with a blank in place of line breaks and other control characters.

    A line break from a value must not begin another header of a mail or of a request.
    """
    return _CONTROLS.sub(" ", text).strip()


def is_json(template: str) -> bool:
    """Return whether a template is JSON once its tokens are replaced by JSON values."""
    parts = JSON.split(template)
    sample = "".join(each if isinstance(each, str) else each.encode(None) for each in parts)
    try:
        msgspec.json.decode(sample)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _pieces(template: str) -> Iterator[str | Token]:
    end = 0
    for found in _TOKEN.finditer(template):
        if found.start() > end:
            yield template[end : found.start()]
        end = found.end()
        yield _token(found)
    if end < len(template):
        yield template[end:]


def _token(found: re.Match[str]) -> Token:
    name, default = found[2], ""
    with_default = _DEFAULT(name)
    if with_default:
        name, default = with_default[1].strip(), with_default[2]
    return Token(found[0], found[1].lower(), name, default)


def _split(template: str, encode: Encode) -> list[Part]:
    return [
        Slot(each, encode, each.written) if isinstance(each, Token) else each
        for each in _pieces(template)
    ]


def _one_line(value: Value) -> str:
    return one_line(value_text(value))


def _percent(value: Value) -> str:
    return quote(value_text(value), safe="")


def _html(value: Value) -> str:
    return value if isinstance(value, Html) else escape(value_text(value))


def _json(value: Value) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else value_text(value)
    return (
        msgspec.json.encode(str(value)).decode() if isinstance(value, str) else number_text(value)
    )


def _in_json_string(value: Value) -> str:
    return msgspec.json.encode(value_text(value)).decode()[1:-1]


def _split_json(template: str) -> list[Part]:
    """Return the parts of a JSON template; a token outside of strings becomes a JSON value."""
    parts: list[Part] = []
    is_inside = False
    for each in _pieces(template):
        if isinstance(each, Token):
            unknown = each.written if is_inside else _json(each.written)
            parts.append(Slot(each, _in_json_string if is_inside else _json, unknown))
        else:
            is_inside ^= _ESCAPED.sub("", each).count('"') % 2 == 1
            parts.append(each)
    return parts


def _xml(value: Value) -> str:
    text = escape(_NOT_IN_XML.sub("\ufffd", value_text(value)))
    # A parser turns these into blanks or line feeds unless they are references.
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")


def _in_cdata(value: Value) -> str:
    return f"]]>{_xml(value)}{_CDATA_START}"


def _split_xml(template: str) -> list[Part]:
    """Return the parts of an XML template; a token in a CDATA section is taken out of it."""
    parts: list[Part] = []
    is_inside = False
    for each in _pieces(template):
        if isinstance(each, Token):
            parts.append(Slot(each, _in_cdata if is_inside else _xml, each.written))
        else:
            marks = _CDATA.findall(each)
            is_inside = marks[-1] == _CDATA_START if marks else is_inside
            parts.append(each)
    return parts


PLAIN = TextFormat(partial(_split, encode=value_text), "text/plain; charset=utf-8")
ONE_LINE = TextFormat(partial(_split, encode=_one_line))
"""Subjects of mails and headers of requests."""
PERCENT = TextFormat(partial(_split, encode=_percent), "application/x-www-form-urlencoded")
"""Forms, and paths and queries of URLs."""
HTML = TextFormat(partial(_split, encode=_html))
JSON = TextFormat(_split_json, "application/json")
XML = TextFormat(_split_xml, "application/xml; charset=utf-8")
