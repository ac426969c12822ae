"""An extract that gets further than all runs before it notes progress, so it is not given up."""

from leadkeep.bulk.extracts import ExtractRunner
from leadkeep.bulk.job import number_of
from leadkeep.jobs import LongRun
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.bulk import LEADS_EXPORT, around_now, create_export, import_leads, rows

ROWS = 4_500
COLUMNS = ("email", "city", "address", "title", "department", "website")
"""A batch of 1,000 rows with five texts of 250 characters is more than a piece of 1 MiB."""


def test_only_a_run_that_gets_further_notes_progress(server: Rehearsal) -> None:
    cells = ",".join(["x" * 250] * (len(COLUMNS) - 1))
    lines = [f"person.{number}@example.com,{cells}" for number in range(ROWS)]
    import_leads(server, "\n".join([",".join(COLUMNS), *lines]))
    wanted = {"fields": COLUMNS, "filter": {"createdAt": around_now(server)}}
    export_id = create_export(server, wanted)
    path = f"{LEADS_EXPORT}/{export_id}"
    assert server.post(f"{path}/enqueue.json").result
    job = {"job": number_of(export_id)}

    def notes_of_run(batches: int) -> int:
        """Run the extract until its worker stops after some batches; return how often it noted."""
        left, noted = [batches], [0]

        def is_stopping() -> bool:
            left[0] -= 1
            return left[0] < 0

        def note_progress(_: Transaction) -> bool:
            noted[0] += 1
            return True

        this = LongRun(is_stopping, note_progress)
        assert not ExtractRunner(server.store).run(job, this)
        return noted[0]

    assert [notes_of_run(batches) for batches in (2, 1, 2, 3)] == [3, 0, 0, 1]
    (status,) = server.get(f"{path}/status.json").result
    assert status["status"] == "Processing"
    assert "fileSize" not in status
    server.run_jobs()
    assert len(rows(server.get(f"{path}/file.json"))) == ROWS + 1
