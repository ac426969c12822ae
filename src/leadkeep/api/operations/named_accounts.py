"""Tag Named Accounts: records of named accounts, and their fields (behaviour.md 7.2)."""

from leadkeep.api.declarations import Declarations
from leadkeep.api.operations.object_records import ObjectRecords, record_of
from leadkeep.api.operations.schema_fields import SchemaFields
from leadkeep.domain.objects.standard import NAMED_ACCOUNT

serves = Declarations()

ACCOUNT = record_of(NAMED_ACCOUNT, {"name": "Acme", "city": "London", "numberOfEmployees": 500})

ObjectRecords(
    record=ACCOUNT,
    kind=lambda _tx, _request: NAMED_ACCOUNT,
    endpoint=lambda _request: "namedaccounts",
    deletes_carry_id=True,
).serve(
    serves,
    query="getNamedAccountsUsingGET",
    sync="syncNamedAccountsUsingPOST",
    delete="deleteNamedAccountsUsingPOST",
    describe="describeUsingGET_3",
)
SchemaFields(NAMED_ACCOUNT.schema, "namedaccounts/schema/fields").serve(
    serves, browse="getNamedAccountFieldsUsingGET", get="getNamedAccountFieldByNameUsingGET"
)
