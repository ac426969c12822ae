"""What jobs name is deleted, or jobs are cancelled, while they wait or run."""

from collections.abc import Callable

import pytest

from leadkeep.bulk.extracts import ExtractRunner
from leadkeep.bulk.job import number_of
from leadkeep.jobs import LongRun
from leadkeep.testing import Rehearsal
from tests.api.test_bulk_export_leads import new_smart_list
from tests.support.bulk import (
    LEADS_EXPORT,
    MEMBERS_EXPORT,
    around_now,
    create_export,
    import_leads,
    job_states,
    rows,
    upload,
)
from tests.support.leads import create
from tests.support.lists import add, new_list, post
from tests.support.programs import new_program, set_status
from tests.support.records import LEAD_LINK, VIN, make_type, schema

ROWS = 2_500
"""More than two batches of an extract."""
CARS = "/bulk/v1/customobjects/car_c"


def queued(server: Rehearsal, path: str, fields: list[str], **wanted: object) -> str:
    """Create and enqueue an export; return its path."""
    export_id = create_export(server, {"fields": fields, "filter": wanted}, path)
    assert server.post(f"{path}/{export_id}/enqueue.json").result
    return f"{path}/{export_id}"


def run_meanwhile(server: Rehearsal, path: str, batches: int, act: Callable[[], object]) -> bool:
    """Run the export at a path, and act after some batches; return whether it has ended."""
    left = [batches]

    def is_stopping() -> bool:
        left[0] -= 1
        if left[0] == 0:
            act()
        return False

    job = {"job": number_of(path.rpartition("/")[2])}
    return ExtractRunner(server.store).run(job, LongRun(is_stopping, lambda _: True))


def status(server: Rehearsal, path: str) -> tuple[str, str | None]:
    """Return status and message of an export, of which there is a file if it is completed."""
    (item,) = server.get(f"{path}/status.json").result
    file = server.get(f"{path}/file.json")
    assert (file.status == 200) == (item["status"] == "Completed")
    return item["status"], item.get("errorMsg")


def people(server: Rehearsal) -> None:
    lines = [f"person.{number}@example.com,Rome" for number in range(ROWS)]
    import_leads(server, "\n".join(["email,city", *lines]))


@pytest.mark.parametrize("is_smart", [False, True])
def test_a_list_that_is_deleted_while_its_extract_waits(
    server: Rehearsal, *, is_smart: bool
) -> None:
    kind, noun = ("smartList", "Smart List") if is_smart else ("staticList", "List")
    number = new_smart_list(server, "Gone") if is_smart else new_list(server, "Gone")
    path = queued(server, LEADS_EXPORT, ["email"], **{f"{kind}Id": number})
    assert post(server, f"{kind}/{number}/delete.json").result
    server.run_jobs()
    assert status(server, path) == ("Failed", f"object not found: {noun}")


def test_a_program_that_is_deleted_while_its_extract_waits(server: Rehearsal) -> None:
    program_id = new_program(server)
    set_status(server, program_id, "Registered", create(server))
    path = queued(server, MEMBERS_EXPORT, ["leadId"], programId=program_id)
    assert post(server, f"program/{program_id}/delete.json").result
    server.run_jobs()
    assert status(server, path) == ("Failed", "object not found: Program")


def test_a_program_that_is_deleted_while_its_import_waits(server: Rehearsal) -> None:
    program_id = new_program(server)
    place = f"/bulk/v1/program/{program_id}/members/import.json"
    query = {"format": "csv", "programMemberStatus": "Registered"}
    (item,) = upload(server, "email\nada@example.com\n", place, query).result
    assert post(server, f"program/{program_id}/delete.json").result
    server.run_jobs()
    path = f"/bulk/v1/program/members/import/{item['batchId']}/status.json"
    (found,) = server.get(path).result
    assert (found["status"], found["numOfLeadsProcessed"]) == ("Failed", 0)
    assert found["message"] == "object not found: Program"


@pytest.mark.parametrize("batches", [1, 2])
def test_a_list_that_is_deleted_while_its_extract_runs(server: Rehearsal, batches: int) -> None:
    """The extract reads one snapshot, which still has the list."""
    people(server)
    number = new_list(server, "Gone")
    add(server, number, *range(1, 301))
    path = queued(server, LEADS_EXPORT, ["id"], staticListId=number)
    other = queued(server, LEADS_EXPORT, ["id"], createdAt=around_now(server))

    def delete() -> None:
        assert post(server, f"staticList/{number}/delete.json").result

    assert run_meanwhile(server, path if batches == 1 else other, batches, delete)
    server.run_jobs()
    expected = ("Completed", None) if batches == 1 else ("Failed", "object not found: List")
    assert status(server, path) == expected
    assert status(server, other) == ("Completed", None)
    if batches == 1:
        assert len(rows(server.get(f"{path}/file.json"))) == 301


def test_a_field_of_an_object_that_is_deleted_while_its_extract_waits(server: Rehearsal) -> None:
    make_type(server, "car_c", VIN, {"name": "owner", **LEAD_LINK}, {"name": "color"})
    kept = queued(server, f"{CARS}/export", ["vin"], updatedAt=around_now(server))
    lost = queued(server, f"{CARS}/export", ["vin", "color"], updatedAt=around_now(server))
    body = {"input": [{"name": "color"}]}
    (batch,) = upload(server, "vin,color\nv1,red\n", f"{CARS}/import.json").result
    assert schema(server, "car_c", "deleteField", body) is None
    assert schema(server, "car_c", "approve") is None
    server.run_jobs()
    assert status(server, kept) == ("Completed", None)
    assert status(server, lost)[0] == "Failed"
    assert "color" in (status(server, lost)[1] or "")
    (done,) = server.get(f"{CARS}/import/{batch['batchId']}/status.json").result
    assert (done["status"], done["numOfObjectsProcessed"]) == ("Complete", 1)


@pytest.mark.parametrize("batches", [1, 2, 3])
def test_an_extract_that_is_cancelled_at_work(server: Rehearsal, batches: int) -> None:
    people(server)
    path = queued(server, LEADS_EXPORT, ["email"], createdAt=around_now(server))

    def cancel() -> None:
        (item,) = server.post(f"{path}/cancel.json").result
        assert item["status"] == "Cancelled"

    assert run_meanwhile(server, path, batches, cancel)
    assert status(server, path) == ("Cancelled", None)
    server.run_jobs()
    assert status(server, path) == ("Cancelled", None)
    after = queued(server, LEADS_EXPORT, ["email"], createdAt=around_now(server))
    server.run_jobs()
    assert status(server, after) == ("Completed", None)
    assert job_states(server)[-2:] == ["cancelled", "completed"]
