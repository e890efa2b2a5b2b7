"""How it was made, how often that is right, and how to take the data home."""

from __future__ import annotations

from flask import Response

from ontology.names import BASE, DQV, LH, SKOS
from server.current import release
from server.execute import select
from server.labels import Labels, Shown, iris
from server.site.page import page, told

BLIND = (10, 0.81, 0.92, 0.68, 0.90)
"""The blind rounds that ``docs/quality.md`` records: how many, the lowest and the highest
precision, the lowest and the highest recall of directions."""

_MEASURED = f"""SELECT ?metric ?of ?direction ?value ?low ?high ?n {{
  ?each {DQV.isMeasurementOf} ?metric ; {DQV.value} ?value ; {DQV.computedOn} ?of .
  OPTIONAL {{ ?each {LH.sampleSize} ?n }}
  OPTIONAL {{ ?each {LH.lowerBound} ?low ; {LH.upperBound} ?high }}
  OPTIONAL {{ ?each {LH.hasDirection} ?direction }}
  OPTIONAL {{ ?metric {SKOS.notation} ?name }}
}} ORDER BY ?of ?metric ?direction"""

Row = tuple[Shown, Shown | None, float, str, str]


def about() -> Response:
    """The method, with the measured quality."""
    rows = select(release(), _MEASURED)
    shown = Labels(release(), iris(rows))
    found: dict[str, list[Row]] = {}
    for row in rows:
        interval = (
            f"{float(row['low']['value']):.2f}–{float(row['high']['value']):.2f}"
            if "low" in row
            else ""
        )
        found.setdefault(shown.name(row["of"]["value"]), []).append(
            (
                shown(row["metric"]),
                shown(row["direction"]) if "direction" in row else None,
                float(row["value"]["value"]),
                interval,
                row["n"]["value"] if "n" in row else "",
            )
        )
    return page("site/about.html", measured=found, blind=BLIND)


LAYERS = (
    ("asserted", "what other sources claim", "其他来源的说法"),
    ("extracted", "what was read in the reports", "从报告读出的内容"),
    ("curated", "reviews and corrections", "审核与更正"),
    ("documents", "reports, sessions, articles, texts", "报告、会议、文章与文本"),
    ("reference", "provinces, schemes, parks", "省份、概念体系与园区"),
    ("links", "links to other datasets", "与其他数据集的链接"),
    ("inferred", "derived links", "推导出的联系"),
    ("analytics", "measures over networks", "网络分析指标"),
    ("quality", "measured quality", "实测质量"),
    ("provenance", "who made what, when", "来历"),
    ("ontology", "the terms", "术语"),
    ("shapes", "the rules", "约束"),
    ("queries", "the saved questions", "常见问题"),
)
"""The layers of named graphs, with what they hold."""


def data() -> Response:
    """Downloads, endpoints, how to cite, the licence."""
    current = release()
    sizes: dict[str, tuple[int, int]] = {}
    for name, entry in current.manifest.graphs.items():
        layer = name.removeprefix(f"{BASE}graph/").partition("/")[0]
        graphs, triples = sizes.get(layer, (0, 0))
        sizes[layer] = (graphs + 1, triples + entry.triples)
    return page(
        "site/data.html",
        layers=[(name, told(en, zh), *sizes[name]) for name, en, zh in LAYERS if name in sizes],
        triples=current.manifest.triples,
        number=current.number,
        made=current.manifest.time,
    )
