"""Whether a text is an article about reports, and what stands above it: title, author, source."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from graph import dates
from graph.articles.agents import agent
from graph.articles.found import Agent, ArticleHead, Span
from graph.articles.grammar import counted, named
from graph.lexicon import load
from graph.mention import find, fold
from graph.readers.containers import Document
from graph.search.script import simplified
from graph.sentences import sentences

HEAD_LINES = 8
"""Lines under the title among which author and source stand."""
LONGEST = 60_000
"""Characters; a report has 15,000 and more, an article mostly fewer than 5,000."""
BEGINNING = 3000
ADDRESSED = re.compile(
    r"各位代表|我代表.{0,20}政府|(?i:\b(?:fellow|esteemed|honou?rable|dear) deputies\b)"
)
OWN_TITLE = re.compile(
    r"^(?:\d{4}年)?[\u4e00-\u9fff]{0,10}(?:人民)?(?:政府)工作报告(?:[（(].{0,30}[）)]|\d{4}年?)?$"
    r"|^(?:the )?report on the work of the government"
    r"|关于.{0,20}报告的?决议",
    re.IGNORECASE,
)
REPORT = re.compile(
    r"政府工作报告|工作报告|\b(?:government|provincial)[\w ]{0,20}reports?\b|work reports?"
)
_VALUE = r"[ ]?[:：]\s*"
_SOURCES, _AUTHORS = r"(?:Source|来源|出处|稿源)", r"(?:Authors?|作者|记者|时间|日期)"
FIELD = re.compile(
    rf"(?P<author>(?:Authors?|Written by|By|作者|撰文|记者|文){_VALUE}|By (?=[A-Z]))"
    rf"(?P<who>[^|｜:：]{{1,60}}?)(?=$|\s{{2,}}|[|｜]|\s+\d{{4}}|\s*{_SOURCES}\s?[:：])"
    rf"|(?P<source>(?:Source|Publisher|Published by|来源|出处|稿源|发布){_VALUE})"
    rf"(?P<whence>[^|｜:：]{{1,60}}?)(?=$|\s{{2,}}|[|｜]|\s+\d{{4}}|\s*{_AUTHORS}\s?[:：])"
)
DAY = re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
YEARS = (
    re.compile(r"\breports? (?:of|for|in) (20\d\d)\b"),
    re.compile(r"\b(20\d\d)(?:['’]s)? (?:[a-z]+ ){0,3}(?:reports?|sessions|conferences)\b"),
    re.compile(r"(20\d\d)年?[^。，；\d]{0,10}(?:工作报告|两会)"),
)


def recognise(document: Document) -> ArticleHead | None:
    """The head of an article about provinces' work reports; None for any other text.

    Such a text names a theme, is addressed to no deputies, is not titled as a report, and says
    in one sentence something of reports and of several provinces.
    """
    text = simplified(document.text)
    if len(text) > LONGEST or ADDRESSED.search(text):
        return None
    head = read_head(document)
    if OWN_TITLE.search(simplified(head.title)) or not find(text, load()):
        return None
    return head if any(_tells(text, span) for span in sentences(text)) else None


def _tells(text: str, span: Span) -> bool:
    folded = fold(text[span[0] : span[1]])
    if not REPORT.search(folded):
        return False
    if any(each.number > 1 for each in counted(folded, 0, len(folded))):
        return True
    return any(len(run.codes) > 1 for run in named(text, *span))


def read_head(document: Document) -> ArticleHead:
    """The title, and the author, source and day that stand below it, however recognised.

    Names are as the text has them, in traditional characters where it is.
    """
    plain = simplified(document.text)
    lines = list(islice(_lines(document.text), HEAD_LINES + 1))
    title = document.title or (document.text[slice(*lines[0])] if lines else "")
    body = lines[0][1] if lines and document.text[slice(*lines[0])] == title else 0
    issued, fields = None, list[re.Match[str]]()
    for start, end in lines:
        line = plain[start:end]
        told = list(FIELD.finditer(plain, start, end)) if start >= body else []
        day = _day(line) if told or len(line) < 40 else None
        issued = issued or day
        if told or (day and start >= body):
            body = end
        fields += told
    year = _year(document, issued)
    makers = _makers(document.text, fields)
    return ArticleHead(title, body, document.language, *makers, issued, year)


def _makers(text: str, fields: Iterable[re.Match[str]]) -> tuple[tuple[Agent, ...], Agent | None]:
    """The authors that the fields name, and the first source; a comma at an end names nobody."""
    people, sources = list[Agent](), list[Agent]()
    for field in fields:
        if field["who"]:
            who = text[slice(*field.span("who"))]
            people += [agent(each, person=True) for each in re.split(r"[、,，]", who)]
        else:
            sources.append(agent(text[slice(*field.span("whence"))]))
    authors = tuple(each for each in people if each.name)
    return authors, next((each for each in sources if each.name), None)


def _lines(text: str) -> list[Span]:
    """The first lines that are not blank, without white space at either side."""
    return [(hit.start(), hit.end()) for hit in re.finditer(r"\S(?:.*\S)?", text[:BEGINNING])]


def _day(line: str) -> dt.date | None:
    if hit := DAY.search(line):
        try:
            return dt.date(*map(int, hit.groups()))
        except ValueError:
            return None
    hit = dates.CHINESE.search(line) or dates.ENGLISH.search(line)
    return dates.day(hit) if hit else None


def _year(document: Document, issued: dt.date | None) -> int | None:
    """The year of the reports: the one named most beside them, else that of publication."""
    folded = fold(simplified(document.text))
    told = Counter(int(hit[1]) for pattern in YEARS for hit in pattern.finditer(folded))
    if told:
        return told.most_common(1)[0][0]
    return issued.year if issued else document.year
