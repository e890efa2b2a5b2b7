"""How often the extractor is right, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

NAMES = ("precision", "recall", "f1")


def lines(result: Mapping[str, Any], by: str | None = None) -> Iterator[str]:
    """The lines that tell what ``graph.quality.evaluation`` found; misses come last."""
    yield f"{result['n']} sentences; in brackets the 95 % interval"
    yield from _table("directions", result["directions"])
    yield from _table(f"by {by}", result.get("by", {}))
    yield from _table("mentions", {"mention": result["mention"]})
    caught, false = result["mention"]["false_caught"], result["mention"]["false"]
    yield f"  false mentions caught {caught} of {false}"
    for name in ("role", "stance"):
        yield from _agreement(name, result[name])
    yield f"confidence: Brier score {result['calibration']['brier']:.3f} (0 is best)"
    for part in result["calibration"]["reliability"]:
        yield f"  from {part['from']:.1f}  right {part['right']:.3f}  n {part['n']}"
    yield from _confusion("directions taken for others, or for none", result["confusion"])
    for miss in result["misses"]:
        yield from _miss(miss)


def _table(title: str, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if rows:
        yield title
    for name, row in rows.items():
        shares = "  ".join(f"{each} {_share(row, each)}" for each in NAMES)
        yield f"  {name:<26} {shares}  n {row['n']}"


def _share(row: Mapping[str, Any], name: str) -> str:
    if not (interval := row.get("interval", {}).get(name)):
        return f"{row[name]:.3f}"
    low, high = interval
    return f"{row[name]:.3f} [{low:.2f}, {high:.2f}]"


def _agreement(title: str, told: Mapping[str, Any]) -> Iterator[str]:
    yield f"{title}: accuracy {told['accuracy']:.3f}  n {told['n']}"
    if within := told.get("with_sections"):
        yield f"  with the headings above: accuracy {within['accuracy']:.3f}  n {within['n']}"
    yield from _confusion(f"{title}, as coded and as given", told["confusion"])


def _confusion(title: str, table: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    if table:
        yield title
    for told, row in table.items():
        yield f"  {told} -> " + ", ".join(f"{given} {count}" for given, count in row.items())


def _miss(miss: Mapping[str, Any]) -> Iterator[str]:
    yield f"miss {miss['id']}: {miss['province']} {miss['year']}, {miss['theme']}: {miss['term']}"
    yield f"  {' '.join(miss['sentence'].split())}"
    for name in ("mention", "directions", "role", "stance"):
        coded, given = miss[name]
        if coded != given:
            yield f"  {name}: coded {_shown(coded)}, given {_shown(given)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) or "none" if isinstance(value, list) else str(value)
