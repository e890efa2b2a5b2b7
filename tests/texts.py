"""Texts of queries as people write them who spare spaces."""

from __future__ import annotations

import re
from random import Random

_SPARED = re.compile(r"(?<=[^\w:])\s+(?=\S)|(?<=\S)\s+(?=[^\w:])|(?<=\w)\s+(?=-)")


def tight(text: str, chance: Random) -> str:
    """The text without some of the spaces that part no two words."""
    return _SPARED.sub(lambda found: chance.choice(["", "", found[0]]), text)
