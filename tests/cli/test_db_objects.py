"""``leadkeep db`` on a store with companies, opportunities and custom objects."""

from pathlib import Path

from leadkeep.testing.stores import StoreFactory
from tests.blueprint.test_records import RECORDS
from tests.cli.test_db import spoil
from tests.support.commands import Commands


def test_a_backup_holds_the_tables_that_people_defined(
    commands: Commands, stores: StoreFactory, tmp_path: Path
) -> None:
    commands.succeed("apply", commands.write(RECORDS))
    exported = commands.succeed("export", "--blueprint", "--leads").out
    commands.succeed("db", "backup", tmp_path / "backup.db")
    other = Commands(tmp_path / "other", stores.url())
    other.folder.mkdir()
    other.succeed("db", "restore", tmp_path / "backup.db")
    assert other.succeed("export", "--blueprint", "--leads").out == exported
    assert other.succeed("db", "check").out == ""
    assert other.succeed("lead", 1, "--json").items == commands.succeed("lead", 1, "--json").items
    # What is made from now on gets numbers that nothing has.
    more = "customObjects: [{apiName: trip, showInLeadDetail: true, records: [{number: 8}]}]"
    told = other.succeed("apply", other.write(more, "more.yaml"), "--json").items
    assert [each["status"] for each in told] == ["unchanged", "created"]
    assert other.succeed("db", "check").out == ""


def test_check_finds_records_and_keys_that_do_not_agree(commands: Commands) -> None:
    commands.succeed("apply", commands.write(RECORDS))
    spoil(
        commands,
        "DELETE FROM record_key WHERE value = 'acme' AND field_id < 240",
        "UPDATE object_car_c SET vin = 'v3' WHERE vin = 'v2'",
    )
    outcome = commands("db", "check")
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "keys: 1 records are not found by company externalCompanyId",
        "keys: 1 records are not found by company company",
        "keys: 1 records are not found by customObject:car_c vin",
        "keys: 1 keys of customObject:car_c vin lead to no record that has them",
    ]
