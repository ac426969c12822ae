"""Write the rows of an export to a file in one of the formats."""

from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from datetime import date
from typing import IO, Any

import msgspec

from leadkeep.domain.fields import FIELD_TYPES
from leadkeep.files import DELIMITERS, NdjsonWriter, ParquetWriter, RowWriter, converted
from leadkeep.store import wire_timestamp
from leadkeep.transfer.extracts import Extract

Written = Generator[Any, None, None]
"""Batches of rows in the form that their writer takes."""

WRITTEN_FORMATS = (*DELIMITERS, "ndjson", "parquet")

_WIRE: dict[str, Callable[[Any], Any]] = {
    "moment": wire_timestamp,
    "day": date.isoformat,
    "number": FIELD_TYPES["float"].wire,
    "amount": FIELD_TYPES["currency"].wire,
}
"""Converts a value of a kind of column to JSON, where it is not JSON already (behaviour.md 1.5)."""


def write_extract(
    extract: Extract,
    file_format: str,
    stream: IO[bytes],
    advance: Callable[[int], None],
    *,
    has_formulas: bool = True,
) -> int:
    """Write all rows; return their number. ``advance`` gets the number of rows so far.

    If ``has_formulas`` is false, spreadsheets calculate no cell of a delimited file.
    """
    names = [each.name for each in extract.columns]
    if file_format == "parquet":
        writer = ParquetWriter(stream, [(each.name, each.kind) for each in extract.columns])
        count = _each_batch(extract.batches, writer.write, advance)
        writer.close()
        return count
    if file_format == "ndjson":
        batches = _json_rows(extract, {**_WIRE, "json": _raw})
        return _each_batch(batches, NdjsonWriter(stream, names).write, advance)
    delimited = RowWriter(stream, names, DELIMITERS[file_format], has_formulas=has_formulas)
    return _each_batch(_json_rows(extract, _WIRE), delimited.write, advance)


def _each_batch(
    batches: Written, write: Callable[[Any], None], advance: Callable[[int], None]
) -> int:
    count = 0
    with closing(batches):  # else the cursor of a broken export would outlive its connection
        for rows in batches:
            write(rows)
            count += len(rows)
            advance(count)
    return count


def _raw(text: str) -> msgspec.Raw:
    return msgspec.Raw(text.encode())


def _json_rows(extract: Extract, by_kind: Mapping[str, Callable[[Any], Any]]) -> Written:
    """Yield the rows with JSON values."""
    wires = [by_kind.get(each.kind) for each in extract.columns]
    return (converted(rows, wires) for rows in extract.batches)
