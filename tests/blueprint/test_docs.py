"""The blueprint that the docs show can be applied."""

import re
from pathlib import Path

from tests.support.commands import Commands

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "blueprint.md"


def test_the_blueprint_of_the_docs_is_one(commands: Commands) -> None:
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    file = commands.write(text)
    assert "7 created, 1 updated" in commands.succeed("apply", file).err
    assert ", 0 updated, " in commands.succeed("apply", file).err
