"""What happens to data, for others to follow inside the transaction in which it happens."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from leadkeep.store.engine import Transaction

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


Follower = Callable[["Transaction", Sequence[Any]], None]
