"""Plans for parks that a report's sentence tells of, by name or not.

A park is named only where the report delimits its name: in quotes, or from a place to the word
for a park; or where the shipped facts know the name. Any other park for a theme is a plan
without a name, and a number of parks is none.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.identify import Report
from graph.mint import source
from graph.provinces import code as province_code
from graph.provinces import provinces
from ontology import names
from ontology.names import LH, RDF, SKOS, XSD, thing

DATA = Path(__file__).parents[1] / "data"
UNNAMED = "unnamed"
PARK = (
    r"(?:产业园区|产业园|科技园区|科技园|示范园区|示范园|融合园|特色园区|专业园区|园区|产业港|生态港|小镇"
    r"|先导区|示范区|试验区|集聚区|创新区|先行区"
    r"|(?:产业|产业化|创新|孵化|制造|智造|应用|示范)基地)"
)
VERB = re.compile(
    r"(?P<before>.*)(?:建设|打造|建好|抓好|推进|推动|创建|争创|规划|布局|谋划|支持|培育|启动|实施|落户|加快|设立|形成"
    r"|发展|拓展|提升|完善|聚焦|办好|用好|筹建|筹备|新建(?![县区])|扩建|改建|迁建|组建|共建|申建|建成|申报|申请|获批|引进"
    r"|撤销|取消|运营|做大|做强|做优|投用|投运|开工|开建|抓|力争|实现|确保|促进|壮大|培强|整合|依托|加强|优化"
    r"|增设|恢复|承建)(?:好|成|了|全国|国家级?|省级|一个)?"
)
_TO_PARK = re.compile(rf"”?[^，。；：、“”《》]{{0,14}}?{PARK}")
_IN_LIST = re.compile(
    r"(?:、[^，。；、]{1,10}|和[^，。；、]{1,8}){0,3}等[^，。；、\d]{0,6}(?:园区|产业园)"
)
_NOT_OF_TERM = re.compile(
    r"企业|项目|集群|实验室|中心(?!城)|设备|平台|建设|打造|推动|未来产业|新兴产业|\d|基础设施|策源地|城乡|的先行"
)
_MANY = re.compile(
    r"(?:\d+|[一二三四五六七八九十两百几数多]+)(?:余|多)?(?:个|家|座|处|大)|一批|若干|一系列|各类|各地"
)
_MANY_BEHIND = re.compile(r"(?:等)?(?:\d+|[二三四五六七八九十两几多]+)(?:余|多)?(?:个|家|座|处)")
_QUOTED = re.compile(rf"[“《「](?P<name>[^“”《》「」，。；]{{4,24}}{PARK})[”》」]")
_DISTRICT = r"(?:市|县|自治州|盟|旗|新区|高新区|经开区|开发区)"
_DIVISION = rf"[\u4e00-\u9fff]{{2,4}}{_DISTRICT}"
_JOINED = re.compile(rf"(?:{PARK}|{_DIVISION})(?:以及|和|与|及)")
_KIND = re.compile(r"(?:国家|[省市县区])级|全国|首[个批家座]|的")
"""What tells which kind of park it is, as 等 behind the term does, and is in no park's name."""


@dataclass(frozen=True, slots=True, order=True)
class CuratedPark:
    """A park that the shipped facts know; ``code`` is its province's."""

    slug: str
    code: str
    themes: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanFound:
    """A plan at ``start`` to ``end`` of a sentence.

    ``slug`` is the last part of its key, ``name`` its name where it has one, ``park`` the known
    park of that name, and ``code`` that of the province which the sentence says has the park.
    """

    start: int
    end: int
    slug: str = UNNAMED
    name: str | None = None
    park: CuratedPark | None = None
    code: str | None = None


@cache
def curated_parks(data: Path = DATA) -> tuple[CuratedPark, ...]:
    """The parks of the shipped facts, by slug."""
    facts: dict[NamedNode, list[Quad]] = defaultdict(list)
    for path in sorted(data.glob("*.trig")):
        content = path.read_bytes()
        if b"IndustrialPark" in content:
            for quad in parse(content, format=RdfFormat.TRIG):
                if isinstance(quad.subject, NamedNode):
                    facts[quad.subject].append(quad)
    found = (_curated(node, own) for node, own in facts.items() if _is_park(own))
    return tuple(sorted(found))


def park_plans(
    sentence: str, start: int, end: int, theme: str, curated: Sequence[CuratedPark]
) -> tuple[PlanFound, ...]:
    """The plans for parks of the theme whose term stands at ``start`` to ``end``.

    To be asked only of a sentence that plans: whether it does is not judged here.
    """
    known = tuple(_known(sentence, theme, curated))
    if any(each.start <= start and end <= each.end for each in known):
        return known
    told = _told(sentence, start, end)
    return (*known, told) if told else known


def describe_plans(
    what: Report, theme: str, plans: Iterable[PlanFound], graph: NamedNode
) -> Iterator[Quad]:
    """Quads of its own plans; ``lh:plansPark`` only for a known park of the report's province."""
    for plan in own_plans(what, plans):
        node = plan_node(what, theme, plan)
        yield Quad(node, RDF.type, LH.ParkPlan, graph)
        yield Quad(node, LH.aboutTheme, names.theme(theme), graph)
        yield Quad(node, LH.ofProvince, names.province(what.code), graph)
        yield Quad(node, LH.year, Literal(f"{what.year:04}", datatype=XSD.gYear), graph)
        # A known park has one label, however a report writes its brackets.
        if name := plan.park.labels[0] if plan.park else plan.name:
            yield Quad(node, SKOS.prefLabel, Literal(name, language="zh"), graph)
        if plan.park and plan.park.code == what.code:
            yield Quad(node, LH.plansPark, thing("park", plan.park.slug), graph)


def own_plans(what: Report, plans: Iterable[PlanFound]) -> list[PlanFound]:
    """Those of the plans that are of no other province than the report's."""
    return [plan for plan in plans if plan.code in (None, what.code)]


def plan_node(what: Report, theme: str, plan: PlanFound) -> NamedNode:
    """The plan's IRI, for ``lh:concernsPlan``."""
    return names.park_plan(source(what.code, what.year), what.code, what.year, theme, plan.slug)


def _is_park(facts: Iterable[Quad]) -> bool:
    return any(quad.predicate == RDF.type and quad.object == LH.IndustrialPark for quad in facts)


def _curated(node: NamedNode, facts: Sequence[Quad]) -> CuratedPark:
    def last(predicate: NamedNode) -> list[str]:
        return [
            quad.object.value.rpartition("/")[2]
            for quad in facts
            if quad.predicate == predicate and isinstance(quad.object, NamedNode)
        ]

    labels = {
        _plain(quad.object.value)
        for quad in facts
        if quad.predicate in (SKOS.prefLabel, SKOS.altLabel)
        and isinstance(quad.object, Literal)
        and quad.object.language == "zh"
    }
    code = next(iter(last(LH.ofProvince)), "")
    slug = node.value.removeprefix(thing("park", "").value)
    return CuratedPark(slug, code, tuple(sorted(last(LH.aboutTheme))), tuple(sorted(labels)))


def _known(sentence: str, theme: str, curated: Sequence[CuratedPark]) -> Iterator[PlanFound]:
    plain = _plain(sentence)
    for park in curated:
        for label in sorted(park.labels, key=len, reverse=True):
            place = plain.find(label) if theme in park.themes else -1
            if place >= 0:
                last = place + len(label)
                yield PlanFound(place, last, park.slug, sentence[place:last], park)
                break


def _told(sentence: str, start: int, end: int) -> PlanFound | None:
    for quoted in _QUOTED.finditer(sentence):
        if quoted.start("name") <= start and end <= quoted.end("name"):
            return _named(quoted["name"], *quoted.span("name"))
    hit = _TO_PARK.match(sentence, end) or _IN_LIST.match(sentence, end)
    if hit is None or _NOT_OF_TERM.search(hit[0]):
        return None
    first = _item(sentence, start)
    if _MANY.search(sentence, first, start) or _MANY_BEHIND.match(sentence, hit.end()):
        return None
    begin, code = _lead(sentence, first, start)
    whole = _TO_PARK.fullmatch(sentence, end, hit.end()) and sentence[end] != "”"
    kind = _KIND.search(sentence, begin, start) or sentence.startswith("等", end)
    if whole and not kind and _begins_with_place(sentence[begin:start]):
        return replace(_named(sentence[begin : hit.end()], begin, hit.end()), code=code)
    return PlanFound(start, hit.end(), code=code)


def _lead(sentence: str, first: int, start: int) -> tuple[int, str | None]:
    """Where what may be a park's name begins, and the code of the province that has the park."""
    begin = max((each.end() for each in _JOINED.finditer(sentence, first, start)), default=first)
    lead, owner = VERB.match(sentence, begin, start), None
    if lead:
        begin, owner = lead.end(), _owner().match(sentence, begin, lead.end("before"))
    found = _province().match(sentence, begin, start) or owner
    return begin, province_code(found["name"]) if found else None


def _named(name: str, start: int, end: int) -> PlanFound:
    return PlanFound(start, end, f"plan-{hashlib.sha256(name.encode()).hexdigest()[:12]}", name)


def _item(sentence: str, place: int) -> int:
    """Where the clause, or the list's item, that holds a place begins."""
    return max(sentence.rfind(mark, 0, place) for mark in "，。；：、“”《》") + 1


def _begins_with_place(text: str) -> bool:
    return len(text) <= 14 and bool(_places().match(text))


@cache
def _places() -> re.Pattern[str]:
    return re.compile(rf"(?:{_names()}|{_DIVISION})")


@cache
def _province() -> re.Pattern[str]:
    """A province's name that a division or the term follows: 北京 in 北京东路 is none."""
    own = "[省市]|自治区|(?:新|高新|经开|开发)区"
    behind = rf"\Z|{own}|[^族学路街]{{2,3}}{_DISTRICT}"
    return re.compile(rf"(?P<name>{_names()})(?={behind})")


@cache
def _owner() -> re.Pattern[str]:
    """A province as the one that acts: first in its clause, or what is backed to act."""
    backed = "支持|批准|推动|同意"
    return re.compile(rf"(?:.*(?:{backed}))?(?<![与和及、])(?P<name>{_names()})\Z")


@cache
def _names() -> str:
    own = (name for each in provinces() for name in each.zh)
    return "|".join(sorted(own, key=len, reverse=True))


def _plain(text: str) -> str:
    """The text with brackets in half width, one to one."""
    return text.translate(str.maketrans("（）", "()"))
