"""Another instance's releases brought here, number for number and byte for byte.

Files come into ``home/pulled`` under their hashes, so that a pull that ends anywhere goes on from
there, and a file that a release here already has is linked and not fetched; one that is lost from
its release, or not of its length, is had again. A release is in the home whole or not at all, and
the current one is the origin's once that is whole. ``home/mirror`` names the origin.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError, NotFoundError
from graph.home.files import full_disk, link_or_copy
from graph.home.locks import exclusive
from graph.home.manifest import FILE
from graph.home.mirror import MIRROR, follow, origin_of
from graph.progress import Advance, silent
from graph.releases import Home, Release
from graph.replicas.listing import ListedFile, files
from graph.replicas.origin import Origin

PULLED = "pulled"
WAIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull did: the current release, those that are new here, files and bytes fetched.

    ``dropped`` are releases that the origin has no more.
    """

    current: int
    releases: tuple[int, ...]
    files: int
    size: int
    dropped: tuple[int, ...]


def pull(home: Home, address: str, *, advance: Advance = silent) -> Pulled:
    """Have the home hold the releases of the instance at that address, the current one first.

    Those that it has no more are removed, but for what somebody reads.

    Raises InputError for a home with releases of its own or of another instance,
    EngineUnreachableError and EngineFailedError, and StorageFullError; what was fetched stays for
    the next call.
    """
    origin = Origin(address)
    home.path.mkdir(parents=True, exist_ok=True)
    with full_disk(home.path), exclusive(home.path / "pull.lock", "pull", WAIT_SECONDS):
        current, numbers = origin.releases()
        # The current release first, then back in time: it is what everybody waits for.
        order = [current, *(each for each in reversed(numbers) if each != current)]
        state = _State(home, origin, advance)
        state.require_mirror(numbers)
        for number in order:
            state.mirror(number)
            if number == current and home.number() != current:
                home.rollback(current)
        shutil.rmtree(home.path / PULLED, ignore_errors=True)
        dropped = tuple(home.retain(numbers))
        new = tuple(sorted(state.releases))
        return Pulled(current, new, state.files, state.size, dropped)


class _State:
    """A pull under way."""

    def __init__(self, home: Home, origin: Origin, advance: Advance) -> None:
        self._home, self._origin, self._advance = home, origin, advance
        self._folder = home.path / PULLED
        self._folder.mkdir(exist_ok=True)
        self.releases: list[int] = []
        self.files = self.size = 0

    def mirror(self, number: int) -> None:
        """Have that release here; one that the origin dropped meanwhile is left out."""
        try:
            listed = self._origin.files(number)
            if self._held(number, listed):
                self._mend(number, listed)
            else:
                self._gather(number, listed)
                follow(self._home.path, self._origin.address)
                self._home.adopt(number, lambda folder: self._fill(folder, listed))
                self.releases.append(number)
        except NotFoundError:
            if self._home.number() is None:
                raise

    def _mend(self, number: int, listed: list[ListedFile]) -> None:
        """Have again what a release here has lost."""
        folder = self._home.release(number).path
        lost = [each for each in listed if _size(folder / each.name) != each.size]
        if lost:
            self._gather(number, lost)
            self._fill(folder, lost)

    def require_mirror(self, numbers: list[int]) -> None:
        """Raises InputError, before anything is changed, for releases that are not the origin's."""
        here = [each.number for each in self._home.releases()]
        followed = origin_of(self._home.path)
        if here and followed not in {"", self._origin.address}:
            raise self._elsewhere(followed)
        for number in here:
            if number > max(numbers):
                raise self._own(number)
            if number in numbers:
                with suppress(NotFoundError):  # the origin dropped it meanwhile
                    self._held(number, self._origin.files(number))
        # What the origin has no more cannot be compared: it came from there if anything did.
        if here and not followed and not set(here) & set(numbers):
            raise self._own(here[-1])
        if here:
            follow(self._home.path, self._origin.address)

    def _held(self, number: int, listed: list[ListedFile]) -> bool:
        """Whether the release is here. Raises InputError where another has its number."""
        try:
            path = self._home.release(number).path / FILE
        except NotFoundError:
            return False
        wanted = next(each.sha256 for each in listed if each.name == FILE)
        if hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            raise self._own(number)
        return True

    def _own(self, number: int) -> InputError:
        return InputError(
            self._home.path,
            f"has a release {number} of its own, which is not the origin's",
            "pull into an empty home (--home), and change nothing there",
        )

    def _elsewhere(self, followed: str) -> InputError:
        return InputError(
            self._home.path / MIRROR,
            f"this home mirrors {followed} and not {self._origin.address}",
            "pull into another home (--home), or write the address into that file if the origin"
            " has moved",
        )

    def _gather(self, number: int, listed: list[ListedFile]) -> None:
        """Have every file of the release in the folder, linked from here or fetched."""
        missing = [each for each in listed if not (self._folder / each.sha256).exists()]
        if missing:
            self._link({each.sha256 for each in missing})
        for file in listed:
            target = self._folder / file.sha256
            if not target.exists():
                self._origin.fetch(number, file, target)
                self.files += 1
                self.size += file.size
            self._advance(len(listed), file.name)

    def _link(self, wanted: Iterable[str]) -> None:
        """Link what releases here have already, the newest asked first."""
        left = set(wanted)
        for manifest in reversed(self._home.releases()):
            if not left:
                return
            with self._home.release(manifest.number) as release:
                left -= _link_from(release, left, self._folder)

    def _fill(self, folder: Path, listed: list[ListedFile]) -> None:
        for file in listed:
            target = folder / file.name
            target.parent.mkdir(exist_ok=True)
            fresh = self._folder / "next"
            fresh.unlink(missing_ok=True)
            link_or_copy(self._folder / file.sha256, fresh)
            fresh.replace(target)


def _size(path: Path) -> int | None:
    """The length of a file, None where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _link_from(release: Release, wanted: set[str], folder: Path) -> set[str]:
    """Link what a release has of that; gives the hashes of what it had."""
    had = {file.sha256: file.name for file in files(release) if file.sha256 in wanted}
    for sha256, name in had.items():
        link_or_copy(release.path / name, folder / sha256)
    return set(had)
