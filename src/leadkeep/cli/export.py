"""``leadkeep export``: write rows of the store, or the instance as a blueprint, to a file."""

from codecs import getwriter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated

import typer

from leadkeep.cli.options import Data, Database, ObjectName, opened
from leadkeep.cli.output import counted, echo, private_file, progress
from leadkeep.domain.fields import Unacceptable, moment
from leadkeep.files import NULL
from leadkeep.store import Store, Transaction
from leadkeep.transfer import EXTRACTS, WRITTEN_FORMATS, Wanted, write_extract

What = Annotated[
    str | None,
    typer.Argument(
        metavar="[WHAT]",
        help=f"What to write: {', '.join(EXTRACTS)}. With --blueprint, the file.",
        show_default=False,
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="The file; default: the output."),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        help=f"{', '.join(WRITTEN_FORMATS)}; default: as the name of the file ends, else csv.",
        show_default=False,
    ),
]
Fields = Annotated[
    list[str] | None,
    typer.Option("--fields", metavar="NAMES", help="The columns, separated by commas."),
]
Filters = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="FIELD=VALUE",
        help="Only rows with this value; null is none. Again for more.",
        show_default=False,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Only rows that changed, or happened, at TIME or later."),
]


def export(
    what: What = None,
    data: Data = None,
    database: Database = None,
    *,
    output: OutFile = None,
    file_format: Format = None,
    fields: Fields = None,
    filters: Filters = None,
    since: Since = None,
    object_name: ObjectName = None,
    quiet_formulas: Annotated[
        bool, typer.Option("--quiet-formulas", help="Keep spreadsheets from calculating cells.")
    ] = False,
    blueprint: Annotated[
        bool, typer.Option("--blueprint", help="Write the instance as a blueprint, not rows.")
    ] = False,
    leads: Annotated[bool, typer.Option("--leads", help="Blueprint: include the leads.")] = False,
) -> None:
    """Write rows, or the instance as a blueprint, to a file.

    Only the file's owner can read it. It gets its name when it is complete.
    """
    if blueprint:
        file = output if what is None else Path(what)
        _export_blueprint(file, data, database, with_leads=leads)
        return
    if what is None or what not in EXTRACTS:
        known = ", ".join(EXTRACTS)
        raise typer.BadParameter(f"choose what to export: {known}, or --blueprint")
    if (what == "objects") != (object_name is not None):
        raise typer.BadParameter("objects need it, and nothing else does", param_hint="--object")
    wanted = Wanted(_names(fields or []), _conditions(filters or []), _moment(since), object_name)
    chosen = _format(file_format, output)
    with opened(data, database) as (store, _), private_file(output) as stream:
        count = _write(store, what, wanted, chosen, stream, has_formulas=not quiet_formulas)
    echo(f"wrote {counted(count, what)}" + (f" to {output}" if output else ""))


def _write(
    store: Store, what: str, wanted: Wanted, chosen: str, stream: IO[bytes], *, has_formulas: bool
) -> int:
    with progress(f"export {what}") as show:

        def write(tx: Transaction) -> int:
            extract = EXTRACTS[what](tx, wanted)
            return write_extract(
                extract, chosen, stream, lambda count: show(count, 0), has_formulas=has_formulas
            )

        return store.read_snapshot(write)


def _names(given: Sequence[str]) -> list[str]:
    return [name.strip() for each in given for name in each.split(",") if name.strip()]


def _conditions(given: Sequence[str]) -> dict[str, str | None]:
    conditions = {}
    for each in given:
        name, is_pair, text = each.partition("=")
        if not is_pair:
            raise typer.BadParameter(
                f"{each} is not of the form FIELD=VALUE", param_hint="--filter"
            )
        conditions[name] = None if text == NULL else text
    return conditions


def _moment(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        return moment(given)
    except Unacceptable:
        text = f"{given} is no time like 2026-11-30 or 2026-11-30T08:00:00Z"
        raise typer.BadParameter(text, param_hint="--since") from None


def _format(given: str | None, output: Path | None) -> str:
    if given is None:
        suffix = output.suffix[1:].lower() if output else ""
        return suffix if suffix in WRITTEN_FORMATS else "csv"
    if given not in WRITTEN_FORMATS:
        text = f"{given} is none of {', '.join(WRITTEN_FORMATS)}"
        raise typer.BadParameter(text, param_hint="--format")
    return given


def _export_blueprint(
    file: Path | None, data: Path | None, database: str | None, *, with_leads: bool
) -> None:
    from leadkeep.blueprint import write_blueprint  # noqa: PLC0415 -- writes YAML

    with (
        opened(data, database) as (store, _),
        private_file(file) as stream,
        progress("export") as advance,
    ):
        write_blueprint(store, getwriter("utf-8")(stream), advance, with_leads=with_leads)
    if file is not None:
        echo(f"wrote {file}")
