"""Define opportunities and the roles of leads in them (behaviour.md 7.2)."""

from collections.abc import Collection, Sequence

from leadkeep.domain.fields import ObjectSchema
from leadkeep.domain.objects.engine import (
    GUID,
    Kind,
    MovedRecord,
    lead_reference,
    move_records,
    records_referring,
    reference_to,
    remove_records,
)
from leadkeep.domain.objects.standard.sales_persons import EXTERNAL_ID as SALES_PERSON_ID
from leadkeep.domain.objects.standard.sales_persons import SALES_PERSON
from leadkeep.domain.objects.standard.tables import (
    OPPORTUNITY_IDS,
    ROLE_IDS,
    opportunity,
    opportunity_role,
)
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

EXTERNAL_ID = "externalOpportunityId"
LEAD_ID = "leadId"

OPPORTUNITY = Kind(
    schema=ObjectSchema("opportunity", opportunity.name, 0),
    title="Opportunity",
    api_name="opportunity",
    has_display_name=True,
    description="Marketo Opportunity",
    id_name=GUID,
    dedupe=(EXTERNAL_ID,),
    ids=OPPORTUNITY_IDS,
    missing="Object",
    searchable=("externalCompanyId", SALES_PERSON_ID),
    required=("name",),
    searches_custom=True,
    references=(
        reference_to(SALES_PERSON, SALES_PERSON_ID, Problem(Reason.SALES_PERSON_NOT_FOUND)),
    ),
)

ROLE = Kind(
    schema=ObjectSchema("opportunityRole", opportunity_role.name, 0),
    title="Opportunity Role",
    api_name="opportunityRole",
    has_display_name=True,
    description="Marketo Opportunity Person Role",
    dedupe_is_updateable=True,
    id_name=GUID,
    dedupe=(EXTERNAL_ID, LEAD_ID, "role"),
    ids=ROLE_IDS,
    missing="Object",
    searchable=(LEAD_ID, EXTERNAL_ID),
    references=(
        reference_to(OPPORTUNITY, EXTERNAL_ID, Problem(Reason.OBJECT_NOT_FOUND, ("Opportunity",))),
        lead_reference(LEAD_ID),
    ),
)


def clear_roles(tx: Transaction, lead_ids: Collection[int]) -> None:
    """Delete the opportunity roles of leads that are being deleted.

    The caller has locked the leads.
    """
    remove_records(tx, ROLE, records_referring(tx, ROLE, LEAD_ID, lead_ids))


def move_roles(tx: Transaction, loser_ids: Sequence[int], winner_id: int) -> list[MovedRecord]:
    """Move the opportunity roles of merged leads to the winner.

    If several are the same role in the same opportunity, one stays. The caller has locked the
    leads.
    """
    return move_records(tx, ROLE, LEAD_ID, [(each, each) for each in loser_ids], winner_id)
