"""The words of the pictures in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "mentions": "mentions",
        "rate": "mentions for every 10,000 characters",
        "statements": "statements",
        "themes": "themes named",
        "claims": "sources that say so",
        "every_theme": "all themes",
        "zero": "silent: 0",
        "unknown": "no text read",
        "unclaimed": "no source says so",
        "natural_earth": "Boundaries: Natural Earth, public domain, in its own view of them; "
        "no official map.",
        "shading": "One shade for each class of values; in brackets, how many there are.",
        "ordered": "Like beside like: by the cosine of the values, clustered.",
        "total": "total",
        "said": "{}: {}",
        "comma": ", ",
        "province": "Province",
        "theme": "Theme",
    },
    "zh": {
        "mentions": "提及次数",
        "rate": "每万字提及次数",
        "statements": "论述数",
        "themes": "提及的主题数",
        "claims": "有此说法的来源数",
        "every_theme": "全部主题",
        "zero": "未提及：0",
        "unknown": "未读取文本",
        "unclaimed": "无来源提及",
        "natural_earth": "边界：Natural Earth（公有领域），为其自身的画法，并非官方地图。",
        "shading": "每一级数值一种深浅；括号内为个数。",
        "ordered": "相近者相邻：按数值的余弦相似度聚类排序。",
        "total": "合计",
        "said": "{}：{}",
        "comma": "，",
        "province": "省级行政区",
        "theme": "主题",
    },
}
"""Every language has the same keys."""
