"""Words of the themes that a line end or a blank breaks in two: they are not read, but told of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from graph.lexicon import Lexicon
from graph.mention import Hit, find
from graph.readers.document import HAN
from graph.search.script import simplified

GAP = re.compile(rf"(?<={HAN.pattern})[\s\u200b\ufeff]+(?={HAN.pattern})")
"""White space such as no Chinese word has in it."""


def broken(text: str, lexicon: Lexicon) -> list[str]:
    """The words that are found only where gaps are closed, each as often as it stands so.

    One of which a shorter name of its theme is read is not among them.
    """
    plain = simplified(text)
    gaps = [match.span() for match in GAP.finditer(plain)]
    if not gaps:
        return []
    closed = [0, *accumulate(end - start for start, end in gaps)]
    places = [start - before for (start, _), before in zip(gaps, closed, strict=False)]
    ends = [end for _, end in gaps]
    read = {(h.theme, h.start - closed[bisect_right(ends, h.start)]) for h in find(plain, lexicon)}
    across = _across(find(GAP.sub("", plain), lexicon), places)
    return [
        hit.form
        for hit in across
        if not any((hit.theme, place) in read for place in range(hit.start, hit.end))
    ]


def _across(hits: list[Hit], places: list[int]) -> Iterator[Hit]:
    """Those that have one of the places inside them."""
    for hit in hits:
        after = bisect_right(places, hit.start)
        if after < len(places) and places[after] < hit.end:
            yield hit
