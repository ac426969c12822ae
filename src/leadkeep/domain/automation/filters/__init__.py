"""List where rules find members, segments and names: two tables, provided to a store."""

from collections.abc import Mapping

from leadkeep.domain.assets.lists import LISTS
from leadkeep.domain.assets.programs import (
    CADENCE_NAMES,
    CADENCES,
    ProgramQuery,
    all_channels,
    list_programs,
    member_catalog,
    program_ids_named,
    stream_names,
)
from leadkeep.domain.automation.campaigns import CAMPAIGN, CAMPAIGN_MEMBERS, names_of_steps
from leadkeep.domain.automation.filters.object_users import (
    ObjectUser,
    delete_unused_type,
    users_of_object,
)
from leadkeep.domain.automation.filters.renames import subscribe_renames
from leadkeep.domain.automation.rules import (
    FILTER_SOURCES,
    LIST_MEMBERS,
    MEMBER_OF_CAMPAIGN,
    MEMBER_OF_LIST,
    MEMBER_OF_PROGRAM,
    MEMBER_OF_SMART_LIST,
    NAME_SOURCES,
    PROGRAM_MEMBERS,
    FilterSources,
    Named,
    NameSource,
    asset_names,
    plain_names,
    step_names,
)
from leadkeep.domain.automation.segmentations import load_segmentations, segment_field
from leadkeep.domain.automation.smart_lists import SMART_LIST, SMART_LIST_MEMBERS
from leadkeep.domain.fields import lead_catalog, normalised_key
from leadkeep.domain.instance.access import Work, operator_access, partitions_by_name
from leadkeep.domain.objects.engine import all_records, catalog_of
from leadkeep.domain.objects.standard import SALES_PERSON
from leadkeep.store import Store, Transaction

SOURCES = FilterSources(
    members={
        MEMBER_OF_LIST: LIST_MEMBERS,
        MEMBER_OF_PROGRAM: PROGRAM_MEMBERS,
        MEMBER_OF_SMART_LIST: SMART_LIST_MEMBERS,
        MEMBER_OF_CAMPAIGN: CAMPAIGN_MEMBERS,
    },
    segment_field=segment_field,
)


def _program_names(tx: Transaction) -> list[str]:
    return [each.name for each in list_programs(Work(tx, operator_access(tx)), ProgramQuery())]


def _field_names(tx: Transaction) -> list[str]:
    return [name for each in lead_catalog(tx).fields for name in (each.name, each.display_name)]


def _field_ids(tx: Transaction, name: str) -> list[int]:
    key = normalised_key(name)
    return [
        each.id
        for each in lead_catalog(tx).fields
        if key in {normalised_key(each.name), normalised_key(each.display_name)}
    ]


def _owner_names(tx: Transaction) -> list[str]:
    """Return the names of sales persons: first and last name, or the email without these."""
    catalog = catalog_of(tx, SALES_PERSON)
    fields = [catalog.by_name[name] for name in ("firstName", "lastName", "email")]
    return [
        name
        for _, first, last, email in all_records(tx, catalog, fields)
        if (name := " ".join(filter(None, (first, last))) or email)
    ]


def _status_names(tx: Transaction) -> list[str]:
    return [
        name
        for channel in all_channels(tx).all
        for status in channel.statuses
        for name in (status.name, f"{channel.name} > {status.name}")
    ]


NAMES: Mapping[Named, NameSource] = {
    Named.LIST: asset_names(LISTS),
    Named.CAMPAIGN: asset_names(CAMPAIGN.rows),
    Named.SMART_LIST: asset_names(SMART_LIST.rows),
    Named.PROGRAM: plain_names(
        _program_names, lambda tx, name: [number for number, _ in program_ids_named(tx, name)]
    ),
    Named.SEGMENTATION: plain_names(lambda tx: [each.name for each in load_segmentations(tx)]),
    Named.PARTITION: plain_names(partitions_by_name),
    Named.FIELD: plain_names(_field_names, _field_ids),
    Named.STATUS: plain_names(_status_names),
    Named.WEBHOOK: step_names(lambda tx: names_of_steps(tx, "callWebhook", is_in_program=False)),
    Named.MAIL: step_names(lambda tx: names_of_steps(tx, "sendEmail", is_in_program=True)),
    Named.STREAM: plain_names(stream_names),
    Named.CADENCE: step_names(
        lambda _: [(CADENCE_NAMES[own], name) for name, own in CADENCES.items()]
    ),
    Named.MEMBER_FIELD: step_names(
        lambda tx: [(each.name, each.display_name) for each in member_catalog(tx).fields]
    ),
    Named.OWNER: plain_names(_owner_names),
    Named.ALERT: step_names(lambda tx: names_of_steps(tx, "sendAlert", is_in_program=True)),
}


def provide_filter_sources(store: Store, forms: NameSource) -> None:
    """Provide what rules find members and names with; without it, they cannot be matched.

    ``forms`` are the names of forms, whose room is above this one.
    """
    store.provide(FILTER_SOURCES, SOURCES)
    store.provide(NAME_SOURCES, {**NAMES, Named.FORM: forms})


__all__ = [
    "ObjectUser",
    "delete_unused_type",
    "provide_filter_sources",
    "subscribe_renames",
    "users_of_object",
]
