"""The words of the themes, from the labels of the theme scheme."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.errors import DamagedHomeError
from ontology import FILES
from ontology.names import LH, SKOS, thing

LANGUAGES = ("zh", "en")
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
"""All three count: SKOS (S13) forbids that a preferred label is also an alternative one."""
SCHEME = thing("scheme", "themes")
THEMES = thing("theme", "").value


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """One way to write a theme; ``false`` marks a word that only looks like it.

    ``label`` is the label it comes from: for an English plural, the singular; for a plus behind a
    blank, the one without it.
    """

    theme: str
    word: str
    label: str
    false: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All forms, sorted; ``version`` is 12 hex digits of their SHA-256."""

    forms: tuple[Form, ...]
    version: str

    @classmethod
    def of(cls, forms: Iterable[Form]) -> Lexicon:
        """The lexicon of these forms: another word, another version."""
        own = tuple(sorted(set(forms)))
        lines = (f"{form.theme}\t{form.word}\t{form.label}\t{form.false}\n" for form in own)
        return cls(own, hashlib.sha256("".join(lines).encode()).hexdigest()[:12])

    def __hash__(self) -> int:
        """Hash the version, since finding looks up its automaton by the lexicon."""
        return hash(self.version)

    @property
    def themes(self) -> tuple[str, ...]:
        """The slugs of the themes, sorted."""
        return tuple(sorted({form.theme for form in self.forms}))


@cache
def load(path: Path | None = None) -> Lexicon:
    """The lexicon of the theme scheme that the package ships, or of another Turtle file.

    Raises DamagedHomeError where the file holds no label of a theme.
    """
    shipped = [each for each in FILES["schemes"] if each.name == "themes.ttl"]
    sources = [path] if path else shipped
    quads = [quad for each in sources for quad in parse(path=str(each), format=RdfFormat.TURTLE)]
    lexicon = Lexicon.of(_forms(quads))
    if not lexicon.forms:
        raise DamagedHomeError("themes.ttl: holds no word of a theme; install the package again")
    return lexicon


def _forms(quads: Sequence[Quad]) -> Iterator[Form]:
    themes = {
        quad.subject for quad in quads if (quad.predicate, quad.object) == (SKOS.inScheme, SCHEME)
    }
    for quad in quads:
        label = quad.object
        if not isinstance(label, Literal) or label.language not in LANGUAGES:
            continue
        if not isinstance(quad.subject, NamedNode) or quad.subject not in themes:
            continue
        theme = quad.subject.value.removeprefix(THEMES)
        if quad.predicate == LH.negativeLabel:
            yield from (Form(theme, word, label.value, false=True) for word in _written(label))
        elif quad.predicate in LABELS:
            yield from (Form(theme, word, label.value) for word in _written(label))
            if label.language == "en" and (plural := _plural(label.value)):
                yield Form(theme, plural, label.value)


def _written(label: Literal) -> Iterator[str]:
    """A label as it stands, and with a blank before a plus that ends it."""
    yield label.value
    if label.value.endswith("+"):
        yield f"{label.value[:-1]} +"


def _plural(word: str) -> str | None:
    """The plural of an English label, where it ends in a small letter and is none yet."""
    if not re.search(r"[a-z]$", word) or word.endswith("s"):
        return None
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:x|ch|sh)$", word) else "s")
