"""Make the tables.

Revision: 0001, the first one.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, JsonText, Timestamp

revision = "0001"
down_revision = None

FIRST_IDS = {
    "activity": 1,
    "api_call": 1,
    "api_user": 1,
    "client": 1,
    "company": 1,
    "field": 795,
    "lead": 1,
    "partition": 1,
    "role": 1,
    "workspace": 1,
}


def upgrade() -> None:
    """Make all tables, the sequences and the row that holds the catalog's version."""
    op.create_table(
        "activity",
        sa.Column("lead_id", Id, autoincrement=False, nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("activity_type_id", sa.Integer(), nullable=False),
        sa.Column("activity_date", Timestamp, nullable=False),
        sa.Column("campaign_id", Id, nullable=True),
        sa.Column("primary_attribute_value_id", Id, nullable=True),
        sa.Column("primary_attribute_value", sa.Text(), nullable=True),
        sa.Column("attributes", JsonText, nullable=False, comment="As the wire shows them."),
        sa.PrimaryKeyConstraint("lead_id", "id", name=op.f("pk_activity")),
        comment="Append-only. A deleted lead's rows stay: no foreign key.",
    )
    op.create_index(
        op.f("ix_activity_activity_type_id_id"),
        "activity",
        ["activity_type_id", "id"],
        unique=False,
    )
    op.create_table(
        "api_call",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("started_at", Timestamp, nullable=False),
        sa.Column("ended_at", Timestamp, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_call")),
        comment="Recent calls, kept only while a rate or concurrency limit is on.",
    )
    op.create_index(op.f("ix_api_call_started_at"), "api_call", ["started_at"], unique=False)
    op.create_table(
        "api_user",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_user")),
        sa.UniqueConstraint("email", name=op.f("uq_api_user_email")),
    )
    op.create_table(
        "catalog_version",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_version")),
        comment="One row. It changes with every change of fields, clients, roles or partitions.",
    )
    op.create_table(
        "error_count",
        sa.Column("day", sa.String(length=10), nullable=False, comment="YYYY-MM-DD, US Central."),
        sa.Column("error_code", sa.String(length=10), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "error_code", name=op.f("pk_error_count")),
    )
    op.create_table(
        "field",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "object", sa.String(length=50), nullable=False, comment="Whose field it is: lead."
        ),
        sa.Column("name", sa.String(length=255), nullable=False, comment="The REST name."),
        sa.Column("soap_name", sa.String(length=255), nullable=True),
        sa.Column("display_name", sa.String(length=255), nullable=False),
        sa.Column("data_type", sa.String(length=20), nullable=False),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column(
            "column_name",
            sa.String(length=63),
            nullable=False,
            comment="Its column in the object's table.",
        ),
        sa.Column("is_read_only", sa.Boolean(), nullable=False),
        sa.Column("is_soap_read_only", sa.Boolean(), nullable=False),
        sa.Column("is_company_field", sa.Boolean(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("is_html_encoding_in_email", sa.Boolean(), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("is_custom", sa.Boolean(), nullable=False),
        sa.Column("is_api_created", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field")),
        sa.UniqueConstraint("object", "name", name=op.f("uq_field_object_name")),
        comment="Every field of every object; describe, converters and statements are made from it.",
    )
    op.create_table(
        "id_sequence",
        sa.Column("kind", sa.String(length=63), nullable=False),
        sa.Column("next_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_id_sequence")),
        comment="Where the engine has no sequences of its own, the next id of each kind.",
    )
    op.create_table(
        "instance",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("munchkin_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
        comment="One row.",
    )
    op.create_table(
        "lead",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("createdAt", Timestamp, nullable=True),
        sa.Column("updatedAt", Timestamp, nullable=True),
        sa.Column("leadPartitionId", Id, nullable=True),
        sa.Column("contactCompany", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        comment="One row a lead, one typed column a field; columns bear the fields' REST names.",
    )
    op.create_index(
        op.f("ix_lead_leadPartitionId_id"), "lead", ["leadPartitionId", "id"], unique=False
    )
    op.create_table(
        "lead_key",
        sa.Column("kind", sa.String(length=255), nullable=False, comment="The field's REST name."),
        sa.Column("value", sa.Text(), nullable=False, comment="Trimmed, letter case folded."),
        sa.Column("lead_id", Id, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", "lead_id", name=op.f("pk_lead_key")),
        comment="Every value that leads are found by. No foreign key: it lives where its value lives.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "partition",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partition")),
        sa.UniqueConstraint("name", name=op.f("uq_partition_name")),
        comment="Every lead is in exactly one.",
    )
    op.create_table(
        "role",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "usage_count",
        sa.Column("day", sa.String(length=10), nullable=False, comment="YYYY-MM-DD, US Central."),
        sa.Column(
            "user_id", sa.String(length=255), nullable=False, comment="The API user's address."
        ),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "user_id", name=op.f("pk_usage_count")),
    )
    op.create_table(
        "workspace",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("name", name=op.f("uq_workspace_name")),
        comment="The first one is where a client without another home works.",
    )
    op.create_table(
        "api_user_role",
        sa.Column("api_user_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("role_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["api_user_id"], ["api_user.id"], name=op.f("fk_api_user_role_api_user_id")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_api_user_role_role_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_api_user_role_workspace_id")
        ),
        sa.PrimaryKeyConstraint(
            "api_user_id", "workspace_id", "role_id", name=op.f("pk_api_user_role")
        ),
        comment="A user holds a role in a workspace.",
    )
    op.create_table(
        "client",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("client_id", sa.String(length=255), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("api_user_id", Id, nullable=False),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.ForeignKeyConstraint(
            ["api_user_id"], ["api_user.id"], name=op.f("fk_client_api_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("client_id", name=op.f("uq_client_client_id")),
        sa.UniqueConstraint("name", name=op.f("uq_client_name")),
        comment="Custom services. The secret itself is never stored.",
    )
    op.create_table(
        "role_permission",
        sa.Column("role_id", Id, nullable=False),
        sa.Column("permission", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_role_permission_role_id")),
        sa.PrimaryKeyConstraint("role_id", "permission", name=op.f("pk_role_permission")),
    )
    op.create_table(
        "workspace_partition",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("partition_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["partition_id"], ["partition.id"], name=op.f("fk_workspace_partition_partition_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_workspace_partition_workspace_id")
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "partition_id", name=op.f("pk_workspace_partition")
        ),
        comment="Which partitions a workspace sees.",
    )
    op.create_table(
        "access_token",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("client_id", Id, nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("expires_at", Timestamp, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_access_token_client_id")
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_access_token")),
        sa.UniqueConstraint("client_id", "nonce", name=op.f("uq_access_token_client_id_nonce")),
        comment="Tokens are made from the nonce and the key, which is not in the database.",
    )
    op.create_index(
        op.f("ix_access_token_client_id_expires_at"),
        "access_token",
        ["client_id", "expires_at"],
        unique=False,
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
    op.execute("INSERT INTO catalog_version (id, version) VALUES (1, 1)")
