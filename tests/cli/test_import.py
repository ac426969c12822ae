"""``leadkeep import``: files of people become leads, members and records."""

import gzip
import io
import stat
from contextlib import closing
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from leadkeep.testing import Rehearsal
from tests.support.commands import Commands
from tests.support.leads import create, ids_of
from tests.support.stores import open_url

BLUEPRINT = """
lists: [{name: Fair, folder: Group Lists}]
fields: [{name: acmeDay, displayName: Acme Day, dataType: date}]
programs: [{name: Summit, type: Event, channel: Live Event, folder: Marketing Activities}]
customObjects:
  - apiName: car
    displayName: Car
    pluralName: Cars
    fields:
      - {name: vin, displayName: Vin, dataType: string, isDedupeField: true}
      - {name: colour, displayName: Colour, dataType: string}
"""
PEOPLE = """Email Address;First Name;createdAt;leadScore
ada@example.com;Ada;2020-01-01;5
bob@example.com;;;many
;Carol;;
ada@example.com;;;6
"""


@pytest.fixture
def ready(commands: Commands) -> Commands:
    commands.succeed("apply", commands.write(BLUEPRINT))
    return commands


def exported(commands: Commands, what: str, fields: str, *options: object) -> list[str]:
    out = commands.succeed("export", what, "--fields", fields, *options).out
    return out.splitlines()[1:]


def test_columns_are_recognised_and_refused_rows_are_told(commands: Commands) -> None:
    ran = commands("import", "leads", commands.write(PEOPLE, "people.csv"))
    assert ran.code == 1
    assert ran.out == "1 created, 1 updated, 2 refused\n"
    assert ran.err.splitlines() == [
        f"{commands.folder}/people.csv: SSV (semicolon) in UTF-8",
        "column 'Email Address' is email",
        "column 'First Name' is firstName",
        "column 'createdAt' is left out: it cannot be set",
        "row 3: invalid value: leadScore, many",
        "row 4: lookup value missing: email",
    ]
    assert exported(commands, "leads", "email,firstName,leadScore") == ["ada@example.com,Ada,6"]


def test_a_dry_run_tells_the_same_and_changes_nothing(commands: Commands) -> None:
    file = commands.write(PEOPLE, "people.csv")
    dry = commands("import", "leads", file, "--dry-run", "--json")
    assert exported(commands, "leads", "email") == []
    assert exported(commands, "activities", "leadId") == []
    wet = commands("import", "leads", file, "--json")
    assert dry.items == wet.items
    assert dry.code == wet.code == 1


def test_a_dry_run_knows_what_earlier_batches_would_have_created(commands: Commands) -> None:
    rows = [f"p{index % 600}@example.com\n" for index in range(1_200)]
    file = commands.write("email\n" + "".join(rows), "people.csv")
    dry = commands.succeed("import", "leads", file, "--dry-run", "--json")
    assert dry.items == {"created": 600, "updated": 600, "refused": 0, "reasons": []}
    assert commands.succeed("import", "leads", file, "--json").items == dry.items


def test_refused_rows_are_kept_and_can_be_imported_when_they_are_right(commands: Commands) -> None:
    file, kept = commands.write(PEOPLE, "people.csv"), commands.folder / "kept.csv"
    commands("import", "leads", file, "--rejects", kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    text = kept.read_text(encoding="utf-8")
    assert text.splitlines() == [
        "Email Address;First Name;createdAt;leadScore;Import Failure Reason",
        "bob@example.com;;;many;row 3: invalid value: leadScore, many",
        ";Carol;;;row 4: lookup value missing: email",
    ]
    kept.write_text(text.replace("many;", "7;").replace("\n;C", "\ncarol@example.com;C"))
    assert commands.succeed("import", "leads", kept).out == "2 created, 0 updated, 0 refused\n"


def test_rows_that_cannot_be_parted_are_kept_as_text(commands: Commands) -> None:
    kept = commands.folder / "kept.csv"
    text = 'email,title\n"a"b@example.com,x\na@example.com,x,y,z\nb@example.com\n'
    commands("import", "leads", commands.write(text, "people.csv"), "--rejects", kept)
    assert kept.read_text().splitlines()[1:] == [
        '"""a""b@example.com,x",,row 2 (line 2): text follows a closing quote',
        'a@example.com,x,"row 3 (line 3): 4 cells, but the header has 2",y,z',
        'b@example.com,,"row 4 (line 4): 1 cell, but the header has 2"',
    ]
    again = commands("import", "leads", kept, "--json")
    assert (again.items["created"], again.items["refused"]) == (1, 2)  # the row that was too short


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--map", "emial=email"], None),
        (["--map", "emial=", "--map", "x=email"], None),
        ([], "the column 'emial' is no field; the nearest is email; name its field with"),
        (["--map", "emial=mail"], "--map: there is no field mail; the nearest is"),
        (["--map", "nothing=email"], "--map: the file has no column 'nothing'"),
        (["--map", "emial=email", "--map", "x=email"], "the columns emial and x are both email"),
    ],
)
def test_columns_are_mapped(commands: Commands, options: list[str], message: str | None) -> None:
    given = options if "x=email" in options else [*options, "--map", "x="]
    file = commands.write("emial,x\na@example.com,b@example.com\n", "people.csv")
    ran = commands("import", "leads", file, "--format", "csv", *given)
    if message is None:
        assert ran.out == "1 created, 0 updated, 0 refused\n"
    else:
        assert ran.code == 1
        assert ran.err.startswith(f"leadkeep: {message}")
        assert exported(commands, "leads", "email") == []


def test_leads_get_on_a_list(ready: Commands) -> None:
    file = ready.write("email\na@example.com\n", "people.csv")
    assert "there is no list Nowhere" in ready("import", "leads", file, "--list", "Nowhere").err
    assert exported(ready, "leads", "email") == []
    ready.succeed("import", "leads", file, "--list", "Fair")
    (row,) = exported(
        ready, "activities", "primaryAttributeValue", "--filter", "activityType=Add to List"
    )
    assert row == "Fair"
    (source,) = exported(ready, "leads", "originalSourceType,originalSourceInfo")
    assert source == "List import,List: Fair"


def test_members_get_their_status_and_values(ready: Commands) -> None:
    text = "email,title,statusName,registrationCode\na@example.com,Boss,attended,R1\n"
    file = ready.write(f"{text}b@example.com,,,\n", "people.csv")
    assert ready("import", "members", file).code == 2
    assert "no program Nowhere" in ready("import", "members", file, "--program", "Nowhere").err
    ready.succeed("import", "members", file, "--program", "summit", "--status", "Invited")
    fields = "program,statusName,registrationCode"
    assert exported(ready, "members", fields) == ["Summit,Attended,R1", "Summit,Invited,null"]
    assert exported(ready, "members", "leadId", "--filter", "statusName=Attended") == ["1"]
    assert exported(ready, "leads", "email,title") == ["a@example.com,Boss", "b@example.com,null"]


def test_records_of_objects_are_imported(ready: Commands) -> None:
    cars = ready.write("vin,colour\nV1,red\nV2,\nV1,blue\nV1,green\n", "cars.csv")
    assert ready("import", "objects", cars).code == 2
    assert (
        "there is no object bike; there are"
        in ready("import", "objects", cars, "--object", "bike").err
    )
    ran = ready.succeed("import", "objects", cars, "--object", "car")
    assert ran.out == "2 created, 2 updated, 0 refused\n"
    assert exported(ready, "objects", "vin,colour", "--object", "car") == ["V1,green", "V2,null"]
    assert "marketoGUID" in ready.succeed("export", "objects", "--object", "car").out
    firms = ready.write("externalCompanyId,company\nE1,Engines\n", "firms.csv")
    ready.succeed("import", "objects", firms, "--object", "company")
    assert exported(ready, "objects", "company", "--object", "company") == ["Engines"]


def test_an_option_of_other_rows_is_refused(ready: Commands) -> None:
    file = ready.write("email\na@example.com\n", "people.csv")
    assert ready("import", "leads", file, "--program", "Summit").code == 2
    assert ready("import", "members", file, "--program", "Summit", "--list", "Fair").code == 2
    assert exported(ready, "leads", "email") == []


def test_values_of_ndjson_have_types(ready: Commands) -> None:
    lines = [
        '{"email": "a@example.com", "leadScore": 3, "acmeDay": null}',
        '{"Email Address": "b@example.com", "acmeDay": "2026-02-03"}',
        "",
        '{"email": "c@example.com", "shoeSize": 40}',
        '{"email": "d@example.com", "title": ["x"]}',
        "[]",
        "{",
    ]
    file, kept = ready.write("\n".join(lines), "people.ndjson"), ready.folder / "kept.ndjson"
    ran = ready("import", "leads", file, "--rejects", kept)
    assert ran.out == "2 created, 0 updated, 4 refused\n"
    assert [line.partition(":")[0] for line in ran.err.splitlines()[1:5]] == [
        "row 4",
        "row 5",
        "row 6 (line 6)",
        "row 7 (line 7)",
    ]
    assert kept.read_text().splitlines()[0] == (
        '{"email":"c@example.com","shoeSize":40,'
        '"Import Failure Reason":"row 4: field not found: shoeSize"}'
    )
    assert exported(ready, "leads", "email,leadScore,acmeDay") == [
        "a@example.com,3,null",
        "b@example.com,null,2026-02-03",
    ]


@pytest.mark.parametrize("pack", [False, True])
def test_parquet_is_read_also_packed(ready: Commands, *, pack: bool) -> None:
    table = pa.table(
        {"email": ["a@example.com", "b@example.com"], "leadScore": [1, None], "shoe": [1, 2]}
    )
    stream = io.BytesIO()
    parquet.write_table(table, stream)
    data = gzip.compress(stream.getvalue()) if pack else stream.getvalue()
    path = ready.folder / "people.parquet"
    path.write_bytes(data)
    assert "the column 'shoe' is no field" in ready("import", "leads", path).err
    ready.succeed("import", "leads", path, "--map", "shoe=")
    assert exported(ready, "leads", "email,leadScore") == ["a@example.com,1", "b@example.com,null"]


@pytest.mark.parametrize("length", [4, 100, 700])
def test_a_damaged_parquet_file_is_refused(commands: Commands, length: int) -> None:
    stream = io.BytesIO()
    parquet.write_table(
        pa.table({"email": [f"p{index}@example.com" for index in range(50)]}), stream
    )
    path = commands.folder / "people.parquet"
    path.write_bytes(stream.getvalue()[:length])
    message = commands("import", "leads", path).err.splitlines()[-1]
    assert message.startswith("leadkeep: not a whole Parquet file")


def test_the_input_is_a_file_too(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    stream: Any = io.TextIOWrapper(io.BytesIO(gzip.compress(b"email\na@example.com\n")))
    monkeypatch.setattr("leadkeep.files.source.standard_input", lambda: stream.buffer)
    ran = commands.succeed("import", "leads", "-")
    assert ran.err == "standard input: CSV (comma) in UTF-8, packed with gzip\n"


def test_a_file_that_is_not_there_is_one_line(commands: Commands) -> None:
    message = commands.refuse("import", "leads", commands.folder / "nothing.csv")
    assert message.endswith("nothing.csv: No such file or directory")


def test_control_characters_of_a_file_do_not_reach_the_terminal(commands: Commands) -> None:
    file = commands.write("email,leadScore\na@example.com,\x1b[2J\n", "people.csv")
    assert "\x1b" not in commands("import", "leads", file).err
    odd = commands.write("email,\x1b[2Jx\na@example.com,1\n", "odd.csv")
    assert "\x1b" not in commands("import", "leads", odd).err


def test_a_running_server_has_what_a_command_imports(commands: Commands) -> None:
    store = open_url(commands.url)
    with closing(store), Rehearsal(store) as server:
        before = create(server)
        commands.succeed("import", "leads", commands.write("email\nnew@example.com\n", "p.csv"))
        (found,) = ids_of(server, "email", "new@example.com")
        assert found > before
        assert exported(commands, "leads", "id") == [str(before), str(found)]
        assert create(server) > found
