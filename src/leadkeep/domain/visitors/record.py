"""Record visits: of leads in the activity log, of unknown visitors for later (behaviour.md 8.2).

A batch costs a fixed number of statements. Locks are taken in the same order as when tokens are
associated (behaviour.md 8.3): the visitor tokens' keys, then this module's own locks, then leads,
the activity log last.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from leadkeep.domain.activities import (
    ActivityType,
    DatedActivity,
    append_dated_activities,
    attribute_items,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import lead_ids_by_token, lock_leads_or_winners, token_lock_names
from leadkeep.domain.visitors import queries
from leadkeep.domain.visitors.associate import WEB_CAUSE, associate_cookies
from leadkeep.domain.visitors.click_tokens import lead_of_click_token
from leadkeep.domain.visitors.search_engines import search_of
from leadkeep.domain.visitors.tables import ADDRESS_IDS, VISIT_IDS
from leadkeep.domain.visitors.visit import Visit
from leadkeep.store import Transaction

STORED_VISIT_LIMIT = 1_000
"""Limit: stored visits of one unknown visitor; later visits are not stored."""
ADDRESS_LIMIT = 1_000_000
"""Limit: addresses of pages and links that get a number; all others share :data:`NO_NUMBER`."""
NO_NUMBER = 0

ITEM_CACHE_SIZE = 5_000
"""Cache size: attributes that many visits have in common, as JSON. Texts are cut to their limits,
so the cache stays small."""

_ADDRESS_LOCK = "web addresses"


def record_visits(tx: Transaction, key: bytes, visits: Sequence[Visit]) -> None:
    """Record visits in the given order; ``key`` is the server's key, which signs click tokens.

    A visitor who follows a link that was sent to a lead is associated with that lead, with its
    history.
    """
    if not visits:
        return
    tokens = [each.token for each in visits if each.token is not None]
    tx.lock_keys(token_lock_names(tokens))
    numbers = _number_addresses(tx, visits)
    work = Work(tx, operator_access(tx), WEB_CAUSE)
    meant = _lead_of_each_visit(work, key, visits)
    pairs = dict.fromkeys(
        (visit.token, lead_id)
        for visit, lead_id in zip(visits, meant, strict=True)
        if visit.token is not None and lead_id is not None
    )
    associate_cookies(work, list(pairs), with_history=True)
    owners = lead_ids_by_token(tx, tokens)
    known: list[DatedActivity] = []
    unknown: list[tuple[str, Visit]] = []
    for visit, of_link in zip(visits, meant, strict=True):
        if visit.token is None:
            lead_id = of_link
        else:
            token = normalised_key(visit.token)
            lead_id = owners.get(token)
            if lead_id is None:
                unknown.append((token, visit))
        if lead_id is not None:
            primary = (numbers[_digest(visit)], visit.title or visit.address)
            known.append((lead_id, visit.kind, visit.moment, *primary, _attributes(visit, numbers)))
    _store_visits(tx, unknown, numbers)
    append_dated_activities(tx, known)


def _lead_of_each_visit(work: Work, key: bytes, visits: Iterable[Visit]) -> list[int | None]:
    """Lock and return, for each visit, the id of the lead that its link was sent to, else None.

    The winner's id replaces the id of a merged lead.
    """
    tx = work.tx
    found = [
        lead_of_click_token(key, munchkin_id(tx), each.click_token, tx.moment)
        if each.lead_id is None and each.click_token
        else each.lead_id
        for each in visits
    ]
    present = lock_leads_or_winners(work, {lead_id for lead_id in found if lead_id is not None})
    return [None if each is None else present.get(each) for each in found]


def _attributes(visit: Visit, numbers: Mapping[str, int]) -> str:
    common: list[tuple[str, object]] = [
        ("Client IP Address", visit.client_address),
        ("Query Parameters", visit.query),
        ("Referrer URL", visit.referrer),
    ]
    if visit.kind == ActivityType.CLICK_LINK:
        page = numbers.get(_digest_of(ActivityType.VISIT_WEB_PAGE, visit.page))
        ending: list[tuple[str, object]] = [
            ("User Agent", visit.user_agent),
            ("Webpage ID", page),
        ]
    else:
        engine, words = search_of(visit.referrer)
        ending = [
            ("Search Engine", engine),
            ("Search Query", words),
            ("User Agent", visit.user_agent),
            ("Webpage URL", visit.path),
        ]
    items = (_item(name, value) for name, value in (*common, *ending) if value)
    return f"[{','.join(items)}]"


@lru_cache(ITEM_CACHE_SIZE)
def _item(name: str, value: object) -> str:
    """Return one attribute as JSON, cached because most attributes are the same in many visits."""
    return attribute_items([(name, value)])


# -- unknown visitors
# --------------------------------------------------------------------------------


def _store_visits(
    tx: Transaction,
    visits: Sequence[tuple[str, Visit]],
    numbers: Mapping[str, int],
) -> None:
    if not visits:
        return
    before = queries.visit_counts(tx, {token for token, _ in visits})
    counts = Counter(before)
    kept: list[tuple[str, Visit]] = []
    for token, visit in visits:
        if counts[token] < STORED_VISIT_LIMIT:
            counts[token] += 1
            kept.append((token, visit))
    ids = tx.allocate(VISIT_IDS, len(kept)) if kept else ()
    queries.add_visits(
        tx,
        [
            (
                token,
                number,
                visit.kind,
                visit.moment,
                numbers[_digest(visit)],
                visit.title or visit.address,
                _attributes(visit, numbers),
            )
            for number, (token, visit) in zip(ids, kept, strict=True)
        ],
    )
    queries.add_visitors(
        tx, [(token, number) for token, number in counts.items() if token not in before]
    )
    again: dict[int, list[str]] = {}
    for token, number in sorted(before.items()):
        again.setdefault(counts[token] - number, []).append(token)
    for more, tokens in sorted(again.items()):
        queries.count_visits(tx, tokens, more)


# -- the numbers of pages and links ----------------------------------------------------------------


def _digest(visit: Visit) -> str:
    return _digest_of(visit.kind, visit.address)


@lru_cache(ITEM_CACHE_SIZE)
def _digest_of(kind: int, address: str) -> str:
    return hashlib.blake2b(f"{int(kind)}\0{address}".encode(), digest_size=16).hexdigest()


def _number_addresses(tx: Transaction, visits: Iterable[Visit]) -> dict[str, int]:
    """Return the number of each visited address by the address's digest; number new addresses."""
    wanted: dict[str, None] = {}
    for each in visits:
        wanted[_digest(each)] = None
        if each.page:
            wanted[_digest_of(ActivityType.VISIT_WEB_PAGE, each.page)] = None
    found = queries.address_ids(tx, wanted)
    missing = [digest for digest in wanted if digest not in found]
    if not missing:
        return found
    tx.lock_keys([_ADDRESS_LOCK])
    # Another process may have numbered the same addresses.
    found |= queries.address_ids(tx, missing)
    missing = [digest for digest in missing if digest not in found]
    return found | _number(tx, missing)


def _number(tx: Transaction, digests: Collection[str]) -> dict[str, int]:
    if not digests:
        return {}
    if tx.next_id(ADDRESS_IDS) > ADDRESS_LIMIT:
        return dict.fromkeys(digests, NO_NUMBER)
    new = dict(zip(digests, tx.allocate(ADDRESS_IDS, len(digests)), strict=True))
    queries.add_addresses(tx, list(new.items()))
    return new
