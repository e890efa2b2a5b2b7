"""A text in traditional characters, read as if it were in simplified ones.

The words of themes and rules are simplified. One character is read as one, so that every span is
that of the text as it was given, and so are the keys of what was found.
"""

from __future__ import annotations

from dataclasses import replace

from graph import extract as simplified_only
from graph.extract import Extraction
from graph.judging.judgement import Judge
from graph.lexicon import Lexicon
from graph.mint import claims
from graph.search.script import simplified


def extract(text: str, lexicon: Lexicon, judge: Judge | None = None) -> Extraction:
    """What :func:`graph.extract.extract` finds, in a text of either script."""
    plain = simplified(text)
    found = simplified_only.extract(plain, lexicon, judge)
    return found if plain == text else _keyed(found, text)


def _keyed(found: Extraction, text: str) -> Extraction:
    """What was found, with keys from the passages as they stand in the text."""
    keys = iter(
        claims(
            (text[passage.start : passage.end], each.theme)
            for passage in found.passages
            for each in passage.statements
        )
    )
    passages = (
        replace(
            passage,
            statements=tuple(replace(each, claim=next(keys)) for each in passage.statements),
        )
        for passage in found.passages
    )
    return replace(found, passages=tuple(passages))
