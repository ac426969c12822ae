"""Model a record draft (a record that a command changes), and the outcome of a sent record."""

from dataclasses import dataclass, field
from typing import Any

from leadkeep.domain.fields import Values
from leadkeep.errors import Problem


@dataclass(slots=True, eq=False)
class RecordDraft:
    """A record draft: a record in memory, which a command creates, changes or deletes."""

    record_id: int
    """0 until a new record gets its id."""
    values: Values
    """Stored values by field name, as they are now. The draft of a stored record has at least the
    fields that the command sets and the key fields."""
    public_id: int | str = ""
    """The id or marketoGUID that callers see."""
    before: Values = field(default_factory=dict)
    """Stored values by field name, as they were before the command; empty for a new record."""
    is_new: bool = False

    @property
    def changes(self) -> Values:
        """The present values of the fields that differ from the stored record."""
        before = self.before
        return {name: new for name, new in self.values.items() if before[name] != new}


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What a command did with one sent record."""

    status: str
    """created, updated, deleted, added, removed or skipped."""
    draft: RecordDraft | None = None
    problem: Problem | None = None

    @property
    def public_id(self) -> Any:  # noqa: ANN401
        """The id or marketoGUID; None for a skipped record."""
        return None if self.draft is None else self.draft.public_id
