"""Bans, curbs and shortcomings: what is said of a theme without bringing it forward."""

from __future__ import annotations

import pytest

from graph.direct import Judgement, judge
from graph.judging.judgement import Context


def judged(sentence: str, term: str, theme: str) -> Judgement:
    start = sentence.index(term)
    return judge(sentence, start, start + len(term), theme, Context("plan"))


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
    ("严禁新建人工智能产业园和大数据产业园。", "人工智能", "artificial-intelligence"),
    ("严禁新建人工智能产业园和大数据产业园。", "大数据", "big-data"),
    ("严控新增煤电和新能源项目。", "新能源", "new-energy"),
    ("不得新建人工智能、大数据、区块链产业园。", "大数据", "big-data"),
    ("不得新建人工智能、大数据、区块链产业园。", "区块链", "blockchain"),
    ("停止新建区块链园区、数据中心。", "数据中心", "data-center-computing"),
    ("禁止新建区块链项目防范金融风险。", "区块链", "blockchain"),
    ("限制新建数据中心。", "数据中心", "data-center-computing"),
    ("原则上不新建数据中心。", "数据中心", "data-center-computing"),
    ("不再审批新能源项目。", "新能源", "new-energy"),
    ("不再核准风电项目。", "风电", "new-energy"),
    ("暂停风电核准。", "风电", "new-energy"),
    ("关闭区块链产业园。", "区块链", "blockchain"),
    ("清理整顿大数据产业园。", "大数据", "big-data"),
    ("暂停实施人工智能产业园项目。", "人工智能", "artificial-intelligence"),
    ("严禁以建设人工智能产业园名义圈地。", "人工智能", "artificial-intelligence"),
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
    ("尚未覆盖5G的山村全部覆盖。", "5G", "5g", "infrastructure"),
    ("没有建成5G基站的山村全部覆盖。", "5G", "5g", "infrastructure"),
    ("严禁新建高炉，建设量子实验室。", "量子", "quantum", "research-transfer"),
    ("严禁新建高炉和煤电、发展新能源产业。", "新能源", "new-energy", "digital-economy"),
    ("取消限制新建数据中心的规定。", "数据中心", "data-center-computing", "governance"),
    ("压减新能源项目审批时限50%以上。", "新能源", "new-energy", "application-scenarios"),
    ("压减政务服务中心办事环节。", "政务服务", "digital-government", "application-scenarios"),
    ("取消政务服务项目收费15项。", "政务服务", "digital-government", "application-scenarios"),
    ("取消一批政务服务证明项目。", "政务服务", "digital-government", "application-scenarios"),
    ("取消光伏项目备案前置审批。", "光伏", "new-energy", "digital-economy"),
    ("取消新能源项目强制配储要求。", "新能源", "new-energy", "digital-economy"),
    ("严控5G基站建设成本。", "5G", "5g", "infrastructure"),
    ("严控数字政府建设质量关。", "数字政府", "digital-government", "application-scenarios"),
    ("严格控制智慧城市建设项目造价。", "智慧城市", "smart-city", "application-scenarios"),
    ("停止政务服务中心午休。", "政务服务", "digital-government", "application-scenarios"),
    ("运用大数据开展专项整治。", "大数据", "big-data", "application-scenarios"),
    ("运用大数据整治超限超载。", "大数据", "big-data", "application-scenarios"),
    ("推广无人机整治违建经验。", "无人机", "aerospace-low-altitude", "governance"),
    ("不再审批数据中心机柜租用手续。", "数据中心", "data-center-computing", "infrastructure"),
    ("不得限制新建数据中心。", "数据中心", "data-center-computing", "infrastructure"),
    ("限制建设区内光伏项目有序转型。", "光伏", "new-energy", "digital-economy"),
    ("严禁新增煤电和储能项目建设同步推进。", "储能", "new-energy", "infrastructure"),
    ("利用大数据精准整治超限超载。", "大数据", "big-data", "application-scenarios"),
    ("推进智慧城市建设和市容整治。", "智慧城市", "smart-city", "application-scenarios"),
    ("推进智慧城市综合整治提升工程。", "智慧城市", "smart-city", "application-scenarios"),
    ("推进5G网络和飞线整治。", "5G", "5g", "infrastructure"),
    ("推进新能源汽车充电桩整治提升。", "新能源汽车", "new-energy-vehicles", "governance"),
    ("将大数据产业园建设和环境整治同步推进。", "大数据", "big-data", "industrial-parks"),
    ("尚未建成的数据中心加快推进。", "数据中心", "data-center-computing", "infrastructure"),
    ("攻克尚未突破的集成电路核心技术。", "集成电路", "integrated-circuits", "research-transfer"),
    ("尚未覆盖的行政村5G网络全部覆盖。", "5G", "5g", "infrastructure"),
    (
        "面向尚未数字化的企业推广工业互联网。",
        "工业互联网",
        "industrial-internet",
        "industry-upgrading",
    ),
    ("推动尚未上云的企业上云。", "上云", "cloud-computing", "industry-upgrading"),
    ("以储能缓解调峰能力不足问题。", "储能", "new-energy", "infrastructure"),
    ("新能源消纳能力不足问题基本解决。", "新能源", "new-energy", "application-scenarios"),
    ("农村5G信号薄弱问题全面消除。", "5G", "5g", "infrastructure"),
    (
        "政务服务效率不高的问题得到根本改变。",
        "政务服务",
        "digital-government",
        "application-scenarios",
    ),
    ("集成电路产业基础不足的问题得到解决。", "集成电路", "integrated-circuits", "digital-economy"),
    (
        "集成电路装备尚未国产化的领域集中攻关。",
        "集成电路",
        "integrated-circuits",
        "research-transfer",
    ),
    (
        "数字政府建设尚未达标的县区限期整改。",
        "数字政府",
        "digital-government",
        "application-scenarios",
    ),
    ("打击犯罪、利用大数据精准预警诈骗。", "大数据", "big-data", "application-scenarios"),
    ("严厉打击电信诈骗利用大数据拦截诈骗电话。", "大数据", "big-data", "application-scenarios"),
    ("不再新增燃油公交全部为新能源汽车。", "新能源汽车", "new-energy-vehicles", "digital-economy"),
    ("停止生产燃油汽车主攻新能源汽车。", "新能源汽车", "new-energy-vehicles", "digital-economy"),
    ("禁止新建燃煤锅炉采用新能源供暖。", "新能源", "new-energy", "application-scenarios"),
    ("严禁新建煤电以新能源替代。", "新能源", "new-energy", "application-scenarios"),
    ("各部门不再新建机房统一上云。", "上云", "cloud-computing", "industry-upgrading"),
]
LACKING = [
    ("集成电路产业发展滞后。", "集成电路", "integrated-circuits"),
    ("区块链应用还不够。", "区块链", "blockchain"),
    ("人工智能产业园未按期建成。", "人工智能", "artificial-intelligence"),
    ("没有建成量子实验室。", "量子", "quantum"),
    ("没有发展区块链产业。", "区块链", "blockchain"),
    ("尚未形成人工智能产业集群。", "人工智能", "artificial-intelligence"),
    ("国防大数据产业发展滞后。", "大数据", "big-data"),
    ("消防大数据应用不够。", "大数据", "big-data"),
    ("新能源消纳能力不足问题尚未解决。", "新能源", "new-energy"),
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


@pytest.mark.parametrize("word", ["打击利用", "禁止使用", "打击不法分子利用", "严禁电商平台利用"])
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
