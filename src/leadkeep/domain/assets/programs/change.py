"""Create, change, clone and delete programs (behaviour.md 4.4)."""

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select, update

from leadkeep.domain.assets.engine import AssetValues, required
from leadkeep.domain.assets.folders import (
    FolderChange,
    FolderRef,
    NewFolder,
    add_program_folder,
    change_folder,
    checked_name,
    delete_folder,
    get_folder,
    lock_tree,
)
from leadkeep.domain.assets.programs import queries
from leadkeep.domain.assets.programs.channel import Channel, ProgramType, all_channels
from leadkeep.domain.assets.programs.find import find_program
from leadkeep.domain.assets.programs.program import (
    FIRST_STATUS,
    STATUSES,
    Cost,
    Program,
    ProgramValues,
)
from leadkeep.domain.assets.programs.tables import (
    PROGRAM_IDS,
    STREAM_IDS,
    program,
    program_cost,
    program_stream,
    program_tag,
)
from leadkeep.domain.assets.programs.tags import check_required, checked_tags
from leadkeep.domain.assets.programs.tokens import copy_tokens
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction, later_of

FIRST_STREAM = "Stream 1"
"""The name of the stream that an engagement program gets if none is given: its members need one."""


def create_program(work: Work, new: ProgramValues) -> Program:
    """Create a program in a folder or in another program.

    Raises:
        Refusal: 701, the name is blank; 709, the name is taken, or type, channel, tags, streams or
            status are not valid together; 710, no such folder within scope; 711, the folder does
            not accept programs.
    """
    name, folder = required(new.name, "name"), required(new.folder, "folder")
    kind, channel = _kind_and_channel(work.tx, new)
    status = _checked_status(kind, new.status)
    tags = checked_tags(work.tx, new.tags or ())
    check_required(work.tx, set(tags))
    lock_tree(work.tx)
    number = work.tx.allocate(PROGRAM_IDS, 1)[0]
    place = add_program_folder(work, number, NewFolder(name, folder, new.description))
    work.tx.execute(
        insert(program).values(
            id=number,
            workspace_id=place.workspace_id,
            type=kind.value,
            channel_id=channel.id,
            status=status,
            head_start=False,
        )
    )
    _set_tags(work.tx, number, tags)
    _add_costs(work.tx, number, new.costs or (), 0)
    _set_streams(work.tx, number, kind, new.streams or ())
    return Program(
        number,
        place.name,
        place.description,
        kind,
        channel,
        folder,
        place.workspace_id,
        status,
        head_start=False,
        created_at=work.moment,
        updated_at=work.moment,
    )


def _kind_and_channel(tx: Transaction, new: ProgramValues) -> tuple[ProgramType, Channel]:
    kind_name, channel_name = required(new.type, "type"), required(new.channel, "channel")
    try:
        kind = ProgramType(kind_name)
    except ValueError:
        raise Refusal(Reason.NO_SUCH_NAME, "Program type", kind_name) from None
    channel = all_channels(tx).named(channel_name)
    if channel is None:
        raise Refusal(Reason.NO_SUCH_NAME, "Channel", channel_name)
    if channel.program_type != kind:
        raise Refusal(Reason.CHANNEL_OF_OTHER_TYPE, channel.name, kind.value)
    return kind, channel


def _checked_status(kind: ProgramType, wanted: str | None) -> str:
    if wanted is None:
        return FIRST_STATUS.get(kind, "")
    if wanted and wanted not in STATUSES.get(kind, ()):
        raise Refusal(Reason.STATUS_OF_OTHER_TYPE, wanted, kind.value)
    return wanted or FIRST_STATUS.get(kind, "")


def change_program(work: Work, program_id: int, change: ProgramValues) -> Program:
    """Change a program; return the changed program.

    Raises:
        Refusal: 702, there is no such program within scope; and the refusals of
            :func:`create_program`.
    """
    lock_tree(work.tx)
    present = _present_program(work, program_id)
    marks = _details(work.tx, program_id)
    if change.tags is not None:
        _set_tags(work.tx, program_id, checked_tags(work.tx, change.tags))
    if change.costs is not None:
        _change_costs(work.tx, program_id, change.costs, replaces=change.replaces_costs)
    if change.streams is not None:
        _set_streams(work.tx, program_id, present.type, change.streams)
    status = present.status
    if change.status is not None:
        status = _checked_status(present.type, change.status)
        work.tx.execute(update(program).where(program.c.id == program_id).values(status=status))
    has_changed = status != present.status or _details(work.tx, program_id) != marks
    wanted = FolderChange(change.name, change.description, parent=change.folder)
    place = change_folder(work, present.ref, wanted)
    if has_changed and place.updated_at < work.moment:
        touch_program(work.tx, present.ref)
    return _present_program(work, program_id)


def _details(tx: Transaction, program_id: int) -> tuple[object, ...]:
    """Return a program's tags, costs and streams, to detect whether a command changes them."""
    ids = [program_id]
    return queries.tags_of(tx, ids), queries.costs_of(tx, ids), queries.streams_of(tx, ids)


def touch_program(tx: Transaction, ref: FolderRef) -> None:
    """Set the date of a program's latest change; it is stored in the folder row of the program."""
    place = queries.folder_table
    own = (place.c.type == ref.type.value) & (place.c.id == ref.id)
    moment = later_of(place.c.updated_at, "moment")
    tx.execute(update(place).where(own).values(updated_at=moment), {"moment": tx.moment})


def _present_program(work: Work, program_id: int) -> Program:
    found = find_program(work, program_id)
    if found is None:
        raise Refusal(Reason.ASSET_NOT_FOUND, "Program")
    return found


def delete_program(work: Work, program_id: int) -> None:
    """Delete a program that contains no assets, with its tokens and memberships.

    Raises:
        Refusal: 702, there is no such program within scope; 709, it contains assets.
    """
    lock_tree(work.tx)
    present = _present_program(work, program_id)
    delete_folder(work, present.ref)
    work.tx.execute(delete(program).where(program.c.id == program_id))


def clone_program(work: Work, program_id: int, copy: AssetValues) -> Program:
    """Create a program with another one's type, channel, tags, streams and tokens, without members.

    Raises:
        Refusal: 702, there is no such program within scope; 709, the new folder is in another
            workspace; and the refusals of :func:`create_program`.
    """
    lock_tree(work.tx)
    source = _present_program(work, program_id)
    folder = required(copy.folder, "folder")
    place = get_folder(work, folder)
    if place is not None and place.workspace_id != source.workspace_id:
        raise Refusal(Reason.ASSET_NOT_CLONED, "a program")
    streams = queries.streams_of(work.tx, [source.id]).get(source.id, [])
    new = ProgramValues(
        name=copy.name,
        folder=folder,
        type=source.type.value,
        channel=source.channel.name,
        description=source.description if copy.description is None else copy.description,
        tags=queries.tags_of(work.tx, [source.id]).get(source.id, []),
        streams=[each.name for each in streams],
    )
    made = create_program(work, new)
    copy_tokens(work.tx, source.ref, made.ref)
    return made


def _set_tags(tx: Transaction, program_id: int, tags: dict[int, str]) -> None:
    if not tags:
        return
    c = program_tag.c
    tx.execute(
        delete(program_tag).where(c.program_id == program_id, c.tag_type_id.in_(sorted(tags)))
    )
    rows = [
        {"program_id": program_id, "tag_type_id": number, "value": value}
        for number, value in sorted(tags.items())
    ]
    tx.execute(insert(program_tag), rows)


def _change_costs(
    tx: Transaction, program_id: int, costs: Sequence[Cost], *, replaces: bool
) -> None:
    own = program_cost.c.program_id == program_id
    first = 0
    if replaces:
        tx.execute(delete(program_cost).where(own))
    else:
        last = tx.execute(select(func.max(program_cost.c.position)).where(own)).scalar()
        first = 0 if last is None else last + 1
    _add_costs(tx, program_id, costs, first)


def _add_costs(tx: Transaction, program_id: int, costs: Sequence[Cost], first: int) -> None:
    rows = [
        {
            "program_id": program_id,
            "position": position,
            "start_date": each.start_date,
            "cost": each.cost,
            "note": each.note,
        }
        for position, each in enumerate(costs, first)
    ]
    if rows:
        tx.execute(insert(program_cost), rows)


def _set_streams(
    tx: Transaction, program_id: int, kind: ProgramType, wanted: Sequence[str]
) -> None:
    """Set the names and the order of a program's streams; streams that are not named come last."""
    if kind is not ProgramType.ENGAGEMENT:
        if wanted:
            raise Refusal(Reason.NO_STREAMS)
        return
    held = queries.streams_of(tx, [program_id]).get(program_id, [])
    by_key = {normalised_key(each.name): each for each in held}
    names = list(dict.fromkeys(checked_name(each) for each in wanted))
    if len({normalised_key(name) for name in names}) < len(names):
        raise Refusal(Reason.STREAM_NAME_TWICE)
    new = [name for name in names if normalised_key(name) not in by_key]
    if not held and not new:
        names = new = [FIRST_STREAM]
    numbers = dict(zip(new, tx.allocate(STREAM_IDS, len(new)), strict=True))
    order = [numbers.get(name) or by_key[normalised_key(name)].id for name in names]
    order += [each.id for each in held if each.id not in order]
    for name, number in numbers.items():
        row = {
            "id": number,
            "program_id": program_id,
            "name": name,
            "position": order.index(number),
        }
        tx.execute(insert(program_stream).values(**row))
    for each in held:
        own = program_stream.c.id == each.id
        tx.execute(update(program_stream).where(own).values(position=order.index(each.id)))
