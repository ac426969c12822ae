"""Extracts: read rows of one snapshot by the filters of their kind and write them to a file."""

from leadkeep.bulk.extracts.assets import list_batches, program_batches
from leadkeep.bulk.extracts.kind import ExtractKind
from leadkeep.bulk.extracts.kinds import (
    ACTIVITIES,
    CUSTOM_OBJECTS,
    EXTRACT_KINDS,
    LEADS,
    PROGRAM_MEMBERS,
)
from leadkeep.bulk.extracts.run import ExtractRunner, fail_extract

__all__ = [
    "ACTIVITIES",
    "CUSTOM_OBJECTS",
    "EXTRACT_KINDS",
    "LEADS",
    "PROGRAM_MEMBERS",
    "ExtractKind",
    "ExtractRunner",
    "fail_extract",
    "list_batches",
    "program_batches",
]
