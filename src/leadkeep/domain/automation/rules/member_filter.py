"""Filter leads that are, or are not, members of lists, programs, smart lists or campaigns."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadkeep.domain.assets.lists import is_member, list_ids_named, members_of_lists
from leadkeep.domain.assets.programs import (
    all_channels,
    is_program_member,
    program_ids_named,
    statuses_in_programs,
)
from leadkeep.domain.automation.rules.model import (
    ConditionDescription,
    Filter,
    RuleDescription,
    Seen,
)
from leadkeep.domain.automation.rules.named import Named, nearest_name
from leadkeep.domain.automation.rules.operators import Now
from leadkeep.domain.automation.rules.read_members import Members, check_members, flag, name
from leadkeep.domain.automation.rules.sources import FILTER_SOURCES, MemberSource
from leadkeep.domain.automation.rules.sql_condition import LeadCondition, exactly
from leadkeep.errors import Refusal, nearest
from leadkeep.store import KeySpan, Transaction

MEMBER_RULE = (3, "Member")
"""The ruleTypeId and ruleType of membership filters in smart lists."""

MEMBER_OF_LIST, MEMBER_OF_PROGRAM = "memberOfList", "memberOfProgram"
MEMBER_OF_SMART_LIST, MEMBER_OF_CAMPAIGN = "memberOfSmartList", "memberOfCampaign"


@dataclass(frozen=True, slots=True)
class MemberKind:
    """A kind of membership that filters can test, such as in static lists."""

    noun: str
    """What error messages call the asset, such as ``list``."""
    title: str
    """The name of the filter in smart lists."""
    hint: str = ""
    """What error messages advise if several assets have the name."""


MEMBER_KINDS = {
    MEMBER_OF_LIST: MemberKind("list", "List", ": write its program before it"),
    MEMBER_OF_PROGRAM: MemberKind("program", "Program"),
    MEMBER_OF_SMART_LIST: MemberKind("smart list", "Smart List"),
    MEMBER_OF_CAMPAIGN: MemberKind("campaign", "Smart Campaign"),
}


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Matches leads that are, or are not, members of an asset; in programs also by status."""

    kind: str
    name: str
    """The asset's name as activities show it: ``Program.List`` for a list in a program."""
    statuses: tuple[str, ...] = ()
    """Only for programs. A status may follow its channel, as in ``Webinar > Attended``."""
    is_in: bool = True

    def spelled(self) -> dict[str, Any]:
        """Return the filter as a mapping, as blueprints have it."""
        status: dict[str, Any] = {}
        if self.statuses:
            status["status"] = self.statuses[0] if len(self.statuses) == 1 else list(self.statuses)
        return {self.kind: self.name} | status | ({} if self.is_in else {"in": False})

    def check(self, tx: Transaction) -> Filter:
        """Check that one asset has the name, and its channel the statuses; return the filter.

        Raises:
            LookupError: no asset has the name, or there is no such status.
            ValueError: several assets have the name.
        """
        found, kind = self._source(tx).named(tx, self.name), MEMBER_KINDS[self.kind]
        if not found:
            hint = nearest_name(tx, Named(kind.noun), self.name)
            raise LookupError(f"no {kind.noun} is named {self.name}{hint}")
        if len(found) > 1:
            raise ValueError(f"several {kind.noun}s are named {self.name}{kind.hint}")
        if self.statuses:
            self._check_statuses(tx, found[0][1])
        return self

    def _check_statuses(self, tx: Transaction, channel_id: int) -> None:
        channel = all_channels(tx).by_id[channel_id]
        for status in self.statuses:
            try:
                channel.status_named(_without_channel(status))
            except Refusal:
                text = f"the channel {channel.name} of {self.name} has no status {status}"
                hint = nearest(status, [each.name for each in channel.statuses])
                raise LookupError(f"{text}{hint}") from None

    def describe(self, tx: Transaction) -> RuleDescription:
        """Return the filter as the smart list API shows it."""
        del tx
        title, operator = MEMBER_KINDS[self.kind].title, "in" if self.is_in else "not in"
        primary = ConditionDescription(None, title, operator, (self.name,), is_primary=True)
        rule = RuleDescription(f"Member of {title}", *MEMBER_RULE, operator, (primary,))
        if not self.statuses:
            return rule
        status = ConditionDescription(None, "Status", "is", self.statuses)
        return replace(rule, conditions=(primary, status))

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return the ids of these leads that match."""
        del now
        source = self._source(tx)
        found = source.named(tx, self.name)
        if self.statuses:
            members = _members_with_status(tx, found, lead_ids, self.statuses)
        else:
            members = source.members(tx, found, lead_ids)
        return members if self.is_in else set(lead_ids) - members

    def members_in_sql(self, tx: Transaction, leads: KeySpan) -> LeadCondition:
        """Return the condition that a lead of a span is a member, whatever ``is_in`` says."""
        source = self._source(tx)
        found = source.named(tx, self.name)
        if self.statuses:
            return _with_status_in_sql(tx, found, leads, self.statuses)
        return source.in_sql(tx, found, leads)

    def seen(self, tx: Transaction, lead_id: int, now: Now) -> Seen:
        """Return the lead's status in the program, or whether the lead is a member."""
        del now
        source = self._source(tx)
        found = source.named(tx, self.name)
        if self.kind != MEMBER_OF_PROGRAM:
            return Seen(lead_id in source.members(tx, found, [lead_id]))
        statuses = all_channels(tx).statuses
        held = statuses_in_programs(tx, [each[0] for each in found], [lead_id])
        return Seen(", ".join(statuses[status].name for _, status in held) or None)

    def _source(self, tx: Transaction) -> MemberSource:
        return tx.provided(FILTER_SOURCES).members[self.kind]


def parse_member_filter(sent: Members) -> Filter:
    """Return the membership filter that a mapping of a blueprint describes.

    The kind of membership follows from the mapping's members.

    Raises:
        ValueError: the mapping is not valid.
    """
    kind = next(each for each in MEMBER_KINDS if each in sent)
    has_status = kind == MEMBER_OF_PROGRAM
    check_members(sent, (kind, "status", "in") if has_status else (kind, "in"))
    status = sent.get("status", [])
    several = status if isinstance(status, list) else [status]
    statuses = tuple(name({"status": each}, "status") for each in several)
    return MemberFilter(kind, name(sent, kind), statuses, flag(sent, "in", default=True))


def _without_channel(status: str) -> str:
    """Return a status without the channel before it: ``Attended`` for ``Webinar > Attended``."""
    return status.rpartition(" > ")[2].strip()


def _wanted_statuses(tx: Transaction, names: Collection[str]) -> set[int]:
    """Return the ids of all statuses with these names, whatever their channels are."""
    wanted = {_without_channel(each).casefold() for each in names}
    statuses = all_channels(tx).statuses
    return {number for number, each in statuses.items() if each.name.casefold() in wanted}


def _members_with_status(
    tx: Transaction,
    programs: Sequence[tuple[int, int]],
    lead_ids: Collection[int],
    names: Collection[str],
) -> set[int]:
    wanted = _wanted_statuses(tx, names)
    rows = statuses_in_programs(tx, [each[0] for each in programs], lead_ids)
    return {lead_id for lead_id, status_id in rows if status_id in wanted}


def _with_status_in_sql(
    tx: Transaction,
    programs: Sequence[tuple[int, int]],
    leads: KeySpan,
    names: Collection[str],
) -> LeadCondition:
    wanted = _wanted_statuses(tx, names)
    return exactly(is_program_member(leads, [each[0] for each in programs], wanted))


def _members_of_programs(
    tx: Transaction, programs: Sequence[tuple[int, int]], lead_ids: Collection[int]
) -> set[int]:
    return {row[0] for row in statuses_in_programs(tx, [each[0] for each in programs], lead_ids)}


LIST_MEMBERS = MemberSource(
    list_ids_named,
    members_of_lists,
    lambda _, list_ids, leads: exactly(is_member(leads, list_ids)),
)
PROGRAM_MEMBERS = MemberSource(
    program_ids_named,
    _members_of_programs,
    lambda _, programs, leads: exactly(is_program_member(leads, [each[0] for each in programs])),
)
