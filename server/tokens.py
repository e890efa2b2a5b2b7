"""Bearer tokens: who may write. Only their hashes are stored, in the home."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import request

from graph.errors import (
    DamagedHomeError,
    InputError,
    NotAllowedError,
    NotAuthenticatedError,
    NotFoundError,
    ScopeTooSmallError,
    TokenUnknownError,
)
from graph.home.files import write_json
from graph.home.locks import exclusive
from server.current import config

FILE = "tokens.json"
SCOPES = ("read", "write", "admin")
"""Each includes those before it. Only what ``write`` names is guarded over HTTP."""
_NAME = re.compile(r"[\w.\-]{1,64}")
_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: its holder's name, its scope, its hash, and when it was made."""

    name: str
    scope: str
    sha256: str
    created: str

    def allows(self, scope: str) -> bool:
        """Whether its holder may do what that scope names."""
        return self.scope in SCOPES and SCOPES.index(self.scope) >= SCOPES.index(scope)


def listed(home: Path) -> list[Token]:
    """The tokens of a home, in the order of their making. Raises :class:`DamagedHomeError`."""
    try:
        kept = json.loads((home / FILE).read_text("utf-8"))
        return [Token(**each) for each in kept["tokens"]]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedHomeError(
            f"{home / FILE}: is no list of tokens; remove it and add the tokens anew"
        ) from error


def add(home: Path, name: str, scope: str = "write") -> str:
    """Makes a token and gives it, this once. Raises :class:`InputError`."""
    if not _NAME.fullmatch(name):
        raise InputError(name, "a token's name is letters, digits and . _ -")
    if scope not in SCOPES:
        raise InputError(scope, "no such scope", "choose " + ", ".join(SCOPES))
    secret = "lh_" + secrets.token_urlsafe(32)
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with _changing(home):
        held = listed(home)
        if any(each.name == name for each in held):
            raise InputError(name, "there is such a token already", "remove it first")
        _write(home, [*held, Token(name, scope, _hash(secret), created)])
    return secret


def remove(home: Path, name: str) -> None:
    """Takes a token out; raises :class:`NotFoundError`."""
    with _changing(home):
        held = listed(home)
        if all(each.name != name for each in held):
            raise NotFoundError(f"{name}: no token has this name")
        _write(home, [each for each in held if each.name != name])


def authorise(scope: str) -> None:
    """Lets the request pass if it may do what the scope names.

    Raises :class:`NotAllowedError` where writing is off, :class:`ScopeTooSmallError` for a token
    of less, :class:`NotAuthenticatedError` for no token and :class:`TokenUnknownError` for a wrong
    one.
    """
    settings = config()
    if settings.anonymous_writes:
        return
    held = listed(settings.home) if settings.home else []
    if not any(each.allows(scope) for each in held):
        raise NotAllowedError("this service is read-only: no token allows changes")
    authorization = request.headers.get("Authorization", "")
    found = holder(held, authorization)
    if found is None and _secret(authorization) is not None:
        raise TokenUnknownError("the token that came is not known here")
    if found is None:
        raise NotAuthenticatedError("send a token that is known here as Authorization: Bearer")
    if not found.allows(scope):
        said = f"the token of {found.name} allows {found.scope}, not {scope}"
        raise ScopeTooSmallError(said, scope)


def holder(held: Iterable[Token], authorization: str) -> Token | None:
    """The token that such a header brings, None for any other header."""
    secret = _secret(authorization)
    if secret is None:
        return None
    given = _hash(secret)
    # All are compared, so that the time tells nothing.
    found = [each for each in held if hmac.compare_digest(each.sha256, given)]
    return found[0] if found else None


def _secret(authorization: str) -> str | None:
    """What such a header brings as a token, None where it is of another scheme."""
    kind, _, secret = authorization.partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None


def _hash(secret: str) -> str:
    """The tokens have 256 random bits, so a plain hash is as good as a slow one."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@contextmanager
def _changing(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with exclusive(home / "tokens.lock", "a change of tokens", _WAIT_SECONDS):
        yield


def _write(home: Path, held: Collection[Token]) -> None:
    write_json(home / FILE, {"tokens": [asdict(each) for each in held]}, mode=0o600)
