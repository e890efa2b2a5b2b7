"""Which part of a report a sentence stands in: review of the past, plan, or neither.

A work report looks back under its first heading and ahead under the next ones; notes that
explain words may follow. The wordings of headings are those of reports of 2025 and 2026.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

Role = Literal["plan", "review", "other"]

_ORDER = "一二三四五六七八九十"
_BLANK = r"[ \t\u00a0\u2002\u2003\u3000]*"
_LINE = re.compile(
    rf"^{_BLANK}(?:第?(?P<number>[{_ORDER}])(?:、|部分[:：]?))?{_BLANK}"
    rf"(?P<title>[^\n。；]{{2,44}}?){_BLANK}$",
    re.M,
)
_NOTES = re.compile(r"名词解释|名词注释|^注释$|^注[:：]?$|用语说明|有关用语|有关名词")
_ANNEX = re.compile(r"^附件\d*[:：]?|^附[:：]")
_BACK = re.compile(r"回顾|总结|成就|成绩|工作情况|完成情况|^过去[一五]年$")
_AHEAD = re.compile(
    r"工作安排|工作部署|主要任务|重点任务|目标任务|重点工作$|工作建议|安排建议|总体要求|主要目标"
    r"|主要考虑|自身建设|十五五”?(?:时期|发展)"
)


class Section(NamedTuple):
    """What begins at ``start`` (code points): its role, None where untold, and its heading."""

    start: int
    role: Role | None
    heading: str


def sections(text: str) -> list[Section]:
    """The sections of a report, in order; empty where no heading tells of one.

    Headings numbered one, two, three part a report into what was done (the first) and what is
    to do; headings without a number count where their words tell. The first number under such
    a heading begins no review: it parts what the heading tells of.
    """
    found: list[Section] = []
    last = 0
    for line in _LINE.finditer(text):
        title, number = line["title"], _ORDER.find(line["number"] or "-") + 1
        in_turn = number == last + 1 and not (found and found[-1].role == "other")
        told, role = _told(title)
        if in_turn and number:
            last = number
            open_role = found[-1].role if found else None
            role = role if told else (open_role or "review") if number == 1 else "plan"
        elif number or not told:
            continue
        found.append(Section(line.start(), role, line.group().strip()))
    return found


def section_at(found: list[Section], place: int) -> Section | None:
    """The section that holds a place in the text."""
    index = bisect_right(found, place, key=lambda section: section.start)
    return found[index - 1] if index else None


def _told(title: str) -> tuple[bool, Role | None]:
    """Whether the words of a heading tell what follows, and which role it has."""
    if _NOTES.search(title):
        return True, "other"
    if _ANNEX.search(title):
        return True, None
    if title[0] in "（(" or title[-1] in "，、,：:！":
        return False, None
    back, ahead = _BACK.search(title), _AHEAD.search(title)
    if back and ahead:
        return True, None
    if back:
        return True, "review"
    return (True, "plan") if ahead else (False, None)
