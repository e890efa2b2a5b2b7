"""How long the pages take, and how many queries each asks: over HTTP, on the real graph.

Run as ``python -m bench.pages [CORPUS]``; prints the page ``docs/pages.md``. The graph is the
shipped one, with the texts of CORPUS attached where it is given.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from unittest.mock import patch

from bench.engines.engine import serving
from bench.engines.ours import Ours
from bench.measuring import machine
from graph.attach import attach
from graph.build import build
from graph.open import open_home
from server import execute
from server.app import create_app
from server.config import Config

ROUNDS = 5
STATEMENT = "finance-no1-2020/500000/2020/blockchain/research-transfer"
PAGES = {
    "home": "/?year=2026",
    "theme": "/page/theme/artificial-intelligence?year=2026",
    "theme, claims only": "/page/theme/blockchain?year=2020",
    "direction": "/page/direction/research-transfer?year=2026",
    "province": "/page/province/110000?year=2026",
    "State Council": "/page/country/china",
    "report": "/page/report/110000/2026",
    "statement": f"/page/statement/{STATEMENT}",
    "park": "/page/park/chain-bay",
    "article": "/page/article/finance-no1-2020",
    "compare, provinces": "/compare?province=110000&province=310000&year=2026",
    "compare, years": "/compare?province=110000&year=2025&year=2026",
    "compare, claims": "/compare?theme=blockchain&claims=2020",
    "networks": "/networks",
    "search": "/search?q=%E5%8C%BA%E5%9D%97%E9%93%BE",
    "questions": "/questions",
    "question": "/page/question/statements",
    "editor": "/sparql",
    "data": "/data",
    "dataset": "/dataset",
    "method": "/about",
    "graphs": "/graph",
    "any thing": "/page/city/1816670",
}
"""An address of each kind of page."""
HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
INTRODUCTION = """# How long the pages take

Made by `python -m bench.pages ../shared/corpus/provincial`: a server on this machine is asked
over HTTP, page by page, round by round; a figure is the median of {rounds} rounds in
milliseconds. *First*: the first time the page is asked for after the server has started. *Cold*:
our response cache is off. *Warm*: the service as it is, its cache on. *Processor*: what a cold
page takes of a processor in one process without HTTP, which says more where others keep the
machine busy. At most 300 cold, 50 warm and 6 queries are asked for. `../shared` is a folder of the
maintainers that does not ship.

{date}; {machine}; load average {busy}.
"""


def within(home: Path, rounds: int = ROUNDS) -> dict[str, tuple[int, float]]:
    """How many queries each page asks, and the milliseconds of a processor that it takes.

    All of it in this process, without the response cache; the first round is not counted.
    """
    site = create_app(Config(home=home, isolated=False, cache=False)).test_client()
    found = {}
    answer = execute._answer
    for name, place in PAGES.items():
        times = []
        for _ in range(rounds + 1):
            began = time.process_time()
            with patch.object(execute, "_answer", side_effect=answer) as asked:
                status = site.get(place, headers=HTML).status_code
            times.append((time.process_time() - began) * 1000)
            if status != 200:
                raise SystemExit(f"{place}: {status}")
        found[name] = asked.call_count, median(times[1:])
    return found


def ask(connection: HTTPConnection, place: str) -> float:
    """Milliseconds to the whole page."""
    began = time.perf_counter()
    connection.request("GET", place, headers=HTML)
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise SystemExit(f"{place}: {response.status}")
    return (time.perf_counter() - began) * 1000


@contextmanager
def served(folder: Path, *options: str) -> Iterator[HTTPConnection]:
    """A connection to a server of the home in the folder."""
    with serving(Ours("lianghui", *options), folder) as running:
        connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
        try:
            yield connection
        finally:
            connection.close()


def times(connection: HTTPConnection, rounds: int = ROUNDS) -> dict[str, list[float]]:
    """The milliseconds of each page, round by round."""
    found: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(rounds):
        for name, place in PAGES.items():
            found[name].append(ask(connection, place))
    return found


def measured(folder: Path) -> Mapping[str, tuple[int, float, float, float, float]]:
    """Of each page of ``folder/home``: queries, then milliseconds as the page lists them."""
    with served(folder, "--no-cache") as connection:
        cold = times(connection)
    with served(folder) as connection:
        times(connection, 1)
        warm = times(connection)
    own = within(folder / "home")
    return {
        name: (*own[name], cold[name][0], median(cold[name]), median(warm[name])) for name in PAGES
    }


def main() -> None:
    """Prints the page."""
    with tempfile.TemporaryDirectory() as scratch:
        home = open_home(Path(scratch) / "home")
        build(home)
        if len(sys.argv) > 1:
            attach(home, [Path(sys.argv[1])])
        found = measured(Path(scratch))
    print(INTRODUCTION.format(rounds=ROUNDS, **machine()))
    print("| page | queries | processor | first | cold | warm |\n|---|---|---|---|---|---|")
    for name, (count, *figures) in found.items():
        print(f"| {name} | {count} | {' | '.join(f'{each:.0f}' for each in figures)} |")


if __name__ == "__main__":
    main()
