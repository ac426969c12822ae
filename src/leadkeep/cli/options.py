"""Options that all commands share, and the store that these options select."""

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
        "--database", help="URL of a database, instead of the embedded one.", show_default=False
    ),
]
LogLevel = Annotated[
    Literal["debug", "info", "warning", "error"] | None, typer.Option(help="Lowest level logged.")
]
LogFormat = Annotated[
    Literal["text", "json"] | None,
    typer.Option(help="Log lines of text, or JSON objects."),
]
ObjectName = Annotated[
    str | None, typer.Option("--object", metavar="NAME", help="API name of the object.")
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
    """Open the store that the options select, and close it at the end of the ``with`` block.

    If ``is_made`` is true, a missing store is created. ``flags`` are further settings by name.

    Raises:
        SetupError: the store cannot be opened, or does not exist and ``is_made`` is false.
    """
    settings = load_settings(data=data, database=database, **flags)
    store = open_present_store(settings, is_made=is_made)
    try:
        yield store, settings
    finally:
        store.close()
