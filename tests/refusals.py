"""How a file that cannot be read is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InputError
from graph.read import read


def refusal(path: Path, content: bytes | None = None) -> InputError:
    """The error, which names the file and a remedy in one line."""
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(read(path))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert caught.value.remedy
    return caught.value
