"""Bulk Export Leads: the life of a job, filters, the file (behaviour.md 6.2, 6.3)."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from leadkeep.bulk.tables import bulk_file
from leadkeep.domain.assets.engine import create_asset
from leadkeep.domain.assets.folders import FolderRef
from leadkeep.domain.automation.rules import parse_rules
from leadkeep.domain.automation.smart_lists import SMART_LIST, SmartListValues
from leadkeep.domain.instance.access import Work, operator_access, remove_client
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from tests.support.bulk import (
    LEADS_EXPORT,
    advance,
    around_now,
    create_export,
    export,
    job_states,
    rows,
)
from tests.support.leads import add_fields, create, east_token, sync
from tests.support.lists import add, new_list
from tests.support.wire import settings

ITEM = ["exportId", "format", "status", "createdAt"]


def wanted(server: Rehearsal, **body: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the body of an export of all leads."""
    return {"fields": ["email"], "filter": {"createdAt": around_now(server)}} | body


def new_smart_list(server: Rehearsal, name: str) -> int:
    """Create a smart list of the leads in Rome and return its id."""
    new = SmartListValues(name, FolderRef(13), rules=parse_rules(ROME))
    made = server.store.write_now(
        lambda tx: create_asset(Work(tx, operator_access(tx)), SMART_LIST, new)
    )
    return made.id


def verb(server: Rehearsal, export_id: str, name: str) -> Any:  # noqa: ANN401
    return server.post(f"{LEADS_EXPORT}/{export_id}/{name}.json")


def status(server: Rehearsal, export_id: str) -> dict[str, Any]:
    (item,) = server.get(f"{LEADS_EXPORT}/{export_id}/status.json").result
    found: dict[str, Any] = item
    return found


@pytest.mark.fact("R", "6.2")
def test_the_life_of_a_job(server: Rehearsal) -> None:
    create(server, email="ada@example.com")
    (made,) = server.post(f"{LEADS_EXPORT}/create.json", wanted(server)).result
    assert list(made) == ITEM
    assert (made["format"], made["status"]) == ("CSV", "Created")
    path = f"{LEADS_EXPORT}/{made['exportId']}"
    assert server.get(f"{path}/file.json").status == 404
    (queued,) = verb(server, made["exportId"], "enqueue").result
    assert queued == made | {"status": "Queued", "queuedAt": made["createdAt"]}
    assert verb(server, made["exportId"], "enqueue").error == ("1029", "Job already queued")
    server.run_jobs()
    done = status(server, made["exportId"])
    file = server.get(f"{path}/file.json")
    assert list(done) == [
        *ITEM,
        *("queuedAt", "startedAt", "finishedAt", "numberOfRecords", "fileSize", "fileChecksum"),
    ]
    assert (done["status"], done["numberOfRecords"]) == ("Completed", 1)
    assert done["fileSize"] == len(file.content)
    assert done["fileChecksum"] == f"sha256:{hashlib.sha256(file.content).hexdigest()}"
    assert file.content == b"email\nada@example.com\n"
    assert file.headers["content-type"] == "text/csv;charset=UTF-8"
    assert verb(server, made["exportId"], "cancel").result == [done]


@pytest.mark.fact("R", "6.2")
@pytest.mark.parametrize("is_queued", [False, True])
def test_a_job_can_be_cancelled(server: Rehearsal, *, is_queued: bool) -> None:
    export_id = create_export(server, wanted(server))
    if is_queued:
        assert verb(server, export_id, "enqueue").result
    (item,) = verb(server, export_id, "cancel").result
    assert list(item) == [*ITEM, *(["queuedAt"] if is_queued else [])]  # as recorded in 2018
    assert item["status"] == "Cancelled"
    server.run_jobs()
    assert status(server, export_id) == item
    assert verb(server, export_id, "enqueue").error[0] == "1029"
    assert server.get(f"{LEADS_EXPORT}/{export_id}/file.json").content == b"File not found\n"


@pytest.mark.fact("R", "6.3")
def test_how_values_are_written(server: Rehearsal) -> None:
    add_fields(server, {"born": "date", "seen": "datetime", "share": "float", "isVip": "boolean"})
    create(
        *(server,),
        email="ada@example.com",
        firstName='A "B", C',
        lastName="two\nlines",
        leadScore=7,
        born="1815-12-10",
        seen="2026-01-02T03:04:05+01:00",
        share=1.5,
        isVip=True,
    )
    create(server, email="bob@example.com", share=2)
    names = ["firstName", "lastName", "leadScore", "born", "seen", "share", "isVip", "cookies"]
    body = wanted(server, fields=names, columnHeaderNames={"born": "Birthday", "email": "x"})
    export_id = create_export(server, body)
    verb(server, export_id, "enqueue")
    server.run_jobs()
    content = server.get(f"{LEADS_EXPORT}/{export_id}/file.json").content.decode()
    assert content == (
        "firstName,lastName,leadScore,Birthday,seen,share,isVip,cookies\n"
        '"A ""B"", C","two\nlines",7,1815-12-10,2026-01-02T02:04:05Z,1.5,true,null\n'
        "null,null,null,null,null,2,false,null\n"
    )


@pytest.mark.fact("D", "6.3")
@pytest.mark.parametrize(("name", "line"), [("TSV", b"id\temail\n"), ("ssv", b"id;email\n")])
def test_other_formats(server: Rehearsal, name: str, line: bytes) -> None:
    body = wanted(server, fields=["id", "email", "id"], format=name)
    (item,) = server.post(f"{LEADS_EXPORT}/create.json", body).result
    assert item["format"] == name.upper()
    verb(server, item["exportId"], "enqueue")
    server.run_jobs()
    assert server.get(f"{LEADS_EXPORT}/{item['exportId']}/file.json").content == line


def test_every_field_that_describe_shows_can_be_exported(server: Rehearsal) -> None:
    create(server)
    described = server.get("/rest/v1/leads/describe.json").result
    names = [each["rest"]["name"] for each in described if "rest" in each]
    head, row = export(server, wanted(server, fields=names))
    assert head == names
    assert len(row) == len(names)


@pytest.mark.fact("D", "6.2")
def test_filters_by_date(server: Rehearsal) -> None:
    start = server.clock.now()
    first = create(server, email="first@example.com")
    advance(server, hours=2)
    create(server, email="second@example.com")
    advance(server, hours=2)
    sync(server, {"id": first, "city": "Rome"}, lookupField="id", action="updateOnly")
    advance(server, hours=2)
    sync(server, {"id": first, "city": "Oslo"}, lookupField="id", action="updateOnly")

    def dates(hours: float, until: float) -> dict[str, str]:
        ends = (start + timedelta(hours=each) for each in (hours, until))
        return dict(zip(("startAt", "endAt"), (each.isoformat() for each in ends), strict=True))

    def found(**by: Any) -> list[str]:  # noqa: ANN401
        return [row[0] for row in export(server, wanted(server, filter=by))[1:]]

    assert found(createdAt=dates(0, 0)) == ["first@example.com"]
    assert found(createdAt=dates(0.1, 3)) == ["second@example.com"]
    assert found(createdAt=dates(0, 2)) == ["first@example.com", "second@example.com"]
    # Any change counts, also one that was followed by others.
    assert found(updatedAt=dates(3, 5)) == ["first@example.com"]
    assert found(updatedAt=dates(1, 3)) == ["second@example.com"]
    assert found(updatedAt=dates(0, 9)) == ["first@example.com", "second@example.com"]
    assert found(updatedAt=dates(7, 9)) == []


@pytest.mark.fact("D", "6.2")
def test_filters_by_list(server: Rehearsal) -> None:
    leads = [create(server, email=f"l{number}@example.com", city="Rome") for number in range(3)]
    list_id = new_list(server, "Fair")
    add(server, list_id, leads[2], leads[0])
    smart = new_smart_list(server, "In Rome")
    sync(server, {"id": leads[1], "city": "Oslo"}, lookupField="id", action="updateOnly")
    for by in ({"staticListId": list_id}, {"staticListName": "fair"}):
        rows_of = export(server, wanted(server, filter=by, fields=["email", "id"]))
        assert rows_of[1:] == [["l0@example.com", f"{leads[0]}"], ["l2@example.com", f"{leads[2]}"]]
    for by in ({"smartListId": str(smart)}, {"smartListName": "In Rome"}):
        found = export(server, wanted(server, filter=by))
        assert found[1:] == [["l0@example.com"], ["l2@example.com"]]


ROME = {"filters": [{"field": "city", "operator": "is", "values": ["Rome"]}]}
JANUARY = {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-01-31T00:00:00Z"}
LONG = {"startAt": "2026-01-01T00:00:00.000Z", "endAt": "2026-02-01T00:00:01.000Z"}
FILTER_609 = ("609", "Invalid value specified for attribute 'filter'")
ONE_FILTER = ("1003", "Exactly one filter must be specified")
FIELDS_1003 = ("1003", "Invalid fields [hat, cap]")


@pytest.mark.fact("C", "6.2")
@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"filter": None}, FILTER_609),
        ({"filter": "all"}, FILTER_609),
        ({"filter": {"createdAt": "today"}}, FILTER_609),
        ({"filter": {}}, ONE_FILTER),
        ({"filter": {"createdAt": JANUARY, "updatedAt": JANUARY}}, ONE_FILTER),
        ({"filter": {"createdAt": {"startAt": "2026-01-01"}}}, ("1002", "'endAt'")),
        ({"filter": {"createdAt": JANUARY | {"endAt": "soon"}}}, ("1003", "parameter endAt")),
        ({"filter": {"createdAt": JANUARY | {"endAt": "2025-01-01"}}}, ("1003", "is before")),
        ({"filter": {"updatedAt": LONG}}, ("1003", "Maximum allowed is 31 days")),
        ({"filter": {"staticListId": 99}}, ("1013", "List not found")),
        ({"filter": {"staticListId": "x"}}, ("1001", '"x"')),
        ({"filter": {"staticListName": "No"}}, ("1013", "List not found")),
        ({"filter": {"smartListId": 99}}, ("1013", "Smart List not found")),
        ({"filter": {"smartListName": "No"}}, ("1013", "Smart List not found")),
        ({"fields": []}, ("1003", "fields not specified")),
        ({"fields": None}, ("1003", "fields not specified")),
        ({"fields": ["Email", "hat", "cap"]}, FIELDS_1003),
        ({"fields": "email"}, ("609", "'fields'")),
        ({"format": "xml"}, ("1003", "Invalid format 'xml' specified")),
        ({"columnHeaderNames": "x"}, ("609", "'columnHeaderNames'")),
        ({"columnHeaderNames": {"email": 1}}, ("609", "'columnHeaderNames'")),
    ],
)
def test_wrong_bodies(server: Rehearsal, change: dict[str, Any], error: tuple[str, str]) -> None:
    good = {"fields": ["email"], "filter": {"createdAt": JANUARY}}
    code, text = server.post(f"{LEADS_EXPORT}/create.json", good | change).error
    assert code == error[0]
    assert error[1] in text
    headers = [{"name": "email", "value": "Address"}]
    assert create_export(server, good | {"columnHeaderNames": headers})


@pytest.mark.fact("D", "6.2")
def test_ten_jobs_wait_and_two_of_them_run(server: Rehearsal) -> None:
    jobs = [create_export(server, wanted(server)) for _ in range(11)]
    for each in jobs[:10]:
        assert verb(server, each, "enqueue").result
    assert verb(server, jobs[10], "enqueue").error == ("1029", "Too many jobs in queue")
    verb(server, jobs[0], "cancel")
    assert verb(server, jobs[10], "enqueue").result
    server.run_jobs()
    assert job_states(server) == ["cancelled", *["completed"] * 10]


@pytest.mark.fact("R", "6.2")
def test_the_daily_quota(store: Store) -> None:
    with Rehearsal(store, settings=settings(limit_export_mib=1)) as server:
        sync(server, *({"firstName": "x" * 255} for _ in range(300)), action="createDuplicate")
        body = wanted(server, fields=["firstName"])
        waiting = create_export(server, body)
        for _ in range(14):
            export(server, body)
        text = "Export daily quota 1MB exceeded."
        assert server.post(f"{LEADS_EXPORT}/create.json", body).error == ("1029", text)
        assert verb(server, waiting, "enqueue").error == ("1029", text)
        advance(server, days=1)
        assert verb(server, waiting, "enqueue").result


@pytest.mark.fact("D", "6.2")
@pytest.mark.parametrize(
    ("sent", "begin", "end"),
    [("bytes=0-0", 0, 1), ("bytes=725-", 725, None), ("bytes=10-19", 10, 20)],
)
def test_parts_of_a_file(server: Rehearsal, sent: str, begin: int, end: int | None) -> None:
    sync(server, *({"city": "Rome"} for _ in range(200)), action="createDuplicate")
    path, content = self_made_file(server)
    answer = server.get(path, headers={"range": sent})
    assert answer.content == content[begin:end]
    assert answer.status == 206
    last = (len(content) if end is None else end) - 1
    assert answer.headers["content-range"] == f"bytes {begin}-{last}/{len(content)}"
    assert answer.headers["accept-ranges"] == "bytes"
    head = server.request("HEAD", path)
    assert (head.status, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(content))


@pytest.mark.parametrize("sent", ["bytes=9999999-", "bytes=9999999-99999999", "bytes=-0"])
def test_a_range_behind_the_file(server: Rehearsal, sent: str) -> None:
    path, content = self_made_file(server)
    answer = server.get(path, headers={"range": sent})
    assert (answer.status, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{len(content)}"


@pytest.mark.parametrize("sent", ["", "bytes=", "bytes=-", "bytes=5-1", "bytes=0-1,3-4", "x=0-1"])
def test_ranges_that_name_nothing_are_ignored(server: Rehearsal, sent: str) -> None:
    path, content = self_made_file(server)
    answer = server.get(path, headers={"range": sent})
    assert (answer.status, answer.content) == (200, content)
    assert server.get(path, headers={"range": "bytes=-2"}).content == content[-2:]


def self_made_file(server: Rehearsal) -> tuple[str, bytes]:
    """Run an export; return the path of its file and the content."""
    export_id = create_export(server, wanted(server, fields=["id", "city"]))
    verb(server, export_id, "enqueue")
    server.run_jobs()
    path = f"{LEADS_EXPORT}/{export_id}/file.json"
    return path, server.get(path).content


@pytest.mark.fact("D", "6.2")
def test_a_job_is_its_users(server: Rehearsal) -> None:
    path, _ = self_made_file(server)
    job = path.removesuffix("/file.json")
    other = server.token_for(server.add_client("other"))
    missing = ("1013", "Export job not found")
    assert server.get(f"{job}/status.json", token=other).error == missing
    assert server.post(f"{job}/enqueue.json", token=other).error == missing
    assert server.post(f"{job}/cancel.json", token=other).error == missing
    assert server.get(path, token=other).status == 404
    assert "result" not in server.get(f"{LEADS_EXPORT}.json", token=other).body
    assert server.get(f"{job}/status.json").result
    assert server.get(f"{LEADS_EXPORT}/x/status.json").error == missing
    activities = job.replace("leads", "activities")
    assert server.get(f"{activities}/status.json").error == missing


@pytest.mark.fact("D", "6.2")
def test_the_list_of_jobs(server: Rehearsal) -> None:
    assert list(server.get(f"{LEADS_EXPORT}.json").body) == ["requestId", "success"]
    jobs = [create_export(server, wanted(server)) for _ in range(3)]
    verb(server, jobs[1], "cancel")

    def listed(**query: Any) -> list[str]:  # noqa: ANN401
        found = server.get(f"{LEADS_EXPORT}.json", query).body
        return [each["exportId"] for each in found.get("result", [])]

    assert listed() == jobs
    assert listed(status="Canceled") == listed(status="cancelled") == [jobs[1]]
    assert listed(status="CREATED,Completed") == [jobs[0], jobs[2]]
    assert server.get(f"{LEADS_EXPORT}.json", {"status": "done"}).error[0] == "1003"
    first = server.get(f"{LEADS_EXPORT}.json", {"batchSize": 2}).body
    assert "moreResult" not in first
    rest = server.get(f"{LEADS_EXPORT}.json", {"nextPageToken": first["nextPageToken"]}).body
    assert [each["exportId"] for each in first["result"] + rest["result"]] == jobs
    assert "nextPageToken" not in rest
    advance(server, days=7, seconds=1)
    assert listed() == []
    assert status(server, jobs[0])["status"] == "Created"


@pytest.mark.fact("D", "6.2")
def test_how_long_jobs_and_files_are_kept(server: Rehearsal) -> None:
    path, content = self_made_file(server)
    job = path.removesuffix("/file.json")
    steps = ((9, 200, True), (2, 404, True), (18, 404, True), (2, 404, False))
    for days, file_status, has_job in steps:
        advance(server, days=days)
        server.prune_bulk_jobs()
        assert server.get(path).status == file_status
        assert (server.get(f"{job}/status.json").body["success"]) == has_job
        assert bool(pieces(server)) == (file_status == 200)
    assert content
    assert job_states(server) == []


def pieces(server: Rehearsal) -> int:
    query = select(func.count()).select_from(bulk_file)
    return int(server.store.read_now(lambda tx: tx.execute(query).scalar_one()))


def test_leads_of_other_partitions_are_left_out(server: Rehearsal) -> None:
    token = east_token(server)
    create(server, email="west@example.com")
    sync(server, {"email": "east@example.com"}, token=token)
    export_id = create_export(server, wanted(server), token=token)
    path = f"{LEADS_EXPORT}/{export_id}"
    server.post(f"{path}/enqueue.json", token=token)
    server.run_jobs()
    assert rows(server.get(f"{path}/file.json", token=token)) == [["email"], ["east@example.com"]]


def test_a_user_that_is_removed_gets_no_file(server: Rehearsal) -> None:
    other = server.add_client("other")
    token = server.token_for(other)
    export_id = create_export(server, wanted(server), token=token)
    server.post(f"{LEADS_EXPORT}/{export_id}/enqueue.json", token=token)
    server.store.write_now(lambda tx: remove_client(tx, "other"))
    server.run_jobs()
    assert job_states(server) == ["failed"]
