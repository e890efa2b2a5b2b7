"""Makes ``docs/questions.md``: every saved question, its SPARQL, its answer on what is shipped.

Run as ``python -m tools.make_questions_doc``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from graph.build import build
from graph.questions import ask
from graph.releases import Home
from ontology.names import BASE, PREFIXES
from queries import Parameter, Question, load

FILE = Path(__file__).resolve().parents[1] / "docs" / "questions.md"
ROWS = 5
PURPOSES = {
    "Who says what 谁说了什么": """
        statements provinces-on-theme provinces-by-direction province-directions province-themes
        mentions mention-rates named-more-than-once first-positions silent-and-unknown
        specialisation provinces-with-several-directions unique-pairs direction-supersets
        pairs-sharing-directions neighbours regional-groups plan-against-review
        promote-and-restrict scenarios-by-province park-plans parks-without-research
        co-mentions co-mentions-nearby themes-in-one-sentence province-measures""",
    "Change over years 历年变化": """
        time-series adoption theme-years direction-years first-year years-behind-state-council
        year-changes directions-dropped-and-added statements-of-one-year plans-fulfilled
        plans-vanished""",
    "Sources against texts 各来源与原文对照": """
        compare-claims claims disagreeing-lists disagreeing-counts counts
        claimed-and-named-counts asserted-not-extracted absence-no-evidence claim-location
        sources""",
    "Networks 网络": """
        most-alike most-alike-on-theme similarity-inputs network-figures analyses
        network-province-themes network-province-directions network-direction-profiles
        network-themes-in-reports network-themes-in-passages network-first-years
        network-neighbours network-claims""",
    "Checking the data 核查数据": """
        integrity low-confidence mentions-without-direction single-surface-links false-friends
        confusable-names shared-evidence statements-by-layer orphaned-reviews
        parks-without-statements plans-without-parks""",
}
"""The saved questions' names by what they are for."""
REST = "What there is, and what it is called 有些什么，叫什么"
HEAD = """\
# The saved questions

Each is a file of `queries/`: ask it by its name with `lianghui run NAME key=value...` or at
`/api/v1/queries/NAME`. The answers below are those of the shipped graph for the defaults: their
first rows, IRIs without `https://w3id.org/lianghui/id/`. Reports that no program has read are
unknown, not silent. Statements that a review rejected or corrected are left out unless a question
is about them, and where reviewers differ one correction at most stands instead: that of the last
who rejected or corrected.

每个问题对应 `queries/` 中的一个文件，可用 `lianghui run 名称 参数=值…` 或经 `/api/v1/queries/名称`
提问。下列答案由随附的图按默认参数得出，仅列前几行。未读取的报告属于情况不明，而非未提及；
被复核否定或更正的论述不计入，专门询问的除外；复核意见不一时，至多以一条更正替代，即最后一次否定或更正。

This page is made by `python -m tools.make_questions_doc`.
"""


def main() -> None:
    """Write the page."""
    FILE.write_text(document(), "utf-8")


def document() -> str:
    """The page for the graph as it is built now."""
    with TemporaryDirectory() as folder:
        store = build(Home(Path(folder))).store
        questions = load().values()
        parts = [HEAD, "\n".join(_purposes()) + "\n"]
        parts += ["## By name\n", "\n".join(_contents(each) for each in questions) + "\n"]
        parts += ["\n".join(_section(store, each)) + "\n" for each in questions]
        return "\n".join(parts)


def _purposes() -> Iterator[str]:
    """What the questions are for, with those that no purpose lists under the last."""
    yield "## By purpose\n"
    listed = " ".join(PURPOSES.values()).split()
    others = " ".join(name for name in load() if name not in listed)
    for purpose, names in (PURPOSES | {REST: others}).items():
        links = ", ".join(f"[{name}](#{name})" for name in names.split())
        yield f"- **{purpose}**: {links}"


def _contents(asked: Question) -> str:
    return f"- [{asked.name}](#{asked.name}): {asked.title['en']} {asked.title['zh']}"


def _section(store: Store, asked: Question) -> Iterator[str]:
    yield f"## {asked.name}\n"
    yield f"**{asked.title['en']}** {asked.description['en']}\n"
    yield f"**{asked.title['zh']}** {asked.description['zh']}\n"
    if asked.parameters:
        yield "| parameter | type | default | example | listed by |"
        yield "|---|---|---|---|---|"
        yield from map(_parameter, asked.parameters)
        yield ""
    yield f"```sparql\n{asked.sparql.rstrip()}\n```\n"
    yield from _answer(ask(store, asked, {}))


def _parameter(each: Parameter) -> str:
    source = f"[{each.source}](#{each.source})" if each.source else ""
    default = "may be left out" if each.default is None else f"`{each.default}`"
    return f"| `{each.name}` | {each.type} | {default} | `{each.example}` | {source} |"


def _answer(answer: QuerySolutions | QueryTriples | QueryBoolean) -> Iterator[str]:
    if isinstance(answer, QueryBoolean):
        yield "yes" if answer else "no"
        return
    if isinstance(answer, QueryTriples):
        columns = ["subject", "predicate", "object"]
        rows = sorted([_cell(term) for term in triple] for triple in answer)
    else:
        columns = [each.value for each in answer.variables]
        rows = [[_cell(row[each]) for each in columns] for row in answer]
    if not rows:
        yield "No rows: the shipped graph holds nothing of the kind."
        return
    yield _row(columns)
    yield "|" + "---|" * len(columns)
    yield from (_row(row) for row in islice(rows, ROWS))
    if len(rows) > ROWS:
        yield f"\n... and {len(rows) - ROWS} more."


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(term: object) -> str:
    if isinstance(term, Literal):
        return term.value.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
    if not isinstance(term, NamedNode):
        return ""
    if term.value.startswith(BASE + "id/"):
        return f"`{term.value.removeprefix(BASE + 'id/')}`"
    for prefix, iri in PREFIXES.items():
        if term.value.startswith(iri):
            return f"`{prefix}:{term.value.removeprefix(iri)}`"
    return f"<{term.value}>"


if __name__ == "__main__":
    main()
