"""Parse a webhook's response, JSON or XML, and read values from it (behaviour.md 9.4)."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

import msgspec
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE).search
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*\sencoding\s*=", re.IGNORECASE).match
_PART = re.compile(r"([^.\[\]]+)|\[([0-9]{1,6})\]")
_PATH = re.compile(r"(?:[^.\[\]]+|\[[0-9]{1,6}\])(?:\.[^.\[\]]+|\[[0-9]{1,6}\])*").fullmatch
_JSON = msgspec.json.Decoder(float_hook=Decimal)
NOT_FOUND = object()
"""Stands for the value of a path that leads nowhere or to several values."""


@dataclass(frozen=True, slots=True)
class Content:
    """A decoded response body; XML has one member for each tag below the root element."""

    value: Any
    """The decoded value; None if the body is neither JSON nor XML."""
    root: str | None = None
    """The tag of the root element of XML; None for JSON."""


def body_text(body: bytes, headers: Mapping[str, str]) -> str:
    """Return a response body as text.

    The encoding is that of the header Content-Type, else of a byte order mark, else UTF-8, and
    Latin-1 where it is not UTF-8.
    """
    named = _CHARSET(headers.get("content-type", ""))
    detected = json.detect_encoding(body)
    for encoding in (named[1] if named else "utf-8", detected, "cp1252"):
        try:
            return body.decode(encoding).lstrip("\ufeff")
        except (UnicodeError, LookupError):
            continue
    return body.decode("latin-1")


def decode_content(body: bytes, headers: Mapping[str, str]) -> Content:
    """Decode the body of a response; a tag that occurs several times becomes a list."""
    text = body_text(body, headers)
    try:
        if text.lstrip().startswith("<"):
            is_named = _CHARSET(headers.get("content-type", "")) is not None
            # The declaration of an encoding in XML counts if the header has none.
            source = body.lstrip() if _DECLARED(body) and not is_named else text.lstrip()
            root = fromstring(source, forbid_dtd=True)
            return Content(_members(root), _tag(root))
        return Content(_JSON.decode(text))
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return Content(None)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]  # without its namespace


def _members(element: Element) -> Any:  # noqa: ANN401
    if not len(element):
        return (element.text or "").strip()
    found: dict[str, list[Any]] = {}
    for child in element:
        found.setdefault(_tag(child), []).append(_members(child))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def is_path(path: str) -> bool:
    """Return whether a text is a path such as ``orders[0].date`` or ``orders.0.date``."""
    return _PATH(path) is not None


def value_at(content: Content, path: str) -> Any:  # noqa: ANN401
    """Return the plain value at a path of a response, or :data:`NOT_FOUND`.

    A path in XML begins below the root element or with it.
    """
    found = _value_at(content, content.value, path)
    if found is NOT_FOUND and content.root is not None:
        return _value_at(content, {content.root: content.value}, path)
    return found


def _value_at(content: Content, value: Any, path: str) -> Any:  # noqa: ANN401
    for name, index in _parts(path):
        if index is None and isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and (name if index is None else index).isdecimal():
            number = int(name if index is None else index)
            if number >= len(value):
                return NOT_FOUND
            value = value[number]
        # A tag that occurs once is no list.
        elif content.root is None or (name if index is None else index) != "0":
            return NOT_FOUND
    return NOT_FOUND if isinstance(value, dict | list) else value


def _parts(path: str) -> Iterator[tuple[str, str | None]]:
    """Yield each part of a path as a name, or with its index if it is written in brackets."""
    for found in _PART.finditer(path):
        yield found[1] or "", found[2]
