"""Filters of the leads' own fields, of lists and of programs, and what kinds there are else."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from leadkeep.domain.assets.lists import list_ids_named, members_of_lists
from leadkeep.domain.assets.programs import all_channels, program_ids_named, statuses_in_programs
from leadkeep.domain.automation.rules.model import Condition, Filter, ShownCondition, ShownRule
from leadkeep.domain.automation.rules.operators import (
    Now,
    Test,
    check_condition,
    condition_test,
    kind_of,
)
from leadkeep.domain.automation.rules.read_members import (
    Members,
    check_members,
    condition,
    flag,
    name,
)
from leadkeep.domain.fields import Field, lead_catalog
from leadkeep.domain.leads import values_of_leads
from leadkeep.errors import Refusal
from leadkeep.store import Transaction

ParseFilter = Callable[[Members], Filter]

LEAD_RULE, MEMBER_RULE = (2, "Attribute"), (3, "Member")
"""How smart lists class filters of fields and of memberships: ruleTypeId and ruleType."""
MEMBER_FILTER = "Member of"


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """Leads whose field meets a condition."""

    condition: Condition

    def spelled(self) -> dict[str, Any]:
        """Return the filter as files spell it."""
        return self.condition.spelled("field")

    def check(self, tx: Transaction) -> None:
        """Check field, operator and values.

        Raises:
            LookupError: there is no such field.
            ValueError: operator or values do not fit.
        """
        own = self.field(tx)
        check_condition(kind_of(own.type), self.condition.operator, self.condition.values)

    def shown(self, tx: Transaction) -> ShownRule:
        """Return the filter as smart lists show it."""
        own, told = self.field(tx), self.condition
        shown = ShownCondition(
            own.id, own.display_name, told.operator, told.values, is_primary=True
        )
        return ShownRule(own.display_name, *LEAD_RULE, told.operator, (shown,))

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return those of these leads that pass."""
        own, test = self.field(tx), self.test(tx, now)
        rows = values_of_leads(tx, lead_catalog(tx), (own,), lead_ids)
        return {row[0] for row in rows if test(row[1])}

    def field(self, tx: Transaction) -> Field:
        """Return the field.

        Raises:
            LookupError: there is none of this name.
        """
        found = lead_catalog(tx).by_name.get(self.condition.name)
        if found is None:
            raise LookupError(f"no field is named {self.condition.name}")
        return found

    def test(self, tx: Transaction, now: Now) -> Test:
        """Return the test of the field's stored value."""
        told = self.condition
        return condition_test(kind_of(self.field(tx).type), told.operator, told.values, now)


def _parse_field(sent: Members) -> Filter:
    check_members(sent, ("field", "operator", "values"))
    return FieldFilter(condition(sent, "field"))


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Leads that are on a static list, or are not."""

    name: str
    """As the log shows it: ``Program.List`` for a list in a program."""
    is_in: bool = True

    def spelled(self) -> dict[str, Any]:
        """Return the filter as files spell it."""
        return {"memberOfList": self.name} | ({} if self.is_in else {"in": False})

    def check(self, tx: Transaction) -> None:
        """Check that there is one such list.

        Raises:
            LookupError: there is none.
            ValueError: there are several.
        """
        found = list_ids_named(tx, self.name)
        if not found:
            raise LookupError(f"no list is named {self.name}")
        if len(found) > 1:
            raise ValueError(f"several lists are named {self.name}: write its program before it")

    def shown(self, tx: Transaction) -> ShownRule:
        """Return the filter as smart lists show it."""
        del tx
        return shown_member("List", self.name, is_in=self.is_in)

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return those of these leads that pass."""
        del now
        members = members_of_lists(tx, list_ids_named(tx, self.name), lead_ids)
        return members if self.is_in else set(lead_ids) - members


def _parse_list(sent: Members) -> Filter:
    check_members(sent, ("memberOfList", "in"))
    return ListFilter(name(sent, "memberOfList"), flag(sent, "in", default=True))


@dataclass(frozen=True, slots=True)
class ProgramFilter:
    """Leads that are in a program, with one of some statuses if any are named; or are not."""

    name: str
    statuses: tuple[str, ...] = ()
    is_in: bool = True

    def spelled(self) -> dict[str, Any]:
        """Return the filter as files spell it."""
        status: dict[str, Any] = {}
        if self.statuses:
            status["status"] = self.statuses[0] if len(self.statuses) == 1 else list(self.statuses)
        return {"memberOfProgram": self.name} | status | ({} if self.is_in else {"in": False})

    def check(self, tx: Transaction) -> None:
        """Check that there are such a program and such statuses.

        Raises:
            LookupError: there is no such program, or its channel has no such status.
        """
        found = program_ids_named(tx, self.name)
        if not found:
            raise LookupError(f"no program is named {self.name}")
        channel = all_channels(tx).by_id[found[0][1]]
        for status in self.statuses:
            try:
                channel.status_named(_bare(status))
            except Refusal:
                text = f"the channel {channel.name} of {self.name} has no status {status}"
                raise LookupError(text) from None

    def shown(self, tx: Transaction) -> ShownRule:
        """Return the filter as smart lists show it."""
        del tx
        rule = shown_member("Program", self.name, is_in=self.is_in)
        if not self.statuses:
            return rule
        status = ShownCondition(None, "Status", "is", self.statuses)
        return replace(rule, conditions=(*rule.conditions, status))

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return those of these leads that pass."""
        del now
        program_ids = [each[0] for each in program_ids_named(tx, self.name)]
        statuses = all_channels(tx).statuses
        wanted = {_bare(status).casefold() for status in self.statuses}
        members = {
            lead_id
            for lead_id, status_id in statuses_in_programs(tx, program_ids, lead_ids)
            if not wanted or statuses[status_id].name.casefold() in wanted
        }
        return members if self.is_in else set(lead_ids) - members


def _bare(status: str) -> str:
    """Return a status without the channel that may stand before it: ``Webinar > Attended``."""
    return status.rpartition(" > ")[2].strip()


def _parse_program(sent: Members) -> Filter:
    check_members(sent, ("memberOfProgram", "status", "in"))
    status = sent.get("status", [])
    several = status if isinstance(status, list) else [status]
    statuses = tuple(name({"status": each}, "status") for each in several)
    return ProgramFilter(name(sent, "memberOfProgram"), statuses, flag(sent, "in", default=True))


def shown_member(what: str, of: str, *, is_in: bool) -> ShownRule:
    """Return a filter of membership as smart lists show it."""
    operator = "in" if is_in else "not in"
    shown = ShownCondition(None, what, operator, (of,), is_primary=True)
    return ShownRule(f"{MEMBER_FILTER} {what}", *MEMBER_RULE, operator, (shown,))


FILTER_KINDS: dict[str, ParseFilter] = {
    "field": _parse_field,
    "memberOfList": _parse_list,
    "memberOfProgram": _parse_program,
}
"""How filters of each kind are read, by the member that only they have."""


def add_filter_kind(member: str, parse: ParseFilter) -> None:
    """Let rules have filters of a further kind: those with this member. Called at import.

    ``parse`` gets the whole mapping and returns the filter, or raises ValueError.
    """
    FILTER_KINDS[member] = parse
