"""Store the types that users define: custom activity types and custom object types.

Every change edits the draft of a type; approval publishes it. The approved version decides what the
instance accepts and how it is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Column, String, Table, delete, insert, select, update

from leadkeep.errors import Reason, Refusal
from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, Transaction, metadata

D = TypeVar("D", bound=msgspec.Struct)
T = TypeVar("T", bound="DraftedType[Any]")


@dataclass(frozen=True, slots=True)
class DraftedType(Generic[D]):
    """A type that users define, with its draft and its approved version; each may be None."""

    id: int
    api_name: str
    approved: D | None
    draft: D | None
    created_at: datetime
    updated_at: datetime

    @property
    def state(self) -> str:
        """The type's state: draft, approved, or approved with a draft (behaviour.md 7.3)."""
        if self.approved is None:
            return "draft"
        return "approved" if self.draft is None else "approvedWithDraft"

    @property
    def latest(self) -> D:
        """The draft, or the approved version when there is no draft."""
        found = self.draft or self.approved
        if found is None:
            raise ValueError(self.api_name)
        return found


def draft_table(
    name: str, api_name_characters: int, approved_comment: str, *columns: Column[Any]
) -> Table:
    """Declare a table of custom types that have drafts (activity types or custom objects).

    ``columns`` are the columns that only this class has; they come before the two dates.
    """
    return Table(
        name,
        metadata,
        Column("id", Id, primary_key=True, autoincrement=False),
        Column("api_name", String(api_name_characters), nullable=False, unique=True),
        Column("approved", JsonText, comment=approved_comment),
        Column("draft", JsonText, comment="The definition that the next approval publishes."),
        *columns,
        Column("created_at", Timestamp, nullable=False),
        Column("updated_at", Timestamp, nullable=False),
        info={"scale": Scale.LOCAL},
    )


@dataclass(frozen=True)
class TypeStore(Generic[T, D]):
    """Reads and writes the types of one class of :class:`DraftedType`.

    Each column of the table is an attribute of the class.
    """

    table: Table
    ids: IdSequence
    make: type[T]
    definition: type[D]
    title: str
    """The name of the class that error messages begin with, such as ``Activity type``."""

    def load(self, tx: Transaction) -> list[T]:
        """Read all types, ascending by id."""
        rows = tx.execute(select(self.table).order_by(self.table.c.id)).mappings()
        return [self._decoded(row) for row in rows]

    def add(self, tx: Transaction, api_name: str, draft: D) -> T:
        """Store a new type as a draft."""
        number = tx.allocate(self.ids, 1)[0]
        new = self.make(number, api_name, None, draft, tx.moment, tx.moment)
        tx.execute(insert(self.table).values(self._encoded(new)))
        tx.bump_version()
        return new

    def store(self, tx: Transaction, target: T, **changes: Any) -> T:  # noqa: ANN401
        """Store changed attributes of a type; return the changed type."""
        changed = replace(target, updated_at=tx.moment_after(target.updated_at), **changes)
        row = self._encoded(changed)
        tx.execute(update(self.table).where(self.table.c.id == target.id).values(row))
        tx.bump_version()
        return changed

    def remove(self, tx: Transaction, target: T) -> None:
        """Delete a type."""
        tx.execute(delete(self.table).where(self.table.c.id == target.id))
        tx.bump_version()

    def draft_of(self, target: DraftedType[D]) -> D:
        """Return the draft of a type.

        Raises:
            Refusal: 1003, the type has no draft.
        """
        if target.draft is None:
            raise Refusal(Reason.TYPE_WITHOUT_DRAFT, self.title, target.api_name)
        return target.draft

    def _decoded(self, row: Mapping[Any, Any]) -> T:
        versions = {name: row[name] for name in ("approved", "draft")}
        decoded = {
            name: None if text is None else msgspec.json.decode(text, type=self.definition)
            for name, text in versions.items()
        }
        return self.make(**{**row, **decoded})

    def _encoded(self, target: T) -> dict[str, Any]:
        return {name: _stored(getattr(target, name)) for name in self.table.c.keys()}  # noqa: SIM118


def _stored(value: object) -> object:
    return msgspec.json.encode(value).decode() if isinstance(value, msgspec.Struct) else value
