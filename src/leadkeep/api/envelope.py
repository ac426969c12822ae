"""Put replies and errors into their envelopes: the JSON object around ``result`` or ``errors``.

See behaviour.md 1.3, 1.7.
"""

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
"""Requests to paths that begin with this get the envelope of assets."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply of an operation: the members of its envelope; members that are None are absent."""

    result: list[Any] | None = None
    next_page_token: str | None = None
    more_result: bool | None = None


@dataclass(frozen=True, slots=True)
class AssetReply:
    """The reply of an asset operation; an empty result becomes a warning that nothing was found."""

    result: list[Any]


def success(request_id: str, reply: Reply | AssetReply) -> bytes:
    """Return a reply in its envelope as JSON without blanks.

    The members are in the order of recorded responses.
    """
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
    """Return the refusal of a request as JSON, in the envelope of assets for an asset's path."""
    body: dict[str, Any] = {"requestId": request_id, "success": False}
    if path.startswith(ASSET_PATH):
        body["warnings"] = []
    body["errors"] = [wire_error(problem)]
    return _encode(body)


def described_field(field: Field, *, is_updateable: bool | None = None) -> DescribedField:
    """Return a field in the format of the newer describe operations (behaviour.md 3.2, 4.3)."""
    return DescribedField(
        name=field.name,
        display_name=field.display_name,
        data_type=field.type.described_name,
        length=UNSET if field.length is None else field.length,
        updateable=not field.is_read_only if is_updateable is None else is_updateable,
        crm_managed=False,
    )


def leads(page: LeadPage) -> list[dict[str, Any]]:
    """Return a page of leads as JSON objects with a member for each field, null without a value."""
    return records(page.fields, page.rows)


def records(fields: tuple[Field, ...], rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return rows of an object as JSON objects with a member for each field, null without a value.

    A row has a value for each of ``fields``, in their order.
    """
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
    """Return the members' names, and by name the converters of values that JSON has no type for."""
    names = tuple(field.name for field in fields)
    translated = [(field.name, field.type.wire) for field in fields if field.type.is_translated]
    return names, tuple(translated)
