"""What happens to data, for others to follow inside the transaction in which it happens."""

from typing import Generic, TypeVar

E = TypeVar("E")


class Topic(Generic[E]):
    """A kind of event, declared once by the feature that emits it.

    Followers are registered with ``Store.subscribe`` where the parts are put together, and called
    by ``Transaction.emit`` in the order of their registration.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        """Declare a topic; ``name`` is for people."""
        self.name = name
