"""Imports: read an uploaded file batch by batch and write its rows by the verbs of their kind."""

from leadkeep.bulk.imports.kind import ImportKind
from leadkeep.bulk.imports.kinds import CUSTOM_OBJECTS, IMPORT_KINDS, LEADS, PROGRAM_MEMBERS
from leadkeep.bulk.imports.run import (
    ImportRunner,
    OvertakenError,
    cause_of,
    fail_import,
    header_of,
    open_rows,
    read_batch,
)

__all__ = [
    "CUSTOM_OBJECTS",
    "IMPORT_KINDS",
    "LEADS",
    "PROGRAM_MEMBERS",
    "ImportKind",
    "ImportRunner",
    "OvertakenError",
    "cause_of",
    "fail_import",
    "header_of",
    "open_rows",
    "read_batch",
]
