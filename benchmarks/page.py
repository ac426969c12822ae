"""The page of the docs that a run writes: machine, figures, how each one is measured."""

import inspect
import os
import platform
import re
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg

from benchmarks.figures import Row
from benchmarks.suite import SUITE
from leadkeep.testing.stores import postgres_server

HAND_START = "<!-- written by hand from here -->"
HAND_END = "<!-- to here -->"
NOTHING_BY_HAND = "To be written by hand; a new run keeps it."
PACKAGES = ("uvicorn", "uvloop", "httptools", "starlette", "sqlalchemy", "msgspec", "psycopg")
GIGABYTE = 1 << 30
REACHED = {None: "", True: "yes", False: "**no**"}
INTRODUCTION = """\
# Performance

<!-- Made by `python -m benchmarks --out docs/reference/performance.md`; one part is kept. -->

Absolute times drift with the machine and with what else runs on it.
So each figure stands beside a floor: the least work that could give the same answer, measured in \
turn with it in the same run.
The ratio is the figure divided by its floor, where the table has one.
"""


def write_page(
    path: Path, found: Mapping[str, Sequence[Row]], *, load_before: float, is_quick: bool
) -> None:
    """Write the page; what was written by hand in the old one stays."""
    quick = "\nThis was a short run (`--quick`): it shows the form, not the figures.\n"
    parts = [
        INTRODUCTION + (quick if is_quick else ""),
        "## Machine\n",
        _table(("What", "Which"), list(_machine(load_before).items())),
        "## Figures\n",
        _figures(found),
        "## How each figure is measured\n",
        *(_method(name) for name in found),
        "## What is not reached yet, and why\n",
        f"{HAND_START}\n\n{_kept(path)}\n\n{HAND_END}\n",
    ]
    path.write_text("\n".join(parts), encoding="utf-8")


def _figures(found: Mapping[str, Sequence[Row]]) -> str:
    heads = ("Benchmark", "What", "Figure", "Floor", "Ratio", "Goal", "Aim", "Reached", "Note")
    rows = [
        (
            f"`{name}`",
            row.what,
            row.figure,
            row.floor,
            "" if row.ratio is None else f"{row.ratio:.2f}",
            row.goal,
            row.aim,
            REACHED[row.is_reached],
            row.note,
        )
        for name, rows in found.items()
        for row in rows
    ]
    return _table(heads, rows)


def _method(name: str) -> str:
    text = inspect.getdoc(SUITE[name]) or ""
    return f"### `{name}`\n\n{_one_sentence_a_line(text)}\n"


def _one_sentence_a_line(text: str) -> str:
    """Lay out paragraphs as all pages here are: a change then shows which sentence changed."""
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return "\n\n".join(re.sub(r"(?<=[.!?]) (?=[A-Z])", "\n", each) for each in paragraphs)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _kept(path: Path) -> str:
    if path.exists():
        _, start, rest = path.read_text(encoding="utf-8").partition(HAND_START)
        text, end, _ = rest.partition(HAND_END)
        if start and end:
            return text.strip()
    return NOTHING_BY_HAND


def _machine(load_before: float) -> dict[str, str]:
    memory = psutil.virtual_memory().total / GIGABYTE
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{memory:.0f} GiB",
        "Load before the run": f"{load_before:.2f}: more than 0.2 means that others were at work",
        "System": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _postgres_version(),
        "leadkeep": version("leadkeep"),
        "Packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    }


def _processor() -> str:
    """Return the model that the kernel tells, where it tells one."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown"


@cache
def _postgres_version() -> str:
    with postgres_server() as url, psycopg.connect(url) as connection:
        told = connection.info.parameter_status("server_version") or "unknown"
    return told.partition(" ")[0]
