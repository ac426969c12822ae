"""Files of rows: read and write CSV, TSV, SSV, NDJSON and Parquet. It knows nothing of leads.

Requests, commands and pages use the same readers and writers. Entry points: :class:`RowReader` and
:class:`RowWriter` for delimited rows, :func:`opened_source` and :func:`guess` for files of people.
"""

from leadkeep.files.batches import ROW_BATCH_SIZE, in_batches, one_ahead
from leadkeep.files.delimited import DELIMITERS, NULL, RowReader, RowWriter
from leadkeep.files.ndjson import NdjsonReader, NdjsonWriter, check_names, names_of, ndjson_pieces
from leadkeep.files.parquet import (
    AMOUNT_DIGITS,
    AMOUNT_PLACES,
    MissingPyarrow,
    ParquetWriter,
    read_parquet,
)
from leadkeep.files.rejects import ObjectRejectWriter, RejectWriter
from leadkeep.files.rows import BadRow, BrokenFile, Position, Row, TypedRow, converted, quoted
from leadkeep.files.source import FORMATS, Guess, Source, guess, opened_source
from leadkeep.files.text import LONGEST_ROW_CHARACTERS

__all__ = [
    "AMOUNT_DIGITS",
    "AMOUNT_PLACES",
    "DELIMITERS",
    "FORMATS",
    "LONGEST_ROW_CHARACTERS",
    "NULL",
    "ROW_BATCH_SIZE",
    "BadRow",
    "BrokenFile",
    "Guess",
    "MissingPyarrow",
    "NdjsonReader",
    "NdjsonWriter",
    "ObjectRejectWriter",
    "ParquetWriter",
    "Position",
    "RejectWriter",
    "Row",
    "RowReader",
    "RowWriter",
    "Source",
    "TypedRow",
    "check_names",
    "converted",
    "guess",
    "in_batches",
    "names_of",
    "ndjson_pieces",
    "one_ahead",
    "opened_source",
    "quoted",
    "read_parquet",
]
