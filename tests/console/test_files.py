"""Imports and exports by pages: from the dropped file to refused rows, and files for one user."""

import gzip
import io
import sys
from collections.abc import Callable
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from pyarrow import parquet

from leadkeep.settings import Settings
from leadkeep.testing import Rehearsal
from tests.support.bulk import BOUNDARY, MULTIPART
from tests.support.campaigns import apply
from tests.support.console import Browser, signed_in, text_of
from tests.support.leads import create, east_token, logged, read
from tests.support.records import VIN, make_type

PEOPLE = """Email Address,Vorname,company,Note
ada@example.com,Ada,Engines,x
grace@example.com,Grace,,y
,Nobody,,z
"""


def send_file(
    browser: Browser,
    content: bytes | str,
    name: str = "people.csv",
    **fields: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Upload a file as the form of the page does."""
    form = {"csrf": browser.csrf, "action": "upload", "what": "leads", **fields}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in form.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    encoded = content if isinstance(content, bytes) else content.encode()
    end = f"\r\n--{BOUNDARY}--\r\n".encode()
    body = b"".join([*parts, head.encode(), b"Content-Type: text/csv\r\n\r\n", encoded, end])
    return browser.send_body("/imports", body, **MULTIPART)


def draft(browser: Browser, content: bytes | str = PEOPLE, **fields: Any) -> str:  # noqa: ANN401
    """Upload a file; return the path of its page."""
    done = send_file(browser, content, **fields)
    assert done.status == 303, done.content
    path: str = done.headers["location"]
    return path.removeprefix("/console")


def shown(browser: Browser, path: str) -> dict[str, Any]:
    found: dict[str, Any] = browser.get(f"{path}.json").body
    return found


MAPPED = {"column-0": "email", "column-1": "firstName", "column-2": "company", "column-3": ""}


def test_a_file_is_mapped_tried_and_imported(server: Rehearsal) -> None:
    """From the upload to the rows that were refused, under the name of the user."""
    apply(server, "lists: [{name: Newsletter}]")
    known = create(server, email="grace@example.com", company="Kept")
    browser = signed_in(server, "eve@example.com")
    path = draft(browser)
    page = shown(browser, path)
    assert page["draft"]["encoding"] == "UTF-8"
    assert [each["field"] for each in page["draft"]["columns"]] == ["email", None, "company", None]
    (newsletter,) = page["draft"]["lists"]
    assert "ada@example.com" in text_of(browser.get(path))
    form = {**MAPPED, "list": newsletter["id"], "lookup": "email", "format": "csv"}
    tried = text_of(browser.follow(browser.post(path, "try", **form)))
    assert "being tried" in tried
    server.run_jobs()
    trial = shown(browser, path)["trial"]
    assert (trial["created"], trial["updated"], trial["refused"]) == (1, 1, 1)
    assert trial["has_ended"]
    (reason,) = trial["reasons"]
    assert reason.startswith("row 4: ")
    assert read(server, known, "firstName")["firstName"] is None  # nothing has changed
    assert browser.post(path, "start", **form).status == 303
    assert shown(browser, path)["shown"]["state"] == "queued"
    server.run_jobs()
    done = shown(browser, path)
    assert (done["shown"]["done"], done["shown"]["failed"]) == (2, 1)
    assert done["shown"]["percent"] == 100
    # An empty cell says nothing, as with the command.
    assert read(server, known, "firstName", "company") == {"firstName": "Grace", "company": "Kept"}
    rejects = browser.get(done["rejects"])
    assert rejects.headers["content-disposition"].startswith("attachment")
    header, row = rejects.content.decode().splitlines()
    assert header == "Email Address,Vorname,company,Note,Import Failure Reason"
    assert row.startswith(",Nobody,,z,")
    users = [dict(each.attributes).get("Modifying User") for each in logged(server, known)]
    assert "eve@example.com" in users
    listed = browser.get("/imports.json").body["listing"]["rows"]
    assert [row["cells"][1:4] for row in listed] == [["people.csv", "Leads", "completed"]]


def test_an_empty_cell_clears_its_field_if_that_is_wanted(server: Rehearsal) -> None:
    known = create(server, email="grace@example.com", company="Old")
    browser = signed_in(server)
    path = draft(browser, "email,company\ngrace@example.com,\n")
    form = {"column-0": "email", "column-1": "company", "lookup": "email", "format": "csv"}
    browser.post(path, "start", empty="1", **form)
    server.run_jobs()
    assert read(server, known, "company")["company"] is None


def test_members_and_records_are_imported(server: Rehearsal) -> None:
    apply(server, "programs: [{name: Launch, type: Default, channel: Web Content}]")
    make_type(server, "car_c", VIN, {"name": "model"})
    browser = signed_in(server)
    path = draft(browser, "email,statusName\nada@example.com,Influenced\n", what="program:1001")
    columns = [each["field"] for each in shown(browser, path)["draft"]["columns"]]
    assert columns == ["email", "statusName"]
    form = {"column-0": "email", "column-1": "statusName", "lookup": "email", "format": "csv"}
    browser.post(path, "start", **form)
    server.run_jobs()
    assert shown(browser, path)["shown"]["done"] == 1
    statuses = server.get("/rest/v1/leads/programs/1001.json").result
    assert [each["membership"]["progressionStatus"] for each in statuses] == ["Influenced"]
    path = draft(browser, "vin\tmodel\n1\tA\n", what="object:car_c", name="cars.tsv")
    assert shown(browser, path)["draft"]["format"] == "tsv"
    browser.post(path, "try", **{"column-0": "vin", "column-1": "model", "format": "tsv"})
    server.run_jobs()
    assert shown(browser, path)["trial"]["created"] == 1
    browser.post(path, "start", **{"column-0": "vin", "column-1": "model", "format": "tsv"})
    server.run_jobs()
    assert shown(browser, path)["shown"]["done"] == 1


def test_a_trial_counts_a_key_once(server: Rehearsal) -> None:
    """A later row of a key would update what an earlier batch would have created."""
    browser = signed_in(server)
    rows = "".join(f"u{index % 2200}@example.com\n" for index in range(2300))
    path = draft(browser, f"email\n{rows}")
    browser.post(path, "try", **{"column-0": "email", "lookup": "email", "format": "csv"})
    server.run_jobs()
    trial = shown(browser, path)["trial"]
    assert (trial["created"], trial["updated"], trial["refused"]) == (2200, 100, 0)
    assert browser.get("/leads.json").body["listing"]["rows"] == []


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"column-1": "email"}, "two columns have the field email"),
        ({"column-1": "createdAt"}, "createdAt"),
        ({"lookup": "company"}, "company"),
        ({"list": "9999"}, "not found"),
        ({"column-0": "", "column-1": "", "column-2": ""}, "no column has a field"),
    ],
)
def test_what_does_not_fit_is_refused(
    server: Rehearsal, changed: dict[str, str], reason: str
) -> None:
    browser = signed_in(server)
    path = draft(browser)
    form = {**MAPPED, "lookup": "email", "format": "csv"}
    refused = browser.post(path, "start", **form | changed)
    assert refused.status == 422
    assert reason in text_of(refused)
    assert shown(browser, path)["isDraft"]
    assert browser.post(path, "start", **form).status == 303


def test_a_file_is_read_anew_with_another_delimiter(server: Rehearsal) -> None:
    browser = signed_in(server)
    path = draft(browser, "email,note;company\na@example.com,x;Engines\n")
    assert [each["name"] for each in shown(browser, path)["draft"]["columns"]] == [
        "email",
        "note;company",
    ]
    other = {"column-0": "email", "lookup": "email", "format": "ssv"}
    for action in ("try", "start"):
        refused = browser.post(path, action, **other)
        assert "read the file anew first" in text_of(refused)
    assert browser.post(path, "save", **other).status == 303
    columns = shown(browser, path)["draft"]["columns"]
    assert [(each["name"], each["field"]) for each in columns] == [
        ("email,note", None),
        ("company", "company"),
    ]


def test_packed_and_unreadable_files(server: Rehearsal) -> None:
    browser = signed_in(server)
    path = draft(browser, gzip.compress(PEOPLE.encode()), name="people.csv.gz")
    assert len(shown(browser, path)["draft"]["columns"]) == 4
    path = draft(browser, PEOPLE.encode("utf-16"))
    assert shown(browser, path)["draft"]["encoding"].startswith("UTF-16")
    for content, reason in (
        ("", "mpty"),
        ("email,email\n", "two columns have the name"),
        (gzip.compress(PEOPLE.encode())[:-9], "damaged"),
    ):
        refused = send_file(browser, content)
        assert refused.status == 422, content
        assert reason in text_of(refused)


OBJECTS = """{"email": "ada@example.com", "leadScore": 3, "Firma": "null"}

{"email": "grace@example.com", "company": null, "Note": {"x": 1.50}}
[]
{"email": "nobody@", "leadScore": 0.50}
"""
TYPED = {"lookup": "email", "column-0": "email", "column-1": "leadScore", "column-2": "lastName"}


def parquet_file(rows: dict[str, list[Any]]) -> bytes:
    stream = io.BytesIO()
    parquet.write_table(pa.table(rows), stream)
    return stream.getvalue()


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_objects_are_mapped_tried_and_imported(
    server: Rehearsal, pack: Callable[[bytes], bytes]
) -> None:
    """Values keep their types, and those that a row lacks say nothing."""
    known = create(server, email="grace@example.com", company="Old", leadScore=7)
    browser = signed_in(server)
    path = draft(browser, pack(OBJECTS.encode()), name="people.ndjson")
    page = shown(browser, path)["draft"]
    assert (page["format"], page["isDelimited"]) == ("ndjson", False)
    columns = [(each["name"], each["field"]) for each in page["columns"]]
    assert columns == [
        ("email", "email"),
        ("leadScore", "leadScore"),
        ("Firma", None),
        ("company", "company"),
        ("Note", None),
    ]
    assert page["columns"][4]["samples"] == ["", '{"x":1.50}', ""]
    form = TYPED | {"column-3": "company"}
    browser.post(path, "try", **form)
    server.run_jobs()
    trial = shown(browser, path)["trial"]
    assert (trial["created"], trial["updated"], trial["refused"]) == (1, 1, 2)
    assert trial["reasons"][0] == "row 4: not a JSON object"
    assert read(server, known, "company")["company"] == "Old"  # nothing has changed
    browser.post(path, "start", **form)
    server.run_jobs()
    done = shown(browser, path)
    assert (done["shown"]["done"], done["shown"]["failed"]) == (2, 2)
    assert read(server, known, "company", "leadScore") == {"company": None, "leadScore": 7}
    new = browser.get("/leads.json?q=ada@example.com").body["listing"]["rows"][0]["path"]
    names = read(server, int(new.rpartition("/")[2]), "lastName", "leadScore")
    assert names == {"lastName": "null", "leadScore": 3}
    rejects = browser.get(done["rejects"])
    assert rejects.headers["content-disposition"].endswith('.ndjson"')
    broken, refused = rejects.content.splitlines()
    assert msgspec.json.decode(broken)["line"] == "[]\n"
    assert b'"leadScore":0.50,"Import Failure Reason":' in refused


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_parquet_is_imported(server: Rehearsal, pack: Callable[[bytes], bytes]) -> None:
    known = create(server, email="b@example.com", leadScore=7)
    browser = signed_in(server)
    rows: dict[str, list[Any]] = {
        "email": ["a@example.com", "b@example.com", "c@"],
        "leadScore": [1, None, 2],
    }
    path = draft(browser, pack(parquet_file(rows)), name="people.parquet")
    assert [each["field"] for each in shown(browser, path)["draft"]["columns"]] == [*rows]
    browser.post(path, "start", lookup="email", **{"column-0": "email", "column-1": "leadScore"})
    server.run_jobs()
    done = shown(browser, path)
    assert (done["shown"]["done"], done["shown"]["failed"]) == (2, 1)
    assert read(server, known, "leadScore")["leadScore"] is None
    (line,) = browser.get(done["rejects"]).content.splitlines()
    assert msgspec.json.decode(line).items() >= {"email": "c@", "leadScore": 2}.items()


def test_objects_that_cannot_be_imported_are_refused(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(server)
    whole = parquet_file({"email": ["a@example.com"]})
    many = msgspec.json.encode({f"name{index}": 1 for index in range(1_001)})
    for content, reason in (
        ("{}\n", "no row has a value"),
        ("{\n", "row 1 (line 1): not JSON"),
        (many, "more than 1,000 names"),
        (msgspec.json.encode({"x" * 256: 1}), "more than 255 characters"),
        (whole[:-9], "not a whole Parquet file"),
        (parquet_file({"email": [b"a"]}), "has bytes, not text"),
        (gzip.compress(whole)[:-9], "damaged"),
    ):
        refused = send_file(browser, content)
        assert refused.status == 422, content
        assert reason in text_of(refused)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    refused = send_file(browser, whole)
    assert refused.status == 422
    assert "Parquet needs pyarrow: pip install" in text_of(refused)
    assert browser.get("/imports.json").body["listing"]["rows"] == []


def test_what_objects_become_has_the_limit_of_files(server: Rehearsal) -> None:
    small = server.another(settings=Settings(console_upload_mib=1))
    browser = signed_in(small)
    names = parquet_file({"email": ["x@example.com"] * 80_000})
    lines = b'{"email": "x@example.com"}\n' * 80_000
    for content in (names, gzip.compress(lines), gzip.compress(names + bytes(2_000_000))):
        refused = send_file(browser, content)
        assert refused.status == 422
        assert "too large" in text_of(refused)
    assert send_file(browser, gzip.compress(lines[:540_000])).status == 303


def test_nothing_is_taken_from_strangers(server: Rehearsal) -> None:
    """Without a session, with a forged form, from another site, or without the permission."""
    server.save_role("reader", "Read-Only Lead")
    browser, reader = signed_in(server), signed_in(server, "reader@example.com", "reader")
    assert send_file(Browser(server), PEOPLE).headers["location"].startswith("/console/sign-in")
    assert send_file(browser, PEOPLE, csrf="0" * 64).status == 403
    assert send_file(reader, PEOPLE).status == 403
    assert send_file(browser, PEOPLE, action="elsewhere").status == 404
    body = b"--XyZ\r\n"
    site = {"origin": "https://evil.example.com"}
    assert browser.send_body("/imports", body, **MULTIPART, **site).status == 400
    for broken in (body, b"", b"x"):
        assert browser.send_body("/imports", broken, **MULTIPART).status in {400, 403}
    assert browser.get("/imports.json").body["listing"]["rows"] == []
    assert send_file(browser, PEOPLE).status == 303


def test_the_file_comes_after_the_fields_that_admit_it(server: Rehearsal) -> None:
    """No byte of a file is written before the token of the form was seen."""
    browser = signed_in(server)
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    field = f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n'
    body = f"{head}{PEOPLE}{field}{browser.csrf}\r\n--{BOUNDARY}--\r\n".encode()
    assert browser.send_body("/imports", body, **MULTIPART).status == 403


def test_a_file_has_a_limit(server: Rehearsal) -> None:
    small = server.another(settings=Settings(console_upload_mib=1))
    browser = signed_in(small)
    rows = "email\n" + "x@example.com\n" * 80_000
    refused = send_file(browser, rows)
    assert refused.status == 413
    assert "larger than 1 MiB" in text_of(refused)
    packed = send_file(browser, gzip.compress(rows.encode()))
    assert packed.status == 422
    assert "too large" in text_of(packed)
    assert send_file(browser, rows[:1_000_000]).status == 303


def test_imports_and_exports_belong_to_one_user(server: Rehearsal) -> None:
    ada, eve = signed_in(server), signed_in(server, "eve@example.com")
    path = draft(ada)
    ada.post(path, "start", **MAPPED, lookup="email", format="csv")
    ada.post("/exports", "export", what="leads", format="csv")
    server.run_jobs()
    (row,) = ada.get("/exports.json").body["listing"]["rows"]
    for each in (path, f"{path}/rejects", row["path"]):
        assert ada.get(each).status == 200
        assert eve.get(each).status == 404
    assert eve.get("/exports.json").body["listing"]["rows"] == []
    assert eve.get("/imports.json").body["listing"]["rows"] == []


def test_a_draft_is_deleted_and_the_oldest_ones_are_dropped(server: Rehearsal) -> None:
    browser = signed_in(server)
    paths = [draft(browser) for _ in range(6)]
    states = {path: shown(browser, path)["shown"]["state"] for path in paths}
    assert list(states.values()) == ["cancelled", *["created"] * 5]
    assert browser.post(paths[5], "drop").status == 303
    assert shown(browser, paths[5])["shown"]["state"] == "cancelled"
    assert browser.post(paths[5], "start").status in {404, 422}


def test_a_removed_user_imports_no_more(server: Rehearsal) -> None:
    eve, ada = signed_in(server, "eve@example.com"), signed_in(server)
    eve.post(draft(eve), "start", **MAPPED, lookup="email", format="csv")
    ada.post("/instance/users", "remove", email="eve@example.com")
    server.run_jobs()
    assert ada.get("/leads.json").body["listing"]["rows"] == []


@pytest.mark.parametrize("what", ["leads", "activities", "programMembers", "lists", "programs"])
@pytest.mark.parametrize("file_format", ["csv", "tsv", "ndjson"])
def test_rows_are_exported(server: Rehearsal, what: str, file_format: str) -> None:
    apply(
        server,
        "lists: [{name: Newsletter}]\n"
        "programs: [{name: Launch, type: Default, channel: Web Content}]\n",
    )
    lead = create(server, email=f"{what}-{file_format}@example.com", firstName="=1+1")
    joined = {"statusName": "Influenced", "input": [{"leadId": lead}]}
    assert server.post("/rest/v1/programs/1001/members/status.json", joined).body["success"]
    browser = signed_in(server, f"{what}-{file_format}@example.com")
    asked = browser.post("/exports", "export", what=what, format=file_format, quiet="1")
    assert asked.status == 303, asked.content
    server.run_jobs()
    (row,) = browser.get("/exports.json").body["listing"]["rows"]
    assert row["cells"][2] == "completed"
    file = browser.get(row["path"])
    assert file.status == 200, file.content
    assert file.headers["content-disposition"].endswith(f'.{file_format}"')
    lines = file.content.decode().splitlines()
    assert len(lines) == row["cells"][3] + (file_format != "ndjson")
    assert lines[-1].startswith("{") is (file_format == "ndjson")
    if what == "leads" and file_format == "csv":
        assert "'=1+1" in file.content.decode()


def test_records_are_exported(server: Rehearsal) -> None:
    make_type(server, "car_c", VIN, {"name": "model"})
    cars = {"input": [{"vin": "v1", "model": "A"}]}
    assert server.post("/rest/v1/customobjects/car_c.json", cars).body["success"]
    browser = signed_in(server)
    asked = {"what": "customObjects", "object": "car_c", "format": "ndjson"}
    assert browser.post("/exports", "export", **asked).status == 303
    server.run_jobs()
    (row,) = browser.get("/exports.json").body["listing"]["rows"]
    (line,) = browser.get(row["path"]).content.splitlines()
    assert {"vin": "v1", "model": "A"}.items() <= msgspec.json.decode(line).items()


def test_an_export_sees_what_its_user_sees(server: Rehearsal) -> None:
    assert server.token
    create(server, email="near@example.com")
    server.post(
        "/rest/v1/leads.json", {"input": [{"email": "far@example.com"}]}, token=east_token(server)
    )
    east = signed_in(server, "east@example.com", "API Administrator", "East")
    for what in ("leads", "activities"):
        east.post("/exports", "export", what=what, format="csv")
    server.run_jobs()
    for row in east.get("/exports.json").body["listing"]["rows"]:
        text = east.get(row["path"]).content.decode()
        assert "near@example.com" not in text
        assert row["cells"][3] == 1


def test_exports_are_refused_without_the_permission(server: Rehearsal) -> None:
    server.save_role("reader", "Read-Only Lead")
    reader = signed_in(server, "reader@example.com", "reader")
    assert reader.post("/exports", "export", what="leads", format="csv").status == 303
    for form in ({"what": "activities"}, {"what": "nothing"}, {"format": "exe"}):
        refused = reader.post("/exports", "export", **{"what": "leads", "format": "csv", **form})
        assert refused.status == 422
    refused = reader.post("/exports", "export", what="leads", format="csv", since="yesterday")
    assert "yesterday is no time" in text_of(refused)
