"""English and Chinese: which to answer in, and the words of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

LANGUAGES = ("en", "zh")
COOKIE = "lang"

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Lianghui",
        "tagline": "What China's provinces promise in their government work reports, "
        "as linked data with the evidence attached",
        "home": "Home",
        "query": "Query",
        "run": "Run",
        "ontology": "Ontology",
        "shapes": "Shapes",
        "graphs": "Graphs",
        "graph": "Graph",
        "triples": "triples",
        "provinces": "Provinces",
        "themes": "Themes",
        "directions": "Directions",
        "reports": "Reports",
        "release": "Release",
        "property": "Property",
        "value": "Value",
        "subject": "Subject",
        "referred": "Referred to by",
        "more": "more; ask for the rest by query",
        "formats": "This as data",
        "results": "Results",
        "rows": "rows",
        "truncated": "only the first rows are shown",
        "yes": "yes",
        "no": "no",
        "quote": "In the text",
        "language": "中文",
        "other": "zh",
        "examples": "Examples",
        "terms": "Terms",
        "problem": "Problem",
        "status": "Status",
        "source": "Graph",
    },
    "zh": {
        "title": "两会",
        "tagline": "中国各省政府工作报告中的承诺：附有出处的关联数据",
        "home": "首页",
        "query": "查询",
        "run": "执行",
        "ontology": "本体",
        "shapes": "约束",
        "graphs": "命名图",
        "graph": "命名图",
        "triples": "条三元组",
        "provinces": "省级行政区",
        "themes": "主题",
        "directions": "方向",
        "reports": "政府工作报告",
        "release": "版本",
        "property": "属性",
        "value": "值",
        "subject": "主语",
        "referred": "被引用于",
        "more": "条未列出；其余请查询",
        "formats": "数据格式",
        "results": "结果",
        "rows": "行",
        "truncated": "仅显示前面的行",
        "yes": "是",
        "no": "否",
        "quote": "原文",
        "language": "English",
        "other": "en",
        "examples": "示例",
        "terms": "术语",
        "problem": "问题",
        "status": "状态",
        "source": "命名图",
    },
}
"""The words of the pages; every language has the same keys."""


def language() -> str:
    """The language to answer in: ``?lang=``, else the cookie, else Accept-Language, else en."""
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    tags = (
        str(tag).lower().partition("-")[0] for tag, quality in request.accept_languages if quality
    )
    return next((tag for tag in tags if tag in LANGUAGES), "en")


def best(labels: Iterable[Mapping[str, Any]], wanted: str) -> str | None:
    """The label in the wanted language, else one without a language, else English, else any.

    ``labels`` are literals of SPARQL's JSON; pinyin comes last.
    """

    def rank(label: Mapping[str, Any]) -> tuple[int, str]:
        tag = str(label.get("xml:lang", ""))
        order = [wanted, f"{wanted}-hant", "", "en", "zh"]
        return (order.index(tag) if tag in order else len(order), str(label["value"]))

    return min(((rank(each), str(each["value"])) for each in labels), default=(None, None))[1]
