"""The ontology's own rules: ``python -m tools.check_ontology`` prints what breaks them.

Each rule is an entry of ``RULES`` or a query of ``tests/hygiene``; all give their findings one
line each. ``docs/ontology-style.md`` tells of every one.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pyshacl
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse
from rdflib import Graph

from ontology import FILES
from ontology.names import LH, RDF
from tools.owl_closure import contradictions
from tools.turtle_layout import layout

ROOT = Path(__file__).resolve().parents[1]
FACTS = tuple(sorted((ROOT / "graph" / "data").glob("*.trig")))
HYGIENE = tuple(sorted((ROOT / "tests" / "hygiene").glob("*.rq")))
USERS = tuple(
    path
    for folder in ("ontology/schemes", "ontology/shapes", "graph", "queries", "server")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".html", ".js", ".py", ".rq", ".trig", ".ttl"}
)
"""The files in which a term counts as used."""

TERM = re.compile(rf'\b(?:LH\.|LH\["|lh:|{re.escape(LH.iri)})([A-Za-z]\w*)')


def load(facts: Iterable[Path] = FACTS) -> Store:
    """Terms, schemes and facts in the default graph of one store."""
    store = Store()
    for path in (*FILES["terms"], *FILES["schemes"], *facts):
        form = RdfFormat.TRIG if path.suffix == ".trig" else RdfFormat.TURTLE
        quads = parse(path=path, format=form)
        store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def findings(query: Path, store: Store) -> list[str]:
    """What a hygiene query finds: ``thing: problem`` for each row."""
    rows = store.query(query.read_text("utf-8"))
    assert isinstance(rows, QuerySolutions)  # noqa: S101  for the type checker
    return sorted(f"{row['thing']}: {row['problem']}" for row in rows)


def declared() -> set[str]:
    """The local names of all terms that ``terms/`` declares."""
    typed = {quad.subject for quad in _terms() if quad.predicate == RDF.type}
    return {
        node.value.removeprefix(LH.iri)
        for node in typed
        if isinstance(node, NamedNode) and node.value.startswith(LH.iri)
    }


def named(paths: Iterable[Path]) -> dict[str, Path]:
    """The local names of our terms in the text of files, each with a file that names it."""
    return {name: path for path in paths for name in TERM.findall(path.read_text("utf-8"))}


def undeclared(paths: Iterable[Path] = (*FILES["terms"], *USERS)) -> list[str]:
    """Terms of ours that a file names and ``terms/`` does not declare."""
    known = declared()
    found = named(paths).items()
    return sorted(f"lh:{name}: in {path.name}" for name, path in found if name not in known)


def unused(paths: Iterable[Path] = USERS) -> list[str]:
    """Terms that no other term, no scheme, shape, fact, query or code names."""
    used = {
        node.value.removeprefix(LH.iri)
        for quad in _terms()
        for node in (quad.predicate, quad.object)
        if isinstance(node, NamedNode) and node != quad.subject
    }
    return sorted(f"lh:{name}" for name in declared() - used - set(named(paths)))


def shapes_of_shapes(shapes: Iterable[Path] = FILES["shapes"]) -> list[str]:
    """What SHACL's own shapes (W3C's shacl-shacl.ttl, which pyshacl ships) say of ours."""
    rules = Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl"
    data = Graph()
    for path in shapes:
        data.parse(path, format="turtle")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pyshacl's, about rdflib's Dataset
        _, report, _ = pyshacl.validate(data, shacl_graph=str(rules))
    found = report.query(
        "SELECT ?thing ?problem { [] sh:focusNode ?thing ; sh:resultMessage ?problem }"
    )
    return sorted(f"{thing}: {problem}" for thing, problem in found)


def layouts(paths: Iterable[Path] = sum(FILES.values(), ())) -> list[str]:
    """What is out of order in the Turtle of the ontology; terms keep below 300 lines a file."""
    return [problem for path in paths for problem in (*layout(path), *_length(path))]


def rules() -> dict[str, Callable[[], list[str]]]:
    """Every rule by its name: those written here, then the hygiene queries."""
    store = load()
    written: dict[str, Callable[[], list[str]]] = {
        "layout": layouts,
        "no-contradiction": partial(contradictions, store),
        "shapes-are-shapes": shapes_of_shapes,
        "terms-are-declared": undeclared,
        "terms-are-used": unused,
    }
    return written | {query.stem: partial(findings, query, store) for query in HYGIENE}


def main() -> int:
    """Check every rule, print what breaks it, and return the number of rules broken."""
    broken = 0
    for name, rule in rules().items():
        problems = rule()
        broken += bool(problems)
        print(f"{'FAIL' if problems else 'ok  '} {name}", *problems, sep="\n     ")
    return broken


def _terms() -> Iterator[Quad]:
    for path in FILES["terms"]:
        yield from parse(path=path, format=RdfFormat.TURTLE)


def _length(path: Path) -> list[str]:
    lines = path.read_text("utf-8").count("\n")
    return [f"{path.name}: {lines} lines"] if path in FILES["terms"] and lines >= 300 else []


if __name__ == "__main__":
    sys.exit(bool(main()))
