"""Read the lists, campaigns and other memberships of a lead, page by page (behaviour.md 3.11)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, or_, select

from leadkeep.clock import shifted
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads.scope import existing_leads
from leadkeep.errors import Reason, Refusal
from leadkeep.store import LARGEST_ID, Statement, any_of

START_OF_TIME = datetime.min.replace(tzinfo=UTC)
END_OF_TIME = datetime.max.replace(tzinfo=UTC)

Place = tuple[datetime, int]
"""A position in the pages of a lead's memberships, newest first: the membership's creation date,
and the id of the asset."""
FIRST_PLACE: Place = (END_OF_TIME, LARGEST_ID)
"""The position at which the first page starts."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A lead's membership in a static list or a campaign."""

    asset_id: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class MembershipFilter:
    """Which memberships of a lead to return, by date, and which page of them."""

    behind: Place = FIRST_PLACE
    page_size: int = 300
    earliest: datetime | None = None
    """Changed at this moment or later."""
    latest: datetime | None = None
    """Changed in this second or earlier."""


@dataclass(frozen=True, slots=True)
class MembershipPage:
    """A page of memberships, the newest first."""

    memberships: list[Membership]
    next_behind: Place | None = None
    """The position of the last membership; the next page starts behind it. None on the last
    page."""


MembershipVerb = Callable[[Work, int, MembershipFilter], MembershipPage]
"""A function that returns a page of one kind of a lead's memberships."""


class LeadMemberships:
    """Reads the memberships of a lead from one member table."""

    def __init__(self, asset: Table, member: Table, asset_id: ColumnElement[int]) -> None:
        """Read from ``member``, whose column ``asset_id`` refers to a row of ``asset``."""
        columns = member.c
        clause: Any = (
            select(asset_id, columns.created_at, columns.updated_at)
            .join(asset, asset.c.id == asset_id)
            .where(
                columns.lead_id == bindparam("wanted_lead"),
                any_of(asset.c.workspace_id, "workspaces"),
                columns.updated_at >= bindparam("earliest"),
                columns.updated_at < bindparam("latest"),
                or_(
                    columns.created_at < bindparam("since"),
                    and_(columns.created_at == bindparam("since"), asset_id < bindparam("before")),
                ),
            )
            .order_by(columns.created_at.desc(), asset_id.desc())
            .limit(bindparam("limit"))
        )
        self._statement = Statement(clause)

    def page(self, work: Work, lead_id: int, wanted: MembershipFilter) -> MembershipPage:
        """Return a page of a lead's memberships in lists, programs or campaigns, newest first.

        Raises:
            Refusal: 1004, no such lead within scope.
        """
        if not existing_leads(work, [lead_id]):
            raise Refusal(Reason.LEAD_NOT_FOUND)
        since, before = wanted.behind
        rows = work.tx.rows(
            self._statement,
            wanted_lead=lead_id,
            workspaces=list(work.access.workspace_ids),
            earliest=wanted.earliest or START_OF_TIME,
            # Dates are shown in whole seconds: all moments of the latest second are included.
            latest=END_OF_TIME if wanted.latest is None else shifted(wanted.latest, seconds=1),
            since=since,
            before=before,
            limit=wanted.page_size + 1,
        )
        found = [Membership(row[0], row[1], row[2]) for row in rows[: wanted.page_size]]
        if len(rows) <= len(found):
            return MembershipPage(found)
        return MembershipPage(found, (found[-1].created_at, found[-1].asset_id))
