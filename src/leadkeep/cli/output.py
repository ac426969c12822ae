"""Output of commands: results to standard output, everything else to standard error."""

import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from leadkeep.errors import SetupError, has_control_character

PRIVATE_FILE_MODE = 0o600
"""Permissions of files with people's data: only their owner may read them."""


def echo(text: str) -> None:
    """Print a message to standard error."""
    print(visible(text), file=sys.stderr, flush=True)


def counted(count: int, many: str) -> str:
    """Return a count with its noun, such as ``3 leads``; ``many`` is the plural of the noun."""
    if count != 1:
        return f"{count:,} {many}"
    one = f"{many[:-3]}y" if many.endswith("ies") else many.removesuffix("s")
    return f"1 {one}"


def visible(text: str) -> str:
    """Return a text with escapes for control characters, which would change the terminal."""
    if not has_control_character(text):
        return text
    return "".join(
        each.encode("unicode_escape").decode() if has_control_character(each) else each
        for each in text
    )


def write_utf8() -> None:
    """Let standard output be UTF-8: for formats that programs read, whatever the terminal has."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict")


def print_json(value: object) -> None:
    """Print a command's result as JSON, in UTF-8, to standard output."""
    import msgspec  # noqa: PLC0415 -- the list of commands is shown without it

    write_utf8()
    print(msgspec.json.format(msgspec.json.encode(value)).decode())


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a command's result as a table; without a terminal, no cell is cut or wrapped."""
    cells = [[_cell(each) for each in row] for row in rows]
    if sys.stdout.isatty():
        _print_for_people(columns, cells)
    else:
        _print_aligned([columns, *cells])


def _print_aligned(rows: Sequence[Sequence[str]]) -> None:
    """Print rows with columns of equal width, in terminal cells, between single spaces."""
    from rich.cells import cell_len  # noqa: PLC0415 -- the list of commands is shown without it

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (
            each + " " * (width - cell_len(each)) for each, width in zip(row, widths, strict=True)
        )
        print(" ".join(padded))


def _print_for_people(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table that fits the terminal, with a heading that stands out."""
    from rich.console import Console  # noqa: PLC0415 -- loading it takes longer than most commands
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold", collapse_padding=True)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        # As Text, because a name may look like markup.
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)


def _cell(value: object) -> str:
    import msgspec  # noqa: PLC0415 -- the list of commands is shown without it

    if value is None or value is False:
        return ""
    if isinstance(value, msgspec.Raw):  # a number with all its digits
        return bytes(value).decode()
    return "yes" if value is True else visible(str(value))


def print_listing(
    columns: Mapping[str, str], items: Sequence[Mapping[str, Any]], *, as_json: bool
) -> None:
    """Print items as JSON, or as a table; ``columns`` maps a heading to a key of the items."""
    if as_json:
        print_json(items)
    else:
        print_table(
            list(columns.values()), [[item[member] for member in columns] for item in items]
        )


class Advance(Protocol):
    """A function that updates a progress bar."""

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` rows are done; ``total`` is 0 if nobody knows it."""
        ...


def _show_nothing(done: int, total: int) -> None:
    del done, total


@contextmanager
def progress(title: str) -> Iterator[Advance]:
    """Show a progress bar during the block, if standard error is a terminal; yield its update."""
    if not sys.stderr.isatty():
        yield _show_nothing
        return
    from rich.console import Console  # noqa: PLC0415 -- as above
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


@contextmanager
def private_file(path: Path | None) -> Iterator[IO[bytes]]:
    """Yield a new file that only its owner can read, and that gets its name when it is complete.

    Until then, a file that has the name already is left as it is. None is standard output; a pipe
    or a device is written to directly.

    Raises:
        SetupError: the file cannot be written.
    """
    if path is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    place = path.resolve()  # of a link, the file that it leads to is replaced
    new = place.with_name(f"{place.name}.{os.getpid()}.new")
    try:
        if place.exists() and not place.is_file():
            with place.open("wb") as stream:
                yield stream
            return
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE_MODE)
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(handle)
        new.replace(place)
    except OSError as error:
        raise SetupError(f"{path}: {error.strerror}") from None
    finally:
        new.unlink(missing_ok=True)
