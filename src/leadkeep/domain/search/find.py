"""Search leads by one text: id, cookie, email, name or company (docs/decisions/0167)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from itertools import islice

from leadkeep.domain.activities import changed_lead_ids, winners_of
from leadkeep.domain.fields import LEAD_KEYS, Field, KeyPlace, lead_catalog, normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import existing_leads, keys_in, stored_values
from leadkeep.domain.search import queries
from leadkeep.domain.search.update import word_fields
from leadkeep.domain.search.words import WordKind, words_of
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

TAIL_LIMIT = 1_000
"""Limit: activities at the end of the log whose leads a search reads itself."""
CANDIDATE_BATCH_SIZE = 100
CANDIDATE_BATCH_LIMIT = 20
"""Limit: batches of keys that one page looks at. Past it a page may be short, or empty, although
more follow."""
TEXT_CHARACTERS = 100
"""Limit: characters of a text that count; words of leads are cut at the same length."""
LARGEST_ID_DIGITS = 18
COOKIE_MARK = "_mch-"
SUMMARY_FIELDS = ("mktoName", "email", "company")


class Match(StrEnum):
    """By what a lead was found, in the order in which a search looks."""

    ID = "id"
    MERGED_ID = "mergedId"
    """The id of a lead that was merged into it."""
    COOKIE = "cookie"
    EMAIL = "email"
    NAME = "name"
    LAST_NAME = "lastName"
    COMPANY = "company"


_KEY_FIELDS = {Match.COOKIE: "cookies", Match.EMAIL: "email"}
_WORD_KINDS = {
    Match.NAME: WordKind.NAME,
    Match.LAST_NAME: WordKind.LAST_NAME,
    Match.COMPANY: WordKind.COMPANY,
}
_RANGES = (*_KEY_FIELDS, *_WORD_KINDS)


@dataclass(frozen=True, slots=True)
class FoundLead:
    """A lead that a search found, and by what."""

    lead_id: int
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of found leads, the best matches first."""

    leads: list[FoundLead]
    next_after: str | None
    """The place at which the next page starts; None on the last page."""
    is_complete: bool
    """Whether every lead was looked at: names and companies of leads that were just imported may
    take a while."""


_Candidate = tuple[Match, str, int]
"""A key that begins with the text, of a lead that may have it no more: match, key, lead id."""


@dataclass(frozen=True, slots=True)
class _Tail:
    """The words of leads that changed since words were last made."""

    words: list[tuple[int, str, int]]
    """Kind, value, lead id."""
    is_complete: bool


def search_leads(
    work: Work, text: str, after: str | None = None, page_size: int = 25
) -> SearchPage:
    """Return a page of the leads within scope that one text finds, in any letter case.

    An id must be whole; of a cookie, an email address, a name (also the last name alone) and a
    company, the text may be the beginning.

    Raises:
        Refusal: 1003, ``after`` is not from a page of a search.
    """
    wanted = " ".join(normalised_key(text).split())[:TEXT_CHARACTERS].rstrip()
    if not wanted:
        return SearchPage([], None, is_complete=True)
    by_id = _by_id(work, wanted)
    found = [] if after else list(by_id)
    taken = {each.lead_id for each in by_id}
    tail = _tail(work.tx)
    place = _read_place(after, wanted) if after else None
    candidates = _candidates(work.tx, wanted, tail, place)
    for _ in range(CANDIDATE_BATCH_LIMIT):
        batch = list(islice(candidates, CANDIDATE_BATCH_SIZE))
        matches = _matches(work, wanted, {lead_id for _, _, lead_id in batch} - taken)
        for candidate in batch:
            match, value, lead_id = candidate
            own = matches.get(lead_id, {})
            if next(iter(own.items()), None) == (match, value):
                if len(found) == page_size:
                    return SearchPage(found, _write_place(place), tail.is_complete)
                found.append(FoundLead(lead_id, tuple(own)))
            place = candidate
        if len(batch) < CANDIDATE_BATCH_SIZE:
            return SearchPage(found, None, tail.is_complete)
    return SearchPage(found, _write_place(place), tail.is_complete)


def _by_id(work: Work, wanted: str) -> list[FoundLead]:
    if not (wanted.isascii() and wanted.isdigit()) or len(wanted) > LARGEST_ID_DIGITS:
        return []
    lead_id = int(wanted)
    winner_id = winners_of(work.tx, [lead_id]).get(lead_id)
    match = Match.ID if winner_id is None else Match.MERGED_ID
    return [
        FoundLead(each, (match,)) for each in sorted(existing_leads(work, [winner_id or lead_id]))
    ]


def _tail(tx: Transaction) -> _Tail:
    scanned_to, after = queries.progress(tx) or (None, 0)
    fields = word_fields(tx)
    changes = changed_lead_ids(tx, fields, after, TAIL_LIMIT)
    words = [
        (kind, value, lead_id)
        for lead_id, values in stored_values(tx, changes.lead_ids, fields).items()
        for kind, value in words_of(values)
    ]
    return _Tail(words, is_complete=scanned_to is None and not changes.has_more)


def _candidates(
    tx: Transaction, wanted: str, tail: _Tail, place: _Candidate | None
) -> Iterator[_Candidate]:
    """Yield each match of a stored key or word, and of the words in the tail, after a place."""
    start = 0 if place is None else _RANGES.index(place[0])
    for match in _RANGES[start:]:
        after = None if place is None or place[0] is not match else place[1:]
        if match is Match.COOKIE and not wanted.startswith(COOKIE_MARK[: len(wanted)]):
            continue
        stored = _stored_keys(tx, match, wanted, after)
        kind = _WORD_KINDS.get(match)
        newer = sorted(
            (value, lead_id)
            for own, value, lead_id in tail.words
            if own == kind and value.startswith(wanted) and (value, lead_id) > (after or ("", 0))
        )
        last = None
        for key in merge(stored, newer):
            if key != last:
                yield (match, *key)
            last = key


def _stored_keys(
    tx: Transaction, match: Match, wanted: str, after: KeyPlace | None
) -> Iterator[KeyPlace]:
    while True:
        if match in _KEY_FIELDS:
            kind = _KEY_FIELDS[match]
            page = LEAD_KEYS.range.page(tx, kind, wanted, after, CANDIDATE_BATCH_SIZE)
        else:
            word_kind = _WORD_KINDS[match]
            page = queries.WORDS.page(tx, word_kind, wanted, after, CANDIDATE_BATCH_SIZE)
        yield from page
        if len(page) < CANDIDATE_BATCH_SIZE:
            return
        after = page[-1]


def _matches(work: Work, wanted: str, lead_ids: Collection[int]) -> dict[int, dict[Match, str]]:
    """Return by lead id how the leads within scope match now: by what, and their first such key."""
    catalog = lead_catalog(work.tx)
    fields = (*word_fields(work.tx), catalog.named("cookies"))
    within = existing_leads(work, lead_ids)
    found: dict[int, dict[Match, str]] = {}
    for lead_id, values in stored_values(work.tx, within, fields).items():
        keys = {match: keys_in(name, values[name]) for match, name in _KEY_FIELDS.items()}
        words = words_of(values)
        keys |= {
            match: [value for kind, value in words if kind == wanted_kind]
            for match, wanted_kind in _WORD_KINDS.items()
        }
        matching = {
            match: min((each for each in keys[match] if each.startswith(wanted)), default=None)
            for match in _RANGES
        }
        found[lead_id] = {match: key for match, key in matching.items() if key is not None}
    return found


def _write_place(place: _Candidate | None) -> str | None:
    return None if place is None else f"{place[0]}:{place[2]}:{place[1]}"


def _read_place(text: str, wanted: str) -> _Candidate:
    match, _, rest = text.partition(":")
    lead_id, _, value = rest.partition(":")
    is_number = lead_id.isascii() and lead_id.isdigit() and len(lead_id) <= LARGEST_ID_DIGITS
    if match not in _RANGES or not is_number or not value.startswith(wanted):
        raise Refusal(Reason.INVALID_PAGING_TOKEN)
    return Match(match), value, int(lead_id)


def summary_fields(tx: Transaction) -> tuple[Field, ...]:
    """Return the fields by which people recognize a found lead."""
    catalog = lead_catalog(tx)
    return tuple(catalog.named(name) for name in SUMMARY_FIELDS)
