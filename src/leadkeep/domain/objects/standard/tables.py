"""The tables of companies, sales persons, opportunities and named accounts.

Their columns are the standard fields; custom fields get columns of their own.
"""

from sqlalchemy import Column, ForeignKey, Index, Table

from leadkeep.domain.objects.engine import object_columns
from leadkeep.domain.objects.standard import standard_fields
from leadkeep.store import IdSequence, Scale, Timestamp, metadata

COMPANY_IDS = IdSequence("company")
SALES_PERSON_IDS = IdSequence("sales_person")
OPPORTUNITY_IDS = IdSequence("opportunity")
ROLE_IDS = IdSequence("opportunity_role")
NAMED_ACCOUNT_IDS = IdSequence("named_account")
NAMED_ACCOUNT_LIST_IDS = IdSequence("named_account_list")

company = Table(
    "company",
    metadata,
    *object_columns(standard_fields.COMPANY_FIELDS),
    info={"scale": Scale.LOCAL},
    comment="Companies that leads join. A lead of none has a number here all the same.",
)

sales_person = Table(
    "sales_person",
    metadata,
    *object_columns(standard_fields.SALES_PERSON_FIELDS),
    info={"scale": Scale.LOCAL},
    comment="Who owns leads, companies and opportunities.",
)

opportunity = Table(
    "opportunity",
    metadata,
    *object_columns(standard_fields.OPPORTUNITY_FIELDS),
    info={"scale": Scale.LOCAL},
    comment="Sales that may come about.",
)

opportunity_role = Table(
    "opportunity_role",
    metadata,
    *object_columns(standard_fields.ROLE_FIELDS),
    info={"scale": Scale.LOCAL},
    comment="What leads are to opportunities. No foreign key to leads: those live elsewhere.",
)

named_account = Table(
    "named_account",
    metadata,
    *object_columns(standard_fields.NAMED_ACCOUNT_FIELDS),
    info={"scale": Scale.LOCAL},
    comment="Accounts that are marketed to as such.",
)

named_account_list = Table(
    "named_account_list",
    metadata,
    *object_columns(standard_fields.NAMED_ACCOUNT_LIST_FIELDS),
    info={"scale": Scale.LOCAL},
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
