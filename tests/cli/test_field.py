"""``leadkeep field``."""

import pytest

from tests.support.commands import Commands


def test_a_field_is_added_and_listed(commands: Commands) -> None:
    commands.succeed(
        *("field", "add", "acmeTier", "--display-name", "Acme Tier"),
        *("--description", "gold or silver", "--sensitive"),
    )
    (item,) = commands.succeed("field", "list", "--custom", "--json").items
    assert item == {
        "id": 795,
        "name": "acmeTier",
        "displayName": "Acme Tier",
        "dataType": "string",
        "length": 255,
        "isCustom": True,
        "isHidden": False,
        "isSensitive": True,
        "description": "gold or silver",
    }
    every = commands.succeed("field", "list", "--json").items
    assert {"acmeTier", "email"} <= {each["name"] for each in every}
    assert "Acme Tier" in commands.succeed("field", "list").out


@pytest.mark.fact("R", "13")
def test_a_text_area_has_no_length(commands: Commands) -> None:
    """The API creates no text areas, but the people of an instance do."""
    commands.succeed("field", "add", "acmeNotes", "--type", "text")
    (item,) = commands.succeed("field", "list", "--custom", "--json").items
    assert (item["dataType"], item.get("length")) == ("text", None)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("email",), "email: a field with this name, or with the label email, exists already"),
        (("EMAIL",), "EMAIL: a field with this name, or with the label EMAIL, exists already"),
        (("1st",), "1st: invalid value: name, 1st"),
        (
            ("new", "--type", "strng"),
            (
                "new: no data type is named strng; did you mean string?; there are string, text,"
                " email, phone, url, integer, score, float, currency, percent, boolean, date,"
                " datetime"
            ),
        ),
    ],
)
def test_a_refused_field_is_one_line(
    unchanged: Commands, arguments: tuple[str, ...], told: str
) -> None:
    assert unchanged.refuse("field", "add", *arguments) == told
    assert unchanged.succeed("field", "list", "--custom", "--json").items == []
