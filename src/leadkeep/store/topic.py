"""What features give each other through the store: events, and values that one needs of another."""

from typing import Generic, TypeVar

E = TypeVar("E")
T = TypeVar("T")


class Topic(Generic[E]):
    """A kind of event, declared once by the feature that emits it.

    Followers are registered with ``Store.subscribe`` where the parts are put together, and called
    by ``Transaction.emit`` in the order of their registration.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        """Declare a topic; ``name`` is for people."""
        self.name = name


class Slot(Generic[T]):
    """A value that a feature needs of features above it, which it may not import.

    ``Store.provide`` fills it where the parts are put together, ``Transaction.provided`` reads it.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        """Declare a slot; ``name`` is for people."""
        self.name = name
