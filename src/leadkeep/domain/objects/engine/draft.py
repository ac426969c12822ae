"""Model one record that a command works on, and the outcome of a sent record."""

from dataclasses import dataclass, field
from typing import Any

from leadkeep.domain.fields import Values
from leadkeep.errors import Problem


@dataclass(slots=True, eq=False)
class RecordDraft:
    """A record that a command creates, changes or deletes, as stored values by field name."""

    record_id: int
    """0 until a new record gets its id."""
    values: Values
    """The present values. For a stored record, at least the fields that the command sets and its
    keys.
    """
    public_id: int | str = ""
    """The id or marketoGUID that callers see."""
    before: Values = field(default_factory=dict)
    """The stored values before the command; empty for a new record."""
    is_new: bool = False

    @property
    def changes(self) -> Values:
        """The values that differ from the stored ones."""
        before = self.before
        return {name: new for name, new in self.values.items() if before[name] != new}


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """The outcome of one sent record."""

    status: str
    """created, updated, deleted, added, removed or skipped."""
    draft: RecordDraft | None = None
    problem: Problem | None = None

    @property
    def public_id(self) -> Any:  # noqa: ANN401
        """The id or marketoGUID; None for a skipped record."""
        return None if self.draft is None else self.draft.public_id
