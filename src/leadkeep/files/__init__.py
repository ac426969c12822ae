"""Files of rows: read and write CSV, TSV and SSV, the same for requests, commands and pages.

Entry points: :class:`RowReader` and :class:`RowWriter`. It knows nothing of leads.
"""

from leadkeep.files.delimited import DELIMITERS, NULL, RowReader, RowWriter
from leadkeep.files.rows import BadRow, BrokenFile, Position, Row
from leadkeep.files.text import LONGEST_ROW_CHARACTERS

__all__ = [
    "DELIMITERS",
    "LONGEST_ROW_CHARACTERS",
    "NULL",
    "BadRow",
    "BrokenFile",
    "Position",
    "Row",
    "RowReader",
    "RowWriter",
]
