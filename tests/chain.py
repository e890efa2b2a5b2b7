"""What the tests of releases share: numbered quads, and a release made of them."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from graph.releases import Home, Release

P = NamedNode("http://example.org/p")
ONE, TWO = NamedNode("http://example.org/one"), NamedNode("http://example.org/two")


def quad(number: int, graph: NamedNode | DefaultGraph = ONE) -> Quad:
    return Quad(NamedNode(f"http://example.org/{number}"), P, Literal(number), graph)


def numbers(release: Release) -> set[int]:
    return {int(found.object.value) for found in release.store}


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def tree(path: Path) -> dict[str, tuple[int, int]]:
    stats = {str(p.relative_to(path)): p.lstat() for p in path.rglob("*") if p.name != "lock"}
    assert stats
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()}


def publish(home: Home, *values: int, text: str | None = None) -> int:
    with home.change(f"add {values}") as draft:
        draft.add(map(quad, values))
        if text is not None:
            draft.add_text(text)
    assert draft.published is not None
    return draft.published.number
