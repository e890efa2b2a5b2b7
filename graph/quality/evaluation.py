"""How often the extractor is right, on labelled sentences it is given.

Figures on sentences that the shipped weights were trained on flatter; ``tools/train.py`` prints
the cross-validated ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.direct import Judgement, judge
from graph.judging.judgement import Context
from graph.quality.gold import DIRECTIONS, Item
from graph.quality.score import Score, intervals, share

CODES = {slug: code for code, slug in DIRECTIONS.items()}
BINS = 10
NONE = "none"

Judge = Callable[[str, int, int, str, Context], Judgement]


@dataclass(frozen=True, slots=True)
class Judged:
    """An item and what the extractor made of its sentence alone.

    ``role_in_section`` is the role when the section's is known as well.
    """

    item: Item
    judgement: Judgement
    role_in_section: str | None

    @property
    def given(self) -> frozenset[str]:
        """The directions given, D1 to D7."""
        return frozenset(CODES[finding.direction] for finding in self.judgement.directions)


def judge_all(items: Iterable[Item], judging: Judge = judge) -> list[Judged]:
    """Judge every item from its sentence alone, and its role with its section too."""
    return [
        Judged(
            item,
            judging(item.sentence, item.start, item.end, item.theme, Context()),
            _in_section(item, judging),
        )
        for item in items
    ]


def evaluate(judged: Sequence[Judged], by: str | None = None) -> dict[str, Any]:
    """The result as one object that JSON can hold.

    ``by`` is theme, province or year and adds the micro figures of each; by direction they
    always are there.
    """
    result: dict[str, Any] = {
        "n": len(judged),
        "mention": _mention(judged),
        "directions": _directions(judged),
        "role": _agreement((each.item.role, each.judgement.role) for each in judged),
        "stance": _agreement((each.item.stance, each.judgement.stance) for each in judged),
        "calibration": _calibration(judged),
        "confusion": _confusion(judged),
        "misses": [_miss(each) for each in judged if _is_miss(each)],
    }
    told = [each for each in judged if each.role_in_section]
    if told:
        pairs = ((each.item.role, str(each.role_in_section)) for each in told)
        result["role"]["with_sections"] = _agreement(pairs)
    if by and by != "direction":
        groups = _grouped(judged, by)
        result["by"] = {key: _micro(group).figures() for key, group in sorted(groups.items())}
    return result


def score(judged: Iterable[Judged], code: str) -> Score:
    """The score of one direction."""
    return sum((_one(each, code) for each in judged), Score())


def _one(each: Judged, code: str) -> Score:
    given, right = code in each.given, code in each.item.directions
    return Score(int(given and right), int(given and not right), int(right and not given))


def _micro(judged: Sequence[Judged]) -> Score:
    return sum((score(judged, code) for code in DIRECTIONS), Score())


def _directions(judged: Sequence[Judged]) -> dict[str, Any]:
    reports = _grouped(judged, "report")
    table = {code: [score(group, code) for group in reports.values()] for code in DIRECTIONS}
    table["micro"] = [_micro(group) for group in reports.values()]
    return {
        code: sum(scores, Score()).figures() | {"interval": intervals(scores)}
        for code, scores in table.items()
    }


def _mention(judged: Sequence[Judged]) -> dict[str, Any]:
    pairs = Counter((each.item.mention, each.judgement.mention) for each in judged)
    total = Score(pairs[True, True], pairs[False, True], pairs[True, False])
    false = pairs[False, False] + pairs[False, True]
    return total.figures() | {"false": false, "false_caught": pairs[False, False]}


def _agreement(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    counts = Counter(pairs)
    right = sum(count for (told, given), count in counts.items() if told == given)
    confusion: dict[str, dict[str, int]] = defaultdict(dict)
    for (told, given), count in sorted(counts.items()):
        confusion[told][given] = count
    n = sum(counts.values())
    return {"accuracy": round(share(right, n), 4), "n": n, "confusion": dict(confusion)}


def _calibration(judged: Sequence[Judged]) -> dict[str, Any]:
    """Brier score and reliability of the judgement's confidence that all directions are right."""
    pairs = [
        (each.judgement.confidence, each.given == each.item.directions)
        for each in judged
        if each.judgement.mention
    ]
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for told, right in pairs:
        bins[min(BINS - 1, int(told * BINS))].append((told, right))
    return {
        "brier": round(share(sum((told - right) ** 2 for told, right in pairs), len(pairs)), 4),
        "reliability": [
            {
                "from": place / BINS,
                "n": len(own),
                "confidence": round(sum(told for told, _ in own) / len(own), 4),
                "right": round(sum(right for _, right in own) / len(own), 4),
            }
            for place, own in sorted(bins.items())
        ],
    }


def _confusion(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """What was given in place of a missed direction, and what was missed for a wrong one."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in judged:
        missed = sorted(each.item.directions - each.given) or [NONE]
        wrong = sorted(each.given - each.item.directions) or [NONE]
        for told in missed:
            counts[told].update(given for given in wrong if (told, given) != (NONE, NONE))
    return {told: dict(sorted(given.items())) for told, given in sorted(counts.items()) if given}


def _is_miss(each: Judged) -> bool:
    told, given = each.item, each.judgement
    return (
        told.mention != given.mention
        or told.directions != each.given
        or told.role != given.role
        or told.stance != given.stance
    )


def _miss(each: Judged) -> dict[str, Any]:
    item, given = each.item, each.judgement
    return {
        "id": item.name,
        "province": item.province,
        "year": item.year,
        "theme": item.theme,
        "term": item.term,
        "sentence": item.sentence,
        "mention": [item.mention, given.mention],
        "directions": [sorted(item.directions), sorted(each.given)],
        "role": [item.role, given.role],
        "stance": [item.stance, given.stance],
    }


def _grouped(judged: Iterable[Judged], by: str) -> Mapping[str, list[Judged]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        item = each.item
        key = (item.province, item.year) if by == "report" else getattr(item, by)
        groups[str(key)].append(each)
    return groups


def _in_section(item: Item, judging: Judge) -> str | None:
    if item.section_role is None:
        return None
    context = Context(section_role=item.section_role)
    return judging(item.sentence, item.start, item.end, item.theme, context).role
