"""Keys: the parts of IRIs that are computed, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def text_digest(text: str) -> str:
    """The SHA-256 of a text's UTF-8, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def text_key(text: str) -> str:
    """The key of a text version: the first 16 hex digits of its digest."""
    return text_digest(text)[:16]


def source(code: str, year: int) -> str:
    """What stands for a report where a statement's key names its source."""
    return f"report-{code}-{year}"


def claims(passages: Iterable[tuple[str, str]]) -> list[str]:
    """The claim keys of (passage text, theme) pairs in the order of the report.

    12 hex digits of the passage's digest, and its ordinal from 1 among equal passages with that
    theme: such a key outlives a title line that moves every offset.
    """
    counts: dict[tuple[str, str], int] = {}
    keys = []
    for passage, theme in passages:
        pair = text_digest(passage)[:12], theme
        counts[pair] = counts.get(pair, 0) + 1
        keys.append(f"{pair[0]}-{counts[pair]}")
    return keys
