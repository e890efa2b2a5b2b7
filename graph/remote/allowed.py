"""Which addresses may be fetched: those that the allow-list names, wherever a name leads.

An entry is the beginning of an address (``https://example.org/sparql``), which matches its scheme,
host and port exactly and its path up to a ``/``; or a network (``10.0.0.0/8``), to which a listed
name may then resolve. An entry that spells a host as a number lists that number.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import SplitResult, unquote, urlsplit

from graph.errors import InputError

_PORTS = {"http": 80, "https": 443}
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]|[^\x00-\x7f]")
_LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def check_entries(entries: Sequence[str]) -> None:
    """Raises InputError for an entry of the allow-list that is neither address nor network."""
    for entry in entries:
        if _network(entry) is None and (origin(entry) is None or "#" in entry or "?" in entry):
            raise InputError(
                f"--allow-remote {entry}",
                "neither the beginning of an http address nor a network",
                "write https://example.org/sparql, or 10.0.0.0/8",
            )


def origin(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address that can be fetched; None for any other.

    One with a user's name, a step upwards in its path, or characters outside ASCII cannot.
    """
    if _UNFIT.search(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc or _climbs(parts):
        return None
    return parts.scheme, parts.hostname.rstrip("."), port or _PORTS[parts.scheme]


def listed(address: str, entries: Sequence[str]) -> bool:
    """Whether the address begins as an entry says."""
    wanted = origin(address)
    if wanted is None:
        return False
    path = urlsplit(address).path or "/"
    return any(
        origin(entry) == wanted and _under(path, urlsplit(entry).path or "/")
        for entry in entries
        if _network(entry) is None
    )


def reachable(address: Address, entries: Sequence[str]) -> bool:
    """Whether a connection may go there: to the open internet, or to what is listed."""
    inner = _inner(address)
    if any(inner in network for network in _networks(entries) if network.version == inner.version):
        return True
    return inner.is_global and not inner.is_multicast


def _networks(entries: Sequence[str]) -> list[Network]:
    found: list[Network] = []
    for entry in entries:
        network = _network(entry)
        host = (origin(entry) or ("", "", 0))[1] if network is None else ""
        if host == "localhost":
            found += _LOOPBACK
        elif network is not None or (network := _network(host)) is not None:
            found.append(network)
    return found


def _network(entry: str) -> Network | None:
    with suppress(ValueError):
        return ipaddress.ip_network(entry, strict=False)
    return None


def _inner(address: Address) -> Address:
    """The IPv4 address that one of IPv6 stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def _climbs(parts: SplitResult) -> bool:
    return any(step in {".", ".."} for step in unquote(parts.path).split("/"))


def _under(path: str, start: str) -> bool:
    return path == start or path.startswith(start if start.endswith("/") else f"{start}/")
