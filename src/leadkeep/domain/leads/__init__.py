"""Leads: find, create, update and delete them. All writes go through ``write.py``.

Entry points: :func:`upsert_leads`, :func:`delete_leads`, :func:`get_lead`, :func:`find_leads`,
:func:`change_partitions`.
"""

from leadkeep.domain.leads.check import check_leads
from leadkeep.domain.leads.check_log import LEADS_OF_A_PART, ChangeCheck, check_changes
from leadkeep.domain.leads.company_values import (
    COMPANY_ID,
    COMPANY_LINK,
    OWNER_LINK,
    OWNER_VALUES,
    shared_fields,
)
from leadkeep.domain.leads.cookie_values import cookie_parts, cookie_token, tokens_of
from leadkeep.domain.leads.cookies import (
    give_tokens,
    lead_ids_by_token,
    merged_cookies,
    token_lock_names,
)
from leadkeep.domain.leads.delete import delete_leads
from leadkeep.domain.leads.draft import Draft, full_name
from leadkeep.domain.leads.events import LEAD_EVENTS, LeadEvent
from leadkeep.domain.leads.find import (
    LeadFilter,
    LeadPage,
    find_leads,
    get_lead,
    read_leads,
    stored_values,
)
from leadkeep.domain.leads.growth import Growth, lead_growth
from leadkeep.domain.leads.history import FieldChange, last_field_changes
from leadkeep.domain.leads.keys import keys_in
from leadkeep.domain.leads.lock import lock_leads, lock_leads_with_keys
from leadkeep.domain.leads.lookup import check_lookup_field, searchable_fields
from leadkeep.domain.leads.memberships import (
    FIRST_PLACE,
    LeadMemberships,
    Membership,
    MembershipFilter,
    MembershipPage,
    MembershipVerb,
    Place,
)
from leadkeep.domain.leads.partitions import (
    PartitionMove,
    change_partitions,
    partitions_in_scope,
)
from leadkeep.domain.leads.relations import Relations, relations_of
from leadkeep.domain.leads.scan import LeadRows, all_leads, lead_count, values_of_leads
from leadkeep.domain.leads.scope import (
    check_lead,
    count_leads_where,
    existing_leads,
    lead_ids_after,
    leads_after,
    leads_in_scope,
    leads_where,
    lock_leads_in_scope,
    lock_leads_or_winners,
)
from leadkeep.domain.leads.select import LeadSelection, select_leads
from leadkeep.domain.leads.shared_values import subscribe_to_companies
from leadkeep.domain.leads.upsert import (
    Action,
    LeadOutcome,
    ParsedUpsert,
    Upsert,
    UpsertPlan,
    parse_upsert,
    plan_upsert,
    upsert_leads,
)
from leadkeep.domain.leads.write import remove_merged_leads, set_derived, write_leads

__all__ = [
    "COMPANY_ID",
    "COMPANY_LINK",
    "FIRST_PLACE",
    "LEADS_OF_A_PART",
    "LEAD_EVENTS",
    "OWNER_LINK",
    "OWNER_VALUES",
    "Action",
    "ChangeCheck",
    "Draft",
    "FieldChange",
    "Growth",
    "LeadEvent",
    "LeadFilter",
    "LeadMemberships",
    "LeadOutcome",
    "LeadPage",
    "LeadRows",
    "LeadSelection",
    "Membership",
    "MembershipFilter",
    "MembershipPage",
    "MembershipVerb",
    "ParsedUpsert",
    "PartitionMove",
    "Place",
    "Relations",
    "Upsert",
    "UpsertPlan",
    "all_leads",
    "change_partitions",
    "check_changes",
    "check_lead",
    "check_leads",
    "check_lookup_field",
    "cookie_parts",
    "cookie_token",
    "count_leads_where",
    "delete_leads",
    "existing_leads",
    "find_leads",
    "full_name",
    "get_lead",
    "give_tokens",
    "keys_in",
    "last_field_changes",
    "lead_count",
    "lead_growth",
    "lead_ids_after",
    "lead_ids_by_token",
    "leads_after",
    "leads_in_scope",
    "leads_where",
    "lock_leads",
    "lock_leads_in_scope",
    "lock_leads_or_winners",
    "lock_leads_with_keys",
    "merged_cookies",
    "parse_upsert",
    "partitions_in_scope",
    "plan_upsert",
    "read_leads",
    "relations_of",
    "remove_merged_leads",
    "searchable_fields",
    "select_leads",
    "set_derived",
    "shared_fields",
    "stored_values",
    "subscribe_to_companies",
    "token_lock_names",
    "tokens_of",
    "upsert_leads",
    "values_of_leads",
    "write_leads",
]
