"""Files in and out: load files of people into the store, and write the store's rows to files.

Entry points: :func:`load_rows` with a target and :func:`find_columns`; :data:`EXTRACTS` and
:func:`write_extract`.
"""

from leadkeep.transfer.columns import Columns, find_columns, name_finder
from leadkeep.transfer.extracts import EXTRACTS, Extract, Wanted
from leadkeep.transfer.load import Loaded, Refused, load_rows
from leadkeep.transfer.targets import Target, lead_target, member_target, object_target
from leadkeep.transfer.write import WRITTEN_FORMATS, write_extract

__all__ = [
    "EXTRACTS",
    "WRITTEN_FORMATS",
    "Columns",
    "Extract",
    "Loaded",
    "Refused",
    "Target",
    "Wanted",
    "find_columns",
    "lead_target",
    "load_rows",
    "member_target",
    "name_finder",
    "object_target",
    "write_extract",
]
