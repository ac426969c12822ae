"""Object schemas: the registry of fields, the data types, and the catalog made from both.

Entry points: :func:`lead_catalog` for everything that reads or writes leads, :func:`object_catalog`
for other objects; :func:`create_fields` and :func:`update_field` to change a schema.
"""

from leadkeep.domain.fields.catalog import (
    LEAD,
    Catalog,
    ObjectSchema,
    lead_catalog,
    object_catalog,
    object_table,
    stored_columns,
    wire_columns,
)
from leadkeep.domain.fields.drafts import DraftedType, TypeStore, draft_table
from leadkeep.domain.fields.field import STANDARD_LOOKUP_FIELDS, Field, normalised_key
from leadkeep.domain.fields.keys import LEAD_KEYS, RECORD_KEYS, KeyRow, key_of
from leadkeep.domain.fields.parse import (
    Record,
    SentColumn,
    Values,
    invalid_value,
    parse_records,
)
from leadkeep.domain.fields.rows import RowChange, insert_statement, level_values, update_rows
from leadkeep.domain.fields.schema import (
    CHANGEABLE,
    SEGMENT_TYPE,
    FieldOutcome,
    NewField,
    create_fields,
    create_segment_field,
    describe_field,
    explain_problem,
    field_named,
    fields_after,
    register_fields,
    unregister_fields,
    unregister_object,
    update_field,
)
from leadkeep.domain.fields.standard import (
    StandardField,
    fields_from_rows,
    install_object_fields,
    install_standard_fields,
    standard_field_rows,
    standard_fields,
)
from leadkeep.domain.fields.tables import FIELD_IDS, lead, lead_key, record_key
from leadkeep.domain.fields.types import (
    BOOLEAN_WORDS,
    FIELD_TYPES,
    FieldType,
    TooLong,
    Unacceptable,
    moment,
    number_text,
    whole_number,
)

__all__ = [
    "BOOLEAN_WORDS",
    "CHANGEABLE",
    "FIELD_IDS",
    "FIELD_TYPES",
    "LEAD",
    "LEAD_KEYS",
    "RECORD_KEYS",
    "SEGMENT_TYPE",
    "STANDARD_LOOKUP_FIELDS",
    "Catalog",
    "DraftedType",
    "Field",
    "FieldOutcome",
    "FieldType",
    "KeyRow",
    "NewField",
    "ObjectSchema",
    "Record",
    "RowChange",
    "SentColumn",
    "StandardField",
    "TooLong",
    "TypeStore",
    "Unacceptable",
    "Values",
    "create_fields",
    "create_segment_field",
    "describe_field",
    "draft_table",
    "explain_problem",
    "field_named",
    "fields_after",
    "fields_from_rows",
    "insert_statement",
    "install_object_fields",
    "install_standard_fields",
    "invalid_value",
    "key_of",
    "lead",
    "lead_catalog",
    "lead_key",
    "level_values",
    "moment",
    "normalised_key",
    "number_text",
    "object_catalog",
    "object_table",
    "parse_records",
    "record_key",
    "register_fields",
    "standard_field_rows",
    "standard_fields",
    "stored_columns",
    "unregister_fields",
    "unregister_object",
    "update_field",
    "update_rows",
    "whole_number",
    "wire_columns",
]
