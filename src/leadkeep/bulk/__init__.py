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
from leadkeep.bulk.drafts import (
    Sample,
    Trial,
    change_draft,
    drop_draft,
    own_imports,
    progress_of,
    read_sample,
    read_trial,
    start_draft,
    try_draft,
    upload_draft,
)
from leadkeep.bulk.extracts import (
    ACTIVITY_COLUMNS,
    DEFAULT_ACTIVITY_COLUMNS,
    EXTRACT_KINDS,
    LIST_COLUMNS,
    PROGRAM_COLUMNS,
    ExtractKind,
    list_batches,
    program_batches,
)
from leadkeep.bulk.files import EXTRACT, FAILURES, WARNINGS, read_part
from leadkeep.bulk.handlers import bulk_handlers
from leadkeep.bulk.imports import IMPORT_KINDS, ImportKind
from leadkeep.bulk.job import (
    PENDING_STATES,
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
    any_own_job,
    cancel_extract,
    enqueue_extract,
    list_extracts,
    own_extract,
    own_extracts,
    own_job,
)
from leadkeep.bulk.queries import newest_jobs
from leadkeep.bulk.request import file_to_read, own_file, request_extract, request_import
from leadkeep.bulk.retention import prune_bulk_jobs

__all__ = [
    "ACTIVITY_COLUMNS",
    "DEFAULT_ACTIVITY_COLUMNS",
    "EXTRACT",
    "EXTRACT_KINDS",
    "FAILURES",
    "FILE_RETENTION",
    "IMPORT_KINDS",
    "LIST_COLUMNS",
    "PENDING_STATES",
    "PROGRAM_COLUMNS",
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
    "Sample",
    "State",
    "Trial",
    "act_on_leads",
    "any_own_job",
    "bulk_handlers",
    "cancel_extract",
    "change_draft",
    "drop_draft",
    "enqueue_extract",
    "file_to_read",
    "list_batches",
    "list_extracts",
    "newest_jobs",
    "own_extract",
    "own_extracts",
    "own_file",
    "own_imports",
    "own_job",
    "preview_action",
    "program_batches",
    "progress_of",
    "prune_bulk_jobs",
    "read_part",
    "read_sample",
    "read_trial",
    "request_extract",
    "request_import",
    "start_draft",
    "try_draft",
    "upload_draft",
]
