"""The addresses that may be requested: those on the public internet (IANA's special-purpose registries, 2026).

A name is resolved once, and the checked address is the one that is connected to. `requests-hardened` (1.3) is similar;
but it checks only the first address of a name, tries no second one, and accepts IPv4-compatible IPv6 addresses.
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from scrapers.http.errors import Refusal

# Python's is_private and is_global miss some of these: 100.64.0.1, 64:ff9b::7f00:1 and 2002:7f00:1:: (3.11).
NOT_PUBLIC = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a carrier's translator
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, and the metadata of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
UNICAST = IPv6Network("2000::/3")
"""The range that IANA assigns. Outside it: loopback, link-, site- and unique-local, multicast, NAT64, IPv4 in IPv6."""
NOT_UNICAST = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in IPv6
        "3fff::/20",  # documentation
    )
)
LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
NAME = re.compile(rf"{LABEL}(?:\.{LABEL})*", re.ASCII)
URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?:[/?#][^\x00-\x1f\x7f]*)?",
    re.ASCII | re.IGNORECASE,
)
"""The one form of an address that every parser reads alike."""
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
LOCALHOST = "localhost"
Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class SiteAddress:
    """Scheme, host (lower case, an IPv6 address without brackets) and port of an address."""

    scheme: str
    host: str
    port: int

    @property
    def loopback(self) -> bool:
        """True if the host is this machine by its own name or number."""
        return says_loopback(self.host)


def site_address(url: str) -> SiteAddress:
    """Parse the scheme, host and port of a URL. Raises Refusal for anything but a plain http(s) URL."""
    match = URL.fullmatch(url)
    if match is None:
        raise Refusal(f"no address that is asked: {_shown(url)}")
    scheme, host = match["scheme"].lower(), match["host"].lower().strip("[]")
    port = int(match["port"] or (443 if scheme == "https" else 80))
    if not 0 < port < 65_536 or not _well_formed(host):
        raise Refusal(f"no address that is asked: {_shown(url)}")
    return SiteAddress(scheme, host, port)


def same_site(site: SiteAddress, other: SiteAddress) -> bool:
    """Return True for the same host and port, or the https side of the same http host."""
    upgraded = (site.scheme, other.scheme, other.port) == ("http", "https", 443)
    return site.host == other.host and (upgraded or site == other)


def is_below(host: str, other: str) -> bool:
    """Return True if a host is the other one or a subdomain of it. An IP address has no subdomains."""
    return host == other or (host.endswith(f".{other}") and _literal(host) is None)


def is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC)
    return address in UNICAST and not any(address in network for network in NOT_UNICAST)


def is_allowed(where: SiteAddress, loopback: bool) -> bool:
    """Return True if the address itself may be requested; a name is resolved and checked later, by `resolve_public`."""
    if where.loopback:
        return loopback
    literal = _literal(where.host)
    # A name without a dot belongs to the local network; so does one that ends in `.localhost`.
    return is_public(literal) if literal is not None else "." in where.host and not where.host.endswith(f".{LOCALHOST}")


def says_loopback(host: str) -> bool:
    """Return True if a host is this machine by its own name or number."""
    literal = _literal(host)
    return host == LOCALHOST or (literal is not None and literal.is_loopback)


def names_loopback(url: str) -> bool:
    """Return True if a URL in the settings points to this machine by name or number."""
    try:
        return site_address(url).loopback
    except Refusal:
        return False


def _well_formed(host: str) -> bool:
    """Return True for a host name, or an IP address in its usual form (127.1 and 0x7f.1 are addresses, too)."""
    if ":" in host or NUMBER.fullmatch(host.rpartition(".")[2]):
        return _literal(host) is not None
    return len(host) <= 253 and NAME.fullmatch(host) is not None


def _literal(host: str) -> Address | None:
    try:
        return IPv6Address(host) if ":" in host else IPv4Address(host)
    except AddressValueError:
        return None


def _shown(url: str) -> str:
    """Return an address for messages: without credentials, and shortened."""
    rest = url.rpartition("@")[2] if "@" in url else url
    return repr(rest[:100])


def resolve_public(host: str, port: int, loopback: bool) -> list[str]:
    """Resolve a host. Raises Refusal if one of its addresses is not on the public internet, and gaierror.

    With `loopback` a host that names this machine itself may be there; another name that resolves to it may not.
    """
    try:
        resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise Refusal(f"no host that is asked: {host!r}") from None
    addresses = [ip_address(sockaddr[0]) for *_, sockaddr in resolved]
    here = loopback and says_loopback(host)
    for address in addresses:
        if not (is_public(address) or (here and address.is_loopback)):
            raise Refusal(f"{host} leads to {address}, which is none of the public internet")
    return list(dict.fromkeys(str(address) for address in addresses))
