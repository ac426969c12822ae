"""The API as an OpenAPI 3.1 document, made from the table of operations.

Entry point: :func:`document`, served at ``/openapi.json``.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from leadkeep import __version__
from leadkeep.api.answers import ANSWERS, EVERY_CALL, ITEMS, Answers
from leadkeep.api.envelope import ASSET_PATH, NOTHING_FOUND
from leadkeep.api.errors import IDENTITY_ERRORS, WIRE_ERRORS
from leadkeep.api.operations import Operation, served_operations
from leadkeep.api.params import FORM_TYPE
from leadkeep.errors import Reason

Schema = dict[str, Any]

OPENAPI_VERSION = "3.1.0"
SCHEMAS = "#/components/schemas/"
DESCRIPTION = """\
The part of the Marketo Leads REST API that this server speaks.

Errors come with HTTP status 200, `success: false` and one entry in `errors`; a record that is \
skipped has `reasons`. `x-errors` lists the codes of each operation with their texts; `{}` stands \
for a value there. A path without an operation answers 610, a method without one 605. \
`x-permissions` lists permissions of which any one suffices, `x-timeout-seconds` the time after \
which a call answers 604. Any GET may be sent as a POST with `_method=GET` and its parameters in a \
form. Unknown parameters and members are ignored.
"""

REQUEST_ID: Schema = {"type": "string", "pattern": "^[0-9a-f]+#[0-9a-f]+$"}
_PARAMETER = re.compile(
    r"(?P<name>\w+):(?P<type>array\[\w+\]|\w+)(?P<optional>\?)?(?:\{(?P<values>[^}]*)\})?"
).fullmatch
_CITATION = re.compile(r" \([a-z_]+\.md [^)]*\)")
_INT64: Schema = {"type": "integer", "format": "int64"}
_TYPES: dict[str, Schema] = {
    "string": {"type": "string"},
    "integer": _INT64,
    "boolean": {"type": "boolean"},
}


@cache
def document_text() -> bytes:
    """Return the document as JSON."""
    return msgspec.json.encode(document())


def document() -> Schema:
    """Return the document."""
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


# -- one operation ---------------------------------------------------------------------------------


def _operation(of: Operation) -> Schema:
    made: Schema = {"operationId": of.id, "summary": of.summary, "tags": [of.tag]}
    if of.notes:
        made["description"] = of.notes
    made["parameters"] = [
        *_parameters(of.path_params, "path"),
        *_parameters(of.query_params, "query"),
    ]
    if of.is_public:
        return made | {"security": [], "responses": _identity_responses()}
    answers = ANSWERS.get(of.id, Answers(None))
    if answers.body is not None:
        made["requestBody"] = {
            "required": not of.body_schema.endswith("?"),
            "content": {"application/json": {"schema": {"$ref": _name_of(answers.body)}}},
        }
    if of.form_params:
        made["requestBody"] = {"content": {FORM_TYPE: {"schema": _form(of.form_params)}}}
    return made | {
        "responses": _responses(of, answers),
        "x-permissions": sorted(of.permissions),
        "x-timeout-seconds": int(of.timeout_seconds),
        "x-errors": _listed_errors(of, answers),
    }


def _named(notation: str) -> Iterator[tuple[str, bool, Schema]]:
    """Yield name, necessity and schema of ``id:array[integer]? kind:string{a|b}`` and the like."""
    for piece in notation.split():
        found = _PARAMETER(piece)
        if found is None:
            raise ValueError(f"no parameter: {piece}")
        schema = _schema_of(found["type"])
        if found["values"]:
            _innermost(schema)["enum"] = found["values"].split("|")
        yield found["name"], not found["optional"], schema


def _form(notation: str) -> Schema:
    """Return the schema of a form; the query may hold its parameters instead."""
    members = list(_named(notation))
    return {
        "type": "object",
        "properties": {name: schema for name, _, schema in members},
        "required": [name for name, is_required, _ in members if is_required],
    }


def _parameters(notation: str, place: str) -> list[Schema]:
    """Return the parameters that stand in a place: the path or the query."""
    made = []
    for name, is_required, schema in _named(notation):
        parameter: Schema = {"name": name, "in": place}
        parameter |= {"required": is_required, "schema": schema}
        if schema["type"] == "array":
            # One value with commas; the repeated form is understood as well.
            parameter |= {"style": "form", "explode": False}
        made.append(parameter)
    return made


def _schema_of(notation: str) -> Schema:
    if notation.startswith("array["):
        return {"type": "array", "items": dict(_TYPES[notation[6:-1]])}
    return dict(_TYPES[notation])


def _innermost(schema: Schema) -> Schema:
    inner: Schema = schema.get("items", schema)
    return inner


# -- replies ---------------------------------------------------------------------------------------


def response_reasons(of: Operation, answers: Answers) -> list[Reason]:
    """Return every reason at response level, in the order of the codes."""
    found = EVERY_CALL | {*answers.response}
    if of.needs_permission:
        found |= {Reason.ACCESS_DENIED}
    return [reason for reason in WIRE_ERRORS if reason in found]


def _listed_errors(of: Operation, answers: Answers) -> list[dict[str, str]]:
    reasons = [("response", reason) for reason in response_reasons(of, answers)]
    reasons += [("record", reason) for reason in WIRE_ERRORS if reason in answers.record]
    return [
        {"level": level, "code": WIRE_ERRORS[reason].code, "message": WIRE_ERRORS[reason].text}
        for level, reason in reasons
    ]


def _responses(of: Operation, answers: Answers) -> Schema:
    codes = {WIRE_ERRORS[reason].code for reason in response_reasons(of, answers)}
    is_asset = of.path.startswith(ASSET_PATH)
    told = _asset_success(answers) if is_asset else _success(answers)
    failure = _failure(sorted(codes))
    if is_asset:
        failure["properties"]["warnings"] = {"type": "array", "maxItems": 0}
        failure["required"].append("warnings")
    schema = {"oneOf": [told, failure]}
    return {
        "200": {
            "description": "The result, or an error at response level.",
            "content": {"application/json": {"schema": schema}},
        },
        "413": {"description": "The body is larger than 1 MB. No body."},
        "414": {"description": "The URI is longer than 8 KB. No body."},
    }


def _success(answers: Answers) -> Schema:
    properties: Schema = {"requestId": {"$ref": f"{SCHEMAS}RequestId"}}
    if answers.item is not None:
        properties["result"] = {"type": "array", "items": _item(answers)}
    properties |= {
        "success": {"const": True},
        "nextPageToken": {"type": "string"},
        "moreResult": {"type": "boolean"},
    }
    required = ["requestId", "success"]
    if answers.item is not None and not answers.may_lack_result:
        required.append("result")
    return {"type": "object", "properties": properties, "required": required}


def _asset_success(answers: Answers) -> Schema:
    """Return the envelope of assets: without a result a warning says so."""
    return {
        "type": "object",
        "properties": {
            "success": {"const": True},
            "errors": {"type": "array", "maxItems": 0},
            "requestId": {"$ref": f"{SCHEMAS}RequestId"},
            "warnings": {"type": "array", "items": {"const": NOTHING_FOUND}, "maxItems": 1},
            "result": {"type": "array", "items": _item(answers), "minItems": 1},
        },
        "required": ["success", "errors", "requestId", "warnings"],
    }


def _item(answers: Answers) -> Schema:
    schema: Schema = {"$ref": f"{SCHEMAS}{answers.item}"}
    if not answers.record:
        return schema
    codes = sorted({WIRE_ERRORS[reason].code for reason in answers.record})
    reasons = {"items": {"properties": {"code": {"enum": codes}}}}
    return {"allOf": [schema, {"properties": {answers.reasons_member: reasons}}]}


def _failure(codes: list[str]) -> Schema:
    error = {"allOf": [{"$ref": f"{SCHEMAS}Error"}, {"properties": {"code": {"enum": codes}}}]}
    return {
        "type": "object",
        "properties": {
            "requestId": {"$ref": f"{SCHEMAS}RequestId"},
            "success": {"const": False},
            "errors": {"type": "array", "items": error, "minItems": 1, "maxItems": 1},
        },
        "required": ["requestId", "success", "errors"],
    }


def _identity_responses() -> Schema:
    statuses = sorted({each.status for each in IDENTITY_ERRORS.values()} | {500})
    refused = {"application/json": {"schema": {"$ref": f"{SCHEMAS}IdentityError"}}}
    given = {"application/json": {"schema": {"$ref": f"{SCHEMAS}Token"}}}
    made: Schema = {"200": {"description": "The token.", "content": given}}
    for status in statuses:
        texts = [
            f"`{each.error}`: {each.description}"
            for each in IDENTITY_ERRORS.values()
            if each.status == status
        ]
        description = "; ".join(texts) or "`server_error`: the server failed"
        made[str(status)] = {"description": description, "content": refused}
    return made


# -- components ------------------------------------------------------------------------------------


def _bodies() -> list[type[msgspec.Struct]]:
    return list(dict.fromkeys(each.body for each in ANSWERS.values() if each.body is not None))


@cache
def _body_schemas() -> tuple[dict[type[msgspec.Struct], Schema], Schema]:
    bodies = _bodies()
    schemas, components = msgspec.json.schema_components(bodies, ref_template=SCHEMAS + "{name}")
    for each in components.values():
        # The docstrings cite the sources of facts, which readers of the document do not have.
        each["description"] = _CITATION.sub("", each["description"])
    return dict(zip(bodies, schemas, strict=True)), components


def _name_of(body: type[msgspec.Struct]) -> str:
    name: str = _body_schemas()[0][body]["$ref"]
    return name


def _components() -> Schema:
    error = {
        "type": "object",
        "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        "required": ["code", "message"],
    }
    token = {
        "type": "object",
        "properties": {
            "access_token": {"type": "string"},
            "token_type": {"const": "bearer"},
            "expires_in": {"type": "integer"},
            "scope": {"type": "string"},
        },
        "required": ["access_token", "token_type", "expires_in", "scope"],
    }
    identity_error = {
        "type": "object",
        "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}},
        "required": ["error", "error_description"],
    }
    own = {
        "RequestId": REQUEST_ID,
        "Error": error,
        "Token": token,
        "IdentityError": identity_error,
    }
    return {
        "schemas": dict(sorted((own | ITEMS | _body_schemas()[1]).items())),
        "securitySchemes": {
            "bearer": {
                "type": "http",
                "scheme": "bearer",
                "description": "The access_token of /identity/oauth/token.",
            }
        },
    }
