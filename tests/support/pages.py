"""What the tests of the docs look at: pages, their code blocks, their links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of code."""

    language: str
    text: str


def pages() -> list[Path]:
    """Return every page that readers see, except records of decisions still to be written."""
    top = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")]
    found = sorted(DOCS.rglob("*.md"))
    return [*top, *(path for path in found if path.name != "0000-template.md")]


def place_of(path: Path) -> str:
    """Return a path below the repository."""
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path) -> list[Block]:
    """Return the blocks of code of a page, in order."""
    return [Block(*found) for found in BLOCK.findall(path.read_text(encoding="utf-8"))]


def links(path: Path) -> Iterator[str]:
    """Yield the targets of the links of a page that stay within the repository."""
    text = BLOCK.sub("", path.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if not target.startswith(("http://", "https://", "mailto:")):
            yield target


def anchors(path: Path) -> set[str]:
    """Return what links may name behind ``#``."""
    text = BLOCK.sub("", path.read_text(encoding="utf-8"))
    return {
        re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(text)
    }
