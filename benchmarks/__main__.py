"""``python -m benchmarks [names] [--quick] [--out FILE]``."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console
from rich.status import Status
from rich.table import Table

from benchmarks.figures import Row, Run
from benchmarks.page import write_page
from benchmarks.suite import SUITE

FOLDER_PREFIX = "leadkeep-bench-"
FAILED = "failed"


def main() -> int:
    """Measure, print the table, write the page if told to."""
    options = _options()
    load_before, _, _ = os.getloadavg()

    def save(found: Mapping[str, list[Row]]) -> None:
        if options.out:
            write_page(options.out, found, load_before=load_before, is_quick=options.quick)

    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX, dir=options.folder) as folder:
        found = _measure(options, Path(folder), save)
    Console(width=None if sys.stdout.isatty() else 200).print(_table(found))
    return int(any(row.figure == FAILED for rows in found.values() for row in rows))


def _measure(
    options: argparse.Namespace,
    folder: Path,
    save: Callable[[Mapping[str, list[Row]]], None],
) -> dict[str, list[Row]]:
    """Run the benchmarks one after another; one that fails is a row of the table.

    What is measured so far is saved after each, so that a run that is stopped has not been for
    nothing.
    """
    console = Console(stderr=True)
    found: dict[str, list[Row]] = {}
    for name in options.names:
        own = folder / name
        own.mkdir()
        with console.status(name) as status:

            def say(text: str, name: str = name, status: Status = status) -> None:
                status.update(f"{name}: {text}")

            started = time.monotonic()
            try:
                found[name] = SUITE[name](Run(options.quick, own, folder, say, options.leads))
            except Exception as error:  # noqa: BLE001 -- the other figures are wanted all the same
                console.print_exception()
                found[name] = [Row(name, FAILED, is_reached=False, note=type(error).__name__)]
        console.print(f"{name}: {time.monotonic() - started:.0f} s")
        shutil.rmtree(own)
        save(found)
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help=f"any of: {', '.join(SUITE)}")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds")
    parser.add_argument(
        "--leads", type=int, metavar="N", help="leads of the stores that are written by SQL"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the page to FILE")
    parser.add_argument("--folder", type=Path, help="where the stores are: the disk that counts")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in SUITE]
    if unknown:
        parser.error(f"no benchmark is called {unknown[0]}; there are: {', '.join(SUITE)}")
    options.names = options.names or list(SUITE)
    return options


def _table(found: dict[str, list[Row]]) -> Table:
    table = Table("name", "what", "figure", "floor", "ratio", "goal", "aim", "reached", "note")
    for name, rows in found.items():
        for row in rows:
            ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
            reached = {None: "", True: "yes", False: "no"}[row.is_reached]
            table.add_row(
                name, row.what, row.figure, row.floor, ratio, row.goal, row.aim, reached, row.note
            )
    return table


if __name__ == "__main__":
    sys.exit(main())
