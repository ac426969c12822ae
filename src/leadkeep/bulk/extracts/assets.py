"""Extract static lists and programs: what the console exports besides the kinds of the API."""

from collections.abc import Generator, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from leadkeep.bulk.extracts.kind import ROW_BATCH_SIZE, Rows
from leadkeep.bulk.job import BulkJob, ExtractDefinition
from leadkeep.domain.assets.engine import AssetFilter
from leadkeep.domain.assets.lists import lists_after
from leadkeep.domain.assets.programs import ProgramQuery, list_programs
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.errors import Reason, Refusal
from leadkeep.store import wire_timestamp

Values = tuple[Any, ...]

LIST_COLUMNS = ("id", "name", "description", "program", "workspace", "createdAt", "updatedAt")
PROGRAM_COLUMNS = (
    *("id", "name", "description", "type", "channel", "status", "workspace"),
    *("createdAt", "updatedAt"),
)


def check_lists(work: Work, name: str | None, wanted: ExtractDefinition) -> ExtractDefinition:
    """Return the definition with the columns of static lists.

    Raises:
        Refusal: 1003, there is no such column.
    """
    del work, name
    return _with_columns(wanted, LIST_COLUMNS)


def check_programs(work: Work, name: str | None, wanted: ExtractDefinition) -> ExtractDefinition:
    """Return the definition with the columns of programs.

    Raises:
        Refusal: 1003, there is no such column.
    """
    del work, name
    return _with_columns(wanted, PROGRAM_COLUMNS)


def _with_columns(wanted: ExtractDefinition, columns: Sequence[str]) -> ExtractDefinition:
    unknown = [name for name in wanted.fields if name not in columns]
    if unknown:
        raise Refusal(Reason.INVALID_FIELDS, ", ".join(unknown))
    return msgspec.structs.replace(wanted, fields=wanted.fields or columns)


def list_batches(work: Work, since: datetime | None) -> Generator[list[Values], None, None]:
    """Yield the stored values of static lists within scope, in batches."""
    after: int | None = 0
    while after is not None:
        page = lists_after(work, AssetFilter(earliest=since), after, ROW_BATCH_SIZE)
        yield [
            (
                each.id,
                each.name,
                each.description,
                page.program_names.get(each.program_id or 0),
                page.workspace_names.get(each.workspace_id),
                each.created_at,
                each.updated_at,
            )
            for each in page.lists
        ]
        after = page.next_after


def program_batches(work: Work, since: datetime | None) -> Generator[list[Values], None, None]:
    """Yield the stored values of programs within scope, in one batch."""
    workspaces = workspace_names(work.tx)
    yield [
        (
            each.id,
            each.name,
            each.description,
            str(each.type),
            each.channel.name,
            each.status or None,
            workspaces.get(each.workspace_id),
            each.created_at,
            each.updated_at,
        )
        for each in list_programs(work, ProgramQuery(earliest=since))
    ]


def list_rows(work: Work, job: BulkJob, wanted: ExtractDefinition) -> Rows:
    """Yield the chosen columns of static lists."""
    del job
    yield from _chosen(wanted, LIST_COLUMNS, list_batches(work, _since(wanted)))


def program_rows(work: Work, job: BulkJob, wanted: ExtractDefinition) -> Rows:
    """Yield the chosen columns of programs."""
    del job
    yield from _chosen(wanted, PROGRAM_COLUMNS, program_batches(work, _since(wanted)))


def _since(wanted: ExtractDefinition) -> datetime | None:
    return None if wanted.updated_at is None else wanted.updated_at.start


def _chosen(
    wanted: ExtractDefinition, columns: Sequence[str], batches: Iterator[list[Values]]
) -> Rows:
    places = [columns.index(name) for name in wanted.fields]
    for rows in batches:
        yield [[_json(row[place]) for place in places] for row in rows]


def _json(value: Any) -> Any:  # noqa: ANN401 -- a stored value
    return wire_timestamp(value) if isinstance(value, datetime) else value
