"""Enqueue entries when activities match triggers of active campaigns (behaviour.md 9.2).

A subscriber to the activity log has an index of all active campaigns by the activity types of their
triggers. If no trigger has the type, an append costs one look-up in it.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from leadkeep.domain.activities import ACTIVITY_EVENTS, ActivityType, AppendedActivities
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.stored_rules import is_request, stored_rules
from leadkeep.domain.automation.campaigns.entry.entries import Entry, enqueue_entries
from leadkeep.domain.automation.campaigns.entry.trigger_chain import (
    TriggerChain,
    chain_after,
    stop_endless,
)
from leadkeep.domain.automation.rules import BoundTrigger, Now, Trigger, TriggerIndex, bind_trigger
from leadkeep.store import Store, Transaction

logger = logging.getLogger(__name__)

Bound = tuple[int, BoundTrigger]
"""A campaign's id, and one of its triggers, ready to be applied to activities."""


def watch_for_triggers(store: Store) -> None:
    """Subscribe the triggers of campaigns to a store's activity log; a second call does nothing."""
    if enqueue_triggered_entries not in store.subscribers(ACTIVITY_EVENTS):
        store.subscribe(ACTIVITY_EVENTS, enqueue_triggered_entries)


def enqueue_triggered_entries(tx: Transaction, appended: Sequence[AppendedActivities]) -> None:
    """Enqueue the entries of leads whose new activities match a trigger of an active campaign."""
    watch = tx.cached(_load_watch)
    if not watch.type_ids.isdisjoint(batch.type_id for batch in appended):
        index = watch.index_on(tx, Now(tx.moment, tx.zone))
        enqueue_entries(tx, _entries(tx, index, appended))


class _Watch:
    """The triggers of all active campaigns at one catalog version, indexed by activity type."""

    def __init__(self, tx: Transaction) -> None:
        self._triggers: list[tuple[int, Trigger]] = [
            (each.id, trigger)
            for each in queries.active_campaigns(tx)
            for trigger in stored_rules(each.rules).triggers
            if not is_request(trigger)
        ]
        self._day: date | None = None
        self._index: TriggerIndex[Bound] = TriggerIndex([])
        self.type_ids: frozenset[int] = frozenset()
        self.index_on(tx, Now(tx.moment, tx.zone))

    def index_on(self, tx: Transaction, now: Now) -> TriggerIndex[Bound]:
        """Return the index for the day of ``now``: constraints may depend on the date."""
        if self._day != now.today:
            bound = list(self._bound(tx, now))
            self._index = TriggerIndex((each, each[1]) for each in bound)
            self.type_ids = frozenset(
                type_id
                for _, trigger in bound
                for type_id in trigger.type_ids
                if type_id != ActivityType.DELETE_LEAD
            )
            self._day = now.today
        return self._index

    def _bound(self, tx: Transaction, now: Now) -> Iterator[Bound]:
        for campaign_id, trigger in self._triggers:
            try:
                yield campaign_id, bind_trigger(tx, trigger, now)
            except (LookupError, ValueError):
                text = "campaign %s has a trigger that names an asset or a type that was deleted"
                logger.warning(text, campaign_id)


def _load_watch(tx: Transaction) -> _Watch:
    return _Watch(tx)


def _entries(
    tx: Transaction, index: TriggerIndex[Bound], appended: Sequence[AppendedActivities]
) -> list[Entry]:
    """Return the entries that the activities trigger, each activity at most once per campaign."""
    met: dict[tuple[int, TriggerChain], dict[int, int]] = {}
    chains: dict[int | None, TriggerChain] = {}
    for (campaign_id, trigger), batch, lead_ids in index.matches(appended):
        chain = chains.get(batch.campaign_id)
        if chain is None:
            chain = chains[batch.campaign_id] = chain_after(tx, batch.campaign_id)
        wanted = met.setdefault((campaign_id, chain), {})
        for lead_id, activity_id in _met_by(trigger, batch, lead_ids):
            wanted[activity_id] = lead_id
    entries = []
    for (campaign_id, chain), activities in met.items():
        if chain.is_endless:
            stop_endless(tx, campaign_id)
        else:
            entries.append(
                Entry(campaign_id, list(activities.values()), chain, list(activities.keys()))
            )
    return entries


def _met_by(
    trigger: BoundTrigger, batch: AppendedActivities, lead_ids: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Yield (lead id, activity id) of each activity that matches a trigger."""
    if len(lead_ids) == len(batch.activities):
        yield from ((row[0], row[1]) for row in batch.activities)
        return
    wanted = set(lead_ids)
    rows: dict[int, list[int]] = {}
    for place, row in enumerate(batch.activities):
        if row[0] in wanted:
            rows.setdefault(row[0], []).append(place)
    for lead_id, places in rows.items():
        for place in places:
            row = batch.activities[place]
            # Of several activities of one lead, only those that meet it themselves count.
            if len(places) == 1 or trigger.leads(replace(batch, activities=[row])):
                yield lead_id, row[1]
