"""Keep the words of leads up: a job follows the log of activities (docs/decisions/0167).

Writes of leads do nothing for the search, so they cost what they did without it. What the job has
not read yet, a search reads itself.
"""

from collections.abc import Collection

from leadkeep.domain.activities import changed_lead_ids, last_change_id
from leadkeep.domain.fields import Field, lead, lead_catalog
from leadkeep.domain.leads import lead_ids_after, stored_values
from leadkeep.domain.search import queries
from leadkeep.domain.search.words import WORD_FIELDS, words_of
from leadkeep.store import Transaction

LOCK = "search words"
BATCH_SIZE = 500
"""Batch size: leads of the first scan, and activities of the log, that one transaction reads."""


def word_fields(tx: Transaction) -> tuple[Field, ...]:
    """Return the fields that words are made of."""
    catalog = lead_catalog(tx)
    return tuple(catalog.named(name) for name in WORD_FIELDS)


def update_words(tx: Transaction) -> bool:
    """Make the words of the next batch of leads; return whether more leads wait.

    The first calls scan all leads, in batches; what changes meanwhile is read from the log
    afterwards.
    """
    tx.lock_keys([LOCK])
    found = queries.progress(tx)
    after_lead, after_activity = found or (0, last_change_id(tx))
    if after_lead is not None:
        lead_ids = lead_ids_after(tx, after_lead, BATCH_SIZE)
        _make_words(tx, lead_ids)
        # The log is read next, in any case: changes may wait in it since the first batch.
        following = lead_ids[-1] if len(lead_ids) == BATCH_SIZE else None
        queries.set_progress(tx, (following, after_activity), is_first=found is None)
        return True
    changes = changed_lead_ids(tx, word_fields(tx), after_activity, BATCH_SIZE)
    if changes.last_id == after_activity:
        return False
    _make_words(tx, changes.lead_ids)
    queries.set_progress(tx, (None, changes.last_id), is_first=False)
    return changes.has_more


def _make_words(tx: Transaction, lead_ids: Collection[int]) -> None:
    if not lead_ids:
        return
    wanted = sorted(lead_ids)
    # Their rows must not go before their words are there.
    tx.lock_rows(lead, wanted)
    values = stored_values(tx, wanted, word_fields(tx))
    words = [
        (lead_id, kind, value) for lead_id, own in values.items() for kind, value in words_of(own)
    ]
    queries.replace_words(tx, wanted, words)
