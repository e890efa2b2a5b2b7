"""A made-up report in every form that it may come in."""

from __future__ import annotations

import html
import io
import lzma
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document as Package
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
PARAGRAPHS = (
    "2093年贵州省政府工作报告",
    "——2093年1月9日在贵州省第二十六届人民代表大会第二次会议上",
    "各位代表：",
    "一、2092年工作回顾",
    "去年，我们建成区块链存证站两座，算力成本下降一成。大家用上了“一网通办”，办事少跑路；企业说好。",
    "二、2093年工作安排",
    "（一）做强数字经济",
    "今年要加大数据汇聚力度，办好大数据学校！推动人工智能走进课堂，让5G网络通到每个村寨，"
    "再建三座算力中心。建设区块链园区，支持区块链中试，引来三十家企业落户。",
    "发展低空经济，开通八条无人机航线，给山里送药。用好量子科技实验室，每年带出二十名博士。",
)
FURNITURE = (
    "打印",
    "收藏",
    "字体",
    "分享到",
    "微信",
    "当前位置",
    "责任编辑",
    "扫一扫",
    "上一篇",
    "备0",
)


def page(body: str, province: str = "贵州") -> bytes:
    """An HTML page with what such pages have around a report."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<title>2093年{province}省政府工作报告_某某网站</title>"
        '<link rel="canonical" href="https://example.org/2093/report.html">'
        '<script>var title = "区块链";</script></head><body>'
        '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li></ul>'
        '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/a">政务公开</a></div>'
        '<div class="main"><div class="tools">【字体：<a href="#">大</a> <a href="#">中</a> '
        '<a href="#">小</a>】 <a href="#">打印</a> <a href="#">收藏</a></div>'
        '<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>'
        f"{body}"
        "<div>责任编辑：某某</div><p>扫一扫在手机打开当前页</p>"
        '<p>上一篇：<a href="/b">人工智能规划解读</a></p>'
        '<h3>相关链接</h3><ul><li><a href="/c">元宇宙产业一图读懂</a></li></ul></div>'
        '<div class="footer"><p>某ICP备00000000号</p><a href="#">网站地图</a></div></body></html>'
    ).encode()


def _tagged(before: str, after: str) -> Any:
    return lambda lines: "".join(before + html.escape(line) + after for line in lines)


def _wrapped(lines: Iterable[str]) -> str:
    cut = ("\n    ".join(line[at : at + 9] for at in range(0, len(line), 9)) for line in lines)
    return "".join(f"<p>{html.escape(line)}</p>\n" for line in cut)


def _styled(lines: Iterable[str]) -> str:
    tag = '<p style="text-indent:2em"><span><font face="楷体">　　<b>{}</b>{}</font></span></p>'
    return "".join(tag.format(html.escape(line[:4]), html.escape(line[4:])) for line in lines)


LAYOUTS = {
    "paragraphs": _tagged("<p>　　", "</p>\n"),
    "styled": _styled,
    "breaks": lambda lines: f"<div>{'<br>'.join(map(html.escape, lines))}</div>",
    "breaks twice": lambda lines: f"<p>{'<br/><br/>'.join(map(html.escape, lines))}</p>",
    "blocks": _tagged("<div>", "</div>"),
    "cell": lambda lines: f"<table><tr><td>{_tagged('<p>', '</p>')(lines)}</td></tr></table>",
    "wrapped": _wrapped,
}
"""Ways in which sites lay out the same paragraphs."""


def docx(lines: Iterable[str]) -> bytes:
    """A DOCX with a paragraph a line."""
    package = Package()
    for line in lines:
        package.add_paragraph(line)
    return saved(package)


def saved(package: Any) -> bytes:
    """The bytes of a python-docx document."""
    buffer = io.BytesIO()
    package.save(buffer)
    return buffer.getvalue()


def pdf(
    paragraphs: Sequence[str],
    *,
    width: int = 30,
    size: float = 14,
    rows: int = 24,
    indent: int = 2,
    header: str = "某省人民政府文件",
    password: str | None = None,
) -> bytes:
    """A PDF of lines ``width`` characters wide, with a header and a number on every page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    locked = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(buffer, pagesize=A4, encrypt=locked)
    lines = [row for paragraph in paragraphs for row in _rows(paragraph, width, indent)]
    left = (A4[0] - width * size) / 2
    for number, start in enumerate(range(0, len(lines), rows), 1):
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, header)
        canvas.drawCentredString(A4[0] / 2, 40, f"— {number} —")
        canvas.setFont(FONT, size)
        for row, (inset, text) in enumerate(lines[start : start + rows]):
            canvas.drawString(left + inset * size, A4[1] - 80 - row * size * 1.8, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _rows(paragraph: str, width: float, indent: int) -> Iterable[tuple[int, str]]:
    """Lines filled by width, where letters and figures are half as wide."""
    row, room, inset = "", width - indent, indent
    for sign in paragraph:
        room -= 0.5 if sign.isascii() else 1
        if room < 0 and sign not in "，。；：、！”":
            yield inset, row
            row, inset, room = "", 0, width - 1
        row += sign
    yield inset, row


def scan(pages: int = 2) -> bytes:
    """A PDF of pictures."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for _ in range(pages):
        canvas.drawImage(picture(), 0, 0, 500, 700)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def picture() -> ImageReader:
    """A grey picture."""
    from PIL import Image

    return ImageReader(Image.new("L", (8, 8), 128))


def corpus(texts: Sequence[tuple[str, str]], *, newline: str = "\n", origin: int = 0) -> bytes:
    """The published form, as an xz: an index, a blank line, all texts; pairs of name and text."""
    index, at = "", origin
    for name, text in texts:
        index += f"{name},{at},{at + len(text)}\n"
        at += len(text)
    whole = index + "\n" + "".join(text for _, text in texts)
    return lzma.compress(whole.replace("\n", newline).encode(), preset=1)


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
