"""Where the sentences of a Chinese or English text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

END = re.compile(
    r"\n+"
    r"|[。！？；][。！？；…]*[”’」』）》〉】〕)]*"
    r"|[.!?](?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bNo\.)(?<!\bSt\.)(?<!\b[A-Z]\.)"
    r"[.!?]*[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9])"
)
"""The end of a line; a Chinese stop or semicolon with the marks it closes; an English stop with
a capital or a figure behind it. The semicolon and the line end are the gold file's rule, and so
is that an ASCII stop inside a Chinese line ends nothing (各位代表!)."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in code points, without white space at either side."""
    start = 0
    for end in (*(match.end() for match in END.finditer(text)), len(text)):
        sentence = text[start:end]
        if trimmed := sentence.strip():
            first = start + len(sentence) - len(sentence.lstrip())
            yield first, first + len(trimmed)
        start = end
