"""What a section of a blueprint is: how one top-level key is applied and exported."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from leadkeep.blueprint.file import Blueprint
from leadkeep.domain.assets.programs import ProgramType, TokenType, all_channels, list_tag_types
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import (
    Cause,
    Credentials,
    Work,
    operator_access,
    partitions_by_name,
)
from leadkeep.errors import Problem, Reason, Refusal, nearest
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
            hint = self._nearest(error.problem) if isinstance(error, Refusal) else ""
            raise self.blueprint.error(line, name, f"{error}{hint}") from None

    def text(self, problem: Problem | None) -> str:
        """Return a record's problem as a text, with the name that is nearest to an unknown one."""
        return f"{problem}{'' if problem is None else self._nearest(problem)}"

    def _nearest(self, problem: Problem) -> str:
        what: object = problem.reason
        if problem.reason is Reason.NO_SUCH_NAME:
            what = problem.values[0]
        known = _NAMES_BY_REASON.get(what)
        return "" if known is None else nearest(str(problem.values[-1]), known(self.tx))


def _channel_names(tx: Transaction) -> list[str]:
    return [each.name for each in all_channels(tx).all]


def _field_names(tx: Transaction) -> Iterable[str]:
    return lead_catalog(tx).by_name


_NAMES_BY_REASON: Mapping[object, Callable[[Transaction], Iterable[str]]] = {
    Reason.FIELD_NOT_FOUND: _field_names,
    Reason.PARTITION_NOT_FOUND: partitions_by_name,
    "Channel": _channel_names,
    "Field": _field_names,
    "Program type": lambda _: list(ProgramType),
    "Tag type": lambda tx: [each.name for each in list_tag_types(tx)],
    "Token type": lambda _: list(TokenType),
}
"""By reason, or by what has no such name: the names that there are."""


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
