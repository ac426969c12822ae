"""Model a bulk job: one import or one extract, with its parameters and its counters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from leadkeep.domain.objects.engine import guid_of, id_of_guid
from leadkeep.errors import Reason

OBJECT_NAME = "bulkExtract"
"""The name under which the ids of extracts are made from the numbers of their jobs."""


class Direction(StrEnum):
    """Whether a job reads a file into the store, or the store into a file."""

    IMPORT = "import"
    EXTRACT = "extract"


class State(StrEnum):
    """The state of a bulk job; ``api`` has the names that clients see."""

    CREATED = "created"
    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


PENDING_STATES = (State.QUEUED, State.PROCESSING)
"""States of jobs that take a place in the queue."""


class DateRange(msgspec.Struct, frozen=True):
    """A range of moments; both ends belong to it, in whole seconds."""

    start: datetime
    end: datetime


class ImportDefinition(msgspec.Struct, frozen=True, omit_defaults=True):
    """The parameters of an import."""

    lookup_field: str = "email"
    partition_name: str | None = None
    program_id: int | None = None
    status_name: str | None = None
    method: str | None = None
    request_id: str | None = None
    columns: Sequence[str] = ()
    """The field of each column, empty for one that is left out; without any, the header has them.
    """
    empty_clears: bool = True
    """Does an empty cell clear its field?"""
    file_name: str = ""
    names: Sequence[str] = ()
    """The names of the values of an NDJSON file, which are its columns; the format of the job says
    nothing then. Without any, the file is delimited, and its header has the names."""


class ExtractDefinition(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields and filters of an extract; each kind of rows uses some of the filters."""

    fields: Sequence[str] = ()
    header_names: Mapping[str, str] = {}
    """Names in the first line of the file, by field name, where they differ from it."""
    created_at: DateRange | None = None
    updated_at: DateRange | None = None
    list_id: int | None = None
    list_name: str | None = None
    smart_list_id: int | None = None
    smart_list_name: str | None = None
    """Names are replaced by ids when the job is created."""
    activity_type_ids: Sequence[int] = ()
    primary_value_ids: Sequence[int] = ()
    primary_values: Sequence[str] = ()
    program_ids: Sequence[int] = ()
    has_program_column: bool = False
    """Is the program's id the first column?"""
    is_exhausted: bool | None = None
    cadence: str | None = None
    status_names: Sequence[str] = ()
    is_ndjson: bool = False
    """Is each row a line with a JSON object? The format of the job says nothing then."""
    has_formulas: bool = True
    """May a cell be a text that a spreadsheet would calculate?"""


Definition = ImportDefinition | ExtractDefinition


@dataclass(frozen=True, slots=True)
class BulkJob:
    """One import or extract, as it is stored."""

    id: int
    direction: Direction
    kind: str
    object_name: str | None
    owner: str
    client_name: str
    state: State
    definition: str
    format: str
    list_id: int | None
    created_at: datetime
    queued_at: datetime | None
    dispatched_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    rows_done: int
    rows_failed: int
    rows_warned: int
    position: str | None
    file_size: int | None
    file_checksum: str | None
    message: str | None

    @property
    def export_id(self) -> str:
        """The id by which clients name an extract."""
        return guid_of(OBJECT_NAME, self.id)

    @property
    def import_definition(self) -> ImportDefinition:
        """The parameters of an import."""
        return msgspec.json.decode(self.definition, type=ImportDefinition)

    @property
    def extract_definition(self) -> ExtractDefinition:
        """The fields and filters of an extract."""
        return msgspec.json.decode(self.definition, type=ExtractDefinition)


def number_of(export_id: str) -> int | None:
    """Return the number of the job that clients name by this export id; None if it is none."""
    return id_of_guid(OBJECT_NAME, export_id)


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to create."""

    direction: Direction
    kind: str
    definition: Definition
    format: str
    object_name: str | None = None
    list_id: int | None = None


@dataclass(frozen=True, slots=True)
class QueueRules:
    """What limits the jobs of one direction, and how clients are told."""

    queued: int
    """Limit: jobs that are queued or processing (behaviour.md 6.1, 6.2)."""
    processing: int
    """Limit: jobs that are processed at the same time."""
    full: Reason


QUEUE_RULES = {
    Direction.IMPORT: QueueRules(10, 2, Reason.TOO_MANY_IMPORTS),
    Direction.EXTRACT: QueueRules(10, 2, Reason.TOO_MANY_EXTRACTS),
}
