"""Connect to a PostgreSQL server: engines whose connections are set up and checked."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from psycopg.types.string import TextLoader
from sqlalchemy import URL, Engine, create_engine, event

from leadkeep.store.compiled import SHARED_COMPILED
from leadkeep.store.deadlines import Deadlines
from leadkeep.store.session import (
    ENCODING,
    TimedConnection,
    limit_statements,
    set_up_session,
)

Connect = Callable[..., TimedConnection]
"""Opens a connection, with the arguments of ``psycopg.connect``."""
PREPARE_THRESHOLD = 2


def new_engine(
    url: URL,
    waits: Deadlines,
    limits: Deadlines | None,
    connect: Connect = TimedConnection.connect,
    **pool: Any,  # noqa: ANN401
) -> Engine:
    """Return an engine that waits for connections and networks, and limits statements."""
    arguments: dict[str, Any] = {
        "connect_timeout": waits.connect_seconds,
        "tcp_user_timeout": waits.statement_seconds * 1_000,
    }
    arguments = {name: value for name, value in arguments.items() if name not in url.query}
    arguments |= {
        "client_encoding": ENCODING,
        "prepare_threshold": PREPARE_THRESHOLD,
        "application_name": "leadkeep",
    }
    engine = create_engine(
        url,
        paramstyle="format",
        connect_args=arguments,
        execution_options=SHARED_COMPILED,
        **pool,
    )
    event.listen(engine, "do_connect", partial(_connect, connect))
    event.listen(engine, "connect", partial(_configure_connection, limits))
    return engine


def _connect(
    connect: Connect,
    _dialect: object,
    _record: object,
    positional: Sequence[Any],
    named: dict[str, Any],
) -> TimedConnection:
    return connect(*positional, **named)


def _configure_connection(
    deadlines: Deadlines | None, driver: TimedConnection, _record: object
) -> None:
    driver.adapters.register_loader("json", TextLoader)
    limit_statements(driver, deadlines)
    set_up_session(driver)
