"""Read and change tag types and their allowed values (behaviour.md 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from leadkeep.domain.assets.folders import checked_name
from leadkeep.domain.assets.programs.program import Tag
from leadkeep.domain.assets.programs.tables import TAG_TYPE_IDS, program_tag, tag_type, tag_value
from leadkeep.domain.fields import normalised_key
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class TagType:
    """A type of tag. Programs of every type may have such tags."""

    id: int
    name: str
    is_required: bool
    values: tuple[str, ...]
    """The values that such a tag may have."""


def list_tag_types(tx: Transaction) -> tuple[TagType, ...]:
    """Return all tag types that this transaction sees, ascending by id."""
    return tx.cached(load_tag_types)


def load_tag_types(tx: Transaction) -> tuple[TagType, ...]:
    """Read all tag types from the store."""
    values: dict[int, list[str]] = {}
    query = select(tag_value.c.tag_type_id, tag_value.c.value)
    for number, value in tx.execute(query.order_by(tag_value.c.tag_type_id, tag_value.c.position)):
        values.setdefault(number, []).append(value)
    rows = tx.execute(
        select(tag_type.c.id, tag_type.c.name, tag_type.c.is_required).order_by(tag_type.c.id)
    )
    return tuple(TagType(row[0], row[1], row[2], tuple(values.get(row[0], ()))) for row in rows)


def find_tag_type(tx: Transaction, name: str) -> TagType | None:
    """Return the tag type with this name, ignoring letter case; None when there is none."""
    key = normalised_key(name)
    found = (each for each in list_tag_types(tx) if normalised_key(each.name) == key)
    return next(found, None)


def save_tag_type(
    tx: Transaction, name: str, values: Sequence[str] | None = None, *, is_required: bool | None
) -> str:
    """Create or change a tag type so that it allows exactly these values.

    ``values`` and ``is_required`` stay as they are if None. Returns created, updated or unchanged.

    Raises:
        ValueError: a value is given twice, or a value is missing that a program has.
        Refusal: 701 or 709, the name or a value cannot be stored.
    """
    name = checked_name(name)
    tx.lock_keys(["tags"])
    present = next((t for t in load_tag_types(tx) if same_name(t.name, name)), None)
    wanted = [checked_name(value) for value in values] if values is not None else None
    if wanted is not None and len(set(wanted)) < len(wanted):
        raise ValueError("a value stands there twice")
    number = present.id if present else tx.allocate(TAG_TYPE_IDS, 1)[0]
    if present is None:
        key = normalised_key(name)
        row = {"id": number, "name": name, "name_key": key, "is_required": bool(is_required)}
        tx.execute(insert(tag_type).values(**row))
    elif wanted in (None, list(present.values)) and is_required in (None, present.is_required):
        return "unchanged"
    elif is_required is not None:
        own = tag_type.c.id == number
        tx.execute(update(tag_type).where(own).values(is_required=is_required))
    if wanted is not None:
        _set_values(tx, number, wanted)
    tx.bump_version()
    return "updated" if present else "created"


def same_name(left: str, right: str) -> bool:
    """Return whether two names are equal, ignoring letter case."""
    return normalised_key(left) == normalised_key(right)


def _set_values(tx: Transaction, number: int, wanted: Sequence[str]) -> None:
    used = select(program_tag.c.value).where(program_tag.c.tag_type_id == number).distinct()
    for value in tx.execute(used.order_by(program_tag.c.value)).scalars():
        if value not in wanted:
            raise ValueError(f"programs bear the value {value}, which is left out")
    tx.execute(delete(tag_value).where(tag_value.c.tag_type_id == number))
    rows = [
        {"tag_type_id": number, "position": position, "value": value}
        for position, value in enumerate(wanted)
    ]
    if rows:
        tx.execute(insert(tag_value), rows)


def checked_tags(tx: Transaction, tags: Sequence[Tag]) -> dict[int, str]:
    """Return tags as pairs of tag type id and value, in the letter case in which they are allowed.

    Raises:
        Refusal: 709, there is no such tag type, or it does not allow the value.
    """
    checked: dict[int, str] = {}
    for tag in tags:
        kind = find_tag_type(tx, tag.type)
        if kind is None:
            raise Refusal(Reason.NO_SUCH_NAME, "Tag type", tag.type)
        value = next((each for each in kind.values if same_name(each, tag.value)), None)
        if value is None:
            raise Refusal(Reason.NOT_A_TAG_VALUE, tag.value, kind.name)
        checked[kind.id] = value
    return checked


def check_required(tx: Transaction, present: set[int]) -> None:
    """Refuse a program that lacks a required tag; ``present`` has the tag type ids that it has.

    Raises:
        Refusal: 709, a required tag is missing.
    """
    for kind in list_tag_types(tx):
        if kind.is_required and kind.id not in present:
            raise Refusal(Reason.TAG_REQUIRED, kind.name)
