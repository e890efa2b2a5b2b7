"""What the provinces name and promise, theme by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
from pyoxigraph import Store

from graph.networks.catalogue import PER_CHARACTERS
from graph.quality.score import wilson
from tools.findings.chance import DRAWS, FLIPS, clustered, interval, sign_flips
from tools.findings.finding import YEARS, Finding, evidence, listed, rows, short, words
from tools.make_quality_doc import BLIND_ROUNDS

Named = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Mentions by year, theme and province."""
DIRECTION = "infrastructure"


def everywhere(store: Store, named: Named) -> Finding:
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
        "A report counts as silent where the extractor found none of the lexicon's words for the"
        " theme. How often a theme is named in other words was not measured: the recall of mentions"
        " in docs/quality.md is of the lexicon's words, so a theme may be in more reports.",
        "lianghui run mentions year=2026",
        evidence(store, both[0], "2026") if both else {},
    )


def moved(store: Store, named: Named, *, rising: bool) -> Finding:
    """The theme that came to be named most more, or less, often for the length of the reports."""
    changes = {theme: change_of_rate(store, theme) for theme in named["2026"]}
    best = (max if rising else min)(changes, key=lambda theme: (changes[theme].mean(), theme))
    change = changes[best]
    before, after = (sum(named[year].get(best, {}).values()) for year in YEARS)
    low, high = interval(change)
    chance = min(1.0, sign_flips(change) * len(changes))
    word = "rose" if rising else "fell"
    return Finding(
        f"Mentions of {words(best)} {word} most for the length of the reports",
        f"A mean change of {change.mean():+.2f} mentions per {PER_CHARACTERS:,} characters of a"
        f" report; {int((change > 0).sum())} provinces name it more often for their length,"
        f" {int((change < 0).sum())} less. Mentions went from {before:,} in 2025 to {after:,} in"
        " 2026.",
        f"95 % interval of the mean change {low:+.2f} to {high:+.2f} (provinces drawn anew"
        f" {DRAWS:,} times), not adjusted for the theme being the one that {word} most;"
        f" p = {chance:.4g} by flipping signs {FLIPS:,} times, corrected for {len(changes)} themes"
        f" (Bonferroni). {'More than chance' if chance <= 0.05 else 'It may be chance'}.",
        f"lianghui run mention-rates theme={best}",
        evidence(store, best, "2026" if rising else "2025"),
    )


def change_of_rate(store: Store, theme: str) -> np.ndarray:
    """Of each province whose reports of both years were read, the change of its rate."""
    rates: dict[str, dict[str, float]] = {year: {} for year in YEARS}
    for row in rows(store, "mention-rates", theme=theme):
        if row["year"] in rates:
            rate = PER_CHARACTERS * int(row["mentions"]) / int(row["characters"])
            rates[row["year"]][row["province"]] = rate
    before, after = (rates[year] for year in YEARS)
    return np.array([after[each] - before[each] for each in sorted(before.keys() & after.keys())])


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
    promised = [row for row in found if "direction" in row and short(row["role"]) == "plan"]
    places = {row["statement"]: row["province"] for row in promised}
    of = Counter(places.values())
    building = {row["statement"] for row in promised if short(row["direction"]) == DIRECTION}
    so = Counter(places[each] for each in building)
    low, high = clustered(np.array([so[each] for each in of]), np.array(list(of.values())))
    found_right, found_at_all = ([each[n] for each in BLIND_ROUNDS] for n in (2, 3))
    return Finding(
        "What the provinces promise on computing power",
        f"In 2026 {len(building)} of {len(places)} statements that plan something of data centres"
        f" and computing and take a direction take that of {DIRECTION}"
        f" ({len(building) / len(places):.2f}). What is told of the year before is not counted.",
        f"95 % interval {low:.2f} to {high:.2f} ({len(of)} provinces drawn anew {DRAWS:,} times);"
        " on top of it comes the extractor's error,"
        f" whose precision of directions was {min(found_right):.2f} to {max(found_right):.2f} and"
        f" recall {min(found_at_all):.2f} to {max(found_at_all):.2f} in blind rounds"
        " (docs/quality.md).",
        "lianghui network province-directions year=2026 theme=data-center-computing role=role/plan",
        evidence(store, "data-center-computing", "2026", role="plan"),
    )


def by_theme(store: Store, year: str) -> dict[str, dict[str, int]]:
    """Mentions by theme and province."""
    found: dict[str, dict[str, int]] = {}
    for row in rows(store, "themes"):
        found[short(row["theme"])] = {}
    for row in rows(store, "mentions", year=year):
        found[short(row["theme"])][short(row["province"])] = int(row["mentions"])
    return found
