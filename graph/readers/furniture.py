"""Page furniture: what a page has around a report, told line by line.

Only readers that make the text themselves leave it out; a plain text stays as it was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST = 60
"""Characters of a line of furniture at most; a sentence may begin with the same words."""

_EDGE = r"[\[\]【】（）()|·:：>-]*"
_BUTTON = r"""
    (?:我要)?打印(?:本[页文])? | 收藏(?:本[页文])? | 下载(?:文字版|图片版|全文|附件|本文)? | 全屏
    | 加大 | 还原 | 减小 | 放大 | 缩小 | 默认 | [大中小] | 字[号体] | 分享到? | 转发
    | 复制(?:链接)? | (?:我要)?纠错 | 微信(?:好友)? | (?:新浪|腾讯)?微博 | QQ(?:空间|好友)
    | 朋友圈 | 首页 | 返回(?:顶部)? | 关闭(?:窗口|本页)? | 网站地图 | 联系我们 | 无障碍(?:阅读)?
    | 繁體 | 简体 | 扫一扫 | 相关(?:链接|阅读|稿件|文档) | 推荐阅读
    | Print | Share | Save | Download | Home
"""
_BEGINNING = r"""
    您?(?:当前|现在|所在)的?位置 | 首页[>＞»/] | 【?字[号体][:：] | 字体大小 | 网站标识码
    | (?:浏览|阅读|访问)次数 | 点击[数量] | (?:访问|阅读)量 | 分享(?:到[:：]|至) | 扫一扫
    | 扫描二维码 | 责任编辑 | (?:责编|编辑)[:：] | [上下]一[篇条页][:：] | 版权所有
    | .{0,2}ICP备 | .?公网安备 | 发布(?:日期|时间)[:：] | 发文日期[:：]
    | (?:信息|文章)?来源[:：] | 稿源[:：]
"""
_FURNITURE = re.compile(
    rf"{_EDGE} (?:(?:{_BUTTON}) {_EDGE})+ | (?:{_BEGINNING}) .* | [】\]|>＞»·]+", re.VERBOSE
)
_PAGE_NUMBER = re.compile(
    r"(?:[-—–─·]\s*){0,3}第?\s*\d{1,4}\s*页?\s*(?:[,，/]?\s*共?\s*\d{1,4}\s*页?\s*)?(?:[-—–─·]\s*){0,3}"
    r"|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?"
)


def is_furniture(line: str) -> bool:
    """Whether a line is a page's own, such as 打印 or 【字号：大 中 小】, and no report's."""
    bare = re.sub(r"\s", "", line[: 4 * LONGEST])
    return len(bare) <= LONGEST and _FURNITURE.fullmatch(bare) is not None


def is_page_number(line: str) -> bool:
    """Whether a line holds the number of a page and nothing else."""
    return _PAGE_NUMBER.fullmatch(line.strip()) is not None


def without(lines: Iterable[str]) -> Iterator[str]:
    """The lines with words in them that are no furniture, without white space at either side."""
    for line in lines:
        if line.strip() and not is_furniture(line):
            yield line.strip()
