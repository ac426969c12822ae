"""What a store counts in this process, for metrics."""

from collections import Counter
from dataclasses import dataclass, field

from leadkeep.store.failure import failure_code


@dataclass(slots=True)
class StoreCounters:
    """Counts since the process has started; several threads may add to them."""

    commits: Counter[int] = field(default_factory=Counter)
    """Commits by the number of writes that shared them."""
    errors: Counter[str] = field(default_factory=Counter)
    """Errors of the database by SQLSTATE, or by the engine's own code."""
    cache_hits: int = 0
    """Values of the catalog that were found in the cache of the process."""
    cache_misses: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    """What verbs counted in transactions that are committed, by name."""

    def count_error(self, error: BaseException) -> None:
        """Count an error if the database raised it."""
        code = failure_code(error)
        if code is not None:
            self.errors[code] += 1
