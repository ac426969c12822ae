"""List where rules find members, segments and names: two tables, provided to a store."""

from collections.abc import Mapping

from leadkeep.domain.assets.lists import LISTS
from leadkeep.domain.assets.programs import ProgramQuery, all_channels, list_programs
from leadkeep.domain.automation.campaigns import CAMPAIGN, CAMPAIGN_MEMBERS, names_of_steps
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
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Work, operator_access, partitions_by_name
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
    Named.PROGRAM: plain_names(_program_names),
    Named.SEGMENTATION: plain_names(lambda tx: [each.name for each in load_segmentations(tx)]),
    Named.PARTITION: plain_names(partitions_by_name),
    Named.FIELD: plain_names(_field_names),
    Named.STATUS: plain_names(_status_names),
    Named.WEBHOOK: step_names(lambda tx: names_of_steps(tx, "callWebhook", is_in_program=False)),
    Named.MAIL: step_names(lambda tx: names_of_steps(tx, "sendEmail", is_in_program=True)),
    Named.ALERT: step_names(lambda tx: names_of_steps(tx, "sendAlert", is_in_program=True)),
}


def provide_filter_sources(store: Store, forms: NameSource) -> None:
    """Provide what rules find members and names with; without it, they cannot be matched.

    ``forms`` are the names of forms, whose room is above this one.
    """
    store.provide(FILTER_SOURCES, SOURCES)
    store.provide(NAME_SOURCES, {**NAMES, Named.FORM: forms})


__all__ = ["provide_filter_sources"]
