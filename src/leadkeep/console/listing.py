"""Listings: tables that are sorted, filtered, paged by key and downloaded as CSV."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from leadkeep.console.visit import Visit, address
from leadkeep.files import RowWriter

PAGE_SIZE = 50
FILE_PAGE_SIZE = 1_000
FILE_ROW_LIMIT = 100_000
"""Limit: rows of a CSV file that is downloaded from a page; bulk extracts have none."""

SORT, ORDER, FILTER, AFTER = "sort", "order", "filter", "after"
DESCENDING = "desc"

Cell = Any
"""A JSON value."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a listing."""

    name: str
    label: str
    kind: str = "text"
    """text, number, moment, badge or code: how its cells look."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a listing: its cells, where it leads, and the number that forms send for it."""

    cells: Sequence[Cell]
    path: str | None = None
    """Below ``/console``."""
    number: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def listing(
    visit: Visit, columns: Sequence[Column], rows: Sequence[Row], after: object = None
) -> dict[str, Any]:
    """Return a listing whose rows come page by page in the order of their keys.

    ``after`` is the key after which the next page starts; None on the last page.
    """
    return {
        "columns": [
            {"name": each.name, "label": each.label, "kind": each.kind, "sortUrl": None}
            for each in columns
        ],
        "rows": [
            {"cells": list(row.cells), "path": row.path, "number": row.number, **row.extra}
            for row in rows
        ],
        "after": after,
        "next": None if after is None else visit.url(**{AFTER: after}),
        "first": visit.url(**{AFTER: None}) if visit.text(AFTER) not in {"", "0"} else None,
        "file": address(f"{visit.path}.csv", visit.query),
        "canFilter": False,
        "count": None,
    }


def sorted_listing(visit: Visit, columns: Sequence[Column], rows: Sequence[Row]) -> dict[str, Any]:
    """Return a listing of rows that are all in memory: filtered, sorted, cut into pages.

    The parameters ``filter``, ``sort``, ``order`` and ``after`` say how; ``after`` counts rows.
    """
    wanted = visit.text(FILTER).casefold()
    found = [row for row in rows if not wanted or _has_text(row, wanted)]
    names = [each.name for each in columns]
    by, is_descending = visit.text(SORT), visit.text(ORDER) == DESCENDING
    if by in names:
        index = names.index(by)
        found.sort(key=lambda row: _sort_key(row.cells[index]), reverse=is_descending)
    start = visit.number(AFTER)
    size = visit.number("size", PAGE_SIZE)
    end = start + size
    shown = listing(visit, columns, found[start:end], end if end < len(found) else None)
    for column in shown["columns"]:
        is_again = column["name"] == by and not is_descending
        order = DESCENDING if is_again else None
        column["sortUrl"] = visit.url(**{SORT: column["name"], ORDER: order, AFTER: None})
        if column["name"] == by:
            column["sorted"] = "descending" if is_descending else "ascending"
    return shown | {"canFilter": True, "count": len(found)}


def _has_text(row: Row, wanted: str) -> bool:
    return any(wanted in str(cell).casefold() for cell in row.cells if cell is not None)


def _sort_key(cell: Cell) -> tuple[int, float, str]:
    """Return a key that sorts numbers before texts, and empty cells last."""
    if cell is None:
        return 2, 0.0, ""
    if isinstance(cell, int | float):
        return 0, float(cell), ""
    return 1, 0.0, str(cell).casefold()


def csv_file(load: Callable[[object, int], dict[str, Any]]) -> bytes:
    """Return a listing as a CSV file, in which no cell is a formula.

    ``load(after, size)`` returns a page of the listing.
    """
    stream = BytesIO()
    page = load("", FILE_PAGE_SIZE)
    header = [each["label"] for each in page["columns"]]
    writer = RowWriter(stream, header, has_formulas=False)
    count = 0
    while True:
        rows = [["" if cell is None else cell for cell in row["cells"]] for row in page["rows"]]
        writer.write(rows)
        count += len(rows)
        if page["after"] is None or count >= FILE_ROW_LIMIT:
            return stream.getvalue()
        page = load(page["after"], FILE_PAGE_SIZE)
