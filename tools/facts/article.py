"""The source article as its own graph: claims with the spans of the text that bear them.

The text itself is not shipped; its hash and length are. Passages are found by short anchors, and
the provinces of a claim are those that its passage names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from ontology.names import DCTERMS, LH, OA, passage, text, thing
from tools.facts.claims import ON_THEME, Claims, Plan, counted_by, out_of
from tools.facts.documents import DOCUMENTS, Article
from tools.facts.tables import CODE, Tables
from tools.facts.terms import Pair, a, node, string

ARTICLE = Article(
    slug="finance-no1-2020",
    address="https://blocking.net/34501/",
    en="Finance No. 1 on blockchain in the reports of 2020",
    zh="“Finance No. 1”论2020年各地报告中的区块链",
    creators=("finance-no1", "xing-mouth"),
)
YEAR = 2020
COUNTED = counted_by("finance-no1")
ANCHORS = {
    "biggest-demand": ("e-government has", "biggest demand"),
    "high-frequency": ("As a ", "report of 2020."),
    "industrial-parks": ("Chongqing, Shan", "parks."),
    "more-than-once": ("In addition,", "in the report."),
    "reports": ("According to", "municipalities)."),
    "research-transfer": ("Specifically,", "transformation"),
    "sessions": ("in 29", "nationwide"),
    "application-scenarios": ("Beijing, Jiangxi", "direction"),
    "upgrading": ('"Finance No. 1', "digital economy."),
}
"""Where a passage starts and, the first time after that, ends."""
HEADING = re.compile(r"^\d\. ?.+$", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """The article's text, decoded and with line feeds only."""

    content: str

    @property
    def digest(self) -> str:
        """SHA-256 of the UTF-8, in hexadecimal digits."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @property
    def key(self) -> str:
        """What the text goes by in IRIs."""
        return self.digest[:16]

    def span(self, name: str) -> tuple[int, int]:
        """Code points of an anchored passage; raises ValueError where an anchor is missing."""
        first, last = ANCHORS[name]
        start = self.content.index(first)
        return start, self.content.index(last, start) + len(last)


def read(folder: Path) -> Text:
    """The one text file of the folder; raises ValueError where there is not exactly one."""
    (path,) = folder.glob("*.txt")
    content = path.read_text("utf-8-sig")
    return Text(content.replace("\r\n", "\n").replace("\r", "\n"))


def article(tables: Tables, source: Text) -> tuple[Claims, list[Quad]]:
    """All quads of the article's graph and of its text, and the reports that it is about."""
    claims = Claims(ARTICLE)
    seed = Seed(tables, source, claims)
    return claims, [*seed.text(), *seed.passages(), *seed.lists(), *seed.numbers(), *seed.wording()]


@dataclass(frozen=True)
class Seed:
    """The article's table in the model, row by row."""

    tables: Tables
    source: Text
    claims: Claims

    def text(self) -> Iterator[Quad]:
        """The version of the text that spans count in."""
        version = text(self.source.key)
        yield Quad(ARTICLE.iri, LH.currentText, version, DOCUMENTS)
        yield from node(
            DOCUMENTS,
            version,
            *a(LH.TextVersion),
            (LH.textOf, ARTICLE.iri),
            (LH.sha256, string(self.source.digest)),
            (LH.charLength, Literal(len(self.source.content))),
            (DCTERMS.language, string("en")),
        )

    def passages(self) -> Iterator[Quad]:
        """The spans, and the headings as where the scheme of directions comes from."""
        headings = [match.span() for match in HEADING.finditer(self.source.content)]
        for start, end in [*map(self.source.span, ANCHORS), *headings]:
            yield from self._passage(start, end)
        yield from node(
            self.claims.graph,
            thing("scheme", "article-directions"),
            (LH.assertedIn, ARTICLE.iri),
            *((LH.evidence, passage(self.source.key, *span)) for span in headings),
        )

    def lists(self) -> Iterator[Quad]:
        """The four lists and the statements in them."""
        yield from self._list("more-than-once", "open", (LH.minMentionCount, Literal(2)))
        yield from self._list("research-transfer", "closed", _direction("research-transfer"))
        yield from self._list(
            "application-scenarios", "closed", _direction("application-scenarios")
        )
        yield from self._list(
            "industrial-parks", "unstated", _direction("industrial-parks"), plan=Plan()
        )

    def numbers(self) -> Iterator[Quad]:
        """The four numbers that it states; it states none for parks."""
        yield from self.claims.count("sessions-held", YEAR, 29, COUNTED, self._at("sessions"))
        yield from self.claims.count(
            "reports-naming-theme",
            YEAR,
            22,
            out_of(29),
            COUNTED,
            self._at("reports"),
            dimensions=ON_THEME,
        )
        for slug, number in (("research-transfer", 5), ("application-scenarios", 7)):
            yield from self.claims.count(
                "provinces-with-direction",
                YEAR,
                number,
                COUNTED,
                self._at(slug),
                dimensions=(*ON_THEME, _direction(slug)),
            )

    def wording(self) -> Iterator[Quad]:
        """What it says in words of quantity only."""
        yield from self.claims.judge(
            "high-frequency", "high-frequency", YEAR, self._at("high-frequency")
        )
        yield from self.claims.judge(
            "most-expect-upgrading",
            "most",
            YEAR,
            _direction("industry-upgrading"),
            _direction("digital-economy"),
            self._at("upgrading"),
        )
        yield from self.claims.judge(
            "e-government-biggest-demand",
            "biggest",
            YEAR,
            _direction("application-scenarios"),
            (LH.hasScenario, thing("scenario", "e-government")),
            self._at("biggest-demand"),
        )

    def _list(
        self, slug: str, completeness: str, says: Pair, plan: Plan | None = None
    ) -> Iterator[Quad]:
        named = self._named(slug)
        for code in named:
            yield from self.claims.say(code, YEAR, slug, says, self._at(slug), plan=plan)
        statements = [self.claims.statement(code, YEAR, slug) for code in named]
        yield from self.claims.enumerate(slug, completeness, statements, self._at(slug))

    def _named(self, slug: str) -> list[str]:
        start, end = self.source.span(slug)
        words = set(re.findall(r"\w+", self.source.content[start:end]))
        return [row[CODE] for row in self.tables.provinces if set(row["name_en"].split()) <= words]

    def _at(self, name: str) -> Pair:
        return LH.evidence, passage(self.source.key, *self.source.span(name))

    def _passage(self, start: int, end: int) -> Iterator[Quad]:
        yield from node(
            self.claims.graph,
            passage(self.source.key, start, end),
            *a(LH.Passage),
            (LH.inText, text(self.source.key)),
            (OA.start, Literal(start)),
            (OA.end, Literal(end)),
        )


def _direction(slug: str) -> tuple[NamedNode, NamedNode]:
    return LH.hasDirection, thing("direction", slug)
