"""Declare the tables of companies, sales persons, opportunities and named accounts.

Standard fields are columns here; custom fields get columns of their own.
"""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Index, Table

from leadkeep.domain.fields import StandardField
from leadkeep.domain.objects.engine import object_columns
from leadkeep.domain.objects.standard import standard_fields
from leadkeep.store import IdSequence, Scale, Timestamp, metadata

COMPANY_IDS = IdSequence("company")
SALES_PERSON_IDS = IdSequence("sales_person")
OPPORTUNITY_IDS = IdSequence("opportunity")
ROLE_IDS = IdSequence("opportunity_role")
NAMED_ACCOUNT_IDS = IdSequence("named_account")
NAMED_ACCOUNT_LIST_IDS = IdSequence("named_account_list")


def _table(
    name: str,
    fields: Sequence[StandardField],
    comment: str | None = None,
    scale: Scale = Scale.PER_RECORD,
) -> Table:
    columns = object_columns(fields)
    return Table(name, metadata, *columns, info={"scale": scale}, comment=comment)


company = _table(
    "company",
    standard_fields.COMPANY_FIELDS,
    "Companies that leads join. A lead of none has a number here all the same.",
)
sales_person = _table(
    "sales_person",
    standard_fields.SALES_PERSON_FIELDS,
    "Who owns leads, companies and opportunities.",
    Scale.LOCAL,
)
opportunity = _table(
    "opportunity", standard_fields.OPPORTUNITY_FIELDS, "Sales that may come about."
)
opportunity_role = _table(
    "opportunity_role",
    standard_fields.ROLE_FIELDS,
    "What leads are to opportunities. No foreign key to leads: those live elsewhere.",
)
named_account = _table(
    "named_account",
    standard_fields.NAMED_ACCOUNT_FIELDS,
    "Accounts that are marketed to as such.",
    Scale.LOCAL,
)
named_account_list = _table(
    "named_account_list", standard_fields.NAMED_ACCOUNT_LIST_FIELDS, scale=Scale.LOCAL
)

named_account_list_member = Table(
    "named_account_list_member",
    metadata,
    Column("list_id", ForeignKey("named_account_list.id", ondelete="CASCADE"), primary_key=True),
    Column("account_id", ForeignKey("named_account.id", ondelete="CASCADE"), primary_key=True),
    Column("created_at", Timestamp, nullable=False),
    Index(None, "account_id", "list_id"),
    info={"scale": Scale.LOCAL},
    sqlite_with_rowid=False,
    comment="Which named accounts are on which list.",
)
