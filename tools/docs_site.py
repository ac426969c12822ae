"""Add to the site of the docs what is made from the pages and the code: a hook of MkDocs.

The site gets the OpenAPI document, ``llms.txt`` and each page as Markdown beside its HTML; cells of
tables get the name of their column, which screens too narrow for columns show, and paths in them
may break before a slash.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from leadkeep.api.openapi import document_text

OPENAPI = "reference/openapi.json"
LLMS = "llms.txt"
BUILT = frozenset({OPENAPI, LLMS})
"""Files that only the site has, by their place below docs/."""

HEADING = re.compile(r"^# (.*)$", re.MULTILINE)
FIRST_TEXT = re.compile(r"^(?!```)[\w`\[].*$", re.MULTILINE)
LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
HEAD_CELL = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<td\b")
TAG = re.compile(r"<[^>]+>")
PATH = re.compile(r"<code>[^<]*/[^<]*</code>")
SLASH = re.compile(r"(?<=[^\s/<])/(?=[^>/])")


def openapi() -> str:
    """Return the OpenAPI document, indented for people."""
    return msgspec.json.format(document_text(), indent=2).decode() + "\n"


# -- llms.txt --------------------------------------------------------------------------------------


def llms(name: str, description: str, nav: list[Any], docs: Path) -> str:
    """Return a table of contents for language models: one line a page, by section."""
    lines = [f"# {name}", "", f"> {description}."]
    for item in nav:
        ((title, pages),) = item.items()
        places = [pages] if isinstance(pages, str) else pages
        lines += ["", f"## {title}", "", *(_entry(docs, place) for place in places)]
    lines += ["", "## Optional", "", f"- [OpenAPI document]({OPENAPI}): Every served operation."]
    return "\n".join(lines) + "\n"


def _entry(docs: Path, place: str) -> str:
    text = (docs / place).read_text(encoding="utf-8")
    heading, summary = HEADING.search(text), FIRST_TEXT.search(text)
    if not heading or not summary:
        raise ValueError(f"{place} needs a heading, and a sentence that says what it is about")
    said = LINK.sub(r"\1", summary.group())
    return f"- [{heading.group(1)}]({place}): {said}"


# -- tables ----------------------------------------------------------------------------------------


def labelled(table: str) -> str:
    """Return an HTML table whose cells name their columns."""
    names = [TAG.sub("", each).replace('"', "&quot;") for each in HEAD_CELL.findall(table)]

    def labelled_row(row: re.Match[str]) -> str:
        left: Iterator[str] = iter(names)
        return CELL.sub(lambda _: f'<td data-label="{next(left)}"', row.group())

    return ROW.sub(labelled_row, table)


def breakable(table: str) -> str:
    """Return an HTML table whose paths may break before a slash, and nowhere else."""
    return PATH.sub(lambda path: SLASH.sub("<wbr>/", path.group()), table)


# -- events of MkDocs ------------------------------------------------------------------------------


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files that only the site has."""
    contents = llms(
        config.site_name, config.site_description or "", config.nav or [], Path(config.docs_dir)
    )
    files.append(File.generated(config, OPENAPI, content=openapi()))
    files.append(File.generated(config, LLMS, content=contents))
    return files


def on_page_content(html: str, **_: object) -> str:
    """Make a page's tables fit narrow screens."""
    return TABLE.sub(lambda table: breakable(labelled(table.group())), html)


def on_post_build(config: MkDocsConfig) -> None:
    """Copy each page's Markdown into the site, where ``llms.txt`` links to it."""
    docs, site = Path(config.docs_dir), Path(config.site_dir)
    for path in docs.rglob("*.md"):
        target = site / path.relative_to(docs)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
