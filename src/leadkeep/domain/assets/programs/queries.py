"""Query programs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from leadkeep.clock import shifted
from leadkeep.domain.assets.folders import FolderRef, FolderType
from leadkeep.domain.assets.programs.channel import Channels, ProgramType, all_channels
from leadkeep.domain.assets.programs.program import Cost, Program, Stream, Tag
from leadkeep.domain.assets.programs.tables import (
    program,
    program_cost,
    program_stream,
    program_tag,
    tag_type,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.store import Statement, Transaction, any_of, metadata

folder_table = metadata.tables["folder"]
"""Stores the names, folders and dates of programs (``domain.assets.folders``); joined in one
statement.
"""


_p, _f = program.c, folder_table.c

_PROGRAMS: Select[Any] = select(
    _p.id,
    _f.name,
    _f.description,
    _p.type,
    _p.channel_id,
    _f.parent_type,
    _f.parent_id,
    _p.workspace_id,
    _p.status,
    _p.head_start,
    _f.created_at,
    _f.updated_at,
).join_from(program, folder_table, (_f.type == FolderType.PROGRAM.value) & (_f.id == _p.id))

_BY_IDS = Statement(_PROGRAMS.where(any_of(_p.id, "wanted_ids")).order_by(_p.id))
_BY_NAME = Statement(_PROGRAMS.where(_f.name_key == bindparam("name_key")).order_by(_p.id))
_STREAMS = Statement(
    select(program_stream.c.program_id, program_stream.c.id, program_stream.c.name)
    .where(any_of(program_stream.c.program_id, "wanted_ids"))
    .order_by(program_stream.c.program_id, program_stream.c.position)
)
_TAGS = Statement(
    select(program_tag.c.program_id, tag_type.c.name, program_tag.c.value)
    .join(tag_type, tag_type.c.id == program_tag.c.tag_type_id)
    .where(any_of(program_tag.c.program_id, "wanted_ids"))
    .order_by(program_tag.c.program_id, tag_type.c.id)
)
_COSTS = Statement(
    select(
        program_cost.c.program_id,
        program_cost.c.start_date,
        program_cost.c.cost,
        program_cost.c.note,
    )
    .where(any_of(program_cost.c.program_id, "wanted_ids"))
    .order_by(program_cost.c.program_id, program_cost.c.position)
)


_CHANNELS_BY_NAME = Statement(
    select(_p.id, _p.channel_id)
    .join_from(program, folder_table, (_f.type == FolderType.PROGRAM.value) & (_f.id == _p.id))
    .where(_f.name_key == bindparam("name_key"))
    .order_by(_p.id)
)


def program_ids_named(tx: Transaction, name: str) -> list[tuple[int, int]]:
    """Return id and channel id of the programs with this name, ignoring letter case."""
    if "\0" in name:
        return []
    rows = tx.rows(_CHANNELS_BY_NAME, name_key=normalised_key(name))
    return [(row[0], row[1]) for row in rows]


def _read(channels: Channels, row: Sequence[Any]) -> Program:
    number, name, description, kind, channel_id, parent_type, parent_id, *rest = row
    return Program(
        number,
        name,
        description,
        ProgramType(kind),
        channels.by_id[channel_id],
        FolderRef(parent_id, FolderType(parent_type)),
        *rest,
    )


def programs_by_ids(tx: Transaction, ids: Collection[int]) -> dict[int, Program]:
    """Return these programs, leaving out those that do not exist."""
    channels = all_channels(tx)
    rows = tx.rows(_BY_IDS, wanted_ids=list(ids)) if ids else []
    return {row[0]: _read(channels, row) for row in rows}


def program_by_name(tx: Transaction, name: str) -> Program | None:
    """Return the program with this name, ignoring letter case; None when there is none."""
    row = tx.row(_BY_NAME, name_key=normalised_key(name)) if "\0" not in name else None
    return None if row is None else _read(all_channels(tx), row)


@dataclass(frozen=True, slots=True)
class ProgramQuery:
    """Which programs to return, and which page of them."""

    workspace_names: Collection[str] | None = None
    ids: Collection[int] | None = None
    folder_ids: Collection[int] | None = None
    status: str | None = None
    tag_type_id: int | None = None
    tag_value: str | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    """Inclusive, in whole seconds."""
    offset: int = 0
    limit: int | None = None


def programs_matching(
    tx: Transaction, wanted: ProgramQuery, workspace_ids: Collection[int]
) -> list[Program]:
    """Return a page of the matching programs in these workspaces, ascending by id."""
    query = _PROGRAMS.where(_p.workspace_id.in_(sorted(workspace_ids)))
    if wanted.ids is not None:
        query = query.where(_p.id.in_(sorted(wanted.ids)))
    if wanted.folder_ids is not None:
        is_folder = _f.parent_type == FolderType.FOLDER.value
        query = query.where(is_folder, _f.parent_id.in_(sorted(wanted.folder_ids)))
    if wanted.status is not None:
        query = query.where(_p.status == wanted.status)
    if wanted.earliest is not None:
        query = query.where(_f.updated_at >= wanted.earliest)
    if wanted.latest is not None:
        query = query.where(_f.updated_at < shifted(wanted.latest, seconds=1))
    if wanted.tag_type_id is not None:
        tagged = select(program_tag.c.program_id).where(
            program_tag.c.tag_type_id == wanted.tag_type_id,
            program_tag.c.value == wanted.tag_value,
        )
        query = query.where(_p.id.in_(tagged))
    channels = all_channels(tx)
    page = query.order_by(_p.id).limit(wanted.limit).offset(wanted.offset)
    return [_read(channels, row) for row in tx.execute(page)]


def streams_of(tx: Transaction, program_ids: Collection[int]) -> dict[int, list[Stream]]:
    """Return the streams of these programs by program id, in their order."""
    found: dict[int, list[Stream]] = {}
    rows = tx.rows(_STREAMS, wanted_ids=list(program_ids)) if program_ids else []
    for program_id, *rest in rows:
        found.setdefault(program_id, []).append(Stream(*rest))
    return found


def stream_names(tx: Transaction) -> list[str]:
    """Return the names of the streams of all programs, each once."""
    query = select(program_stream.c.name).distinct().order_by(program_stream.c.name)
    return [row[0] for row in tx.execute(query)]


def tags_of(tx: Transaction, program_ids: Collection[int]) -> dict[int, list[Tag]]:
    """Return the tags of these programs by program id."""
    found: dict[int, list[Tag]] = {}
    for program_id, *rest in tx.rows(_TAGS, wanted_ids=list(program_ids)) if program_ids else []:
        found.setdefault(program_id, []).append(Tag(*rest))
    return found


def costs_of(tx: Transaction, program_ids: Collection[int]) -> dict[int, list[Cost]]:
    """Return the costs of these programs by program id, in the order in which they were added."""
    found: dict[int, list[Cost]] = {}
    for program_id, *rest in tx.rows(_COSTS, wanted_ids=list(program_ids)) if program_ids else []:
        found.setdefault(program_id, []).append(Cost(*rest))
    return found
