"""The options that every command takes, and the store that they name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from leadkeep.assembly import open_present_store
from leadkeep.settings import Settings, load_settings
from leadkeep.store import Store

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of the embedded database and the key.", show_default=False),
]
Database = Annotated[
    str | None,
    typer.Option(
        "--database", help="URL of a database, in place of the embedded one.", show_default=False
    ),
]
LogLevel = Annotated[
    Literal["debug", "info", "warning", "error"] | None, typer.Option(help="How much to log.")
]
LogFormat = Annotated[
    Literal["text", "json"] | None,
    typer.Option(help="Log as text for people, or as JSON for machines."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@contextmanager
def opened(
    data: Path | None,
    database: str | None,
    *,
    is_made: bool = False,
    **flags: str | None,
) -> Iterator[tuple[Store, Settings]]:
    """Open the store that the options name; close it at the end of the block.

    Raises:
        SetupError: it cannot be opened, or does not exist and is not to be made.
    """
    settings = load_settings(data=data, database=database, **flags)
    store = open_present_store(settings, is_made=is_made)
    try:
        yield store, settings
    finally:
        store.close()
