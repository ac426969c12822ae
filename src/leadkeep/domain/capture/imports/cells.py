"""Convert the cells of a row to a record (behaviour.md 6.1, 6.3)."""

from collections.abc import Sequence

from leadkeep.domain.fields import Record
from leadkeep.files import NULL


def record_of(names: Sequence[str], cells: Sequence[str]) -> Record:
    """Return the record that a row describes; ``names`` has a name for each cell.

    ``null`` clears a field, an empty cell says nothing of it, and a column without a name is left
    out.
    """
    if "" not in cells and NULL not in cells and "" not in names:
        return dict(zip(names, cells, strict=True))
    return {
        name: None if cell == NULL else cell
        for name, cell in zip(names, cells, strict=True)
        if name and cell
    }
