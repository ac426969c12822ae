"""``leadkeep export --blueprint``: the counterpart of apply."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadkeep.blueprint.file import parse_blueprint
from leadkeep.blueprint.notation import dump
from leadkeep.testing.stores import StoreFactory
from tests.support.blueprints import FULL, exported_again
from tests.support.commands import Commands


def test_an_export_applied_to_a_new_store_exports_the_same(
    commands: Commands, stores: StoreFactory, tmp_path: Path
) -> None:
    commands.succeed("apply", commands.write(FULL))
    exported_again(commands, Commands(tmp_path / "other", stores.url()))


def test_an_export_holds_what_was_asked_for_and_no_secret(commands: Commands) -> None:
    commands.succeed("apply", commands.write(FULL))
    text = commands.succeed("export", "--blueprint").out
    found = parse_blueprint("export", text.encode()).contents
    assert "s3cret" not in text
    assert "leads" not in found
    assert found["munchkinId"] == "123-LKP-456"
    assert found["clients"][1] == {
        "name": "warehouse",
        "role": "Reader",
        "workspace": "Europe",
        "clientId": "w-1",
    }
    assert found["fields"][0] == {"name": "phone", "description": "Office first"}
    assert {"name": "acmeDay", "displayName": "Acme Day", "dataType": "date"} | {
        "isApiCreated": True
    } in found["fields"]


def test_leads_keep_their_values_as_they_were_written(commands: Commands) -> None:
    commands.succeed("apply", commands.write(FULL))
    commands.succeed("export", "--blueprint", "--leads", "out.yaml")
    data = (commands.folder / "out.yaml").read_bytes()
    ada, bo = parse_blueprint("out.yaml", data).contents["leads"]
    assert (ada["firstName"], ada["acmeTier"], ada["acmeDay"]) == ("Ada", "gold", "1815-12-10")
    assert (bo["email"], bo["country"], bo["phone"]) == ("Bo@Example.com", "NO", "+15550100")
    assert bo["partitionName"] == "EMEA"
    assert "partitionName" not in ada


def test_a_file_that_cannot_be_written_is_one_line(commands: Commands) -> None:
    told = commands.refuse("export", "--blueprint", commands.folder / "no" / "out.yaml")
    assert told == f"{commands.folder}/no/out.yaml: No such file or directory"


@settings(max_examples=40)
@example([{"a": 1e-05}, {"a": 1.5e-07}, {"a": 1e16}, {"a": -0.0}])
@given(
    st.lists(
        st.dictionaries(
            st.text("ab", min_size=1),
            st.one_of(
                st.text(st.characters(exclude_categories=["Cs"])),
                st.integers(),
                st.floats(allow_nan=False, allow_infinity=False),
                st.booleans(),
                st.none(),
                st.sampled_from(["NO", "yes", "1e5", "0123", "1.", "~", "2020-01-01", "a: b", "#"]),
            ),
            min_size=1,
        ),
        min_size=1,
    )
)
def test_what_is_written_is_read_the_same(items: list[dict[str, object]]) -> None:
    found = parse_blueprint("any", dump({"items": items}).encode())
    assert found.contents == {"items": items}
