"""Read the activity types: the standard ones, which are data, and the custom ones."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from leadkeep.domain.activities.definition import Definition
from leadkeep.domain.activities.tables import CUSTOM_TYPE_IDS, custom_activity_type
from leadkeep.domain.fields import DraftedType, TypeStore
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

STANDARD_TYPES_FILE = "activity_types.json"

LeadSet = Callable[[Transaction, Collection[int]], Collection[int]]
"""A function that returns those of the given leads that belong to a set, such as a scope or a list,
with a fixed number of statements. Callers pass it, because the activity log may not import leads
and lists."""


class TypeAttribute(msgspec.Struct, frozen=True, rename="camel"):
    """An attribute of a standard activity type."""

    name: str
    data_type: str


class StandardType(msgspec.Struct, frozen=True, rename="camel"):
    """A standard activity type; the data file's other members are notes for its readers."""

    id: int
    name: str
    description: str
    attributes: list[TypeAttribute]
    primary_attribute: TypeAttribute | None = None


class _StandardTypes(msgspec.Struct):
    types: list[StandardType]


@dataclass(frozen=True, slots=True)
class CustomType(DraftedType[Definition]):
    """A custom activity type with its draft and its approved version."""

    is_deleted: bool = False

    @property
    def status(self) -> str:
        """The state in the life cycle, as the API shows it (behaviour.md 5.4)."""
        return "deleted" if self.is_deleted else _STATUSES.get(self.state, self.state)

    def version(self, *, is_draft: bool) -> Definition:
        """Return the draft if ``is_draft``, else the approved version; if only one exists, that."""
        return self.latest if is_draft else self.approved or self.latest


_STATUSES = {"approvedWithDraft": "approved with draft"}

CUSTOM_TYPES = TypeStore(
    custom_activity_type, CUSTOM_TYPE_IDS, CustomType, Definition, "Activity type"
)


@dataclass(frozen=True, slots=True)
class ActivityTypes:
    """All activity types at one version of the catalog."""

    standard: Sequence[StandardType]
    custom: Sequence[CustomType]
    """Ascending by id."""
    ids: frozenset[int]

    @property
    def names(self) -> dict[int, str]:
        """The names of all types by id: the standard ones, then the latest of the custom ones."""
        names = {each.id: each.name for each in self.standard}
        return names | {each.id: each.latest.name for each in self.custom}

    def custom_named(self, api_name: str) -> CustomType:
        """Return the custom type with this API name, with exact letter case.

        Raises:
            Refusal: 1013, there is no such type.
        """
        for each in self.custom:
            if each.api_name == api_name:
                return each
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Object")


@cache
def standard_types() -> Sequence[StandardType]:
    """Return the standard types, ascending by id."""
    encoded = files(__package__).joinpath(STANDARD_TYPES_FILE).read_bytes()
    return sorted(msgspec.json.decode(encoded, type=_StandardTypes).types, key=lambda kind: kind.id)


def activity_types(tx: Transaction) -> ActivityTypes:
    """Return all activity types that this transaction sees."""
    return tx.cached(load_activity_types)


def load_activity_types(tx: Transaction) -> ActivityTypes:
    """Read all activity types from the store."""
    custom = CUSTOM_TYPES.load(tx)
    standard = standard_types()
    ids = {each.id for each in standard} | {each.id for each in custom}
    return ActivityTypes(standard, custom, frozenset(ids))
