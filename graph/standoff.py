"""What was read in texts that are somewhere else: spans, digests and codes, no sentences.

One JSON object a line. The first says by what and when the texts were read; each other one holds
a report, its text's digest and length, and the passages found in it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from graph import describe
from graph.describe import DOCUMENTS, PROVENANCE, Run
from graph.extract import Extraction, PassageFound, StatementFound
from graph.identify import Report
from graph.judging.parks import PlanFound, curated_parks
from graph.mention import Hit
from graph.shipped import Graphs
from graph.texts import KnownText, Text
from ontology import names
from ontology.names import LH

FILE = Path(__file__).parent / "data" / "extracted.jsonl"


@dataclass(frozen=True, slots=True)
class StandOff:
    """What was read in one report's text; ``page`` is where the text was taken from."""

    report: Report
    text: KnownText
    extraction: Extraction
    run: Run
    page: str | None = None

    @property
    def graph(self) -> NamedNode:
        """The named graph of what was read."""
        return names.graph("extracted", self.report.code, self.report.year)

    def enter(self, graphs: Graphs) -> None:
        """Add all that it says to the graphs; a day that a source gives for the report stays."""
        node = names.report(self.report.code, self.report.year)
        known = any(
            quad.subject == node and quad.predicate == LH.deliveredAt for quad in graphs[DOCUMENTS]
        )
        graphs[DOCUMENTS] |= {
            quad
            for quad in describe.report(self.report)
            if not (known and quad.predicate == LH.deliveredAt)
        }
        graphs[DOCUMENTS] |= set(describe.text_version(self.report, self.text, page=self.page))
        graphs[self.graph] |= set(describe.extracted(self.report, self.text, self.extraction))
        graphs[PROVENANCE] |= set(
            describe.activity(self.report, self.text, self.extraction, self.run)
        )


@cache
def shipped(path: Path = FILE) -> tuple[StandOff, ...]:
    """What the package ships, by report."""
    return tuple(read(path))


def read(path: Path) -> Iterator[StandOff]:
    """The records of a file that :func:`write` made."""
    with path.open(encoding="utf-8") as lines:
        head = json.loads(next(lines))
        run = Run(head["tool"], dt.datetime.fromisoformat(head["made"]))
        for line in lines:
            yield _record(json.loads(line), head["lexicon"], run)


def write(path: Path, run: Run, lexicon: str, records: Iterable[Mapping[str, Any]]) -> None:
    """Write records (see :func:`record`), in the order of their reports."""
    head = {"made": f"{run.at:%Y-%m-%dT%H:%M:%SZ}", "tool": run.tool, "lexicon": lexicon}
    ordered = sorted(records, key=lambda each: str(each["report"]))
    lines = (
        json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in (head, *ordered)
    )
    path.write_text("".join(line + "\n" for line in lines), "utf-8")


def record(
    what: Report, text: Text, extraction: Extraction, *, page: str | None = None
) -> dict[str, Any]:
    """One text and what was read in it, as JSON knows it; empty values are left out."""
    return _full(
        report=f"{what.code}/{what.year}",
        delivered=what.delivered.isoformat() if what.delivered else None,
        page=page,
        sha256=text.sha256,
        length=text.length,
        passages=[_passage(text, each) for each in extraction.passages],
    )


def _passage(text: Text, found: PassageFound) -> dict[str, Any]:
    statements = [_statement(text, each) for each in found.statements]
    return _full(span=[found.start, found.end], role=found.section_role, says=statements)


def _statement(text: Text, found: StatementFound) -> dict[str, Any]:
    return _full(
        theme=found.theme,
        claim=found.claim,
        directions=list(found.directions),
        role=found.role,
        stance=found.stance,
        confidence=found.confidence,
        scenarios=list(found.scenarios),
        plans=[_plan(each) for each in found.plans],
        terms=[[hit.start, hit.end, text.quote(hit.start, hit.end)] for hit in found.mentions],
    )


def _plan(found: PlanFound) -> dict[str, Any]:
    park = found.park.slug if found.park else None
    span = [found.start, found.end]
    return _full(span=span, slug=found.slug, name=found.name, park=park, code=found.code)


def _full(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, [])}


def _record(said: Mapping[str, Any], lexicon: str, run: Run) -> StandOff:
    code, year = said["report"].split("/")
    delivered = dt.date.fromisoformat(said["delivered"]) if "delivered" in said else None
    passages = tuple(map(_read_passage, said.get("passages", ())))
    terms = {
        (start, end): word
        for passage in said.get("passages", ())
        for statement in passage["says"]
        for start, end, word in statement["terms"]
    }
    return StandOff(
        Report(code, int(year), delivered),
        KnownText(said["sha256"], said["length"], terms),
        Extraction(passages, lexicon),
        run,
        said.get("page"),
    )


def _read_passage(said: Mapping[str, Any]) -> PassageFound:
    start, end = said["span"]
    return PassageFound(start, end, tuple(map(_read_statement, said["says"])), said.get("role"))


def _read_statement(said: Mapping[str, Any]) -> StatementFound:
    theme = said["theme"]
    return StatementFound(
        theme,
        said["claim"],
        tuple(Hit(start, end, theme, word) for start, end, word in said["terms"]),
        tuple(said.get("directions", ())),
        said.get("role"),
        said.get("stance"),
        said.get("confidence"),
        tuple(said.get("scenarios", ())),
        tuple(map(_read_plan, said.get("plans", ()))),
    )


def _read_plan(said: Mapping[str, Any]) -> PlanFound:
    start, end = said["span"]
    park = next((each for each in curated_parks() if each.slug == said.get("park")), None)
    return PlanFound(start, end, said["slug"], said.get("name"), park, said.get("code"))
