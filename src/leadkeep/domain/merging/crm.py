"""The CRM whose records correspond to leads, as far as a merge needs it (behaviour.md 3.9).

No CRM is supported yet: :data:`NO_CRM` has no records, and ``mergeInCRM`` has no effect.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

from leadkeep.domain.fields import Values
from leadkeep.domain.leads import Draft
from leadkeep.store import Transaction


class CrmKind(IntEnum):
    """The type of a lead's CRM record; in a merge, the lead with the larger number wins."""

    NONE = 0
    LEAD = 1
    CONTACT = 2


class Crm(Protocol):
    """A CRM to which leads are synchronised."""

    @property
    def is_connected(self) -> bool:
        """Is a CRM connected?"""

    def kind_of(self, values: Values) -> CrmKind:
        """Return what a lead is in the CRM, by its stored values."""

    def merge(self, tx: Transaction, winner_id: int, loser_ids: Sequence[int]) -> None:
        """Make the CRM merge the losers' records into the winner's after ``tx`` is committed.

        Raises:
            Refusal: the CRM refuses the merge.
        """


class NoCrm:
    """The :class:`Crm` of an instance that has no CRM."""

    is_connected = False

    def kind_of(self, values: Values) -> CrmKind:
        """Return that the lead has no record in the CRM."""
        del values
        return CrmKind.NONE

    def merge(self, tx: Transaction, winner_id: int, loser_ids: Sequence[int]) -> None:
        """Do nothing: there are no records to merge."""


NO_CRM: Crm = NoCrm()


def salesforce_kind(values: Values) -> CrmKind:
    """Return what a lead is in Salesforce, judging by the Salesforce ids in its values."""
    if values.get("sfdcContactId"):
        return CrmKind.CONTACT
    return CrmKind.LEAD if values.get("sfdcLeadId") else CrmKind.NONE


def by_rank(crm: Crm, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the leads with the CRM's winner first, then the others in their given order.

    A CRM contact comes before a CRM lead, and a CRM lead before a lead with no CRM record.
    """
    best = max(drafts, key=lambda draft: crm.kind_of(draft.values))  # the first of equal leads
    return [best, *(each for each in drafts if each is not best)]
