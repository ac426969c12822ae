"""Connect features through the store: topics for events, slots for values."""

from typing import Generic, TypeVar

E = TypeVar("E")
T = TypeVar("T")


class Topic(Generic[E]):
    """A kind of event, declared once by the feature that emits it.

    ``Store.subscribe`` registers subscribers at assembly; ``Transaction.emit`` calls them in the
    order of their registration.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        """Declare a topic; ``name`` is for display only."""
        self.name = name


class Slot(Generic[T]):
    """A value that a feature needs from a feature above it, which it may not import.

    ``Store.provide`` fills the slot at assembly, ``Transaction.provided`` reads it.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        """Declare a slot; ``name`` is for display only."""
        self.name = name
