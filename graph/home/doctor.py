"""What is wrong with a home, and what to do about it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from pyoxigraph import NamedNode

from graph.dataset import counts
from graph.errors import DamagedHomeError, NotFoundError
from graph.home.manifest import FILE, read_manifest
from graph.home.mirror import is_mirror
from graph.outdated import REMEDY, outdated
from graph.releases import Home, Release
from graph.search import find, index
from ontology.names import LH, RDF

ROOM = 100_000_000
"""Bytes that should be free on the disk at least."""
_BACK = "go back to a sound one with `lianghui releases rollback NUMBER`, or `lianghui restore`"
_MAKE = "make one with `lianghui build`"
_BUILD = "then `lianghui build`"
_PULL = "pull again with `lianghui pull URL`"
_IN_MIRROR = {
    _BACK: f"{_BACK.partition(',')[0]}, or remove it and {_PULL}",
    _BUILD: f"then {_PULL}",
    _MAKE: _PULL,
    REMEDY: f"have that done at its origin, then {_PULL}",
}
"""What helps a mirror, which takes no change of its own, instead."""


class Weight(StrEnum):
    """How much a finding matters: a fault breaks the service, a warning may, a note does not."""

    FAULT = "fault"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something is not as it should be, what, and what to do about it."""

    weight: Weight
    place: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        """The finding in one line."""
        return f"{self.weight}: {self.place}: {self.problem}; {self.remedy}"


def diagnose(path: Path) -> list[Finding]:
    """All that is wrong with the home at ``path``, the gravest first; it changes nothing.

    Every manifest is read; the triples and texts of the current release are hashed again.
    """
    if not path.is_dir():
        remedy = "make a first release with `lianghui build`, or choose another --home"
        return [_fault(path, "there is no home here", remedy)]
    checks = (_rights, _secrets, _room, _lock, _drafts, _strays, _manifests, _current)
    found = [finding for check in checks for finding in check(path)]
    if is_mirror(path):
        found = [_of_mirror(finding) for finding in found]
    return sorted(found, key=lambda finding: list(Weight).index(finding.weight))


def _rights(path: Path) -> Iterator[Finding]:
    for each in (path, path / "releases"):
        if each.is_dir() and not os.access(each, os.R_OK | os.W_OK | os.X_OK):
            yield _warning(each, "this user cannot write here", "chown it to who runs lianghui")
    if path.stat().st_mode & 0o002:
        yield _warning(path, "every user of this machine can write here", f"chmod o-w {path}")


def _secrets(path: Path) -> Iterator[Finding]:
    tokens = path / "tokens.json"
    if tokens.exists() and tokens.stat().st_mode & 0o077:
        yield _warning(tokens, "others can read the tokens' hashes", f"chmod 600 {tokens}")


def _room(path: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(path).free
    if free < ROOM:
        remedy = "free some space, or drop old releases with `lianghui releases prune --keep 5`"
        yield _warning(path, f"only {free // 1_000_000} MB are free on this disk", remedy)


def _lock(path: Path) -> Iterator[Finding]:
    if _locked(path):
        holder = (path / "lock").read_text("utf-8", errors="replace").strip()
        remedy = "wait for it, or end that process if it hangs"
        yield _note(path / "lock", f"is held by {holder or 'a process'}", remedy)


def _drafts(path: Path) -> Iterator[Finding]:
    with suppress(FileNotFoundError, PermissionError):
        left = len(list((path / "drafts").iterdir()))
        if left and not _locked(path):
            problem = f"{left} left by a change that was cut off"
            yield _note(path / "drafts", problem, "nothing to do: the next change clears them")


def _strays(path: Path) -> Iterator[Finding]:
    with suppress(FileNotFoundError, PermissionError):
        for each in (path / "releases").iterdir():
            if not each.name.isdecimal():
                yield _note(each, "is no release", "move it elsewhere")


def _manifests(path: Path) -> Iterator[Finding]:
    with suppress(FileNotFoundError, PermissionError):
        for folder in sorted((path / "releases").iterdir()):
            if folder.name.isdecimal():
                yield from _manifest(folder)


def _manifest(folder: Path) -> Iterator[Finding]:
    remedy = f"remove {folder} if it is not the current release; else {_BACK}"
    try:
        number = read_manifest(folder).number
    except (DamagedHomeError, OSError) as error:
        yield _fault(folder / FILE, _plain(error), remedy)
        return
    if number != int(folder.name):
        yield _fault(folder / FILE, f"says that this is release {number}", remedy)


def _current(path: Path) -> Iterator[Finding]:
    link = path / "current"
    try:
        release = Home(path).current()
    except (DamagedHomeError, OSError) as error:
        yield _fault(link, _plain(error), _BACK)
        return
    if release is None:
        yield _fault(link, "there is no release yet", _MAKE)
        return
    with release:
        if lack := outdated(release.manifest):
            yield _fault(release.path, lack, REMEDY)
        yield from _contents(release)


def _contents(release: Release) -> Iterator[Finding]:
    try:
        problems = list(release.verify())
        yield from (_fault(release.path, each, _BACK) for each in problems)
        if not problems:  # else it is the release that is not what was counted
            yield from _derived(release)
        yield from _orphans(release)
    except (DamagedHomeError, OSError, RuntimeError) as error:  # the last is RocksDB's
        yield _fault(release.path, _plain(error), _BACK)


def _derived(release: Release) -> Iterator[Finding]:
    """Of what is made of a release beside it, which no hash in the manifest vouches for."""
    checks: tuple[tuple[str, Callable[[], None]], ...] = (
        (counts.FILE, lambda: counts.check(release)),
        (index.FILE, lambda: find.check(release.path)),
    )
    for name, check in checks:
        place = release.path / name
        try:
            check()
        except (DamagedHomeError, NotFoundError) as error:
            remedy = f"remove {place} if it is there, {_BUILD}"
            yield _fault(place, _plain(error), remedy)


def _orphans(release: Release) -> Iterator[Finding]:
    store = release.store
    for review in store.quads_for_pattern(None, LH.reviews, None):
        gone = review.object
        if isinstance(gone, NamedNode) and not any(
            store.quads_for_pattern(gone, RDF.type, LH.PolicyStatement)
        ):
            problem = f"a review of {gone}, which is gone"
            remedy = "review the statement that took its place, if there is one"
            yield _note(str(review.subject), problem, remedy)


def _of_mirror(finding: Finding) -> Finding:
    remedy = finding.remedy
    for own, instead in _IN_MIRROR.items():
        remedy = remedy.replace(own, instead)
    return replace(finding, remedy=remedy)


def _locked(path: Path) -> bool:
    with suppress(FileNotFoundError, PermissionError), (path / "lock").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _plain(error: Exception) -> str:
    """The problem alone, in one line, of an error that names place, problem and remedy."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})"
    words = " ".join(str(error).split()).partition("; ")[0]
    return words.partition(": ")[2] or words


def _fault(place: Path | str, problem: str, remedy: str) -> Finding:
    return Finding(Weight.FAULT, str(place), problem, remedy)


def _warning(place: Path | str, problem: str, remedy: str) -> Finding:
    return Finding(Weight.WARNING, str(place), problem, remedy)


def _note(place: Path | str, problem: str, remedy: str) -> Finding:
    return Finding(Weight.NOTE, str(place), problem, remedy)
