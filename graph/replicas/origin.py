"""The instance that is mirrored, over HTTP."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from graph.errors import EngineFailedError, EngineUnreachableError, InputError, NotFoundError
from graph.home.files import sync
from graph.remote.address import http_address
from graph.replicas.listing import ListedFile, read_listing

RELEASES = "api/v1/releases"
SECONDS = 30.0
"""How long the origin may stay silent."""
LARGEST_LISTING = 256 << 20
_CHUNK = 1 << 20


class Origin:
    """An instance at its address; raises EngineUnreachableError and EngineFailedError."""

    def __init__(self, address: str) -> None:
        if http_address(address) is None:
            raise InputError(address, "is no http or https address", "give that of an instance")
        self.address = address.rstrip("/") + "/"

    def releases(self) -> tuple[int, list[int]]:
        """The current release's number, and the numbers of all."""
        found = self._json(RELEASES)
        try:
            current, numbers = int(found["current"]), [int(e["number"]) for e in found["releases"]]
        except (KeyError, TypeError, ValueError) as error:
            problem = f"{self.address}: its list of releases cannot be read"
            raise EngineFailedError(problem) from error
        return current, sorted({current, *numbers})

    def files(self, number: int) -> list[ListedFile]:
        """The files of a release. Raises NotFoundError where it is gone."""
        return read_listing(self._json(f"{RELEASES}/{number}/files"))

    def fetch(self, number: int, file: ListedFile, target: Path) -> None:
        """Have the file at ``target``, on the disk and proved by its hash.

        What an earlier call left beside it, with ``.part`` to its name, is gone on with.
        """
        part = target.with_name(target.name + ".part")
        for _ in range(2):  # what was left of an earlier call may be spoilt
            self._append(number, file, part)
            with part.open("rb") as done:
                if hashlib.file_digest(done, "sha256").hexdigest() == file.sha256:
                    sync(part)
                    part.replace(target)
                    return
            part.unlink()
        raise EngineFailedError(f"{self.address}: {file.name} is not what its hash says")

    def _append(self, number: int, file: ListedFile, part: Path) -> None:
        had = part.stat().st_size if part.exists() else 0
        if had >= file.size > 0 or (had == 0 == file.size and part.exists()):
            return
        headers = {"Range": f"bytes={had}-"} if had else {}
        place = f"{RELEASES}/{number}/files/{quote(file.name)}"
        with self._open(place, headers) as answer, part.open("ab") as out:
            if had and answer.status != 206:
                out.truncate(0)
                had = 0
            while data := _read(answer):
                had += len(data)
                if had > file.size:
                    raise EngineFailedError(f"{self.address}: {file.name} is too long")
                out.write(data)
        if had < file.size:
            raise EngineUnreachableError(f"{self.address}: {file.name} broke off; pull again")

    def _json(self, place: str) -> Any:
        with self._open(place, {"Accept": "application/json"}) as answer:
            try:
                data = answer.read(LARGEST_LISTING + 1)
                if len(data) > LARGEST_LISTING:
                    raise EngineFailedError(f"{self.address}{place}: too long")
                return json.loads(data)
            except OSError as error:
                raise EngineUnreachableError(f"{self.address}{place}: broke off") from error
            except (HTTPException, ValueError) as error:
                raise EngineFailedError(f"{self.address}{place}: cannot be read") from error

    def _open(self, place: str, headers: dict[str, str]) -> Any:
        request = Request(self.address + place, headers=headers)  # noqa: S310 -- http or https
        try:
            return urlopen(request, timeout=SECONDS)  # noqa: S310
        except HTTPError as error:
            with error:
                detail = _detail(error.read(1 << 16))
            words = f"{self.address}{place}: status {error.code}: {detail}"
            raise (NotFoundError if error.code == 404 else EngineFailedError)(words) from error
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise EngineUnreachableError(f"{self.address}: {reason}") from error


def _read(answer: Any) -> bytes:
    """The next bytes; none where it is broken off: what came is kept, its hash will tell."""
    with suppress(HTTPException, OSError):
        data: bytes = answer.read(_CHUNK)
        return data
    return b""


def _detail(body: bytes) -> str:
    with suppress(ValueError, KeyError, TypeError):
        return str(json.loads(body)["detail"])
    return "no details"
