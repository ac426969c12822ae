"""The unit of work: a transaction, the caller's access, the cause and the moment of the write."""

from dataclasses import dataclass
from datetime import datetime

from leadkeep.domain.instance.access.tokens import Access
from leadkeep.store import Slot, Transaction


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


OBJECTS_CROSS_PARTITIONS: Slot[bool] = Slot("objects cross partitions")
"""May a caller change leads outside its scope through what belongs to no partition?"""


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

    @property
    def is_guarded(self) -> bool:
        """Must writes through objects without a partition leave leads outside the scope alone?

        Companies, sales persons, roles, custom objects and cookies belong to no partition, but
        what is written to them is written to their leads (docs/decisions/0171).
        """
        is_scoped = self.access.partition_ids is not None
        return is_scoped and not self.tx.provided(OBJECTS_CROSS_PARTITIONS)

    def is_foreign(self, partition_id: int) -> bool:
        """Return whether leads of a partition must be left alone (:attr:`is_guarded`)."""
        return not self.access.has_partition(partition_id) and self.is_guarded

    def within(self, access: Access) -> "Work":
        """Return the same work with another access."""
        return Work(self.tx, access, self.given_cause)

    def because(self, cause: Cause) -> "Work":
        """Return the same work with another cause."""
        return Work(self.tx, self.access, cause)
