"""Made-up reports in the shape of the real ones, as many as asked for, in shards.

Run as ``python -m bench.generate_reports NUMBER FOLDER [SEED]``. A file of the folder ``NN`` is a
report of shard NN; ``keys.csv`` tells whose it is and as which it stands in (see
``bench.rehearsal.keys``). The same arguments give the same bytes.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from bench.rehearsal.keys import Key, keys
from bench.rehearsal.texts import write

FIELDS = ("file", "code", "year", "level", "synthetic", "province", "stands_in")


def generate(number: int, folder: Path, seed: int = 0) -> list[Path]:
    """Write the reports and their keys into a new folder; the folders of the shards."""
    folder.mkdir(parents=True)
    shards = []
    with (folder / "keys.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(FIELDS)
        for key in keys(number):
            shard = folder / f"{key.shard:02}"
            if shard not in shards:
                shard.mkdir()
                shards.append(shard)
            path = shard / f"{key.place.code}-{key.year}.txt"
            path.write_text(write(key, seed), "utf-8")
            table.writerow(_row(key, path.relative_to(folder)))
    return shards


def _row(key: Key, path: Path) -> tuple[object, ...]:
    place = key.place
    stands_for = (key.province.code, key.stands_in)
    return (path, place.code, key.year, place.level, place.synthetic, *stands_for)


def main() -> None:
    """Generate what the command line asks for."""
    number, folder = int(sys.argv[1]), Path(sys.argv[2])
    generate(number, folder, int(sys.argv[3]) if len(sys.argv) > 3 else 0)


if __name__ == "__main__":
    main()
