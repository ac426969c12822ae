"""Parse how filters combine: all, any, or like ``1 and (2 or 3)`` (behaviour.md 9.1)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

ALL, ANY = "all", "any"
DEEPEST_NESTING = 20
LONGEST_EXPRESSION_CHARACTERS = 2_000

_WORD = re.compile(r"\s*(?:(\d{1,4})|(and|or)\b|([()]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Both:
    """A combination of nodes with ``and`` (all must match) or ``or`` (at least one must match)."""

    word: Literal["and", "or"]
    parts: tuple["Node", ...]


Node = int | Both
"""The number of a filter, from 1; or a combination of nodes."""


def parse_match(text: str, count: int) -> Node | None:
    """Return how ``count`` filters combine, as a tree; None for no filters.

    ``and`` binds more closely than ``or``.

    Raises:
        ValueError: the text is no valid expression, or does not name each of the filters.
    """
    word = text.strip().lower()
    numbers = tuple(range(1, count + 1))
    if word in {ALL, ANY}:
        return _both("and" if word == ALL else "or", numbers) if count else None
    if len(text) > LONGEST_EXPRESSION_CHARACTERS:
        raise ValueError(f"match: longer than {LONGEST_EXPRESSION_CHARACTERS} characters")
    node = _Parser(text).parse()
    named = set(filters_in(node))
    if unknown := sorted(named - set(numbers)):
        raise ValueError(f"match: there is no filter {unknown[0]}")
    if unused := sorted(set(numbers) - named):
        raise ValueError(f"match: filter {unused[0]} is not in {text}")
    return node


def filters_in(node: Node) -> Iterator[int]:
    """Yield the numbers of the filters in an expression."""
    if isinstance(node, int):
        yield node
    else:
        for part in node.parts:
            yield from filters_in(part)


def render_match(node: Node) -> str:
    """Return the expression as text, which :func:`parse_match` parses to the same expression."""
    if isinstance(node, int):
        return str(node)
    parts = [
        f"({render_match(part)})" if isinstance(part, Both) else render_match(part)
        for part in node.parts
    ]
    return f" {node.word} ".join(parts)


def decide(node: Node, leads_of: Callable[[int], set[int]]) -> set[int]:
    """Return the leads that match a combination; ``leads_of`` returns those that match a filter."""
    if isinstance(node, int):
        return leads_of(node)
    sets = [decide(part, leads_of) for part in node.parts]
    return set.intersection(*sets) if node.word == "and" else set().union(*sets)


def _both(word: Literal["and", "or"], parts: tuple[Node, ...]) -> Node:
    return parts[0] if len(parts) == 1 else Both(word, parts)


class _Parser:
    """Parses an expression from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = self._split(text)
        self._at = 0

    def _split(self, text: str) -> list[str]:
        words, at = [], 0
        end = len(text.rstrip())
        while at < end:
            found = _WORD.match(text, at)
            if found is None:
                raise ValueError(f"match: {text[at:].strip()} makes no sense in {text}")
            words.append(found[0].strip().lower())
            at = found.end()
        return words

    def parse(self) -> Node:
        node = self._parse_or(0)
        if self._at < len(self._words):
            raise ValueError(f"match: {self._words[self._at]} makes no sense in {self._text}")
        return node

    def _parse_or(self, depth: int) -> Node:
        parts = [self._parse_and(depth)]
        while self._take("or"):
            parts.append(self._parse_and(depth))
        return _both("or", tuple(parts))

    def _parse_and(self, depth: int) -> Node:
        parts = [self._one(depth)]
        while self._take("and"):
            parts.append(self._one(depth))
        return _both("and", tuple(parts))

    def _one(self, depth: int) -> Node:
        if depth > DEEPEST_NESTING:
            raise ValueError(f"match: more than {DEEPEST_NESTING} brackets within each other")
        if self._take("("):
            node = self._parse_or(depth + 1)
            if not self._take(")"):
                raise ValueError(f"match: a bracket is not closed in {self._text}")
            return node
        if self._at < len(self._words) and self._words[self._at].isdigit():
            self._at += 1
            return int(self._words[self._at - 1])
        what = self._words[self._at] if self._at < len(self._words) else "the end"
        raise ValueError(f"match: a filter's number is missing before {what} in {self._text}")

    def _take(self, word: str) -> bool:
        is_there = self._at < len(self._words) and self._words[self._at] == word
        self._at += is_there
        return is_there
