"""The main text of HTML pages."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from forms import FURNITURE, LAYOUTS, PARAGRAPHS, page
from graph.errors import InputError
from graph.identify import Report, identify
from graph.read import Document, read
from graph.readers.furniture import is_furniture
from refusals import refusal

TEXT = "\n".join(PARAGRAPHS)


def document(folder: Path, content: bytes, name: str = "report.html") -> Document:
    path = folder / name
    path.write_bytes(content)
    (found,) = read(path)
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_text(tmp_path: Path, layout: str) -> None:
    found = document(tmp_path, page(LAYOUTS[layout](PARAGRAPHS)))
    assert found.text == TEXT
    assert not [word for word in FURNITURE if word in found.text]
    assert (found.language, found.container) == ("zh", "html")
    assert found.source == "https://example.org/2093/report.html"
    assert identify(found).code == "520000"


def test_the_pages_title_tells_a_report_that_its_text_does_not(tmp_path: Path) -> None:
    found = document(tmp_path, page(LAYOUTS["paragraphs"](PARAGRAPHS[2:])))
    assert identify(found) == Report("520000", 2093)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_change_nothing(tmp_path: Path, encoding: str, newline: str) -> None:
    source = page(LAYOUTS["wrapped"](PARAGRAPHS)).decode()
    assert document(tmp_path, source.replace("\n", newline).encode(encoding)).text == TEXT


def test_a_table_keeps_its_rows(tmp_path: Path) -> None:
    rows = "<table><tr><td>区块链</td><td>两座</td></tr><tr><td>算力</td><td>三座</td></tr></table>"
    text = document(tmp_path, page(LAYOUTS["paragraphs"](PARAGRAPHS) + rows)).text
    rest = [line for line in text.split("\n") if line not in PARAGRAPHS]
    assert [line.replace(" ", "").strip("|") for line in rest] == ["区块链|两座", "算力|三座"]


SHORT = ("山西省政府工作报告", "各位代表：", "今年，我们要种好树，修好路，办好学校。")
"""So little that trafilatura takes the page as it is."""


def short(body: str) -> bytes:
    return f"<html><head><title>山西省</title></head><body>{body}</body></html>".encode()


def test_what_a_short_page_says_is_around_its_text_is_left_out(tmp_path: Path) -> None:
    before, behind = "<header>区块链首页</header><nav>人工智能</nav>", "<aside>大数据</aside>"
    around = f"{before}{{}}{behind}<footer>物联网</footer>"
    body = f"<div>{'<br>'.join(SHORT)}</div>"
    assert document(tmp_path, short(around.format(body))).text == "\n".join(SHORT)


@pytest.mark.parametrize(
    "title",
    [
        "<header><nav>区块链</nav><h1>{}</h1></header>",
        "<header><p>{}</p></header>",
        "<header><h3>{}</h3></header>",
        "<main><header><b>{}</b></header></main>",
    ],
)
def test_a_header_that_holds_the_title_stays(tmp_path: Path, title: str) -> None:
    body = f"{title.format(SHORT[0])}<div>{'<br>'.join(SHORT[1:])}</div>"
    assert document(tmp_path, short(body)).text == "\n".join(SHORT)


@pytest.mark.parametrize("title", ["", "<p>政　府　工　作　报　告</p>", "<h3>各项工作</h3>"])
def test_a_header_that_tells_where_a_report_was_delivered_stays(tmp_path: Path, title: str) -> None:
    delivery = "——2093年1月20日在山西省第三十届人民代表大会第二次会议上"
    body = f"<header>{title}<p>{delivery}</p></header><div>{'<br>'.join(SHORT[1:])}</div>"
    assert delivery in document(tmp_path, short(body)).text


def test_a_link_inside_a_sentence_stays(tmp_path: Path) -> None:
    body = LAYOUTS["paragraphs"](PARAGRAPHS).replace("量子科技", '<a href="/q">量子科技</a>')
    assert document(tmp_path, page(body)).text == TEXT


def test_what_begins_like_xml_and_a_page_without_head_are_read(tmp_path: Path) -> None:
    body = f"<body>{LAYOUTS['paragraphs'](PARAGRAPHS)}</body></html>"
    for start in ('<?xml version="1.0" encoding="utf-8"?>\n<html>', "<!-- saved -->\n<html>"):
        assert document(tmp_path, (start + body).encode()).text == TEXT
    fragment = document(tmp_path, LAYOUTS["paragraphs"](PARAGRAPHS).encode(), "part.htm")
    assert fragment.text == TEXT


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<html><body></body></html>", "no text besides menus"),
        (page(""), "no text besides menus"),
        (page(LAYOUTS["paragraphs"](PARAGRAPHS))[:1800], "cut-off|damaged"),
        ("没有标记的文字。".encode(), "no HTML page"),
        (b"%PDF-1.7\n", "is a PDF, not an HTML page"),
        (b"<html>\xff\xfe\x00\x01</html>", "neither|damaged"),
    ],
)
def test_a_bad_page_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    error = refusal(tmp_path / "report.html", content)
    assert any(words in error.problem for words in said.split("|"))


def test_a_page_named_text_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path / "report.txt", page("<p>x</p>"))
    assert (error.problem, error.remedy) == (
        "is an HTML page, not text as its name says",
        "name it report.html",
    )


def test_a_deep_page_ends(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_bytes(b"<html>" + b"<div>" * 20_000 + "人工智能。".encode() + b"</html>")
    began = time.process_time()
    with suppress(InputError):
        list(read(path))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "line",
    [
        "打印",
        "【字号： 大 中 小 】",
        "分享到：",
        "微信 微博 QQ空间",
        "[关闭窗口]",
        "责任编辑：某某",
        "首页 > 公报",
    ],
)
def test_furniture_is_told(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "大数据中心",
        "打印机产业再上台阶。",
        "一、2093年工作回顾",
        "主办单位：省教育厅",
        "打造微信小程序。",
        "扫一扫" + "就能办的事项增加到三百项，群众少跑路，企业少交材料。" * 3,
    ],
)
def test_a_reports_line_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_telling_furniture_takes_no_time_on_tricky_lines() -> None:
    began = time.process_time()
    assert not any(
        is_furniture(part * 10_000 + "x") for part in ("大中小", "打印", "返回首页", "【")
    )
    assert time.process_time() - began < 0.5
