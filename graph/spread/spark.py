"""Extraction as a Spark job: over files that every machine sees at one place, or in a store."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from graph.describe import Run
from graph.errors import InputError
from graph.read import reads
from graph.spread.part import Found, Kept, look, sayings
from graph.spread.run import Written, settle_all, this_run

A = TypeVar("A")
B = TypeVar("B")
RECURSIVE = "spark.hadoop.mapreduce.input.fileinputformat.input.dir.recursive"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")

Stored = tuple[str, bytes]
"""A file's address and its bytes."""


def is_address(path: str) -> bool:
    """Whether it names a place in a store, as ``s3a://bucket/reports`` does, and no path."""
    return _ADDRESS.match(path) is not None


def by_spark(function: Callable[[A], B], things: Sequence[A], /) -> Iterable[B]:
    """As many tasks as things, on the cluster that ``spark-submit`` or SPARK_* names, else here.

    Raises InputError where PySpark is not installed.
    """
    found: list[B] = _context().parallelize(things, max(1, len(things))).map(function).collect()
    return found


def write_stored(addresses: Sequence[str], to: str) -> Written:
    """Read the reports under addresses of any store that Spark reaches, and write there too.

    ``to`` becomes a folder of parts, N-Quads whose lines together are those that
    :func:`graph.spread.run.write` writes. Raises InputError where PySpark is not installed, an
    address holds nothing and where ``to`` is there already.
    """
    context = _context()
    try:
        files = context.binaryFiles(",".join(addresses)).filter(_is_read)
        settled = settle_all(files.map(_look).collect())
        kept = context.broadcast(settled.kept)
        said = files.flatMap(partial(_say, kept=kept, run=this_run()))
        said.saveAsTextFile(to)
    except import_module("py4j.protocol").Py4JJavaError as error:
        first, *_ = str(error.java_exception.toString()).splitlines()
        raise InputError(to, f"Spark cannot read or write: {first}") from error
    parts = int(said.getNumPartitions())
    return Written(parts, len(settled.kept), settled.skipped, settled.problems)


def _is_read(file: Stored) -> bool:
    return reads(Path(file[0]))


def _look(file: Stored) -> Found:
    return look(Path(file[0]), file[1])


def _say(file: Stored, kept: Any, run: Run) -> Iterator[str]:
    known: Kept = kept.value
    for said in sayings(Path(file[0]), known, run, file[1]):
        yield from said


def _context() -> Any:
    """Spark's context; raises InputError where PySpark is not installed."""
    try:
        session: Any = import_module("pyspark.sql").SparkSession
    except ModuleNotFoundError as error:
        raise InputError(
            "--engine spark", "PySpark is not installed", "pip install 'lianghui[spark]'; Java 17"
        ) from error
    context = session.builder.appName("lianghui").config(RECURSIVE, "true").getOrCreate()
    spark = context.sparkContext
    spark.setLogLevel("ERROR")
    if spark.master.startswith("local") and "PYSPARK_PYTHON" not in os.environ:
        spark.pythonExec = sys.executable  # or the workers' would be the first in the path
    return spark
