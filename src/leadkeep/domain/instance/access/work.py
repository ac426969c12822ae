"""The unit of work: a transaction, the caller's access, the cause and the moment of the write."""

from dataclasses import dataclass
from datetime import datetime

from leadkeep.domain.instance.access.tokens import Access
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class Cause:
    """Who or what changes data, and why. Every activity about the change shows its cause."""

    source: str
    """The source of a Change Data Value activity, and the source type of a new lead, such as ``Web
    service API``."""
    source_info: str | None
    """Source info of a new lead (behaviour.md 3.4)."""
    reason: str
    """The reason in a Change Data Value activity."""
    method: str | None = None
    """The API Method Name in activities, such as ``syncLead``."""
    user: str | None = None
    """The Modifying User in activities: the API user's email address."""
    request_id: str | None = None
    campaign_id: int | None = None
    form_name: str | None = None
    """Form Name of a new lead."""


@dataclass(frozen=True, slots=True)
class Work:
    """The transaction, access and cause that a verb works with. A read needs no cause."""

    tx: Transaction
    access: Access
    """What the caller may see and change."""
    given_cause: Cause | None = None

    @property
    def cause(self) -> Cause:
        """Return the cause of the change.

        Raises:
            LookupError: the work was opened for reads only.
        """
        if self.given_cause is None:
            raise LookupError("a write needs a cause")
        return self.given_cause

    @property
    def moment(self) -> datetime:
        """The moment of the change, which is read after the transaction has taken its locks."""
        return self.tx.moment

    def within(self, access: Access) -> "Work":
        """Return the same work with another access."""
        return Work(self.tx, access, self.given_cause)

    def because(self, cause: Cause) -> "Work":
        """Return the same work with another cause."""
        return Work(self.tx, self.access, cause)
