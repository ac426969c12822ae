"""Define sales persons, who own leads, companies and opportunities (behaviour.md 7.2)."""

from leadkeep.domain.fields import ObjectSchema
from leadkeep.domain.objects.engine import Kind
from leadkeep.domain.objects.standard.tables import SALES_PERSON_IDS, sales_person

EXTERNAL_ID = "externalSalesPersonId"

SALES_PERSON = Kind(
    schema=ObjectSchema("salesPerson", sales_person.name, 0),
    title="Sales Person",
    api_name="SalesPerson",
    not_updateable=("email",),
    reads_filled=True,
    initial={"isEmployee": True, "personType": "contact"},
    id_name="id",
    dedupe=(EXTERNAL_ID,),
    ids=SALES_PERSON_IDS,
    searchable=("email",),
    lead_link=EXTERNAL_ID,
)
