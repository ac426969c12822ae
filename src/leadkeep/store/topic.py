"""Let features reach each other through the store: topics for events, slots for values."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

E = TypeVar("E")
T = TypeVar("T")


class Topic(Generic[E]):
    """A kind of event, declared once by the feature that emits it.

    ``Store.subscribe`` registers subscribers when the process is assembled; ``Transaction.emit``
    calls them in that order.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        """Declare a topic; ``name`` is for display only."""
        self.name = name


class Slot(Generic[T]):
    """A value that a feature gets from another one that it must not import.

    ``Store.provide`` sets the value when the process is assembled; ``Transaction.provided`` returns
    it.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        """Declare a slot; ``name`` is for display only."""
        self.name = name


class SignalSubscribers:
    """Functions of this process that wait for signals, by the name of the signal."""

    def __init__(self) -> None:
        """Start with none."""
        self._by_name: dict[str, tuple[Callable[[], None], ...]] = {}

    @contextmanager
    def added(self, name: str, function: Callable[[], None]) -> Iterator[None]:
        """Inside the block, call a function at each signal of a name."""
        self._by_name[name] = (*self._by_name.get(name, ()), function)
        try:
            yield
        finally:
            self._by_name[name] = tuple(
                each for each in self._by_name[name] if each is not function
            )

    def emit(self, name: str) -> None:
        """Call the functions that wait for a signal."""
        for each in self._by_name.get(name, ()):
            each()
