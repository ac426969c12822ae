"""Create and update records of objects by key (behaviour.md 7.1).

The syncs of all objects but the lead use this module.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leadkeep.domain.fields import (
    RECORD_KEYS,
    Catalog,
    Record,
    SentColumn,
    Values,
    key_of,
    parse_records,
)
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects.engine.draft import RecordDraft, RecordOutcome
from leadkeep.domain.objects.engine.events import RECORD_EVENTS, RecordEvent
from leadkeep.domain.objects.engine.identify import MISSING_KEY, Key, key_of_id, lock_records
from leadkeep.domain.objects.engine.keys import dedupe_key, dedupe_number, lock_names
from leadkeep.domain.objects.engine.kind import Kind, Reference, catalog_of
from leadkeep.domain.objects.engine.references import foreign_records
from leadkeep.domain.objects.engine.write import write_records
from leadkeep.errors import Problem, Reason, Refusal


class RecordAction(StrEnum):
    """Whether a command may create records, update records, or both."""

    CREATE_ONLY = "createOnly"
    UPDATE_ONLY = "updateOnly"
    CREATE_OR_UPDATE = "createOrUpdate"


@dataclass(frozen=True, slots=True)
class RecordSync:
    """A command that creates or updates a stored record for each sent record."""

    records: Sequence[Record]
    action: RecordAction = RecordAction.CREATE_OR_UPDATE
    by_id: bool = False
    """Do the sent records name their stored records by id or marketoGUID, not by dedupe fields?"""


@dataclass(frozen=True, slots=True)
class Synced:
    """The result of a sync or a deletion of records."""

    outcomes: list[RecordOutcome]
    """One outcome per record, in order."""

    @property
    def drafts(self) -> list[RecordDraft]:
        """The records that were created or updated."""
        return [each.draft for each in self.outcomes if each.draft is not None]


def sync_records(work: Work, kind: Kind, command: RecordSync) -> Synced:
    """Create and update records; a record that fails does not stop the others.

    Concurrent commands with the same key wait for each other, so a key never gets two records.

    Raises:
        Refusal: 1003, records to create cannot be named by id.
    """
    if command.by_id and command.action is not RecordAction.UPDATE_ONLY:
        raise Refusal(Reason.INVALID_KEY, "dedupeBy", "idField")
    catalog = catalog_of(work.tx, kind)
    parsed = parse_records(command.records, lambda shape: _plan(kind, catalog, shape, command))
    keys = [
        each if isinstance(each, Problem) else _key(kind, sent, each, command)
        for sent, each in zip(command.records, parsed, strict=True)
    ]
    accepted = [
        values
        for values, key in zip(parsed, keys, strict=True)
        if isinstance(values, dict) and not isinstance(key, Problem)
    ]
    known = _Stored(work, kind, catalog, command, accepted)
    known.load({key for key in keys if not isinstance(key, Problem)})
    decision = _Decision(kind, catalog, command, known)
    outcomes = []
    for values, key in zip(parsed, keys, strict=True):
        if isinstance(values, Problem):
            outcomes.append(RecordOutcome("skipped", problem=values))
        elif isinstance(key, Problem):
            outcomes.append(RecordOutcome("skipped", problem=key))
        else:
            outcomes.append(decision.take(key, values))
    synced = Synced(outcomes)
    # Before the records are written, because subscribers lock rows too, and locks come first.
    work.tx.emit(RECORD_EVENTS, lambda: [RecordEvent(work, kind, synced.drafts)])
    write_records(work.tx, kind, synced.drafts)
    return synced


def _plan(
    kind: Kind, catalog: Catalog, shape: Sequence[str], command: RecordSync
) -> list[SentColumn] | Problem:
    plan = []
    for name in shape:
        field = kind.field_to_write(catalog, name)
        if field is None:
            return Problem(Reason.FIELD_NOT_FOUND, (name,))
        if not field.is_read_only:  # Other members are ignored, as in leads.
            plan.append(SentColumn(name, field, field.parse, field.are_plain))
    if not command.by_id:
        named = {each.field.name for each in plan}
        for name in kind.dedupe:
            if name not in named:
                return Problem(Reason.REQUIRED_VALUE, (name,))
    return plan


def _key(kind: Kind, sent: Record, values: Values, command: RecordSync) -> Key | Problem:
    """Return the record id or dedupe key by which a sent record's stored record is found."""
    if not command.by_id:
        for name in kind.dedupe:
            if not key_of(values[name]):
                return Problem(Reason.REQUIRED_VALUE, (name,))
        return dedupe_key(kind, values)
    return key_of_id(kind, sent)


class _Stored:
    """The stored records and references that the sent records of a command name."""

    def __init__(
        self,
        work: Work,
        kind: Kind,
        catalog: Catalog,
        command: RecordSync,
        accepted: Sequence[Values],
    ) -> None:
        self._work = work
        self._kind = kind
        self._catalog = catalog
        self._command = command
        self._names = {name for values in accepted for name in values}
        self._accepted = accepted
        self.found: dict[Key, RecordDraft] = {}
        self.references: dict[str, Collection[Any]] = {}
        self.foreign_records: set[int] = set()
        """Ids of the records of leads out of the caller's reach."""
        self.taken: dict[str, int] = {}
        """Record id by dedupe key, for objects whose records can change their dedupe value."""

    def load(self, keys: Collection[Key]) -> None:
        """Lock keys, then the rows that values refer to, then the records; read the records.

        Every command locks in this order.
        """
        tx, kind = self._work.tx, self._kind
        number = dedupe_number(kind, self._catalog)
        dedupe_keys = [key for key in keys if isinstance(key, str)]
        if self._command.by_id and kind.is_renamed:
            dedupe_keys = [key for each in self._accepted if (key := dedupe_key(kind, each))]
        asked = {
            each.field: {value for one in self._accepted if (value := one.get(each.field))}
            for each in kind.references
            if each.field in self._names
        }
        locks = lock_names(number, dedupe_keys)
        for reference in kind.references:
            if reference.lock_names and (values := asked.get(reference.field)):
                locks += reference.lock_names(tx, values)
        tx.lock_keys(locks)
        for reference in kind.references:
            if values := asked.get(reference.field):
                self.references[reference.field] = reference.lock_existing(self._work, values)
        owners = dict(RECORD_KEYS.owners(tx, number, dedupe_keys))
        if self._command.by_id:
            self.taken = owners
            ids = {key for key in keys if isinstance(key, int)}
            self.found = lock_records(tx, kind, ids, self._names)
        else:
            drafts = lock_records(tx, kind, set(owners.values()), self._names)
            # While this command waited for a record, its dedupe value may have changed.
            self.found = {
                key: drafts[record_id]
                for key, record_id in owners.items()
                if record_id in drafts and dedupe_key(kind, drafts[record_id].values) == key
            }
        self.foreign_records = foreign_records(self._work, kind, self.found.values())


class _Decision:
    """Decides the outcome of each sent record in memory, without SQL."""

    def __init__(self, kind: Kind, catalog: Catalog, command: RecordSync, known: _Stored) -> None:
        self._kind = kind
        self._catalog = catalog
        self._command = command
        self._known = known
        self._seen: set[Key] = set()

    def take(self, key: Key, values: Values) -> RecordOutcome:
        """Decide one sent record and change its draft, to be written later; return the outcome."""
        if key in self._seen:
            return _skipped(Reason.DUPLICATE_RECORD)
        if key != MISSING_KEY:
            self._seen.add(key)
        draft = self._known.found.get(key)
        return self._create(values) if draft is None else self._update(draft, values)

    def _create(self, values: Values) -> RecordOutcome:
        if self._command.action is RecordAction.UPDATE_ONLY:
            return _skipped(Reason.OBJECT_NOT_FOUND, self._kind.missing)
        problem = self._problem_with(values, {})
        if problem is not None:
            return RecordOutcome("skipped", problem=problem)
        return RecordOutcome(
            "created", RecordDraft(0, {**values, **self._kind.initial}, is_new=True)
        )

    def _update(self, draft: RecordDraft, values: Values) -> RecordOutcome:
        if self._command.action is RecordAction.CREATE_ONLY:
            return _skipped(Reason.OBJECT_EXISTS)
        if draft.record_id in self._known.foreign_records:
            return _skipped(Reason.LEAD_NOT_FOUND)
        problem = self._problem_with(values, draft.before) or self._problem_with_key(values, draft)
        if problem is not None:
            return RecordOutcome("skipped", problem=problem)
        if not self._command.by_id:
            # The key keeps the letter case in which it was first written.
            values = {name: new for name, new in values.items() if name not in self._kind.dedupe}
        draft.values |= values
        return RecordOutcome("updated", draft)

    def _problem_with(self, values: Values, before: Mapping[str, Any]) -> Problem | None:
        for name in self._kind.required:
            if values.get(name, before.get(name)) is None and (name in values or not before):
                return Problem(Reason.REQUIRED_VALUE, (name,))
        for reference in self._kind.references:
            if _is_dangling(reference, values, before, self._known.references):
                return reference.problem
        return None

    def _problem_with_key(self, values: Values, draft: RecordDraft) -> Problem | None:
        """Return the problem of the new dedupe values of a record that is named by its id."""
        if not self._command.by_id:
            return None
        for name in self._kind.dedupe:
            if name not in values or values[name] == draft.before[name]:
                continue
            if not key_of(values[name]):
                return Problem(Reason.REQUIRED_VALUE, (name,))
            if not self._kind.is_renamed:
                return Problem(Reason.FIELD_NOT_ALLOWED, (name,))
            new = dedupe_key(self._kind, values)
            if self._known.taken.get(new, draft.record_id) != draft.record_id:
                return Problem(Reason.OBJECT_EXISTS)
            self._known.taken[new] = draft.record_id
        return None


def _is_dangling(
    reference: Reference,
    values: Values,
    before: Mapping[str, Any],
    known: Mapping[str, Collection[Any]],
) -> bool:
    value = values.get(reference.field)
    if value is None or value == before.get(reference.field):
        return False
    return value not in known.get(reference.field, ())


def _skipped(reason: Reason, *values: object) -> RecordOutcome:
    return RecordOutcome("skipped", problem=Problem(reason, values))
