"""What a line of a text tells of the report it is of: an assembly, a title, a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph import dates
from graph.provinces import provinces
from ontology.names import COUNTRY_CODE

NEAR = 60
"""How many characters there may be between an assembly's name and the day it met."""
SESSION = re.compile(
    r"第?[〇○零一二三四五六七八九十百\d]{1,5}[届屆](?P<country>全[国國])?(?:人民代表大[会會]|人大)"
)
LOCAL = re.compile(r"在([\u4e00-\u9fff]{1,12}[市州县区盟旗])$")
LOCAL_TITLE = re.compile(
    r"(?:^|年|[>》])(?!自治区)([\u4e00-\u9fff]{2,8}?[市州县区盟旗])(?:人民)?政府工作报告"
)
COUNTRY_TITLES = ("中华人民共和国国务院", "国务院")
DELIVERY = re.compile(r"[—–\-（(]*[^，。；：]+会议上[）)]?")
"""A whole line that says where a report was delivered."""
ROUND = re.compile(r"[《#*]*(?P<title>[^《》]+?)[》*]*(?:[（(][^（）()]{1,20}[）)])?")
"""What a title that is a line by itself may stand between."""
CONGRESS = re.compile(
    r"National People['’]s Congress|Premier of the State Council|behalf of the State Council"
)


@dataclass(frozen=True, slots=True)
class Clue:
    """What one place of a text tells; ``stranger`` is a place that is no province."""

    code: str | None = None
    year: int | None = None
    day: dt.date | None = None
    stranger: str | None = None


def chinese_clues(head: list[str]) -> Iterator[Clue]:
    """What Chinese lines without white space tell."""
    # A delivery line may be broken in the middle of the assembly's name, a title is not.
    joined = "".join(head)
    yield from (_assembly(joined, match) for match in SESSION.finditer(joined))
    for line in head:
        if title := title_pattern().search(line):
            code, year = (
                names_of_provinces().get(title["name"] or ""),
                title["before"] or title["after"],
            )
            local = LOCAL_TITLE.search(line) if code is None else None
            number = dates.number(year) if year else None
            yield Clue(code, number, stranger=local[1] if local else None)


def _assembly(head: str, session: re.Match[str]) -> Clue:
    before = head[: session.start()]
    date = _date_near(head, session)
    year, day = (dates.year(date), dates.day(date)) if date else (None, None)
    if session["country"]:
        return Clue(COUNTRY_CODE, year, day)
    name = next((name for name in names_of_provinces() if before.endswith(name)), None)
    local = LOCAL.search(before) if name is None else None
    return Clue(name and names_of_provinces()[name], year, day, local[1] if local else None)


def _date_near(head: str, session: re.Match[str]) -> re.Match[str] | None:
    """The date before an assembly's name, else the one after it (in brackets, mostly).

    One with a time of day is a web page's stamp.
    """
    dated = dates.CHINESE.finditer(head)
    found = [each for each in dated if each["month"] and not each["time"]]
    before = [each for each in found if 0 <= session.start() - each.end() <= NEAR]
    after = [each for each in found if 0 <= each.start() - session.end() <= NEAR]
    return next(iter([*reversed(before), *after]), None)


def english_clues(head: list[str]) -> Iterator[Clue]:
    """What English lines tell."""
    joined = " ".join(head)
    date = dates.ENGLISH.search(joined)
    year, day = (dates.year(date), dates.day(date)) if date else (None, None)
    if CONGRESS.search(joined):
        yield Clue(COUNTRY_CODE, year, day)
    for each in provinces():
        if any(re.search(rf"\b{re.escape(name)}\b", joined) for name in each.en):
            yield Clue(each.code, year, day)


def begins_report(line: str) -> Clue | None:
    """What a line tells that is the title or the delivery line of a report and nothing else."""
    around = ROUND.fullmatch(line) if "政府工作报告" in line else None
    title = around is not None and _is_title(around["title"])
    if not title and not ("会议上" in line and DELIVERY.fullmatch(line)):
        return None
    return next(chinese_clues([line]), None)


def _is_title(words: str) -> bool:
    local = words.endswith("政府工作报告") and LOCAL_TITLE.search(words)
    return bool(local or title_pattern().fullmatch(words))


@cache
def names_of_provinces() -> dict[str, str]:
    """Chinese name -> code, the longest first, so that 内蒙古自治区 goes before 内蒙古."""
    own = {name: each.code for each in provinces() for name in each.zh}
    own |= dict.fromkeys(COUNTRY_TITLES, COUNTRY_CODE)
    return dict(sorted(own.items(), key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def title_pattern() -> re.Pattern[str]:
    """How a report is called, whose and of which year."""
    names = "|".join(names_of_provinces())
    year = rf"{dates.DIGIT}{{4}}"
    return re.compile(
        rf"(?:(?P<before>(?<!\d){year})年)?"
        rf"(?:(?P<name>{names})(?:(?P<after>{year})年)?|自治区|省|市)?"
        r"(?:人民)?政府工作报告"
    )
