"""Custom objects: types, their life cycle, and the links of their records to leads.

Entry points: :func:`custom_object_types` and :func:`kind_named` to read types; the verbs of
``change`` for the life cycle. Records go through the object engine.
"""

from leadkeep.domain.objects.custom.change import (
    Limits,
    add_fields,
    approve_type,
    change_field,
    delete_fields,
    delete_type,
    discard_draft,
    save_type,
)
from leadkeep.domain.objects.custom.definition import (
    CustomFieldType,
    Definition,
    ObjectField,
    Related,
    SentField,
    SentRelated,
    SentType,
)
from leadkeep.domain.objects.custom.lead_records import (
    LeadLink,
    clear_custom_objects,
    lead_links,
    move_custom_objects,
    update_value_links,
)
from leadkeep.domain.objects.custom.links import linkable_objects
from leadkeep.domain.objects.custom.types import (
    CustomObjectType,
    custom_object_types,
    custom_tables,
    dependent_types,
    kind_named,
    type_named,
)

__all__ = [
    "CustomFieldType",
    "CustomObjectType",
    "Definition",
    "LeadLink",
    "Limits",
    "ObjectField",
    "Related",
    "SentField",
    "SentRelated",
    "SentType",
    "add_fields",
    "approve_type",
    "change_field",
    "clear_custom_objects",
    "custom_object_types",
    "custom_tables",
    "delete_fields",
    "delete_type",
    "dependent_types",
    "discard_draft",
    "kind_named",
    "lead_links",
    "linkable_objects",
    "move_custom_objects",
    "save_type",
    "type_named",
    "update_value_links",
]
