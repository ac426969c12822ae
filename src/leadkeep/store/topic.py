"""Let features reach each other through the store: topics for events, slots for values."""

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
