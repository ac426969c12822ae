"""Read the response body of a webhook, JSON or XML, and find values in it (behaviour.md 9.4)."""

from typing import Any
from xml.etree.ElementTree import Element

import msgspec
from defusedxml.ElementTree import ParseError, fromstring


def read_reply(body: bytes) -> Any:  # noqa: ANN401
    """Return the value of a JSON body, or of an XML body as JSON; None if the body is neither.

    An XML element becomes an object with a member for each tag inside it. A tag that is there
    several times becomes a list, an element without tags its text. The root element has no name of
    its own.
    """
    try:
        if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return _members(fromstring(body.lstrip(), forbid_dtd=True))
        return msgspec.json.decode(body)
    except (ParseError, msgspec.DecodeError, ValueError, LookupError, RecursionError):
        return None


def _members(of: Element) -> Any:  # noqa: ANN401
    if not len(of):
        return (of.text or "").strip()
    found: dict[str, Any] = {}
    for child in of:
        name = child.tag.rpartition("}")[2]  # without its namespace
        found.setdefault(name, []).append(_members(child))
    return {name: held[0] if len(held) == 1 else held for name, held in found.items()}


def value_at(reply: Any, path: str) -> tuple[bool, Any]:  # noqa: ANN401
    """Return whether a path such as ``a.b.0`` leads to a single value in a response, and the value.

    Objects and lists are no single values.
    """
    for part in path.split("."):
        if isinstance(reply, dict) and part in reply:
            reply = reply[part]
        elif isinstance(reply, list) and part.isascii() and part.isdigit():
            if int(part) >= len(reply):
                return False, None
            reply = reply[int(part)]
        else:
            return False, None
    return not isinstance(reply, dict | list), reply
