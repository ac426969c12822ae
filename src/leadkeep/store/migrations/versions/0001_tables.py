"""Make the tables.

Revision: 0001, the first one.
"""

from alembic import op
from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.new_tables import NewTables

revision = "0001"
down_revision = None

FROM_ONE = """
    activity anonymous_visit api_call api_user campaign_enrollment campaign_run channel
    channel_status client company custom_object job lead lead_merge named_account
    named_account_list opportunity opportunity_role partition program_member program_stream role
    sales_person tag_type web_address workspace
"""
FIRST_IDS = dict.fromkeys(FROM_ONE.split(), 1) | {
    "folder": 101,
    "field": 795,
    "static_list": 1001,
    "custom_object_type": 1001,
    "program": 1001,
    "campaign": 1001,
    "segmentation": 1001,
    "segment": 1001,
    "smart_list": 1001,
    "form": 1001,
    "custom_activity_type": 100001,
    "campaign_part": 1000001,
}

TABLES = NewTables()
TABLES.add(
    "catalog_version",
    "id:smallint* version:bigint",
    comment="One row. It changes with every change of fields, clients, roles or partitions.",
)
TABLES.add(
    "id_sequence",
    "kind:string63* next_id:bigint",
    comment="Where the engine has no sequences of its own, the next id of each kind.",
)
TABLES.add(
    "activity",
    """
    lead_id:id* id:id* activity_type_id:integer activity_date:timestamp campaign_id:id?
    primary_attribute_value_id:id? primary_attribute_value:text? attributes:json
    """,
    Index(None, "activity_type_id", "id"),
    comment="Append-only. A deleted lead's rows stay: no foreign key.",
    comments={"attributes": "As the wire shows them."},
)
TABLES.add(
    "merged_lead",
    "lead_id:id* winner_id:id",
    Index(None, "winner_id"),
    comment="Under whom the activities of a lead that was merged are read.",
    comments={"winner_id": "The last one, however often merged."},
)
TABLES.add(
    "activity_second",
    "second:id* first_id:id",
    comment="From a moment to a place in the log. Both columns only rise.",
    comments={"second": "Of the Unix epoch.", "first_id": "The first activity recorded in it."},
)
TABLES.add(
    "custom_activity_type",
    """
    id:id* api_name:string255 approved:json? draft:json? created_at:timestamp
    updated_at:timestamp
    """,
    UniqueConstraint("api_name"),
    comments={
        "approved": "The definition that activities are added by.",
        "draft": "The definition that the next approval publishes.",
    },
)
TABLES.add("instance", "id:smallint* munchkin_id:string20", comment="One row.")
TABLES.add(
    "workspace",
    "id:id* name:string255",
    UniqueConstraint("name"),
    comment="The first one is where a client without another home works.",
)
TABLES.add(
    "partition",
    "id:id* name:string255 description:text?",
    UniqueConstraint("name"),
    comment="Every lead is in exactly one.",
)
TABLES.add(
    "workspace_partition",
    "workspace_id:id*>workspace partition_id:id*>partition",
    comment="Which partitions a workspace sees.",
)
TABLES.add("role", "id:id* name:string255", UniqueConstraint("name"))
TABLES.add("role_permission", "role_id:id*>role permission:string100*")
TABLES.add("api_user", "id:id* email:string255", UniqueConstraint("email"))
TABLES.add(
    "api_user_role",
    "api_user_id:id*>api_user workspace_id:id*>workspace role_id:id*>role",
    comment="A user holds a role in a workspace.",
)
TABLES.add(
    "client",
    """
    id:id* name:string255 client_id:string255 secret_digest:string64 api_user_id:id>api_user
    created_at:timestamp
    """,
    UniqueConstraint("client_id"),
    UniqueConstraint("name"),
    comment="Custom services. The secret itself is never stored.",
)
TABLES.add(
    "access_token",
    "token_digest:string64* client_id:id>client nonce:string32 expires_at:timestamp",
    UniqueConstraint("client_id", "nonce"),
    Index(None, "client_id", "expires_at"),
    comment="Tokens are made from the nonce and the key, which is not in the database.",
)
TABLES.add(
    "field",
    """
    id:id* object:string50 name:string255 soap_name:string255? display_name:string255
    data_type:string20 length:integer? column_name:string63 is_read_only:flag
    is_soap_read_only:flag is_company_field:flag is_hidden:flag is_html_encoding_in_email:flag
    is_sensitive:flag is_custom:flag is_api_created:flag description:text?
    """,
    UniqueConstraint("object", "name"),
    comment="Every field of every object; describe, converters and statements are made from it.",
    comments={
        "object": "Whose field it is: lead.",
        "name": "The REST name.",
        "column_name": "Its column in the object's table.",
    },
)
TABLES.add(
    "folder",
    """
    type:string10* id:id* name:string255 name_key:string300 description:text?
    parent_type:string10? parent_id:id? workspace_id:id>workspace program_id:id? kind:string50
    is_archive:flag is_system:flag created_at:timestamp updated_at:timestamp
    """,
    ForeignKeyConstraint(["parent_type", "parent_id"], ["folder.type", "folder.id"]),
    UniqueConstraint("parent_type", "parent_id", "type", "name_key"),
    Index(None, "name_key", "type"),
    comment="Ids of folders and of programs are counted apart, so the type is part of the key.",
    comments={
        "type": "Folder, or Program: id is then its id.",
        "name_key": "Trimmed, letter case folded.",
        "parent_type": "Null in the roots, one for each area.",
        "program_id": "The innermost program that it is in, or is.",
        "kind": "On the wire folderType: what it takes.",
    },
)
TABLES.add(
    "static_list",
    """
    id:id* name:string255 name_key:string300 description:text? folder_type:string10 folder_id:id
    program_id:id? workspace_id:id created_at:timestamp updated_at:timestamp
    """,
    Index(None, "folder_type", "folder_id"),
    Index(None, "name_key"),
    Index(None, "program_id"),
    comment="No foreign key to its folder: that is kept in one place, this everywhere.",
    comments={
        "name_key": "Trimmed, letter case folded.",
        "program_id": "The innermost program that contains it.",
    },
)
TABLES.add(
    "list_member",
    "lead_id:id*>>lead list_id:id*>>static_list created_at:timestamp updated_at:timestamp",
    Index(None, "list_id", "lead_id"),
    comment="A lead that is deleted, or a list, takes its memberships along.",
    has_row_id=False,
)
TABLES.add(
    "lead",
    "id:id* createdAt:timestamp? updatedAt:timestamp? leadPartitionId:id? contactCompany:id?",
    Index(None, "leadPartitionId", "id"),
    comment="One row a lead, one typed column a field; columns bear the fields' REST names.",
)
TABLES.add(
    "deleted_lead",
    "lead_id:id* partition_id:id",
    comment="Whose the activities of a lead that is gone were: nothing of the lead itself.",
)
TABLES.add(
    "lead_key",
    "kind:string255* value:text* lead_id:id*",
    comment="Every value that leads are found by. No foreign key: it lives where its value lives.",
    comments={"kind": "The field's REST name.", "value": "Trimmed, letter case folded."},
    has_row_id=False,
)
TABLES.add(
    "record_key",
    "field_id:id* value:text* record_id:id*",
    comment="Every value that records of other objects than the lead are found by.",
    comments={
        "field_id": "The field; of a key of several fields the first one's, negative.",
        "value": "Trimmed, letter case folded.",
    },
    has_row_id=False,
)
TABLES.add(
    "company",
    """
    id:id* createdAt:timestamp? updatedAt:timestamp? externalCompanyId:text?
    annualRevenue:number? billingCity:text? billingCountry:text? billingPostalCode:text?
    billingState:text? billingStreet:text? company:text? externalSalesPersonId:text?
    industry:text? mainPhone:text? mktoCompanyNotes:text? numberOfEmployees:bigint?
    sicCode:text? site:text? website:text?
    """,
    comment="Companies that leads join. A lead of none has a number here all the same.",
)
TABLES.add(
    "sales_person",
    """
    id:id* createdAt:timestamp? updatedAt:timestamp? externalSalesPersonId:text? email:text?
    fax:text? firstName:text? lastName:text? mobilePhone:text? phone:text? title:text?
    """,
    comment="Who owns leads, companies and opportunities.",
)
TABLES.add(
    "opportunity",
    """
    id:id* marketoGUID:text? externalOpportunityId:text? createdAt:timestamp?
    updatedAt:timestamp? name:text? description:text? type:text? stage:text? amount:number?
    source:text? probability:bigint? expectedRevenue:number? closeDate:date? fiscalQuarter:text?
    fiscalYear:text? forecastCategoryName:text? isClosed:flag?=false isWon:flag?=false
    quantity:number? nextStep:text? lastActivityDate:date? leadSource:text?
    externalCreatedDate:timestamp? externalSalesPersonId:text?
    """,
    comment="Sales that may come about.",
)
TABLES.add(
    "opportunity_role",
    """
    id:id* marketoGUID:text? externalOpportunityId:text? leadId:bigint? role:text?
    createdAt:timestamp? updatedAt:timestamp? isPrimary:flag?=false
    externalCreatedDate:timestamp?
    """,
    comment="What leads are to opportunities. No foreign key to leads: those live elsewhere.",
)
TABLES.add(
    "named_account",
    """
    id:id* marketoGUID:text? name:text? createdAt:timestamp? updatedAt:timestamp?
    annualRevenue:number? city:text? country:text? domainName:text? industry:text? logoUrl:text?
    membershipCount:bigint? numberOfEmployees:bigint? opptyAmount:number? opptyCount:bigint?
    score1:bigint? score2:bigint? score3:bigint? score4:bigint? score5:bigint? sicCode:text?
    state:text?
    """,
    comment="Accounts that are marketed to as such.",
)
TABLES.add(
    "named_account_list",
    """
    id:id* marketoGUID:text? name:text? createdAt:timestamp? updatedAt:timestamp? type:text?
    updateable:flag?=false
    """,
)
TABLES.add(
    "named_account_list_member",
    "list_id:id*>>named_account_list account_id:id*>>named_account created_at:timestamp",
    Index(None, "account_id", "list_id"),
    comment="Which named accounts are on which list.",
    has_row_id=False,
)
TABLES.add(
    "custom_object_type",
    """
    id:id* api_name:string50 approved:json? draft:json? version:integer created_at:timestamp
    updated_at:timestamp
    """,
    UniqueConstraint("api_name"),
    comments={
        "approved": "The definition that records are kept by.",
        "draft": "The definition that the next approval publishes.",
        "version": "How often it was approved.",
    },
)
TABLES.add(
    "channel",
    """
    id:id* name:string255 name_key:string300 program_type:string20 created_at:timestamp
    updated_at:timestamp
    """,
    UniqueConstraint("name_key"),
    comments={"name_key": "Letter case folded.", "program_type": "The type of program it is for."},
)
TABLES.add(
    "channel_status",
    """
    id:id* channel_id:id>channel name:string255 step:integer is_success:flag is_hidden:flag
    type:string50?
    """,
    UniqueConstraint("channel_id", "name"),
    comment="Ids count through the whole instance. Step 0 is Not in Program.",
    comments={"type": "What it means to the product, where it means anything."},
)
TABLES.add(
    "tag_type",
    "id:id* name:string255 name_key:string300 is_required:flag",
    UniqueConstraint("name_key"),
    comments={"name_key": "Letter case folded."},
)
TABLES.add(
    "tag_value",
    "tag_type_id:id*>tag_type position:integer* value:string255",
    UniqueConstraint("tag_type_id", "value"),
)
TABLES.add(
    "program",
    "id:id* workspace_id:id type:string20 channel_id:id>channel status:string20 head_start:flag",
    Index(None, "channel_id"),
    comment="Name, description, place and dates stand in its row of folder, of type Program.",
    comments={
        "workspace_id": "As its folder says; it never changes.",
        "status": "on, off, locked, unlocked or empty.",
    },
)
TABLES.add(
    "program_tag",
    "program_id:id*>>program tag_type_id:id*>tag_type value:string255",
    Index(None, "tag_type_id", "value"),
)
TABLES.add(
    "program_cost",
    "program_id:id*>>program position:integer* start_date:date cost:bigint note:text?",
)
TABLES.add(
    "program_stream",
    "id:id* program_id:id>>program position:integer name:string255",
    UniqueConstraint("program_id", "name"),
    comment="The tracks of engagement programs, the one that members start in first.",
)
TABLES.add(
    "asset_token",
    "folder_type:string10* folder_id:id* name:string50* type:string20 value:text",
    ForeignKeyConstraint(
        ["folder_type", "folder_id"], ["folder.type", "folder.id"], ondelete="CASCADE"
    ),
    comment="{{my.*}}, for everything below a folder or in a program.",
    comments={"folder_type": "Folder or Program.", "name": "Without {{my.}} around it."},
)
TABLES.add(
    "program_member",
    """
    lead_id:id*>>lead program_id:id*>>program id:id status_id:id>channel_status stream_id:id?
    acquiredBy:flag isExhausted:flag=false reachedSuccess:flag reachedSuccessDate:timestamp?
    membershipDate:timestamp createdAt:timestamp updatedAt:timestamp nurtureCadence:string4?
    statusReason:text? attendanceLikelihood:bigint? registrationLikelihood:bigint?
    waitlistPriority:bigint? registrationCode:text? webinarUrl:text?
    """,
    Index(None, "program_id", "lead_id"),
    comment="Columns bear the REST names of their fields; custom fields add columns.",
    comments={
        "id": "Program Member ID in activities.",
        "stream_id": "The track of an engagement program.",
    },
)
TABLES.add(
    "campaign",
    """
    id:id* name:string255 name_key:string300 description:text? folder_type:string10 folder_id:id
    program_id:id? workspace_id:id type:string10 is_requested:flag is_executable:flag
    is_active:flag qualification:string10 interval_length:integer? interval_unit:string10?
    rules:json flow:json smart_list_id:id flow_id:id stopped_at:timestamp? stopped_reason:text?
    created_at:timestamp updated_at:timestamp
    """,
    Index(None, "folder_type", "folder_id"),
    Index(None, "name_key"),
    Index(None, "program_id"),
    comment="No foreign key to its folder: that is kept in one place, this everywhere.",
    comments={
        "name_key": "Trimmed, letter case folded.",
        "program_id": "The innermost program that contains it.",
        "type": "batch, trigger, or default: no rules.",
        "is_requested": "Has the trigger of this name.",
        "qualification": "once, any or interval.",
        "interval_unit": "hour, day, week or month.",
        "rules": "Triggers, filters, how they combine.",
        "flow": "Steps, in order.",
        "stopped_at": "When it was found to feed itself.",
    },
)
TABLES.add(
    "campaign_list",
    "campaign_id:id*>>campaign list_id:id*>static_list",
    Index(None, "list_id"),
    comment="The lists that flows name: they cannot be deleted.",
)
TABLES.add(
    "campaign_member",
    """
    lead_id:id*>>lead campaign_id:id*>>campaign entered_at:timestamp enrollment_id:id
    position:integer? removed_through:id created_at:timestamp updated_at:timestamp
    """,
    Index(None, "campaign_id", "lead_id"),
    comment="A lead that is deleted, or a campaign, takes its memberships along.",
    comments={
        "entered_at": "The last time.",
        "enrollment_id": "The latest one.",
        "position": "The step of that enrollment; null after the last step.",
        "removed_through": "Enrollments up to it are over.",
    },
    has_row_id=False,
)
TABLES.add(
    "campaign_run",
    """
    id:id* campaign_id:id kind:string10 run_at:timestamp tokens:json? clone_day:string10?
    swept_through:id entered:integer started_at:timestamp? finished_at:timestamp?
    created_at:timestamp
    """,
    Index(None, "campaign_id", "run_at"),
    Index(None, "clone_day"),
    comment="A scheduled run, a time of being active, or a request with tokens of its own.",
    comments={
        "kind": "batch, active or request.",
        "tokens": "Values that override those of the program, by name.",
        "clone_day": "The US Central day on which it was made by a clone.",
        "swept_through": "Leads up to it have been looked at.",
        "entered": "How many leads have entered.",
        "finished_at": "When all leads had been looked at.",
    },
)
TABLES.add(
    "job",
    """
    id:id* name:string100 arguments:json lane:smallint state:string10 due_at:timestamp?
    attempts:smallint error:text? owner:string32? enqueued_at:timestamp unique_key:string200?
    order_key:string200?
    """,
    Index(None, "lane", "due_at", "id"),
    Index(None, "order_key"),
    Index(None, "unique_key"),
    comment="A job that is done is deleted in the transaction that holds its effect.",
    comments={
        "lane": "Lower ones go first.",
        "state": "waiting, running, dead.",
        "due_at": "When a worker may take it: of a running one the end of the lease; null when dead.",
        "attempts": "How often it was taken.",
        "error": "Kind and place of the last failure.",
        "owner": "The claim that holds it while it runs.",
        "unique_key": "One waiting job of a key at most.",
        "order_key": "One running job of a key at most.",
    },
)
TABLES.add(
    "job_schedule",
    "name:string100* next_at:timestamp",
    comment="When a job that recurs is enqueued next.",
)
TABLES.add(
    "segmentation",
    """
    id:id* name:string255 name_key:string300 description:text? workspace_id:id status:string10
    field_name:string255? created_at:timestamp updated_at:timestamp
    """,
    UniqueConstraint("name_key"),
    comments={
        "name_key": "Letter case folded.",
        "status": "draft or approved.",
        "field_name": "The lead field; null while it is a draft.",
    },
)
TABLES.add(
    "segment",
    """
    id:id* segmentation_id:id>>segmentation position:integer name:string255 name_key:string300
    rules:json created_at:timestamp updated_at:timestamp
    """,
    UniqueConstraint("segmentation_id", "name_key"),
    comment="The last one is Default, which has no rules.",
    comments={
        "position": "The first that matches counts.",
        "name_key": "Letter case folded.",
        "rules": "Filters and how they combine.",
    },
)
TABLES.add(
    "smart_list",
    """
    id:id* name:string255 name_key:string300 description:text? folder_type:string10 folder_id:id
    program_id:id? workspace_id:id rules:json created_at:timestamp updated_at:timestamp
    """,
    Index(None, "folder_type", "folder_id"),
    Index(None, "name_key"),
    Index(None, "program_id"),
    comment="No foreign key to its folder: that is kept in one place, this everywhere.",
    comments={
        "name_key": "Trimmed, letter case folded.",
        "program_id": "The innermost program that contains it.",
        "rules": "Filters and how they combine.",
    },
)
TABLES.add(
    "form",
    """
    id:id* name:string255 name_key:string300 description:text? status:string20 look:text
    fields:text folder_type:string10 folder_id:id program_id:id? workspace_id:id
    created_at:timestamp updated_at:timestamp
    """,
    Index(None, "folder_type", "folder_id"),
    Index(None, "name_key"),
    comments={
        "name_key": "Trimmed, letter case folded.",
        "look": "How it is shown, as JSON.",
        "fields": "What it asks for, in order, as JSON.",
        "program_id": "The innermost program that contains it.",
    },
)
TABLES.add(
    "visitor",
    "token:string320* visits:integer seen_at:timestamp",
    Index(None, "seen_at"),
    comment="A token that no lead owns. Those of leads stand in lead_key.",
    comments={"token": "Letter case folded.", "visits": "How many rows it has there."},
    has_row_id=False,
)
TABLES.add(
    "anonymous_visit",
    """
    token:string320* id:id* kind:smallint happened_at:timestamp address_id:id address:text
    attributes:json
    """,
    comment="What a visitor did. Gone when it has become a lead's activity, or is too old.",
    comments={
        "kind": "The activity type that it becomes.",
        "attributes": "As the activity shows them.",
    },
    has_row_id=False,
)
TABLES.add(
    "web_address",
    "digest:string32* address_id:id",
    comment="The number of each page and link, the same for all visitors.",
    comments={"digest": "Of kind and address."},
    has_row_id=False,
)
TABLES.add(
    "usage_count",
    "day:string10* user_id:string255* count:bigint",
    comments={"day": "YYYY-MM-DD, US Central.", "user_id": "The API user's address."},
)
TABLES.add(
    "error_count",
    "day:string10* error_code:string10* count:bigint",
    comments={"day": "YYYY-MM-DD, US Central."},
)
TABLES.add(
    "api_call",
    "id:id* started_at:timestamp ended_at:timestamp?",
    Index(None, "started_at"),
    comment="Recent requests, stored only while a rate or concurrency limit is on.",
)
TABLES.add(
    "lead_merge",
    "lead_id:id*>>lead id:id* winner_id:id merged_at:timestamp record:json",
    comment="One row a merge, with personal data; deleted with the lead.",
    comments={
        "winner_id": "Of this very merge; lead_id is who has it.",
        "record": "Values, rows and memberships as before.",
    },
)


def upgrade() -> None:
    """Create all tables, the sequences and the row of the catalog version."""
    TABLES.create(op.get_bind())
    create_id_sequences(op.get_bind(), FIRST_IDS)
    op.execute("INSERT INTO catalog_version (id, version) VALUES (1, 1)")
