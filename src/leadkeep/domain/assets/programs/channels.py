"""Create and change channels, as an administrator does through a blueprint."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, insert, literal, select, update

from leadkeep.domain.assets.folders import checked_name
from leadkeep.domain.assets.programs.channel import (
    NOT_IN_PROGRAM,
    Channel,
    ProgramType,
    Status,
    load_channels,
)
from leadkeep.domain.assets.programs.tables import (
    CHANNEL_IDS,
    STATUS_IDS,
    channel,
    channel_status,
    program,
    program_member,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class NewStatus:
    """A progression status to create or change."""

    name: str
    step: int
    is_success: bool = False
    is_hidden: bool = False
    type: str | None = None
    """None keeps the type of an existing status."""


def save_channel(
    tx: Transaction,
    name: str,
    program_type: str | None,
    statuses: Sequence[NewStatus] | None,
) -> str:
    """Create or change a channel so that it has exactly these statuses.

    Step 0, Not in Program, may be left out. If ``program_type`` or ``statuses`` is None, the
    channel keeps its own; a new channel is for programs of type Default. A status is identified by
    its name and keeps its id. Returns created, updated or unchanged.

    Raises:
        ValueError: no such type of program; a status or a step is not valid; a status that is in
            use is left out.
        Refusal: 701 or 709, a name cannot be stored.
    """
    name = checked_name(name)
    kind = None if program_type is None else _program_type(program_type)
    wanted = None if statuses is None else _with_not_in_program(statuses)
    tx.lock_keys(["channels"])
    present = load_channels(tx).named(name)
    if present is None:
        _create(tx, name, kind or ProgramType.DEFAULT, wanted or _with_not_in_program(()))
        tx.bump_version()
        return "created"
    has_changed = wanted is not None and _set_statuses(tx, present, wanted)
    if kind is not None and kind != present.program_type:
        _check_unused(tx, present)
        has_changed = True
    if not has_changed:
        return "unchanged"
    values = {
        "program_type": (kind or present.program_type).value,
        "updated_at": tx.moment_after(present.updated_at),
    }
    tx.execute(update(channel).where(channel.c.id == present.id).values(**values))
    tx.bump_version()
    return "updated"


def _program_type(name: str) -> ProgramType:
    try:
        return ProgramType(name)
    except ValueError:
        kinds = ", ".join(ProgramType)
        raise ValueError(f"{name} is no type of program: there are {kinds}") from None


def _with_not_in_program(statuses: Sequence[NewStatus]) -> list[NewStatus]:
    """Return the statuses sorted by step, with Not in Program first.

    Raises:
        ValueError: a status or a step is not valid.
    """
    named = [each for each in statuses if each.name != NOT_IN_PROGRAM]
    keys = [normalised_key(checked_name(each.name)) for each in named]
    if len(set(keys)) < len(keys) or normalised_key(NOT_IN_PROGRAM) in keys:
        raise ValueError("two statuses have one name")
    for each in named:
        if not 0 < each.step <= 1_000_000:  # noqa: PLR2004 -- what a step counter may sensibly hold
            raise ValueError(f"the step of {each.name} is not a number from 1 to 1000000")
    return [NewStatus(NOT_IN_PROGRAM, 0), *sorted(named, key=lambda status: status.step)]


def _create(tx: Transaction, name: str, kind: ProgramType, statuses: Sequence[NewStatus]) -> None:
    number = tx.allocate(CHANNEL_IDS, 1)[0]
    tx.execute(
        insert(channel).values(
            id=number,
            name=name,
            name_key=normalised_key(name),
            program_type=kind.value,
            created_at=tx.moment,
            updated_at=tx.moment,
        )
    )
    _add_statuses(tx, number, statuses)


def _add_statuses(tx: Transaction, channel_id: int, statuses: Sequence[NewStatus]) -> None:
    if statuses:
        numbers = tx.allocate(STATUS_IDS, len(statuses))
        rows = [
            {"id": number, "channel_id": channel_id, **_values(each)}
            for number, each in zip(numbers, statuses, strict=True)
        ]
        tx.execute(insert(channel_status), rows)


def _values(status: NewStatus) -> dict[str, object]:
    return {
        "name": status.name,
        "step": status.step,
        "is_success": status.is_success,
        "is_hidden": status.is_hidden,
        "type": status.type,
    }


def _set_statuses(tx: Transaction, present: Channel, wanted: Sequence[NewStatus]) -> bool:
    held = {normalised_key(each.name): each for each in present.statuses}
    new: list[NewStatus] = []
    has_changed = False
    for each in wanted:
        old = held.pop(normalised_key(each.name), None)
        if old is None:
            new.append(each)
            continue
        values = _values(replace(each, type=each.type or old.type))
        if values != {member: getattr(old, member) for member in values}:
            own = channel_status.c.id == old.id
            tx.execute(update(channel_status).where(own).values(**values))
            has_changed = True
    for left in held.values():
        _check_no_member_has(tx, left)
        tx.execute(delete(channel_status).where(channel_status.c.id == left.id))
    _add_statuses(tx, present.id, new)
    return has_changed or bool(new) or bool(held)


def _check_no_member_has(tx: Transaction, status: Status) -> None:
    using = select(literal(1)).where(program_member.c.status_id == status.id).limit(1)
    if tx.execute(using).first() is not None:
        raise ValueError(f"leads have the status {status.name}, which is left out")


def _check_unused(tx: Transaction, present: Channel) -> None:
    using = select(func.count()).select_from(program).where(program.c.channel_id == present.id)
    if tx.execute(using).scalar_one():
        raise ValueError("programs use the channel, so that its type cannot change")
