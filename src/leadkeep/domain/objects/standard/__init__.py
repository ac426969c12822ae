"""Standard objects of sales: companies, sales persons, opportunities, named accounts.

Each object is a :class:`~leadkeep.domain.objects.engine.Kind` in a module of its own, with the
rules that only this object has. Leads subscribe to the engine's events, because they show values of
companies and sales persons.
"""

from leadkeep.domain.objects.standard.companies import COMPANY
from leadkeep.domain.objects.standard.named_accounts import (
    NAMED_ACCOUNT,
    NAMED_ACCOUNT_LIST,
    accounts_on_list,
    add_to_named_account_list,
    remove_from_named_account_list,
)
from leadkeep.domain.objects.standard.opportunities import (
    OPPORTUNITY,
    ROLE,
    clear_roles,
    move_roles,
)
from leadkeep.domain.objects.standard.ownership import delete_companies, delete_sales_persons
from leadkeep.domain.objects.standard.roles import (
    delete_opportunities,
    delete_roles,
    sync_roles,
)
from leadkeep.domain.objects.standard.sales_persons import SALES_PERSON
from leadkeep.domain.objects.standard.set_up import KINDS, STANDARD_FIELDS, set_up_accounts
from leadkeep.domain.objects.standard.tables import COMPANY_IDS

__all__ = [
    "COMPANY",
    "COMPANY_IDS",
    "KINDS",
    "NAMED_ACCOUNT",
    "NAMED_ACCOUNT_LIST",
    "OPPORTUNITY",
    "ROLE",
    "SALES_PERSON",
    "STANDARD_FIELDS",
    "accounts_on_list",
    "add_to_named_account_list",
    "clear_roles",
    "delete_companies",
    "delete_opportunities",
    "delete_roles",
    "delete_sales_persons",
    "move_roles",
    "remove_from_named_account_list",
    "set_up_accounts",
    "sync_roles",
]
