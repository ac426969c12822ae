"""Find groups of leads that may be one person (docs/decisions/0168).

Leads of a group have the same word: one mailbox, one phone number, or one name at one company. Each
statement reads a bounded part of the index of words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import existing_leads, stored_values
from leadkeep.domain.search import queries
from leadkeep.domain.search.update import word_fields
from leadkeep.domain.search.words import COMPANY_MARK, WordKind, words_of

WORD_WINDOW = 100_000
"""Limit: words that one statement groups, beside those that are equal to the last one."""
WINDOW_LIMIT = 3
"""Limit: windows of one page. Past them a page may be short, or empty, although more follow."""
MEMBER_LIMIT = 25
"""Limit: leads of one group that are returned; a merge takes no more losers either."""


class DuplicateKind(StrEnum):
    """By what leads meet in a group."""

    MAILBOX = "mailbox"
    """The email address, without plus tags, dots and misspelled frequent domains."""
    PHONE = "phone"
    """The last nine digits of a phone or a mobile phone number."""
    NAME = "name"
    """Full name and company."""


_WORD_KINDS = {
    DuplicateKind.MAILBOX: WordKind.MAILBOX,
    DuplicateKind.PHONE: WordKind.PHONE,
    DuplicateKind.NAME: WordKind.NAME,
}


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Leads within scope that may be one person."""

    kind: DuplicateKind
    value: str
    """What they have in common, normalised; a name is followed by a comma and the company."""
    lead_ids: list[int]
    """Ascending; the first :data:`MEMBER_LIMIT`."""
    is_cut: bool
    """Are there more leads?"""


@dataclass(frozen=True, slots=True)
class DuplicatePage:
    """A page of groups, and where the next page starts; None on the last page."""

    groups: list[DuplicateGroup]
    next_after: str | None


def duplicate_groups(
    work: Work, kind: DuplicateKind, after: str = "", page_size: int = 25
) -> DuplicatePage:
    """Return a page of groups of duplicates within scope, ascending by their value."""
    counts, next_after = _next_counts(work, _WORD_KINDS[kind], after, page_size)
    members = _members(work, _WORD_KINDS[kind], counts)
    return DuplicatePage(list(_groups(work, kind, members)), next_after)


def _next_counts(
    work: Work, kind: WordKind, after: str, page_size: int
) -> tuple[list[queries.WordCount], str | None]:
    """Return the next words that several leads have, and the place behind them."""
    found: list[queries.WordCount] = []
    for _ in range(WINDOW_LIMIT):
        end = queries.window_end(work.tx, kind, after, WORD_WINDOW)
        found += queries.shared_words(work.tx, kind, after, end, page_size + 1 - len(found))
        if len(found) > page_size:
            return found[:page_size], found[page_size - 1][0]
        if end is None:
            return found, None
        after = end
    return found, after


def _members(
    work: Work, kind: WordKind, counts: Sequence[queries.WordCount]
) -> dict[str, list[int]]:
    small = [value for value, count in counts if count <= MEMBER_LIMIT]
    found: dict[str, list[int]] = {value: [] for value, _ in counts}
    for value, lead_id in queries.leads_with_words(work.tx, kind, small):
        found[value].append(lead_id)
    for value, count in counts:
        if count > MEMBER_LIMIT:
            found[value] = queries.first_leads_with_word(work.tx, kind, value, MEMBER_LIMIT + 1)
    return found


def _groups(
    work: Work, kind: DuplicateKind, members: dict[str, list[int]]
) -> Iterator[DuplicateGroup]:
    """Yield the groups of those leads that are within scope and have the word still."""
    lead_ids = {lead_id for own in members.values() for lead_id in own}
    values = stored_values(work.tx, existing_leads(work, lead_ids), word_fields(work.tx))
    words = {lead_id: set(words_of(own)) for lead_id, own in values.items()}
    for value, own in members.items():
        word = (int(_WORD_KINDS[kind]), value)
        present = [each for each in own if word in words.get(each, ())]
        if len(present) > 1:
            shown = ", ".join(value.split(COMPANY_MARK))
            is_cut = len(own) > MEMBER_LIMIT
            yield DuplicateGroup(kind, shown, present[:MEMBER_LIMIT], is_cut)
