"""Find and change the leads that own visitor tokens, at most one each (behaviour.md 3.5, 8.1).

A command that gives a token to a lead locks the token's key, then the rows of the old and the new
owner. The cookie field is a lead field like others: ``write_leads`` writes and logs it.
"""

from collections.abc import Iterable, Mapping, Sequence

from leadkeep.domain.fields import LEAD_KEYS, Values, key_of, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads.cookie_values import joined_tokens, tokens_of
from leadkeep.domain.leads.draft import Draft
from leadkeep.domain.leads.keys import COOKIES
from leadkeep.domain.leads.lock import lock_leads
from leadkeep.domain.leads.write import write_leads
from leadkeep.store import Transaction

LOCK_ATTEMPT_LIMIT = 3
"""Limit: attempts to lock the leads that own tokens, because a token may change its owner while the
command waits for the lock."""


def token_lock_names(tokens: Iterable[str]) -> list[str]:
    """Return the names of the locks on visitor tokens, which a change of their owners needs."""
    return [f"{COOKIES}:{key}" for key in dict.fromkeys(map(key_of, tokens))]


def tokens_in(records: Iterable[Values]) -> list[str]:
    """Return the visitor tokens in the cookie fields of records."""
    return [token for values in records if (token := values.get(COOKIES)) is not None]


class TokenOwners:
    """The leads that own the visitor tokens of one command, as the command moves the tokens."""

    def __init__(self, work: Work, owners: Mapping[str, Draft]) -> None:
        """Start with the leads that own the tokens, by token key; other tokens have no owner."""
        self._work = work
        self._owners = dict(owners)
        self.losers: dict[int, Draft] = {}
        """Stored leads that lost a token to another lead, by lead id."""

    def give(self, token: str, present: str | None, to: Draft) -> str | None:
        """Move a token to the lead ``to``; return that lead's cookie field with the token added.

        ``present`` is the cookie field of ``to`` before. The old owner's cookie field loses the
        token. A token of a lead out of the caller's reach stays where it is.
        """
        key = key_of(token)
        owner = self._owners.get(key)
        if owner is not None and self._work.is_foreign(owner.partition_id):
            return present
        if owner is not None and owner is not to:
            rest = [each for each in tokens_of(owner.values[COOKIES]) if key_of(each) != key]
            owner.assign({COOKIES: joined_tokens(rest)})
            if not owner.is_new:
                self.losers[owner.lead_id] = owner
        self._owners[key] = to
        held = tokens_of(present)
        return present if key in map(key_of, held) else joined_tokens([*held, token])


def lock_with_owners(
    tx: Transaction, tokens: Sequence[str], lead_ids: Iterable[int], names: Iterable[str]
) -> tuple[dict[int, Draft], dict[str, Draft]]:
    """Lock the leads ``lead_ids`` and the leads that own the tokens; return both.

    The caller has locked the keys of the tokens.

    Returns:
        The drafts of all these leads by lead id, with the named fields and the cookie field; and
        the owners' drafts by token key.
    """
    catalog = lead_catalog(tx)
    wanted = set(names) | ({COOKIES} if tokens else set())
    keys = list(dict.fromkeys(map(key_of, tokens)))
    drafts: dict[int, Draft] = {}
    missing = set(lead_ids)
    for _ in range(LOCK_ATTEMPT_LIMIT):
        owners = LEAD_KEYS.owners(tx, COOKIES, keys)
        missing |= {lead_id for _, lead_id in owners} - drafts.keys()
        drafts |= lock_leads(tx, catalog, missing, wanted)
        # While this command waited for an owner, a merge may have moved its tokens, so check again.
        if all(lead_id in drafts for _, lead_id in owners):
            break
    return drafts, {key: drafts[lead_id] for key, lead_id in owners if lead_id in drafts}


def lead_ids_by_token(tx: Transaction, tokens: Iterable[str]) -> dict[str, int]:
    """Return the id of the lead that owns each token, by token key, for tokens with an owner.

    A token key is the token in folded letter case.
    """
    return dict(LEAD_KEYS.owners(tx, COOKIES, list(dict.fromkeys(map(key_of, tokens)))))


def give_tokens(work: Work, pairs: Sequence[tuple[str, int]]) -> tuple[dict[str, int], set[str]]:
    """Make each lead the owner of its visitor token, pair by pair; earlier owners lose the token.

    Leads that do not exist are skipped. A token whose owner is out of the caller's scope stays
    where it is, and is in neither result.

    Returns:
        The new owner's lead id by token key, for tokens that had no other owner; and the keys of
        the tokens that another lead lost.
    """
    tokens = [token for token, _ in pairs]
    work.tx.lock_keys(token_lock_names(tokens))
    drafts, owners = lock_with_owners(work.tx, tokens, {lead_id for _, lead_id in pairs}, ())
    moves = TokenOwners(work, owners)
    kept: dict[str, int] = {}
    taken: set[str] = set()
    for token, lead_id in pairs:
        draft = drafts.get(lead_id)
        if draft is None:
            continue
        draft.assign({COOKIES: moves.give(token, draft.values[COOKIES], draft)})
        key = key_of(token)
        owner = owners.get(key, draft)
        if owner is draft:
            kept[key] = lead_id
        elif not work.is_foreign(owner.partition_id):
            taken.add(key)
    write_leads(work, [draft for draft in drafts.values() if draft.steps])
    return {key: kept[key] for key in kept.keys() - taken}, taken


def merged_cookies(values: Iterable[str | None]) -> str | None:
    """Return the cookie field of a merged lead; ``values`` are the cookie fields of all the leads.

    ``values`` has the losers' cookie fields first and the winner's last, whose tokens count as the
    newest.
    """
    return joined_tokens(token for value in values for token in tokens_of(value))
