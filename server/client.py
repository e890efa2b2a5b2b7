"""A client of the service for Python: the saved questions as rows or as a DataFrame.

    >>> from server.client import Client
    >>> lianghui = Client("http://127.0.0.1:8000")
    >>> lianghui.rows("provinces-on-theme", theme="blockchain", year=2020)  # doctest: +SKIP
    >>> lianghui.frame("adoption", theme="blockchain")  # doctest: +SKIP

Needs nothing but Python; :meth:`Client.frame` needs pandas.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen

Value = str | int
Row = dict[str, str | int | float | bool | None]
SECONDS = 60.0
TRIES = 5
"""How often an answer of several pages is asked for anew, as a new release came meanwhile."""


class ServiceError(Exception):
    """What the service refused: ``status``, and its problem document (RFC 9457) as ``problem``."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status, self.problem = status, problem
        super().__init__(f"{status}: {problem.get('detail', 'no details')}")


class Client:
    """The service at ``base``; ``language`` (en, zh) puts labels beside IRIs, empty does not.

    Each request waits ``seconds`` at most. Every method raises :class:`ServiceError` for what the
    service refuses and OSError where it cannot be reached.
    """

    def __init__(self, base: str, *, language: str = "", seconds: float = SECONDS) -> None:
        if urlsplit(base).scheme not in {"http", "https"}:
            raise ValueError(f"{base}: not an http or https address")
        self._base, self._language, self._seconds = base.rstrip("/") + "/", language, seconds

    def questions(self) -> list[dict[str, Any]]:
        """Every saved question with its parameters."""
        found: list[dict[str, Any]] = self._get("api/v1/queries")["questions"]
        return found

    def rows(self, question: str, **values: Value) -> list[Row]:
        """All rows of a question's answer, of one release, numbers as numbers.

        A question that answers with a graph (``form`` CONSTRUCT) has none, and is refused.
        """
        return self._table(question, values)[1]

    def frame(self, question: str, **values: Value) -> Any:
        """All rows as a ``pandas.DataFrame``, its columns those of the answer. Needs pandas."""
        columns, rows = self._table(question, values)
        return import_module("pandas").DataFrame(rows, columns=columns)

    def search(self, query: str, **filters: Value) -> dict[str, Any]:
        """A page of what was found, with counts by facet."""
        return self._get("api/v1/search", {"q": query, **filters})

    def diff(self, old: int, new: int) -> dict[str, Any]:
        """What changed between two releases."""
        return self._get("api/v1/diff", {"from": old, "to": new})

    def _table(self, question: str, values: dict[str, Value]) -> tuple[list[str], list[Row]]:
        given: dict[str, Value] = {"shape": "objects", **values}
        if self._language:
            given.setdefault("lang", self._language)
        for _ in range(TRIES):
            try:
                found = self._pages(question, given)
            except ServiceError as error:
                if error.problem.get("parameter") != "shape":
                    raise
                problem = {"detail": f"{question}: answers with a graph, which has no rows"}
                raise ServiceError(error.status, problem) from error
            if found:
                return found
        problem = {"detail": f"{question}: a new release came {TRIES} times before the last page"}
        raise ServiceError(409, problem)

    def _pages(self, question: str, given: dict[str, Value]) -> tuple[list[str], list[Row]] | None:
        """All pages of an answer; None where a new release came between two of them."""
        page = first = self._get(f"api/v1/queries/{quote(question, safe='')}", given)
        rows: list[Row] = page["rows"]
        while page["next"]:
            page = self._get(page["next"])
            if page["release"] != first["release"]:
                return None
            rows += page["rows"]
        return first["columns"], rows

    def _get(self, place: str, values: dict[str, Value] | None = None) -> dict[str, Any]:
        address = urljoin(self._base, place) + (f"?{urlencode(values)}" if values else "")
        accept = {"Accept": "application/json, application/problem+json;q=0.9"}
        try:
            with urlopen(Request(address, headers=accept), timeout=self._seconds) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
                return found
        except HTTPError as error:
            with error:
                raise ServiceError(error.code, _problem(error.read())) from error


def _problem(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
