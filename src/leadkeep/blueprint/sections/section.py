"""The sections of a blueprint: how each key is applied and exported."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from leadkeep.blueprint.file import Blueprint
from leadkeep.domain.instance.access import Cause, Credentials, Work, operator_access
from leadkeep.errors import Refusal
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class Change:
    """The result for one object of a blueprint."""

    key: str
    name: str
    status: str
    """created, updated or unchanged."""
    credentials: Credentials | None = None
    """The credentials of a client with a generated secret; they cannot be shown again."""


@dataclass(frozen=True, slots=True)
class Run:
    """State that the sections share while one blueprint is applied."""

    tx: Transaction
    cause: Cause
    blueprint: Blueprint
    key: bytes
    """The key that protects client secrets."""

    @property
    def work(self) -> Work:
        """An operator's work context, whose scope includes what earlier sections created."""
        return Work(self.tx, operator_access(self.tx), self.cause)

    @contextmanager
    def errors_at(self, line: int, name: str) -> Iterator[None]:
        """Turn a verb's refusal inside the block into a BlueprintError at this line.

        Raises:
            BlueprintError: the verb refused.
        """
        try:
            yield
        except (LookupError, ValueError, Refusal) as error:
            if not isinstance(error, Refusal) and type(error) not in {LookupError, ValueError}:
                raise  # a subclass, such as KeyError, is a defect in leadkeep
            raise self.blueprint.error(line, name, str(error)) from None


@dataclass(frozen=True, slots=True)
class Section:
    """One key of a blueprint, with the functions that apply and export it."""

    key: str
    apply: Callable[[Run], Iterable[Change]]
    """Create and update the section's objects; raises BlueprintError."""
    present: Callable[[Transaction], Any]
    """Return the value of the key for the present instance.

    An iterator is written item by item, so that its length does not matter."""
    present_with_leads: Callable[[Transaction], Any] | None = None
    """The same for an export with leads; None if that makes no difference."""
