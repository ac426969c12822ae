"""``leadkeep duplicates`` and ``leadkeep merge``: from finding duplicates to one lead."""

import pytest

from tests.support.commands import Commands

PEOPLE = """\
leads:
  - {email: ada.king@gmail.com, firstName: Ada, city: London}
  - {email: adaking@gmial.com, firstName: Augusta, title: Countess}
"""


@pytest.fixture
def filled(commands: Commands) -> Commands:
    commands.succeed("apply", commands.write(PEOPLE))
    return commands


def test_without_words_there_are_no_groups_yet(filled: Commands) -> None:
    assert filled.succeed("duplicates", "--json").items == {"groups": [], "nextAfter": None}
    assert filled.succeed("duplicates", "--by", "name").out.split() == [
        "name",
        "leads",
        "and",
        "more",
    ]


def test_a_check_changes_nothing_and_a_merge_makes_it_so(filled: Commands) -> None:
    wanted = ("merge", 1, 2, "--take", "firstName=2", "--json")
    shown = filled.succeed(*wanted, "--check").items
    by_name = {each["name"]: (each["result"], each["from"]) for each in shown}
    assert by_name["firstName"] == ("Augusta", 2)
    assert by_name["title"] == ("Countess", 2)
    assert by_name["city"] == ("London", 1)
    assert filled.succeed(*wanted).items == shown
    assert filled.succeed("lead", 1, "--json").items["lead"]["mktoName"] == "Augusta"
    assert "merged into lead 1" in filled.refuse("lead", 2)


def test_a_choice_that_is_none_is_refused(filled: Commands) -> None:
    assert "FIELD=ID" in filled.refuse("merge", 1, 2, "--take", "firstName")
    assert "nothing" in filled.refuse("merge", 1, 2, "--take", "nothing=2")
