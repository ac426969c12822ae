"""What a new instance has of these objects: their standard fields."""

from leadkeep.domain.accounts import standard
from leadkeep.domain.accounts.companies import COMPANY
from leadkeep.domain.accounts.named_accounts import NAMED_ACCOUNT, NAMED_ACCOUNT_LIST
from leadkeep.domain.accounts.opportunities import OPPORTUNITY, ROLE
from leadkeep.domain.accounts.sales_persons import SALES_PERSON
from leadkeep.domain.fields import install_object_fields
from leadkeep.store import Transaction

_FIELDS = {
    COMPANY: standard.COMPANY_FIELDS,
    SALES_PERSON: standard.SALES_PERSON_FIELDS,
    OPPORTUNITY: standard.OPPORTUNITY_FIELDS,
    ROLE: standard.ROLE_FIELDS,
    NAMED_ACCOUNT: standard.NAMED_ACCOUNT_FIELDS,
    NAMED_ACCOUNT_LIST: standard.NAMED_ACCOUNT_LIST_FIELDS,
}
KINDS = tuple(_FIELDS)


def set_up_accounts(tx: Transaction) -> None:
    """Register the standard fields that are missing."""
    for kind, fields in _FIELDS.items():
        install_object_fields(tx, kind.schema, fields)
