"""Cut the rows of a file into batches, and read one batch ahead of the one that is written."""

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from leadkeep.files.rows import BadRow, Row, TypedRow

T = TypeVar("T")

AnyRow = Row | TypedRow | BadRow

ROW_BATCH_SIZE = 2_100
LARGEST_BATCH_CHARACTERS = 4_000_000
"""Batch size: rows, or fewer rows with so many characters.

The work for each batch beside its rows costs as much as some 100 rows; a batch keeps other writers
waiting for about a tenth of a second. 300 rows go into one statement, so the size is a multiple.
"""


def in_batches(rows: Iterable[AnyRow]) -> Iterator[list[AnyRow]]:
    """Yield lists of up to ``ROW_BATCH_SIZE`` rows; nothing for a file without rows."""
    batch: list[AnyRow] = []
    characters = 0
    for row in rows:
        batch.append(row)
        values = row.values
        texts = values if isinstance(values, list) else map(str, values.values())
        characters += len("".join(texts))  # a third of the time of a sum of lengths
        if len(batch) >= ROW_BATCH_SIZE or characters >= LARGEST_BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def one_ahead(items: Iterable[T]) -> Generator[T, None, None]:
    """Yield items that a thread makes while the caller works on the item before.

    The thread computes while the caller waits for the database or for the disk. An error of
    ``items`` is raised in place of its item. Close the generator to end the thread early.
    """
    rest, end = iter(items), object()
    with ThreadPoolExecutor(1, thread_name_prefix="leadkeep-ahead") as thread:
        following = thread.submit(next, rest, end)
        while (item := following.result()) is not end:
            following = thread.submit(next, rest, end)
            yield item  # type: ignore[misc]
