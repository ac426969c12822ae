"""Decide which IP addresses webhooks may reach, so that no webhook reads an internal network.

A host name is looked up once, and the delivery connects to the address that was checked: in a
second look-up the name could lead to another address.
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
"""IPv6 addresses that a translator (NAT64) turns into the IPv4 address in their last 32 bits."""
GLOBAL_UNICAST = IPv6Network("2000::/3")
"""The IPv6 addresses assigned to public use so far; all others have special meanings."""
IPV4_BITS = 0xFFFFFFFF


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Parse texts such as ``10.0.0.0/8`` into networks.

    Raises:
        ValueError: a text is not a network.
    """
    return tuple(ip_network(text) for text in texts)


def is_allowed(text: str, networks: Sequence[Network]) -> bool:
    """Return whether webhooks may reach the IP address in ``text``.

    Public addresses are allowed; private, loopback, link-local and other special addresses only if
    they are in ``networks``.
    """
    address = ip_address(text)
    if any(address in each for each in networks):
        return True
    effective = _effective_address(address)
    if effective != address and any(effective in each for each in networks):
        return True
    if isinstance(effective, IPv6Address) and effective not in GLOBAL_UNICAST:
        return False
    return effective.is_global and not effective.is_multicast and not effective.is_reserved


def _effective_address(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address embeds; any other address unchanged."""
    if isinstance(address, IPv4Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(int(address) & IPV4_BITS)
    embedded = address.ipv4_mapped or address.sixtofour
    if embedded is None and address.teredo is not None:
        embedded = address.teredo[1]
    return embedded or address
