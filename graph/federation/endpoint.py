"""Another dataset's SPARQL endpoint, asked politely: one request at a time, with pauses."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, InvalidURL
from urllib.error import HTTPError

from pyoxigraph import RdfFormat, Triple, parse
from SPARQLWrapper import POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    SPARQLWrapperException,
)

from graph.errors import InputError
from graph.version import TOOL

AGENT = f"{TOOL.replace(' ', '/')} (+https://w3id.org/lianghui/)"
MOST_BYTES = 64 << 20
"""Of one answer; a longer one is refused whole."""
LONGEST_PAUSE = 60.0
"""Seconds; what an endpoint asks to wait beyond that is not waited."""
_AGAIN = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Manners:
    """Seconds to wait for an answer and between requests, and how often to try again."""

    timeout: int = 60
    pause: float = 1.0
    retries: int = 4


class Endpoint:
    """A SPARQL endpoint at an address."""

    def __init__(
        self,
        url: str,
        manners: Manners = Manners(),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not url.startswith(("http://", "https://")):
            raise InputError(url, "is no address of an endpoint", "begin it with https://")
        self.url, self._manners, self._sleep = url, manners, sleep

    def construct(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT. Raises InputError where there is no usable answer.

        A busy or failing endpoint is asked again, after as long as it says in Retry-After, else
        after pauses that double.
        """
        for attempt in range(self._manners.retries + 1):
            try:
                return self._asked(query)
            except _AgainError as error:
                if attempt == self._manners.retries:
                    raise InputError(self.url, f"{error}", "try again later") from error
                self._sleep(min(error.after or 2.0**attempt, LONGEST_PAUSE))
        raise AssertionError("the loop ends by an answer or an error")

    def rest(self) -> None:
        """Waits between two requests."""
        self._sleep(self._manners.pause)

    def _asked(self, query: str) -> list[Triple]:
        wrapper = SPARQLWrapper(self.url, agent=AGENT, returnFormat=TURTLE)
        wrapper.setMethod(POST)
        wrapper.setTimeout(self._manners.timeout)
        wrapper.setQuery(query)
        try:
            with wrapper.query().response as response:
                body = _whole(response)
                media_type = response.headers.get("Content-Type", "")
        except HTTPError as error:
            error.close()
            raise self._of_status(error) from error
        except SPARQLWrapperException as error:
            raise self._of_wrapper(error) from error
        except InvalidURL as error:
            raise InputError(self.url, f"is no address ({error})", "check it") from error
        except (OSError, HTTPException) as error:
            raise _AgainError(f"cannot be reached ({error})") from error
        return self._read(body, media_type)

    def _of_status(self, error: HTTPError) -> Exception:
        if error.code in _AGAIN:
            after = error.headers.get("Retry-After") or ""
            return _AgainError(f"answered {error.code}", float(after) if after.isdecimal() else 0)
        return InputError(self.url, f"answered {error.code} {error.reason}")

    def _of_wrapper(self, error: SPARQLWrapperException) -> Exception:
        if isinstance(error.__context__, HTTPError):
            error.__context__.close()
        said = " ".join(str(error).split())[:300]
        if isinstance(error, EndPointNotFound):
            return InputError(self.url, "answered 404, not found", "check the address")
        if isinstance(error, EndPointInternalError):
            return _AgainError(f"answered 500 ({said})")
        return InputError(self.url, f"refused the query ({said})", "see the recipe")

    def _read(self, body: bytes, media_type: str) -> list[Triple]:
        if len(body) > MOST_BYTES:
            raise InputError(self.url, f"sent more than {MOST_BYTES >> 20} MiB", "use less --batch")
        form = RdfFormat.from_media_type(media_type)
        if form is None:
            raise InputError(self.url, f"answered in {media_type or 'no format'}, which is no RDF")
        try:
            quads = list(parse(body, format=form))
        except SyntaxError as error:
            raise InputError(self.url, f"sent what is no {form.name} ({error})") from error
        return [quad.triple for quad in quads]


def _whole(response: HTTPResponse) -> bytes:
    """The body, or the start of one that is too long; _AgainError for one that breaks off."""
    body = response.read(MOST_BYTES + 1)
    if response.length and len(body) <= MOST_BYTES:
        raise _AgainError(f"broke off {response.length:,} bytes before the end of its answer")
    return body


class _AgainError(Exception):
    """No answer this time; ``after`` is how many seconds the endpoint asks to wait, 0 for none."""

    def __init__(self, problem: str, after: float = 0) -> None:
        super().__init__(problem)
        self.after = after
