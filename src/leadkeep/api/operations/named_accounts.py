"""Tag Named Accounts (behaviour.md 7.2)."""

from leadkeep.api.operations.object_records import ObjectRecords, plain_delete, plain_sync
from leadkeep.api.operations.schema_fields import SchemaFields
from leadkeep.domain.objects.standard import NAMED_ACCOUNT

RECORDS = ObjectRecords(
    kind=lambda _tx, _request: NAMED_ACCOUNT,
    endpoint=lambda _request: "namedaccounts",
    sync_verb=plain_sync,
    delete_verb=plain_delete,
)
FIELDS = SchemaFields(NAMED_ACCOUNT.schema, "namedaccounts/schema/fields")
