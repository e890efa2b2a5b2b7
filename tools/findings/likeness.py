"""How alike the provinces are, and what their networks look like."""

from __future__ import annotations

from typing import cast

from pyoxigraph import QueryTriples, Store

from graph.networks.backbone import attainable
from graph.networks.build import from_triples
from graph.networks.figures import LEVEL
from graph.networks.matrix import Floats, matrix, present
from graph.networks.neighbours import TIMES
from graph.questions import ask, question
from tools.findings.chance import DRAWS, fixed_sizes, likest_pair
from tools.findings.finding import YEARS, Finding, evidence, figure, place, rows


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
    chances = [f"{likest_pair(counts(store, year)):.2f} in {year}" for year in YEARS]
    return Finding(
        f"{one} and {other} name themes most alike in 2026",
        f"The tf-idf cosine of their mentions is {score:.2f}, the highest of all pairs.",
        f"It rests on at least {support} mentions of each. The highest of 465 pairs is high by"
        " selection: with each theme's counts dealt out among the provinces by chance, the highest"
        f" is as high as that of the year with p = {' and '.join(chances)} ({DRAWS:,} draws).",
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
    chances = {year: float(each["chance"]) for year, each in told.items()}
    corrected = {year: min(1.0, chance * len(YEARS)) for year, chance in chances.items()}
    above = [year for year in YEARS if corrected[year] <= LEVEL]
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
        + " and ".join(f"{each:.3f}" for each in chances.values())
        + f" ({TIMES:,} permutations, one-sided; who touches nobody takes no part), and "
        + " and ".join(f"{each:.3f}" for each in corrected.values())
        + " corrected for the two years (Bonferroni). It would show likeness, not influence.",
        "lianghui run network-figures",
        {"who touches whom": place("networks/neighbours.csv")},
    )


def shape(store: Store) -> Finding:
    """Nestedness and the backbone."""
    nested = {year: figure(store, year, "nestedness") for year in YEARS}
    kept = [figure(store, year, "backbone-edges")["score"] for year in YEARS]
    within = all(each["conclusion"].endswith("/within-chance") for each in nested.values())
    flags = [present(counts(store, year)) for year in YEARS]
    fixed = [fixed_sizes(each) for each in flags]
    return Finding(
        "Who names which theme is no more nested than the sizes explain"
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
        + " (99 matrices with the same sizes). Of the backbone nothing follows: with so few themes"
        " no adjusted p-value can be below "
        + " and ".join(f"{attainable(each):.2f}" for each in flags)
        + f". Beside {DRAWS:,} matrices with exactly the same sizes, which could show a pair, "
        + " and ".join(str(int((each <= LEVEL).sum())) for each in fixed)
        + " pairs are kept at 0.05; the least adjusted p-value is "
        + " and ".join(f"{each.min():.2f}" for each in fixed)
        + ".",
        "lianghui network provinces-by-themes year=2026 edges=backbone",
        {"the backbone": place("networks/provinces-by-themes", year="2026", edges="backbone")},
    )


def counts(store: Store, year: str) -> Floats:
    """Mentions by province and theme."""
    triples = ask(store, question("network-province-themes"), {"year": year})
    return matrix(from_triples(cast(QueryTriples, triples)), "Province", "Theme").counts


def provinces(store: Store) -> list[tuple[str, str]]:
    """Code and English name of each province."""
    return [(row["gbCode"], row["english"]) for row in rows(store, "provinces")]
