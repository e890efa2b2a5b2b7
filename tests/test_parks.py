"""Plans for parks: named where the name is delimited or known, else unnamed, never a number."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from graph.identify import Report
from graph.judging.parks import (
    UNNAMED,
    CuratedPark,
    PlanFound,
    curated_parks,
    describe_plans,
    park_plans,
    plan_node,
)
from ontology import names
from ontology.names import LH, RDF, SKOS

GRAPH = names.graph("extracted", "430000", 2030)
STARS = CuratedPark("star-park", "430000", ("blockchain",), ("星星区块链园(一期)", "星链湾"))

NAMED = [
    ("建设“银河◇区块链◇产业园”。", "银河区块链产业园"),
    ("打造《天山◇大数据◇示范区》。", "天山大数据示范区"),
    ("加快建设湖南◇区块链◇产业园。", "湖南区块链产业园"),
    ("今年打造青山县◇低空经济◇先导区。", "青山县低空经济先导区"),
    ("筹建青山市◇量子科技◇产业园。", "青山市量子科技产业园"),
    ("建成青山市◇人工智能◇产业园。", "青山市人工智能产业园"),
    ("申报青山市◇区块链◇试验区。", "青山市区块链试验区"),
    ("引进青山市◇量子◇产业园。", "青山市量子产业园"),
    ("建设青山市◇大数据◇产业园和白水市大数据产业园。", "青山市大数据产业园"),
    ("建设青山市大数据产业园及白水市◇大数据◇产业园。", "白水市大数据产业园"),
    ("建设青山市与白水市◇人工智能◇产业园。", "白水市人工智能产业园"),
]
VERBS = "投用 投运 开工 开建 抓 力争 实现 确保 促进 壮大 培强 整合 依托 加强 优化 增设 恢复 承建"
UNNAMED_PLANS = [
    ("规划建设◇区块链◇产业园。", "区块链产业园"),
    ("争创国家◇人工智能◇创新应用先导区。", "人工智能创新应用先导区"),
    ("建设◇氢能◇、储能等特色园区。", "氢能、储能等特色园区"),
    ("建设“◇区块链◇”产业小镇。", "区块链”产业小镇"),
    ("建设甲乙◇新材料◇产业基地。", "新材料产业基地"),
    ("建设湖南◇区块链◇等产业园。", "区块链等产业园"),
    ("建设湖南省级◇区块链◇产业园。", "区块链产业园"),
    ("建成青山县首个◇区块链◇产业园。", "区块链产业园"),
    ("打造湖南全国领先的◇区块链◇产业园。", "区块链产业园"),
    ("建设青山市经开区和◇人工智能◇产业园。", "人工智能产业园"),
]
NONE = [
    "建设10个◇区块链◇产业园。",
    "培育一批◇区块链◇产业园。",
    "布局三个省级◇人工智能◇产业园。",
    "建设◇大数据◇等4个园区。",
    "建设◇区块链◇产业园5个。",
    "推动◇人工智能◇企业进入园区。",
    "建设◇量子◇实验室，办好产业园。",
    "发展◇氢能◇等未来产业先导区。",
    "建设◇新能源◇基地。",
    "发展◇区块链◇、新材料产业园。",
    "建设10个大数据产业园和◇区块链◇产业园。",
]


def _plans(marked: str, theme: str = "blockchain") -> tuple[PlanFound, ...]:
    before, term, after = marked.split("◇")
    first, last = len(before), len(before) + len(term)
    return park_plans(before + term + after, first, last, theme, (STARS,))


@pytest.mark.parametrize(("marked", "name"), NAMED)
def test_a_delimited_name_with_a_place_or_in_quotes_is_a_name(marked: str, name: str) -> None:
    (plan,) = _plans(marked)
    sentence = marked.replace("◇", "")
    assert (plan.name, sentence[plan.start : plan.end]) == (name, name)
    assert plan.slug.startswith("plan-")
    assert plan.slug.isascii()
    assert plan.park is None


@pytest.mark.parametrize("verb", VERBS.split())
def test_no_verb_stands_in_a_name(verb: str) -> None:
    (plan,) = _plans(f"{verb}青山市◇大数据◇产业园。")
    assert plan.name == "青山市大数据产业园"


@pytest.mark.parametrize(("marked", "span"), UNNAMED_PLANS)
def test_a_park_without_a_name_is_an_unnamed_plan(marked: str, span: str) -> None:
    plans = _plans(marked)
    sentence = marked.replace("◇", "")
    assert [sentence[each.start : each.end] for each in plans] == [span]
    assert all((each.name, each.slug) == (None, UNNAMED) for each in plans)


@pytest.mark.parametrize("marked", NONE)
def test_a_number_of_parks_or_a_park_for_something_else_is_none(marked: str) -> None:
    assert _plans(marked) == ()


def test_a_known_park_is_found_by_its_label_with_either_kind_of_brackets() -> None:
    for marked in ("扩建星星◇区块链◇园（一期）。", "扩建星星◇区块链◇园(一期)。"):
        (plan,) = _plans(marked)
        assert (plan.slug, plan.park) == ("star-park", STARS)
    (plan,) = _plans("依托星链湾发展◇区块链◇。")
    assert (plan.start, plan.end, plan.park) == (2, 5, STARS)
    assert _plans("依托星链湾发展◇人工智能◇。", "artificial-intelligence") == ()


def test_the_shipped_parks_are_known_with_province_theme_and_chinese_label() -> None:
    parks = curated_parks()
    assert len(parks) >= 15
    assert all(len(each.code) == 6 and each.themes and each.labels for each in parks)
    assert "链湾" in {label for each in parks for label in each.labels}


def test_a_plan_is_bound_to_a_known_park_only_in_the_parks_own_province() -> None:
    (plan,) = _plans("依托星链湾发展◇区块链◇。")
    own = set(describe_plans(Report("430000", 2030), "blockchain", [plan], GRAPH))
    other = set(describe_plans(Report("440000", 2030), "blockchain", [plan], GRAPH))
    bound = [quad for quad in own if quad.predicate == LH.plansPark]
    assert [quad.object for quad in bound] == [names.thing("park", "star-park")]
    assert not [quad for quad in other if quad.predicate == LH.plansPark]
    assert len(own) == 6
    assert len(other) == 5


@pytest.mark.parametrize(
    ("marked", "code"),
    [
        ("推动浙江省杭州市◇区块链◇产业园与我省合作。", "330000"),
        ("国家批准海南建设◇区块链◇试验区。", "460000"),
        ("推进湖南◇区块链◇产业园建设。", "430000"),
        ("与海南共建◇区块链◇产业园。", None),
        ("建设海南州◇区块链◇产业园。", None),
        ("规划建设◇区块链◇产业园。", None),
        ("海南打造◇区块链◇产业园。", "460000"),
        ("支持海南建设◇区块链◇产业园。", "460000"),
        ("建设北京经开区◇区块链◇产业园。", "110000"),
        ("建设北京汽车◇大数据◇产业园。", None),
        ("建设上海电气◇大数据◇产业园。", None),
        ("建设海南大道◇大数据◇产业园。", None),
        ("建设陕西北路◇大数据◇产业园。", None),
        ("建设北京东路◇大数据◇产业园。", None),
        ("建设河南岸街道◇大数据◇产业园。", None),
        ("建设湖南镇◇大数据◇产业园。", None),
        ("建设海南自治州◇大数据◇产业园。", None),
        ("建设海南藏族自治州◇大数据◇产业园。", None),
        ("建设上海交通大学◇大数据◇产业园。", None),
        ("建设四川大学◇大数据◇产业园。", None),
        ("建设上海遵义◇大数据◇产业园。", None),
        ("对标广东打造◇人工智能◇产业园。", None),
        ("学习浙江打造◇人工智能◇产业园。", None),
        ("学习浙江、广东打造◇人工智能◇产业园。", None),
        ("借鉴浙江打造◇人工智能◇产业园。", None),
        ("联合北京打造◇人工智能◇产业园。", None),
        ("依托北京打造◇人工智能◇产业园。", None),
        ("引进北京企业建设◇人工智能◇产业园。", None),
        ("主动融入上海建设◇人工智能◇产业园。", None),
        ("支持企业赴海南建设◇人工智能◇产业园。", None),
    ],
)
def test_a_park_that_another_province_has_is_no_plan_of_the_reports(
    marked: str, code: str | None
) -> None:
    (plan,) = _plans(marked)
    assert plan.code == code
    told = list(describe_plans(Report("430000", 2030), "blockchain", [plan], GRAPH))
    assert bool(told) == (code in (None, "430000"))


def test_an_unnamed_plan_has_the_four_facts_of_the_model_and_no_label() -> None:
    what = Report("430000", 2030)
    (plan,) = _plans("规划建设◇区块链◇产业园。")
    quads = list(describe_plans(what, "blockchain", [plan, plan], GRAPH))
    node = names.park_plan("report-430000-2030", "430000", 2030, "blockchain", "unnamed")
    assert plan_node(what, "blockchain", plan) == node
    assert {(quad.subject, quad.predicate, quad.object) for quad in quads} == {
        (node, RDF.type, LH.ParkPlan),
        (node, LH.aboutTheme, names.theme("blockchain")),
        (node, LH.ofProvince, names.province("430000")),
        (node, LH.year, Literal("2030", datatype=names.XSD.gYear)),
    }
    assert {quad.graph_name for quad in quads} == {GRAPH}


def test_a_named_plan_bears_its_name_and_a_key_of_its_own() -> None:
    what = Report("430000", 2030)
    (one,), (other,) = _plans(NAMED[0][0]), _plans(NAMED[1][0])
    quads = list(describe_plans(what, "blockchain", [one, other], GRAPH))
    labels = {quad.object for quad in quads if quad.predicate == SKOS.prefLabel}
    assert labels == {Literal(name, language="zh") for _, name in NAMED[:2]}
    nodes = {quad.subject for quad in quads}
    assert len(nodes) == 2
    assert all(isinstance(node, NamedNode) for node in nodes)
