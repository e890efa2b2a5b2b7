"""What went wrong, as a page: in both languages, with what helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from server.links import address
from server.site.page import page, told

PAGES = frozenset({"not-found", "gone"})
"""The kinds for which a search may lead on."""

WORDS: Mapping[str, tuple[str, str, str]] = {
    "answer-size": (
        "答案过大",
        "Narrow the question, or take the whole release as a file.",
        "请缩小问题范围，或直接下载整版数据。",
    ),
    "busy": (
        "正在进行另一项更改",
        "Nothing was changed. It can be tried again in a moment.",
        "未作任何更改，请稍后再试。",
    ),
    "cancelled": (
        "查询已取消",
        "Whoever asked went away before the answer was there.",
        "请求方在得到答案之前已离开。",
    ),
    "condition": (
        "请求的条件不成立",
        "What was to be changed is another by now: get it anew, then change that.",
        "所要更改的内容已变，请重新获取后再作更改。",
    ),
    "damaged": (
        "存储的数据自相矛盾",
        "Whoever runs this service has to look into it; the log says more.",
        "需由服务的维护者查看；日志中有详情。",
    ),
    "data-syntax": (
        "数据有语法错误",
        "Nothing was changed. Where it does not parse, is told below.",
        "未作任何更改。出错之处见下。",
    ),
    "engine": (
        "另一引擎未按预期应答",
        "It can be tried again in a moment.",
        "请稍后再试。",
    ),
    "gone": (
        "已撤回",
        "This was here once and was withdrawn. Releases from before still hold it.",
        "此内容曾在此处，现已撤回；此前的版本仍有保留。",
    ),
    "input": (
        "所给内容无法使用",
        "What was given breaks a rule that is told below.",
        "所给内容不符合下述规则。",
    ),
    "internal": (
        "此处出了差错",
        "The fault is ours, not yours. The log has it under the number of this request.",
        "这是我们的差错，与您无关。日志中按本次请求的编号记有详情。",
    ),
    "media-type": (
        "不读取此种媒体类型",
        "Send the body in a format that is read here, and name it in Content-Type.",
        "请以可读取的格式发送，并在 Content-Type 中注明。",
    ),
    "method-not-allowed": (
        "此处不接受该方法",
        "The address is right, but it is asked in another way.",
        "地址无误，但须以其他方法请求。",
    ),
    "no-release": (
        "尚无版本",
        "The service runs, but its graph is not built yet: lianghui build makes the first release.",
        "服务已运行，但图谱尚未生成：请用 lianghui build 生成首个版本。",
    ),
    "not-acceptable": (
        "没有可接受的格式",
        "It is here, but in none of the formats that were asked for.",
        "内容在此，但没有所要求的格式。",
    ),
    "not-allowed": (
        "不允许",
        "This service does not do that, or not for you.",
        "本服务不提供此操作，或未向您开放。",
    ),
    "not-authenticated": (
        "需要令牌",
        "Only who has a token may change anything; reading needs none.",
        "更改须持令牌；读取则不必。",
    ),
    "not-found": (
        "未找到",
        "There is nothing at this address, or nothing is said of it in this release.",
        "此地址没有内容，或本版本未对其有所陈述。",
    ),
    "not-rendered": (
        "此处无法绘制图片",
        "The same picture can be had as SVG.",
        "可改取同一图片的 SVG。",
    ),
    "query-busy": (
        "等待的查询过多",
        "It can be tried again in a moment.",
        "请稍后再试。",
    ),
    "query-failed": (
        "查询无法执行",
        "It parses, but something in it cannot be run; what, is told below.",
        "语法无误，但其中有无法执行之处，见下。",
    ),
    "query-memory": (
        "查询所需内存过多",
        "Narrow it: fewer patterns that join nothing, a LIMIT, no sorting of everything.",
        "请缩小查询：减少互不相连的模式，加 LIMIT，避免对全部结果排序。",
    ),
    "query-syntax": (
        "查询或更新有语法错误",
        "Where, is told below by line and column.",
        "出错的行与列见下。",
    ),
    "query-time": (
        "查询超过时限",
        "Narrow it: begin with what is rarest, and ask for less at once.",
        "请缩小查询：从最少见的条件入手，并减少一次所取的结果。",
    ),
    "query-too-complex": (
        "查询过于复杂",
        "Ask in several shorter queries.",
        "请分成几个较短的查询。",
    ),
    "range": (
        "没有所求的范围",
        "The file is shorter than where the range begins. Its size is in the header Content-Range.",
        "文件的长度不及范围的起点，其大小见 Content-Range 标头。",
    ),
    "refused": (
        "规则不允许此更改",
        "Nothing was changed. What would mend it is told below.",
        "未作任何更改。修正办法见下。",
    ),
    "remote-failed": (
        "其他服务未给出可用的答案",
        "It was asked, and did not answer as it should.",
        "已向其查询，但应答有误。",
    ),
    "remote-refused": (
        "不从他处取数据",
        "This service fetches only from addresses that its keeper lists.",
        "本服务只从维护者列出的地址取数据。",
    ),
    "remote-time": (
        "其他服务未及时应答",
        "It can be tried again later.",
        "请稍后再试。",
    ),
    "request": (
        "请求不符合协议",
        "What is amiss is told below.",
        "不符之处见下。",
    ),
    "slow": (
        "请求发送过慢",
        "What was sent did not come in time.",
        "所发内容未及时到达。",
    ),
    "storage-full": (
        "磁盘已满",
        "Nothing was changed, and all that was published is still there.",
        "未作任何更改，已发布的内容均完好。",
    ),
    "too-large": (
        "所发内容过大",
        "Send less at once; the limit is told below.",
        "请减少一次所发的内容；上限见下。",
    ),
    "unprocessable": (
        "请求中的值无法使用",
        "One of the values does not fit; which, and what would, is told below.",
        "其中一个值不合适；是哪个、何者合适，见下。",
    ),
    "worker": (
        "查询未能执行完毕",
        "It can be tried again; the log says more to who runs this service.",
        "可再试一次；日志中有详情，供维护者查看。",
    ),
}
"""What each kind of problem is called in Chinese, and what it means in English and Chinese."""
_OTHER = ("请求未成功", "What is amiss is told below.", "原因见下。")


def explained(name: str, status: int, title: str, **more: Any) -> Response:
    """The page of a kind of problem; ``more`` is what an error of that kind says of itself."""
    chinese, meaning, meaning_zh = WORDS.get(name, _OTHER)
    return page(
        "problem.html",
        name=name,
        known=name in WORDS,
        status=status,
        called=told(title, chinese),
        meaning=told(meaning, meaning_zh),
        **more,
    )


def shown(name: str, document: Mapping[str, Any]) -> Response:
    """A problem document as a page."""
    last = request.path.rstrip("/").rpartition("/")[2]
    search = f"{address('/search')}?{urlencode({'q': last})}" if name in PAGES and last else ""
    return explained(
        name, document["status"], document["title"], problem=document, sought=last, search=search
    )
