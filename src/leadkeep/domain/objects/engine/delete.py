"""Delete records of objects (behaviour.md 7.1)."""

from collections.abc import Callable, Collection, Mapping, Sequence

from leadkeep.domain.fields import RECORD_KEYS, Record
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects.engine import queries
from leadkeep.domain.objects.engine.draft import RecordDraft, RecordOutcome
from leadkeep.domain.objects.engine.identify import Key, keys_named, lock_named
from leadkeep.domain.objects.engine.keys import keys_of
from leadkeep.domain.objects.engine.kind import Kind, catalog_of
from leadkeep.domain.objects.engine.references import foreign_records
from leadkeep.domain.objects.engine.sync import Synced
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

Refused = Callable[[Transaction, Collection[RecordDraft]], Mapping[int, Problem]]
"""Returns the problem, by record id, of each record that must not be deleted."""


def delete_records(
    work: Work,
    kind: Kind,
    records: Sequence[Record],
    *,
    by_id: bool = False,
    refused: Refused | None = None,
) -> Synced:
    """Delete the records that ``records`` name, by dedupe fields or by id; skip unknown ones.

    There is one outcome per sent record. Records of leads out of the caller's reach are skipped.
    """
    tx = work.tx
    keys = keys_named(kind, catalog_of(tx, kind), records, by_id=by_id)
    found = lock_named(tx, kind, {key for key in keys if not isinstance(key, Problem)})
    problems = dict(refused(tx, found.values())) if refused and found else {}
    missing_lead = Problem(Reason.LEAD_NOT_FOUND)
    problems |= dict.fromkeys(foreign_records(work, kind, found.values()), missing_lead)
    outcomes: list[RecordOutcome] = []
    seen: set[Key] = set()
    for key in keys:
        if isinstance(key, Problem):
            outcomes.append(RecordOutcome("skipped", problem=key))
            continue
        draft = found.get(key)
        if draft is None:
            missing = Problem(Reason.OBJECT_NOT_FOUND, (kind.missing,))
            outcomes.append(RecordOutcome("skipped", problem=missing))
        elif key in seen:
            problem = Problem(Reason.DUPLICATE_RECORD)
            outcomes.append(RecordOutcome("skipped", problem=problem))
        elif draft.record_id in problems:
            outcomes.append(RecordOutcome("skipped", problem=problems[draft.record_id]))
        else:
            outcomes.append(RecordOutcome("deleted", draft))
        seen.add(key)
    deleted = Synced(outcomes)
    remove_records(tx, kind, deleted.drafts)
    return deleted


def remove_records(tx: Transaction, kind: Kind, drafts: Sequence[RecordDraft]) -> None:
    """Delete records that the caller has locked, with their keys."""
    if drafts:
        catalog = catalog_of(tx, kind)
        RECORD_KEYS.drop(tx, keys_of(kind, catalog, drafts))
        queries.remove_rows(tx, catalog, [draft.record_id for draft in drafts])
