"""Model channels and their progression statuses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from leadkeep.domain.assets.programs import tables
from leadkeep.domain.fields import normalised_key
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

NOT_IN_PROGRAM = "Not in Program"
"""The name of step 0 of every channel (behaviour.md 4.4)."""


class ProgramType(StrEnum):
    """The type of a program, such as Default or Engagement (behaviour.md 4.4)."""

    DEFAULT = "Default"
    EVENT = "Event"
    WEBINAR = "Event with Webinar"
    ENGAGEMENT = "Engagement"
    EMAIL = "Email"


@dataclass(frozen=True, slots=True)
class Status:
    """A progression status of a channel."""

    id: int
    name: str
    step: int
    is_success: bool
    is_hidden: bool
    type: str | None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel with its progression statuses, sorted by step."""

    id: int
    name: str
    program_type: ProgramType
    created_at: datetime
    updated_at: datetime
    statuses: tuple[Status, ...]

    @property
    def not_in_program(self) -> Status:
        """The status of leads that are not members: Not in Program."""
        return self.statuses[0]

    @property
    def entry(self) -> Status:
        """The first status after Not in Program, which is the default of new members."""
        shown = [each for each in self.statuses[1:] if not each.is_hidden]
        return (shown or self.statuses)[0]

    def status_named(self, name: str) -> Status:
        """Return the status with this name, ignoring letter case.

        Raises:
            Refusal: 1025, the channel has no such status.
        """
        key = normalised_key(name)
        for each in self.statuses:
            if normalised_key(each.name) == key:
                return each
        raise Refusal(Reason.PROGRAM_STATUS_NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Channels:
    """All channels of the instance at one version of the catalog."""

    by_id: Mapping[int, Channel]
    statuses: Mapping[int, Status]

    @property
    def all(self) -> Sequence[Channel]:
        """All channels, ascending by id."""
        return list(self.by_id.values())

    def named(self, name: str) -> Channel | None:
        """Return the channel with this name, ignoring letter case; None when there is none."""
        key = normalised_key(name)
        found = (each for each in self.by_id.values() if normalised_key(each.name) == key)
        return next(found, None)


def all_channels(tx: Transaction) -> Channels:
    """Return all channels that this transaction sees."""
    return tx.cached(load_channels)


def load_channels(tx: Transaction) -> Channels:
    """Read all channels from the store."""
    one = tables.channel_status
    statuses: dict[int, list[Status]] = {}
    query = select(
        one.c.channel_id, one.c.id, one.c.name, one.c.step, one.c.is_success, one.c.is_hidden
    ).add_columns(one.c.type)
    for channel_id, *rest in tx.execute(query.order_by(one.c.channel_id, one.c.step, one.c.id)):
        status = Status(*rest)
        if status.step == 0:
            status = replace(status, type=NOT_IN_PROGRAM)  # behaviour.md 13
        statuses.setdefault(channel_id, []).append(status)
    c = tables.channel.c
    rows = tx.execute(
        select(c.id, c.name, c.program_type, c.created_at, c.updated_at).order_by(c.id)
    )
    by_id = {
        row[0]: Channel(
            row[0], row[1], ProgramType(row[2]), row[3], row[4], tuple(statuses[row[0]])
        )
        for row in rows
    }
    by_status = {each.id: each for channel in by_id.values() for each in channel.statuses}
    return Channels(by_id, by_status)
