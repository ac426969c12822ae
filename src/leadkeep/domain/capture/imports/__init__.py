"""Imports: rows of files become leads, members of lists and members of programs.

Entry points: :func:`import_leads`, :func:`import_members` and :func:`import_records`, each for a
batch of rows; :func:`records_of` makes records of the cells of rows, and :func:`import_status`
finds the status that members get.
"""

from leadkeep.domain.capture.imports.cells import FAILURE_COLUMN, records_of
from leadkeep.domain.capture.imports.columns import (
    ColumnFields,
    field_finder,
    lead_columns,
    member_columns,
    record_columns,
)
from leadkeep.domain.capture.imports.leads import SOURCE, LeadImport, import_cause, import_leads
from leadkeep.domain.capture.imports.members import (
    STATUS_NAME,
    MemberImport,
    import_members,
    import_status,
)
from leadkeep.domain.capture.imports.records import import_records
from leadkeep.domain.capture.imports.trials import CREATED, UPDATED, TrialKeys

__all__ = [
    "CREATED",
    "FAILURE_COLUMN",
    "SOURCE",
    "STATUS_NAME",
    "UPDATED",
    "ColumnFields",
    "LeadImport",
    "MemberImport",
    "TrialKeys",
    "field_finder",
    "import_cause",
    "import_leads",
    "import_members",
    "import_records",
    "import_status",
    "lead_columns",
    "member_columns",
    "record_columns",
    "records_of",
]
