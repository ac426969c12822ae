"""What a store counts in this process, for metrics."""

from collections import Counter
from dataclasses import dataclass, field

from leadkeep.store.failure import failure_code
from leadkeep.store.replica import Served


@dataclass(slots=True)
class StoreCounters:
    """Counts since the process has started; several threads may add to them."""

    commits: Counter[int] = field(default_factory=Counter)
    """Commits by the number of writes that shared them."""
    errors: Counter[str] = field(default_factory=Counter)
    """Errors of the database by SQLSTATE, or by the engine's own code."""
    behind: Counter[Served] = field(default_factory=Counter)
    """Reads that may lag behind, by what served them."""
    replica_lag_seconds: float = 0.0
    """How far the replica was behind at the last look."""
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

    def copy(self) -> "StoreCounters":
        """Return the present counts, which stay as they are."""
        return StoreCounters(
            self.commits.copy(),
            self.errors.copy(),
            self.behind.copy(),
            self.replica_lag_seconds,
            self.cache_hits,
            self.cache_misses,
            self.counted.copy(),
        )
