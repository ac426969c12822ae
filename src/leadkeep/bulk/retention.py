"""Delete old bulk jobs and their files, in small batches (behaviour.md 6.1, 6.2)."""

from leadkeep.bulk import queries
from leadkeep.bulk.job import Direction
from leadkeep.bulk.life import EXTRACT_RETENTION, FILE_RETENTION, IMPORT_RETENTION
from leadkeep.store import Transaction

PIECES_DROPPED = 4
JOBS_DROPPED = 20
RETENTIONS = {
    Direction.IMPORT: (IMPORT_RETENTION, IMPORT_RETENTION),
    Direction.EXTRACT: (FILE_RETENTION, EXTRACT_RETENTION),
}
"""By direction, how long files are kept after the end of their job, and jobs after creation."""


def prune_bulk_jobs(tx: Transaction) -> bool:
    """Delete a batch of old pieces of files, or of old jobs; return whether more may be left."""
    for direction, (files, jobs) in RETENTIONS.items():
        found = queries.file_before(tx, direction, tx.moment - files, tx.moment - jobs)
        if found is not None:
            queries.drop_pieces(tx, *found, PIECES_DROPPED)
            return True
    return any(
        queries.drop_jobs_before(tx, direction, tx.moment - jobs, JOBS_DROPPED)
        for direction, (_, jobs) in RETENTIONS.items()
    )
