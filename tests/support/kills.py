"""A store to whose user something happens at one of its transactions."""

import contextlib
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Any, TypeVar, cast

from leadkeep.store import Store, Transaction

T = TypeVar("T")


class KilledError(BaseException):
    """The process is gone: nothing that waits for its end goes on."""


class When(Enum):
    """Where at a transaction something happens."""

    BEFORE = "before it"
    INSIDE = "when all is done and nothing committed, so that it is undone"
    AFTER = "right behind the commit"


class FrailStore:
    """A store of which one transaction to write, counted from 1, is the moment of a misfortune.

    When ``happen`` returns, the transaction is run, or was.
    """

    def __init__(
        self, store: Store, at: int, when: When, happen: Callable[[], Awaitable[None]]
    ) -> None:
        """Let it happen at the transaction of this number."""
        self._store, self._left, self._when, self._happen = store, at, when, happen

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Hand on all else."""
        return getattr(self._store, name)

    def as_store(self) -> Store:
        """Return it under the type of what it stands for."""
        return cast("Store", self)

    async def write(self, verb: Callable[[Transaction], T]) -> T:
        """Write, with what happens."""
        self._left -= 1
        when = self._when if self._left == 0 else None
        if when is When.INSIDE:
            with contextlib.suppress(_UndoneError):
                await self._store.write(_undone(verb))
        if when in {When.BEFORE, When.INSIDE}:
            await self._happen()
        value = await self._store.write(verb)
        if when is When.AFTER:
            await self._happen()
        return value


class _UndoneError(Exception):
    """Lets the store undo a transaction."""


def _undone(verb: Callable[[Transaction], T]) -> Callable[[Transaction], T]:
    def run(tx: Transaction) -> T:
        verb(tx)
        raise _UndoneError

    return run
