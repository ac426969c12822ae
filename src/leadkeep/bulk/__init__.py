"""Bulk imports and extracts: files of rows into the store, and the store into files.

One engine serves both directions: jobs with one life (``life.py``), files in pieces in the database
(``files.py``), and kinds of rows as data in ``imports`` and ``extracts``. The work is done by the
queue of jobs; see docs/decisions/0140-bulk-jobs.md.
"""

from leadkeep.bulk.actions import (
    ActionKind,
    ActionPreview,
    ActionResult,
    LeadAction,
    LeadSet,
    act_on_leads,
    preview_action,
)
from leadkeep.bulk.extracts import EXTRACT_KINDS, ExtractKind
from leadkeep.bulk.files import EXTRACT, FAILURES, WARNINGS, read_part
from leadkeep.bulk.handlers import bulk_handlers
from leadkeep.bulk.imports import IMPORT_KINDS, ImportKind
from leadkeep.bulk.job import (
    BulkJob,
    DateRange,
    Direction,
    ExtractDefinition,
    ImportDefinition,
    NewJob,
    State,
)
from leadkeep.bulk.life import (
    FILE_RETENTION,
    cancel_extract,
    enqueue_extract,
    list_extracts,
    own_extract,
    own_job,
)
from leadkeep.bulk.request import file_to_read, request_extract, request_import
from leadkeep.bulk.retention import prune_bulk_jobs

__all__ = [
    "EXTRACT",
    "EXTRACT_KINDS",
    "FAILURES",
    "FILE_RETENTION",
    "IMPORT_KINDS",
    "WARNINGS",
    "ActionKind",
    "ActionPreview",
    "ActionResult",
    "BulkJob",
    "DateRange",
    "Direction",
    "ExtractDefinition",
    "ExtractKind",
    "ImportDefinition",
    "ImportKind",
    "LeadAction",
    "LeadSet",
    "NewJob",
    "State",
    "act_on_leads",
    "bulk_handlers",
    "cancel_extract",
    "enqueue_extract",
    "file_to_read",
    "list_extracts",
    "own_extract",
    "own_job",
    "preview_action",
    "prune_bulk_jobs",
    "read_part",
    "request_extract",
    "request_import",
]
