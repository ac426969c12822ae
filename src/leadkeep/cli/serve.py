"""``leadkeep serve``."""

import os
from typing import Annotated

import typer

from leadkeep.prepare import add_first_client, open_prepared_store
from leadkeep.settings import Settings, load_settings

APPLICATION = "leadkeep.app:create"


def serve(
    data: Annotated[str | None, typer.Option(help="Folder of the embedded store.")] = None,
    database: Annotated[str | None, typer.Option(help="URL of a PostgreSQL database.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen at.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen at.")] = None,
    workers: Annotated[int | None, typer.Option(help="How many server processes.")] = None,
) -> None:
    """Run the server."""
    flags = {
        "data": data,
        "database": database,
        "host": host,
        "port": port,
        "workers": workers,
    }
    settings = load_settings(**flags)
    store = open_prepared_store(settings)
    first = add_first_client(store, settings)
    store.close()
    if first is not None:
        print(f"base URL       http://{settings.host}:{settings.port}")
        print(f"client id      {first.client_id}")
        print(f"client secret  {first.client_secret}", flush=True)
    _pass_on(settings, flags)
    import uvicorn  # noqa: PLC0415 -- only this command needs it

    uvicorn.run(
        APPLICATION,
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_level=settings.log_level,
        access_log=False,
        server_header=False,
    )


def _pass_on(settings: Settings, flags: dict[str, object]) -> None:
    """Let the server processes find the flags where they look for settings."""
    for name, value in flags.items():
        if value is not None:
            os.environ[f"LEADKEEP_{name.upper()}"] = str(value)
    os.environ["LEADKEEP_DATA"] = str(settings.data.absolute())
