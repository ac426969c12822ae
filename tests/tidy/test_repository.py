"""The repository's files as texts."""

import re
from functools import cache
from pathlib import Path

import pytest

from leadkeep import __version__
from tests.support.dumps import DUMPS, ENGINES
from tests.tidy.source import ROOT, place_of, text_files

RELEASED = re.compile(r"^## (\d+\.\d+\.\d+) ", re.MULTILINE)
KINDS = ("feature", "fix", "change", "removal", "docs", "internal")
FRAGMENT = re.compile(rf"(\d+|\+[a-z0-9]+(-[a-z0-9]+)*)\.({'|'.join(KINDS)})\.md").fullmatch

MACHINE_PATH = re.compile(r"(?<![\w./~-])/(work|root|tmp|home|Users)(?![\w-])")
REGISTRY_HOST = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|artifactory|devpi|crates\.io", re.IGNORECASE
)
SEVERAL_SENTENCES = re.compile(r"[a-z0-9`)\"'][.!?] +[A-Z`]")
"""An end of a sentence with the start of another one behind it."""

NAMED_FILE = re.compile(r"`((?:src|tests|tools|benchmarks)/[\w/.-]+)`")

PROSE = tuple(path for path in text_files() if path.suffix == ".md")


@cache
def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def prose_lines(path: Path) -> list[tuple[int, str]]:
    """Return the numbered lines of a page that are prose: no code, no table, no quoted example."""
    found, is_code = [], False
    for number, line in enumerate(lines_of(path), 1):
        if line.lstrip().startswith("```"):
            is_code = not is_code
        elif not is_code and not line.lstrip().startswith(("|", ">", "    ")):
            found.append((number, re.sub(r"^\d+\. |`[^`]*`|\[[^]]*\]\([^)]*\)", "`x`", line)))
    return found


def test_no_path_of_a_machine() -> None:
    """A path of one machine works on that machine; in a page it sends the reader nowhere."""
    wrong = [
        f"{place_of(path)}:{number}"
        for path in text_files()
        if not place_of(path).startswith("tests/")
        for number, line in enumerate(lines_of(path), 1)
        if MACHINE_PATH.search(line)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_host_of_a_registry() -> None:
    """Where packages come from is the reader's setting: a host in a lock would overrule it."""
    wrong = [
        f"{place_of(path)}:{number}"
        for path in text_files()
        if path != Path(__file__)
        for number, line in enumerate(lines_of(path), 1)
        if REGISTRY_HOST.search(line)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_tab_and_no_trailing_blank() -> None:
    """Blanks that nobody sees make differences that nobody meant."""
    wrong = []
    for path in text_files():
        lines = lines_of(path)
        if lines[-1] and path.suffix != ".json":
            wrong.append(f"{place_of(path)}: no newline at the end")
        for number, line in enumerate(lines, 1):
            if line != line.rstrip() or ("\t" in line and path.name != "Makefile"):
                wrong.append(f"{place_of(path)}:{number}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", PROSE, ids=place_of)
def test_one_sentence_a_line(path: Path) -> None:
    """A line that holds one sentence shows in a difference which sentence changed."""
    wrong = [number for number, line in prose_lines(path) if SEVERAL_SENTENCES.search(line)]
    assert not wrong, f"{place_of(path)}: lines {wrong}"


@pytest.mark.parametrize("path", PROSE, ids=place_of)
def test_named_files_exist(path: Path) -> None:
    """Fifteen decision records sent their readers to modules that had moved: mend what names them.

    The changelog is history and may name what is gone.
    """
    named = {name for line in lines_of(path) for name in NAMED_FILE.findall(line)}
    gone = [name for name in sorted(named) if not (ROOT / name).exists()]
    assert not gone or path.name == "CHANGELOG.md", f"{place_of(path)} names {', '.join(gone)}"


def test_every_release_left_a_store_to_upgrade_from() -> None:
    """An upgrade is tried on what a release wrote, not on what we think that it wrote."""
    released = set(RELEASED.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")))
    expected = {f"{each}.{engine}.sql.gz" for each in released for engine in ENGINES}
    assert expected
    assert {path.name for path in DUMPS.glob("*.sql.gz")} == expected


def test_the_code_has_the_version_of_the_newest_release() -> None:
    """A version that the changelog does not know tells nobody what is in it."""
    newest = RELEASED.search((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert newest
    assert newest.group(1) == __version__


def test_fragments_are_named_right() -> None:
    """A fragment with another name is left out of the release notes without a word."""
    for path in (ROOT / "changelog.d").iterdir():
        if path.name != "README.md":
            assert FRAGMENT(path.name), path.name
            said = path.read_text(encoding="utf-8").strip()
            assert said.endswith("."), path.name
            assert "\n" not in said, f"{path.name}: one sentence"
