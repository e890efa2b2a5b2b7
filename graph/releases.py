"""A home: the chain of releases, and the one way to add to it.

``home/releases/NUMBER/`` are complete releases, never changed; ``home/current`` is a link to one
of them; ``home/drafts/`` is where a release is made, and is emptied by the next writer;
``home/lock`` lets one writer in; ``home/last`` remembers a number whose release was pruned.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import DamagedHomeError, InputError, NoReleaseError, NotFoundError
from graph.home.draft import Draft
from graph.home.files import full_disk, point, sync, sync_tree, write_json
from graph.home.locks import exclusive, unheld
from graph.home.manifest import FILE, Manifest, read_manifest
from graph.home.mirror import refuse_mirror
from graph.home.release import Release

KEEP = 20
WAIT_SECONDS = 10.0

__all__ = ["KEEP", "Draft", "Home", "Release"]


def _nothing(draft: Draft) -> None:
    """The gate of a home whose changes nobody judges."""


class Home:
    """Where releases live; cheap to make, and touches nothing until it is asked.

    ``gate`` judges each draft and raises RefusedError. ``builders`` then put what they derive
    (an index) into ``draft.path``; they read the draft and must not change it. ``versions``
    tells what goes into the manifest under that name. ``keep`` releases are kept, beside the
    current one and those that a process holds. A writer waits ``wait`` seconds for another.
    """

    def __init__(
        self,
        path: Path,
        gate: Callable[[Draft], None] = _nothing,
        *,
        builders: Sequence[Callable[[Draft], None]] = (),
        versions: Callable[[], Mapping[str, str]] = dict,
        keep: int = KEEP,
        wait: float = WAIT_SECONDS,
    ) -> None:
        self.path = Path(path)
        self._gate, self._builders, self._versions = gate, tuple(builders), versions
        self._keep, self._wait = keep, wait
        self._link = self.path / "current"
        self._link_name = str(self._link)
        self._releases = self.path / "releases"
        self._drafts = self.path / "drafts"

    def number(self) -> int | None:
        """The current release's number by one look at the link; None without a release."""
        try:
            place = os.readlink(self._link_name)  # noqa: PTH115 -- asked at each request
            return int(place.rpartition("/")[2])
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise self._damaged() from error

    def current(self) -> Release | None:
        """The current release, None when there is none yet.

        The link is resolved once and that directory is opened: through the link, a switch in
        between would mix two releases. Raises DamagedHomeError when the link leads nowhere.
        """
        for _ in range(2):  # the release may be pruned between the look and the opening
            number = self.number()
            if number is None:
                return None
            with suppress(FileNotFoundError):
                return Release(self._folder(number))
        raise self._damaged()

    def require(self) -> Release:
        """The current release. Raises NoReleaseError when there is none yet."""
        release = self.current()
        if release is None:
            raise NoReleaseError(f"{self.path}: no release here yet; make one: `lianghui build`")
        return release

    def release(self, number: int) -> Release:
        """The release with that number. Raises NotFoundError."""
        try:
            return Release(self._folder(number))
        except FileNotFoundError as error:
            raise NotFoundError(
                f"release {number}: not in {self.path}; see `lianghui releases list`"
            ) from error

    def releases(self) -> list[Manifest]:
        """The manifests of all releases that are kept, oldest first."""
        manifests = []
        for number in self._numbers():
            with suppress(FileNotFoundError):
                manifests.append(read_manifest(self._folder(number)))
        return manifests

    @contextmanager
    def change(self, reason: str, *, fresh: bool = False) -> Iterator[Draft]:
        """A draft of the next release; leaving the block publishes it, an exception drops it.

        A ``fresh`` one begins empty and without a parent, so that a damaged home can be mended.
        Raises HomeBusyError when another writer does not end in time, RefusedError from the
        gate, StorageFullError on a full disk, NotAllowedError in a mirror; none of them leaves a
        trace.
        """
        with self._writing(reason):
            refuse_mirror(self.path)
            base = None if fresh else self.current()
            folder = Path(tempfile.mkdtemp(dir=self._drafts))
            draft = None
            try:
                draft = Draft(folder, base, self._last() + 1)
                yield draft
                if not draft.cancelled:
                    self._publish(draft, reason)
            finally:
                if draft:
                    draft.close()
                if base:
                    base.close()
                shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):  # what cannot be pruned now goes next time
                self._prune(self._keep)

    def adopt(self, number: int, fill: Callable[[Path], None]) -> None:
        """Add a release that was made elsewhere, as it is; it does not become the current one.

        ``fill`` puts its files into an empty directory. Raises DamagedHomeError where they are
        not that release's.
        """
        with self._writing(f"adopt {number}"):
            folder = Path(tempfile.mkdtemp(dir=self._drafts))
            fill(folder)
            if read_manifest(folder).number != number:
                raise DamagedHomeError(f"release {number}: its manifest is that of another")
            folder.chmod(0o755)
            sync_tree(folder)
            folder.rename(self._folder(number))
            sync(self._releases)

    def rollback(self, number: int) -> Manifest:
        """Make an older release the current one; the newer ones stay, and keep their numbers.

        Raises NotFoundError.
        """
        with self._writing(f"rollback to {number}"), self.release(number) as release:
            point(self._link, f"releases/{number}")
            return release.manifest

    def prune(self, keep: int | None = None) -> list[int]:
        """Remove all but the newest ``keep`` releases, the current one and those in use.

        Returns the numbers removed.
        """
        with self._writing("prune"):
            return self._prune(self._keep if keep is None else keep)

    def retain(self, kept: Collection[int]) -> list[int]:
        """The same, but which releases stay is told by their numbers."""
        with self._writing("prune"):
            return self._retain(kept)

    def _publish(self, draft: Draft, reason: str) -> None:
        self._gate(draft)
        for build in self._builders:
            build(draft)
        manifest = Manifest(
            number=draft.number,
            parent=draft.base.number if draft.base else None,
            time=datetime.now(UTC).replace(microsecond=0),
            reason=reason,
            versions=self._versions(),
            graphs=draft.graphs,
            texts=dict(draft.texts),
        )
        draft.finish(manifest)
        self._switch(draft.path, draft.number)
        draft.published = manifest

    def _switch(self, draft: Path, number: int) -> None:
        """Publish a finished directory: all of it on the disk before any reader can see it."""
        draft.chmod(0o755)  # mkdtemp's is for its owner only
        sync_tree(draft)
        folder = self._folder(number)
        draft.rename(folder)
        try:
            sync(self._releases)
            point(self._link, f"releases/{number}")
        except OSError:
            if self.number() != number:
                shutil.rmtree(folder, ignore_errors=True)
            raise

    def _prune(self, keep: int) -> list[int]:
        numbers = self._numbers()
        return self._retain(numbers[max(0, len(numbers) - keep) :])

    def _retain(self, kept: Collection[int]) -> list[int]:
        numbers = self._numbers()
        old = [n for n in numbers if n not in kept and n != self.number()]
        return [number for number in old if self._remove(number, numbers[-1])]

    def _remove(self, number: int, newest: int) -> bool:
        folder = self._folder(number)
        with unheld(folder / FILE) as free:
            if not free:
                return False
            if number == newest:
                write_json(self.path / "last", {"number": number})
            doomed = Path(tempfile.mkdtemp(dir=self._drafts))
            folder.rename(doomed)
            shutil.rmtree(doomed, ignore_errors=True)
        return True

    @contextmanager
    def _writing(self, purpose: str) -> Iterator[None]:
        with full_disk(self.path):
            self._prepare()
            with exclusive(self.path / "lock", purpose, self._wait):
                # Whoever made these is dead: only the holder of the lock makes drafts.
                shutil.rmtree(self._drafts, ignore_errors=True)
                self._drafts.mkdir(exist_ok=True)
                yield

    def _prepare(self) -> None:
        try:
            self._releases.mkdir(parents=True, exist_ok=True)
            (self.path / "lock").touch()
        except (PermissionError, FileExistsError, NotADirectoryError) as error:
            raise InputError(
                self.path, f"cannot be written ({error.strerror})", "choose another --home"
            ) from error

    def _numbers(self) -> list[int]:
        with suppress(FileNotFoundError):
            return sorted(int(p.name) for p in self._releases.iterdir() if p.name.isdecimal())
        return []

    def _last(self) -> int:
        """The highest number that was ever given."""
        numbers = self._numbers()
        with suppress(FileNotFoundError):
            numbers.append(json.loads((self.path / "last").read_text("utf-8"))["number"])
        return max(numbers, default=0)

    def _folder(self, number: int) -> Path:
        # Without links on the way, so that what was opened stays what it was.
        return Path(os.path.realpath(self._releases)) / str(number)

    def _damaged(self) -> DamagedHomeError:
        return DamagedHomeError(
            f"{self._link}: leads to no release; `lianghui releases rollback NUMBER` sets it right"
        )
