"""``python -m benchmarks [names] [--quick] [--out FILE]``."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.status import Status
from rich.table import Table

from benchmarks.figures import Row, Run
from benchmarks.suite import SUITE

FOLDER_PREFIX = "leadkeep-bench-"


def main() -> int:
    """Measure, print the table, write the page if told to."""
    options = _options()
    console = Console(stderr=True)
    found: dict[str, list[Row]] = {}
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX, dir=options.folder) as folder:
        for name in options.names:
            own = Path(folder) / name
            own.mkdir()
            with console.status(name) as status:

                def say(text: str, name: str = name, status: Status = status) -> None:
                    status.update(f"{name}: {text}")

                found[name] = SUITE[name](Run(options.quick, own, Path(folder), say))
            shutil.rmtree(own)
    Console(width=None if sys.stdout.isatty() else 200).print(_table(found))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help=f"any of: {', '.join(SUITE)}")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds")
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
