"""Count what a trial would create, although each of its batches is rolled back."""

from collections.abc import Sequence

from leadkeep.domain.fields import Record, normalised_key

CREATED, UPDATED = "created", "updated"


class TrialKeys:
    """The keys that a trial has created: a later row with such a key would update."""

    def __init__(self, names: Sequence[str]) -> None:
        """Identify records by the fields with these names."""
        self._names = names
        self._made: set[int] = set()

    def status(self, status: str, record: Record) -> str:
        """Return what a row would do if the rows before it had been written."""
        key = hash(tuple(normalised_key(record.get(name)) for name in self._names))
        if status == CREATED and key in self._made:
            return UPDATED
        self._made.add(key)
        return status
