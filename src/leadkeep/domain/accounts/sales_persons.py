"""Sales persons, who own leads, companies and opportunities (behaviour.md 7.2)."""

from leadkeep.domain.accounts.tables import SALES_PERSON_IDS, sales_person
from leadkeep.domain.fields import ObjectSchema
from leadkeep.domain.records import Kind

EXTERNAL_ID = "externalSalesPersonId"

SALES_PERSON = Kind(
    schema=ObjectSchema("salesPerson", sales_person.name, 0),
    title="Sales Person",
    id_name="id",
    dedupe=(EXTERNAL_ID,),
    ids=SALES_PERSON_IDS,
    searchable=("email",),
)
