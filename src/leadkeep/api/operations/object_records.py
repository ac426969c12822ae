"""Shared operations on the records of objects other than leads (behaviour.md 7.1, 1.6).

An object's module creates an :class:`ObjectRecords` and declares its operations in one call.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

import msgspec
from msgspec import UNSET, UnsetType

from leadkeep.api import envelope, params
from leadkeep.api.declarations import JSON_BODY, PAGE, RECORDS_BODY, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.paging import decode_position, encode_position
from leadkeep.api.records import Records
from leadkeep.api.request import CELLS_READ_INLINE, Request
from leadkeep.api.structs import (
    Body,
    DescribedField,
    Id,
    Moment,
    Reasons,
    ReplyItem,
    one_of,
)
from leadkeep.domain.fields import Catalog, Record
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects import engine
from leadkeep.domain.objects.engine import (
    GUID,
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
from leadkeep.domain.objects.standard import STANDARD_FIELDS
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

DESCRIBED_AT = "2026-01-01T00:00:00Z"
"""When standard objects were created, according to describe; the same in all instances."""

NOUN = "Records"
KEYS = ("dedupeFields", "idField")
CELLS_PER_RECORD = 8

FOUND = (
    *PAGE,
    Reason.FILTER_NEEDS_RECORDS,
    Reason.NOT_SPECIFIED,
    Reason.TOO_MANY,
    Reason.INVALID_FILTER,
    Reason.FIELD_NOT_FOUND,
)
"""Reasons to refuse a query."""
DELETED = (
    Reason.INVALID_VALUE,
    Reason.VALUE_TOO_LONG,
    Reason.AMOUNT_OUT_OF_BOUNDS,
    Reason.REQUIRED_VALUE,
    Reason.OBJECT_NOT_FOUND,
    Reason.DUPLICATE_RECORD,
)
"""Reasons not to delete a record."""
SYNCED = (
    *DELETED,
    Reason.FIELD_NOT_FOUND,
    Reason.FIELD_NOT_ALLOWED,
    Reason.OBJECT_EXISTS,
)
"""Reasons neither to create nor to update a record."""

SyncVerb = Callable[[Work, Kind, RecordSync], Synced]
DeleteVerb = Callable[[Work, Kind, Sequence[Record], bool], Synced]

# -- bodies ----------------------------------------------------------------------------------------


class LookupBody(Body):
    """A query by the values of several fields, sent as POST with ``_method=GET``."""

    filter_type: str | None = None
    fields: list[str] | None = None
    input: list[dict[str, Any]] | None = None
    """For each record the values that identify it."""
    batch_size: int | str | None = None
    next_page_token: str | None = None


class SyncRecordsBody(Body):
    """The records to create and update."""

    action: str | None = None
    dedupe_by: Annotated[str, one_of(KEYS)] | None = None
    """How records are identified, by dedupe fields or id; with an id, a record can only be
    updated."""
    input: list[dict[str, Any]] | None = None


class DeleteRecordsBody(Body):
    """The records to delete."""

    delete_by: Annotated[str, one_of(KEYS)] | None = None
    input: list[dict[str, Any]] | None = None
    """For each record the values that identify it."""


def sync_body(record: Records, actions: Iterable[RecordAction]) -> type[SyncRecordsBody]:
    """Return the type of the body that syncs records of the type ``record`` with these actions."""
    sent: Any = record.sent
    known = [str(each) for each in dict.fromkeys(actions)]
    example = {"action": known[0], "dedupeBy": KEYS[0], "input": [record.sent_example]}
    made = msgspec.defstruct(
        f"Sync{record.name}Body",
        [
            ("action", Annotated[str, one_of(known)] | None, None),
            ("input", list[sent] | None, None),
        ],
        bases=(SyncRecordsBody,),
        namespace={"__doc__": SyncRecordsBody.__doc__, "EXAMPLE": example},
    )
    return cast("type[SyncRecordsBody]", made)


# -- replies ---------------------------------------------------------------------------------------


class NumberedRecord(ReplyItem):
    """The members of every record that has an id."""

    seq: int
    id: Id


class GuidRecord(ReplyItem):
    """The members of every record that has a GUID."""

    seq: int
    marketo_guid: str = msgspec.field(name=GUID)


def record_of(kind: Kind, example: Mapping[str, Any]) -> Records:
    """Return the type of an object's records; ``example`` is a record in a request."""
    number: dict[str, Any] = (
        {"id": 1} if kind.id_name == "id" else {GUID: "dff23271-f996-47d7-984f-f2676861b5fa"}
    )
    dates = {"createdAt": "2026-01-15T09:00:00Z", "updatedAt": "2026-01-15T09:00:00Z"}
    return Records(
        name=kind.title.replace(" ", ""),
        description="A record: its place in the page, its id, then the fields asked for, null where"
        " there is no value.",
        fixed=NumberedRecord if kind.id_name == "id" else GuidRecord,
        fields=lambda: STANDARD_FIELDS[kind],
        example={"seq": 0, **number, **example, **dates},
        sent_example=example,
    )


class SyncedRecord(ReplyItem):
    """The result for one record to create or update."""

    seq: int
    """The record's index in the input."""
    status: Annotated[str, one_of(("created", "updated", "skipped"))]
    id: Id | UnsetType = UNSET
    marketo_guid: str | UnsetType = msgspec.field(default=UNSET, name=GUID)
    reasons: Reasons = UNSET


class ChangedRecord(ReplyItem, kw_only=True):
    """The result for one record to delete, to add to a list or to remove from it."""

    seq: int
    """The record's index in the input."""
    id: Id | str | UnsetType = UNSET
    """The record's id; of a named account or list its GUID."""
    marketo_guid: str | UnsetType = msgspec.field(default=UNSET, name=GUID)
    status: Annotated[str, one_of(("deleted", "added", "removed", "skipped"))]
    reasons: Reasons = UNSET


Outcome = type[SyncedRecord] | type[ChangedRecord]


class RelatedObject(ReplyItem):
    """A field of another object, to which a field refers."""

    name: str
    field: str


class Relationship(ReplyItem):
    """The object and the field to which a field refers."""

    field: str
    type: Annotated[str, one_of(("parent", "child"))]
    related_to: RelatedObject


class ObjectDescription(ReplyItem, kw_only=True):
    """An object and its fields."""

    name: str
    display_name: str | UnsetType = UNSET
    """Only for custom objects, opportunities and their roles."""
    description: str | UnsetType = UNSET
    created_at: Moment
    updated_at: Moment
    id_field: str
    dedupe_fields: Sequence[str]
    """The fields whose values identify a record."""
    searchable_fields: list[Sequence[str]]
    """Each set of fields by which records can be queried."""
    relationships: list[Relationship] | UnsetType = UNSET
    """Absent if no field refers to another object."""
    fields: list[DescribedField] | UnsetType = UNSET
    """Absent in the list of custom objects."""


# -- operations ------------------------------------------------------------------------------------


def delete_plainly(work: Work, kind: Kind, records: Sequence[Record], by_id: bool) -> Synced:  # noqa: FBT001
    """Delete records of an object to which no other object refers."""
    return delete_records(work, kind, records, by_id=by_id)


@dataclass(frozen=True, slots=True)
class ObjectRecords:
    """The operations on the records of one object, or of the objects that a request can name."""

    record: Records
    kind: Callable[[Transaction, Request], Kind]
    endpoint: Callable[[Request], str]
    """The last part of a request's path; page tokens are valid for the same endpoint only."""
    sync_verb: SyncVerb = sync_records
    delete_verb: DeleteVerb = delete_plainly
    actions: tuple[RecordAction, ...] = (RecordAction.CREATE_OR_UPDATE, *RecordAction)
    """The actions that a sync accepts, the default first."""
    deletes_carry_id: bool = False
    """Does a deletion name each record in ``id``, too (behaviour.md 13)?"""
    kind_refuses: tuple[Reason, ...] = ()
    """Reasons to refuse a request because of the object that it names."""
    body: type[SyncRecordsBody] = field(init=False)

    def __post_init__(self) -> None:
        """Create the type of the sync operation's body."""
        object.__setattr__(self, "body", sync_body(self.record, self.actions))

    def serve(
        self,
        serves: Declarations,
        *,
        query: str,
        sync: str,
        delete: str,
        describe: str | None = None,
        has_lookup: bool = False,
        sync_skips: tuple[Reason, ...] = (),
        delete_skips: tuple[Reason, ...] = (),
    ) -> None:
        """Declare the operations; each argument named like a method is its operation id.

        If ``has_lookup`` is true, a query may be sent as a body.
        """
        serves(
            query,
            item=self.record,
            body=LookupBody if has_lookup else None,
            refuses=(*JSON_BODY, *FOUND, *self.kind_refuses),
        )(self.query)
        refuses = (*RECORDS_BODY, Reason.INVALID_KEY, *self.kind_refuses)
        serves(
            sync,
            item=SyncedRecord,
            body=self.body,
            refuses=(*refuses, Reason.INVALID_CHOICE),
            skips=(*SYNCED, *sync_skips),
        )(self.sync)
        serves(
            delete,
            item=ChangedRecord,
            body=DeleteRecordsBody,
            refuses=refuses,
            skips=(*DELETED, *delete_skips),
        )(self.delete)
        if describe is not None:
            serves(describe, item=ObjectDescription, reads_may_lag=True)(self.describe)

    async def query(self, request: Request) -> Reply:
        """Return a page of the records that match a filter."""
        endpoint = self.endpoint(request)
        wanted = _query(request, endpoint)
        # One value may match many records; a read that takes long is moved to a thread.
        cells = min(len(wanted.values), wanted.page_size) * CELLS_PER_RECORD
        read = request.read if cells <= CELLS_READ_INLINE else request.read_long
        page = await read(lambda work: find_records(work.tx, self.kind(work.tx, request), wanted))
        return paged(request, endpoint, page)

    async def sync(self, request: Request) -> Reply:
        """Create and update records; return the result for each."""
        sent = params.body(request, self.body)
        wanted = RecordSync(
            params.records(sent.input, noun=NOUN),
            self._action(sent.action),
            _is_by_id("dedupeBy", sent.dedupe_by),
        )
        synced = await request.write(
            lambda work: self.sync_verb(work, self.kind(work.tx, request), wanted)
        )
        return outcomes(SyncedRecord, synced)

    def _action(self, sent: str | None) -> RecordAction:
        if not sent:
            return self.actions[0]
        if sent not in self.actions:
            raise Refusal(Reason.INVALID_CHOICE, "action", sent)
        return RecordAction(sent)

    async def delete(self, request: Request) -> Reply:
        """Delete records; return the result for each."""
        sent = params.body(request, DeleteRecordsBody)
        records = params.records(sent.input, noun=NOUN)
        by_id = _is_by_id("deleteBy", sent.delete_by)
        deleted = await request.write(
            lambda work: self.delete_verb(work, self.kind(work.tx, request), records, by_id)
        )
        reply = outcomes(ChangedRecord, deleted)
        if self.deletes_carry_id:
            for item in reply.result or ():
                item.id = item.marketo_guid
        return reply

    async def describe(self, request: Request) -> Reply:
        """Return the object's fields, and how its records are identified and queried."""
        return Reply(
            [await request.read(lambda work: described(work.tx, self.kind(work.tx, request)))]
        )


def _query(request: Request, endpoint: str) -> RecordQuery:
    sent = params.body(request, LookupBody)
    filter_type = sent.filter_type or params.text(request, "filterType")
    if filter_type is None:
        raise Refusal(Reason.NOT_SPECIFIED, "filterType")
    values = sent.input or params.array(request, "filterValues")
    if not values:
        raise Refusal(Reason.NOT_SPECIFIED, "filterValues")
    if sent.batch_size is not None:
        request.query["batchSize"] = [str(sent.batch_size)]
    token, after = sent.next_page_token or params.text(request, "nextPageToken"), 0
    if token is not None:
        after = int(decode_position(request.server.key, endpoint, token))
    fields = sent.fields or params.array(request, "fields")
    return RecordQuery(filter_type, values, fields, after, params.page_size(request))


def paged(request: Request, endpoint: str, page: RecordPage) -> Reply:
    """Return a page of records as a reply; ``seq`` of a record is its index in the page.

    There is no ``moreResult``: see behaviour.md 7.1, 13.
    """
    found = envelope.records(page.fields, page.rows)
    if not page.has_nulls:
        found = [
            {name: value for name, value in record.items() if value is not None} for record in found
        ]
    items = [{"seq": index, **record} for index, record in enumerate(found)]
    after = page.next_after
    token = None if after is None else encode_position(request.server.key, endpoint, str(after))
    return Reply(items, token)


def _is_by_id(member: str, sent: str | None) -> bool:
    if sent and sent not in KEYS:
        raise Refusal(Reason.INVALID_KEY, member, sent)
    return sent == "idField"


def outcomes(item: Outcome, synced: Synced) -> Reply:
    """Return a reply with the result of each record, in the order sent."""
    return Reply([_outcome(item, seq, each) for seq, each in enumerate(synced.outcomes)])


def _outcome(item: Outcome, seq: int, outcome: RecordOutcome) -> SyncedRecord | ChangedRecord:
    if outcome.problem is not None:
        return item(seq=seq, status=outcome.status, reasons=[wire_error(outcome.problem)])
    if isinstance(outcome.public_id, int):
        return item(seq=seq, status=outcome.status, id=outcome.public_id)
    return item(seq=seq, status=outcome.status, marketo_guid=outcome.public_id)


def described(tx: Transaction, kind: Kind) -> ObjectDescription:
    """Return an object's description: names, fields and keys (behaviour.md 7.1)."""
    catalog = catalog_of(tx, kind)
    return ObjectDescription(
        name=kind.api_name or kind.title,
        display_name=kind.title if kind.has_display_name else UNSET,
        description=UNSET if kind.description is None else kind.description,
        created_at=DESCRIBED_AT,
        updated_at=DESCRIBED_AT,
        id_field=kind.id_name,
        dedupe_fields=kind.dedupe,
        searchable_fields=searchable(kind, catalog),
        relationships=[_relationship(each) for each in kind.relationships] or UNSET,
        fields=described_fields(kind, catalog),
    )


def described_fields(kind: Kind, catalog: Catalog) -> list[DescribedField]:
    """Return the fields of an object: those that cannot be set first, each part by name.

    See behaviour.md 13.
    """
    described = (
        envelope.described_field(each, is_updateable=kind.is_updateable(each))
        for each in catalog.visible
    )
    return sorted(described, key=lambda field: (field.updateable, field.name))


def _relationship(relationship: engine.Relationship) -> Relationship:
    related = RelatedObject(relationship.related_object, relationship.related_field)
    return Relationship(relationship.field, relationship.type, related)


def searchable(kind: Kind, catalog: Catalog) -> list[Sequence[str]]:
    """Return each set of fields by which records can be queried, dedupe fields and id first."""
    found: list[Sequence[str]] = [kind.dedupe, (kind.id_name,)]
    filters = [(each.name,) for each in catalog.visible if kind.is_filter(each)]
    return found + [each for each in filters if each not in found]
