"""How a release is cited: in words, and as a Citation File (https://citation-file-format.github.io)."""

from __future__ import annotations

from graph.dataset.about import AUTHORS, KEYWORDS, TITLE
from graph.home.manifest import Manifest
from ontology import names

DATA_SPDX = "CC-BY-4.0"


def citation(manifest: Manifest, language: str = "en") -> str:
    """One line that names authors, year, title, release and where it is found."""
    title, iri = TITLE[language], names.release(manifest.number).value
    if language == "zh":
        return f"{AUTHORS}（{manifest.time.year}）。{title}，版本 {manifest.number}。{iri}"
    return f"{AUTHORS} ({manifest.time.year}). {title}. Release {manifest.number}. {iri}"


def citation_file(manifest: Manifest) -> str:
    """The release's CITATION.cff, version 1.2.0 of the format."""
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use this dataset, please cite it as below."',
        "type: dataset",
        f'title: "{TITLE["en"]}"',
        f'version: "{manifest.number}"',
        f"date-released: {manifest.time:%Y-%m-%d}",
        "authors:",
        f'  - name: "{AUTHORS}"',
        f"license: {DATA_SPDX}",
        f'url: "{names.release(manifest.number).value}"',
        "keywords:",
        *(f'  - "{word}"' for words in KEYWORDS.values() for word in words),
    ]
    return "\n".join(lines) + "\n"
