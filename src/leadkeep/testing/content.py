"""Give a used copy of a PostgreSQL template its first content again, which costs less than a copy.

Rows and sequences are restored; a copy with another schema, or that has grown, is no use any more.
"""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier, Literal

TABLE_LIMIT_BYTES = 10 * 8192
"""The planner takes a table that was never analysed for ten pages at least: up to this size, a
reused table is planned as a new one."""

_TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"""
_SEQUENCES = """
    SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL
    FROM pg_sequences WHERE schemaname = 'public'"""
_END_OTHERS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)"""
_IS_SMALL = """
    SELECT max(pg_relation_size(oid)) <= %s FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
_CATALOG_STATE = "(SELECT count(*) || ' ' || max(xmin::text::bigint) FROM {} WHERE {} >= {})"
_FIRST_OWN_OID = 16384
_CATALOGS = {
    "pg_class": "oid",
    "pg_attribute": "attrelid",
    "pg_attrdef": "oid",
    "pg_constraint": "oid",
    "pg_trigger": "oid",
    "pg_proc": "oid",
    "pg_statistic": "starelid",
}
"""System tables with rows of each change of a schema and each ANALYZE, and their first columns."""


class Content:
    """The rows, sequences and schema of a template."""

    def __init__(self, template: Connection[Any]) -> None:
        """Read the content of the database."""
        self._names = [row[0] for row in template.execute(_TABLES)]
        self._rows = {name: _read_rows(template, name) for name in self._names}
        schema = [
            SQL(_CATALOG_STATE).format(
                Identifier(table), Identifier(column), Literal(_FIRST_OWN_OID)
            )
            for table, column in _CATALOGS.items()
        ]
        self._schema_query = _select(schema)
        self._rows_query = _select([self._rows_state(name) for name in self._names])
        self._schema = template.execute(self._schema_query).fetchone()
        self._states = template.execute(self._rows_query).fetchone() or ()
        self._set_sequences = _select(
            [
                SQL("setval({}, {}, {})").format(*map(Literal, row))
                for row in template.execute(_SEQUENCES)
            ]
        )

    def _rows_state(self, table: str) -> Composed:
        if self._rows[table]:
            digest = "(SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {} AS t)"
            return SQL(digest).format(Identifier(table))
        return SQL("EXISTS (SELECT FROM {})").format(Identifier(table))

    def restore(self, copy: Connection[Any], spared: Sequence[int] = ()) -> bool:
        """Restore rows and sequences of a copy; return False if it must not be used again.

        Other connections to it are ended, whatever they do, but those of the server processes
        ``spared``.
        """
        copy.execute(_END_OTHERS, (list(spared),))
        if copy.execute(self._schema_query).fetchone() != self._schema:
            return False
        found = copy.execute(self._rows_query).fetchone() or ()
        states = zip(self._names, found, self._states, strict=True)
        with copy.transaction():
            copy.execute("SET LOCAL session_replication_role = replica")  # without foreign keys
            for table in [name for name, state, first in states if state != first]:
                self._restore_rows(copy, table)
            copy.execute(self._set_sequences)
        return copy.execute(_IS_SMALL, (TABLE_LIMIT_BYTES,)).fetchone() == (True,)

    def _restore_rows(self, copy: Connection[Any], table: str) -> None:
        copy.execute(SQL("DELETE FROM {}").format(Identifier(table)))
        if rows := self._rows[table]:
            with copy.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as target:
                target.write(rows)


def _select(columns: list[Composed]) -> Composed:
    return SQL("SELECT ") + SQL(", ").join(columns)


def _read_rows(connection: Connection[Any], table: str) -> bytes:
    with connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as source:
        return b"".join(bytes(part) for part in source)
