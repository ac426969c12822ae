"""The sections of a blueprint, in the order in which they are applied.

An object is applied before those that refer to it. A new key needs a module here and a line in
:data:`SECTIONS`.
"""

from leadkeep.blueprint.sections import (
    campaigns,
    channels,
    clients,
    custom_objects,
    fields,
    folders,
    forms,
    leads,
    lists,
    munchkin,
    named_account_lists,
    partitions,
    programs,
    records,
    roles,
    segmentations,
    smart_lists,
    tags,
    workspaces,
)
from leadkeep.blueprint.sections.section import Section

SECTIONS: dict[str, Section] = {
    each.key: each
    for each in (
        munchkin.SECTION,
        workspaces.SECTION,
        partitions.SECTION,
        roles.SECTION,
        clients.SECTION,
        fields.SECTION,
        fields.MEMBER_SECTION,
        folders.SECTION,
        tags.SECTION,
        channels.SECTION,
        records.SALES_PERSONS,
        records.COMPANIES,
        leads.SECTION,
        records.OPPORTUNITIES,
        records.ROLES,
        records.NAMED_ACCOUNTS,
        named_account_lists.SECTION,
        custom_objects.SECTION,
        programs.SECTION,
        lists.SECTION,
        forms.SECTION,
        segmentations.SECTION,
        smart_lists.SECTION,
        campaigns.SECTION,
    )
}

__all__ = ["SECTIONS"]
