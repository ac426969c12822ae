"""Make the tables of companies, sales persons, opportunities and named accounts.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, Number, Timestamp

revision = "0011"
down_revision = "0010"

FIRST_IDS = {
    "sales_person": 1,
    "opportunity": 1,
    "opportunity_role": 1,
    "named_account": 1,
    "named_account_list": 1,
}


def upgrade() -> None:
    """Make the tables and sequences."""
    op.create_table(
        "company",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("createdAt", Timestamp, nullable=True),
        sa.Column("updatedAt", Timestamp, nullable=True),
        sa.Column("externalCompanyId", sa.Text(), nullable=True),
        sa.Column("annualRevenue", Number, nullable=True),
        sa.Column("billingCity", sa.Text(), nullable=True),
        sa.Column("billingCountry", sa.Text(), nullable=True),
        sa.Column("billingPostalCode", sa.Text(), nullable=True),
        sa.Column("billingState", sa.Text(), nullable=True),
        sa.Column("billingStreet", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("externalSalesPersonId", sa.Text(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("mainPhone", sa.Text(), nullable=True),
        sa.Column("mktoCompanyNotes", sa.Text(), nullable=True),
        sa.Column("numberOfEmployees", sa.BigInteger(), nullable=True),
        sa.Column("sicCode", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        comment="Companies that leads join. A lead of none has a number here all the same.",
    )
    op.create_table(
        "named_account",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("marketoGUID", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("createdAt", Timestamp, nullable=True),
        sa.Column("updatedAt", Timestamp, nullable=True),
        sa.Column("annualRevenue", Number, nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("domainName", sa.Text(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("logoUrl", sa.Text(), nullable=True),
        sa.Column("membershipCount", sa.BigInteger(), nullable=True),
        sa.Column("numberOfEmployees", sa.BigInteger(), nullable=True),
        sa.Column("opptyAmount", Number, nullable=True),
        sa.Column("opptyCount", sa.BigInteger(), nullable=True),
        sa.Column("score1", sa.BigInteger(), nullable=True),
        sa.Column("score2", sa.BigInteger(), nullable=True),
        sa.Column("score3", sa.BigInteger(), nullable=True),
        sa.Column("score4", sa.BigInteger(), nullable=True),
        sa.Column("score5", sa.BigInteger(), nullable=True),
        sa.Column("sicCode", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_account")),
        comment="Accounts that are marketed to as such.",
    )
    op.create_table(
        "named_account_list",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("marketoGUID", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("createdAt", Timestamp, nullable=True),
        sa.Column("updatedAt", Timestamp, nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("updateable", sa.Boolean(), server_default=sa.false(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_account_list")),
    )
    op.create_table(
        "opportunity",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("marketoGUID", sa.Text(), nullable=True),
        sa.Column("externalOpportunityId", sa.Text(), nullable=True),
        sa.Column("createdAt", Timestamp, nullable=True),
        sa.Column("updatedAt", Timestamp, nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("amount", Number, nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("probability", sa.BigInteger(), nullable=True),
        sa.Column("expectedRevenue", Number, nullable=True),
        sa.Column("closeDate", sa.Date(), nullable=True),
        sa.Column("fiscalQuarter", sa.Text(), nullable=True),
        sa.Column("fiscalYear", sa.Text(), nullable=True),
        sa.Column("forecastCategoryName", sa.Text(), nullable=True),
        sa.Column("isClosed", sa.Boolean(), server_default=sa.false(), nullable=True),
        sa.Column("isWon", sa.Boolean(), server_default=sa.false(), nullable=True),
        sa.Column("quantity", Number, nullable=True),
        sa.Column("nextStep", sa.Text(), nullable=True),
        sa.Column("lastActivityDate", sa.Date(), nullable=True),
        sa.Column("leadSource", sa.Text(), nullable=True),
        sa.Column("externalCreatedDate", Timestamp, nullable=True),
        sa.Column("externalSalesPersonId", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity")),
        comment="Sales that may come about.",
    )
    op.create_table(
        "opportunity_role",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("marketoGUID", sa.Text(), nullable=True),
        sa.Column("externalOpportunityId", sa.Text(), nullable=True),
        sa.Column("leadId", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("createdAt", Timestamp, nullable=True),
        sa.Column("updatedAt", Timestamp, nullable=True),
        sa.Column("isPrimary", sa.Boolean(), server_default=sa.false(), nullable=True),
        sa.Column("externalCreatedDate", Timestamp, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_role")),
        comment="What leads are to opportunities. No foreign key to leads: those live elsewhere.",
    )
    op.create_table(
        "record_key",
        sa.Column(
            "field_id",
            Id,
            autoincrement=False,
            nullable=False,
            comment="The field; of a key of several fields the first one's, negative.",
        ),
        sa.Column("value", sa.Text(), nullable=False, comment="Trimmed, letter case folded."),
        sa.Column("record_id", Id, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("field_id", "value", "record_id", name=op.f("pk_record_key")),
        comment="Every value that records of other objects than the lead are found by.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sales_person",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("createdAt", Timestamp, nullable=True),
        sa.Column("updatedAt", Timestamp, nullable=True),
        sa.Column("externalSalesPersonId", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("fax", sa.Text(), nullable=True),
        sa.Column("firstName", sa.Text(), nullable=True),
        sa.Column("lastName", sa.Text(), nullable=True),
        sa.Column("mobilePhone", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_person")),
        comment="Who owns leads, companies and opportunities.",
    )
    op.create_table(
        "named_account_list_member",
        sa.Column("list_id", Id, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["named_account.id"],
            name=op.f("fk_named_account_list_member_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["named_account_list.id"],
            name=op.f("fk_named_account_list_member_list_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("list_id", "account_id", name=op.f("pk_named_account_list_member")),
        comment="Which named accounts are on which list.",
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_named_account_list_member_account_id_list_id"),
        "named_account_list_member",
        ["account_id", "list_id"],
        unique=False,
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
