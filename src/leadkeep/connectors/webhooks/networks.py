"""Which addresses webhooks may reach: who may name a URL could else read the inside of a network.

A host is looked up once, and the call goes to the very address that was checked: a name that leads
elsewhere at the second look would else get by.
"""

from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses that stand for IPv4 ones behind a translator."""
GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that is given out to the public so far; the rest of IPv6 has other meanings."""
IPV4_BITS = 0xFFFFFFFF


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Return networks such as ``10.0.0.0/8``.

    Raises:
        ValueError: a text is none.
    """
    return tuple(ip_network(text) for text in texts)


def is_allowed(text: str, networks: Sequence[Network]) -> bool:
    """Return whether an address, as the look-up of a name gives it, may be reached.

    Public ones may; private, loopback, link-local and other special ones only in ``networks``.
    """
    address = ip_address(text)
    if any(address in each for each in networks):
        return True
    meant = _meant_by(address)
    if meant != address and any(meant in each for each in networks):
        return True
    if isinstance(meant, IPv6Address) and meant not in GLOBAL_UNICAST:
        return False
    return meant.is_global and not meant.is_multicast and not meant.is_reserved


def _meant_by(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(int(address) & IPV4_BITS)
    embedded = address.ipv4_mapped or address.sixtofour
    if embedded is None and address.teredo is not None:
        embedded = address.teredo[1]
    return embedded or address
