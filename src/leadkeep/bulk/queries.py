"""Query the tables of bulk jobs and their files (SQL only)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, update

from leadkeep.bulk.job import PENDING_STATES, BulkJob, Direction, State
from leadkeep.bulk.tables import bulk_file, bulk_job
from leadkeep.store import Insert, Statement, Transaction, any_of

_j = bulk_job.c
_f = bulk_file.c

_COLUMNS = tuple(_j[name] for name in BulkJob.__slots__)
_INSERT = Insert(bulk_job, list(BulkJob.__slots__))
_BY_ID = Statement(select(*_COLUMNS).where(_j.id == bindparam("wanted_id")))
_of_direction = _j.direction == bindparam("wanted_direction")
_is_pending = or_(*(_j.state == each.value for each in PENDING_STATES))
_COUNTS = Statement(
    select(func.count(), func.count(_j.dispatched_at))
    .where(_of_direction, _is_pending)
    .order_by(func.count())
)
_TO_DISPATCH = Statement(
    select(_j.id)
    .where(_of_direction, _is_pending, _j.dispatched_at.is_(None))
    .order_by(_j.queued_at, _j.id)
    .limit(bindparam("limit"))
)
_OF_LIST = Statement(
    select(_j.id)
    .where(_of_direction, _is_pending, _j.list_id == bindparam("wanted_list"))
    .order_by(_j.id)
    .limit(1)
)
_OWN = Statement(
    select(*_COLUMNS)
    .where(
        _of_direction,
        _j.kind == bindparam("wanted_kind"),
        func.coalesce(_j.object_name, "") == bindparam("wanted_object"),
        _j.owner == bindparam("wanted_owner"),
        any_of(_j.state, "states"),
        _j.created_at >= bindparam("since"),
        _j.id > bindparam("after"),
    )
    .order_by(_j.id)
    .limit(bindparam("limit"))
)
_OF_OWNER = Statement(
    select(*_COLUMNS)
    .where(
        _of_direction,
        _j.owner == bindparam("wanted_owner"),
        _j.client_name == bindparam("wanted_client"),
        _j.created_at >= bindparam("since"),
    )
    .order_by(_j.id.desc())
    .limit(bindparam("limit"))
)
_NEWEST = Statement(select(*_COLUMNS).order_by(_j.id.desc()).limit(bindparam("limit")))
_BYTES_SINCE = Statement(
    select(_j.finished_at, _j.file_size)
    .where(
        _of_direction,
        _j.state == State.COMPLETED.value,
        _j.created_at >= bindparam("created_since"),
        _j.finished_at >= bindparam("since"),
    )
    .order_by(_j.id)
)

_ADD_PIECES = Insert(bulk_file, ["start", "content"], same=["job_id", "name"])
_earlier = bulk_file.alias("earlier").c
_of_file = and_(_f.job_id == bindparam("wanted_job"), _f.name == bindparam("wanted_name"))
_PIECES_FROM = Statement(
    select(_f.start, _f.content)
    .where(
        _of_file,
        _f.start
        >= func.coalesce(
            select(func.max(_earlier.start))
            .where(
                _earlier.job_id == bindparam("wanted_job"),
                _earlier.name == bindparam("wanted_name"),
                _earlier.start <= bindparam("offset"),
            )
            .scalar_subquery(),
            0,
        ),
    )
    .order_by(_f.start)
    .limit(bindparam("limit"))
)
_SIZE = Statement(
    select(_f.start + func.length(_f.content)).where(_of_file).order_by(_f.start.desc()).limit(1)
)
_FIRST_STARTS = Statement(
    select(_f.start).where(_of_file).order_by(_f.start).limit(bindparam("limit"))
)
_DROP_PIECES = Statement(delete(bulk_file).where(_of_file, any_of(_f.start, "starts")))
_DROP_JOBS = Statement(delete(bulk_job).where(any_of(_j.id, "job_ids")))
_FILES_BEFORE = Statement(
    select(_f.job_id, _f.name)
    .distinct()
    .join(bulk_job, _j.id == _f.job_id)
    .where(
        _of_direction,
        or_(_j.finished_at < bindparam("before"), _j.created_at < bindparam("created_before")),
        ~_is_pending,
    )
    .order_by(_f.job_id, _f.name)
    .limit(1)
)
_JOBS_BEFORE = Statement(
    select(_j.id)
    .where(_of_direction, _j.created_at < bindparam("before"), ~_is_pending)
    .order_by(_j.id)
    .limit(bindparam("limit"))
)


def insert_job(tx: Transaction, values: Mapping[str, Any]) -> None:
    """Insert a job; columns without a value are null."""
    tx.insert(_INSERT, [tuple(values.get(name) for name in BulkJob.__slots__)])


def job_by_id(tx: Transaction, job_id: int) -> BulkJob | None:
    """Return a job by its number; None if there is none."""
    row = tx.row(_BY_ID, wanted_id=job_id)
    return None if row is None else _job(row)


def lock_job(tx: Transaction, job_id: int) -> BulkJob | None:
    """Lock a job until the transaction ends; return it as it is then."""
    tx.lock_rows(bulk_job, [job_id])
    return job_by_id(tx, job_id)


def _job(row: tuple[Any, ...]) -> BulkJob:
    job = BulkJob(*row)
    return BulkJob(
        *(job.id, Direction(job.direction), job.kind, job.object_name, job.owner),
        *(job.client_name, State(job.state), *row[BulkJob.__slots__.index("definition") :]),
    )


def change_job(tx: Transaction, job_id: int, **values: Any) -> None:  # noqa: ANN401
    """Set columns of a job."""
    tx.execute(update(bulk_job).where(_j.id == job_id).values(**values))


def count_pending(tx: Transaction, direction: Direction) -> tuple[int, int]:
    """Return how many jobs are queued or processing, and how many of them are dispatched."""
    row = tx.row(_COUNTS, wanted_direction=direction.value)
    assert row is not None  # noqa: S101 -- an aggregate always has a row
    return row[0], row[1]


def jobs_to_dispatch(tx: Transaction, direction: Direction, limit: int) -> list[int]:
    """Return the numbers of the jobs that were queued first and are not dispatched."""
    rows = tx.rows(_TO_DISPATCH, wanted_direction=direction.value, limit=limit)
    return [row[0] for row in rows]


def has_import_of_list(tx: Transaction, list_id: int) -> bool:
    """Return whether an import that has not ended adds leads to a list."""
    return bool(tx.rows(_OF_LIST, wanted_direction=Direction.IMPORT.value, wanted_list=list_id))


def own_extracts(
    tx: Transaction,
    owner: str,
    kind: str,
    object_name: str | None,
    states: Collection[State],
    since: datetime,
    after: int,
    limit: int,
) -> list[BulkJob]:
    """Return extracts of one owner and kind with numbers above ``after``, ascending."""
    rows = tx.rows(
        _OWN,
        wanted_direction=Direction.EXTRACT.value,
        wanted_owner=owner,
        wanted_kind=kind,
        wanted_object=object_name or "",
        states=[each.value for each in states],
        since=since,
        after=after,
        limit=limit,
    )
    return [_job(row) for row in rows]


def jobs_of_owner(
    tx: Transaction, owner: str, direction: Direction, client_name: str, since: datetime, limit: int
) -> list[BulkJob]:
    """Return the latest jobs that an owner created by one client, the newest first."""
    rows = tx.rows(
        _OF_OWNER,
        wanted_direction=direction.value,
        wanted_owner=owner,
        wanted_client=client_name,
        since=since,
        limit=limit,
    )
    return [_job(row) for row in rows]


def newest_jobs(tx: Transaction, limit: int) -> list[BulkJob]:
    """Return the last imports and extracts of everybody, the newest first."""
    return [_job(row) for row in tx.rows(_NEWEST, limit=limit)]


def file_sizes_since(
    tx: Transaction, since: datetime, created_since: datetime
) -> list[tuple[datetime, int]]:
    """Return end and size in bytes of each extract that was completed since a moment."""
    rows = tx.rows(
        _BYTES_SINCE,
        wanted_direction=Direction.EXTRACT.value,
        since=since,
        created_since=created_since,
    )
    return [(row[0], row[1]) for row in rows]


# -- files -----------------------------------------------------------------------------------------


def add_pieces(
    tx: Transaction, job_id: int, name: str, pieces: Sequence[tuple[int, bytes]]
) -> None:
    """Insert pieces of a file: offset and content."""
    tx.insert(_ADD_PIECES, list(pieces), job_id, name)


def pieces_from(
    tx: Transaction, job_id: int, name: str, offset: int, limit: int = 1
) -> list[tuple[int, bytes]]:
    """Return pieces of a file, ascending, beginning with the one that holds ``offset``."""
    rows = tx.rows(_PIECES_FROM, wanted_job=job_id, wanted_name=name, offset=offset, limit=limit)
    return [(row[0], row[1]) for row in rows]


def file_size(tx: Transaction, job_id: int, name: str) -> int | None:
    """Return the size of a file in bytes; None if the job has no such file."""
    row = tx.row(_SIZE, wanted_job=job_id, wanted_name=name)
    return None if row is None else int(row[0])


def drop_pieces(tx: Transaction, job_id: int, name: str, limit: int) -> bool:
    """Delete the first pieces of a file; return whether more may be left."""
    rows = tx.rows(_FIRST_STARTS, wanted_job=job_id, wanted_name=name, limit=limit)
    starts = [row[0] for row in rows]
    if starts:
        tx.run(_DROP_PIECES, wanted_job=job_id, wanted_name=name, starts=starts)
    return len(starts) == limit


def file_before(
    tx: Transaction, direction: Direction, before: datetime, created_before: datetime
) -> tuple[int, str] | None:
    """Return job and name of a file whose job ended or was created before these moments."""
    row = tx.row(
        _FILES_BEFORE,
        wanted_direction=direction.value,
        before=before,
        created_before=created_before,
    )
    return None if row is None else (row[0], row[1])


def drop_jobs_before(tx: Transaction, direction: Direction, before: datetime, limit: int) -> bool:
    """Delete jobs that were created before a moment; return whether more may be left."""
    rows = tx.rows(_JOBS_BEFORE, wanted_direction=direction.value, before=before, limit=limit)
    if rows:
        tx.run(_DROP_JOBS, job_ids=[row[0] for row in rows])
    return len(rows) == limit
