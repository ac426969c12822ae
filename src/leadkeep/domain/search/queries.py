"""Query the search words of leads."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, delete, func, select, update

from leadkeep.domain.fields import KeyRange
from leadkeep.domain.search.tables import search_progress, search_word
from leadkeep.domain.search.words import COMPANY_MARK
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

_IS_BEHIND = (_w.kind == bindparam("wanted_kind"), _w.value > bindparam("after"))
_END = Statement(
    select(_w.value)
    .where(*_IS_BEHIND)
    .order_by(_w.value)
    .limit(1)
    .offset(bindparam("words_before"))
)
_SHARED = (
    select(_w.value, func.count().label("leads"))
    # A name without a company is no hint at a duplicate.
    .where(*_IS_BEHIND, _w.value.not_like(f"%{COMPANY_MARK}"))
    .group_by(_w.value)
    .having(func.count() > 1)
    .order_by(_w.value)
    .limit(bindparam("limit"))
)
# The groups come in the order of the index, so that the engine neither sorts nor stores words.
_SHARED_TO_END = Statement(_SHARED.where(_w.value <= bindparam("end")))
_SHARED_BEHIND = Statement(_SHARED)
_WITH_WORDS = Statement(
    select(_w.value, _w.lead_id)
    .where(_w.kind == bindparam("wanted_kind"), any_of(_w.value, "wanted_values"))
    .order_by(_w.value, _w.lead_id)
)
_FIRST_WITH_WORD = Statement(
    select(_w.lead_id)
    .where(_w.kind == bindparam("wanted_kind"), _w.value == bindparam("wanted_value"))
    .order_by(_w.lead_id)
    .limit(bindparam("limit"))
)

WordCount = tuple[str, int]
"""A word that several leads have, and their number."""


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


def window_end(tx: Transaction, kind: int, after: str, size: int) -> str | None:
    """Return the ``size``-th word above ``after``; None if there are fewer."""
    found = tx.row(_END, wanted_kind=kind, after=after, words_before=size - 1)
    return None if found is None else found[0]


def shared_words(
    tx: Transaction, kind: int, after: str, end: str | None, limit: int
) -> list[WordCount]:
    """Return the first ``limit`` words that several leads have, above ``after`` and up to ``end``.

    Without ``end``, all words above are read.
    """
    place = {"wanted_kind": kind, "after": after, "limit": limit}
    if end is None:
        rows = tx.rows(_SHARED_BEHIND, **place)
    else:
        rows = tx.rows(_SHARED_TO_END, **place, end=end)
    return [(row[0], row[1]) for row in rows]


def leads_with_words(tx: Transaction, kind: int, values: Collection[str]) -> list[tuple[str, int]]:
    """Return (word, lead id) of each lead that has one of the words, ascending."""
    if not values:
        return []
    rows = tx.rows(_WITH_WORDS, wanted_kind=kind, wanted_values=list(values))
    return [(row[0], row[1]) for row in rows]


def first_leads_with_word(tx: Transaction, kind: int, value: str, limit: int) -> list[int]:
    """Return the ``limit`` smallest ids of leads that have a word."""
    rows = tx.rows(_FIRST_WITH_WORD, wanted_kind=kind, wanted_value=value, limit=limit)
    return [row[0] for row in rows]
