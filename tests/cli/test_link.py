"""``leadkeep link``."""

from urllib.parse import urlsplit

import pytest

from tests.support.commands import Commands

TARGET = "https://www.example.com/offer?a=1"


@pytest.fixture
def lead(commands: Commands) -> Commands:
    """Return a store with the lead 1."""
    commands.succeed("client", "add", "first")
    commands.succeed("apply", commands.write("leads: [{email: ada@example.com}]"))
    return commands


def test_a_link_is_printed(lead: Commands) -> None:
    plain = lead.succeed("link", 1, TARGET).out.strip()
    assert plain.startswith("http://127.0.0.1:8080/click/")
    assert plain.endswith("?to=https%3A%2F%2Fwww.example.com%2Foffer%3Fa%3D1")
    base = "https://track.example.com/"
    item = lead.succeed("link", 1, TARGET, "--base-url", base, "--days", 2, "--json").items
    assert set(item) == {"url", "mktTok", "endsAt"}
    assert urlsplit(item["url"]).path == f"/click/{item['mktTok']}"
    assert item["url"].startswith("https://track.example.com/click/")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((7, TARGET), "named lead not found: 7"),
        ((1, "www.example.com"), "'www.example.com' is no address of a web page"),
        ((1, TARGET, "--program", 5), "object not found: Program"),
    ],
)
def test_what_is_refused(lead: Commands, arguments: tuple[object, ...], told: str) -> None:
    assert lead.refuse("link", *arguments) == told
