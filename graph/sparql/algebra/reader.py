"""Reads the group of a query as parts, and gives up on all that it does not know for certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NoReturn

from graph.sparql.algebra.parts import NONE, Kind, Names, Part, mentioned, nested, values, written
from graph.sparql.lexer import VARIABLE, Token, tokens

_GAP = re.compile(r"#[^\r\n]*|\s+|(\S)")
_NAMED = re.compile(r"[^\W_][\w.%\\-]*:[^?$@]*|:[^?$@]*|a|true|false|[+-]?[\d.]+(?:[eE][+-]?\d+)?")
_NESTED = (Kind.OPTIONAL, Kind.MINUS, Kind.NOT_EXISTS, Kind.EXISTS)
_TESTS = (Kind.NOT_EXISTS, Kind.EXISTS)
_END = Token("end", "", 0, 0)


class UnknownFormError(ValueError):
    """The text holds what is not read here; it stays as it is."""


def items(text: str, start: int, end: int) -> list[Token]:
    """The tokens from one offset to another, the signs between them included."""
    found: list[Token] = []
    before = start
    for token in tokens(text[start:end]):
        here = Token(token.kind, token.text, token.start + start, token.end + start)
        found += _signs(text, before, here.start)
        found.append(here)
        before = here.end
    return [*found, *_signs(text, before, end)]


def _signs(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _GAP.finditer(text, start, end):
        if match[1]:
            yield Token("sign", match[1], match.start(), match.end())


@dataclass
class Reader:
    """Reads parts from the items of a query's WHERE group; raises :class:`UnknownFormError`.

    ``rewrite`` is what becomes of the parts of a group that stands by itself: in a sub-select or
    among those that are joined, but for those in (NOT) EXISTS, which get a row's values.
    """

    text: str
    found: Sequence[Token]
    rewrite: Callable[[list[Part]], list[Part]]
    at: int = 0
    tested: int = 0

    def group(self) -> list[Part]:
        """The parts of the group whose brace is next."""
        self._take("{")
        parts = [self._select()] if self._next.keyword == "SELECT" else []
        while self._next.text != "}":
            parts += self._part()
        self.at += 1
        return parts

    @property
    def _next(self) -> Token:
        return self.found[self.at] if self.at < len(self.found) else _END

    def _refuse(self) -> NoReturn:
        raise UnknownFormError(self._next.text)

    def _take(self, text: str = "") -> Token:
        token = self._next
        if token is _END or (text and text not in {token.text, token.keyword}):
            self._refuse()
        self.at += 1
        return token

    def _is(self, *words: str) -> bool:
        """Whether these are the next words or signs; if so they are taken."""
        ahead = self.found[self.at : self.at + len(words)]
        if tuple(each.keyword or each.text for each in ahead) != words:
            return False
        self.at += len(words)
        return True

    def _since(self, index: int) -> str:
        return self.text[self.found[index].start : self.found[self.at - 1].end]

    def _part(self) -> Iterator[Part]:
        if self._is("."):
            return
        for kind in _NESTED:
            if self._is(*kind.value.split()):
                yield nested(kind, self._tested() if kind in _TESTS else self.group())
                return
        read = self._clauses.get(self._next.keyword or self._next.text)
        if read is None:
            yield from self._statement()
        else:
            yield read(self)

    def _tested(self) -> list[Part]:
        self.tested += 1
        group = self.group()
        self.tested -= 1
        return group

    def _alone(self) -> list[Part]:
        """A group that stands by itself."""
        group = self.group()
        return group if self.tested else self.rewrite(group)

    def _filter(self) -> Part:
        start = self.at
        self.at += 1
        self._expression()
        return self._whole(Kind.FILTER, start)

    def _bind(self) -> Part:
        start = self.at
        self.at += 1
        self._expression()
        name = VARIABLE.fullmatch(self.found[self.at - 2].text)
        if not name or self.found[self.at - 3].keyword != "AS":
            self._refuse()
        return replace(self._whole(Kind.BIND, start), bound=name[1])

    def _lateral(self) -> Part:
        """What :mod:`graph.sparql.lateral` writes."""
        start = self.at
        if not self._is("LATERAL", "{", "OPTIONAL"):
            self._refuse()
        self.group()
        self._take("}")
        return self._whole(Kind.LATERAL, start)

    def _graph(self) -> Part:
        start = self.at
        self.at += 1
        self._term()
        self.group()
        return self._whole(Kind.OPAQUE, start)

    def _whole(self, kind: Kind, start: int) -> Part:
        """A part that stays as it is written."""
        return Part(kind, self._since(start), self._mentioned(start))

    def _joined(self) -> Part:
        """A group in braces or a UNION of such."""
        groups = [self._alone()]
        while self._is("UNION"):
            groups.append(self._alone())
        text = " UNION ".join(written(each) for each in groups)
        return Part(Kind.JOINED, text, NONE.union(*(mentioned(each) for each in groups)))

    def _select(self) -> Part:
        """A sub-select, up to the brace that closes its group."""
        start = self.at
        while self._next.text != "{":
            self._bracketed() if self._next.text == "(" else self._take()
        head = self._since(start)
        group, start = self._alone(), self.at
        while self._next.text != "}":
            self._bracketed() if self._next.text == "(" else self._take()
            if self._next.text == "{":
                self._refuse()
        tail = self.text[self.found[start].start : self._next.start]
        found = mentioned(group) | self._mentioned(start)
        heads = (VARIABLE.fullmatch(each.text) for each in items(head, 0, len(head)))
        found |= frozenset(each[1] for each in heads if each)
        return Part(Kind.JOINED, f"{head} {written(group)} {tail}", found)

    def _expression(self) -> None:
        """Passes over an expression in brackets, or a call."""
        if self._next.text != "(":
            self._name()
        self._bracketed()

    def _bracketed(self) -> None:
        """Passes over what is in round brackets; where a group is in it, it is not read."""
        self._take("(")
        depth = 1
        while depth:
            token = self._take()
            if token.text in "{}[]":
                self._refuse()
            depth += {"(": 1, ")": -1}.get(token.text, 0)

    def _mentioned(self, start: int) -> Names:
        found = (VARIABLE.fullmatch(each.text) for each in self.found[start : self.at])
        return frozenset(each[1] for each in found if each)

    def data(self) -> Part:
        """The VALUES block whose keyword is next."""
        self.at += 1
        single = not self._is("(")
        names = [self._variable()]
        while not single and not self._is(")"):
            names.append(self._variable())
        self._take("{")
        rows: list[list[str]] = []
        while not self._is("}"):
            if not single:
                self._take("(")
            rows.append([self._datum() for _ in names])
            if not single:
                self._take(")")
        if not rows or len(set(names)) < len(names):
            self._refuse()
        columns = zip(*rows, strict=True)
        return values([(name, tuple(each)) for name, each in zip(names, columns, strict=True)])

    def _variable(self) -> str:
        match = VARIABLE.fullmatch(self._take().text)
        return match[1] if match else self._refuse()

    def _datum(self) -> str:
        return "UNDEF" if self._is("UNDEF") else self._term()

    def _term(self) -> str:
        """A variable, name, IRI or literal; a blank node is refused, as its scope is a group."""
        start, token = self.at, self._take()
        if token.kind == "string":
            if self._next.text.startswith("@") and self._next.start == token.end:
                self.at += 1
            elif self._is("^", "^"):
                self._name()
        elif token.kind == "word" and not VARIABLE.fullmatch(token.text):
            self.at -= 1
            self._name()
        elif token.kind not in {"iri", "word"}:
            self._refuse()
        return self._since(start)

    def _name(self) -> None:
        token = self._take()
        call = token.kind == "word" and self._next.text == "("
        if token.kind != "iri" and not call and not _NAMED.fullmatch(token.text):
            self._refuse()

    def _statement(self) -> Iterator[Part]:
        subject, more = self._term(), True
        while more:
            verb, steps = self._verb()
            yield _pattern(subject, verb, self._term(), steps)
            while self._is(","):
                yield _pattern(subject, verb, self._term(), steps)
            more = self._is(";")
            if more and self._next.text in {";", ".", "}"}:
                self._refuse()
        if self._next.text not in {".", "}", "{"} and self._next.kind != "word":
            self._refuse()

    def _verb(self) -> tuple[str, tuple[str, ...]]:
        """The verb there, and its steps where it is a path of such."""
        start = self.at
        if VARIABLE.fullmatch(self._next.text):
            self.at += 1
            return self._since(start), ()
        steps = self._path()
        return self._since(start), tuple(steps)

    def _path(self) -> list[str]:
        """A path's steps, none where it is no sequence; one of length 0 needs a known node."""
        steps, sequence = [], True
        while True:
            start = self.at
            self._is("^")
            if self._is("("):
                self._path()
                self._take(")")
                sequence = False
            else:
                self._name()
            if self._is("+"):
                sequence = False
                if self._next.text[:1].isdigit():
                    self._refuse()
            steps.append(self._since(start))
            if self._is("|"):
                sequence = False
            elif not self._is("/"):
                return steps if sequence and len(steps) > 1 else []

    _clauses: ClassVar[Mapping[str, Callable[[Reader], Part]]] = {
        "FILTER": _filter,
        "BIND": _bind,
        "VALUES": data,
        "GRAPH": _graph,
        "LATERAL": _lateral,
        "{": _joined,
    }


def _pattern(subject: str, verb: str, item: str, steps: tuple[str, ...]) -> Part:
    found = (VARIABLE.fullmatch(each) for each in (subject, verb, item))
    names = frozenset(each[1] for each in found if each)
    return Part(
        Kind.PATTERN, f"{subject} {verb} {item}", names, names, terms=(subject, item), steps=steps
    )
