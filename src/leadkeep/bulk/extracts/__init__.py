"""Extracts: read rows of one snapshot by the filters of their kind and write them to a file."""

from leadkeep.bulk.extracts.assets import (
    LIST_COLUMNS,
    PROGRAM_COLUMNS,
    list_batches,
    program_batches,
)
from leadkeep.bulk.extracts.kind import ExtractKind
from leadkeep.bulk.extracts.kinds import (
    ACTIVITIES,
    ACTIVITY_COLUMNS,
    CUSTOM_OBJECTS,
    DEFAULT_ACTIVITY_COLUMNS,
    EXTRACT_KINDS,
    LEADS,
    PROGRAM_MEMBERS,
)
from leadkeep.bulk.extracts.run import ExtractRunner, fail_extract

__all__ = [
    "ACTIVITIES",
    "ACTIVITY_COLUMNS",
    "CUSTOM_OBJECTS",
    "DEFAULT_ACTIVITY_COLUMNS",
    "EXTRACT_KINDS",
    "LEADS",
    "LIST_COLUMNS",
    "PROGRAM_COLUMNS",
    "PROGRAM_MEMBERS",
    "ExtractKind",
    "ExtractRunner",
    "fail_extract",
    "list_batches",
    "program_batches",
]
