"""``leadkeep link``."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.support.commands import Commands, module_commands
from tests.support.leads import ENGINES

TARGET = "https://www.example.com/offer?a=1"


INSTANCE = """\
clients: [{name: first, role: API Administrator}]
leads: [{email: ada@example.com}]
"""


@pytest.fixture(scope="module", params=ENGINES)
def lead(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """One store of each engine with the lead 1, for all tests, which only read it."""
    yield from module_commands(request, tmp_path_factory, INSTANCE)


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
