"""Set up the standard objects of a new instance."""

from collections.abc import Mapping, Sequence

from leadkeep.domain.fields import StandardField, install_object_fields
from leadkeep.domain.objects.engine import Kind
from leadkeep.domain.objects.standard import standard_fields
from leadkeep.domain.objects.standard.companies import COMPANY
from leadkeep.domain.objects.standard.named_accounts import NAMED_ACCOUNT, NAMED_ACCOUNT_LIST
from leadkeep.domain.objects.standard.opportunities import OPPORTUNITY, ROLE
from leadkeep.domain.objects.standard.sales_persons import SALES_PERSON
from leadkeep.store import Transaction

STANDARD_FIELDS: Mapping[Kind, Sequence[StandardField]] = {
    COMPANY: standard_fields.COMPANY_FIELDS,
    SALES_PERSON: standard_fields.SALES_PERSON_FIELDS,
    OPPORTUNITY: standard_fields.OPPORTUNITY_FIELDS,
    ROLE: standard_fields.ROLE_FIELDS,
    NAMED_ACCOUNT: standard_fields.NAMED_ACCOUNT_FIELDS,
    NAMED_ACCOUNT_LIST: standard_fields.NAMED_ACCOUNT_LIST_FIELDS,
}
KINDS = tuple(STANDARD_FIELDS)


def set_up_accounts(tx: Transaction) -> None:
    """Register the missing standard fields of all standard objects."""
    for kind, fields in STANDARD_FIELDS.items():
        install_object_fields(tx, kind.schema, fields)
