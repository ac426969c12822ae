"""Files in and out: load files of people into the store, and write the store's rows to files.

Entry points: :func:`load_rows` with a target, :func:`find_columns`.
"""

from leadkeep.transfer.columns import FAILURE_COLUMN, Columns, find_columns, name_finder
from leadkeep.transfer.load import Loaded, Refused, load_rows
from leadkeep.transfer.targets import Target, lead_target, member_target, object_target

__all__ = [
    "FAILURE_COLUMN",
    "Columns",
    "Loaded",
    "Refused",
    "Target",
    "find_columns",
    "lead_target",
    "load_rows",
    "member_target",
    "name_finder",
    "object_target",
]
