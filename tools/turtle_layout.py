"""The layout of Turtle that people write and read: what ``docs/ontology-style.md`` asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

PREFIX = re.compile(r"@prefix (?P<name>[\w-]*): <[^>]+> \.")
LONG_STRING = re.compile(r'"""(?:.|\n)*?"""')
STRING_OR_IRI = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^>\n]*>')


def layout(path: Path) -> list[str]:
    """What is out of order in a Turtle file, one line each.

    Prefixes come first, alphabetical, each of them used; then one subject a block, subjects
    alphabetical, one blank line between blocks; no tab, no white space at a line's end.
    """
    text = path.read_text("utf-8")
    return [f"{path.name}: {problem}" for problem in (*_spacing(text), *_order(text))]


def _spacing(text: str) -> Iterator[str]:
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield "does not end in exactly one line break"
    if "\t" in text:
        yield "a tab"
    if re.search(r" +$", text, re.M):
        yield "white space at the end of a line"
    if "\n\n\n" in text:
        yield "two blank lines together"


def _order(text: str) -> Iterator[str]:
    head, *rest = re.split(r"\n\n+", LONG_STRING.sub('"long"', text).strip("\n"))
    prefixes = [match["name"] for match in map(PREFIX.fullmatch, head.split("\n")) if match]
    if len(prefixes) != len(head.split("\n")):
        yield "the first block is not the prefixes alone"
    if prefixes != sorted(set(prefixes)):
        yield "prefixes out of order"
    used = set(re.findall(r"([\w-]*):", STRING_OR_IRI.sub("", "\n".join(rest))))
    used |= {name for name in prefixes if f"{name}:" in "".join(LONG_STRING.findall(text))}
    yield from (f"prefix {name}: unused" for name in prefixes if name not in used)
    blocks = [[line for line in block.split("\n") if line[:1] != "#"] for block in rest]
    subjects = [block[0].split()[0].strip("<>") for block in blocks if block]
    yield from (f"{late} stands after {early}" for early, late in _disorder(subjects))
    yield from (
        f"{block[0]}: a second subject in the block"
        for block in blocks
        if sum(not line.startswith(" ") for line in block) > 1
    )


def _disorder(subjects: list[str]) -> Iterator[tuple[str, str]]:
    return ((early, late) for early, late in pairwise(subjects) if early >= late)
