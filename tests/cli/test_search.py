"""``leadkeep search``: leads by the beginning of what is known of them."""

from collections.abc import Iterator

import pytest

from tests.support.commands import Commands, module_commands
from tests.support.leads import ENGINES

PEOPLE = """\
leads:
  - {email: ada@example.com, firstName: Ada, lastName: Lovelace, company: Acme}
  - {email: adam@example.com}
"""


@pytest.fixture(scope="module", params=ENGINES)
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """One store of each engine for all tests, which only read it."""
    yield from module_commands(request, tmp_path_factory, PEOPLE)


def test_leads_are_shown_with_what_they_were_found_by(filled: Commands) -> None:
    lines = filled.succeed("search", "ADA").out.splitlines()
    assert lines[0].split() == ["id", "name", "email", "company", "found", "by"]
    assert lines[1].split() == ["1", "Ada", "Lovelace", "ada@example.com", "Acme", "email,", "name"]
    assert lines[2].split() == ["2", "adam@example.com", "email"]


def test_pages_follow_each_other(filled: Commands) -> None:
    first = filled.succeed("search", "ada", "--limit", 1, "--json").items
    assert [each["id"] for each in first["leads"]] == [1]
    second = filled.succeed("search", "ada", "--limit", 1, "--json", "--after", first["nextAfter"])
    assert [each["id"] for each in second.items["leads"]] == [2]
    assert second.items["nextAfter"] is None
    assert second.items["isComplete"]
    more = filled.succeed("search", "ada", "--limit", 1).err
    assert more == f"more: --after {first['nextAfter']}\n"
    assert "paging" in filled.refuse("search", "ada", "--after", "nowhere").lower()
