"""Whose report a text is, and of which year: told by the text itself.

A report names its assembly in a delivery line (在某省第十四届人民代表大会第三次会议上), its
province and year in a title, or its government in its first sentence. The newspaper it was taken
from and the year it looks back on stand there too, and count for nothing. The year is the
session's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath

from graph.clues import (
    DELIVERY,
    Clue,
    begins_report,
    chinese_clues,
    english_clues,
    names_of_provinces,
)
from graph.errors import InputError, NotAReportError
from graph.provinces import code as province_code
from graph.readers.containers import Document
from graph.readers.document import HAN
from graph.search.script import simplified
from ontology.names import COUNTRY_CODE

HEAD_LINES = 40
HEAD_WIDTH = {"zh": 120, "en": 240}
"""A line of the head has fewer characters than this, a paragraph of a report mostly more."""
BEGINNING = 20_000
"""Characters among which the head is looked for."""
OPENING = 1500
"""Characters in which a speaker says on whose behalf the report is given."""
ABOVE = 20
"""Lines from a title or a delivery line to the salutation: in real reports up to 17, blanks too."""
OPENED = 10
"""Lines from a salutation among which the speaker says that a report is given."""
YEARS = range(1949, 2101)
STRAY = 50
"""Chinese characters that a translation may have: its title's, or a name's. Real ones have none."""
MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:\w+|#\d+);")
COLLECTIONS = ("jsonl", "csv", "corpus")
"""Containers of many texts: their files' names say nothing of any of them."""

BLANK, SPACES = re.compile(r"\s|\u200b"), re.compile(r"\s+")
SALUTATION = re.compile(r"各位代表|(?:Fellow|Esteemed|Honou?rable|Dear) [Dd]eputies\b")
SOURCE = re.compile(r"(?:文章|信息)?(?:来源|稿源|Source) ?[:：]")
GREETING = re.compile(r"各位代表[^，。！？：:]{0,10}[：:]")
REPORTING = re.compile(r"我[^。]{0,4}代表[^。]{1,30}报告")
"""What is said at the beginning; 我代表 stands before thanks too, 报告工作 and 审议 anywhere."""
RESOLUTION = re.compile(r"政府工作报告[》”]?的?决议(?:（.+）)?$")
SPEAKER = re.compile(r"代表(?:中华人民共和国)?国务院|国务院的?委托|国务院的?决定")


@dataclass(frozen=True, slots=True)
class Report:
    """A government's report: ``code`` is GB/T 2260 (``000000`` for the State Council's)."""

    code: str
    year: int
    delivered: dt.date | None = None


def identify(document: Document, *, code: str | None = None, year: int | None = None) -> Report:
    """Say whose report a document is; ``code`` and ``year`` win over what it says itself.

    Where its container lists whose report each text is, the list goes before the text's words,
    unless those name another government only. Raises NotAReportError for a resolution, and
    InputError where nothing tells the province or the year, where the text names two provinces,
    is of a city or of another province than listed, or goes on with another report, for a
    ``code`` or a ``year`` that is none, and for a text so full of markup or of another language
    that its Chinese would count for nothing.
    """
    _require_one_language(document)
    document = _plain(document)
    head = list(_head(document))
    if _is_resolution(document, head):
        remedy = "it is left out; only reports are read"
        raise NotAReportError(document.place, "is a resolution on a report", remedy)
    clues = _clues(document, head)
    found = province_code(code) if code else _code(document, clues)
    said = [clue.year for clue in clues]
    told = (
        (document.year, *said) if document.code else (*said, document.year, _place(document).year)
    )
    when = next((each for each in ((year,) if year else told) if each in YEARS), None)
    if when is None and year:
        problem = f"{year} is not a year of a report"
        raise InputError("year", problem, f"give one from {YEARS[0]} to {YEARS[-1]}")
    if when is None:
        raise InputError(document.place, "does not say of which year it is", "give --year")
    _require_alone(document, [Clue(found, when), *clues])
    days = (clue.day for clue in clues if clue.day and clue.day.year == when)
    return Report(found, when, next(days, None))


def remarks(document: Document, report: Report) -> tuple[str, ...]:
    """Warnings of how it was identified: of a listed year that its own words contradict."""
    document = _plain(document)
    said = {clue.year for clue in _clues(document, list(_head(document)))} - {None}
    if document.code is None or document.year != report.year or not said or report.year in said:
        return ()
    years = " and ".join(str(year) for year in said)
    return (f"{document.place}: says {years} of itself; {report.year} is kept as listed",)


def _plain(document: Document) -> Document:
    """The document in simplified characters, in which provinces are known."""
    title = simplified(document.title) if document.title else None
    return replace(document, text=simplified(document.text), title=title)


def _clues(document: Document, head: list[str]) -> list[Clue]:
    return list((english_clues if document.language == "en" else chinese_clues)(head))


def _require_one_language(document: Document) -> None:
    """A text is Chinese or a translation, and of a translation nothing is counted."""
    text = document.text
    if document.language != "en" or (chinese := len(HAN.findall(text))) <= STRAY:
        return
    problem = (
        f"holds too little Chinese to be read as such ({chinese:,} of {len(text):,} characters)"
    )
    remedy = "give the Chinese text by itself"
    if (tags := sum(map(len, MARKUP.findall(text)))) * 4 > len(text):
        problem, remedy = (
            f"{problem}: {tags:,} are markup",
            "take it out, or give the page as .html",
        )
    raise InputError(document.place, problem, remedy)


def _require_alone(document: Document, known: list[Clue]) -> None:
    """No line may begin another report than the head tells of; a link to one begins none."""
    lines = [BLANK.sub("", line) for line in document.text.split("\n")]
    greeted = [number for number in range(len(lines)) if _greets(lines, number)]
    for number, line in enumerate(lines):
        other = begins_report(line) if len(line) < HEAD_WIDTH["zh"] else None
        again = greeted and number > greeted[0] and DELIVERY.fullmatch(line)
        if other is None or not (again or _is_new(other, known)):
            continue
        if any(number < each <= number + ABOVE for each in greeted):
            problem = f"begins another report in line {number + 1:,} ({line})"
            raise InputError(document.place, problem, "give each report in a file of its own")


def _greets(lines: list[str], number: int) -> bool:
    """Whether a report begins with this line; deputies are spoken to all through one."""
    if not lines[number].startswith("各位代表"):
        return False
    below = lines[number : number + OPENED]
    return bool(GREETING.match(lines[number]) or any(map(REPORTING.search, below)))


def _is_new(other: Clue, known: list[Clue]) -> bool:
    """Whether it tells of a government, a place or a year that none of the others does."""
    told = [(clue.code, clue.year, clue.stranger) for clue in (Clue(), *known)]
    own = (other.code, other.year, other.stranger)
    return any(
        each not in before for each, before in zip(own, zip(*told, strict=True), strict=True)
    )


def _is_resolution(document: Document, head: list[str]) -> bool:
    """Whether the title says so, or a line of a text that greets no deputies."""
    if document.title and RESOLUTION.search(document.title):
        return True
    return not SALUTATION.search(document.text[:BEGINNING]) and any(map(RESOLUTION.search, head))


def _code(document: Document, clues: list[Clue]) -> str:
    named = list(dict.fromkeys(clue.code for clue in clues if clue.code))
    if document.code:
        return _listed(document, document.code, named)
    if len(named) > 1:
        problem = f"names more than one government ({', '.join(named)})"
        raise InputError(document.place, problem, "say with --province which it is")
    if strangers := [clue.stranger for clue in clues if clue.stranger and not named]:
        problem = f"is no province's but that of {strangers[0]}"
        raise InputError(document.place, problem, "give a report of a province")
    speaks = SPEAKER.search("".join(document.text[:OPENING].split()))
    code = next(iter(named), COUNTRY_CODE if speaks else _place(document).code)
    if code is None:
        raise InputError(document.place, "does not say whose report it is", "give --province")
    return code


def _listed(document: Document, listed: str, named: list[str]) -> str:
    if named and listed not in named:
        problem = f"is listed as of {listed}, but says that it is of {' and '.join(named)}"
        raise InputError(document.place, problem, "correct the list, or give its text by itself")
    return listed


def _head(document: Document) -> Iterator[str]:
    """The title and the short lines above the salutation; Chinese ones without white space."""
    blank, joint = (SPACES, " ") if document.language == "en" else (BLANK, "")
    above, *_ = SALUTATION.split(document.text[:BEGINNING], 1)
    lines = islice(filter(str.strip, above.split("\n")), HEAD_LINES)
    for line in (blank.sub(joint, line.strip()) for line in (document.title or "", *lines)):
        if line and len(line) < HEAD_WIDTH[document.language] and not SOURCE.match(line):
            yield line


def _place(document: Document) -> Clue:
    """What a file's name says, and its folder's of the year; a collection's says nothing."""
    path = PurePath(document.place)
    if document.container in COLLECTIONS:
        return Clue()
    name = next(
        (name for name in names_of_provinces() if re.search(rf"{name}(?![市州县区盟])", path.stem)),
        "",
    )
    numbers = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", f"{path.stem} {path.parent.name}")
    return Clue(names_of_provinces().get(name), int(numbers[0]) if numbers else None)
