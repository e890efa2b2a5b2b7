"""A release as an RO-Crate, read by the reference library."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rocrate.rocrate import ROCrate

from graph.dataset.crate import METADATA, package
from graph.errors import InputError
from graph.releases import Home
from ontology import names
from served import made
from server.cli import lianghui


@pytest.fixture
def small(tmp_path: Path) -> Home:
    return made(tmp_path / "home")


def test_a_crate_holds_the_release_with_true_checksums(small: Home, tmp_path: Path) -> None:
    release = small.require()
    folder = package(release, small.releases(), tmp_path / "crate")
    crate = ROCrate(folder, version="1.1")
    root = crate.root_dataset
    assert root["identifier"] == names.release(1).value
    assert root["license"].id.startswith("https://creativecommons.org/")
    held = {path.name for path in folder.iterdir()} - {METADATA}
    files = [each for each in crate.data_entities if each.type == "File"]
    assert {each.id for each in files} == held
    for each in files:
        data = (folder / each.id).read_bytes()
        assert each["sha256"] == hashlib.sha256(data).hexdigest()
        assert each["contentSize"] == str(len(data))
        if each.id.endswith(".ttl"):
            assert list(parse(data, format=RdfFormat.TURTLE)) or each.id == "shapes.ttl"
    plain = gzip.decompress((folder / "lianghui.nq.gz").read_bytes())
    assert set(parse(plain, format=RdfFormat.N_QUADS)) == set(release.store)
    everything = {each["@id"] for each in json.loads((folder / METADATA).read_text())["@graph"]}
    referred = json.dumps(json.loads((folder / METADATA).read_text())["@graph"])
    assert "#lianghui" in everything
    assert "#lianghui" in referred


def test_equal_releases_give_equal_crates(small: Home, tmp_path: Path) -> None:
    release = small.require()
    found = [
        package(release, small.releases(), tmp_path / f"{each}.zip").read_bytes() for each in "ab"
    ]
    assert found[0] == found[1]


def test_nothing_is_overwritten(small: Home, tmp_path: Path) -> None:
    release, place = small.require(), tmp_path / "there"
    place.mkdir()
    with pytest.raises(InputError, match="is there already"):
        package(release, [], place)
    with pytest.raises(InputError, match="cannot be written"):
        package(release, [], tmp_path / "no" / "such" / "place.zip")
    assert not list(place.iterdir())


def test_the_command_packs_the_current_release(small: Home, tmp_path: Path) -> None:
    from click.testing import CliRunner

    target = tmp_path / "crate.zip"
    done = CliRunner().invoke(lianghui, ["--home", str(small.path), "package", str(target)])
    assert done.exit_code == 0, done.output
    assert "Release 1" in done.output
    assert target.exists()
