"""Set up the member fields, channels and tags of a new instance."""

from leadkeep.domain.assets.programs.channel import ProgramType, load_channels
from leadkeep.domain.assets.programs.channels import NewStatus, save_channel
from leadkeep.domain.assets.programs.member import MEMBER_FIELDS, PROGRAM_MEMBER
from leadkeep.domain.assets.programs.tags import load_tag_types, save_tag_type
from leadkeep.domain.fields import install_object_fields
from leadkeep.store import Transaction

Steps = tuple[tuple[int, str], ...]

FIRST_CHANNELS: tuple[tuple[str, ProgramType, Steps, frozenset[str]], ...] = (
    (
        "Content",
        ProgramType.DEFAULT,
        ((10, "Visited"), (20, "Engaged"), (30, "Influenced")),
        frozenset({"Influenced"}),
    ),
    (
        "Email Send",
        ProgramType.EMAIL,
        ((10, "Sent"), (20, "Opened"), (30, "Clicked"), (40, "Influenced")),
        frozenset({"Clicked", "Influenced"}),
    ),
    (
        "Live Event",
        ProgramType.EVENT,
        (
            (10, "Invited"),
            (20, "Registered"),
            (30, "Wait Listed"),
            (40, "No Show"),
            (50, "Attended"),
        ),
        frozenset({"Attended"}),
    ),
    (
        "Nurture",
        ProgramType.ENGAGEMENT,
        ((10, "Member"), (20, "Engaged"), (30, "Influenced")),
        frozenset({"Influenced"}),
    ),
    (
        "Online Advertising",
        ProgramType.DEFAULT,
        ((10, "Visited"), (20, "Engaged"), (30, "Influenced")),
        frozenset({"Influenced"}),
    ),
    ("Operational", ProgramType.DEFAULT, ((10, "Member"),), frozenset()),
    (
        "Virtual Event",
        ProgramType.WEBINAR,
        (
            (10, "Invited"),
            (20, "Registered"),
            (30, "No Show"),
            (40, "Attended"),
            (50, "Attended On-demand"),
        ),
        frozenset({"Attended", "Attended On-demand"}),
    ),
    (
        "Web Content",
        ProgramType.DEFAULT,
        ((10, "Visited"), (20, "Filled-out Form"), (30, "Influenced")),
        frozenset({"Filled-out Form", "Influenced"}),
    ),
    (
        "Webinar",
        ProgramType.EVENT,
        ((10, "Invited"), (20, "Registered"), (30, "No Show"), (40, "Attended")),
        frozenset({"Attended"}),
    ),
)
"""The channels of a new instance: name, program type, steps, names of success statuses. Our
choice."""

FIRST_TAG_TYPES = (("Program Owner", ("Marketing", "Sales")),)


def set_up_programs(tx: Transaction) -> None:
    """Create the member fields, channels and tags that every instance has; keep existing ones."""
    install_object_fields(tx, PROGRAM_MEMBER, MEMBER_FIELDS)
    if not load_channels(tx).by_id:
        for name, kind, steps, successes in FIRST_CHANNELS:
            statuses = [
                NewStatus(status, step, is_success=status in successes, type=status)
                for step, status in steps
            ]
            save_channel(tx, name, kind, statuses)
    if not load_tag_types(tx):
        for name, values in FIRST_TAG_TYPES:
            save_tag_type(tx, name, values, is_required=False)
