"""Import Leads: ``/bulk/v1/leads.json`` (behaviour.md 6.1)."""

import pytest

from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from tests.support.bulk import (
    IMPORT_LEADS,
    MULTIPART,
    advance,
    failures,
    import_leads,
    job_states,
    lead_import,
    multipart,
    rows,
    upload,
)
from tests.support.leads import create, east_token, find, logged, read
from tests.support.lists import new_list
from tests.support.wire import settings

PEOPLE = "email,firstName,leadScore\nada@example.com,Ada,7\nbob@example.com,Bob,\n"
NOT_MULTIPART = ("613", "Invalid Multipart Request")


@pytest.mark.fact("D", "6.1")
def test_an_import_from_upload_to_message(server: Rehearsal) -> None:
    (queued,) = upload(server, PEOPLE, query={"format": "csv"}).result
    assert list(queued) == ["batchId", "importId", "status"]
    assert (queued["status"], queued["importId"]) == ("Queued", str(queued["batchId"]))
    waiting = lead_import(server, queued["batchId"])
    assert waiting == queued | {
        "numOfLeadsProcessed": 0,
        "numOfRowsFailed": 0,
        "numOfRowsWithWarning": 0,
    }
    server.run_jobs()
    done = lead_import(server, queued["batchId"])
    assert done == {
        **queued,
        "status": "Complete",
        "numOfLeadsProcessed": 2,
        "numOfRowsFailed": 0,
        "numOfRowsWithWarning": 0,
        "message": "Import succeeded, 2 records imported (2 members)",
    }
    assert [each["firstName"] for each in find(server, "email", "ada@example.com")] == ["Ada"]
    for name in ("failures", "warnings"):
        answer = server.get(f"/bulk/v1/leads/batch/{queued['batchId']}/{name}.json")
        assert (answer.status, answer.content) == (200, b"")


@pytest.mark.fact("D", "6.1")
@pytest.mark.parametrize("name", ["ssv", "TSV", "csv"])
def test_formats_and_parameters_in_parts(server: Rehearsal, name: str) -> None:
    delimiter = {"ssv": ";", "TSV": "\t", "csv": ","}[name]
    text = f"firstName{delimiter}email\nAda{delimiter}ada@example.com\n"
    assert import_leads(server, text, format=name)["numOfLeadsProcessed"] == 1
    assert find(server, "email", "ada@example.com")[0]["firstName"] == "Ada"


@pytest.mark.fact("D", "6.1")
def test_rows_that_fail_and_the_file_of_failures(server: Rehearsal) -> None:
    text = (
        "email,leadScore,city,Colour\n"
        "good@example.com,1,Rome,red\n"
        "bad@example.com,many,Rome,red\n"
        ",2,Rome,red\n"
        "short@example.com,3\n"
        'long@example.com,4,"New\nYork",red,more\n'
    )
    status = import_leads(server, text)
    assert status["message"] == (
        "Import completed with errors, 1 records imported (1 members), 4 failed"
    )
    assert failures(server, status["batchId"]) == [
        ["email", "leadScore", "city", "Colour", "Import Failure Reason"],
        ["bad@example.com", "many", "Rome", "red", "Invalid data type in field Lead Score"],
        ["", "2", "Rome", "red", "Value for lookup field 'email' not found"],
        ["short@example.com", "3", "", "", "2 cells, but the header has 4"],
        ["long@example.com", "4", "New\nYork", "red", "5 cells, but the header has 4", "more"],
    ]


def test_a_file_of_failures_can_be_imported_again(server: Rehearsal) -> None:
    first = import_leads(server, "email,leadScore\nagain@example.com,many\n")
    reasons = failures(server, first["batchId"])
    text = "".join(",".join(row) + "\n" for row in reasons)
    second = import_leads(server, text)
    assert failures(server, second["batchId"]) == reasons
    assert import_leads(server, text.replace("many", "7"))["numOfRowsFailed"] == 0
    assert find(server, "email", "again@example.com", fields="leadScore")[0]["leadScore"] == 7


@pytest.mark.fact("D", "6.1")
def test_a_bad_address_that_is_no_key_is_a_warning(server: Rehearsal) -> None:
    lead_id = create(server, firstName="Old")
    address = read(server, lead_id, "email")["email"]
    text = f"id,firstName,email\n{lead_id},New,no address\n"
    status = import_leads(server, text, lookupField="id")
    assert status["numOfRowsWithWarning"] == 1
    assert status["message"] == "Import succeeded, 1 records imported (1 members) , 1 warning."
    assert read(server, lead_id, "firstName", "email") == {"firstName": "New", "email": address}
    file = server.get(f"/bulk/v1/leads/batch/{status['batchId']}/warnings.json")
    assert rows(file)[0][-1] == "Import Warning Reason"
    assert rows(file)[1] == [str(lead_id), "New", "no address", "Invalid email address"]


@pytest.mark.fact("D", "6.1")
def test_id_as_lookup_field_only_updates(server: Rehearsal) -> None:
    lead_id = create(server)
    text = f"id,city\n{lead_id},Rome\n999999,Oslo\n"
    status = import_leads(server, text, lookupField="id")
    assert (status["numOfLeadsProcessed"], status["numOfRowsFailed"]) == (1, 1)
    assert failures(server, status["batchId"])[1][-1] == "Lead not found"
    assert read(server, lead_id, "city") == {"city": "Rome"}


@pytest.mark.fact("C", "6.1")
def test_a_later_row_updates_what_an_earlier_one_made(server: Rehearsal) -> None:
    text = "email,city\nsame@example.com,Rome\nSAME@example.com,Oslo\n"
    assert import_leads(server, text)["numOfLeadsProcessed"] == 2
    assert find(server, "email", "same@example.com", fields="city")[0]["city"] == "Oslo"


def test_empty_cells_and_null_clear_a_value(server: Rehearsal) -> None:
    lead_id = create(server, city="Rome", country="Italy", firstName="Ada")
    text = f"id,city,country,firstName\n{lead_id},,null,Null\n"
    import_leads(server, text, lookupField="id")
    found = read(server, lead_id, "city", "country", "firstName")
    assert found == {"city": None, "country": None, "firstName": "Null"}


@pytest.mark.fact("R", "6.1")
def test_leads_get_onto_the_list_and_the_log_says_so(server: Rehearsal) -> None:
    list_id = new_list(server, "Fair")
    import_leads(server, PEOPLE, listId=list_id)
    members = server.get(f"/rest/v1/lists/{list_id}/leads.json", {"fields": "id"}).result
    assert len(members) == 2
    lead_id = members[0]["id"]
    new, added = logged(server, lead_id)
    assert (new.type_id, added.type_id) == (12, 24)
    assert ("Source Type", "List import") in new.attributes
    assert ("API Method Name", "importLead") in new.attributes
    found = read(server, lead_id, "originalSourceType", "originalSourceInfo")
    assert found == {"originalSourceType": "List import", "originalSourceInfo": "List: Fair"}


@pytest.mark.fact("D", "6.1")
def test_one_import_of_a_list_at_a_time(server: Rehearsal) -> None:
    list_id = new_list(server, "Busy")
    assert upload(server, PEOPLE, parts={"listId": list_id}).result
    again = upload(server, PEOPLE, parts={"listId": list_id})
    assert again.error == ("1019", "Import in progress")
    server.run_jobs()
    assert upload(server, PEOPLE, parts={"listId": list_id}).result


@pytest.mark.fact("D", "6.1")
def test_ten_imports_wait_and_two_of_them_run(server: Rehearsal) -> None:
    for number in range(10):
        assert upload(server, f"email\nqueued.{number}@example.com\n").result
    text = "There are 10 imports currently being processed. Please try again later"
    assert upload(server, PEOPLE).error == ("1016", text)
    server.run_jobs()
    assert job_states(server) == ["completed"] * 10
    assert upload(server, PEOPLE).result


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"lookupField": "hat"}, ("1006", "Lookup field 'hat' not found")),
        ({"lookupField": "createdAt"}, ("1011", "Lookup field 'createdAt' not supported")),
        ({"listId": 999}, ("1013", "List not found")),
        ({"listId": "x"}, ("1001", 'For input string: "x" failed to convert to a number')),
        ({"partitionName": "None"}, ("1003", "Partition 'None' not found")),
        ({"format": "xml"}, ("1003", "Invalid format 'xml' specified")),
    ],
)
def test_wrong_parameters(server: Rehearsal, parts: dict[str, str], error: tuple[str, str]) -> None:
    assert upload(server, PEOPLE, parts=parts).error == error
    assert job_states(server) == []
    assert upload(server, PEOPLE).result


@pytest.mark.fact("U", "6.1")
@pytest.mark.parametrize("content", [b"", b" \n\n"])
def test_an_empty_file(server: Rehearsal, content: bytes) -> None:
    assert upload(server, content).error == ("1003", "Empty file")


@pytest.mark.fact("D", "6.1")
def test_bodies_that_are_not_multipart(server: Rehearsal) -> None:
    whole = multipart(PEOPLE.encode())
    for content, kind in (
        (PEOPLE.encode(), "text/csv"),
        (multipart(PEOPLE.encode(), "upload"), MULTIPART["content-type"]),
        (whole[:-20], MULTIPART["content-type"]),
        (whole, "multipart/form-data"),
        (whole, "multipart/form-data; boundary=other"),
        (whole.replace(b"--XyZ--\r\n", b"") + whole, MULTIPART["content-type"]),
        (b"", MULTIPART["content-type"]),
    ):
        headers = {"content-type": kind}
        answer = server.request("POST", IMPORT_LEADS, content=content, headers=headers)
        assert answer.error == NOT_MULTIPART, content
    assert server.post(IMPORT_LEADS, {"a": 1}).error == NOT_MULTIPART
    assert server.request("POST", IMPORT_LEADS, content=whole, headers=MULTIPART).result


def test_a_file_that_cannot_be_read_fails_as_a_whole(server: Rehearsal) -> None:
    status = import_leads(server, "email,email\na@example.com,b@example.com\n")
    assert (status["status"], status["numOfLeadsProcessed"]) == ("Failed", 0)
    assert status["message"] == "row 1: two columns have the name 'email'"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(server: Rehearsal, encoding: str) -> None:
    text = "email,city\r\nå.b@example.com,Ås\r\nc@example.com,Øst\r\n"
    status = import_leads(server, text.encode(encoding))
    assert status["numOfRowsFailed"] == 1  # an address has ASCII letters only
    assert find(server, "email", "c@example.com", fields="city")[0]["city"] == "Øst"


def test_a_list_that_is_deleted_meanwhile(server: Rehearsal) -> None:
    list_id = new_list(server, "Gone")
    (queued,) = upload(server, PEOPLE, parts={"listId": list_id}).result
    server.request("POST", f"/rest/asset/v1/staticList/{list_id}/delete.json")
    server.run_jobs()
    status = lead_import(server, queued["batchId"])
    assert (status["status"], status["message"]) == ("Failed", "object not found: List")
    assert find(server, "email", "ada@example.com") == []


def test_many_batches_count_as_one_import(server: Rehearsal) -> None:
    lines = [f"p{number}@example.com,{number if number % 500 else 'x'}" for number in range(2_100)]
    status = import_leads(server, "\n".join(["email,leadScore", *lines]))
    assert (status["numOfLeadsProcessed"], status["numOfRowsFailed"]) == (2_095, 5)
    failed = [row[0] for row in failures(server, status["batchId"])[1:]]
    assert failed == [f"p{number}@example.com" for number in range(0, 2_100, 500)]


def test_an_import_is_its_users_and_gone_after_a_week(server: Rehearsal) -> None:
    status = import_leads(server, PEOPLE)
    path = f"/bulk/v1/leads/batch/{status['batchId']}.json"
    other = server.token_for(server.add_client("other"))
    assert server.get(path, token=other).error == ("1013", "Batch not found")
    assert server.get(path).result
    assert server.get("/bulk/v1/leads/batch/x.json").error[0] == "1001"
    advance(server, days=7, seconds=1)
    assert server.get(path).error == ("1013", "Batch not found")


def test_leads_of_other_partitions_are_out_of_reach(server: Rehearsal) -> None:
    lead_id = create(server, email="west@example.com", city="Rome")
    token = east_token(server)
    text = "email,city\nwest@example.com,Oslo\neast@example.com,Oslo\n"
    (queued,) = upload(server, text, token=token).result
    server.run_jobs()
    path = f"/bulk/v1/leads/batch/{queued['batchId']}"
    (status,) = server.get(f"{path}.json", token=token).result
    assert (status["numOfLeadsProcessed"], status["numOfRowsFailed"]) == (1, 1)
    file = server.get(f"{path}/failures.json", token=token)
    assert rows(file)[1][-1] == "Access denied to partition 'Default'"
    assert read(server, lead_id, "city") == {"city": "Rome"}


def test_the_largest_upload_is_a_setting(store: Store) -> None:
    with Rehearsal(store, settings=settings(bulk_upload_mib=12)) as server:
        text = "email,city\n" + "x" * 11_000_000
        status = import_leads(server, text)
        assert status["numOfRowsFailed"] == 1
        assert upload(server, b"x" * 13_000_000).status == 413
