"""Imports: rows of files become leads, members of lists and members of programs.

Entry points: :func:`import_leads`, :func:`import_members` and :func:`import_records`, each for a
batch of rows; :func:`records_of` makes records of the cells of rows, and :func:`import_status`
finds the status that members get.
"""

from leadkeep.domain.capture.imports.cells import FAILURE_COLUMN, records_of
from leadkeep.domain.capture.imports.leads import SOURCE, LeadImport, import_cause, import_leads
from leadkeep.domain.capture.imports.members import (
    STATUS_NAME,
    MemberImport,
    import_members,
    import_status,
)
from leadkeep.domain.capture.imports.records import import_records

__all__ = [
    "FAILURE_COLUMN",
    "SOURCE",
    "STATUS_NAME",
    "LeadImport",
    "MemberImport",
    "import_cause",
    "import_leads",
    "import_members",
    "import_records",
    "import_status",
    "records_of",
]
