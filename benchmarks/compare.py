"""``python -m benchmarks.compare REF [names] [--rounds N]``: another version beside this one.

Both versions are measured in turn by the benchmarks of this one, each figure beside its floor. What
is compared are the ratios to the floor, round by round, since times drift.
"""

import argparse
import subprocess
import sys
import sysconfig
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from venv import EnvBuilder

from rich.console import Console
from rich.table import Table

from benchmarks import servers
from benchmarks.figures import Row, Run
from benchmarks.suite import SUITE

ROOT = Path(__file__).parent.parent
NAMES = ("sync-create", "sync-update", "get", "filter", "single-upsert")
"""What is compared by default."""
ROUNDS = 3
LOCK = "requirements.lock"
"""The packages that a server needs."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The ratios of a figure to its floor: medians of both versions, and of the quotients."""

    what: str
    other: float
    ours: float
    quotient: float
    """The median of our ratio by the other's of the same round: above 1, this version is faster."""


def main() -> None:
    """Put the other version beside this one, measure both in turn, print the table."""
    options = _options()
    console = Console(stderr=True)
    rounds: list[tuple[list[Row], list[Row]]] = []
    with (
        tempfile.TemporaryDirectory(prefix="leadkeep-compare-", dir=options.folder) as folder,
        _version(options.ref, Path(folder)) as other,
    ):
        for number in range(options.rounds):
            console.print(f"round {number + 1} of {options.rounds}")
            own = Path(folder) / f"round {number}"
            theirs = _measure(options.names, own / "theirs", other)
            rounds.append((theirs, _measure(options.names, own / "ours", None)))
    table = Table("what", options.ref, "this version", "this version by the other")
    for each in comparisons(rounds):
        table.add_row(each.what, f"{each.other:.3f}", f"{each.ours:.3f}", f"{each.quotient:.2f}")
    Console().print(table)


def comparisons(rounds: Sequence[tuple[Sequence[Row], Sequence[Row]]]) -> list[Comparison]:
    """Compare the rows of both versions that have a floor; a round is the other's rows and ours."""
    pairs: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for theirs, ours in rounds:
        others = {row.what: row.ratio for row in theirs}
        for row in ours:
            other = others.get(row.what)
            if row.ratio is not None and other is not None:
                pairs[row.what].append((other, row.ratio))
    return [
        Comparison(
            what,
            median(other for other, _ in found),
            median(ours for _, ours in found),
            median(ours / other for other, ours in found),
        )
        for what, found in pairs.items()
    ]


@contextmanager
def _version(ref: str, folder: Path) -> Iterator[str]:
    """Check out the sources of a version; yield the path of an interpreter that runs them."""
    place = folder / "version"
    place.mkdir()
    archive = ["git", "-C", str(ROOT), "archive", ref, "src", LOCK]
    files = subprocess.run(archive, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x", "-C", str(place)], check=True, input=files)  # noqa: S607
    environment = EnvBuilder(symlinks=True)
    environment.create(place / "environment")
    context = environment.ensure_directories(place / "environment")
    paths = [str(place / "src"), str(_packages(place))]
    found = Path(sysconfig.get_path("purelib", "venv", {"base": context.env_dir}))
    (found / "version.pth").write_text("\n".join(paths) + "\n", encoding="utf-8")
    yield context.env_exe


def _packages(place: Path) -> Path:
    """Return a folder with the packages of a version: ours, if both versions lock the same."""
    if (place / LOCK).read_bytes() == (ROOT / LOCK).read_bytes():
        return Path(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    options = ["--quiet", "--target", str(place / "packages"), "-r", str(place / LOCK)]
    subprocess.run([*pip, *options], check=True)
    return place / "packages"


def _measure(names: Sequence[str], folder: Path, python: str | None) -> list[Row]:
    token = None if python is None else servers.PYTHON.set(python)
    found: list[Row] = []
    try:
        for name in names:
            own = folder / name
            own.mkdir(parents=True)
            found += SUITE[name](Run(True, own, folder, lambda _: None))  # noqa: FBT003 -- quick rounds
    finally:
        if token is not None:
            servers.PYTHON.reset(token)
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare")
    parser.add_argument("ref", help="the other version: a tag, branch or commit")
    parser.add_argument("names", nargs="*", metavar="name", help=f"any of: {', '.join(SUITE)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--folder", type=Path, help="where the stores are: the disk that counts")
    options = parser.parse_intermixed_args()
    unknown = [name for name in options.names if name not in SUITE]
    if unknown:
        parser.error(f"no benchmark is called {unknown[0]}; there are: {', '.join(SUITE)}")
    options.names = options.names or list(NAMES)
    return options


if __name__ == "__main__":
    main()
