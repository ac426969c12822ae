"""Rules: triggers, filters and how filters combine, to select leads.

Entry points: :func:`parse_rules` reads rules from the form of blueprints, :func:`check_rules`
checks that what they name exists, :func:`matching` returns the leads that match the filters, and
:class:`TriggerIndex` finds triggers that match appended activities. One table of operators
(:data:`OPERATORS`, :func:`condition_test`) serves filters, constraints and the choices of flows.
All kinds of filters are in :data:`FILTER_KINDS`; filters that need members or segments find them
through :data:`FILTER_SOURCES`, which are provided to a store.
"""

from leadkeep.domain.automation.rules.activity_filters import (
    ActivityFilter,
    BoundTrigger,
    bind_trigger,
)
from leadkeep.domain.automation.rules.count import MatchCount, count_matching, matching_page_within
from leadkeep.domain.automation.rules.definitions import (
    DEFINITIONS,
    Happening,
    happening_named,
    standard_happenings,
)
from leadkeep.domain.automation.rules.describe import describe_filters
from leadkeep.domain.automation.rules.evaluate import LEAD_BATCH_SIZE, matching
from leadkeep.domain.automation.rules.explain import (
    FilterVerdict,
    TriggerVerdict,
    explain_filters,
    explain_trigger,
    filters_in_words,
    trigger_in_words,
)
from leadkeep.domain.automation.rules.filter_kinds import FILTER_KINDS
from leadkeep.domain.automation.rules.filters import FieldFilter
from leadkeep.domain.automation.rules.in_sql import lead_condition, lead_span
from leadkeep.domain.automation.rules.member_filter import (
    LIST_MEMBERS,
    MEMBER_OF_CAMPAIGN,
    MEMBER_OF_LIST,
    MEMBER_OF_PROGRAM,
    MEMBER_OF_SMART_LIST,
    PROGRAM_MEMBERS,
    MemberFilter,
)
from leadkeep.domain.automation.rules.model import (
    NO_RULES,
    Condition,
    ConditionDescription,
    Filter,
    RuleDescription,
    Rules,
    Trigger,
)
from leadkeep.domain.automation.rules.named import (
    NAME_SOURCES,
    Named,
    NameSource,
    asset_names,
    nearest_name,
    plain_names,
    resolve_name,
    step_names,
)
from leadkeep.domain.automation.rules.object_filter import ObjectFilter
from leadkeep.domain.automation.rules.operators import (
    OPERATORS,
    Kind,
    Now,
    Value,
    check_condition,
    condition_test,
    kind_of,
)
from leadkeep.domain.automation.rules.pages import (
    MatchingPage,
    candidate_page,
    matching_batches,
    matching_page,
)
from leadkeep.domain.automation.rules.parse import (
    check_filters,
    check_rules,
    parse_filter,
    parse_rules,
    parse_trigger,
)
from leadkeep.domain.automation.rules.periods import FRAMES
from leadkeep.domain.automation.rules.renames import renamed_rules
from leadkeep.domain.automation.rules.sources import (
    FILTER_SOURCES,
    FilterSources,
    MemberSource,
    SegmentField,
)
from leadkeep.domain.automation.rules.sql_condition import (
    NOBODY,
    LeadCondition,
    exactly,
    joined,
    negated,
)
from leadkeep.domain.automation.rules.trigger_index import TriggerIndex

__all__ = [
    "DEFINITIONS",
    "FILTER_KINDS",
    "FILTER_SOURCES",
    "FRAMES",
    "LEAD_BATCH_SIZE",
    "LIST_MEMBERS",
    "MEMBER_OF_CAMPAIGN",
    "MEMBER_OF_LIST",
    "MEMBER_OF_PROGRAM",
    "MEMBER_OF_SMART_LIST",
    "NAME_SOURCES",
    "NOBODY",
    "NO_RULES",
    "OPERATORS",
    "PROGRAM_MEMBERS",
    "ActivityFilter",
    "BoundTrigger",
    "Condition",
    "ConditionDescription",
    "FieldFilter",
    "Filter",
    "FilterSources",
    "FilterVerdict",
    "Happening",
    "Kind",
    "LeadCondition",
    "MatchCount",
    "MatchingPage",
    "MemberFilter",
    "MemberSource",
    "NameSource",
    "Named",
    "Now",
    "ObjectFilter",
    "RuleDescription",
    "Rules",
    "SegmentField",
    "Trigger",
    "TriggerIndex",
    "TriggerVerdict",
    "Value",
    "asset_names",
    "bind_trigger",
    "candidate_page",
    "check_condition",
    "check_filters",
    "check_rules",
    "condition_test",
    "count_matching",
    "describe_filters",
    "exactly",
    "explain_filters",
    "explain_trigger",
    "filters_in_words",
    "happening_named",
    "joined",
    "kind_of",
    "lead_condition",
    "lead_span",
    "matching",
    "matching_batches",
    "matching_page",
    "matching_page_within",
    "nearest_name",
    "negated",
    "parse_filter",
    "parse_rules",
    "parse_trigger",
    "plain_names",
    "renamed_rules",
    "resolve_name",
    "standard_happenings",
    "step_names",
    "trigger_in_words",
]
