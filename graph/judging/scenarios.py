"""Fields of use that a sentence names for a theme, such as health or transport.

The wordings are data, ``lh:Cue`` in ``ontology/schemes/scenario-cues.ttl``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import ahocorasick

from graph.judging.clauses import Frame, frame, layout
from graph.judging.cues import DECOY
from graph.judging.cues import load as load_cues
from graph.judging.longest import longest
from graph.mention import fold

FILE = Path(__file__).parents[2] / "ontology" / "schemes" / "scenario-cues.ttl"
LINK = r"(?:应用|融合|结合|运用|落地|推广|示范|普及|使用|试点|场景)"
_PLUS = re.compile(r"[”’]?\s?[+＋×][^，。；“]*\Z")
_IN = re.compile(
    r"[^，。；、]{0,8}(?:、[^，。；、]{1,8}|等){0,4}[^，。；、]{0,4}(?:在|于|向)[^，。；]*\Z"
)
_WITH = re.compile(r"[^，。；、]{0,6}(?:与|同|和)[^，。；]*\Z")
_DOES = re.compile(
    r"(?:[、和与及][^，。；、]{1,8}){0,4}(?:技术|手段|平台|大模型|模型|应用|[”’]|等)*"
    r"(?:赋能|助力|服务(?![业器贸])|支撑|改革|改造|重塑|辅助|优化|驱动|引领|提升|促进"
    r"|推动|应用于|用于|运用于|开展|加强)(?!、)[^，。；]*\Z"
)
_USED = re.compile(rf"[^，。；]{{0,40}}?{LINK}")
_JOINED = re.compile(r"[^，。；]{0,40}?(?:融合|结合)")
_TOOL = re.compile(
    r"(?:人工智能|AI|大模型|智能体|大数据|区块链|物联网|5G|机器人|无人机|北斗|互联网|数据要素|低空)"
    r"[^，。；、]{0,2}\Z",
    re.IGNORECASE,
)
_OF_FIELD = re.compile(r"[”“]?(?:行业|领域|方向|垂直|垂类|专用|智能|国家|等|的|[”“]){0,3}\Z")
_BEHIND = re.compile(
    rf"[^，。；]{{0,24}}(?:{LINK}|引入|布局|部署|打造|建设|开发)[^，。；、]{{0,6}}\Z"
)
_LISTED = re.compile(r"(?:[^，。；]{0,12}、)*[^，。；、]{0,10}等[^，。；、]{0,12}\Z")
_SCENE = re.compile(r"[^，。；、]{0,4}(?:应用|场景)")
_MADE = re.compile(r"[^，。；、]{0,4}(?:核心产业|产业|装备|研究|学院|企业|公司|协会|联盟|学会)")
_ENGLISH = re.compile(r"\b(?:appl(?:y|ied|ications?)|used?|uses|integrat\w+|serve|empower)\b")
_DECOY = f"scenario-{DECOY}"


@cache
def _wordings() -> dict[str, str]:
    """Wording -> slug of its scenario, empty where it only looks like one."""
    return {
        word: "" if cue.name == _DECOY else cue.target.split("/")[1]
        for cue in load_cues(FILE).all
        for word in cue.pattern.split("|")
    }


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word, slug in _wordings().items():
        automaton.add_word(word, (len(word), slug))
    automaton.make_automaton()
    return automaton


@lru_cache(maxsize=64)
def _found(text: str) -> tuple[tuple[int, int, str], ...]:
    """The wordings in a text, the longest of overlapping ones: start, end and slug."""
    folded = fold(text)
    hits = (
        (last + 1 - length, last + 1, slug)
        for last, (length, slug) in longest(_automaton().iter(folded))
        if slug
    )
    return tuple(hit for hit in hits if _whole(folded, *hit[:2]))


def _whole(folded: str, start: int, end: int) -> bool:
    """Whether a Latin wording is no part of a longer word."""
    if not folded[start:end].isascii():
        return True
    around = folded[max(0, start - 1) : start] + folded[end : end + 1]
    return not any(sign.isascii() and sign.isalnum() for sign in around)


def named_in(text: str) -> tuple[str, ...]:
    """Slugs of the scenarios that a stretch of text words, sorted."""
    return tuple(sorted({slug for _, _, slug in _found(text)}))


def scenarios(sentence: str, start: int, end: int) -> tuple[str, ...]:
    """Slugs of the scenarios in which a clause uses the term at ``start`` to ``end``, sorted.

    A field that only stands beside the term, as another industry does, is none: it is joined to
    the term by ``+``, by being applied in it, merged with it or doing something for it, or it
    qualifies the term itself.
    """
    told = _found(sentence)
    if not told:
        return ()
    around = frame(sentence, layout(sentence), start, end)
    own = {
        slug
        for first, last, slug in told
        if around.clause[0] <= first < around.reach
        and (last <= start or first >= end)
        and _uses(sentence, around, first, last)
    }
    return tuple(sorted(own))


def _uses(sentence: str, around: Frame, first: int, last: int) -> bool:
    if sentence[first:last].isascii():
        return bool(_ENGLISH.search(sentence, around.clause[0], around.reach))
    if first >= around.end:
        return _ahead(sentence, around, first, last)
    return _behind(sentence, around, first, last)


def _ahead(sentence: str, around: Frame, first: int, last: int) -> bool:
    """Whether the field, right of the term, is where the term is used."""
    between, after = sentence[around.end : first], sentence[last : around.reach]
    plus = sentence[around.end - 1] if sentence[around.end - 1] in "+＋×" else ""
    if _PLUS.match(plus + between) or _DOES.match(between):
        return True
    if _WITH.match(between) and _JOINED.match(after):
        return True
    if _IN.match(between) and _USED.match(after):
        return True
    # 制造 right behind a tool tells that the tool is made, 教育 that it is taught.
    term, field = sentence[around.start : around.end], sentence[first:last]
    adjoins = between in ("", "”") and not field.startswith(("制造", "教"))
    return adjoins and bool(_TOOL.search(term))


def _behind(sentence: str, around: Frame, first: int, last: int) -> bool:
    """Whether the field, left of the term, qualifies it or is where it comes to be used."""
    between, term = sentence[last : around.start], sentence[around.start : around.end]
    after = sentence[around.end : around.reach]
    if re.match(r"[+＋]", between) and "，" not in between and "、" not in between:
        return True
    if _OF_FIELD.fullmatch(between):
        return bool(_TOOL.search(term)) and not _MADE.match(after)
    if _LISTED.match(between) and _SCENE.match(after):
        return True
    before = sentence[around.clause[0] : first]
    return bool(re.search(r"在[^，。；]{0,30}\Z", before) and _BEHIND.fullmatch(between))
