"""From a path to the operations served there: a tree of path segments.

A list of patterns would be scanned from the top for each request; the tree is walked in a few steps
however many operations there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from leadkeep.api.operations import JSON_SUFFIX, Operation


@dataclass(slots=True)
class _Node:
    literal: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    methods: dict[str, tuple[Operation, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """What a path leads to."""

    methods: dict[str, tuple[Operation, tuple[str, ...]]]
    """By method: the operation and the names of its path parameters."""
    values: tuple[str, ...]
    """The path parameters' values."""


class Router:
    """The served operations by path."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Put the operations into the tree."""
        self._root = _Node()
        for operation in operations:
            self._add(operation)

    def _add(self, operation: Operation) -> None:
        node, names = self._root, []
        for segment in segments_of(operation.path):
            if segment.startswith("{"):
                names.append(segment.strip("{}"))
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.literal.setdefault(segment, _Node())
        node.methods[operation.method] = (operation, tuple(names))

    def match(self, path: str) -> Match | None:
        """Return what is served at a clean path; None when nothing is."""
        return _walk(self._root, segments_of(path), 0, ())


def _walk(node: _Node, segments: list[str], index: int, values: tuple[str, ...]) -> Match | None:
    if index == len(segments):
        return Match(node.methods, values) if node.methods else None
    segment = segments[index]
    literal = node.literal.get(segment)
    if literal is not None:
        found = _walk(literal, segments, index + 1, values)
        if found is not None:
            return found
    if node.parameter is not None and segment:
        return _walk(node.parameter, segments, index + 1, (*values, segment))
    return None


def segments_of(path: str) -> list[str]:
    """Return the segments of a path; the last one without the ``.json`` that every path ends in."""
    segments = path[1:].split("/")
    if path.endswith(JSON_SUFFIX):
        segments[-1] = segments[-1].removesuffix(JSON_SUFFIX)
    else:
        # Without the suffix it is another path (behaviour.md 1.1): no served segment ends so.
        segments[-1] += "\0"
    return segments


def clean_path(raw: bytes) -> str:
    """Return a path with slashes collapsed and dot segments resolved (behaviour.md 1.1)."""
    path = raw.decode("ascii", "replace")
    if "//" not in path and "/." not in path:
        return unquote(path) if "%" in path else path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if kept:
                kept.pop()
        elif segment not in {"", "."}:
            kept.append(segment)
    return unquote("/" + "/".join(kept))
