"""Which pictures there are: the saved question behind each, and what can be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from server.labels import Row
from server.pictures import bars, matrix, years
from server.pictures import map as map_
from server.pictures.frame import Drawn, Look, Subject

ROLES = ("plan", "review", "other")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of picture.

    ``question`` is the saved question whose answer it draws, by the option ``by`` where there are
    several; ``options`` are the picture's own parameters with their values, the first the default.
    ``defaults`` stand in for values of the question's that are left out; it takes none ``without``.
    """

    name: str
    title: Mapping[str, str]
    questions: Mapping[str, str]
    options: Mapping[str, tuple[str, ...]]
    compose: Callable[[Sequence[Row], Subject, Look], Drawn]
    defaults: Mapping[str, str]
    without: tuple[str, ...]

    def question(self, options: Mapping[str, str]) -> str:
        """The name of the saved question for these options."""
        return self.questions[options.get("by", "")]


def _kind(
    name: str,
    en: str,
    zh: str,
    questions: str | Mapping[str, str],
    options: Mapping[str, tuple[str, ...]],
    compose: Callable[[Sequence[Row], Subject, Look], Drawn],
    *,
    defaults: Mapping[str, str] = MappingProxyType({}),
    without: tuple[str, ...] = (),
) -> Kind:
    by = {"": questions} if isinstance(questions, str) else questions
    return Kind(name, {"en": en, "zh": zh}, by, options, compose, defaults, without)


KINDS = {
    each.name: each
    for each in (
        _kind(
            "map",
            "The provinces on a map, shaded by a measure",
            "按某项指标着色的省级行政区地图",
            "province-measures",
            {"measure": tuple(map_.MEASURES)},
            map_.compose,
        ),
        _kind(
            "matrix",
            "The provinces against the themes, like beside like",
            "省份与主题矩阵，相近者相邻",
            "province-themes",
            {"measure": tuple(matrix.MEASURES), "order": ("similarity", "code")},
            matrix.compose,
        ),
        _kind(
            "years",
            "A small chart of the years for each theme, all on one scale",
            "各主题历年小图，刻度相同",
            "theme-years",
            {"measure": tuple(years.MEASURES)},
            years.compose,
            without=("year",),
        ),
        _kind(
            "bars",
            "Shares of the reports, with the numbers and the total beside",
            "占报告的比例，旁注数目与总数",
            {"theme": "theme-years", "direction": "direction-years"},
            {"by": ("theme", "direction")},
            bars.compose,
            defaults={"year": "2026"},
        ),
    )
}
"""Every kind of picture by its name."""
