"""Read and write Parquet with pyarrow, which is an extra."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from types import ModuleType
from typing import IO, Any

from leadkeep.errors import SetupError
from leadkeep.files.rows import BadRow, BrokenFile, TypedRow

ROW_BATCH_SIZE = 500
"""Number of rows that are read at once."""
AMOUNT_DIGITS, AMOUNT_PLACES = 38, 18
"""Digits of a column of amounts, and how many of them stand after the point: readers of Parquet
know no more."""
ROW_GROUP_SIZE = 20_000
"""Number of rows of a row group that is written: readers skip whole groups."""


class MissingPyarrow(SetupError):  # noqa: N818 -- what is wrong is the installation
    """The extra for Parquet is not installed."""

    def __init__(self) -> None:
        """Say how to install it."""
        super().__init__("Parquet needs pyarrow: pip install 'leadkeep[parquet]'")


def _pyarrow() -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow as pa  # noqa: PLC0415 -- an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise MissingPyarrow from None
    return pa, pq


def read_parquet(file: IO[bytes]) -> tuple[list[str], Iterator[TypedRow | BadRow]]:
    """Return the names of the columns, and the rows of a file that is seekable.

    Raises:
        BrokenFile: the file is no Parquet file, or damaged.
        MissingPyarrow: pyarrow is not installed.
    """
    pa, pq = _pyarrow()
    try:
        table = pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        raise BrokenFile(f"not a whole Parquet file: {_first_line(error)}") from None
    names = table.schema_arrow.names
    if twice := [name for name in names if names.count(name) > 1]:
        raise BrokenFile(f"two columns have the name '{twice[0]}'")
    return names, _rows(pa, table)


def _rows(pa: ModuleType, table: Any) -> Iterator[TypedRow | BadRow]:  # noqa: ANN401
    number = 0
    try:
        for batch in table.iter_batches(batch_size=ROW_BATCH_SIZE):
            for row in batch.to_pylist():
                number += 1
                yield TypedRow(number, {name: _json_value(each) for name, each in row.items()})
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        number += 1
        yield BadRow(number, number, number, _first_line(error), [], ends_file=True)


def _json_value(value: Any) -> Any:  # noqa: ANN401 -- any value of Parquet
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


class ParquetWriter:
    """Write typed rows to a Parquet file, one row group after the other."""

    def __init__(self, stream: IO[bytes], columns: Sequence[tuple[str, str]]) -> None:
        """Begin a file; ``columns`` has name and kind of each column: a key of ``_TYPES``.

        Raises:
            MissingPyarrow: pyarrow is not installed.
        """
        pa, pq = _pyarrow()
        self._pa = pa
        types = {
            "text": pa.string(),
            "json": pa.string(),
            "integer": pa.int64(),
            "number": pa.float64(),
            "amount": pa.decimal128(AMOUNT_DIGITS, AMOUNT_PLACES),
            "boolean": pa.bool_(),
            "moment": pa.timestamp("us", tz="UTC"),
            "day": pa.date32(),
        }
        self._schema = pa.schema([(name, types[kind]) for name, kind in columns])
        self._writer = pq.ParquetWriter(stream, self._schema)
        self._rows: list[Sequence[Any]] = []

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of stored values; they reach the file when a row group is full."""
        self._rows += rows
        if len(self._rows) >= ROW_GROUP_SIZE:
            self._flush()

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True)
        arrays = [
            self._pa.array(values, type=each.type)
            for values, each in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(self._pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []
