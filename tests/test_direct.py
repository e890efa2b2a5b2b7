"""What is judged of a term, on sentences of our own and, for floors, on labelled ones."""

from __future__ import annotations

import json
import pickle
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.direct import Context, Judgement, judge
from graph.judging.cues import load
from graph.judging.learned import MODELS
from graph.lexicon import load as lexicon
from graph.quality.evaluation import evaluate, judge_all
from graph.quality.gold import gold, reports

DATA = Path(__file__).parent / "data"
PLAN = Context(section_role="plan")


def said(sentence: str, term: str, theme: str, context: Context = PLAN) -> Judgement:
    start = sentence.index(term)
    return judge(sentence, start, start + len(term), theme, context)


def directions(sentence: str, term: str, theme: str) -> set[str]:
    return {finding.direction for finding in said(sentence, term, theme).directions}


@pytest.mark.parametrize(
    ("sentence", "term", "theme", "expected"),
    [
        ("培育区块链、量子计算等未来产业。", "区块链", "blockchain", {"digital-economy"}),
        ("区块链产业规模达到三百亿元。", "区块链", "blockchain", {"digital-economy"}),
        ("突破区块链底层关键技术。", "区块链", "blockchain", {"research-transfer"}),
        ("组建区块链重点实验室。", "区块链", "blockchain", {"research-transfer"}),
        ("推动区块链在海关的应用。", "区块链", "blockchain", {"application-scenarios"}),
        ("开工建设区块链产业园。", "区块链", "blockchain", {"industrial-parks"}),
        ("全年新建5G基站三千座。", "5G", "5g", {"infrastructure"}),
        ("新增5G工厂十家。", "5G", "5g", {"industry-upgrading"}),
        ("加强数据安全监管。", "数据安全", "cybersecurity", {"governance"}),
        ("建设更聪明的智慧城市。", "智慧城市", "smart-city", {"application-scenarios"}),
        (
            "建成全省林业大数据中心。",
            "大数据",
            "big-data",
            {"application-scenarios", "infrastructure"},
        ),
        ("新增五百家小店上云。", "上云", "cloud-computing", {"industry-upgrading"}),
        (
            "开展人工智能+养老行动。",
            "人工智能+",
            "artificial-intelligence",
            {"application-scenarios"},
        ),
        ("推进人工智能+制造。", "人工智能+", "artificial-intelligence", {"industry-upgrading"}),
        ("本市算力总规模超过三万P。", "算力", "data-center-computing", {"infrastructure"}),
    ],
)
def test_directions_of_the_codebook(
    sentence: str, term: str, theme: str, expected: set[str]
) -> None:
    assert directions(sentence, term, theme) == expected


def test_a_zone_of_another_theme_is_none_of_the_term() -> None:
    sentence = "发展区块链产业，筹建新材料产业园。"
    assert "industrial-parks" not in directions(sentence, "区块链", "blockchain")


def test_a_direction_shows_the_cues_it_rests_on() -> None:
    sentence = "组建区块链重点实验室。"
    (finding,) = said(sentence, "区块链", "blockchain").directions
    spans = {sentence[cue.start : cue.end] for cue in finding.cues}
    assert "区块链重点实验室" in spans
    assert 0.5 < finding.confidence <= 1


def test_a_false_mention_has_no_direction() -> None:
    judgement = said("会议将扩大数据来源。", "大数据", "big-data")
    assert (judgement.mention, judgement.directions, judgement.stance) == (False, (), "neutral")


def test_the_section_settles_the_role() -> None:
    sentence, term = "建设区块链平台。", "区块链"
    for role in ("plan", "review", "other"):
        assert said(sentence, term, "blockchain", Context(section_role=role)).role == role


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("力争区块链企业达到九百家以上，加快打造新高地。", "plan"),
        ("区块链企业达到九百家、增长21%，规模居全国第三。", "review"),
        ("6.“一链通”：依托区块链的办事平台。", "other"),
    ],
)
def test_without_a_section_the_wording_settles_the_role(sentence: str, role: str) -> None:
    assert said(sentence, "区块链", "blockchain", Context()).role == role


def test_stances() -> None:
    assert said("发展无人机产业。", "无人机", "aerospace-low-altitude").stance == "promote"
    sentence = "开展无人机“黑飞”专项整治。"
    assert said(sentence, "无人机", "aerospace-low-altitude").stance == "restrict"
    note = Context(section_role="other")
    assert said("无人机即无人驾驶的飞行器。", "无人机", "aerospace-low-altitude", note).stance == (
        "neutral"
    )


def test_nothing_is_told_of_a_sentence_in_another_language() -> None:
    judgement = said("Build a smart city.", "smart city", "smart-city", Context())
    assert (judgement.directions, judgement.mention) == ((), True)
    assert (judgement.role, judgement.confidence) == ("other", 0.0)


def test_a_judgement_can_cross_processes() -> None:
    judgement = said("发展区块链产业。", "区块链", "blockchain")
    assert pickle.loads(pickle.dumps(judgement)) == judgement


@given(
    before=st.text(alphabet="建设发展应用、，“”（）的与及5G数据园区+＋×", max_size=30),
    after=st.text(alphabet="产业实验室平台、，等领域“”条例大会+＋×0", max_size=30),
    theme=st.sampled_from(lexicon().themes),
)
@settings(max_examples=200, deadline=None)
def test_any_sentence_gets_a_sound_judgement(before: str, after: str, theme: str) -> None:
    judgement = judge(f"{before}区块链{after}", len(before), len(before) + 3, theme, Context())
    assert judgement.role in ("plan", "review", "other")
    assert judgement.stance in ("promote", "restrict", "neutral")
    assert 0 <= judgement.confidence <= 1
    names = [finding.direction for finding in judgement.directions]
    assert len(names) == len(set(names))
    assert judgement.mention or not names


def test_the_weights_were_learned_with_the_cues_that_ship() -> None:
    model = json.loads((MODELS / "directions.json").read_text("utf-8"))
    assert model["cues"] == load().version, "run python -m tools.train"
    names = {feature.removeprefix("rule=") for feature in model["weights"]}
    assert names & {cue.target for cue in load().all}


def test_a_text_without_stops_costs_no_more_a_term() -> None:
    sentence = "区块链和数据的应用、" * 3000
    began = time.process_time()
    for place in range(0, len(sentence), 300):
        judge(sentence, place, place + 3, "blockchain", PLAN)
    assert time.process_time() - began < 5


def test_a_cue_far_outside_the_window_changes_nothing() -> None:
    near = "发展区块链产业" + "，" * 2000
    far = near + "区块链实验室"
    assert judge(near, 2, 5, "blockchain", PLAN) == judge(far, 2, 5, "blockchain", PLAN)


@pytest.mark.parametrize("name", ["gold_2026.csv", "coded_2026.csv"])
def test_floors_on_the_coded_sentences_of_2026(shared: Path, name: str) -> None:
    items = gold(DATA / name, reports(shared / "corpus" / "provincial"))
    result = evaluate(judge_all(items))
    micro = result["directions"]["micro"]
    assert micro["precision"] >= 0.9
    assert micro["recall"] >= 0.9
    assert result["mention"]["precision"] >= 0.99
    assert result["role"]["with_sections"]["accuracy"] >= 0.95


@pytest.mark.slow
def test_cross_validation_reaches_the_goal(shared: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs scikit-learn (extra dev)")
    from tools.train import cross_validate, labelled, role_sentences

    texts = reports(shared / "corpus" / "provincial")
    coded = labelled(texts)
    provinces = sorted({item.province for items in coded.values() for item in items})
    judged = cross_validate(coded, role_sentences(texts, provinces))
    result = evaluate(judged["gold_2025"])
    micro = result["directions"]["micro"]
    assert min(micro["precision"], micro["recall"]) >= 0.92
    for code, figures in result["directions"].items():
        assert figures["n"] <= 15 or figures["f1"] >= (0.7 if code == "D1" else 0.8), code
    assert result["mention"]["precision"] >= 0.99
    assert result["mention"]["false_caught"] >= 6
    assert result["role"]["accuracy"] >= 0.95
    of_2026 = [each for own in judged.values() for each in own if each.item.year == 2026]
    micro = evaluate(of_2026)["directions"]["micro"]
    assert min(micro["precision"], micro["recall"]) >= 0.92
