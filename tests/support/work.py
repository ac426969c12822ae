"""Verbs as an operator runs them: a work with access to everything."""

from leadkeep.domain.instance.access import Cause, Work, operator_access
from leadkeep.store import Transaction

CAUSE = Cause("test", None, "test")


def operator_work(tx: Transaction) -> Work:
    """Return a work with access to everything."""
    return Work(tx, operator_access(tx), CAUSE)
