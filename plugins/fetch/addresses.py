"""Which addresses may be fetched: public ones, and by name those that the deployment allows.

The address that passes here is the very one that is connected to, at every hop, so that a name can't point elsewhere
between the check and the connection.
Source: RFC 6890 (special-purpose addresses); the cloud providers' pages on their metadata services.
"""

import asyncio
import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from plugins.faults import SourceRefused

DEFAULT_PORTS = {"http": 80, "https": 443}
FIRST_FREE_PORT = 1024  # every port below it belongs to another kind of service: mail, files, remote shells
# Public by the registries, but a machine's own metadata service (Azure).
METADATA = frozenset({IPv4Address("168.63.129.16")})
# Of the registries too, though no web server of the public's: protocol assignments (192.0.0.192 is a cloud's metadata
# service), relays that are no more, documentation, segment routing.
RESERVED = tuple(
    ip_network(prefix) for prefix in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16", "100::/64")
)
# Half of an IPv6 address after which an IPv4 address follows, to which a router of ISATAP delivers it.
ISATAP = frozenset({0x00005EFE, 0x02005EFE})
# Prefixes that carry an IPv4 address inside, which a gateway may deliver to a private network.
TRANSLATED = tuple(IPv6Network(prefix) for prefix in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


@dataclass(frozen=True)
class Endpoint:
    """The scheme, host and port that an address leads to."""

    scheme: str
    host: str
    port: int

    @property
    def name(self) -> str:
        """Host and port as settings write them: `council.gov.uk:443`."""
        return f"{self.host}:{self.port}"


def endpoint(url: str) -> Endpoint:
    """Return where `url` leads; raise SourceRefused for anything but a plain http or https address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SourceRefused(f"“{url}” is not an address: {error}") from error
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise SourceRefused(f"“{url}” is not an http or https address")
    if parts.username or parts.password:
        raise SourceRefused("an address that carries a user name or password is not fetched")
    return Endpoint(parts.scheme, parts.hostname, port or DEFAULT_PORTS[parts.scheme])


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether `address` is a public, unicast address that leads to no network of our own."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in TRANSLATED) or address.is_site_local or _is_isatap(address):
            return False
    if any(address in network for network in RESERVED):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in METADATA


def _is_isatap(address: IPv6Address) -> bool:
    """Return whether an address carries an IPv4 address after the mark of ISATAP (RFC 5214, section 6.1)."""
    return int(address) >> 32 & 0xFFFFFFFF in ISATAP


async def resolve(target: Endpoint, allowed: Collection[str], *, allows_others: bool = True) -> list[str]:
    """Return the addresses of `target` that may be connected to, in the resolver's order.

    Args:
        target: where an address leads.
        allowed: the private endpoints that the deployment allows, by name.
        allows_others: whether public ones may be fetched from too, which a demonstration never does.

    One forbidden address among several is enough to refuse: a public name has no business in a private network.

    """
    if not allows_others and target.name not in allowed:
        raise SourceRefused(f"a demonstration asks its example publishers only, and {target.name} is none of them")
    if target.port < FIRST_FREE_PORT and target.port not in DEFAULT_PORTS.values() and target.name not in allowed:
        raise SourceRefused(f"port {target.port} of {target.host} is not a web server's")
    loop = asyncio.get_running_loop()
    entries = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in entries))
    if target.name not in allowed:
        for address in addresses:
            if not is_public(ip_address(address)):
                raise SourceRefused(f"{target.host} leads to {address}, which is not a public address")
    return addresses
