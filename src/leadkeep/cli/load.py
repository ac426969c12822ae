"""``leadkeep import``: load files into the store."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from leadkeep.cli.options import AsJson, Data, Database, ObjectName, opened
from leadkeep.cli.output import echo, print_json, progress
from leadkeep.cli.stop import Interruption
from leadkeep.domain.capture.imports import FAILURE_COLUMN
from leadkeep.errors import SetupError
from leadkeep.files import (
    DELIMITERS,
    FORMATS,
    BadRow,
    NdjsonReader,
    ObjectRejectWriter,
    RejectWriter,
    Row,
    RowReader,
    Source,
    TypedRow,
    guess,
    opened_source,
    read_parquet,
)
from leadkeep.store import Store
from leadkeep.transfer import (
    Loaded,
    Refused,
    Target,
    find_columns,
    lead_target,
    load_rows,
    member_target,
    name_finder,
    object_target,
)

LISTED_REASONS = 10
"""How many refused rows are printed; ``--rejects`` gets all of them."""

What = Literal["leads", "members", "objects"]
WhatRows = Annotated[What, typer.Argument(help="What the rows are.", show_default=False)]
InFile = Annotated[
    str, typer.Argument(metavar="FILE", help="The file; - is the input.", show_default=False)
]
Mapped = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="COLUMN=FIELD",
        help="The field of a column; COLUMN= leaves it out. Again for more.",
        show_default=False,
    ),
]
LookupField = Annotated[
    str, typer.Option(metavar="FIELD", help="The field that finds existing leads.")
]
ListName = Annotated[
    str | None, typer.Option("--list", metavar="NAME", help="Add the leads to this static list.")
]
PartitionName = Annotated[
    str | None, typer.Option(metavar="NAME", help="The partition of new leads.")
]
ProgramName = Annotated[
    str | None, typer.Option(metavar="NAME", help="The program of the members.")
]
StatusName = Annotated[
    str | None, typer.Option(metavar="NAME", help="Status of members whose row has no statusName.")
]
FileFormat = Annotated[
    str | None,
    typer.Option("--format", help=f"Instead of a guess: {', '.join(FORMATS)}."),
]
Rejects = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write the refused rows here, with their reasons."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be done, and change nothing.")
]
Names = Callable[[str], str] | Sequence[str]
Rows = Iterable[Row | TypedRow | BadRow]


def load(
    what: WhatRows,
    file: InFile,
    data: Data = None,
    database: Database = None,
    *,
    given: Mapped = None,
    lookup_field: LookupField = "email",
    list_name: ListName = None,
    partition: PartitionName = None,
    program: ProgramName = None,
    status: StatusName = None,
    object_name: ObjectName = None,
    file_format: FileFormat = None,
    rejects: Rejects = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Create and update leads, members or records from a file.

    It exits with 1 if rows are refused.
    """
    mapping = _mapping(given or [])
    with opened(data, database) as (store, _), opened_source(file) as source:
        target = _target(
            store, what, lookup_field, list_name, partition, program, status, object_name
        )
        chosen = _format(source, file_format)
        names, rows, header = _rows(source, chosen, target, mapping)
        with _rejects(rejects, chosen, header) as write_refused, progress(f"import {what}") as show:
            reasons: list[str] = []

            def on_refused(refused: Refused) -> None:
                if len(reasons) < LISTED_REASONS:
                    reasons.append(refused.reason)
                write_refused(refused)

            loaded = Loaded()

            def on_batch(present: Loaded) -> None:
                nonlocal loaded
                loaded = present
                if source.size:
                    show(source.bytes_read, source.size)
                interruption.check()

            with _said(lambda: loaded, is_dry_run=dry_run) as interruption:
                is_file = source.size is not None
                loaded = load_rows(
                    store,
                    rows if is_file else _waiting_rows(rows, interruption),
                    names,
                    target,
                    is_dry_run=dry_run,
                    on_refused=on_refused,
                    on_batch=on_batch,
                    reads_ahead=is_file,
                )
    _print(loaded, reasons, rejects, is_dry_run=dry_run, as_json=as_json)
    if loaded.counts["refused"]:
        raise typer.Exit(1)


def _mapping(given: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for each in given:
        column, is_pair, name = each.rpartition("=")
        if not is_pair:
            raise typer.BadParameter(f"{each} is not of the form COLUMN=FIELD", param_hint="--map")
        mapping[column] = name
    return mapping


def _target(
    store: Store,
    what: What,
    lookup_field: str,
    list_name: str | None,
    partition: str | None,
    program: str | None,
    status: str | None,
    object_name: str | None,
) -> Target:
    """Return what the rows become; refuse options that are of other rows."""
    options = {
        "--list": ("leads", list_name),
        "--partition": ("leads", partition),
        "--program": ("members", program),
        "--status": ("members", status),
        "--object": ("objects", object_name),
    }
    for option, (owner, value) in options.items():
        if value is not None and owner != what:
            raise typer.BadParameter(f"it is for {owner}", param_hint=option)
    if what == "leads":
        return store.read_now(lambda tx: lead_target(tx, lookup_field, list_name, partition))
    if what == "members":
        if program is None:
            raise typer.BadParameter("name the program of the members", param_hint="--program")
        return store.read_now(lambda tx: member_target(tx, lookup_field, program, status))
    if object_name is None:
        raise typer.BadParameter("name the object of the records", param_hint="--object")
    return store.read_now(lambda tx: object_target(tx, object_name))


def _format(source: Source, chosen: str | None) -> str:
    if chosen is not None:
        if chosen not in FORMATS:
            raise typer.BadParameter(f"{chosen} is none of {', '.join(FORMATS)}")
        return chosen
    found = guess(source)
    echo(f"{source.name}: {found}")
    return found.format


def _rows(
    source: Source, chosen: str, target: Target, mapping: dict[str, str]
) -> tuple[Names, Rows, list[str]]:
    """Return the names of fields, the rows, and the header that a file of refused rows gets."""
    if chosen in DELIMITERS:
        reader = RowReader(source.stream, DELIMITERS[chosen])
        columns = find_columns(reader.header, target, mapping)
        for note in columns.notes:
            echo(note)
        return columns.names, reader, reader.header
    names = name_finder(target, mapping)
    if chosen == "ndjson":
        return names, NdjsonReader(source.stream), []
    header, rows = read_parquet(source.seekable())
    columns = find_columns(header, target, mapping)
    for note in columns.notes:
        echo(note)
    return names, rows, []


@contextmanager
def _rejects(
    path: Path | None, chosen: str, header: Sequence[str]
) -> Iterator[Callable[[Refused], None]]:
    """Yield the function that writes a refused row: as its file has them, with the reason."""
    if path is None:
        yield lambda _: None
        return
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            writer: RejectWriter | ObjectRejectWriter
            if chosen in DELIMITERS:
                writer = RejectWriter(file, header, FAILURE_COLUMN, DELIMITERS[chosen])
            else:
                writer = ObjectRejectWriter(file, FAILURE_COLUMN)
            yield lambda refused: writer.write([(refused.values, refused.reason)])
    except OSError as error:
        raise SetupError(f"{path}: {error.strerror}") from None


@contextmanager
def _said(loaded: Callable[[], Loaded], *, is_dry_run: bool) -> Iterator[Interruption]:
    """Let Ctrl-C end the block between two batches, and say what is loaded by then."""
    with Interruption() as interruption:
        try:
            yield interruption
        except KeyboardInterrupt:
            done = "nothing has been changed" if is_dry_run else f"{_counted(loaded())} by then"
            raise KeyboardInterrupt(f"interrupted: {done}") from None


def _waiting_rows(rows: Rows, interruption: Interruption) -> Rows:
    """Yield rows that somebody may type: Ctrl-C does not wait for the next one."""
    rest = iter(rows)
    while True:
        interruption.is_waiting = True
        row = next(rest, None)
        interruption.is_waiting = False
        if row is None:
            return
        yield row


def _counted(loaded: Loaded) -> str:
    return ", ".join(f"{count:,} {word}" for word, count in loaded.counts.items())


def _print(
    loaded: Loaded,
    reasons: Sequence[str],
    rejects: Path | None,
    *,
    is_dry_run: bool,
    as_json: bool,
) -> None:
    if as_json:
        print_json(loaded.counts | {"reasons": reasons})
        return
    for reason in reasons:
        echo(reason)
    if (more := loaded.counts["refused"] - len(reasons)) > 0:
        echo(f"and {more:,} more")
    if loaded.has_ended_early:
        echo("the rest of the file cannot be read")
    words = _counted(loaded)
    print(f"would be: {words}; nothing has been changed" if is_dry_run else words)
    if rejects is not None and loaded.counts["refused"]:
        echo(f"the refused rows are in {rejects}")
