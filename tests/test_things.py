"""What a release calls its places is read once, and anew for the next release."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.errors import ParameterError
from graph.releases import Home
from ontology.names import SKOS, graph, thing
from queries import load
from server.current import Current

PLACE = thing("province", "110000")


def test_names_are_those_of_the_release(home: Home) -> None:
    current = Current(Home(home.path))
    (province,) = (each for each in load()["claims"].parameters if each.name == "province")
    before = current.things(current.release())
    assert current.things(current.release()) is before
    assert before.find(province, "Beijing") == before.find(province, " 110000") == PLACE
    with pytest.raises(ParameterError, match="is no province"):
        before.find(province, "another name")
    with current.home.change("test") as draft:
        label = Literal("another name", language="en")
        draft.add([Quad(PLACE, SKOS.altLabel, label, graph("curated", "mine"))])
    after = current.things(current.release())
    assert after.find(province, "Another Name") == PLACE
    assert isinstance(after.find(province, "beijing"), NamedNode)
