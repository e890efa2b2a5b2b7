"""What the parameters of the saved questions are called, in each language."""

NAMES: dict[str, dict[str, str]] = {
    "below": {"en": "Below (per cent)", "zh": "低于（百分之）"},
    "claim": {"en": "Claim", "zh": "论断"},
    "direction": {"en": "Direction", "zh": "方向"},
    "distance": {"en": "Distance in characters", "zh": "相距字数"},
    "language": {"en": "Labels in", "zh": "标签语言"},
    "later": {"en": "Later year", "zh": "较晚的年份"},
    "measure": {"en": "Measure", "zh": "指标"},
    "minimum": {"en": "At least", "zh": "至少"},
    "other": {"en": "Other direction", "zh": "另一方向"},
    "province": {"en": "Province", "zh": "省级行政区"},
    "report": {"en": "Report", "zh": "报告"},
    "role": {"en": "Role", "zh": "性质"},
    "scheme": {"en": "Scheme", "zh": "概念体系"},
    "text": {"en": "Text", "zh": "文字"},
    "theme": {"en": "Theme", "zh": "主题"},
    "thing": {"en": "Thing", "zh": "事物"},
    "year": {"en": "Year", "zh": "年份"},
}
"""By the parameter's name; every parameter of a question is one of these."""
