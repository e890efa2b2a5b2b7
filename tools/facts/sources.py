"""What other sources than the article claim, each in a graph of its own and cited by its page.

Their claims are of the theme only. Directions are the article's way of sorting provinces; none of
these sources sorts them so, and reading directions into their wording would be a claim of ours. A
park that a source says is planned becomes a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from ontology.names import FOAF, LH, SKOS
from tools.facts.claims import ON_THEME, Claims, Plan, out_of
from tools.facts.documents import Agent, Article
from tools.facts.parks import park, sited
from tools.facts.tables import Tables, split
from tools.facts.terms import labels

NAMED = "named"
AGENTS = (
    Agent("blocking-net", FOAF.Organization, "Blocking.net", "Blocking.net"),
    Agent("chaindd", FOAF.Organization, "ChainDD", "链得得"),
    Agent("chaojigongshi", FOAF.Organization, "Chaojigongshi", "超级公式"),
    Agent("china-banking-news", FOAF.Organization, "China Banking News"),
    Agent(
        "finance-no1",
        FOAF.Organization,
        "Finance No. 1 Institute",
        also=("Finance Institute 1", "Finance No. 1 Academy"),
    ),
    Agent("hainan-daily", FOAF.Organization, "Hainan Daily", "海南日报"),
    Agent("hfnxjk", FOAF.Organization, "hfnxjk.com", "hfnxjk.com"),
    Agent("nanfang-daily", FOAF.Organization, "Nanfang Daily", "南方日报"),
    Agent("panews", FOAF.Organization, "PANews", "PANews"),
    Agent("shanxishangren", FOAF.Organization, "shanxishangren.com", "shanxishangren.com"),
    Agent("wang-zelong", FOAF.Person, "Wang Zelong"),
    Agent("xing-mouth", FOAF.Person, "Xing mouth"),
)
"""``Xing mouth`` and the three names of the institute are the translation's, kept as printed."""


def _blocking(number: int, zh: str, *creators: str) -> Article:
    return Article(
        slug=f"blocking-net-{number}",
        address=f"https://blocking.net/{number}",
        en=f"Blocking.net item {number}",
        zh=f"Blocking.net 第{number}条（{zh}）",
        creators=creators,
        publisher="blocking-net",
    )


CBN_2020 = Article(
    slug="chinabankingnews-2020",
    address="https://www.chinabankingnews.com/2020/02/04/22-chinese-provinces-include-blockchain-technology-in-2020-congressional-reports/",
    en="China Banking News, 4 February 2020",
    zh="China Banking News 2020年2月4日报道",
    publisher="china-banking-news",
    issued="2020-02-04",
)
CBN_2021 = Article(
    slug="chinabankingnews-2021",
    address="https://www.chinabankingnews.com/2021/03/02/over-20-chinese-provinces-include-blockchain-development-goals-in-2021-government-work-reports/",
    en="China Banking News, 2 March 2021",
    zh="China Banking News 2021年3月2日报道",
    publisher="china-banking-news",
    issued="2021-03-02",
)
CHAOJIGONGSHI = Article(
    slug="chaojigongshi-722",
    address="https://www.chaojigongshi.com/news/722.html",
    en="Chaojigongshi on blockchain in the reports of 2021",
    zh="超级公式论2021年各地报告中的区块链",
    publisher="chaojigongshi",
)
PANEWS = Article(
    slug="panews-2020",
    address="https://blocking.net/from-1-to-21-an-article-captures-the-role-of-blockchain-in-government-reports.html",
    en="PANews, From 1 to 21",
    zh="PANews 盘点：从1到21",
    creators=("wang-zelong",),
    publisher="panews",
)
ITEMS = {
    "blocking.net/30218": _blocking(30218, "湖南"),
    "blocking.net/30850 (Nanfang Daily)": _blocking(30850, "广东", "nanfang-daily"),
    "blocking.net/31063": _blocking(31063, "山东"),
    "blocking.net/31191 (Hainan Daily)": _blocking(31191, "海南", "hainan-daily"),
    "blocking.net/31295": _blocking(31295, "重庆"),
    "chaindd.net/3273334.html": Article(
        slug="chaindd-3273334",
        address="https://chaindd.net/3273334.html",
        en="ChainDD item 3273334",
        zh="链得得第3273334条",
        publisher="chaindd",
    ),
    "hfnxjk.com/blockchain/industry/563734.html (Chinese text says 陝西)": Article(
        slug="hfnxjk-563734",
        address="https://hfnxjk.com/blockchain/industry/563734.html",
        en="hfnxjk.com item 563734",
        zh="hfnxjk.com 第563734条",
        publisher="hfnxjk",
    ),
    "shanxishangren.com itemid=31908": Article(
        slug="shanxishangren-31908",
        address="https://shanxishangren.com/",
        en="shanxishangren.com item 31908",
        zh="shanxishangren.com 第31908条",
        publisher="shanxishangren",
        identifier="itemid=31908",
    ),
}
"""Articles by how the table of 2020 writes its source; of one only the site's address is known."""
ELSEWHERE = ("seed", "chinabankingnews 2020-02-04", "PANews")
"""Sources of that table whose claims are not told row by row."""
ARTICLES = (CBN_2020, CBN_2021, CHAOJIGONGSHI, PANEWS, *ITEMS.values())

PANEWS_2020 = (
    "Beijing", "Tianjin", "Hebei", "Shanghai", "Fujian", "Guangdong", "Guizhou", "Gansu", "Qinghai",
)  # fmt: skip
PANEWS_2019 = ("Chongqing", "Fujian", "Yunnan")
CBN_NAMES_2021 = (
    "Beijing", "Jilin", "Fujian", "Hubei", "Guangdong", "Chongqing", "Sichuan", "Yunnan", "Qinghai",
)  # fmt: skip
PLANS = {
    ("blocking-net-31295", "500000"): Plan(
        slug="innovation-base",
        park=park("Chongqing Blockchain Industry Innovation Base"),
        en="Upgrade of the Chongqing Blockchain Industry Innovation Base",
        zh="重庆市区块链产业创新基地升级",
    ),
    ("chinabankingnews-2021", "350000"): Plan(
        slug="fuzhou-pilot-zone",
        park=park("Fuzhou Blockchain Economy Comprehensive Pilot Zone"),
        en="Fuzhou Blockchain Economy Comprehensive Pilot Zone",
        zh="福州区块链经济综合试验区",
    ),
    ("chinabankingnews-2021", "500000"): Plan(
        slug="digital-economy-park",
        park=park("Chongqing Digital Economy (Blockchain) Industrial Park"),
        en="Chongqing Digital Economy (Blockchain) Industrial Park",
        zh="重庆数字经济(区块链)产业园",
    ),
}


def sources(tables: Tables) -> tuple[list[Claims], list[Quad]]:
    """All quads of the other articles' graphs, and the claims with the reports they are about."""
    claims = {each.slug: _cited(each) for each in ARTICLES}
    quads = [
        *_items(tables, claims),
        *_cbn_2020(tables, claims[CBN_2020.slug]),
        *_cbn_2021(tables, claims[CBN_2021.slug]),
        *_panews(tables, claims[PANEWS.slug]),
        *claims[CHAOJIGONGSHI.slug].count_at_least(
            "reports-naming-theme", 2021, 20, out_of(31), dimensions=ON_THEME
        ),
    ]
    return list(claims.values()), quads


def _cited(article: Article) -> Claims:
    return Claims(article, ((LH.citedAt, NamedNode(article.address)),))


def _items(tables: Tables, claims: dict[str, Claims]) -> Iterator[Quad]:
    """One statement for each province that the table gives the source for."""
    unsited = _unsited(tables)
    for row in tables.mentions:
        code, listed = tables.code(row["iso_3166_2"]), split(row["source"])
        for source in listed:
            if source.startswith(ELSEWHERE):
                continue
            own = claims[ITEMS[source].slug]
            plan = PLANS.get((own.article.slug, code)) or unsited.get((source, code))
            said = row["what_it_says_short"] if len(listed) == 1 else ""
            yield from own.say(code, 2020, NAMED, *labels(SKOS.note, en=said), plan=plan)


def _unsited(tables: Tables) -> dict[tuple[str, str], Plan]:
    """Parks of the table without a site, as plans of the source that tells of them."""
    return {
        (source, tables.code(row["iso_3166_2"])): Plan(
            slug="provincial-parks", en=row["name_en"], zh=row["name_zh"]
        )
        for row in tables.parks
        if not sited(row)
        for source in split(row["source"])
    }


def _cbn_2020(tables: Tables, claims: Claims) -> Iterator[Quad]:
    """It says "at least 22" of 29 and lists 22: open, with Shanxi and without Shaanxi."""
    listed = [row["iso_3166_2"] for row in tables.mentions if row["in_cbn_list_of_22"] == "1"]
    yield from _name(tables, claims, 2020, "open", listed)
    yield from claims.count("sessions-held", 2020, 29, out_of(31))
    yield from claims.count_at_least(
        "reports-naming-theme", 2020, 22, out_of(29), dimensions=ON_THEME
    )


def _cbn_2021(tables: Tables, claims: Claims) -> Iterator[Quad]:
    """It says "over 20", of which 20 is the number stated and a lower bound."""
    yield from _name(tables, claims, 2021, "open", CBN_NAMES_2021)
    yield from claims.count_at_least("reports-naming-theme", 2021, 20, dimensions=ON_THEME)


def _panews(tables: Tables, claims: Claims) -> Iterator[Quad]:
    """It names some of the 21 of 2020, all three of 2019, and not the one of 2018."""
    yield from _name(tables, claims, 2020, "open", PANEWS_2020)
    yield from _name(tables, claims, 2019, "closed", PANEWS_2019)
    counts = ((2018, 1, ()), (2019, 3, ()), (2020, 21, (out_of(31),)))
    for when, number, pairs in counts:
        yield from claims.count("reports-naming-theme", when, number, *pairs, dimensions=ON_THEME)


def _name(
    tables: Tables, claims: Claims, when: int, completeness: str, names: Iterable[str]
) -> Iterator[Quad]:
    codes = [tables.code(name) for name in names]
    for code in codes:
        plan = PLANS.get((claims.article.slug, code))
        yield from claims.say(code, when, NAMED, plan=plan)
    statements = [claims.statement(code, when, NAMED) for code in codes]
    yield from claims.enumerate(f"{NAMED}-{when}", completeness, statements)
