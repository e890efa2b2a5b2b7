"""What every reader gives: a text with what its container says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

HAN = re.compile("[\u4e00-\u9fff]")
SAMPLE = 20_000
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Document:
    """One text to read, with what its container says of it.

    ``place`` is where it came from (``file`` or ``file:line``), for messages and as a fallback
    for what the text does not say; ``language`` is ``zh`` or ``en``; ``source`` a page's address.
    ``code`` (GB/T 2260) is set where the container lists whose report each text is; ``year`` is
    then of that list, too.
    """

    text: str
    place: str
    language: str = "zh"
    container: str = "text"
    title: str | None = None
    year: int | None = None
    source: str | None = None
    code: str | None = None


def language_of(text: str) -> str:
    """``zh`` for a text with at least a quarter of Chinese characters, else ``en``."""
    sample = text[:SAMPLE]
    return "zh" if len(HAN.findall(sample)) * 4 > len(sample) else "en"
