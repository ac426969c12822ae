"""What the calls on records of every object but the lead share (behaviour.md 7.1, 1.6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from leadkeep.api import envelope, params
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.paging import decode_position, encode_position
from leadkeep.api.request import CELLS_READ_INLINE, Request
from leadkeep.domain.fields import Catalog, Record
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects.engine import (
    Kind,
    RecordAction,
    RecordOutcome,
    RecordPage,
    RecordQuery,
    RecordSync,
    Synced,
    catalog_of,
    delete_records,
    find_records,
    sync_records,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

DESCRIBED_AT = "2026-01-01T00:00:00Z"
"""When a standard object was made: with the product, not with the instance."""

NOUN = "Records"

SyncVerb = Callable[[Work, Kind, RecordSync], Synced]
DeleteVerb = Callable[[Work, Kind, Sequence[Record], bool], Synced]


class LookupBody(msgspec.Struct, rename="camel"):
    """The body of a query by several fields together, sent with ``_method=GET``."""

    filter_type: str | None = None
    fields: list[str] | None = None
    input: list[dict[str, Any]] | None = None
    batch_size: int | str | None = None
    next_page_token: str | None = None


class SyncRecordsBody(msgspec.Struct, rename="camel"):
    """The body of a sync."""

    action: str | None = None
    dedupe_by: str | None = None
    input: list[dict[str, Any]] | None = None


class DeleteRecordsBody(msgspec.Struct, rename="camel"):
    """The body of a delete."""

    delete_by: str | None = None
    input: list[dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class ObjectRecords:
    """The calls on the records of one object, or of a family of objects."""

    kind: Callable[[Transaction, Request], Kind]
    endpoint: Callable[[Request], str]
    """The path without its beginning: page tokens are good for it alone."""
    sync_verb: SyncVerb
    delete_verb: DeleteVerb
    default_action: RecordAction = RecordAction.CREATE_OR_UPDATE
    actions: frozenset[RecordAction] = frozenset(RecordAction)

    async def query(self, request: Request) -> Reply:
        """Get records by a filter, page by page."""
        wanted, endpoint = _query(request, self.endpoint(request)), self.endpoint(request)
        # A value may match many records; a read that takes long moves to a thread by itself.
        is_small = min(len(wanted.values), wanted.page_size) * 8 <= CELLS_READ_INLINE
        read = request.read if is_small else request.read_long
        page = await read(lambda work: find_records(work.tx, self.kind(work.tx, request), wanted))
        return paged(request, endpoint, page)

    async def sync(self, request: Request) -> Reply:
        """Create and update records."""
        sent = params.body(request, SyncRecordsBody)
        wanted = RecordSync(
            params.records(sent.input, noun=NOUN),
            self._action(sent.action),
            _is_by_id("dedupeBy", sent.dedupe_by),
        )
        synced = await request.write(
            lambda work: self.sync_verb(work, self.kind(work.tx, request), wanted)
        )
        return outcomes(synced, is_id_last=True)

    def _action(self, sent: str | None) -> RecordAction:
        if not sent:
            return self.default_action
        try:
            action = RecordAction(sent)
        except ValueError:
            action = None
        if action not in self.actions:
            raise Refusal(Reason.INVALID_DATA, f"Invalid action '{sent}' specified")
        return action

    async def delete(self, request: Request) -> Reply:
        """Delete records."""
        sent = params.body(request, DeleteRecordsBody)
        records = params.records(sent.input, noun=NOUN)
        by_id = _is_by_id("deleteBy", sent.delete_by)
        deleted = await request.write(
            lambda work: self.delete_verb(work, self.kind(work.tx, request), records, by_id)
        )
        return outcomes(deleted, is_id_last=False)

    async def describe(self, request: Request) -> Reply:
        """Describe the object."""
        return Reply(
            [await request.read(lambda work: described(work.tx, self.kind(work.tx, request)))]
        )


def _query(request: Request, endpoint: str) -> RecordQuery:
    sent = params.body(request, LookupBody)
    filter_type = sent.filter_type or params.text(request, "filterType")
    if filter_type is None:
        raise Refusal(Reason.INVALID_DATA, "filterType not specified")
    values = sent.input or params.array(request, "filterValues")
    if not values:
        raise Refusal(Reason.INVALID_DATA, "filterValues not specified")
    if sent.batch_size is not None:
        request.query["batchSize"] = [str(sent.batch_size)]
    after = 0
    token = sent.next_page_token or params.text(request, "nextPageToken")
    if token is not None:
        after = int(decode_position(request.server.key, endpoint, token))
    fields = sent.fields or params.array(request, "fields")
    return RecordQuery(filter_type, values, fields, after, params.page_size(request))


def paged(request: Request, endpoint: str, page: RecordPage) -> Reply:
    """Return a page of records, each with its number in the page (behaviour.md 1.4, 7.1)."""
    found = envelope.records(page.fields, page.rows)
    items = [{"seq": index, **record} for index, record in enumerate(found)]
    more = page.next_after is not None
    token = encode_position(request.server.key, endpoint, str(page.next_after)) if more else None
    return Reply(items, token, more)


def _is_by_id(member: str, sent: str | None) -> bool:
    if sent not in {None, "", "dedupeFields", "idField"}:
        raise Refusal(Reason.INVALID_DATA, f"Invalid {member} '{sent}' value")
    return sent == "idField"


def plain_sync(work: Work, kind: Kind, wanted: RecordSync) -> Synced:
    """Sync records of an object whose values no lead shows."""
    return sync_records(work, kind, wanted)


def plain_delete(work: Work, kind: Kind, records: Sequence[Record], by_id: bool) -> Synced:  # noqa: FBT001
    """Delete records that no other record refers to."""
    return delete_records(work.tx, kind, records, by_id=by_id)


def outcomes(of: Synced, *, is_id_last: bool) -> Reply:
    """Return the result of a call on records, one item each."""
    return Reply([record_outcome(n, each, is_id_last) for n, each in enumerate(of.outcomes)])


def record_outcome(seq: int, of: RecordOutcome, is_id_last: bool) -> dict[str, Any]:  # noqa: FBT001
    """Return the result item of one record; the order of members is as sampled."""
    item: dict[str, Any] = {"seq": seq}
    if of.problem is not None:
        return item | {"status": of.status, "reasons": [wire_error(of.problem)]}
    shown = {"id" if isinstance(of.shown_id, int) else "marketoGUID": of.shown_id}
    status = {"status": of.status}
    return item | status | shown if is_id_last else item | shown | status


def described(tx: Transaction, kind: Kind) -> dict[str, Any]:
    """Return what describe shows of an object (behaviour.md 7.1)."""
    catalog = catalog_of(tx, kind)
    item: dict[str, Any] = {"name": kind.title}
    if kind.description is not None:
        item["description"] = kind.description
    relationships = [
        {
            "field": each.field,
            "type": each.type,
            "relatedTo": {"name": each.related_object, "field": each.related_field},
        }
        for each in kind.relationships
    ]
    return item | {
        "createdAt": DESCRIBED_AT,
        "updatedAt": DESCRIBED_AT,
        "idField": kind.id_name,
        "dedupeFields": kind.dedupe,
        "searchableFields": searchable(kind, catalog),
        "relationships": relationships,
        "fields": [
            envelope.described_field(each, is_updateable=kind.is_updateable(each))
            for each in catalog.visible
        ],
    }


def searchable(kind: Kind, catalog: Catalog) -> list[list[str]]:
    """Return the sets of fields that queries may filter by: dedupe fields and id first."""
    found = [list(kind.dedupe), [kind.id_name]]
    filters = [[each.name] for each in catalog.visible if kind.is_filter(each)]
    return found + [each for each in filters if each not in found]
