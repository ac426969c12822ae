"""The CRM behind this database, as far as a merge concerns it (behaviour.md 3.9).

There is none yet: :data:`NO_CRM` knows no records, and ``mergeInCRM`` then means nothing.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

from leadkeep.domain.fields import Values
from leadkeep.domain.leads import Draft
from leadkeep.store import Transaction


class CrmKind(IntEnum):
    """What a lead is in the CRM; the larger one wins a merge."""

    NONE = 0
    LEAD = 1
    CONTACT = 2


class Crm(Protocol):
    """A CRM that leads are synchronised with."""

    @property
    def is_connected(self) -> bool:
        """Is there one?"""

    def kind_of(self, values: Values) -> CrmKind:
        """Return what the lead with these values is there."""

    def merge(self, tx: Transaction, winner_id: int, loser_ids: Sequence[int]) -> None:
        """See to it that the CRM merges these leads' records, once ``tx`` is committed.

        Raises:
            Refusal: the CRM would not.
        """


class NoCrm:
    """No CRM at all."""

    is_connected = False

    def kind_of(self, values: Values) -> CrmKind:
        """Return that the lead stands here only."""
        del values
        return CrmKind.NONE

    def merge(self, tx: Transaction, winner_id: int, loser_ids: Sequence[int]) -> None:
        """Do nothing."""


NO_CRM: Crm = NoCrm()


def salesforce_kind(values: Values) -> CrmKind:
    """Return what a lead is in Salesforce, by the ids of its record there."""
    if values.get("sfdcContactId"):
        return CrmKind.CONTACT
    return CrmKind.LEAD if values.get("sfdcLeadId") else CrmKind.NONE


def by_rank(crm: Crm, drafts: Sequence[Draft]) -> list[Draft]:
    """Return leads with the one in front that the CRM lets win; else their order stays.

    A contact beats a lead, and a record of the CRM beats a lead that stands here only.
    """
    best = max(drafts, key=lambda each: crm.kind_of(each.values))  # of equals the first one
    return [best, *(each for each in drafts if each is not best)]
