"""Render replies in their envelopes (behaviour.md 1.3, 1.7)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET

from leadkeep.api.errors import wire_error
from leadkeep.api.structs import NOTHING_FOUND, DescribedField
from leadkeep.domain.fields import Field
from leadkeep.domain.leads import LeadPage
from leadkeep.errors import Problem

_encode = msgspec.json.Encoder().encode

CACHED_PLANS = 512

ASSET_PATH = "/rest/asset/"
"""Replies to paths that begin with this have the asset envelope."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply of an operation. Members that are None are absent."""

    result: list[Any] | None = None
    next_page_token: str | None = None
    more_result: bool | None = None


@dataclass(frozen=True, slots=True)
class AssetReply:
    """The reply of an operation on assets; an empty result becomes a warning."""

    result: list[Any]


def success(request_id: str, reply: Reply | AssetReply) -> bytes:
    """Return a success reply as JSON in its envelope: members in the recorded order, no blanks."""
    if isinstance(reply, AssetReply):
        return _asset_success(request_id, reply)
    body: dict[str, Any] = {"requestId": request_id}
    if reply.result is not None:
        body["result"] = reply.result
    body["success"] = True
    if reply.next_page_token is not None:
        body["nextPageToken"] = reply.next_page_token
    if reply.more_result is not None:
        body["moreResult"] = reply.more_result
    return _encode(body)


def _asset_success(request_id: str, reply: AssetReply) -> bytes:
    warnings = [] if reply.result else [NOTHING_FOUND]
    body = {"success": True, "errors": [], "requestId": request_id, "warnings": warnings}
    return _encode(body | {"result": reply.result} if reply.result else body)


def failure(request_id: str, path: str, problem: Problem) -> bytes:
    """Return a response-level error as JSON; for assets with an empty ``warnings``."""
    body: dict[str, Any] = {"requestId": request_id, "success": False}
    if path.startswith(ASSET_PATH):
        body["warnings"] = []
    body["errors"] = [wire_error(problem)]
    return _encode(body)


def described_field(field: Field, *, is_updateable: bool | None = None) -> DescribedField:
    """Return a field in the form of the newer describe operations (behaviour.md 3.2, 4.3)."""
    return DescribedField(
        name=field.name,
        display_name=field.display_name,
        data_type=field.type.described_name,
        length=UNSET if field.length is None else field.length,
        updateable=not field.is_read_only if is_updateable is None else is_updateable,
        crm_managed=False,
    )


def leads(page: LeadPage) -> list[dict[str, Any]]:
    """Return lead records as JSON: members in the order of the fields, null without a value."""
    return records(page.fields, page.rows)


def records(fields: tuple[Field, ...], rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return records of any object as JSON: members in field order, null without a value."""
    names, translated = _plan(fields)
    found = [dict(zip(names, row, strict=True)) for row in rows]
    for name, to_wire in translated:
        for record in found:
            value = record[name]
            if value is not None:
                record[name] = to_wire(value)
    return found


@lru_cache(CACHED_PLANS)
def _plan(
    fields: tuple[Field, ...],
) -> tuple[tuple[str, ...], tuple[tuple[str, Callable[[Any], Any]], ...]]:
    """Return the members' names, and converters for values that are not JSON values yet."""
    names = tuple(field.name for field in fields)
    translated = [(field.name, field.type.wire) for field in fields if field.type.is_translated]
    return names, tuple(translated)
