"""RDF files of a user's own put into the graph, through the gate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from graph import derived
from graph.errors import InputError
from graph.home.lines import lines
from graph.home.publish import publishing
from graph.releases import Draft, Home, Release

_LINES = (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES)


def load_files(
    home: Home,
    files: Iterable[Path],
    *,
    graph: str | None = None,
    say: Callable[[str], object] | None = None,
) -> Release:
    """Add the quads of RDF files and publish; ``graph`` takes the triples that name no graph.

    A dump of ours brings derived graphs along. They are made anew all the same, and ``say`` is
    told of those that are then not as loaded. Where nothing in the files is new there is no new
    release, which ``say`` is told too.

    Raises InputError for a file that cannot be read (naming the line), a triple without a graph
    or files of derived graphs alone, and what :func:`graph.home.publish.publishing` raises.
    """
    files, into = tuple(files), target(graph)
    if graph in derived.DERIVED:
        raise InputError("--graph", f"{graph} {derived.WHY}", "name another")
    with publishing(home, "load " + " ".join(path.name for path in files)) as draft:
        for path in files:
            _load(draft, path, into)
        if draft.base and not draft.changed:
            draft.cancel()
        loaded = derived.changed(draft)
        if loaded and draft.changed_graphs() <= derived.ALWAYS:
            _require_others(files)
    release = home.require()
    if say and draft.cancelled:
        say("nothing changed: the release has all of that already")
    for key, entry in loaded.items():
        if say and release.manifest.graphs.get(key) != entry:
            say(f"{key}: made anew of the other graphs, not as the files have it")
    return release


def _require_others(files: Sequence[Path]) -> None:
    """Raises InputError where the files say nothing outside derived graphs."""
    always = {NamedNode(key) for key in derived.ALWAYS}
    quads = (quad for path in files for quad in read_quads(path))
    if all(quad.graph_name in always for quad in quads):
        problem = f"has nothing but graphs of which each {derived.WHY}"
        raise InputError(files[0], problem, "load what they are derived from")


def read_quads(path: Path) -> Iterator[Quad]:
    """The quads of one file, its format told by its extension.

    Raises InputError, naming the line, for one that cannot be read.
    """
    form = _form(path)
    with _told(path, form):
        yield from parse(path=str(path), format=form, rename_blank_nodes=True)


def _load(draft: Draft, path: Path, into: NamedNode | None) -> None:
    form = _form(path)
    with _told(path, form):
        named = form in _LINES and draft.load_named(path, form, into)
    if not named:
        draft.add(_placed(quad, into, path) for quad in read_quads(path))
        return
    with _told(path, form), lines(path, blank=True) as source:
        blank = parse(source, form, rename_blank_nodes=True)
        draft.add(_placed(quad, into, path) for quad in blank)
    if any(draft.view.quads_for_pattern(None, None, None, DefaultGraph())):
        raise _unplaced(path)


def _form(path: Path) -> RdfFormat:
    if not path.exists():
        raise InputError(path, "is not there", "check the path")
    if path.is_dir():
        raise InputError(path, "is a folder", "name the files in it")
    form = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise InputError(path, "has no RDF extension", "use .ttl, .trig, .nt, .nq, .rdf or .jsonld")
    return form


@contextmanager
def _told(path: Path, form: RdfFormat) -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        problem, remedy = f"is no valid {form.name}: {error.msg}", ""
        if "LoadDocumentCallback" in str(error.msg):
            problem, remedy = "names a context elsewhere, which is not fetched", "write it out"
        elif "\ufeff is not" in str(error.msg):
            remedy = "it begins with a byte order mark; save it without one"
        raise InputError(path, problem, remedy) from error
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror or error})") from error


def target(graph: str | None) -> NamedNode | None:
    """The graph that ``--graph`` names. Raises InputError for what is no IRI."""
    try:
        return NamedNode(graph) if graph else None
    except ValueError as error:
        raise InputError("--graph", f"is no IRI: {graph!r}") from error


def _placed(quad: Quad, into: NamedNode | None, path: Path) -> Quad:
    if not isinstance(quad.graph_name, DefaultGraph):
        return quad
    if into is None:
        raise _unplaced(path)
    return Quad(quad.subject, quad.predicate, quad.object, into)


def _unplaced(path: Path) -> InputError:
    return InputError(path, "has triples that name no graph", "say which with --graph IRI")
