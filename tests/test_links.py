"""Every link of the pages leads somewhere, from the first page on."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from served import client

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
TARGET = re.compile(r'\sid="([^"]*)"')
ALIKE = 3
"""Addresses asked for of those that differ in their keys and values only."""


def shape(address: str) -> str:
    """An address without what tells one thing from another of its kind."""
    parts = urlsplit(address)
    head = parts.path.split("/")[1:3]
    names = ",".join(sorted({name for name, _ in parse_qsl(parts.query)}))
    ending = parts.path.rpartition(".")[2] if "." in parts.path else ""
    return f"{'/'.join(head) if head[0] in ('page', 'data', 'api') else head[0]} {ending} {names}"


@dataclass
class Crawl:
    """What was asked for, what went wrong, and what the pages say of each other's parts."""

    site: FlaskClient
    waiting: deque[tuple[str, str]] = field(default_factory=lambda: deque([("/", "")]))
    seen: set[str] = field(default_factory=lambda: {"/"})
    shapes: Counter[str] = field(default_factory=Counter)
    targets: dict[str, set[str]] = field(default_factory=dict)
    parts: set[tuple[str, str, str]] = field(default_factory=set)
    wrong: list[tuple[int, str, str]] = field(default_factory=list)

    def run(self) -> None:
        while self.waiting:
            place, source = self.waiting.popleft()
            accept = {"Accept": "text/html,*/*;q=0.8"}
            with self.site.get(place, headers=accept, follow_redirects=True) as answer:
                if answer.status_code != 200:
                    self.wrong.append((answer.status_code, place, source))
                elif answer.mimetype == "text/html":
                    self.read(place, answer.text)

    def read(self, place: str, text: str) -> None:
        self.targets[place] = set(TARGET.findall(text))
        for href in LINK.findall(text):
            address, fragment = urldefrag(urljoin(place, unescape(href)))
            if not address.startswith("/") or address.startswith("//"):
                continue
            if fragment:
                self.parts.add((address, unescape(fragment), place))
            if "lang=" in address and not address.startswith("/picture"):
                continue  # the same page in the other language
            if address not in self.seen and self.shapes[shape(address)] < ALIKE:
                self.shapes[shape(address)] += 1
                self.seen.add(address)
                self.waiting.append((address, place))


@pytest.fixture
def site(_built: Path) -> FlaskClient:
    return client(_built)


def test_every_link_leads_somewhere(site: FlaskClient) -> None:
    crawl = Crawl(site)
    crawl.run()
    assert crawl.wrong == []
    assert len(crawl.seen) > 200
    told = [each for each in crawl.parts if each[0] in crawl.targets]
    assert told
    assert [each for each in told if each[1] not in crawl.targets[each[0]]] == []
