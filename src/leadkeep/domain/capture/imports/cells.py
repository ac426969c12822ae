"""Convert the cells of a row to a record (behaviour.md 6.1, 6.3)."""

from collections.abc import Sequence

from leadkeep.domain.fields import Record

NULL = "null"
"""The cell that clears a field; exports write it for a missing value (behaviour.md 6.3)."""


def record_of(names: Sequence[str], cells: Sequence[str]) -> Record:
    """Return the record that a row describes; ``names`` has a name for each cell.

    An empty cell says nothing of its field, and a column without a name is left out.
    """
    if "" not in cells and NULL not in cells and "" not in names:
        return dict(zip(names, cells, strict=True))
    return {
        name: None if cell == NULL else cell
        for name, cell in zip(names, cells, strict=True)
        if name and cell
    }
