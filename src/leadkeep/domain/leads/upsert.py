"""Create and update leads by key: the core of Sync Leads (behaviour.md 3.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leadkeep.domain.activities import winners_of
from leadkeep.domain.fields import LEAD_KEYS, Catalog, Record, Values, lead_catalog
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.instance.access import Access, Partition, Work, partitions_by_name
from leadkeep.domain.leads.company_values import Links, lock_names, names_needed
from leadkeep.domain.leads.cookies import (
    TokenOwners,
    lock_with_owners,
    token_lock_names,
    tokens_in,
)
from leadkeep.domain.leads.draft import Draft
from leadkeep.domain.leads.keys import COOKIES, keys_in
from leadkeep.domain.leads.lock import lock_leads
from leadkeep.domain.leads.lookup import lookup_field
from leadkeep.domain.leads.record import Lookup, ParsedRecord, RecordParser
from leadkeep.domain.leads.write import write_leads
from leadkeep.errors import Problem, Reason, Refusal
from leadkeep.store import CachedCatalog, Transaction


class Action(StrEnum):
    """Whether records may create leads, update leads or both; createDuplicate looks up no lead."""

    CREATE_ONLY = "createOnly"
    UPDATE_ONLY = "updateOnly"
    CREATE_OR_UPDATE = "createOrUpdate"
    CREATE_DUPLICATE = "createDuplicate"


@dataclass(frozen=True, slots=True)
class Upsert:
    """A command that creates or updates a lead for each record."""

    records: Sequence[Record]
    action: Action = Action.CREATE_OR_UPDATE
    lookup_field: str = "email"
    partition_name: str | None = None
    resolves_merges: bool = False
    """Does the id of a merged lead stand for the winner?"""
    tokens: Sequence[str] = ()
    """Tokens of visitors that the caller will associate with leads in the same transaction, so they
    are locked together with the keys.
    """


@dataclass(frozen=True, slots=True)
class ParsedUpsert:
    """An upsert whose records are converted to stored values, by the fields of one version."""

    command: Upsert
    version: int
    """The catalog version of the fields."""
    lookup: Lookup | None
    parsed: Sequence[ParsedRecord | Problem]


@dataclass(frozen=True, slots=True)
class LeadOutcome:
    """What a command did with one record or lead: status, lead id, and the problem if skipped."""

    status: str
    """created, updated, deleted or skipped."""
    lead_id: int | None = None
    problem: Problem | None = None


def skipped(problem: Problem, lead_id: int | None = None) -> LeadOutcome:
    """Return the outcome of a record that was skipped because of this problem."""
    return LeadOutcome("skipped", lead_id, problem)


@dataclass(frozen=True, slots=True)
class UpsertPlan:
    """The outcomes that a command has decided on: keys and leads are locked, nothing is written."""

    drafts: Sequence[Draft]
    decided: Sequence[LeadOutcome | tuple[str, Draft]]

    def carry_out(self, work: Work) -> list[LeadOutcome]:
        """Write the decided changes; return one outcome per record, in order."""
        write_leads(work, self.drafts)
        return [
            each if isinstance(each, LeadOutcome) else LeadOutcome(each[0], each[1].lead_id)
            for each in self.decided
        ]


def parse_upsert(source: Transaction | CachedCatalog, command: Upsert) -> ParsedUpsert:
    """Convert the records of a command; this needs no stored lead, so it may come before the write.

    Raises:
        Refusal: the command as a whole is wrong: an unknown lookup field.
        NotCachedError: the process has not cached the fields of this catalog version.
    """
    catalog = lead_catalog(source)
    lookup = _lookup_of(catalog, command)
    is_id_allowed = command.action is Action.UPDATE_ONLY or (
        command.action is Action.CREATE_OR_UPDATE and lookup is not None and lookup.is_id
    )
    parser = RecordParser(
        catalog, lookup, is_id_allowed=is_id_allowed, munchkin_id=munchkin_id(source)
    )
    return ParsedUpsert(command, source.version, lookup, parser.parse_all(command.records))


def upsert_leads(work: Work, command: Upsert | ParsedUpsert) -> list[LeadOutcome]:
    """Create or update a lead for each record; return one outcome per record, in order.

    A record that fails does not stop the others. Records are processed in order: the second record
    with a key updates the lead that the first one created. Concurrent commands with the same key
    wait for each other, so they never create two leads with one key.

    Raises:
        Refusal: the command as a whole is wrong, such as an unknown lookup field or partition.
    """
    return plan_upsert(work, command).carry_out(work)


def plan_upsert(work: Work, command: Upsert | ParsedUpsert) -> UpsertPlan:
    """Lock keys and leads, and decide the outcome of each record; write nothing yet.

    It is for callers that must lock something else, such as a program, after the leads and before
    the activity log. ``UpsertPlan.carry_out`` locks the log when it writes.

    Raises:
        Refusal: the command as a whole is wrong, such as an unknown lookup field or partition.
    """
    catalog = lead_catalog(work.tx)
    parsed_upsert = _parsed_by_present_fields(work.tx, command)
    command, lookup, parsed = parsed_upsert.command, parsed_upsert.lookup, parsed_upsert.parsed
    partition_id = _partition_for_new_leads(work, command.partition_name)
    accepted = [each for each in parsed if isinstance(each, ParsedRecord)]
    names = {name for record in accepted for name in record.values}
    values = [record.values for record in accepted]
    tokens = [*command.tokens, *(tokens_in(values) if COOKIES in names else ())]
    links_and_tokens = [*lock_names(work.tx, values, names), *token_lock_names(tokens)]
    _lock_keys(work.tx, lookup, accepted, links_and_tokens)
    links = Links(work.tx, catalog, values, names)
    matches = _find_matches(
        work, catalog, lookup, accepted, names, tokens, resolves_merges=command.resolves_merges
    )
    partitions = partitions_by_name(work.tx)
    decision = _Decision(
        catalog, command, work.access, partition_id, partitions, lookup, matches, links
    )
    decided = [
        skipped(each) if isinstance(each, Problem) else decision.take(each) for each in parsed
    ]
    return UpsertPlan(decision.touched(), decided)


def _parsed_by_present_fields(tx: Transaction, command: Upsert | ParsedUpsert) -> ParsedUpsert:
    if isinstance(command, Upsert):
        return parse_upsert(tx, command)
    if command.version != tx.version:  # The fields have changed since.
        return parse_upsert(tx, command.command)
    return command


def _lookup_of(catalog: Catalog, command: Upsert) -> Lookup | None:
    if command.action is Action.CREATE_DUPLICATE:
        return None  # Nothing is looked up, so lookupField does not matter.
    field = lookup_field(catalog, command.lookup_field, is_filter=False)
    return Lookup(command.lookup_field, field)


def _partition_for_new_leads(work: Work, name: str | None) -> int:
    if name is None:
        return work.access.default_partition_id
    found = partitions_by_name(work.tx).get(name)
    if found is None:
        raise Refusal(Reason.PARTITION_NOT_FOUND, name)
    if not work.access.has_partition(found.id):
        raise Refusal(Reason.PARTITION_ACCESS_DENIED, name)
    return found.id


def _lock_keys(
    tx: Transaction, lookup: Lookup | None, records: Sequence[ParsedRecord], links: list[str]
) -> None:
    """Lock all keys of the command in one go.

    ``links`` are the lock names of companies, sales persons and visitor tokens.
    """
    if lookup is not None and not lookup.is_id:
        kind = lookup.field.name
        links = [*links, *dict.fromkeys(f"{kind}:{record.key}" for record in records)]
    tx.lock_keys(links)


@dataclass(frozen=True, slots=True)
class _Matches:
    """The stored leads that the records of a command match; all of them are locked."""

    by_key: Mapping[Any, list[Draft]]
    owners: TokenOwners


def _find_matches(
    work: Work,
    catalog: Catalog,
    lookup: Lookup | None,
    records: Sequence[ParsedRecord],
    names: set[str],
    tokens: Sequence[str],
    *,
    resolves_merges: bool,
) -> _Matches:
    """Lock and return the stored leads that have the records' keys or own their visitor tokens."""
    tx = work.tx
    keys = dict.fromkeys(record.key for record in records)
    if lookup is None:
        ids_by_key = []
    elif lookup.is_id:
        ids_by_key = [(key, key) for key in keys]
    elif lookup.field.name == COOKIES:
        ids_by_key = []  # The owners of the tokens are read anyway.
    else:
        ids_by_key = LEAD_KEYS.owners(tx, lookup.field.name, keys)
    wanted = names | names_needed(catalog, names)
    lead_ids = {lead_id for _, lead_id in ids_by_key}
    if tokens:
        drafts, owners = lock_with_owners(tx, tokens, lead_ids, wanted)
    else:
        drafts, owners = lock_leads(tx, catalog, lead_ids, wanted), {}
    if resolves_merges:
        # After the lock, because a lead may be merged while this command waits for it.
        winners = winners_of(tx, lead_ids - drafts.keys())
        drafts |= lock_leads(tx, catalog, set(winners.values()) - drafts.keys(), wanted)
        ids_by_key = [(key, winners.get(lead_id, lead_id)) for key, lead_id in ids_by_key]
    if lookup is not None and lookup.field.name == COOKIES:
        ids_by_key = [(key, draft.lead_id) for key, draft in owners.items()]
    matches: dict[Any, list[Draft]] = {}
    for key, lead_id in ids_by_key:
        draft = drafts.get(lead_id)
        # While this command waited for the lead, another command may have changed its key.
        if (
            draft is not None
            and lookup is not None
            and (lookup.is_id or _has_key(draft, lookup, key))
        ):
            matches.setdefault(key, []).append(draft)
    return _Matches(matches, TokenOwners(work, owners))


def _has_key(draft: Draft, lookup: Lookup, key: str) -> bool:
    name = lookup.field.name
    return key in keys_in(name, draft.values[name])


class _Decision:
    """Decides the outcome of each record in memory, after the earlier records of the command."""

    def __init__(
        self,
        catalog: Catalog,
        command: Upsert,
        access: Access,
        partition_id: int,
        partitions: dict[str, Partition],
        lookup: Lookup | None,
        found: _Matches,
        links: Links,
    ) -> None:
        self._catalog = catalog
        self._command = command
        self._access = access
        self._partition_id = partition_id
        self._partitions = partitions
        self._lookup = lookup
        self._matches = dict(found.by_key)
        self._links = links
        self._owners = found.owners
        self._new: list[Draft] = []

    def touched(self) -> list[Draft]:
        """Return, once each, the leads that the command created, matched or took a token from."""
        stored = {id(draft): draft for found in self._matches.values() for draft in found}
        stored |= {id(draft): draft for draft in self._owners.losers.values()}
        return [*self._new, *(draft for draft in stored.values() if not draft.is_new)]

    def take(self, record: ParsedRecord) -> LeadOutcome | tuple[str, Draft]:
        """Decide one record, and change the draft of its lead; return the outcome.

        For a lead without an id yet, it is the status and the draft.
        """
        action = self._command.action
        if self._lookup is None:
            return self._create(record)
        found = self._matches.get(record.key, [])
        if action is Action.CREATE_ONLY and found:
            return skipped(Problem(Reason.LEAD_EXISTS))
        if not found:
            if action is Action.UPDATE_ONLY or self._lookup.is_id:
                return skipped(Problem(Reason.LEAD_NOT_FOUND))
            return self._create(record)
        if len(found) > 1:
            return skipped(Problem(Reason.SEVERAL_LEADS_MATCH))
        return self._update(found[0], record)

    def _create(self, record: ParsedRecord) -> LeadOutcome | tuple[str, Draft]:
        values = self._completed(record, {})
        if isinstance(values, Problem):
            return skipped(values)
        # A copy: later records change the draft, and a transaction that runs again starts anew.
        values = values.copy()
        draft = Draft(0, values, self._partition_id, is_new=True)
        draft.values = self._with_token(values, draft, None)
        self._new.append(draft)
        if self._lookup is not None:
            self._matches[record.key] = [draft]
        return "created", draft

    def _update(self, draft: Draft, record: ParsedRecord) -> LeadOutcome | tuple[str, Draft]:
        if not self._access.has_partition(draft.partition_id):
            # The key belongs to a lead out of scope, so this command can neither create nor change
            # the lead.
            names = {each.id: name for name, each in self._partitions.items()}
            name = names.get(draft.partition_id)
            return skipped(Problem(Reason.PARTITION_ACCESS_DENIED, (name,)))
        if self._command.partition_name is not None and draft.partition_id != self._partition_id:
            return skipped(Problem(Reason.PARTITION_UPDATE_NOT_ALLOWED))
        values = self._completed(record, draft.values)
        if isinstance(values, Problem):
            return skipped(values)
        if draft.is_new:
            for name in values:
                draft.values.setdefault(name, self._catalog.by_name[name].type.empty)
        draft.assign(self._with_token(values, draft, draft.values.get(COOKIES)))
        return "updated", draft

    def _with_token(self, values: Values, draft: Draft, present: str | None) -> Values:
        """Return a record's values, with its visitor token added to the tokens that the lead has.

        A record with an empty token removes no tokens: clients send empty fields without a purpose.
        """
        if COOKIES not in values:
            return values
        token = values[COOKIES]
        held = present if token is None else self._owners.give(token, present, draft)
        return values | {COOKIES: held}

    def _completed(self, record: ParsedRecord, present: Values) -> Values | Problem:
        if not self._links.is_needed:
            return record.values
        return self._links.settled(record.values, present)
