"""Query the search words of leads."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, delete, select, update

from leadkeep.domain.fields import KeyRange
from leadkeep.domain.search.tables import search_progress, search_word
from leadkeep.store import Insert, Statement, Transaction, any_of

PROGRESS_ID = 1

_w = search_word.c
_p = search_progress.c

WORDS = KeyRange(_w.kind, _w.value, _w.lead_id)

_PROGRESS = Statement(select(_p.lead_id, _p.activity_id).where(_p.id == PROGRESS_ID))
_ADD_PROGRESS = Insert(search_progress, ["id", "lead_id", "activity_id"])
_SET_PROGRESS = Statement(
    update(search_progress)
    .where(_p.id == PROGRESS_ID)
    .values(lead_id=bindparam("last_lead"), activity_id=bindparam("last_activity"))
)
_STORED = Statement(
    select(_w.lead_id, _w.kind, _w.value)
    .where(any_of(_w.lead_id, "lead_ids"))
    .order_by(_w.lead_id, _w.kind, _w.value)
)
_DELETE = Statement(delete(search_word).where(any_of(_w.lead_id, "lead_ids")))
_ADD = Insert(search_word, ["lead_id", "kind", "value"])

Progress = tuple[int | None, int]
"""The last lead of the first scan (None after it), and the last activity that was read."""

WordRow = tuple[int, int, str]
"""Lead id, kind, value."""


def progress(tx: Transaction) -> Progress | None:
    """Return how far the words are; None if no word was ever made."""
    found = tx.row(_PROGRESS)
    return None if found is None else (found[0], found[1])


def set_progress(tx: Transaction, new: Progress, *, is_first: bool) -> None:
    """Store how far the words are."""
    if is_first:
        tx.insert(_ADD_PROGRESS, [(PROGRESS_ID, *new)])
    else:
        tx.run(_SET_PROGRESS, last_lead=new[0], last_activity=new[1])


def replace_words(tx: Transaction, lead_ids: Collection[int], words: Sequence[WordRow]) -> None:
    """Make ``words`` the only words of these leads; write nothing for leads that have theirs."""
    stored: dict[int, set[WordRow]] = {each: set() for each in lead_ids}
    for row in tx.rows(_STORED, lead_ids=list(lead_ids)):
        stored[row[0]].add((row[0], row[1], row[2]))
    wanted: dict[int, set[WordRow]] = {each: set() for each in lead_ids}
    for word in words:
        wanted[word[0]].add(word)
    changed = [each for each in sorted(stored) if stored[each] != wanted[each]]
    if any(stored[each] for each in changed):
        tx.run(_DELETE, lead_ids=changed)
    if rows := [row for each in changed for row in sorted(wanted[each])]:
        tx.insert(_ADD, rows)
