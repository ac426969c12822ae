"""Set up the member fields, channels and tags of a new instance."""

from leadkeep.domain.assets.programs.channel import ProgramType, load_channels
from leadkeep.domain.assets.programs.channels import NewStatus, save_channel
from leadkeep.domain.assets.programs.member import MEMBER_FIELDS, PROGRAM_MEMBER
from leadkeep.domain.assets.programs.tags import load_tag_types, save_tag_type
from leadkeep.domain.fields import install_object_fields
from leadkeep.store import Transaction

FIRST_CHANNELS: tuple[tuple[str, ProgramType, tuple[str, ...]], ...] = (
    ("Online Advertising", ProgramType.DEFAULT, ("10 Filled-out Form", "20 Influenced*")),
    (
        "Webinar",
        ProgramType.WEBINAR,
        (
            "10 Invited",
            "20 Registration Error",
            "20 Waitlisted",
            "20 Registered",
            "30 No Show",
            "40 Attended*",
            "50 Attended On-demand*",
        ),
    ),
    (
        "Webinar (Asynchronous)",
        ProgramType.WEBINAR,
        (
            "10 Invited",
            "20 Registration Error",
            "20 Registering",
            "20 Waitlisted",
            "20 Registered",
            "30 No Show",
            "40 Attended*",
            "50 Attended On-demand*",
        ),
    ),
    (
        "Tradeshow",
        ProgramType.EVENT,
        ("10 Invited", "20 Waitlisted", "20 Registered", "30 Visited Booth", "40 Influenced*"),
    ),
    (
        "Live Event",
        ProgramType.EVENT,
        ("10 Invited", "20 Waitlisted", "20 Registered", "30 No Show", "40 Attended*"),
    ),
    ("List Import", ProgramType.DEFAULT, ("10 On List", "20 Influenced*")),
    ("Web Content", ProgramType.DEFAULT, ("10 Filled-out Form", "20 Influenced*")),
    ("Nurture", ProgramType.ENGAGEMENT, ("10 Member", "20 Influenced*")),
    ("Email Send", ProgramType.EMAIL, ("10 Member", "20 Influenced*")),
    ("Newsletter", ProgramType.EMAIL, ("10 Member", "20 Influenced*")),
    ("Web Request", ProgramType.DEFAULT, ("10 Filled-out Form*",)),
    ("Operational", ProgramType.DEFAULT, ("10 Member",)),
    ("Chat", ProgramType.DEFAULT, ("10 Member", "20 Engaged*")),
)
"""The channels of a new instance: name, program type, statuses with their steps, an asterisk behind
those that are successes (behaviour.md 13)."""

STATUS_TYPES = {"Visited Booth": "Visited"}
"""The type of a status where it is not the status's name (behaviour.md 13)."""

FIRST_TAG_TYPES = (("Program Owner", ("Marketing", "Sales")),)


def set_up_programs(tx: Transaction) -> None:
    """Create the member fields, channels and tags that every instance has; keep existing ones."""
    install_object_fields(tx, PROGRAM_MEMBER, MEMBER_FIELDS)
    if not load_channels(tx).by_id:
        for name, kind, statuses in FIRST_CHANNELS:
            save_channel(tx, name, kind, [_status(each) for each in statuses])
    if not load_tag_types(tx):
        for name, values in FIRST_TAG_TYPES:
            save_tag_type(tx, name, values, is_required=False)


def _status(notation: str) -> NewStatus:
    """Return the status that is written as ``40 Attended*``."""
    step, _, starred = notation.partition(" ")
    name = starred.removesuffix("*")
    return NewStatus(name, int(step), is_success=starred != name, type=STATUS_TYPES.get(name, name))
