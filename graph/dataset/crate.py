"""A release as an RO-Crate 1.1 (https://w3id.org/ro/crate/1.1): data, rules, descriptions."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graph.dataset import catalog, void
from graph.dataset.about import (
    AUTHOR,
    AUTHORS,
    CODE_LICENSE,
    DATA_LICENSE,
    DESCRIPTION,
    KEYWORDS,
    TITLE,
)
from graph.dataset.citation import citation_file
from graph.dataset.context import context
from graph.dataset.counts import contents
from graph.dataset.dumps import dumps
from graph.dataset.render import rendered
from graph.errors import InputError
from graph.home.files import full_disk
from graph.home.manifest import FILE, Manifest
from graph.home.release import Release
from graph.version import TOOL
from ontology import names

METADATA = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
TURTLE = "text/turtle"
_SOFTWARE = "#lianghui"
_WORDS = {
    "CITATION.cff": ("How to cite this release", "text/yaml"),
    "context.jsonld": ("JSON-LD context of the terms", "application/ld+json"),
    "dcat.ttl": ("The release as DCAT 3", TURTLE),
    "lianghui.nq.gz": ("All graphs, sorted, as packed N-Quads", "application/n-quads"),
    "lianghui.trig.gz": ("All graphs, sorted, as packed TriG", "application/trig"),
    FILE: ("Every graph's count and hash", "application/json"),
    "ontology.ttl": ("The vocabulary", TURTLE),
    "shapes.ttl": ("The rules, as SHACL", TURTLE),
    "void.ttl": ("What the graphs hold, as VoID", TURTLE),
}


def package(
    release: Release, others: Sequence[Manifest], target: Path, base: str = names.BASE
) -> Path:
    """Write a release as a crate: into a folder, or one file where the name ends in ``.zip``.

    ``others`` are the releases that are kept. The same release gives the same bytes. Raises
    InputError where ``target`` is there already or cannot be written, StorageFullError.
    """
    if target.exists():
        raise InputError(target, "is there already", "choose another place, or remove it")
    with _writable(target), TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / "crate"
        made.mkdir()
        _fill(release, others, made, base)
        if target.suffix == ".zip":
            fresh = Path(folder) / "crate.zip"
            _zip(made, fresh)
            fresh.replace(target)
        else:
            made.replace(target)
    return target


@contextmanager
def _writable(target: Path) -> Iterator[None]:
    with full_disk(target.parent):
        try:
            yield
        except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
            problem = f"cannot be written ({error.strerror})"
            raise InputError(target, problem, "choose another place") from error


def _fill(release: Release, others: Sequence[Manifest], folder: Path, base: str) -> None:
    manifest, made = release.manifest, dumps(release)
    for each in made:
        shutil.copyfile(each.path, folder / each.path.name)
    catalogue = catalog.triples(manifest, others, made, base)
    described = void.triples(manifest, contents(release), base)
    texts = {
        "CITATION.cff": citation_file(manifest),
        "context.jsonld": json.dumps(context(), ensure_ascii=False, indent=1) + "\n",
        FILE: json.dumps(manifest.as_dict(), ensure_ascii=False, indent=1) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    for name in ("ontology", "shapes"):
        quads = release.store.quads_for_pattern(None, None, None, names.graph(name))
        (folder / f"{name}.ttl").write_bytes(rendered((each.triple for each in quads), TURTLE))
    (folder / "dcat.ttl").write_bytes(rendered(catalogue, TURTLE))
    (folder / "void.ttl").write_bytes(rendered(described, TURTLE))
    metadata = {"@context": f"{SPECIFICATION}/context", "@graph": list(_entities(manifest, folder))}
    text = json.dumps(metadata, ensure_ascii=False, indent=1)
    (folder / METADATA).write_text(text + "\n", "utf-8")


def _entities(manifest: Manifest, folder: Path) -> Iterator[dict[str, Any]]:
    yield {
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": SPECIFICATION},
    }
    names_ = sorted(path.name for path in folder.iterdir())
    yield _root(manifest, names_)
    for name in names_:
        yield _file(folder / name)
    yield {"@id": AUTHOR.value, "@type": "Organization", "name": AUTHORS}
    yield {"@id": DATA_LICENSE, "@type": "CreativeWork", "name": "CC BY 4.0"}
    yield {"@id": CODE_LICENSE, "@type": "CreativeWork", "name": "Apache License 2.0"}
    yield {
        "@id": _SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "Lianghui",
        "version": TOOL.rpartition(" ")[2],
        "license": {"@id": CODE_LICENSE},
    }
    yield {
        "@id": "#publication",
        "@type": "CreateAction",
        "name": manifest.reason,
        "instrument": {"@id": _SOFTWARE},
        "endTime": manifest.as_dict()["time"],
        "result": {"@id": "./"},
    }


def _root(manifest: Manifest, files: Sequence[str]) -> dict[str, Any]:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{TITLE['en']}, release {manifest.number}",
        "alternateName": TITLE["zh"],
        "description": DESCRIPTION["en"],
        "datePublished": manifest.as_dict()["time"],
        "version": str(manifest.number),
        "identifier": names.release(manifest.number).value,
        "keywords": [word for words in KEYWORDS.values() for word in words],
        "creator": {"@id": AUTHOR.value},
        "publisher": {"@id": AUTHOR.value},
        "license": {"@id": DATA_LICENSE},
        "hasPart": [{"@id": name} for name in files],
    }


def _file(path: Path) -> dict[str, Any]:
    words, media_type = _WORDS[path.name]
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    packed = ["application/gzip"] if path.suffix == ".gz" else []
    return {
        "@id": path.name,
        "@type": "File",
        "name": words,
        "encodingFormat": [media_type, *packed] if packed else media_type,
        "contentSize": str(path.stat().st_size),
        "sha256": digest,
    }


def _zip(folder: Path, target: Path) -> None:
    """The files by name, all as of ZIP's first day, so that equal files give equal bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(path.name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w") as out:
                shutil.copyfileobj(source, out)
