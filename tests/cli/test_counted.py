"""Counts stand before the right form of their noun."""

import pytest

from leadkeep.cli.output import counted
from leadkeep.transfer import EXTRACTS
from tests.support.commands import Commands


@pytest.mark.parametrize(
    ("count", "many", "text"),
    [
        (0, "leads", "0 leads"),
        (1, "leads", "1 lead"),
        (1, "activities", "1 activity"),
        (2_000, "activities", "2,000 activities"),
    ],
)
def test_counted(count: int, many: str, text: str) -> None:
    assert counted(count, many) == text


@pytest.mark.parametrize("what", sorted({*EXTRACTS} - {"objects"}))
def test_an_export_says_how_much_it_wrote(commands: Commands, what: str) -> None:
    blueprint = "leads: [{email: ada@example.com}]\nlists: [{name: One, folder: Group Lists}]\n"
    commands.succeed("apply", commands.write(blueprint))
    ran = commands.succeed("export", what, "--format", "ndjson")
    count = len(ran.out.splitlines())
    assert ran.err == f"wrote {counted(count, what)}\n"
