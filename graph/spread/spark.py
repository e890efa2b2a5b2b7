"""Extraction as a Spark job, over files that every machine of the cluster sees at one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any, TypeVar

from graph.errors import InputError

A = TypeVar("A")
B = TypeVar("B")


def by_spark(function: Callable[[A], B], things: Sequence[A], /) -> Iterable[B]:
    """As many tasks as things, on the cluster that ``spark-submit`` or SPARK_* names, else here.

    Raises InputError where PySpark is not installed.
    """
    try:
        session: Any = import_module("pyspark.sql").SparkSession
    except ModuleNotFoundError as error:
        raise InputError(
            "--engine spark", "PySpark is not installed", "pip install 'lianghui[spark]'; Java 17"
        ) from error
    context = session.builder.appName("lianghui").getOrCreate().sparkContext
    context.setLogLevel("ERROR")
    found: list[B] = context.parallelize(things, max(1, len(things))).map(function).collect()
    return found
