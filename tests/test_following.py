"""Workers on the release that is current, whatever the order in which requests come."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from server.following import Following


class Numbered(NamedTuple):
    number: int

    @property
    def path(self) -> Path:
        return Path(str(self.number))


class Workers:
    def __init__(self, path: Path) -> None:
        self.on = [path.name]
        self.open = True

    def switch(self, path: Path) -> None:
        self.on.append(path.name)

    def close(self) -> None:
        self.open = False


class Home:
    number = 1


@pytest.fixture
def following() -> Any:
    return Following(Workers, lambda: Home.number)  # type: ignore[arg-type]


def test_it_goes_on_to_what_was_published_and_never_back(
    following: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = Numbered(1), Numbered(2)
    assert following.ready(old) is None
    pool = following.on(old)
    assert following.ready(old) is pool
    assert following.ready(new) is None
    monkeypatch.setattr(Home, "number", 2)
    assert following.on(new) is following.on(old) is following.on(new) is pool
    assert pool.on == ["1", "2"]


def test_a_fork_makes_workers_of_its_own_and_leaves_its_parents(
    following: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = following.on(Numbered(1))
    monkeypatch.setattr("server.following.os.getpid", lambda: -1)
    assert following.ready(Numbered(1)) is None
    second = following.on(Numbered(1))
    following.close()
    assert (first.open, second.open) == (True, False)


def test_who_asks_after_the_end_has_workers_made_anew(following: Any) -> None:
    first = following.on(Numbered(1))
    following.close()
    assert not first.open
    assert following.ready(Numbered(1)) is None
    assert following.on(Numbered(1)).open
