"""``leadkeep serve``: run the server."""

import os
import resource
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

import typer

from leadkeep.asgi import is_loopback
from leadkeep.assembly import add_first_client, has_key, open_prepared_store
from leadkeep.cli import options, welcome
from leadkeep.cli.log import log_config
from leadkeep.cli.output import echo
from leadkeep.cli.stop import exit_on_stop_signals
from leadkeep.configuration import FILE_SUFFIX, SHARED_METRICS_VARIABLE, variable
from leadkeep.domain.instance.access import has_clients
from leadkeep.domain.instance.users import has_users, new_link
from leadkeep.errors import SetupError
from leadkeep.settings import Settings, load_key, settings_with_sources
from leadkeep.store import Store

APPLICATION = "leadkeep.cli.workers:create"
CONNECTION = "leadkeep.cli.connection:Connection"
BACKLOG = 2048
"""How many connections may wait to be accepted; the operating system may allow fewer."""
SPARE_FILES = 512
"""Open files beside connections: the database, logs, external services."""
SHUTDOWN_LIMIT_SECONDS = 30
"""How long running requests may continue after the signal to stop."""


def serve(
    data: options.Data = None,
    database: options.Database = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 picks a free one.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Number of server processes.")
    ] = None,
    limits: Annotated[
        Literal["off", "marketo"] | None, typer.Option(help="The vendor's limits on requests.")
    ] = None,
    log_level: options.LogLevel = None,
    log_format: options.LogFormat = None,
    *,
    console: Annotated[
        Literal["on", "off", "open"] | None, typer.Option(help="The console at /console.")
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill a new store with invented people.")
    ] = False,
) -> None:
    """Run the server.

    A new store gets its schema and a first client.
    """
    # The server raises a signal again after it has stopped.
    exit_on_stop_signals()
    flags = {
        "data": data,
        "database": database,
        "host": host,
        "port": port,
        "workers": workers,
        "limits": limits,
        "console": console,
        "log_level": log_level,
        "log_format": log_format,
    }
    settings, given = settings_with_sources(**flags)
    if demo and "console" not in given:
        flags["console"] = "open"
        settings = settings.model_copy(update={"console": "open"})
    with ExitStack() as bound:
        listeners = [bound.enter_context(each) for each in _bind_all(settings)]
        _serve_at(listeners, settings, flags, is_demo=demo)


def _serve_at(
    listeners: list[socket.socket], settings: Settings, flags: dict[str, Any], *, is_demo: bool
) -> None:
    """Open the store, print where the server is, and run it until a signal to stop."""
    base_url = welcome.base_url(settings.host, listeners[0].getsockname()[1])
    store = open_prepared_store(settings)
    # From here on requests wait until the server accepts them, so the printed command works at
    # once.
    for each in listeners:
        _open_port(each)
    try:
        _warn_of_new_key(store, settings)
        has_console = settings.console != "off"
        link = _link(store, settings) if has_console else None
        welcome.print_addresses(base_url, has_console=has_console, link=link)
        if is_demo:
            _welcome_to_demo(store, settings, base_url)
        else:
            first = add_first_client(store, settings)
            is_given = settings.client_secret is not None
            welcome.print_welcome(store, base_url, first, is_secret_given=is_given)
    finally:
        store.close()
    sys.stdout.flush()
    _export_flags(settings, flags)
    with _shared_metrics(settings):
        _run(settings, listeners)


def _link(store: Store, settings: Settings) -> str | None:
    """Return the token of a link that adds the first user, if people of this machine need one."""
    is_open = settings.console == "open"
    if is_open or not is_loopback(settings.host) or store.read_now(has_users):
        return None
    key = load_key(settings)
    return store.write_now(lambda tx: new_link(tx, key))


def _bind_all(settings: Settings) -> Iterator[socket.socket]:
    """Yield a bound socket for the API, and one for the metrics if they have a port."""
    yield _bind(settings.host, settings.port)
    if settings.metrics_port is not None:
        yield _bind(settings.metrics_host, settings.metrics_port)


def _bind(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address and port.

    To be called before anything else, so that nothing is changed or printed if it fails.

    Raises:
        SetupError: the address or the port cannot be used.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with ExitStack() as on_failure:
            listener = on_failure.enter_context(socket.socket(family, kind, protocol))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.set_inheritable(True)
            listener.bind(address)
            on_failure.pop_all()
            return listener
    except OSError as error:
        raise SetupError(
            f"cannot listen at {host} port {port}: {error.strerror}; --host and --port take others"
        ) from None


def _open_port(listener: socket.socket) -> None:
    try:
        listener.listen(BACKLOG)
    except OSError as error:  # the ports of API and metrics are one
        port = listener.getsockname()[1]
        raise SetupError(f"cannot listen at port {port}: {error.strerror}") from None


@contextmanager
def _shared_metrics(settings: Settings) -> Iterator[None]:
    """Let the server processes share their metrics in a folder, until the end of the block."""
    has_metrics = settings.metrics_port is not None or settings.public_metrics
    if settings.workers == 1 or not has_metrics:
        os.environ.pop(SHARED_METRICS_VARIABLE, None)
        yield
        return
    with TemporaryDirectory(prefix="leadkeep-metrics-") as folder:
        os.environ[SHARED_METRICS_VARIABLE] = folder
        yield


def _warn_of_new_key(store: Store, settings: Settings) -> None:
    if not has_key(settings) and store.read_now(has_clients):
        echo(
            f"leadkeep: {settings.data} has no key, so a new one is made: the secrets of the "
            "present clients end; leadkeep client rotate NAME gives new ones"
        )


def _welcome_to_demo(store: Store, settings: Settings, base_url: str) -> None:
    from leadkeep.cli.demo import install_demo  # noqa: PLC0415 -- the demo alone reads a blueprint

    welcome.print_demo(base_url, install_demo(store, settings))


def _export_flags(settings: Settings, flags: dict[str, Any]) -> None:
    """Pass command-line flags to the server processes, as environment variables of the settings."""
    for name, value in flags.items():
        if value is not None:
            os.environ[variable(name)] = str(value)
            os.environ.pop(f"{variable(name)}{FILE_SUFFIX}", None)  # the flag wins over it
    os.environ[variable("data")] = str(Path(settings.data).absolute())


def _allow_files(settings: Settings) -> None:
    """Raise the limit of open files as far as connections need it and the system allows it."""
    wanted = settings.connections + SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        new = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (new, hard))


def _run(settings: Settings, listeners: list[socket.socket]) -> None:
    from leadkeep.cli.edge import EdgeConfig, EdgeLimits  # noqa: PLC0415 -- only this command needs uvicorn

    _allow_files(settings)
    config = EdgeConfig(
        APPLICATION,
        limits=EdgeLimits(settings.connections),
        factory=True,
        workers=settings.workers,
        log_config=log_config(settings.log_level, settings.log_format),
        log_level=settings.log_level,
        http=CONNECTION,
        access_log=False,
        server_header=False,
        timeout_keep_alive=settings.keep_alive_seconds,
        timeout_graceful_shutdown=SHUTDOWN_LIMIT_SECONDS,
    )
    if settings.workers > 1:
        from leadkeep.cli.workers import Workers  # noqa: PLC0415

        processes = Workers(config, listeners, stop_limit_seconds=SHUTDOWN_LIMIT_SECONDS)
        processes.run()
        has_started = not processes.is_broken
    else:
        from leadkeep.cli.server import Server  # noqa: PLC0415

        server = Server(config, stop_limit_seconds=SHUTDOWN_LIMIT_SECONDS)
        server.run(sockets=listeners)
        has_started = server.started
    if not has_started:
        raise SetupError("the server did not start; the log says why")
