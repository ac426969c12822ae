"""Derive the schemas of the OpenAPI document from the structs of bodies and replies.

Entry point: :func:`schemas_of`. Descriptions come from docstrings of structs and members; examples
come from the struct itself, or from the example of a struct that contains it.
"""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from msgspec import inspect as types

from leadkeep.api.structs import example_of

Schema = dict[str, Any]

PREFIX = "#/components/schemas/"
NULL: Schema = {"type": "null"}

_CITATION = re.compile(r" \([a-z_]+\.md [^)]*\)")


def schemas_of(roots: Sequence[Any]) -> tuple[list[Schema], dict[str, Schema]]:
    """Return the schema of each type, and by name the schemas (components) that they refer to."""
    made, components = msgspec.json.schema_components(roots, ref_template=PREFIX + "{name}")
    structs = {each.__name__: each for each in structs_in(roots)}
    examples = _examples(structs.values())
    found: dict[str, Schema] = {}
    for name, schema in components.items():
        _tidy(schema)
        struct = structs.get(name)
        if struct is not None:
            _describe_members(schema, struct)
            if struct in examples:
                schema["examples"] = [examples[struct]]
        found[_short(name)] = schema
    for each in (*made, *found.values()):
        _shorten_references(each)
    return [_tidied(each) for each in made], found


def reference(name: str) -> Any:  # noqa: ANN401
    """Return a type that appears in schemas as a reference to the schema called ``name``."""
    return Annotated[dict[str, Any], refers_to(name)]


def refers_to(name: str) -> Meta:
    """Return an annotation by which a value's schema is a reference to the schema ``name``."""
    return Meta(extra_json_schema={"$ref": PREFIX + name})


# -- names -----------------------------------------------------------------------------------------


def _short(name: str) -> str:
    """Return a schema name without dots; of equal names of two structs, with the module's name."""
    return "".join(
        part[:1].upper() + part[1:] for piece in name.split(".")[-2:] for part in piece.split("_")
    )


def _shorten_references(schema: Any) -> None:  # noqa: ANN401
    for each in _inside(schema):
        if "$ref" in each:
            each["$ref"] = PREFIX + _short(each["$ref"].removeprefix(PREFIX))


# -- looks -----------------------------------------------------------------------------------------


def _inside(schema: Any) -> Iterator[Schema]:  # noqa: ANN401
    """Yield a schema and all schemas within it, outermost first."""
    if isinstance(schema, list):
        for each in schema:
            yield from _inside(each)
    elif isinstance(schema, dict):
        yield schema
        for name, value in list(schema.items()):
            if name not in {"examples", "enum", "const", "default"}:
                yield from _inside(value)


def _tidied(schema: Schema) -> Schema:
    _tidy(schema)
    return schema


def _tidy(schema: Schema) -> None:
    """Simplify the schemas for readers: no titles, no null defaults, types for enums."""
    for each in _inside(schema):
        if isinstance(each.get("title"), str):
            del each["title"]
        if each.get("additionalProperties") is False:
            del each["additionalProperties"]  # later versions may add members to replies
        if isinstance(each.get("description"), str):
            each["description"] = _plain(each["description"])
        if each.get("default", 0) is None:
            _drop_null(each)
        if "$ref" in each:
            each.pop("type", None)
        elif "enum" in each and all(isinstance(value, str) for value in each["enum"]):
            each["type"] = "string"


def _drop_null(schema: Schema) -> None:
    """Remove null from the schema of an optional member, where it means the same as absent."""
    del schema["default"]
    choices = [each for each in schema.pop("anyOf", []) if each != NULL]
    if len(choices) == 1:
        schema |= choices[0]
    elif choices:
        schema["anyOf"] = choices


def _plain(text: str) -> str:
    """Return a docstring without references to behaviour.md, which readers of the API lack."""
    return _CITATION.sub("", " ".join(text.split())).replace("``", "`")


def _describe_members(schema: Schema, struct: type[msgspec.Struct]) -> None:
    properties = schema.get("properties", {})
    for field in msgspec.structs.fields(struct):
        text = member_docstrings(struct).get(field.name)
        if text and field.encode_name in properties:
            properties[field.encode_name].setdefault("description", _plain(text))


@cache
def member_docstrings(struct: type) -> Mapping[str, str]:
    """Return the docstrings of the members of a struct and of its base classes, by name."""
    found: dict[str, str] = {}
    for each in reversed(struct.__mro__):
        try:
            file = inspect.getsourcefile(each)
        except TypeError:
            continue  # a class of C
        if file and Path(file).is_file():
            found |= _docstrings_in(file).get(each.__qualname__, {})
    return found


@cache
def _docstrings_in(file: str) -> Mapping[str, Mapping[str, str]]:
    """Return the docstrings of members by the qualified names of their classes in a file.

    The file is parsed once: ``inspect.getsource`` would parse all of it for each class.
    """
    found: dict[str, dict[str, str]] = {}

    def visit(node: ast.AST, prefix: str) -> None:
        if isinstance(node, ast.ClassDef):
            prefix += node.name
            found[prefix] = {
                member.target.id: below.value.value
                for member, below in pairwise(node.body)
                if isinstance(member, ast.AnnAssign)
                and isinstance(member.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
                and isinstance(below.value.value, str)
            }
            prefix += "."
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            prefix += f"{node.name}.<locals>."
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.stmt):
                visit(inner, prefix)

    visit(ast.parse(Path(file).read_bytes()), "")
    return found


# -- structs and their examples --------------------------------------------------------------------


def structs_in(roots: Sequence[Any]) -> list[type[msgspec.Struct]]:
    """Return all structs that occur in the types ``roots``, at any depth, breadth first."""
    found: dict[type[msgspec.Struct], None] = {}
    waiting = list(types.multi_type_info(roots))
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, types.StructType):
            if node.cls not in found:
                found[node.cls] = None
                waiting += [each.type for each in node.fields]
        else:
            waiting += _parts(node)
    return list(found)


def _parts(node: types.Type) -> list[types.Type]:
    names = ("type", "item_type", "key_type", "value_type", "types", "fields")
    parts: list[types.Type] = []
    for name in names:
        value = getattr(node, name, ())
        values = value if isinstance(value, tuple) else (value,)
        parts += [each.type if isinstance(each, types.Field) else each for each in values]
    return parts


def _examples(structs: Iterable[type[msgspec.Struct]]) -> dict[type[msgspec.Struct], Any]:
    """Return an example of each struct: its own, or the part for it in another struct's example."""
    found: dict[type[msgspec.Struct], Any] = {}
    for struct in structs:
        example = found.get(struct) or example_of(struct)
        if example is None:
            continue
        found[struct] = example
        for field in msgspec.structs.fields(struct):
            inner = example.get(field.encode_name)
            inner = inner[0] if isinstance(inner, list) and inner else inner
            parts = structs_in([field.type])
            if isinstance(inner, dict) and parts and not example_of(parts[0]):
                found.setdefault(parts[0], inner)
    return found
