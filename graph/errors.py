"""Every error that the project raises on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class LianghuiError(Exception):
    """The root: a message in one line that names the place and the remedy.

    ``exit_code`` is what the command line ends with: 1 refused by the rules, 2 bad usage or
    input.
    """

    exit_code = 2


class InputError(LianghuiError):
    """Something given to us cannot be used; ``place`` names the file, line or option."""

    def __init__(self, place: object, problem: str, remedy: str = "") -> None:
        self.place, self.problem, self.remedy = str(place), problem, remedy
        super().__init__(f"{place}: {problem}" + (f"; {remedy}" if remedy else ""))


class NotAReportError(InputError):
    """A text about a report (a resolution on one) and none itself: to be skipped, and said."""


class NotFoundError(LianghuiError):
    """What was asked for is not there."""


class NoReleaseError(NotFoundError):
    """The home holds no release yet."""


class HomeBusyError(LianghuiError):
    """Another process is writing to the home."""


class DamagedHomeError(LianghuiError):
    """The home's files contradict each other."""


class StorageFullError(LianghuiError):
    """The disk took no more; what was published before is untouched."""


class RequestError(LianghuiError):
    """A request breaks the protocol it is made in; nothing was run."""


class QuerySyntaxError(RequestError):
    """A query or update that does not parse.

    ``line`` and ``column`` count from 1, in code points; ``near`` is the offending text.
    """

    def __init__(self, line: int, column: int, near: str, problem: str, hint: str = "") -> None:
        self.line, self.column, self.near, self.hint = line, column, near, hint
        super().__init__(f"line {line}, column {column}: {problem}, near {near!r}")


class DataSyntaxError(RequestError):
    """Data that do not parse as what they are said to be.

    ``line`` and ``column`` count from 1, in code points; None where the parser does not tell.
    """

    def __init__(
        self, media_type: str, problem: str, line: int | None = None, column: int | None = None
    ) -> None:
        self.line, self.column = line, column
        place = "" if line is None else f" at line {line}, column {column}"
        super().__init__(f"the body is not {media_type}{place}: {problem}")


class QueryFailedError(RequestError):
    """A query that parses but that the engine cannot run, such as an unknown function."""


class NotAcceptableError(RequestError):
    """None of the formats asked for can hold the answer; ``offered`` lists those that can."""

    def __init__(self, offered: Sequence[str]) -> None:
        self.offered = tuple(offered)
        super().__init__("no acceptable format; there is " + ", ".join(self.offered))


class MediaTypeError(RequestError):
    """The body's media type or encoding is not one that is read here."""


class TooLargeError(RequestError):
    """The body is larger than is accepted."""


class SlowBodyError(RequestError):
    """The body came too slowly, or stopped coming."""


class UnprocessableError(RequestError):
    """The request is understood, and what it says cannot be used."""


class ParameterError(UnprocessableError):
    """A value that a saved question's parameter does not take; ``allowed`` says which it does."""

    def __init__(self, name: str, problem: str, allowed: Sequence[str] = ()) -> None:
        self.name, self.problem, self.allowed = name, problem, tuple(allowed)
        super().__init__(
            f"{name}: {problem}" + (f"; allowed: {', '.join(allowed)}" if allowed else "")
        )


class ConditionError(RequestError):
    """``If-Match`` or ``If-None-Match`` does not hold."""


class RemoteRefusedError(LianghuiError):
    """A query or update names an address that may not be fetched."""


class RemoteNeededError(LianghuiError):
    """A query goes on only with what another service answers; who runs it fetches that.

    ``texts`` are the queries to send to ``address``, none for the document itself; a ``silent``
    one does without where it fails.
    """

    def __init__(self, address: str, texts: Sequence[str] = (), *, silent: bool = False) -> None:
        self.address, self.texts, self.silent = address, tuple(texts), silent
        super().__init__(f"{address}: has to be asked")


class RemoteFailedError(LianghuiError):
    """Another service that may be asked gave no answer that can be used."""


class RemoteTimeoutError(LianghuiError):
    """Another service that may be asked did not answer in time."""


class QueryTooComplexError(RequestError):
    """A query longer or more deeply nested than the engine can be trusted with."""


class QueryTimeoutError(LianghuiError):
    """A query ran for longer than its limit and was stopped."""


class QueryMemoryError(LianghuiError):
    """A query needed more memory than its limit and was stopped."""


class AnswerTooLargeError(LianghuiError):
    """A query's answer outgrew the space that answers may take on disk."""


class NotRenderedError(LianghuiError):
    """A picture cannot be turned into pixels here; the message says what is missing."""


class QueryBusyError(LianghuiError):
    """Too many queries wait already; ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"too many queries are waiting; try again in {retry_after} s")


class QueryCancelledError(LianghuiError):
    """Whoever asked went away before the answer was there."""


class WorkerDiedError(LianghuiError):
    """The process that ran a query ended without an answer, for a reason of its own."""


class EngineUnreachableError(LianghuiError):
    """Another engine, which a store or a query is entrusted to, does not answer."""


class EngineFailedError(LianghuiError):
    """Another engine answers, but not with what was asked for."""


class EngineElsewhereError(LianghuiError):
    """Another engine holds another release than the one that is asked about."""


class EngineUnknownError(LianghuiError):
    """An engine of a make that is not known here."""


class NotAllowedError(LianghuiError):
    """What was asked for needs a right that the asker does not have."""


class ScopeTooSmallError(NotAllowedError):
    """The asker's token does not allow what was asked for; one with this ``scope`` would."""

    def __init__(self, message: str, scope: str) -> None:
        self.scope = scope
        super().__init__(message)


class NotAuthenticatedError(LianghuiError):
    """What was asked for needs a token, and none or a wrong one came."""


class TokenUnknownError(NotAuthenticatedError):
    """A token came that is not known here."""


class GoneError(LianghuiError):
    """What was asked for was here once and was withdrawn."""


@dataclass(frozen=True)
class Violation:
    """One result of the gate, in the terms of the SHACL validation report.

    ``shape`` is the IRI of the shape that refused, ``messages`` maps ``en`` and ``zh`` to plain
    words, ``path`` and ``value`` are N-Triples terms or None.
    """

    focus: str
    shape: str
    component: str
    path: str | None
    value: str | None
    messages: dict[str, str]


class RefusedError(LianghuiError):
    """The gate refused a change; nothing of it was kept. ``hint`` tells what may be the cause."""

    exit_code = 1

    def __init__(self, violations: Sequence[Violation], hint: str = "") -> None:
        self.violations, self.hint = tuple(violations), hint
        first = self.violations[0]
        more = f" (and {len(self.violations) - 1} more)" if len(self.violations) > 1 else ""
        super().__init__(
            f"refused: {first.focus}: {first.messages.get('en', first.shape)}{more}"
            + (f"; {hint}" if hint else "")
        )
