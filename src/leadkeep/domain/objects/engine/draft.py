"""One record that a command works on, and the outcome of a record that was sent."""

from dataclasses import dataclass, field
from typing import Any

from leadkeep.domain.fields import Values
from leadkeep.errors import Problem


@dataclass(slots=True, eq=False)
class RecordDraft:
    """A record that a command creates, changes or deletes; stored values by field name."""

    record_id: int
    """0 until a new record gets its number."""
    values: Values
    """The values now. Of a stored record at least those that the command sets, and its keys."""
    shown_id: int | str = ""
    """The id or marketoGUID."""
    before: Values = field(default_factory=dict)
    """What was stored; empty of a new record."""
    is_new: bool = False

    @property
    def changes(self) -> Values:
        """What differs from what was stored."""
        before = self.before
        return {name: new for name, new in self.values.items() if before[name] != new}


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What became of one record."""

    status: str
    """created, updated, deleted, added, removed or skipped."""
    draft: RecordDraft | None = None
    problem: Problem | None = None

    @property
    def shown_id(self) -> Any:  # noqa: ANN401
        """The id or marketoGUID; None of a record that was skipped."""
        return None if self.draft is None else self.draft.shown_id
