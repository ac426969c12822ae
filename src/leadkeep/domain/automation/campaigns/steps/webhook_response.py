"""Parse a webhook's response, JSON or XML, and read values from it (behaviour.md 9.4)."""

from typing import Any
from xml.etree.ElementTree import Element

import msgspec
from defusedxml.ElementTree import ParseError, fromstring


def decode_body(body: bytes) -> Any:  # noqa: ANN401
    """Return a response body as decoded JSON; None if it is neither JSON nor XML.

    XML becomes an object with one member per tag below the root element; a tag that occurs several
    times becomes a list.
    """
    try:
        if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return _members(fromstring(body.lstrip(), forbid_dtd=True))
        return msgspec.json.decode(body)
    except (ParseError, msgspec.DecodeError, ValueError, LookupError, RecursionError):
        return None


def _members(element: Element) -> Any:  # noqa: ANN401
    if not len(element):
        return (element.text or "").strip()
    found: dict[str, list[Any]] = {}
    for child in element:
        name = child.tag.rpartition("}")[2]  # without its namespace
        found.setdefault(name, []).append(_members(child))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def value_at(content: Any, path: str) -> tuple[bool, Any]:  # noqa: ANN401
    """Return whether decoded content has a plain value at ``a.b.0``, and the value."""
    for part in path.split("."):
        if isinstance(content, dict) and part in content:
            content = content[part]
        elif isinstance(content, list) and part.isascii() and part.isdigit():
            if int(part) >= len(content):
                return False, None
            content = content[int(part)]
        else:
            return False, None
    return not isinstance(content, dict | list), content
