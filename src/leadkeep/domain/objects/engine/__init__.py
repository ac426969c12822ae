"""The object engine: create, update, query and delete the records of any object but the lead.

A :class:`Kind` is the description of one object, as data that the engine reads. Entry points:
:func:`sync_records`, :func:`find_records`, :func:`delete_records`.
"""

from leadkeep.domain.objects.engine.check import check_records
from leadkeep.domain.objects.engine.delete import Refused, delete_records, remove_records
from leadkeep.domain.objects.engine.draft import RecordDraft, RecordOutcome
from leadkeep.domain.objects.engine.events import RECORD_EVENTS, RecordEvent
from leadkeep.domain.objects.engine.find import (
    RecordPage,
    RecordQuery,
    fields_to_read,
    find_records,
    read_page,
)
from leadkeep.domain.objects.engine.guid import guid_of, id_of_guid
from leadkeep.domain.objects.engine.identify import key_of_id, lock_records, read_records
from leadkeep.domain.objects.engine.keys import (
    dedupe_key,
    ids_by_field,
    lock_names,
    remove_all_keys,
)
from leadkeep.domain.objects.engine.kind import (
    GUID,
    GUID_FIELD,
    ID_FIELD,
    SYSTEM_FIELDS,
    Kind,
    Reference,
    Relationship,
    catalog_of,
    standard_fields,
)
from leadkeep.domain.objects.engine.merge import (
    LinkValue,
    MovedRecord,
    move_records,
    records_referring,
    rewrite_links,
)
from leadkeep.domain.objects.engine.references import (
    dedupe_lock_names,
    foreign_records,
    keys_present,
    lead_key_reference,
    lead_reference,
    leads_keyed,
    record_ids_by_dedupe,
    reference_to,
)
from leadkeep.domain.objects.engine.scan import all_records
from leadkeep.domain.objects.engine.sync import (
    RecordAction,
    RecordSync,
    Synced,
    sync_records,
)
from leadkeep.domain.objects.engine.tables import object_columns
from leadkeep.domain.objects.engine.write import write_records

__all__ = [
    "GUID",
    "GUID_FIELD",
    "ID_FIELD",
    "RECORD_EVENTS",
    "SYSTEM_FIELDS",
    "Kind",
    "LinkValue",
    "MovedRecord",
    "RecordAction",
    "RecordDraft",
    "RecordEvent",
    "RecordOutcome",
    "RecordPage",
    "RecordQuery",
    "RecordSync",
    "Reference",
    "Refused",
    "Relationship",
    "Synced",
    "all_records",
    "catalog_of",
    "check_records",
    "dedupe_key",
    "dedupe_lock_names",
    "delete_records",
    "fields_to_read",
    "find_records",
    "foreign_records",
    "guid_of",
    "id_of_guid",
    "ids_by_field",
    "key_of_id",
    "keys_present",
    "lead_key_reference",
    "lead_reference",
    "leads_keyed",
    "lock_names",
    "lock_records",
    "move_records",
    "object_columns",
    "read_page",
    "read_records",
    "record_ids_by_dedupe",
    "records_referring",
    "reference_to",
    "remove_all_keys",
    "remove_records",
    "rewrite_links",
    "standard_fields",
    "sync_records",
    "write_records",
]
