"""The CRM that leads are synchronised with, as far as a merge needs it (behaviour.md 3.9).

No CRM is supported yet: :data:`NO_CRM` has no records, and ``mergeInCRM`` has no effect.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

from leadkeep.domain.fields import Values
from leadkeep.domain.leads import Draft
from leadkeep.store import Transaction


class CrmKind(IntEnum):
    """What a lead is in the CRM; the lead with the larger value wins a merge."""

    NONE = 0
    LEAD = 1
    CONTACT = 2


class Crm(Protocol):
    """A CRM that leads are synchronised with."""

    @property
    def is_connected(self) -> bool:
        """Is a CRM connected?"""

    def kind_of(self, values: Values) -> CrmKind:
        """Return what the lead with these values is in the CRM."""

    def merge(self, tx: Transaction, winner_id: int, loser_ids: Sequence[int]) -> None:
        """Make the CRM merge the records of these leads after ``tx`` is committed.

        Raises:
            Refusal: the CRM refuses the merge.
        """


class NoCrm:
    """The Null version, for an instance without a CRM."""

    is_connected = False

    def kind_of(self, values: Values) -> CrmKind:
        """Return that the lead has no record in the CRM."""
        del values
        return CrmKind.NONE

    def merge(self, tx: Transaction, winner_id: int, loser_ids: Sequence[int]) -> None:
        """Do nothing."""


NO_CRM: Crm = NoCrm()


def salesforce_kind(values: Values) -> CrmKind:
    """Return what a lead is in Salesforce, judging by the Salesforce ids in its values."""
    if values.get("sfdcContactId"):
        return CrmKind.CONTACT
    return CrmKind.LEAD if values.get("sfdcLeadId") else CrmKind.NONE


def by_rank(crm: Crm, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the leads with the CRM's choice of winner first, and the others in their order.

    A contact beats a lead, and a lead with a CRM record beats a lead without one.
    """
    best = max(drafts, key=lambda draft: crm.kind_of(draft.values))  # the first of equal leads
    return [best, *(each for each in drafts if each is not best)]
