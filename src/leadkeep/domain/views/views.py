"""Create the views, and create them again when fields, types or their names change."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Select, and_, select

from leadkeep.domain.activities import activity_types
from leadkeep.domain.assets.programs import member_catalog
from leadkeep.domain.fields import Field, lead_catalog
from leadkeep.domain.views import columns
from leadkeep.domain.views.columns import (
    ACTIVITY,
    ACTIVITY_VIEW,
    CHANNEL,
    FOLDER,
    LEAD_VIEW,
    LIST_MEMBER,
    LIST_MEMBER_VIEW,
    MERGED,
    PARTITION,
    PROGRAM,
    PROGRAM_MEMBER_VIEW,
    STATIC_LIST,
    STATUS,
    STREAM,
    ViewColumn,
)
from leadkeep.store import CATALOG_CHANGED, Statement, Store, Transaction

VIEWS: Mapping[str, str] = {
    LEAD_VIEW: "One row a lead, with the fields that describe shows.",
    ACTIVITY_VIEW: "One row an activity, with the name of its type and its attributes.",
    LIST_MEMBER_VIEW: "One row for each lead on each static list.",
    PROGRAM_MEMBER_VIEW: "One row for each lead in each program, with its status.",
}
"""What each view has, by its name."""
CACHED_QUERY_SETS = 2
"""Limit: sets of fields and activity types for which the process caches the compiled queries."""


def subscribe_views(store: Store) -> None:
    """Keep the views of a store up with its fields, in the transactions that change these."""
    store.subscribe(CATALOG_CHANGED, lambda tx, _: update_views(tx))


def update_views(tx: Transaction) -> None:
    """Create the views that are missing or differ from the present fields and activity types."""
    leads, members = lead_catalog(tx).fields, member_catalog(tx).fields
    names = activity_types(tx).names
    if not leads or not members:
        return  # the instance is not set up yet
    for name, query in _present_queries(leads, members, tuple(names.items())):
        tx.replace_view(name, query)


@lru_cache(CACHED_QUERY_SETS)
def _present_queries(
    leads: tuple[Field, ...], members: tuple[Field, ...], types: tuple[tuple[int, str], ...]
) -> list[tuple[str, Statement]]:
    """Return names and queries of the views: most changes of the catalog leave them as they are."""
    found = view_queries(leads, members, dict(types)).items()
    return [(name, Statement(query)) for name, (_, query) in found]


def view_queries(
    leads: Sequence[Field], members: Sequence[Field], types: Mapping[int, str]
) -> dict[str, tuple[list[ViewColumn], Select[tuple[object, ...]]]]:
    """Return the columns and the query of each view by its name."""
    lead = columns.part("lead", columns={"id", "leadPartitionId", *(each.column for each in leads)})
    member = columns.part(
        "program_member",
        columns={"lead_id", "program_id", "status_id", "stream_id", *(f.column for f in members)},
    )
    lead_part = lead.outerjoin(PARTITION, PARTITION.c.id == lead.c.leadPartitionId)
    log = ACTIVITY.outerjoin(MERGED, MERGED.c.lead_id == ACTIVITY.c.lead_id)
    listed = LIST_MEMBER.join(STATIC_LIST, STATIC_LIST.c.id == LIST_MEMBER.c.list_id)
    enrolled = (
        member.join(PROGRAM, PROGRAM.c.id == member.c.program_id)
        .join(FOLDER, and_(FOLDER.c.type == "Program", FOLDER.c.id == PROGRAM.c.id))
        .join(CHANNEL, CHANNEL.c.id == PROGRAM.c.channel_id)
        .join(STATUS, STATUS.c.id == member.c.status_id)
        .outerjoin(STREAM, STREAM.c.id == member.c.stream_id)
    )
    parts = {
        LEAD_VIEW: (columns.lead_columns(leads, lead), lead_part),
        ACTIVITY_VIEW: (columns.activity_columns(types), log),
        LIST_MEMBER_VIEW: (columns.list_member_columns(), listed),
        PROGRAM_MEMBER_VIEW: (columns.program_member_columns(members, member), enrolled),
    }
    return {
        name: (made, select(*(each.value.label(each.name) for each in made)).select_from(source))
        for name, (made, source) in parts.items()
    }
