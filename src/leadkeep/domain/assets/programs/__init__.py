"""Programs: channels and their progression statuses, tags, programs, tokens, and members.

A program is a folder too: its name, description, folder and dates are in ``domain.assets.folders``.

Entry points: :func:`create_program` and :func:`get_program` for programs; :func:`change_status`,
the only way to make a lead a member, :func:`change_member_data` and :func:`delete_members`; the
``save_`` verbs for channels, tag types and tokens, which an administrator sets up.
"""

from leadkeep.domain.assets.programs.change import (
    change_program,
    clone_program,
    create_program,
    delete_program,
)
from leadkeep.domain.assets.programs.channel import (
    NOT_IN_PROGRAM,
    Channel,
    Channels,
    ProgramType,
    Status,
    all_channels,
)
from leadkeep.domain.assets.programs.channels import NewStatus, save_channel
from leadkeep.domain.assets.programs.engagement import (
    CADENCE_NAMES,
    CADENCES,
    change_cadence,
    change_track,
    stream_named,
)
from leadkeep.domain.assets.programs.find import (
    ProgramDetails,
    find_program,
    get_program,
    list_programs,
    program_named,
    programs_by_tag,
    with_details,
)
from leadkeep.domain.assets.programs.funnel import FunnelStep, program_funnel
from leadkeep.domain.assets.programs.lead_memberships import (
    LeadMembership,
    LeadsOfProgram,
    MembershipFilter,
    leads_in_program,
    programs_of_lead,
)
from leadkeep.domain.assets.programs.member import (
    MEMBER_FIELDS,
    PROGRAM_MEMBER,
    member_catalog,
    member_table,
    searchable_member_fields,
)
from leadkeep.domain.assets.programs.member_data import (
    MemberRecord,
    change_member_data,
    member_data_problem,
)
from leadkeep.domain.assets.programs.member_pages import (
    MemberFilter,
    MemberPage,
    MemberSelection,
    find_members,
    members_after,
)
from leadkeep.domain.assets.programs.member_queries import is_program_member, statuses_in_programs
from leadkeep.domain.assets.programs.merge_members import move_program_memberships
from leadkeep.domain.assets.programs.program import (
    Cost,
    Program,
    ProgramValues,
    Stream,
    Tag,
)
from leadkeep.domain.assets.programs.queries import ProgramQuery, program_ids_named, stream_names
from leadkeep.domain.assets.programs.remove_members import delete_members
from leadkeep.domain.assets.programs.set_up import set_up_programs
from leadkeep.domain.assets.programs.statuses import (
    MEMBER_EVENTS,
    MemberEvent,
    MemberOutcome,
    StatusChange,
    change_status,
    lock_program,
    member_status,
)
from leadkeep.domain.assets.programs.tags import (
    TagType,
    find_tag_type,
    list_tag_types,
    save_tag_type,
)
from leadkeep.domain.assets.programs.tokens import (
    Token,
    TokenType,
    delete_token,
    list_tokens,
    plain_name,
    save_token,
    tokens_in_force,
)

__all__ = [
    "CADENCES",
    "CADENCE_NAMES",
    "MEMBER_EVENTS",
    "MEMBER_FIELDS",
    "NOT_IN_PROGRAM",
    "PROGRAM_MEMBER",
    "Channel",
    "Channels",
    "Cost",
    "FunnelStep",
    "LeadMembership",
    "LeadsOfProgram",
    "MemberEvent",
    "MemberFilter",
    "MemberOutcome",
    "MemberPage",
    "MemberRecord",
    "MemberSelection",
    "MembershipFilter",
    "NewStatus",
    "Program",
    "ProgramDetails",
    "ProgramQuery",
    "ProgramType",
    "ProgramValues",
    "Status",
    "StatusChange",
    "Stream",
    "Tag",
    "TagType",
    "Token",
    "TokenType",
    "all_channels",
    "change_cadence",
    "change_member_data",
    "change_program",
    "change_status",
    "change_track",
    "clone_program",
    "create_program",
    "delete_members",
    "delete_program",
    "delete_token",
    "find_members",
    "find_program",
    "find_tag_type",
    "get_program",
    "is_program_member",
    "leads_in_program",
    "list_programs",
    "list_tag_types",
    "list_tokens",
    "lock_program",
    "member_catalog",
    "member_data_problem",
    "member_status",
    "member_table",
    "members_after",
    "move_program_memberships",
    "plain_name",
    "program_funnel",
    "program_ids_named",
    "program_named",
    "programs_by_tag",
    "programs_of_lead",
    "save_channel",
    "save_tag_type",
    "save_token",
    "searchable_member_fields",
    "set_up_programs",
    "statuses_in_programs",
    "stream_named",
    "stream_names",
    "tokens_in_force",
    "with_details",
]
