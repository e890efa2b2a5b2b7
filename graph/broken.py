"""Words of the themes that a line end or a blank breaks in two: they are not read, but told of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate

from graph.lexicon import Lexicon
from graph.mention import Hit, find
from graph.readers.document import HAN
from graph.search.script import simplified

GAP = re.compile(rf"(?<={HAN.pattern})[\s\u200b\ufeff]+(?={HAN.pattern})")
"""White space such as no Chinese word has in it."""


def broken(text: str, lexicon: Lexicon) -> list[str]:
    """The words that are found only where gaps are closed, each as often as it stands so.

    One of which a shorter name of its theme is read is not among them, nor one of which a part is
    read as another theme's word: that may be an item of a list, or a cell of a table.
    """
    plain = simplified(text)
    gaps = [match.span() for match in GAP.finditer(plain)]
    if not gaps:
        return []
    closed = [0, *accumulate(end - start for start, end in gaps)]
    places = [start - before for (start, _), before in zip(gaps, closed, strict=False)]
    ends = [end for _, end in gaps]
    read: dict[int, list[Hit]] = defaultdict(list)
    for hit in find(plain, lexicon):
        read[hit.start - closed[bisect_right(ends, hit.start)]].append(hit)
    across = _across(find(GAP.sub("", plain), lexicon), places)
    return [hit.form for hit in across if not _is_read(hit, read)]


def _is_read(hit: Hit, read: Mapping[int, list[Hit]]) -> bool:
    """Whether something of its theme begins in it where it stands, or a whole word of another."""
    return any(
        part.theme == hit.theme or place + part.end - part.start <= hit.end
        for place in range(hit.start, hit.end)
        for part in read.get(place, ())
    )


def _across(hits: list[Hit], places: list[int]) -> Iterator[Hit]:
    """Those that have one of the places inside them."""
    for hit in hits:
        after = bisect_right(places, hit.start)
        if after < len(places) and places[after] < hit.end:
            yield hit
