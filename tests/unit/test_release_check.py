"""The checks of `make release-check` refuse what must not be published."""

from collections.abc import Callable

import pytest

from leadkeep import __version__
from tools.release_check import (
    CheckError,
    check_metadata,
    check_same_wheel,
    check_sdist_files,
    check_wheel_files,
)

TRACKED = {"README.md", "src/leadkeep/app.py", "src/leadkeep/web/munchkin.js"}
SDIST = dict.fromkeys({*TRACKED, "PKG-INFO"}, b"")
WHEEL = dict.fromkeys(
    ("leadkeep/app.py", "leadkeep/web/munchkin.js", "leadkeep-1.dist-info/METADATA"), b""
)
README = "# leadkeep"
METADATA = f"""\
Metadata-Version: 2.4
Name: leadkeep
Version: {__version__}
Summary: A server
License-Expression: MIT
Description-Content-Type: text/markdown

{README}
"""


@pytest.mark.parametrize(
    ("check", "contents"), [(check_sdist_files, SDIST), (check_wheel_files, WHEEL)]
)
def test_files_are_those_that_git_tracks(
    check: Callable[[dict[str, bytes], set[str]], None], contents: dict[str, bytes]
) -> None:
    check(contents, TRACKED)
    script = next(name for name in contents if name.endswith("munchkin.js"))
    with pytest.raises(CheckError, match=rf"lacks \S*{script}$"):
        check({name: b"" for name in contents if name != script}, TRACKED)
    with pytest.raises(CheckError, match=r"has leadkeep/secret\.key, which git does not track"):
        check(contents | {"leadkeep/secret.key": b""}, TRACKED)


def test_a_wheel_installs_nothing_beside_the_package() -> None:
    with pytest.raises(CheckError, match=r"outside the package: tests/conftest\.py"):
        check_wheel_files(WHEEL | {"tests/conftest.py": b""}, TRACKED)


def test_both_ways_make_the_same_wheel() -> None:
    check_same_wheel(WHEEL, dict(WHEEL))
    for other in (WHEEL | {"leadkeep/app.py": b"x"}, WHEEL | {"leadkeep/more.py": b""}):
        with pytest.raises(CheckError, match="makes another wheel: leadkeep/"):
            check_same_wheel(WHEEL, other)


def test_metadata_are_valid_and_show_the_readme() -> None:
    check_metadata(METADATA.encode(), README)
    for text, readme, said in (
        (METADATA, "# Another", "not the README"),
        (METADATA.replace("markdown", "plain"), README, "not the README"),
        (METADATA.replace("Name: leadkeep", "Name: other"), README, "the metadata name other"),
        (METADATA.replace("MIT", "None of them"), README, "license-expression"),
        (METADATA.replace("Summary", "Sumary"), README, "sumary"),
    ):
        with pytest.raises(CheckError, match=said):
            check_metadata(text.encode(), readme)
