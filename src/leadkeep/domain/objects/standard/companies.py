"""Define companies, which leads join by ``externalCompanyId`` (behaviour.md 7.2)."""

from leadkeep.domain.fields import ObjectSchema
from leadkeep.domain.objects.engine import Kind, reference_to
from leadkeep.domain.objects.standard.sales_persons import EXTERNAL_ID as SALES_PERSON_ID
from leadkeep.domain.objects.standard.sales_persons import SALES_PERSON
from leadkeep.domain.objects.standard.tables import COMPANY_IDS, company
from leadkeep.errors import Problem, Reason

EXTERNAL_ID = "externalCompanyId"

COMPANY = Kind(
    schema=ObjectSchema("company", company.name, 0),
    title="Company",
    description="Map for API company fields",
    id_name="id",
    dedupe=(EXTERNAL_ID,),
    ids=COMPANY_IDS,
    searchable=("company", SALES_PERSON_ID),
    lead_link=EXTERNAL_ID,
    references=(
        reference_to(
            SALES_PERSON, SALES_PERSON_ID, Problem(Reason.OBJECT_NOT_FOUND, ("Sales person",))
        ),
    ),
)
