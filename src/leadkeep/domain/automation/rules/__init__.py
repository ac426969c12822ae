"""Rules: triggers, filters and how filters combine, and which leads they let through.

Entry points: :func:`parse_rules` reads rules from the form of blueprints, :func:`check_rules` looks
at what they name, :func:`matching` gives the leads that filters let through, and
:class:`TriggerIndex` finds what triggers wait for in what is appended to the log. One table of
operators (:data:`OPERATORS`, :func:`condition_test`) serves filters, constraints and the choices of
flows. Filters of further kinds are added by :func:`add_filter_kind`, from the face of the package
that knows what they ask for.

May import the faces of activities, fields, leads, lists and programs.
"""

from leadkeep.domain.automation.rules.activity_filters import (
    ActivityFilter,
    BoundTrigger,
    bind_trigger,
)
from leadkeep.domain.automation.rules.definitions import (
    DEFINITIONS,
    Happening,
    happening_named,
    standard_happenings,
)
from leadkeep.domain.automation.rules.describe import shown_filters
from leadkeep.domain.automation.rules.evaluate import MOST_AT_ONCE, matching
from leadkeep.domain.automation.rules.filters import (
    FILTER_KINDS,
    FieldFilter,
    ListFilter,
    ProgramFilter,
    add_filter_kind,
    shown_member,
)
from leadkeep.domain.automation.rules.model import (
    NO_RULES,
    Condition,
    Filter,
    Rules,
    ShownCondition,
    ShownRule,
    Trigger,
)
from leadkeep.domain.automation.rules.operators import (
    OPERATORS,
    Kind,
    Now,
    Value,
    check_condition,
    condition_test,
    kind_of,
)
from leadkeep.domain.automation.rules.parse import (
    check_filters,
    check_rules,
    parse_filter,
    parse_rules,
    parse_trigger,
)
from leadkeep.domain.automation.rules.periods import FRAMES
from leadkeep.domain.automation.rules.read_members import check_members
from leadkeep.domain.automation.rules.read_members import condition as read_condition
from leadkeep.domain.automation.rules.read_members import flag as member_flag
from leadkeep.domain.automation.rules.read_members import name as member_name
from leadkeep.domain.automation.rules.trigger_index import TriggerIndex

__all__ = [
    "DEFINITIONS",
    "FILTER_KINDS",
    "FRAMES",
    "MOST_AT_ONCE",
    "NO_RULES",
    "OPERATORS",
    "ActivityFilter",
    "BoundTrigger",
    "Condition",
    "FieldFilter",
    "Filter",
    "Happening",
    "Kind",
    "ListFilter",
    "Now",
    "ProgramFilter",
    "Rules",
    "ShownCondition",
    "ShownRule",
    "Trigger",
    "TriggerIndex",
    "Value",
    "add_filter_kind",
    "bind_trigger",
    "check_condition",
    "check_filters",
    "check_members",
    "check_rules",
    "condition_test",
    "happening_named",
    "kind_of",
    "matching",
    "member_flag",
    "member_name",
    "parse_filter",
    "parse_rules",
    "parse_trigger",
    "read_condition",
    "shown_filters",
    "shown_member",
    "standard_happenings",
]
