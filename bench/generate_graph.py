"""A graph of about N triples in the shape of the real one, as N-Quads that pass the gate.

Run as ``python -m bench.generate_graph REAL.nq N OUT.nq`` where ``REAL.nq`` is a dump of a release.
All of the real graph but what is derived is kept. To it come reports of earlier years, as many as
it takes: each says, under keys of its own, what a real report says, so that statements, mentions,
passages and their numbers to one another stay as they are. Places are the real ones, since the gate
knows their codes. The same input gives the same output, byte for byte.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

THINGS = "https://w3id.org/lianghui/id/"
GRAPHS = "https://w3id.org/lianghui/graph/"
DERIVED = (f"<{GRAPHS}inferred> .", f"<{GRAPHS}analytics/")
LAST_YEAR = 2024
FIRST_YEAR = 1000
DERIVED_SHARE = 1.34
"""What a release has more than its sources: its derived links, counts and measures, about."""
COUNTRY = "000000"
W3C = re.escape("www.w3.org")
"""What stands before a year that is a vocabulary's and no report's."""

_READ = re.compile(rf"<{GRAPHS}extracted/(\d{{6}})/(\d{{4}})> \.\n$")
_OWN = re.compile(rf"^<{THINGS}(?:report|session|activity/extracted)/(\d{{6}})/(\d{{4}})> ")
_TEXT = re.compile(rf"^<{THINGS}text/([0-9a-f]{{16}})> ")
_TEXT_OF = re.compile(
    rf"^<{THINGS}text/([0-9a-f]{{16}})> <\S+#textOf> <{THINGS}report/(\d{{6}})/(\d{{4}})> "
)

Key = tuple[str, str]
"""A report: the code of its place and its year."""


@dataclass(frozen=True)
class Template:
    """The triples of a real report with marks in the place of what is its own."""

    national: bool
    size: int
    text: str

    def lines(self, place: str, year: str, number: int) -> str:
        """The triples of another report."""
        digest = sha256(f"{place} {year} {number}".encode()).hexdigest()
        filled = self.text.replace("\1", place).replace("\2", year)
        return filled.replace("\4", digest).replace("\3", digest[:16])


def generate(real: Iterable[str], triples: int) -> Iterator[str]:
    """Chunks of N-Quads: the real graph, places, and reports until there are that many triples."""
    kept = [line for line in real if not any(graph in line for graph in DERIVED)]
    yield "".join(kept)
    patterns = templates(kept)
    held = {(match[1], match[2]) for line in kept if (match := _OWN.match(line))}
    places = sorted({place for place, _ in held if place != COUNTRY})
    wanted = triples / DERIVED_SHARE - len(kept)
    for chunk, size in _reports(patterns, places, held):
        if wanted <= 0:
            return
        wanted -= size
        yield chunk


def templates(lines: list[str]) -> list[Template]:
    """The reports that were read in one text, as patterns of others."""
    texts = {match[1]: (match[2], match[3]) for line in lines if (match := _TEXT_OF.match(line))}
    found: dict[Key, list[str]] = defaultdict(list)
    read = set()
    for line in lines:
        if match := _READ.search(line):
            read.add((match[1], match[2]))
            found[match[1], match[2]].append(line)
        elif match := _OWN.match(line):
            found[match[1], match[2]].append(line)
        elif (match := _TEXT.match(line)) and match[1] in texts:
            found[texts[match[1]]].append(line)
    keys = {key: [text for text, of in texts.items() if of == key] for key in read}
    single = sorted(key for key in read if len(keys[key]) == 1)
    return [_template(key, keys[key][0], found[key]) for key in single]


def _template(key: Key, text: str, lines: list[str]) -> Template:
    place, year = key
    marked = "".join(lines)
    marked = re.sub(rf'"{text}[0-9a-f]{{48}}"', '"\4"', marked).replace(text, "\3")
    marked = re.sub(rf"([/-]){place}([/>-])", "\\1\1\\2", marked)
    marked = re.sub(rf'(?<!{W3C})([/"-]){year}([-"/>])', "\\1\2\\2", marked)
    return Template(place == COUNTRY, len(lines), marked)


def _reports(
    patterns: list[Template], places: list[str], held: set[Key]
) -> Iterator[tuple[str, int]]:
    provincial = [each for each in patterns if not each.national]
    national = [each for each in patterns if each.national]
    number = 0
    for year in map(str, range(LAST_YEAR, FIRST_YEAR, -1)):
        for place in [COUNTRY, *places]:
            if (place, year) in held:
                continue
            kind = national if place == COUNTRY else provincial
            digest = sha256(f"{place}/{year}".encode()).digest()
            template = kind[int.from_bytes(digest[:4]) % len(kind)]
            yield template.lines(place, year, number), template.size
            number += 1


def main() -> None:
    """Read a dump, write a graph."""
    real, triples, out = Path(sys.argv[1]), int(float(sys.argv[2])), Path(sys.argv[3])
    with real.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as target:
        for chunk in generate(lines, triples):
            target.write(chunk)


if __name__ == "__main__":
    main()
