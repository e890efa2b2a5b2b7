"""The longest wordings, against a search that tries every length at every place."""

from __future__ import annotations

import ahocorasick
from hypothesis import example, given
from hypothesis import strategies as st

from graph.judging.longest import longest
from graph.judging.scenarios import named_in

LETTERS = st.text("甲乙丙", min_size=1, max_size=5)


def tried(text: str, words: set[str]) -> list[str]:
    place, found = 0, []
    while place < len(text):
        here = [word for word in words if text.startswith(word, place)]
        if here:
            found.append(max(here, key=len))
        place += len(found[-1]) if here else 1
    return found


@given(words=st.sets(LETTERS, min_size=1, max_size=8), text=st.text("甲乙丙丁", max_size=24))
@example(words={"乙", "甲乙丙"}, text="甲乙丁")
def test_a_wording_inside_one_that_breaks_off_is_found(words: set[str], text: str) -> None:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, (len(word), word))
    automaton.make_automaton()
    assert [word for _, (_, word) in longest(automaton.iter(text))] == tried(text, words)


def test_a_scenario_is_named_where_a_longer_wording_breaks_off() -> None:
    assert named_in("稳先进制造") == named_in("稳、制造")
