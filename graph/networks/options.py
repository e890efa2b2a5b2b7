"""What a network can be asked for beside the values of its question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.errors import ParameterError

_NUMBER = re.compile(r"[0-9]{1,9}")
_FRACTION = re.compile(r"^(0|0?\.[0-9]{1,9})$")


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: a choice among ``allowed``, or a number from ``least`` to ``most``.

    A ``most`` of 1 is a fraction's, any other a whole number's. ``words`` describe it by
    language.
    """

    name: str
    default: str
    words: Mapping[str, str]
    allowed: tuple[str, ...] = ()
    least: int = 0
    most: int = 0

    @property
    def fraction(self) -> bool:
        """Whether it is a fraction, from 0 to below 1."""
        return not self.allowed and self.most == 1

    @property
    def pattern(self) -> re.Pattern[str]:
        """How a number is written."""
        return _FRACTION if self.fraction else _NUMBER

    def number(self, value: str) -> str | int | float:
        """The value as the number that it is, or the choice."""
        if self.allowed:
            return value
        return float(value) if self.fraction else int(value)

    def read(self, value: str) -> str:
        """The value, or the default for an empty one; raises ParameterError for any other."""
        if not value:
            return self.default
        if self.allowed:
            fits, allowed = value in self.allowed, list(self.allowed)
        else:
            fits = bool(self.pattern.fullmatch(value)) and self.least <= Decimal(value) <= self.most
            below = "below " if self.fraction else ""
            allowed = [f"{self.least} to {below}{self.most}"]
        if not fits:
            raise ParameterError(self.name, f"{value!r} is none of its values", allowed)
        return value


MEASURE = Option(
    "measure",
    "count",
    {"en": "What the weights are.", "zh": "边权的含义。"},
    ("count", "rate", "specialisation"),
)
LIKENESS = Option(
    "likeness",
    "tf-idf-cosine",
    {"en": "How likeness is measured.", "zh": "相似度的算法。"},
    ("tf-idf-cosine", "cosine", "jaccard"),
)
EDGES = Option(
    "edges",
    "all",
    {
        "en": "Every pair that shares something, or the backbone: pairs that share more than the"
        " sizes explain.",
        "zh": "所有有共同点的对，或骨干：共同点多于规模所能解释的对。",
    },
    ("all", "backbone"),
)
OVER = Option(
    "over",
    "named",
    {
        "en": "What the backbone counts as shared: what both name, or what both put more weight on"
        " than the others.",
        "zh": "骨干以何为共有：双方均提及，或双方均较其他更为侧重。",
    },
    ("named", "specialised"),
)
LEVEL = Option(
    "level",
    "0.05",
    {
        "en": "The share of false edges that the backbone may have on average, where pairs depend"
        " on each other positively or not at all.",
        "zh": "骨干中平均可容许的错误边比例（各对之间相互独立或正相关时）。",
    },
    most=1,
)
TOP = Option(
    "top",
    "0",
    {
        "en": "Keep only the strongest edges of each node, so many; 0 keeps all."
        " Communities are those of the whole network.",
        "zh": "每个节点只保留若干条最强的边；0 表示全部保留。社群始终按整个网络划分。",
    },
    most=100,
)
SEED = Option(
    "seed",
    "0",
    {"en": "What chance starts from.", "zh": "随机数种子。"},
    most=999_999,
)


def chosen(options: Sequence[Option], given: Mapping[str, str]) -> dict[str, str]:
    """The value of every option, those that are not given by default."""
    return {each.name: each.read(given.get(each.name, "")) for each in options}
