"""Which addresses of articles may be fetched: public hosts, plain names, the usual ports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

from learning.errors import RuleBroken

_LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# A resolver reads these as IPv4 addresses: decimal, octal, hexadecimal, with parts left out.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_INSIDE = (
    "localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "localdomain",
    "home.arpa",
)  # fmt: skip
# Not covered by the properties of ipaddress: reserved or tunnelling, or a cloud's own services.
_CLOSED_4 = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
_GLOBAL_6 = ip_network("2000::/3")
# Teredo and its neighbours, documentation, 6to4: these carry other addresses, or none.
_CLOSED_6 = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


@dataclass(frozen=True)
class Target:
    """Where a request goes: what is asked for, of which host."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def literal(self) -> str:
        """The host if it is an IP address; empty for a name."""
        try:
            return str(ip_address(self.host))
        except ValueError:
            return ""


def target_of(address: str) -> Target:
    """The parts of an address. Raises RuleBroken "fetch-address" or "fetch-internal"."""
    address = address.strip()
    if not address or len(address) > _LONGEST or _FORBIDDEN.search(address):
        raise RuleBroken("fetch-address")
    try:
        parts = urlsplit(address)
        port = parts.port
        name = parts.hostname or ""
    except ValueError as error:
        raise RuleBroken("fetch-address") from error
    if parts.scheme not in _PORTS or "@" in parts.netloc or not name:
        raise RuleBroken("fetch-address")
    if port is None:
        port = _PORTS[parts.scheme]
    if port not in _PORTS.values():
        raise RuleBroken("fetch-address")
    host = _address_in(name) if parts.netloc.startswith("[") else _host(name)
    path = quote(parts.path or "/", safe="/:@!$&'()*+,;=~%-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/:@!$&'()*+,;=~%-._?")
    return Target(parts.scheme, host, port, path)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to one machine on the public network.

    IPv6 addresses that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are never taken for
    public: a host with a public address is reached by that.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or not ip.is_global:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in closed for closed in _CLOSED_4)
    return ip in _GLOBAL_6 and not any(ip in closed for closed in _CLOSED_6)


def _address_in(name: str) -> str:
    try:
        return str(IPv6Address(name))
    except AddressValueError as error:
        raise RuleBroken("fetch-address") from error


def _host(name: str) -> str:
    """A host name in its ASCII form, or a plain IPv4 address."""
    try:
        host = name.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise RuleBroken("fetch-address") from error
    labels = host.split(".")
    if not all(map(_LABEL.fullmatch, labels)) or len(host) > 253:
        raise RuleBroken("fetch-address")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(host))
        except AddressValueError as error:
            raise RuleBroken("fetch-address") from error
    if len(labels) < 2 or any(host == each or host.endswith(f".{each}") for each in _INSIDE):
        raise RuleBroken("fetch-internal")
    return host
