"""What the shipped graph shows on 2025 and 2026: ten findings, each with its uncertainty.

Every figure is an answer to a saved question or a measure of a network; nothing is typed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlencode

import numpy as np
from pyoxigraph import QuerySolutions, Store

from graph.questions import ask, question
from ontology.names import BASE
from tools.make_quality_doc import BLIND_ROUNDS

YEARS = ("2025", "2026")
SERVICE = "http://127.0.0.1:8000"
DRAWS = 9_999
SHOWN = 3
"""Statements that are linked as evidence."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: ``asked`` is the command that answers it, ``links`` its evidence by label."""

    title: str
    told: str
    uncertainty: str
    asked: str
    links: Mapping[str, str] = field(default_factory=dict)


def findings(store: Store) -> Iterator[Finding]:
    """The ten, in a fixed order."""
    named = {year: by_theme(store, year) for year in YEARS}
    yield everywhere(store, named)
    yield moved(store, named, rising=True)
    yield moved(store, named, rising=False)
    yield blockchain(store)
    yield directions(store)
    yield likest_on_theme(store)
    yield likest(store)
    yield communities(store)
    yield neighbours(store)
    yield shape(store)


def everywhere(store: Store, named: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Finding:
    """The themes that every report names."""
    read = {row["year"]: int(row["read"]) for row in rows(store, "years")}
    every = {
        year: sorted(theme for theme, of in themes.items() if len(of) == read[year])
        for year, themes in named.items()
    }
    both = [theme for theme in every["2025"] if theme in every["2026"]]
    counts = " and ".join(f"{len(every[year])} in {year}" for year in YEARS)
    return Finding(
        "Some themes are in every report",
        f"Of {len(named['2026'])} themes, every provincial report that was read"
        f" ({read['2025']} and {read['2026']}) names {counts}; in both years"
        f" {listed(both) or 'none'}.",
        "A report counts as silent where the extractor found no mention; its recall of mentions is"
        " in docs/quality.md, so that a theme may be in a report or two more.",
        "lianghui run mentions year=2026",
        evidence(store, both[0], "2026") if both else {},
    )


def moved(
    store: Store, named: Mapping[str, Mapping[str, Mapping[str, int]]], *, rising: bool
) -> Finding:
    """The theme whose mentions rose or fell most between the years."""
    provinces = sorted({p for themes in named.values() for of in themes.values() for p in of})
    changes = {
        theme: np.array(
            [
                named["2026"].get(theme, {}).get(p, 0) - named["2025"].get(theme, {}).get(p, 0)
                for p in provinces
            ],
            float,
        )
        for theme in sorted({*named["2025"], *named["2026"]})
    }
    best = (max if rising else min)(changes, key=lambda theme: (changes[theme].sum(), theme))
    change = changes[best]
    before, after = (sum(named[year].get(best, {}).values()) for year in YEARS)
    low, high = interval(change)
    chance = min(1.0, sign_flips(change) * len(changes))
    word = "rose" if rising else "fell"
    return Finding(
        f"Mentions of {words(best)} {word} most",
        f"From {before:,} in 2025 to {after:,} in 2026, a mean change of {change.mean():+.2f} a"
        f" report; {int((change > 0).sum())} provinces name it more often,"
        f" {int((change < 0).sum())} less.",
        f"95 % interval of the mean change {low:+.2f} to {high:+.2f} (provinces drawn anew);"
        f" p = {chance:.4g} by flipping signs, corrected for {len(changes)} themes (Bonferroni)."
        f" {'More than chance' if chance <= 0.05 else 'It may be chance'}.",
        f"lianghui run time-series theme={best}",
        evidence(store, best, "2026" if rising else "2025"),
    )


def blockchain(store: Store) -> Finding:
    """The theme that the project began with."""
    shares = {row["year"]: row for row in rows(store, "adoption", theme="blockchain")}
    told = [f"{shares[y]['named']} of {shares[y]['outOf']} in {y}" for y in YEARS]
    low, high = wilson(int(shares["2026"]["named"]), int(shares["2026"]["outOf"]))
    return Finding(
        "How many still name blockchain",
        f"Provincial reports that name it: {' and '.join(told)}."
        " Of 2020, an article says 22 of 29.",
        f"The share of 2026 has a 95 % interval of {low:.2f} to {high:.2f} (Wilson, were the"
        " provinces a sample). The 22 of 29 are what an article says and no count of ours; another"
        " says 21.",
        "lianghui run adoption theme=blockchain",
        evidence(store, "blockchain", "2026"),
    )


def directions(store: Store) -> Finding:
    """What is promised on computing power."""
    found = rows(store, "statements", theme="data-center-computing", year="2026")
    statements: dict[str, set[str]] = {}
    for row in found:
        statements.setdefault(row["statement"], set()).add(short(row.get("direction", "")))
    judged = {key: said - {""} for key, said in statements.items() if said - {""}}
    count = sum("infrastructure" in said for said in judged.values())
    low, high = wilson(count, len(judged))
    found_right, found_at_all = ([each[n] for each in BLIND_ROUNDS] for n in (2, 3))
    return Finding(
        "What the provinces promise on computing power",
        f"In 2026 {count} of {len(judged)} statements on data centres and computing that take a"
        f" direction take that of infrastructure ({count / len(judged):.2f}).",
        f"95 % interval {low:.2f} to {high:.2f} (Wilson); on top of it comes the extractor's error,"
        f" whose precision of directions was {min(found_right):.2f} to {max(found_right):.2f} and"
        f" recall {min(found_at_all):.2f} to {max(found_at_all):.2f} in blind rounds"
        " (docs/quality.md).",
        "lianghui network province-directions year=2026 theme=data-center-computing",
        evidence(store, "data-center-computing", "2026"),
    )


def likest_on_theme(store: Store) -> Finding:
    """The five provinces most like Guizhou on computing power."""
    found = rows(store, "most-alike-on-theme")
    told = ", ".join(f"{row['otherLabel']} ({float(row['score']):.2f})" for row in found)
    least = min((int(row["support"]) for row in found), default=0)
    return Finding(
        "The provinces most like Guizhou on computing power in 2026",
        f"By the cosine of their directions: {told}.",
        f"Profiles of as few as {least} directions: one statement more or less moves the ranks."
        " Provinces with fewer than five are not compared.",
        "lianghui run most-alike-on-theme province=520000 theme=data-center-computing year=2026",
        evidence(store, "data-center-computing", "2026", "520000"),
    )


def likest(store: Store) -> Finding:
    """The pair most alike over all themes."""
    pairs = [
        (float(row["score"]), label, row["otherLabel"], int(row["support"]), code)
        for code, label in provinces(store)
        for row in rows(store, "most-alike", province=code, year="2026")[:1]
    ]
    score, one, other, support, code = max(pairs, key=lambda each: (each[0], each[4]))
    return Finding(
        f"{one} and {other} name themes most alike in 2026",
        f"The tf-idf cosine of their mentions is {score:.2f}, the highest of all pairs.",
        f"It rests on at least {support} mentions of each. The highest of 465 pairs is high by"
        " selection; the backbone (finding 10) tells whether any pair shares more than chance.",
        f"lianghui run most-alike province={code} year=2026",
        {
            "the pairs as a network": place("networks/provinces-by-themes", year="2026", top="3"),
        },
    )


def communities(store: Store) -> Finding:
    """Whether the provinces form blocs."""
    told = [figure(store, year, "modularity") for year in YEARS]
    stable = [figure(store, year, "stability") for year in YEARS]
    none = all(each["conclusion"].endswith("/no-structure") for each in told)
    return Finding(
        "The provinces form no blocs by theme" if none else "The provinces form blocs by theme",
        "Modularity of the network of likeness: "
        + " and ".join(
            f"{float(each['score']):.3f} in {year}" for each, year in zip(told, YEARS, strict=True)
        )
        + ", below the 0.3 from which communities are told." * none,
        "Ten runs agree to "
        + " and ".join(f"{float(each['score']):.2f}" for each in stable)
        + " (adjusted Rand index): a partition that is stable, and yet says little.",
        "lianghui run network-figures",
        {"the measures": place("queries/network-figures")},
    )


def neighbours(store: Store) -> Finding:
    """Whether neighbours are more alike."""
    told = {year: figure(store, year, "neighbourhood") for year in YEARS}
    above = [year for year in YEARS if told[year]["conclusion"].endswith("/above-chance")]
    title = "Provinces that touch are more alike than chance"
    return Finding(
        f"{title} in {' and '.join(above)}" if above else "Neighbours are not surely more alike",
        "Mean likeness of themes of touching provinces: "
        + ", ".join(
            f"{float(each['score']):.3f} in {year} against {float(each['expected']):.3f} by chance"
            for year, each in told.items()
        )
        + ".",
        "Permuting the provinces on the map gives so high a mean with p = "
        + " and ".join(each["chance"] for each in told.values())
        + " (999 permutations, one-sided). It would show likeness, not influence.",
        "lianghui run network-figures",
        {"who touches whom": place("networks/neighbours.csv")},
    )


def shape(store: Store) -> Finding:
    """Nestedness and the backbone."""
    nested = {year: figure(store, year, "nestedness") for year in YEARS}
    kept = [figure(store, year, "backbone-edges")["score"] for year in YEARS]
    within = all(each["conclusion"].endswith("/within-chance") for each in nested.values())
    return Finding(
        "Who names which theme follows from how many each names"
        if within
        else "Who names which theme is more nested than the sizes explain",
        "Nestedness (NODF): "
        + ", ".join(
            f"{float(each['score']):.1f} in {year} against {float(each['expected']):.1f}"
            f" ± {float(each['deviation']):.1f} by chance"
            for year, each in nested.items()
        )
        + f". Pairs in the backbone: {kept[0]} and {kept[1]} of 465.",
        "p = "
        + " and ".join(each["chance"] for each in nested.values())
        + " (99 matrices with the same sizes); the backbone's false edges are held to 5 %, and with"
        " 27 themes only a strong likeness would be seen.",
        "lianghui network provinces-by-themes year=2026 edges=backbone",
        {"the backbone": place("networks/provinces-by-themes", year="2026", edges="backbone")},
    )


def rows(store: Store, name: str, **values: str) -> list[Row]:
    """The rows of a saved question, as text; what is unbound is left out."""
    found = cast(QuerySolutions, ask(store, question(name), values))
    columns = [each.value for each in found.variables]
    return [{c: row[c].value for c in columns if row[c] is not None} for row in found]


def by_theme(store: Store, year: str) -> dict[str, dict[str, int]]:
    """Mentions by theme and province."""
    found: dict[str, dict[str, int]] = {}
    for row in rows(store, "themes"):
        found[short(row["theme"])] = {}
    for row in rows(store, "mentions", year=year):
        found[short(row["theme"])][short(row["province"])] = int(row["mentions"])
    return found


def provinces(store: Store) -> list[tuple[str, str]]:
    """Code and English name of each province."""
    return [(row["gbCode"], row["english"]) for row in rows(store, "provinces")]


def figure(store: Store, year: str, measure: str) -> Row:
    """One of the measures in ``graph/analytics/figures``."""
    found = rows(store, "network-figures", year=year)
    return next(row for row in found if short(row["measure"]) == measure)


def interval(changes: np.ndarray) -> tuple[float, float]:
    """The 95 % interval of a mean, by drawing anew."""
    random = np.random.default_rng(0)
    means = random.choice(changes, (DRAWS, len(changes))).mean(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def sign_flips(changes: np.ndarray) -> float:
    """How rare so large a mean is where each change could as well have the other sign."""
    signs = np.random.default_rng(0).choice([-1.0, 1.0], (DRAWS, len(changes)))
    as_large = np.abs((signs * changes).sum(1)) >= abs(changes.sum()) - 1e-9
    return float((1 + as_large.sum()) / (1 + DRAWS))


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, count / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * ((share * (1 - share) + z * z / (4 * total)) / total) ** 0.5 / (1 + z * z / total)
    return middle - half, middle + half


def evidence(store: Store, theme: str, year: str, province: str = "") -> dict[str, str]:
    """Links to all statements of a theme and year, and to the first few."""
    values = {"theme": theme, "year": year} | ({"province": province} if province else {})
    found = sorted({row["statement"] for row in rows(store, "statements", **values)})
    links = {f"every statement ({len(found)})": place("queries/statements", **values)}
    return links | {
        f"statement {n}": f"{SERVICE}/id/{each.removeprefix(f'{BASE}id/')}"
        for n, each in enumerate(found[:SHOWN], 1)
    }


def place(path: str, **values: str) -> str:
    """The address of an answer of the service as `make serve` starts it."""
    return f"{SERVICE}/api/v1/{path}" + (f"?{urlencode(values)}" if values else "")


def short(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rsplit("/", 1)[-1]


def words(slug: str) -> str:
    """A key as text has it."""
    return slug.replace("-", " ")


def listed(slugs: list[str]) -> str:
    """Keys as a list in a sentence."""
    return ", ".join(map(words, slugs))
