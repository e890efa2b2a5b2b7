"""The cues of the ontology: read as data, found in a sentence, bound to a term."""

from __future__ import annotations

import re

import pytest

from bench.rehearsal.keys import keys
from bench.rehearsal.texts import write
from graph.direct import judge
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
        ("形成强大数据支撑。", "大数据", "big-data", "split-big"),
        ("装机达到5GW以上。", "5G", "5g", "unit-after"),
        ("举办全球物联网大会。", "物联网", "internet-of-things", "event"),
        ("用工业互联网思维办事。", "工业互联网", "industrial-internet", "manner"),
        ("本省大数据集团改组。", "大数据", "big-data", "firm"),
        ("公共预算力争增收。", "算力", "data-center-computing", "split-computing"),
        ("财政决算力求准确。", "算力", "data-center-computing", "split-computing"),
        ("创新基建投融资模式。", "新基建", "new-infrastructure", "split-new"),
        ("创新能源价格机制。", "新能源", "new-energy", "split-new"),
        ("更新材料补贴标准。", "新材料", "new-materials", "split-new"),
        ("优化更新能源设施。", "新能源", "new-energy", "split-new"),
        ("深化改革创新材料定价。", "新材料", "new-materials", "split-new"),
        ("缆车直上云霄。", "上云", "cloud-computing", "split-cloud"),
        ("青山上云海成景。", "上云", "cloud-computing", "split-cloud"),
        ("客商马上云集。", "上云", "cloud-computing", "split-cloud"),
        ("吸引大量子女随迁。", "量子", "quantum", "split-quantum"),
        ("建成抗台风电网。", "风电", "new-energy", "split-power"),
        ("提升仓储能级。", "储能", "new-energy", "split-power"),
        ("核定司机器人员编制。", "机器人", "intelligent-manufacturing", "split-machine"),
        ("整理无人机构名册。", "无人机", "aerospace-low-altitude", "split-machine"),
        ("加强质量子系统建设。", "量子", "quantum", "split-quantum"),
        ("厚植奋斗基因。", "基因", "biotech", "metaphor-gene"),
        ("激活创新基因。", "基因", "biotech", "metaphor-gene"),
    ],
)
def test_what_only_looks_like_a_mention(sentence: str, term: str, theme: str, cue: str) -> None:
    assert cue in bound(sentence, term, theme)


@pytest.mark.parametrize(
    ("sentence", "term", "theme"),
    [
        ("着力解决算力短缺。", "算力", "data-center-computing"),
        ("摸清算力家底。", "算力", "data-center-computing"),
        ("监测算力运行。", "算力", "data-center-computing"),
        ("开创新能源发展局面。", "新能源", "new-energy"),
        ("深化改革新能源电价。", "新能源", "new-energy"),
        ("更新新能源公交车。", "新能源", "new-energy"),
        ("助力企业出海上云。", "上云", "cloud-computing"),
        ("企业上云集成服务。", "上云", "cloud-computing"),
        ("产出重大量子成果。", "量子", "quantum"),
        ("壮大烟台风电产业。", "风电", "new-energy"),
        ("上岗机器人员工。", "机器人", "intelligent-manufacturing"),
        ("用无人机构建物流网。", "无人机", "aerospace-low-altitude"),
        ("创新基因治疗方法。", "基因", "biotech"),
        ("做大做强大数据产业。", "大数据", "big-data"),
        ("建强大数据平台。", "大数据", "big-data"),
        ("加强大数据应用。", "大数据", "big-data"),
        ("推广GPT大模型应用。", "大模型", "artificial-intelligence"),
        ("争创新能源强省。", "新能源", "new-energy"),
        ("争创新材料高地。", "新材料", "new-materials"),
        ("奋力争创新能源示范省。", "新能源", "new-energy"),
        ("再创新能源装机新高。", "新能源", "new-energy"),
        ("屡创新能源发电新高。", "新能源", "new-energy"),
        ("建设皮革新材料产业园。", "新材料", "new-materials"),
        ("发展合成革新材料产业。", "新材料", "new-materials"),
        ("创新基因与细胞治疗技术。", "基因", "biotech"),
        ("创新基因、细胞治疗产品。", "基因", "biotech"),
        ("创新基因产品审评机制。", "基因", "biotech"),
        ("传统基因资源库建设。", "基因", "biotech"),
        ("工业基因菌种研发。", "基因", "biotech"),
        ("统筹考核算力利用率。", "算力", "data-center-computing"),
        ("盘清算力家底。", "算力", "data-center-computing"),
        ("评测算力芯片性能。", "算力", "data-center-computing"),
        ("实测算力达到1000P。", "算力", "data-center-computing"),
        ("连结算力资源。", "算力", "data-center-computing"),
        ("提升多核算力水平。", "算力", "data-center-computing"),
        ("东台风电力争并网。", "风电", "new-energy"),
        ("推进东台风电网源荷储一体化。", "风电", "new-energy"),
        ("天台风电力争投产。", "风电", "new-energy"),
        ("五台风电网架工程建成。", "风电", "new-energy"),
        ("发展无人机构件制造。", "无人机", "aerospace-low-altitude"),
        ("无人机构架生产线投产。", "无人机", "aerospace-low-altitude"),
        ("培优培强大数据产业。", "大数据", "big-data"),
        ("扶优扶强大数据企业。", "大数据", "big-data"),
        ("招大引强大数据项目。", "大数据", "big-data"),
    ],
)
def test_what_only_looks_like_a_split_word(sentence: str, term: str, theme: str) -> None:
    start = sentence.index(term)
    assert judge(sentence, start, start + len(term), theme, Context("plan")).mention


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
