"""Click tokens: the signed lead ids in links that are sent to leads (behaviour.md 8.3).

A click token is ``<Munchkin id>``, NUL bytes and binary data in URL-safe base64, as in Marketo. The
data is a version, the lead id, the program id, the moment when the token expires, a digest of the
target address, and a signature over all of it. Anybody can read the numbers in a token, but only
the server can make one.
"""

import base64
import binascii
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from leadkeep import ids

_PURPOSE = "click token"
_ADDRESS_PURPOSE = "click address"
_VERSION = 1
_BODY = struct.Struct(">BQQQ16s")
_SEPARATOR = b"\0\0\0\0"
_SIGNATURE_BYTES = 16
LONGEST_TOKEN_CHARACTERS = 200
LONGEST_ADDRESS_CHARACTERS = 2_000

_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f\ud800-\udfff\s]").search


@dataclass(frozen=True, slots=True)
class Click:
    """The content of a click token: lead, program, moment of expiry, digest of the target URL."""

    lead_id: int
    program_id: int | None
    ends_at: datetime
    address_digest: bytes
    """Digest of the address to which the link redirects; see :meth:`leads_to`."""

    def leads_to(self, key: bytes, address: str) -> bool:
        """Return whether the click token was made for a link to this address."""
        return ids.same(self.address_digest.hex(), _digest(key, address).hex())


def click_token(
    key: bytes,
    munchkin_id: str,
    lead_id: int,
    program_id: int | None,
    address: str,
    ends_at: datetime,
) -> str:
    """Return a click token for a link that is sent to one lead and redirects to ``address``."""
    body = _BODY.pack(
        _VERSION, lead_id, program_id or 0, int(ends_at.timestamp()), _digest(key, address)
    )
    data = munchkin_id.encode() + _SEPARATOR + body + _signature(key, munchkin_id, body)
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read_click_token(key: bytes, munchkin_id: str, token: str) -> Click | None:
    """Return the content of a click token, even if it has expired.

    None if it was not made by this instance, or was altered.
    """
    if len(token) > LONGEST_TOKEN_CHARACTERS or not token.isascii():
        return None
    plain = token.strip().rstrip("=")
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    head = munchkin_id.encode() + _SEPARATOR
    body = data[len(head) : -_SIGNATURE_BYTES]
    if not data.startswith(head) or len(body) != _BODY.size:
        return None
    expected = _signature(key, munchkin_id, body)
    if not ids.same(data[-_SIGNATURE_BYTES:].hex(), expected.hex()):
        return None
    version, lead_id, program_id, ends, digest = _BODY.unpack(body)
    if version != _VERSION:
        return None
    return Click(lead_id, program_id or None, datetime.fromtimestamp(ends, UTC), digest)


def lead_of_click_token(key: bytes, munchkin_id: str, token: str, now: datetime) -> int | None:
    """Return the id of the lead for which a click token was made; the lead may no longer exist.

    None if the token was not made by this instance, was altered, or has expired.
    """
    click = read_click_token(key, munchkin_id, token)
    return None if click is None or click.ends_at <= now else click.lead_id


def checked_address(address: str) -> str:
    """Return the address if a link may redirect to it.

    Raises:
        ValueError: the address is no web page, or it is too long.
    """
    if len(address) > LONGEST_ADDRESS_CHARACTERS:
        text = f"the address is longer than {LONGEST_ADDRESS_CHARACTERS} characters"
        raise ValueError(text)
    try:
        parts = urlsplit(address)
        is_page = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_page = False
    if not is_page or _NOT_IN_ADDRESS(address):
        raise ValueError(f"{address!r} is no address of a web page")
    return address


def click_path(token: str, address: str) -> str:
    """Return the path of a link on this server, which redirects to the address."""
    return f"/click/{token}?to={quote(address, safe='')}"


def _digest(key: bytes, address: str) -> bytes:
    return ids.keyed_digest(key, _ADDRESS_PURPOSE, address)[:16]


def _signature(key: bytes, munchkin_id: str, body: bytes) -> bytes:
    return ids.keyed_digest(key, _PURPOSE, f"{munchkin_id}\0{body.hex()}")[:_SIGNATURE_BYTES]
