"""Fields of use named with a theme."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from graph.judging.cues import load
from graph.judging.scenarios import FILE, named_in, scenarios
from ontology import FILES
from ontology.names import LH, RDF, thing

USED = [
    ("推进◇人工智能◇在医疗、教育领域应用。", "education health"),
    ("推动◇区块链◇与金融、司法深度融合。", "finance justice"),
    ("深化“◇人工智能+◇制造”行动。", "manufacturing"),
    ("深化“◇人工智能◇+物流”行动。", "logistics"),
    ("推广“交通+◇氢能◇”。", "transport"),
    ("以◇大数据◇赋能城市治理。", "urban-management"),
    ("用◇大数据◇、云计算等服务农业生产。", "agriculture"),
    ("建设水利行业◇大模型◇。", "water"),
    ("建成海关◇大数据◇中心。", "trade"),
    ("开放政务、养老等一批◇人工智能◇应用场景。", "e-government elderly-care"),
    ("在应急、环保等领域打造◇无人机◇场景。", "emergency environment"),
    ("发展◇无人机◇配送。", "logistics"),
    ("拓展◇区块链◇应用于就业、消费、能源。", "consumption employment energy"),
    ("推动◇大模型◇赋能科研和文旅。", "culture-tourism science"),
    ("以◇物联网◇助力社区、反诈。", "public-safety social-governance"),
    ("Blockchain: ◇AI◇ is applied in health care and policing.", "health public-safety"),
]
BESIDE = [
    "发展◇人工智能◇、现代物流、文化旅游等产业。",
    "壮大◇新材料◇、医药、节能环保产业。",
    "开发◇人工智能◇教育课程。",
    "支持工业◇人工智能◇研究院建设。",
    "发展◇无人机◇制造。",
    "重点支持◇数字经济◇、康养等服务贸易。",
    "建设◇算力◇服务器工厂。",
    "发展◇区块链◇，办好医疗和教育。",
    "深化“◇人工智能+◇”“智慧商业+文旅”。",
    "加强◇政务服务◇。",
    "◇AI◇ and tourism grow.",
]


def _scenarios(marked: str) -> tuple[str, ...]:
    before, term, after = marked.split("◇")
    return scenarios(before + term + after, len(before), len(before) + len(term))


@pytest.mark.parametrize(("marked", "expected"), USED)
def test_a_field_in_which_the_term_is_used_is_its_scenario(marked: str, expected: str) -> None:
    assert _scenarios(marked) == tuple(expected.split())


@pytest.mark.parametrize("marked", BESIDE)
def test_a_field_beside_the_term_is_none(marked: str) -> None:
    assert _scenarios(marked) == ()


def test_the_longer_wording_counts_and_a_false_one_does_not() -> None:
    assert named_in("医药") == ("health",)
    assert named_in("供应链金融") == ("finance",)
    assert named_in("服务贸易") == ()
    assert named_in("Foreign Trade") == ("trade",)
    assert named_in("retraded") == ()


def test_every_scenario_has_wordings_in_both_languages_and_no_wording_is_of_two() -> None:
    quads = [q for file in FILES["schemes"] for q in parse(path=str(file), format=RdfFormat.TURTLE)]
    known = {
        quad.subject.value
        for quad in quads
        if quad.predicate == RDF.type
        and quad.object == LH.ApplicationScenario
        and isinstance(quad.subject, NamedNode)
    }
    cues = [cue for cue in load(FILE).all if cue.name != "scenario-decoy"]
    assert len(known) == 22
    assert {thing(*cue.target.split("/")).value for cue in cues} == known
    assert len(cues) == 2 * len(known)
    words = [word for cue in cues for word in cue.pattern.split("|")]
    assert len(words) == len(set(words))
