"""English and Chinese: which to answer in, and the words of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

from queries.parameters import NAMES

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
        "parameter": "Parameters",
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
        "itself": "English",
        "questions": "Questions",
        "questions_lead": "Questions that are often asked, each with its answer as a page "
        "and as data.",
        "ask": "Ask",
        "any": "any",
        "allowed": "What fits",
        "sparql": "As SPARQL",
        "edit": "Edit this query",
        "next": "Next",
        "prev": "Back",
        "first": "First page",
        "unattached": "The words of a passage appear once its text is attached: "
        "lianghui attach PATH",
        "none": "There is nothing to show.",
        "instead": "{}: nothing for {} in this release; there would be rows for {}.",
        "search": "Search",
        "search_lead": "Names in any language or script, and the words of the reports "
        "that are held.",
        "hits": "hits",
        "year": "Year",
        "province": "Province",
        "theme": "Theme",
        "direction": "Direction",
        "role": "Role",
        "type": "Kind",
        "label": "name",
        "passage": "passage",
        "changes": "Changes",
        "changes_of": "From release {} to {}",
        "from": "From release",
        "to": "to",
        "compare": "Compare",
        "added": "added",
        "removed": "removed",
        "before": "before",
        "after": "after",
        "same": "The two releases hold the same.",
        "dataset": "Dataset",
        "citation": "Cite as",
        "downloads": "Downloads",
        "bytes": "bytes",
        "license": "Licence",
        "made": "Made (UTC)",
        "releases": "Releases",
    },
    "zh": {
        "title": "两会",
        "tagline": "中国各省政府工作报告中的承诺：附有出处的关联数据",
        "home": "首页",
        "query": "查询",
        "run": "执行",
        "ontology": "本体",
        "shapes": "约束",
        "parameter": "参数",
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
        "itself": "中文",
        "questions": "常见问题",
        "questions_lead": "常被问到的问题，答案既有页面，也有数据。",
        "ask": "查询",
        "any": "不限",
        "allowed": "可用的值",
        "sparql": "对应的 SPARQL",
        "edit": "编辑此查询",
        "next": "下一页",
        "prev": "上一页",
        "first": "第一页",
        "unattached": "附上原文后即显示段落文字：lianghui attach 路径",
        "none": "没有可显示的内容。",
        "instead": "{}：本版本中“{}”没有结果；可改用 {}。",
        "search": "搜索",
        "search_lead": "搜索各种语言和字体的名称，以及所存报告的原文。",
        "hits": "条结果",
        "year": "年份",
        "province": "省级行政区",
        "theme": "主题",
        "direction": "方向",
        "role": "性质",
        "type": "类别",
        "label": "名称",
        "passage": "原文段落",
        "changes": "变化",
        "changes_of": "从版本 {} 到版本 {}",
        "from": "从版本",
        "to": "到",
        "compare": "比较",
        "added": "新增",
        "removed": "删除",
        "before": "之前",
        "after": "之后",
        "same": "两个版本内容相同。",
        "dataset": "数据集",
        "citation": "引用格式",
        "downloads": "下载",
        "bytes": "字节",
        "license": "许可",
        "made": "发布时间（UTC）",
        "releases": "各版本",
    },
}
"""The words of the pages; every language has the same keys."""
for _language, _words in WORDS.items():
    _words.update({f"parameter_{name}": each[_language] for name, each in NAMES.items()})


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
