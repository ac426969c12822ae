"""Generate an OpenAPI 3.1 document from the declared operations.

Entry point: :func:`document`, served at ``/openapi.json``.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from leadkeep import __version__
from leadkeep.api.declarations import EVERY_OPERATION, Declaration
from leadkeep.api.envelope import ASSET_PATH
from leadkeep.api.errors import IDENTITY_ERRORS, WIRE_ERRORS
from leadkeep.api.operations import Operation, declarations, served_operations
from leadkeep.api.operations.identity import TokenRefusal
from leadkeep.api.params import FORM_TYPE
from leadkeep.api.records import Records
from leadkeep.api.schemas import Schema, reference, schemas_of
from leadkeep.api.structs import AssetFailure, Failure, asset_reply_type, reply_type
from leadkeep.errors import Reason
from leadkeep.multipart import MULTIPART_TYPE

OPENAPI_VERSION = "3.1.0"
DESCRIPTION = """\
The part of the Marketo Leads REST API that this server speaks.

Errors come with HTTP status 200, `success: false` and one entry in `errors`; a record that is \
skipped has `reasons`. `x-errors` lists the codes of each operation with their texts; `{}` stands \
for a value there. A path without an operation answers 610, a method without one 605. \
`x-permissions` lists permissions of which any one suffices, `x-timeout-seconds` the time after \
which a call answers 604. Any GET may be sent as a POST with `_method=GET` and its parameters in a \
form. Unknown parameters and members are ignored.
"""

_PARAMETER = re.compile(
    r"(?P<name>\w+):(?P<type>array\[\w+\]|\w+)(?P<optional>\?)?(?:\{(?P<values>[^}]*)\})?"
).fullmatch
_INT64: Schema = {"type": "integer", "format": "int64"}
_TYPES: dict[str, Schema] = {
    "string": {"type": "string"},
    "integer": _INT64,
    "boolean": {"type": "boolean"},
    "file": {"type": "string", "format": "binary"},
}


@cache
def document_text() -> bytes:
    """Return the OpenAPI document as JSON."""
    return msgspec.json.encode(document())


def document() -> Schema:
    """Return the OpenAPI document."""
    paths: dict[str, Schema] = {}
    for operation in served_operations():
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    tags = sorted({operation.tag for operation in served_operations()})
    return {
        "openapi": OPENAPI_VERSION,
        "info": {
            "title": "leadkeep",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in tags],
        "security": [{"bearer": []}],
        "paths": dict(sorted(paths.items())),
        "components": _components(),
    }


# -- types -----------------------------------------------------------------------------------------


def reply_type_of(operation: Operation) -> Any:  # noqa: ANN401
    """Return the type of an operation's reply to a successful request, envelope included."""
    declaration = declared(operation)
    item: Any = declaration.item
    if operation.is_public:
        return item
    is_asset = operation.path.startswith(ASSET_PATH)
    return _envelope(item, is_asset=is_asset, may_lack_result=declaration.may_lack_result)


@cache
def _envelope(item: Any, *, is_asset: bool, may_lack_result: bool) -> Any:  # noqa: ANN401
    if item is None:
        return reply_type("Reply", None)
    has_own_schema = isinstance(item, Records)
    name = item.name if has_own_schema else item.__name__
    made = reference(name) if has_own_schema else item
    if is_asset:
        return asset_reply_type(f"{name}AssetReply", made)
    return reply_type(f"{name}Reply", made, may_lack_result=may_lack_result)


def declared(operation: Operation) -> Declaration:
    """Return the declaration of an operation that is served."""
    return declarations()[operation.id]


@cache
def document_types() -> list[Any]:
    """Return all types that the document describes, without duplicates."""
    found: dict[Any, None] = dict.fromkeys([Failure, AssetFailure, TokenRefusal])
    for operation in served_operations():
        declaration = declared(operation)
        found[reply_type_of(operation)] = None
        found |= dict.fromkeys(declaration.parameters.values())
        if declaration.body is not None:
            found[declaration.body] = None
    return list(found)


@cache
def _schemas() -> tuple[dict[Any, Schema], dict[str, Schema]]:
    """Return the schema of each type, and the named schemas (components) that they refer to."""
    made, components = schemas_of(document_types())
    # Generated components replace hand-written ones with the same name.
    for operation in served_operations():
        item = declared(operation).item
        if isinstance(item, Records):
            schema, parts = item.schema()
            components = {item.name: schema} | parts | components
    return dict(zip(document_types(), made, strict=True)), dict(sorted(components.items()))


# -- one operation ---------------------------------------------------------------------------------


def _operation(operation: Operation) -> Schema:
    declaration = declared(operation)
    made: Schema = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
    }
    if operation.notes:
        made["description"] = operation.notes
    made["parameters"] = [
        *_parameters(operation.path_params, declaration, "path"),
        *_parameters(operation.query_params, declaration, "query"),
    ]
    if operation.is_public:
        return made | {"security": [], "responses": _identity_responses(declaration)}
    if declaration.body is not None:
        made["requestBody"] = {
            "required": not operation.body_schema.endswith("?"),
            "content": _json(declaration.body),
        }
    if operation.form_params:
        form = _form(operation.form_params, declaration)
        is_multipart = operation.body_content_type == MULTIPART_TYPE
        kind = MULTIPART_TYPE if is_multipart else FORM_TYPE
        made["requestBody"] = {"content": {kind: {"schema": form}}}
    return made | {
        "responses": _responses(operation),
        "x-permissions": sorted(operation.permissions),
        "x-timeout-seconds": int(operation.timeout_seconds),
        "x-errors": _listed_errors(operation),
    }


def _json(kind: Any) -> Schema:  # noqa: ANN401
    return {"application/json": {"schema": _schemas()[0][kind]}}


def _named(notation: str, declaration: Declaration) -> Iterator[tuple[str, bool, Schema]]:
    """Parse parameters in the reference's notation: ``id:array[integer]? kind:string{a|b}``.

    Yields for each parameter its name, whether it is required, and its schema.
    """
    for piece in notation.split():
        found = _PARAMETER(piece)
        if found is None:
            raise ValueError(f"no parameter: {piece}")
        narrower = declaration.parameters.get(found["name"])
        own = None if narrower is None else _schemas()[0][narrower]
        schema = _schema_of(found["type"], own)
        if found["values"]:
            _innermost(schema)["enum"] = found["values"].split("|")
        yield found["name"], not found["optional"], schema


def _form(notation: str, declaration: Declaration) -> Schema:
    """Return the schema of a form-encoded body, whose parameters may also be in the query."""
    members = list(_named(notation, declaration))
    return {
        "type": "object",
        "properties": {name: schema for name, _, schema in members},
        "required": [name for name, is_required, _ in members if is_required],
    }


def _parameters(notation: str, declaration: Declaration, place: str) -> list[Schema]:
    """Return the parameters in a place, which is ``path`` or ``query``."""
    made = []
    for name, is_required, schema in _named(notation, declaration):
        parameter: Schema = {"name": name, "in": place}
        parameter |= {"required": is_required, "schema": schema}
        if schema.get("type") == "array":
            # One value with commas; repeated parameters are accepted as well.
            parameter |= {"style": "form", "explode": False}
        made.append(parameter)
    return made


def _schema_of(notation: str, own: Schema | None) -> Schema:
    """Return the schema of a type in the reference's notation, or of ``own`` if that is given."""
    if notation.startswith("array["):
        return {"type": "array", "items": own or dict(_TYPES[notation[6:-1]])}
    return own or dict(_TYPES[notation])


def _innermost(schema: Schema) -> Schema:
    inner: Schema = schema.get("items", schema)
    return inner


# -- replies ---------------------------------------------------------------------------------------


def response_reasons(operation: Operation) -> list[Reason]:
    """Return all reasons to refuse a request of an operation, in the order of their codes."""
    found = EVERY_OPERATION | {*declared(operation).refuses}
    if operation.needs_permission:
        found |= {Reason.ACCESS_DENIED}
    return [reason for reason in WIRE_ERRORS if reason in found]


def _listed_errors(operation: Operation) -> list[dict[str, str]]:
    skips = declared(operation).skips
    reasons = [("response", reason) for reason in response_reasons(operation)]
    reasons += [("record", reason) for reason in WIRE_ERRORS if reason in skips]
    return [
        {"level": level, "code": WIRE_ERRORS[reason].code, "message": WIRE_ERRORS[reason].text}
        for level, reason in reasons
    ]


def _responses(operation: Operation) -> Schema:
    known, _ = _schemas()
    failure = AssetFailure if operation.path.startswith(ASSET_PATH) else Failure
    if declared(operation).sends_file:
        found = _file_responses(known[failure])
    else:
        schema = {"oneOf": [known[reply_type_of(operation)], known[failure]]}
        text = "The result, or an error at response level."
        content = {"application/json": {"schema": schema}}
        found = {"200": {"description": text, "content": content}}
    return found | {
        "413": {"description": f"The body is larger than {_body_limit(operation)}. No body."},
        "414": {"description": "The URI is longer than 8 KB. No body."},
    }


def _body_limit(operation: Operation) -> str:
    return "10 MiB, or the limit that is set" if operation.path.startswith("/bulk/") else "1 MB"


def _file_responses(failure: Schema) -> Schema:
    """Return the responses of an operation that sends a file (behaviour.md 6.2)."""
    file = {"text/csv": {"schema": {"type": "string", "format": "binary"}}}
    return {
        "200": {
            "description": "The file, or an error at response level.",
            "content": file | {"application/json": {"schema": failure}},
        },
        "206": {"description": "The range that the header Range names.", "content": file},
        "404": {"description": "There is no such file, or not yet. A text."},
        "416": {"description": "No byte of the file is in the range. No body."},
    }


def _identity_responses(declaration: Declaration) -> Schema:
    statuses = sorted({each.status for each in IDENTITY_ERRORS.values()} | {500})
    made: Schema = {"200": {"description": "The token.", "content": _json(declaration.item)}}
    for status in statuses:
        texts = [
            f"`{each.error}`: {each.description}"
            for each in IDENTITY_ERRORS.values()
            if each.status == status
        ]
        description = "; ".join(texts) or "`server_error`: the server failed"
        made[str(status)] = {"description": description, "content": _json(TokenRefusal)}
    return made


# -- components ------------------------------------------------------------------------------------


def _components() -> Schema:
    return {
        "schemas": _schemas()[1],
        "securitySchemes": {
            "bearer": {
                "type": "http",
                "scheme": "bearer",
                "description": "The access_token of /identity/oauth/token.",
            }
        },
    }
