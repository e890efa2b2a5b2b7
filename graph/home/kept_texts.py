"""The texts of a draft: those of the release it is made of, and what came and went since."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from graph.errors import DamagedHomeError, NotFoundError
from graph.home.files import link_or_copy
from graph.home.manifest import TextEntry
from graph.home.release import TEXTS, Release


class KeptTexts:
    """New texts are written into the draft's directory, the others come to it at the end."""

    def __init__(self, path: Path, base: Release | None) -> None:
        self.path, self.base = path, base
        self._entries: dict[str, TextEntry] = dict(base.manifest.texts) if base else {}
        (path / TEXTS).mkdir(parents=True)

    def add_text(self, text: str) -> str:
        """Keep a text, and return its key: the first 16 hex digits of its UTF-8's SHA-256."""
        data = text.encode("utf-8")
        entry = TextEntry(hashlib.sha256(data).hexdigest(), len(text))
        key = entry.sha256[:16]
        if self._entries.setdefault(key, entry) != entry:
            raise DamagedHomeError(f"text {key}: two different texts have this key; report it")
        if not (self.base and key in self.base.texts):
            (self.path / TEXTS / key).write_bytes(data)
        return key

    def drop_text(self, key: str) -> None:
        """Let a text go. Raises NotFoundError when it is not held."""
        if self._entries.pop(key, None) is None:
            raise NotFoundError(f"text {key}: not held")
        (self.path / TEXTS / key).unlink(missing_ok=True)

    def text(self, key: str) -> str | None:
        """The text with that key, None when it is not held."""
        if key not in self._entries:
            return None
        path = self.path / TEXTS / key
        if self.base and not path.exists():
            return self.base.text(key)
        return path.read_bytes().decode("utf-8")

    @property
    def texts(self) -> Mapping[str, TextEntry]:
        """The texts held, by key."""
        return self._entries

    def gather(self) -> None:
        """Have the directory hold all of them."""
        if self.base:
            for key in self._entries.keys() & self.base.manifest.texts.keys():
                link_or_copy(self.base.path / TEXTS / key, self.path / TEXTS / key)
