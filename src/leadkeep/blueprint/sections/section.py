"""What a section of a blueprint is: how one top-level key is applied and exported."""

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
    """What was done for one object of a blueprint."""

    key: str
    name: str
    status: str
    """created, updated or unchanged."""
    credentials: Credentials | None = None
    """The credentials of a client with a generated secret; they cannot be shown again."""


@dataclass(frozen=True, slots=True)
class Run:
    """What all sections share while a blueprint is applied."""

    tx: Transaction
    cause: Cause
    blueprint: Blueprint
    key: bytes
    """The key that protects client secrets."""

    @property
    def work(self) -> Work:
        """A new work of the operator, with a scope that includes what earlier sections created."""
        return Work(self.tx, operator_access(self.tx), self.cause)

    @contextmanager
    def errors_at(self, line: int, name: str) -> Iterator[None]:
        """Raise a verb's refusal inside the block as a BlueprintError at this line.

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
    """One top-level key of a blueprint, with the functions that apply and export it."""

    key: str
    apply: Callable[[Run], Iterable[Change]]
    """Create and update the section's objects; raises BlueprintError."""
    present: Callable[[Transaction], Any]
    """Return the value of the key that describes the present instance.

    An iterator is written item by item, so that a long list is never whole in memory."""
    present_with_leads: Callable[[Transaction], Any] | None = None
    """The same for an export with leads; None if the value is the same."""
