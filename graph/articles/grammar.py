"""Names and numbers of provinces in English and Chinese: lists of them, and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from graph import dates
from graph.provinces import provinces

ONES = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
]
TENS = {"twenty": 20, "thirty": 30}
_ONES = "|".join(sorted(ONES, key=len, reverse=True))
_NUMBER_EN = rf"(?:\d{{1,2}}|(?:twenty|thirty)(?:[- ](?:{_ONES}))?|{_ONES})"
_NUMBER_ZH = r"(?:\d{1,2}|[二三]?(?<!数)十[一二三四五六七八九]?|[一二三四五六七八九两])"
_BEFORE_ZH = r"(?<![\d.第东增加多减一二三四五六七八九十两百千几])(?<!减少)(?<!年少)"
"""Two numerals in a row as in 三五个 tell about how many, and a longer one is no provinces'."""
_UNIT_EN = (
    r"(?:provincial(?:-level)? )?(?:government )?(?:work )?"
    r"(?:provinces|regions|municipalities|divisions|governments|localities|places|reports)"
)
_UNIT_ZH = (
    r"(?:个|家)?(?:省[（(]自治区、直辖市[）)]|省[（(]区、?市[）)]|省、?自治区、?(?:和)?直辖市|省、?区、?市"
    r"|省级行政区|省份|省市|省级政府|省|地区|地方)|份(?:省级)?(?:政府工作)?报告"
)
_LEAST = (
    r"(?P<least>at least |more than |over |(?:no|not) (?:fewer|less) than "
    r"|至少有?|超过|逾|不少于|不低于)?"
)
_MORE = r"(?!\s*(?:more|fewer))"
_COUNT = re.compile(
    rf"{_LEAST}(?:(?<![\w.-])(?P<en>{_NUMBER_EN}){_MORE} (?:of the |of these )?{_UNIT_EN}\b"
    rf"|{_BEFORE_ZH}(?P<zh>{_NUMBER_ZH})(?P<odd>多|余)?(?:{_UNIT_ZH}))"
)
_PAIR = re.compile(
    rf"{_LEAST}(?:(?<![\w.-])(?P<en>{_NUMBER_EN}) (?:{_UNIT_EN} )?(?:out )?of (?:the |all )*"
    rf"(?P<en_all>{_NUMBER_EN}) {_UNIT_EN}\b"
    rf"|\bof (?:the |all )*(?P<of_all>{_NUMBER_EN}) {_UNIT_EN}\b[^.;,\d]{{0,80}}(?:20\d\d)?, "
    rf"(?P<of>{_NUMBER_EN})\b(?! (?:more|fewer|of the))"
    rf"|{_BEFORE_ZH}(?P<zh_all>{_NUMBER_ZH})(?:{_UNIT_ZH})[^，。；\d]{{0,20}}[中里]，?(?:已?有)?"
    rf"(?P<zh>{_NUMBER_ZH})(?P<odd>多|余)?(?:{_UNIT_ZH}|个|份|家))"
)
_JOINED = re.compile(r"(?:[\s,、，&和与及]|and\b|as well as\b|plus\b|以及)*\Z")
_NO_PROVINCE_EN = (
    r"(?![-–][A-Z])(?!['’]s\b(?= [A-Z]))(?! (?!Province|Municipality|City)[A-Z][a-z])(?! time\b)"
)
_NO_PROVINCE_ZH = (
    r"(?!大学|日报|晚报|时报|证券报|商报|卫视|银行|证券|时间|合作组织|冬奥|奥运|[岸麓])"
)
_TIMES = re.compile(
    rf"at least (?P<en>twice|{_NUMBER_EN} times)|(?P<zh>{_NUMBER_ZH})次(?:及)?以上"
    r"|(?P<two>more than once|repeatedly|several times|many times|again and again"
    r"|不止一次|不只一次|多次|反复)"
)
_COMPARED = re.compile(
    r"(?:compared (?:with|to)|(?:up|down) from|against|[比较](?:去年|上年)?的?)\s*\Z"
)
_VAGUE = re.compile(
    r"(?:\b(?:nearly|almost|about|around|roughly|approximately|some|under|below|up to|at most"
    rf"|no|not|(?:fewer|less) than|{_NUMBER_EN} ?(?:to|or|[-–—~～]))"
    rf"|(?<!最)近|(?<!节)约|不到|不足|至多|最多|少于|不|{_NUMBER_ZH}[-–—~～至到或])\s*\Z"
)
"""What stands before a number that is neither exact nor a lower bound."""
_VAGUE_AFTER = re.compile(r"左右|上下|以内|以下|\s?or (?:so|fewer|less)\b")
_SHARE = re.compile(
    r"(?:\b(?:half|thirds?|quarters?|fifths?|most|majority|many|several|few|part|per ?cent) of"
    r" (?:the |all |these |those )*|(?:半数|一半|过半|多数|大部分)(?:以上)?的?)\Z"
)
_SHARE_AFTER = re.compile(
    r"[^，。；\d]{0,12}?[中里]，?[^，。；\d]{0,4}(?:近(?![年期日])|(?<!节)约|不到|不足|半数|一半|过半|多数"
    r"|大多|大部分)|半数|一半|过半|多数|大多|大部分"
)
_SHARE_LATER = re.compile(r"[^.;\d]{0,80}\b(?:half|most|many|majority|several|a few)\b")
_OF_ALL = re.compile(r"\bof (?:the |all )*\Z")
NEGATION = re.compile(
    r"\b(?:not(?! only)|no mention|no longer|never|neither|without|except|failed to|yet to)\b"
    r"|n['’]t\b|未(?!来)|没有|并无|尚无|除了|不含|不包括|不再|只字不提"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Provinces in a row, by code, as they stand in the text."""

    start: int
    end: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of provinces or of their reports, and of how many if that is told.

    ``vague`` is one that is no bound below, as in "nearly 20"; of a ``share`` only part is meant.
    """

    start: int
    end: int
    number: int
    out_of: int | None = None
    least: bool = False
    vague: bool = False
    share: bool = False


def named(text: str, start: int, end: int) -> list[Named]:
    """Runs of provinces between two places, joined by commas and words such as "and"."""
    runs: list[Named] = []
    for hit in _names().finditer(text, start, end):
        code = _codes()[hit[0]]
        last = runs[-1] if runs else None
        if last and _JOINED.match(text, last.end, hit.start()):
            codes = tuple(dict.fromkeys((*last.codes, code)))
            runs[-1] = Named(last.start, hit.end(), codes)
        else:
            runs.append(Named(hit.start(), hit.end(), (code,)))
    return runs


def counted(folded: str, start: int, end: int) -> list[Counted]:
    """Numbers of provinces between two places of a folded text; "22 of 29" is one."""
    found = [_pair(hit) for hit in _PAIR.finditer(folded, start, end)]
    for hit in _COUNT.finditer(folded, start, end):
        if not any(each.start < hit.end() and hit.start() < each.end for each in found):
            found.append(_single(hit))
    own = (each for each in found if not _COMPARED.search(folded, start, each.start))
    qualified = (_qualified(folded, (start, end), each) for each in own)
    return sorted(qualified, key=lambda each: each.start)


def times(folded: str, start: int, end: int) -> int | None:
    """How often at least something is named, where that is more than once."""
    hit = _TIMES.search(folded, start, end)
    if hit is None:
        return None
    if hit["two"] or hit["en"] == "twice":
        return 2
    least = number(hit["zh"] or hit["en"].removesuffix(" times"))
    return least if least > 1 else None


def number(numeral: str) -> int:
    """The number that digits, English words below 40 or Chinese numerals write."""
    first, _, rest = numeral.replace("-", " ").partition(" ")
    if first in TENS:
        return TENS[first] + (number(rest) if rest else 0)
    return ONES.index(first) + 1 if first in ONES else dates.number(numeral.replace("两", "二"))


def _pair(hit: re.Match[str]) -> Counted:
    own, whole = next(
        (hit[name], hit[f"{name}_all"]) for name in ("en", "of", "zh") if hit[name] is not None
    )
    least = bool(hit["least"] or hit["odd"])
    return Counted(hit.start(), hit.end(), number(own), number(whole), least)


def _single(hit: re.Match[str]) -> Counted:
    least = bool(hit["least"] or hit["odd"])
    return Counted(hit.start(), hit.end(), number(hit["en"] or hit["zh"]), None, least)


def _qualified(folded: str, around: tuple[int, int], one: Counted) -> Counted:
    """The number with what the words beside it make of it."""
    start, end = around
    vague = _VAGUE.search(folded, start, one.start) or _VAGUE_AFTER.match(folded, one.end, end)
    share = _SHARE.search(folded, start, one.start) or _SHARE_AFTER.match(folded, one.end, end)
    if _OF_ALL.search(folded, start, one.start):
        share = share or _SHARE_LATER.match(folded, one.end, end)
    return replace(one, vague=bool(vague), share=bool(share) and one.out_of is None)


@cache
def _codes() -> dict[str, str]:
    return dict(_spellings())


def _spellings() -> Iterator[tuple[str, str]]:
    for each in provinces():
        yield from ((name, each.code) for name in (*each.zh, *each.en))
        # "Tibet (Xizang) ..." tells another name, which articles use alone.
        yield from (
            (also, each.code) for name in each.en for also in re.findall(r"\((\w+)\)", name)
        )


@cache
def _names() -> re.Pattern[str]:
    """Every name, the longest first; an English one is no part of another proper name."""
    known = sorted(_codes(), key=lambda name: (-len(name), name))
    english = "|".join(re.escape(name) for name in known if name.isascii())
    chinese = "|".join(name for name in known if not name.isascii())
    return re.compile(rf"(?<![\w-])(?:{english})\b{_NO_PROVINCE_EN}|(?:{chinese}){_NO_PROVINCE_ZH}")
