"""Addresses of services as a user writes them."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def http_address(address: str) -> SplitResult | None:
    """The parts of an http or https address that can be asked for; None for what is none."""
    try:
        address.encode("ascii")
        parts = urlsplit(address)
        _ = parts.port  # which is read only now
    except ValueError:
        return None
    known = parts.scheme in ("http", "https") and parts.hostname
    return parts if known and not set(address) & set(" \t\r\n") else None
