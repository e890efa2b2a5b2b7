"""What the saved questions need to know of a release is there before workers are forked."""

from __future__ import annotations

import pytest

from graph.questions import bound
from graph.releases import Home
from graph.sparql import order, quick
from graph.sparql.beforehand import prepare
from queries import load


def test_a_saved_question_has_nothing_counted_for_it_afterwards(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "_sizes", {})
    monkeypatch.setattr(quick, "_texts", {})
    store = home.require().store
    texts = {bound(store, each, {}) for each in load().values()}
    prepare(store)
    known = len(order._sizes), len(quick._texts)
    for text in texts:
        quick.quick(text, store, "http://127.0.0.1:1/sparql")
    assert (len(order._sizes), len(quick._texts)) == known
    assert known[0] > 50
    assert known[1] == len(texts)


def test_a_text_with_a_relative_address_is_another_beside_another_base(home: Home) -> None:
    store = home.require().store
    text = "SELECT * { <here> ?p ?o . OPTIONAL { ?o ?q <there> } }"
    for base in ("http://one.example/", "http://two.example/"):
        quick.quick(text, store, base)
        assert (text, base, id(store)) in quick._texts


def test_on_the_disk_nothing_is_found_out_ahead() -> None:
    before = len(quick._texts)
    prepare(None)
    assert len(quick._texts) == before
