"""Make links that identify the lead that follows them (behaviour.md 8.3)."""

from dataclasses import dataclass
from datetime import datetime

from leadkeep.domain.assets.programs import find_program
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import existing_leads
from leadkeep.domain.visitors.click_tokens import checked_address, click_path, click_token
from leadkeep.errors import Reason, Refusal


@dataclass(frozen=True, slots=True)
class Link:
    """A link that identifies one lead."""

    token: str
    """The click token, which the target page receives as the parameter ``mkt_tok``."""
    path: str
    """The path below the server's own address."""


def make_link(
    work: Work,
    key: bytes,
    lead_id: int,
    program_id: int | None,
    address: str,
    ends_at: datetime,
) -> Link:
    """Return a link that redirects to an address and identifies one lead, until it expires.

    Raises:
        Refusal: 1004, no such lead; 1013, no such program, within the caller's scope.
        ValueError: a link cannot redirect to the address.
    """
    target = checked_address(address)
    if not existing_leads(work, [lead_id]):
        raise Refusal(Reason.NAMED_LEAD_NOT_FOUND, str(lead_id))
    if program_id is not None and find_program(work, program_id) is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Program")
    token = click_token(key, munchkin_id(work.tx), lead_id, program_id, target, ends_at)
    return Link(token, click_path(token, target))
