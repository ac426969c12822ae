"""Read by one statement, which brings the catalog version with its rows: no transaction is needed.

A short read has a statement for the version beside its own, and on the embedded store a beginning
and an end. One statement sees one moment of the store by itself (docs/decisions/0158).
"""

from collections.abc import Callable, Generator
from typing import Any, Never, TypeVar

from sqlalchemy import Connection, CursorResult, Executable

from leadkeep.errors import LeadkeepError
from leadkeep.store.engine import Store, Transaction
from leadkeep.store.statement import Row, Statement

T = TypeVar("T")


class NeedsTransactionError(Exception):
    """One statement was not enough: the catalog version has changed, or there is more to read."""


class SingleRead(Transaction):
    """One statement that reads one row, for a caller who expects a catalog version.

    It is a base class beside an engine's transaction.
    """

    def __init__(self, store: Store, core: Connection, version: int) -> None:
        """Read from ``store`` by the connection ``core``; take ``version`` for the present one."""
        super().__init__(store, core)
        self._version = version
        self.is_settled = False
        """Has a statement shown that the version is the present one?"""

    def rows(self, statement: Statement, **values: Any) -> list[Row]:  # noqa: ANN401
        """Run the only statement.

        Raises:
            NeedsTransactionError: it is not the first one, found nothing, or another version.
        """
        if self.is_settled:
            raise NeedsTransactionError
        form = statement.form_with_version(self._dialect)
        self._note(form.sql)
        found = self.driver.execute(form.sql, form.arguments(values)).fetchall()
        if not found or found[0][-1] != self._version:
            raise NeedsTransactionError
        self.is_settled = True
        return form.read([row[:-1] for row in found])

    def run(self, statement: Statement, **values: Any) -> Never:  # noqa: ANN401
        """Refuse: this is no transaction."""
        del statement, values
        raise NeedsTransactionError

    def execute(self, clause: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]:  # noqa: ANN401
        """Refuse: this is no transaction."""
        del clause, values
        raise NeedsTransactionError

    def stream(self, clause: Executable, batch_size: int) -> Generator[list[Row], None, None]:
        """Refuse: this is no transaction."""
        del clause, batch_size
        raise NeedsTransactionError


def read_single(transaction: SingleRead, verb: Callable[[Transaction], T]) -> T:
    """Return the verb's result.

    Raises:
        NeedsTransactionError: what it read, or refused, may rely on a version of the past.
    """
    try:
        value = verb(transaction)
    except LeadkeepError:
        if transaction.is_settled:
            raise
        raise NeedsTransactionError from None
    if not transaction.is_settled:
        raise NeedsTransactionError
    return value
