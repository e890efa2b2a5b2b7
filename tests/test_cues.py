"""The cues of the ontology: read as data, found in a sentence, bound to a term."""

from __future__ import annotations

import re

import pytest

from bench.rehearsal.keys import keys
from bench.rehearsal.texts import write
from graph.direct import Judgement, judge
from graph.judging.cues import TERM, load
from graph.judging.features import read
from graph.judging.judgement import Context
from graph.judging.needed import alternatives, needed
from graph.lexicon import load as lexicon
from graph.mention import find
from graph.quality.gold import DIRECTIONS
from graph.sentences import sentences


def bound(sentence: str, term: str, theme: str) -> set[str]:
    start = sentence.index(term)
    reading = read(sentence, start, start + len(term), theme, "")
    return {wording.cue.name for wording in reading.bound}


def judged(sentence: str, term: str, theme: str) -> Judgement:
    start = sentence.index(term)
    return judge(sentence, start, start + len(term), theme, Context("plan"))


def test_every_direction_has_cues() -> None:
    targets = {cue.target for cue in load().all}
    assert {f"direction/{slug}" for slug in DIRECTIONS.values()} <= targets


def test_cues_name_only_themes_of_the_scheme() -> None:
    named = {theme for cue in load().all for theme in cue.themes}
    assert named
    assert named <= set(lexicon().themes)


def test_every_alternative_of_an_adjoining_pattern_holds_the_term_once() -> None:
    adjoining = [cue for cue in load().all if TERM in cue.pattern]
    assert adjoining
    for cue in adjoining:
        assert re.compile(cue.pattern), cue.name


def test_no_wording_is_a_regular_expression() -> None:
    wordings = [cue for cue in load().all if TERM not in cue.pattern]
    assert wordings
    assert not [cue.name for cue in wordings if re.search(r"[()\[\]?{}^$\\]", cue.pattern)]


def test_the_longest_wording_wins_over_those_inside_it() -> None:
    found = {(w.start, w.end, w.cue.name) for w in load().wordings("做大做强这个产业集群")}
    assert (0, 4, "grow") in found
    assert (6, 10, "industry") in found
    assert not any(start == 6 and end == 8 for start, end, _ in found)


def test_a_wording_knows_where_it_stands() -> None:
    sentence = "我们新建一座实验室"
    (lab,) = [w for w in load().wordings(sentence) if w.cue.name == "laboratory"]
    assert sentence[lab.start : lab.end] == "实验室"


def test_a_cue_limited_to_themes_is_silent_on_others() -> None:
    assert "factory-of" in bound("新增5G工厂三家。", "5G", "5g")
    assert "factory-of" not in bound("新增量子工厂三家。", "量子", "quantum")


def test_an_adjoining_cue_spans_the_term_and_what_binds_it() -> None:
    sentence = "本市筹建量子科技实验室。"
    start = sentence.index("量子科技")
    hits = {w.cue.name: w for w in load().adjoining(sentence, start, start + 4, "quantum")}
    lab = hits["lab-of"]
    assert sentence[lab.start : lab.end] == "量子科技实验室"


def test_what_is_said_at_a_second_place_of_the_term_counts() -> None:
    assert "zone-of" in bound("扶持区块链，并筹建区块链产业园。", "区块链", "blockchain")


def test_the_version_changes_with_the_data(tmp_path) -> None:
    other = tmp_path / "cues.ttl"
    other.write_text(
        "@prefix lh: <https://w3id.org/lianghui/ontology#> .\n"
        '<https://w3id.org/lianghui/id/cue/a> lh:pattern "甲|乙" ;\n'
        "  lh:cueFor <https://w3id.org/lianghui/id/direction/governance> .\n",
        "utf-8",
    )
    cues = load.__wrapped__(other)
    assert cues.version != load().version
    assert [(w.start, w.cue.target) for w in cues.wordings("丙乙")] == [(1, "direction/governance")]


@pytest.mark.parametrize(
    ("sentence", "term", "theme", "cue"),
    [
        ("要继续扩大数据供给。", "大数据", "big-data", "split-big"),
        ("装机达到5GW以上。", "5G", "5g", "unit-after"),
        ("举办全球物联网大会。", "物联网", "internet-of-things", "event"),
        ("用工业互联网思维办事。", "工业互联网", "industrial-internet", "manner"),
        ("本省大数据集团改组。", "大数据", "big-data", "firm"),
    ],
)
def test_what_only_looks_like_a_mention(sentence: str, term: str, theme: str, cue: str) -> None:
    assert cue in bound(sentence, term, theme)


@pytest.mark.parametrize(
    ("pattern", "wordings"),
    [
        ("(?:甲乙|丙丁)[^，。]{0,8}戊", {"甲乙", "丙丁"}),
        ("(?:甲乙|丙丁)?[^，。]{0,8}戊", {"戊"}),
        ("(?:甲乙)*(?:丙|丁己)", {"丙", "丁己"}),
        ("(?:甲(?:乙丙|丁)|戊)", {"甲", "戊"}),
        ("(?!甲乙)丙{0,3}丁+己", {"丁"}),
        ("甲?乙丙(?<=丙)", {"乙丙"}),
        ("[^甲）(]{0,4}(?:乙|.)", set()),
        (r"\.甲{2}", {"甲"}),
    ],
)
def test_what_a_pattern_cannot_do_without(pattern: str, wordings: set[str]) -> None:
    assert needed(pattern) == wordings


def test_alternatives_are_cut_outside_groups_and_classes_only() -> None:
    assert list(alternatives("(?:a|b)c|[|(]d|e")) == ["(?:a|b)c", "[|(]d", "e"]


def test_no_match_is_lost_where_patterns_are_passed_over() -> None:
    matched = 0
    for text in map(write, keys(8)):
        for start, end in sentences(text):
            sentence = text[start:end]
            possible = load().possible(sentence)
            for hit in find(sentence, lexicon()):
                place = (sentence, hit.start, hit.end, hit.theme)
                found = list(load().adjoining(*place))
                assert list(load().adjoining(*place, possible)) == found
                matched += len(found)
    assert matched > 200


CURBED = [
    ("严禁新建区块链产业园。", "区块链", "blockchain"),
    ("不再新建数据中心。", "数据中心", "data-center-computing"),
    ("不再建设新的区块链园区。", "区块链", "blockchain"),
    ("暂不建设智能网联汽车试验区。", "智能网联汽车", "new-energy-vehicles"),
    ("取消人工智能产业园规划。", "人工智能", "artificial-intelligence"),
    ("叫停区块链产业园建设。", "区块链", "blockchain"),
    ("撤销西安市区块链产业园。", "区块链", "blockchain"),
    ("坚决遏制数据中心盲目发展。", "数据中心", "data-center-computing"),
    ("淘汰落后的数据中心。", "数据中心", "data-center-computing"),
    ("关停落后算力中心。", "算力", "data-center-computing"),
    ("压减光伏产能。", "光伏", "new-energy"),
    ("化解新能源汽车过剩产能。", "新能源汽车", "new-energy-vehicles"),
    ("不搞区块链产业。", "区块链", "blockchain"),
]
PROMOTED = [
    ("淘汰落后产能、发展新能源产业。", "新能源", "new-energy", "digital-economy"),
    ("关停燃煤机组发展新能源产业。", "新能源", "new-energy", "digital-economy"),
    ("不得不加快发展人工智能产业。", "人工智能", "artificial-intelligence", "digital-economy"),
    ("取消区块链产业准入限制。", "区块链", "blockchain", "digital-economy"),
    ("打破数据中心建设壁垒。", "数据中心", "data-center-computing", "infrastructure"),
    ("取消政务服务证明事项三项。", "政务服务", "digital-government", "application-scenarios"),
    ("不再跑腿，政务服务全程网办。", "政务服务", "digital-government", "application-scenarios"),
    ("没有人工智能产业就没有出路。", "人工智能", "artificial-intelligence", "digital-economy"),
    ("破解集成电路产业滞后问题。", "集成电路", "integrated-circuits", "digital-economy"),
    ("严禁新建高炉，建设量子实验室。", "量子", "quantum", "research-transfer"),
]
LACKING = [
    ("集成电路产业发展滞后。", "集成电路", "integrated-circuits"),
    ("区块链应用还不够。", "区块链", "blockchain"),
    ("人工智能产业园未按期建成。", "人工智能", "artificial-intelligence"),
    ("没有建成量子实验室。", "量子", "quantum"),
    ("没有发展区块链产业。", "区块链", "blockchain"),
    ("尚未形成人工智能产业集群。", "人工智能", "artificial-intelligence"),
]


@pytest.mark.parametrize(("sentence", "term", "theme"), CURBED)
def test_what_bans_or_winds_down_a_theme_restricts_it(sentence: str, term: str, theme: str) -> None:
    found = judged(sentence, term, theme)
    assert (found.stance, found.directions) == ("restrict", ())


@pytest.mark.parametrize(("sentence", "term", "theme", "direction"), PROMOTED)
def test_a_ban_on_something_else_curbs_no_theme(
    sentence: str, term: str, theme: str, direction: str
) -> None:
    found = judged(sentence, term, theme)
    assert found.stance == "promote"
    assert direction in {each.direction for each in found.directions}


@pytest.mark.parametrize(("sentence", "term", "theme"), LACKING)
def test_a_shortcoming_is_no_achievement(sentence: str, term: str, theme: str) -> None:
    found = judged(sentence, term, theme)
    assert (found.mention, found.stance, found.role) == (True, "neutral", "other")
    assert found.directions == ()


@pytest.mark.parametrize("word", ["打击利用", "禁止使用"])
def test_a_fight_against_misuse_is_governance_alone(word: str) -> None:
    found = judged(f"依法{word}大数据进行的欺诈。", "大数据", "big-data")
    assert [each.direction for each in found.directions] == ["governance"]
    assert found.stance == "promote"


@pytest.mark.parametrize(
    "sentence",
    ["人工智能产业尚未成势，今年壮大人工智能产业。", "打击利用人工智能诈骗，壮大人工智能产业。"],
)
def test_what_one_place_of_a_term_lacks_another_may_have(sentence: str) -> None:
    last = sentence.rindex("人工智能")
    found = judge(sentence, last, last + 4, "artificial-intelligence", Context("plan"))
    assert [each.direction for each in found.directions] == ["digital-economy"]
