"""The graph of documents: which reports there are, and which texts of them are held.

It is the one graph that several runs write into, so every change of it goes through here.
"""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph import describe
from graph.describe import DOCUMENTS
from graph.errors import InputError
from graph.identify import Report
from graph.intake import Candidate
from graph.releases import Draft
from ontology import names
from ontology.names import DCTERMS, LH


def admit(store: Store, candidate: Candidate) -> Candidate:
    """The candidate as the graph has a place for it; raises InputError where it has none.

    A text that is held for another report is refused. One side of a bitext does not take the
    place of a report's own text that is held, and becomes another version.
    """
    node = names.report(candidate.report.code, candidate.report.year)
    owner = value(store, names.text(candidate.key), LH.textOf)
    if owner not in (None, node):
        raise _taken(candidate, str(getattr(owner, "value", owner)))
    return _ranked(store, candidate, node)


def _taken(candidate: Candidate, owner: str) -> InputError:
    report = "/".join(owner.split("/")[-2:])
    return InputError(
        candidate.document.place,
        f"is letter for letter the text held for {report}, so it cannot be that of "
        f"{candidate.report.code}/{candidate.report.year}",
        f"if {report} is the wrong one: `lianghui withdraw {report}`",
    )


def _ranked(store: Store, candidate: Candidate, node: NamedNode) -> Candidate:
    held = current_text(store, node, candidate.document.language)
    rival = candidate.current and held not in (None, names.text(candidate.key))
    if candidate.document.container != "tmx" or not rival:
        return candidate
    note = f"{candidate.document.place}: kept as another version; {held} stays the current text"
    return replace(candidate, current=False, notes=(*candidate.notes, note))


def enter(draft: Draft, candidate: Candidate) -> list[str]:
    """Describe a report and its text in the draft; returns warnings, a line each.

    A text that takes the place of another one becomes its revision; the older one stays.
    """
    what, place = candidate.report, candidate.document.place
    node = names.report(what.code, what.year)
    day = value(draft.store, node, LH.deliveredAt)
    known = (each for each in describe.report(what) if not day or each.predicate != LH.deliveredAt)
    draft.add(known)
    warnings = [*candidate.notes, *_enter_text(draft, candidate, node)]
    if isinstance(day, Literal) and what.delivered and day.value != what.delivered.isoformat():
        warnings.append(f"{place}: says {what.delivered}; {day.value} is kept from its source")
    return warnings


def _enter_text(draft: Draft, candidate: Candidate, node: NamedNode) -> list[str]:
    document, text = candidate.document, names.text(candidate.key)
    held = current_text(draft.store, node, document.language)
    replaced = held if candidate.current and held != text else None
    known = value(draft.store, text, LH.textOf) is not None
    if replaced:
        draft.remove([Quad(node, LH.currentText, replaced, DOCUMENTS)])
    if known and candidate.current:
        draft.add([Quad(node, LH.currentText, text, DOCUMENTS)])
    elif not known:
        draft.add(
            describe.text_version(
                candidate.report,
                candidate.text,
                language=document.language,
                current=candidate.current,
                page=document.source,
                revises=key_of(replaced) if replaced else None,
            )
        )
    return [f"{document.place}: takes the place of {replaced}"] if replaced else []


def current_text(store: Store, report: NamedNode, language: str) -> NamedNode | None:
    """The text of the report, in that language, that counts."""
    for quad in store.quads_for_pattern(report, LH.currentText, None, DOCUMENTS):
        if isinstance(quad.object, NamedNode) and language_of(store, quad.object) == language:
            return quad.object
    return None


def texts_of(store: Store, report: NamedNode) -> list[NamedNode]:
    """Every text version of the report, current or not."""
    found = store.quads_for_pattern(None, LH.textOf, report, DOCUMENTS)
    return [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]


def holds(draft: Draft, report: Report) -> bool:
    """Whether the home holds a text of the report, so that what was read in it is the home's."""
    versions = texts_of(draft.store, names.report(report.code, report.year))
    return any(key_of(text) in draft.texts for text in versions)


def language_of(store: Store, text: NamedNode) -> str | None:
    """The language tag of a text."""
    tag = value(store, text, DCTERMS.language)
    return tag.value if isinstance(tag, Literal) else None


def key_of(node: NamedNode) -> str:
    """The last part of an IRI: the key of a text."""
    return node.value.rpartition("/")[2]


def value(store: Store, subject: NamedNode, predicate: NamedNode) -> object:
    """The one value that the graph of documents has there, None where it has none."""
    quad = next(store.quads_for_pattern(subject, predicate, None, DOCUMENTS), None)
    return quad.object if quad else None
