"""What a key of a blueprint is: how it is applied, and how the present instance shows it."""

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
    """What became of one object of a blueprint."""

    key: str
    name: str
    status: str
    """created, updated or unchanged."""
    credentials: Credentials | None = None
    """Of a client whose secret was made up: it can be shown this once only."""


@dataclass(frozen=True, slots=True)
class Run:
    """What the sections share while one blueprint is applied."""

    tx: Transaction
    cause: Cause
    blueprint: Blueprint
    key: bytes
    """Protects client secrets."""

    @property
    def work(self) -> Work:
        """The work of an operator, with what earlier sections created within scope."""
        return Work(self.tx, operator_access(self.tx), self.cause)

    @contextmanager
    def blaming(self, line: int, name: str) -> Iterator[None]:
        """Turn what a verb refuses inside the block into an error at this line.

        Raises:
            BlueprintError: the verb refused.
        """
        try:
            yield
        except (LookupError, ValueError, Refusal) as error:
            if not isinstance(error, Refusal) and type(error) not in {LookupError, ValueError}:
                raise  # a subclass, such as KeyError, is a defect of ours
            raise self.blueprint.error(line, name, str(error)) from None


@dataclass(frozen=True, slots=True)
class Section:
    """One key of a blueprint."""

    key: str
    apply: Callable[[Run], Iterable[Change]]
    """Make the instance as the blueprint says; raises BlueprintError."""
    present: Callable[[Transaction], Any]
    """Return what a blueprint of the present instance holds under the key.

    An iterator is written item by item, so that no length is too much.
    """
    present_with_leads: Callable[[Transaction], Any] | None = None
    """The same where leads are written too, if that makes a difference."""
