"""How ingest grows: the real reports, and copies of them under other years, end to end.

Run as ``python -m bench.ingest_scale [COPIES]``; prints one JSON object. Both runs start from the
shipped graph, in homes of their own that are removed afterwards.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "provincial"
HEAD = 400
"""Characters in which a report says its year."""
FIRST_YEAR = 1950


def copies(corpus: Path, folder: Path, number: int) -> int:
    """Write that many copies of the corpus, each under years of its own; the number of files."""
    sources = sorted(corpus.glob("*/*.txt"))
    years = sorted({path.parent.name for path in sources})
    for copy in range(number):
        for path in sources:
            year = FIRST_YEAR + copy * len(years) + years.index(path.parent.name)
            text = path.read_text("utf-8-sig")
            head = re.sub(r"20\d\d年|二〇二\w年", f"{year}年", text[:HEAD])
            target = folder / f"{copy}-{path.parent.name}-{path.name}"
            target.write_text(f"{year}年{path.stem}政府工作报告\n{head}{text[HEAD:]}", "utf-8")
    return len(sources) * number


def measure(folder: Path, home: Path) -> dict[str, float]:
    """Build, then ingest the folder; seconds, peak memory and counts of the ingest."""
    lianghui = [str(Path(sys.executable).parent / "lianghui"), "--home", str(home)]
    subprocess.run([*lianghui, "--quiet", "build"], check=True)
    done = subprocess.run(
        [*lianghui, "ingest", str(folder), "--json"], check=True, capture_output=True, text=True
    )
    outcome = json.loads(done.stdout)
    return {
        "reports": len(outcome["taken"]),
        "seconds": outcome["seconds"],
        "peak_memory_mb": round(outcome["peak_memory_bytes"] / 1e6),
    }


def main() -> None:
    """Measure one copy and as many as asked for, and print both with their ratio."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as scratch:
        results = []
        for count in (1, number):
            folder = Path(scratch) / f"in-{count}"
            folder.mkdir()
            copies(CORPUS, folder, count)
            results.append(measure(folder, Path(scratch) / f"home-{count}"))
    ratio = round(results[1]["seconds"] / results[0]["seconds"], 2)
    print(json.dumps({"runs": results, "copies": number, "ratio": ratio}, indent=2))


if __name__ == "__main__":
    main()
