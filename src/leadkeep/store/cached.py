"""What a process has cached of the catalog, for work inside and outside transactions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from leadkeep.store.counters import StoreCounters

T = TypeVar("T")


class CatalogCache:
    """What a process has cached of the catalog, each with the version at which it was loaded."""

    def __init__(self, counters: StoreCounters) -> None:
        """Create an empty cache; ``counters`` count its hits and misses."""
        self._counters = counters
        self._values: dict[Callable[[Any], Any], CachedValue] = {}

    def load(self, version: int, load: Callable[[Any], T], tx: Any) -> T:  # noqa: ANN401
        """Return the result of ``load`` for a catalog version; run it only if it is not cached."""
        entry = self._values.get(load)
        if entry is not None and entry.version == version:
            self._counters.cache_hits += 1
        else:
            self._counters.cache_misses += 1
            entry = self._values[load] = CachedValue(version, load(tx))
        value: T = entry.value
        return value

    def at(self, version: int, load: Callable[[Any], T]) -> T:
        """Return the result of ``load`` that is cached for a catalog version.

        Raises:
            NotCachedError: none is cached for this version.
        """
        entry = self._values.get(load)
        if entry is None or entry.version != version:
            raise NotCachedError
        value: T = entry.value
        return value

    def clear(self) -> None:
        """Remove all values: a failed commit may have left wrong ones."""
        self._values.clear()


class HasCatalog(Protocol):
    """A store, as far as it caches."""

    catalog: CatalogCache


class CachedCatalog:
    """What this process has cached for one catalog version: for work outside a transaction."""

    def __init__(self, store: HasCatalog, version: int) -> None:
        """Read what ``store`` has cached for ``version``."""
        self._store = store
        self.version = version

    def cached(self, load: Callable[[Any], T]) -> T:
        """Return the cached result of ``load``.

        Raises:
            NotCachedError: the process has none for this version.
        """
        return self._store.catalog.at(self.version, load)


class NotCachedError(LookupError):
    """Nothing is cached for this version: only a transaction can load it."""


@dataclass(slots=True)
class CachedValue:
    """A value, and the catalog version at which it was loaded."""

    version: int
    value: Any
