"""Find the operations at a path, in a tree of path segments.

A list of patterns would be scanned for each request; the tree needs few steps for any number of
operations.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from leadkeep.api.operations import Operation
from leadkeep.api.reference import JSON_SUFFIX

Found = tuple[Operation, tuple[str, ...]]
"""An operation, and the names of its path parameters."""
Methods = dict[str, Found]
"""By HTTP method."""


@dataclass(slots=True)
class _Node:
    literal: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    methods: Methods = field(default_factory=dict)
    bare_methods: Methods = field(default_factory=dict)
    """The operations at the path without the suffix ``.json``."""


@dataclass(slots=True)  # frozen, it would cost as much as finding it
class Match:
    """The operations at a path, by method, and the values of the path parameters."""

    methods: Methods
    values: tuple[str, ...]
    """The values of the path parameters."""


class Router:
    """All served operations in a tree of path segments."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Build the tree of the operations."""
        self._root = _Node()
        self._fixed: dict[str, Match] = {}
        self._parameter_last: dict[str, Methods] = {}
        """By the path up to the last segment, which is a parameter, and not empty: most paths are
        of this form or fixed, and one look-up finds them."""
        for operation in operations:
            self._add(operation)
        self._find_short_ways(self._root, "")

    def _add(self, operation: Operation) -> None:
        node, names = self._root, []
        segments, has_suffix = _segments(operation.path)
        for segment in segments:
            if segment.startswith("{"):
                names.append(segment.strip("{}"))
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.literal.setdefault(segment, _Node())
        methods = node.methods if has_suffix else node.bare_methods
        methods[operation.method] = (operation, tuple(names))

    def _find_short_ways(self, node: _Node, path: str) -> None:
        """Note the fixed paths below a node, and those in which only the last segment varies."""
        for segment, child in node.literal.items():
            self._find_short_ways(child, f"{path}/{segment}")
        if node.methods:
            self._fixed[path + JSON_SUFFIX] = Match(node.methods, ())
        is_plain = not any(child.bare_methods for child in node.literal.values())
        if node.parameter is not None and node.parameter.methods and is_plain:
            self._parameter_last[path] = node.parameter.methods

    def match(self, path: str) -> Match | None:
        """Return the operations at a path from :func:`clean_path`; None if there are none."""
        found = self._fixed.get(path)
        if found is not None:
            return found
        beginning, _, last = path.rpartition("/")
        methods = self._parameter_last.get(beginning)
        if methods is not None and last.endswith(JSON_SUFFIX) and last != JSON_SUFFIX:
            return Match(methods, (last[: -len(JSON_SUFFIX)],))
        return self.match_in_tree(path)

    def match_in_tree(self, path: str) -> Match | None:
        """Return what :meth:`match` does, segment by segment, for a path of any form."""
        segments, has_suffix = _segments(path)
        found = _match(self._root, segments)
        if found is None:
            return None
        node, values = found
        methods = node.methods if has_suffix else node.bare_methods
        return Match(methods, values) if methods else None


def _match(root: _Node, segments: list[str]) -> tuple[_Node, tuple[str, ...]] | None:
    """Return the node at a path, and the values of the parameters on the way.

    A literal segment wins over a parameter, which is tried where the literal leads to nothing.
    """
    count = len(segments)
    values: tuple[str, ...] = ()
    node, index = root, 0
    untried: list[tuple[_Node, int, tuple[str, ...]]] = []
    while True:
        if index < count:
            segment = segments[index]
            index += 1
            literal = node.literal.get(segment)
            if node.parameter is not None and segment:
                untried.append((node.parameter, index, (*values, segment)))
            if literal is not None:
                node = literal
                continue
        elif node.methods or node.bare_methods:
            return node, values
        if not untried:
            return None
        node, index, values = untried.pop()


def _segments(path: str) -> tuple[list[str], bool]:
    """Split a path into segments; return them without a final ``.json``, and whether it had one."""
    has_suffix = path.endswith(JSON_SUFFIX)
    return path[1:].removesuffix(JSON_SUFFIX).split("/"), has_suffix


def clean_path(raw: bytes) -> str:
    """Return a path with repeated slashes joined and dot segments resolved (behaviour.md 1.1)."""
    path = raw.decode("ascii", "replace")
    if "//" not in path and "/." not in path:
        return unquote(path) if "%" in path else path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment not in {"", "."}:
            kept.append(segment)
    if segments[-1] in {"", ".", ".."}:
        kept.append("")  # the path ended with a slash, and still does
    return unquote("/" + "/".join(kept))
