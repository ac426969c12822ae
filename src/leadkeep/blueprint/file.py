"""Read a blueprint: parse YAML into typed items with their line numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
import yaml

from leadkeep.blueprint.notation import COLLECTION_TAGS, Loader, scalar
from leadkeep.errors import SetupError, nearest

T = TypeVar("T")

LARGEST_FILE_BYTES = 64 * 1024 * 1024
DEEPEST_NESTING = 32
NODE_LIMIT = 5_000_000
"""Limit of YAML nodes: aliases can make a small file very large."""

UNQUOTED_TOKEN = 'a text with a token needs quotes, such as "{{lead.First Name}}"'  # noqa: S105 -- a message

_PATH = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")
_STEPS = re.compile(r"\.[^.\[]+").findall
_MISSING = re.compile(r"Object missing required field `(.*)`")


class BlueprintError(SetupError):
    """An error in a blueprint: the file, the line, the object and what is wrong."""

    def __init__(self, file: str, line: int | None, name: str, text: str) -> None:
        """Build the message; ``line`` counts from 1, ``name`` is the object with the error."""
        place = file if line is None else f"{file}:{line}"
        super().__init__(": ".join(filter(None, (place, name, text))))
        self.line = line


@dataclass(frozen=True, slots=True)
class Item(Generic[T]):
    """One object of a blueprint, with the line where it begins."""

    value: T
    line: int
    path: str = ""
    """The item's path in the file, such as ``.leads[3]``; ``Blueprint.lines`` also has the paths of
    values in it."""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A parsed file: its values by top-level key, and the line number of each value."""

    name: str
    """The file's name, for messages."""
    contents: dict[str, Any]
    lines: dict[str, int] = field(repr=False)
    """Line numbers by path, such as ``.fields[0].name``."""

    def error(self, line: int | None, name: str, text: str) -> BlueprintError:
        """Return an error about the object ``name`` of this file."""
        return BlueprintError(self.name, line, name, text)

    def value(self, key: str, kind: type[T]) -> Item[T]:
        """Return the value of a top-level key, converted to the type ``kind``."""
        return self._typed(self.contents[key], kind, f".{key}", key)

    def items(self, key: str, kind: type[T]) -> list[Item[T]]:
        """Return the items of the list under a top-level key, each converted to ``kind``."""
        found = self.contents[key]
        if found is None:
            return []
        if not isinstance(found, list):
            raise self.error(self.lines[f".{key}"], key, "this must be a list")
        return [
            self._typed(each, kind, f".{key}[{index}]", _name_of(key, each))
            for index, each in enumerate(found)
        ]

    def _typed(self, value: object, kind: type[T], path: str, name: str) -> Item[T]:
        try:
            return Item(msgspec.convert(value, kind), self.lines[path], path)
        except msgspec.ValidationError as error:
            found = _PATH.match(str(error))
            what, below = (found["what"], found["path"] or "") if found else (str(error), "")
            at = path + below
            unknown = _UNKNOWN.match(what)
            if unknown:
                hint = nearest(unknown[1], _members_at(msgspec.inspect.type_info(kind), below))
                at, what = f"{at}.{unknown[1]}", f"{unknown[1]} has no meaning here{hint}"
            elif missing := _MISSING.match(what):
                what = f"{missing[1]} is missing"
            else:
                what = what[:1].lower() + what[1:]
                what = f"{below.lstrip('.')}: {what}" if below else what
            raise self.error(self._line_of(at), name, what) from None

    def _line_of(self, path: str) -> int | None:
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["))]
        return self.lines.get(path)


def _members_at(found: msgspec.inspect.Type, path: str) -> list[str]:
    """Return the members of the objects at a path below a type, such as ``.fields[0]``."""
    structs = _structs_in(found)
    for step in _STEPS(path):
        if step.startswith("."):
            members = [each for some in structs for each in some.fields]
            structs = [
                below
                for each in members
                if each.encode_name == step[1:]
                for below in _structs_in(each.type)
            ]
    return [each.encode_name for some in structs for each in some.fields]


def _structs_in(found: msgspec.inspect.Type) -> list[msgspec.inspect.StructType]:
    """Return the objects that a type is, or that are the items of its list or mapping."""
    if isinstance(found, msgspec.inspect.StructType):
        return [found]
    if isinstance(found, msgspec.inspect.UnionType):
        return [each for kind in found.types for each in _structs_in(kind)]
    if isinstance(found, msgspec.inspect.ListType):
        return _structs_in(found.item_type)
    return _structs_in(found.value_type) if isinstance(found, msgspec.inspect.DictType) else []


def _name_of(key: str, value: object) -> str:
    if isinstance(value, dict):
        for member in ("name", "email"):
            if isinstance(value.get(member), str):
                return f"{key}: {value[member]}"
    return key


def check_unique(blueprint: Blueprint, key: str, items: Sequence[tuple[str, int]]) -> None:
    """Check that no two objects have the same name; ``items`` are pairs of name and line.

    Raises:
        BlueprintError: two objects have the same name; the error is about the second one.
    """
    first: dict[str, int] = {}
    for name, line in items:
        if name in first:
            raise blueprint.error(line, f"{key}: {name}", f"is in line {first[name]} already")
        first[name] = line


def read_blueprint(path: Path) -> Blueprint:
    """Read and parse a blueprint file.

    Raises:
        BlueprintError: the file cannot be read, or is not valid YAML of the expected form.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise BlueprintError(str(path), None, "", error.strerror or "cannot be read") from None
    if len(data) > LARGEST_FILE_BYTES:
        raise BlueprintError(str(path), None, "", f"more than {LARGEST_FILE_BYTES} bytes")
    return parse_blueprint(str(path), data)


def parse_blueprint(name: str, data: bytes) -> Blueprint:
    """Parse the content of a blueprint file; ``name`` is the file's name for messages.

    Raises:
        BlueprintError: the content is not valid YAML of the expected form.
    """
    try:
        text = data.decode("utf-8-sig")
        root = yaml.compose(text, Loader=Loader)
    except UnicodeDecodeError:
        raise BlueprintError(name, None, "", "is not UTF-8 text") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        marks = [each.line for each in (error.problem_mark, error.context_mark) if each]
        lines = text.splitlines()
        if any("{{" in lines[each] for each in marks if each < len(lines)):
            raise BlueprintError(name, line, "", UNQUOTED_TOKEN) from None
        raise BlueprintError(name, line, "", error.problem or "is not YAML") from None
    except yaml.YAMLError:
        raise BlueprintError(name, None, "", "is not YAML") from None
    if root is None:
        return Blueprint(name, {}, {})
    if not isinstance(root, yaml.MappingNode):
        raise BlueprintError(name, 1, "", "a blueprint is a mapping of keys such as fields")
    reader = _NodeReader(name)
    contents = reader.value(root, "", 0)
    return Blueprint(name, contents, reader.lines)


class _NodeReader:
    """Converts YAML nodes into plain values and records the line of each."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes = 0
        self.lines: dict[str, int] = {}

    def value(self, node: yaml.Node, path: str, depth: int) -> Any:  # noqa: ANN401
        self._nodes += 1
        line = self.lines.setdefault(path, node.start_mark.line + 1)
        if depth > DEEPEST_NESTING or self._nodes > NODE_LIMIT:
            raise BlueprintError(self._name, line, "", "is nested too deeply or grows too large")
        if isinstance(node, yaml.ScalarNode):
            try:
                return scalar(node)
            except ValueError as error:
                raise BlueprintError(self._name, line, "", str(error)) from None
        if node.tag not in COLLECTION_TAGS:
            raise BlueprintError(self._name, line, "", f"the tag {node.tag} has no meaning here")
        if isinstance(node, yaml.SequenceNode):
            return [
                self.value(each, f"{path}[{index}]", depth + 1)
                for index, each in enumerate(node.value)
            ]
        return dict(self._members(node, path, depth))

    def _members(self, node: yaml.Node, path: str, depth: int) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if isinstance(key_node, yaml.MappingNode):
                raise BlueprintError(self._name, line, path.rpartition(".")[2], UNQUOTED_TOKEN)
            if not isinstance(key_node, yaml.ScalarNode) or not isinstance(key, str):
                raise BlueprintError(self._name, line, "", "a key must be a plain text")
            if key in seen:
                text = f"is in line {seen[key]} already"
                raise BlueprintError(self._name, line, key, text)
            seen[key] = line
            below = f"{path}.{key}"
            self.lines[below] = line
            yield key, self.value(value_node, below, depth + 1)
