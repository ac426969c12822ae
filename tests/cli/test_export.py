"""``leadkeep export``: rows of every kind in every format, and back again."""

import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyarrow import parquet

from leadkeep.files import DELIMITERS
from leadkeep.testing.stores import StoreFactory
from tests.support.commands import Commands, module_commands
from tests.support.leads import ENGINES

BLUEPRINT = """
fields:
  - {name: acmeDay, displayName: Acme Day, dataType: date}
  - {name: acmeRate, displayName: Acme Rate, dataType: float}
  - {name: acmeFee, displayName: Acme Fee, dataType: currency}
leads:
  - {email: ada@example.com, firstName: 'A, "B"', leadScore: 5, acmeDay: 2026-02-03, acmeRate: 1.5,
     acmeFee: 90071992547409931234.000000000000000001}
  - {email: bob@example.com, firstName: '=1+1', unsubscribed: true}
"""
FIELDS = "id,email,firstName,leadScore,acmeDay,acmeRate,unsubscribed"


@pytest.fixture(scope="module", params=ENGINES)
def ready(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """One store of each engine for the tests that only read it."""
    yield from module_commands(request, tmp_path_factory, BLUEPRINT)


def test_csv_is_as_the_original_writes_it(ready: Commands) -> None:
    ran = ready.succeed("export", "leads", "--fields", FIELDS)
    assert ran.out == (
        f"{FIELDS}\n"
        '1,ada@example.com,"A, ""B""",5,2026-02-03,1.5,false\n'
        "2,bob@example.com,=1+1,null,null,null,true\n"
    )
    assert ran.err == "wrote 2 leads\n"


def test_formulas_are_quieted_on_request(ready: Commands) -> None:
    ran = ready.succeed("export", "leads", "--fields", "firstName", "--quiet-formulas")
    assert ran.out.splitlines()[2] == "'=1+1"


@pytest.mark.parametrize("file_format", [*DELIMITERS, "ndjson", "parquet"])
def test_what_was_exported_is_imported_elsewhere(
    ready: Commands, sqlite_stores: StoreFactory, tmp_path: Path, file_format: str
) -> None:
    path = tmp_path / f"leads.{file_format}"
    ready.succeed("export", "leads", "-o", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    other = Commands(tmp_path, sqlite_stores.url())
    only_fields = BLUEPRINT.partition("leads:")[0]
    other.succeed("apply", other.write(only_fields))
    other.succeed("import", "leads", path)
    asked = ("export", "leads", "--fields", FIELDS)
    assert other.succeed(*asked).out == ready.succeed(*asked).out


@pytest.mark.parametrize("file_format", [*DELIMITERS, "ndjson", "parquet", "yaml"])
def test_amounts_keep_their_digits_in_every_format(commands: Commands, file_format: str) -> None:
    commands.succeed("apply", commands.write(BLUEPRINT))
    path = commands.folder / f"leads.{file_format}"
    export = ("export", "leads", "-o", path)
    commands.succeed(*export) if file_format != "yaml" else commands.succeed(
        "export", "--blueprint", "--leads", "-o", path
    )
    commands.succeed("apply", commands.write("leads: [{email: ada@example.com, acmeFee: 1}]"))
    commands.succeed(*(("apply", path) if file_format == "yaml" else ("import", "leads", path)))
    shown = commands.succeed("export", "leads", "--fields", "acmeFee").out
    assert shown == "acmeFee\n90071992547409931234.000000000000000001\nnull\n"


def test_columns_of_parquet_have_types(ready: Commands, tmp_path: Path) -> None:
    path = tmp_path / "leads.parquet"
    ready.succeed("export", "leads", "-o", path)
    table = parquet.read_table(path)
    row = table.to_pylist()[0]
    assert isinstance(row["createdAt"], datetime)
    assert row["createdAt"].tzinfo is not None
    assert row["acmeDay"] == date(2026, 2, 3)
    assert row["leadScore"] == 5
    assert row["unsubscribed"] is False
    assert str(table.schema.field("createdAt").type) == "timestamp[us, tz=UTC]"


@pytest.mark.parametrize(
    ("condition", "emails"),
    [
        ("email=ada@example.com", ["ada@example.com"]),
        ("leadScore=5", ["ada@example.com"]),
        ("leadScore=null", ["bob@example.com"]),
        ("unsubscribed=true", ["bob@example.com"]),
        ("acmeDay=2026-02-03", ["ada@example.com"]),
        ("email=nobody@example.com", []),
    ],
)
def test_filters_compare_values_of_the_field(
    ready: Commands, condition: str, emails: list[str]
) -> None:
    ran = ready.succeed("export", "leads", "--fields", "email", "--filter", condition)
    assert ran.out.splitlines()[1:] == emails


def test_rows_are_limited_to_those_that_changed_since(ready: Commands) -> None:
    now = datetime.now(UTC)
    for what, count in (("leads", 2), ("activities", 2), ("lists", 0), ("programs", 0)):
        earlier = ready.succeed("export", what, "--since", f"{now.year - 1}-01-01")
        assert len(earlier.out.splitlines()) - 1 == count
        later = ready.succeed("export", what, "--since", f"{now.year + 1}-01-01")
        assert len(later.out.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["leads", "--fields", "emial"], "there is no field emial; the nearest is email"),
        (["leads", "--filter", "leadScore=many"], "invalid value: leadScore, many"),
        (["leads", "--filter", "emial=x"], "field not found: emial"),
        (["activities", "--filter", "activityType=New Led"], "the nearest is New Lead"),
        (["activities", "--filter", "email=x"], "activities are filtered by"),
        (["lists", "--filter", "nme=x"], "there is no field nme; the nearest is name"),
        (["objects", "--object", "bike"], "there is no object bike"),
    ],
)
def test_what_is_not_there_is_one_line(ready: Commands, arguments: list[str], message: str) -> None:
    assert message in ready.refuse("export", *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["people"],
        ["leads", "--format", "xls"],
        ["leads", "--since", "soon"],
        ["leads", "--filter", "email"],
        ["leads", "--object", "car"],
        ["objects"],
    ],
)
def test_wrong_options_are_refused(ready: Commands, arguments: list[str]) -> None:
    assert ready("export", *arguments).code == 2


def test_an_export_that_fails_leaves_no_file(ready: Commands, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    ready.refuse("export", "leads", "--fields", "emial", "-o", path)
    assert [each.name for each in tmp_path.glob("out*")] == []
    ready.refuse("export", "leads", "-o", tmp_path / "nowhere" / "out.csv")
