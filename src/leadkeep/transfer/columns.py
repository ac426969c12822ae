"""Find the field of each column of a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from leadkeep.domain.capture.imports import FAILURE_COLUMN, field_finder
from leadkeep.errors import SetupError
from leadkeep.files import quoted
from leadkeep.transfer.targets import Target

LISTED_COLUMNS = 3
"""How many columns without a field a message names."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The field of each column."""

    names: tuple[str, ...]
    """One name per column; ``""`` for a column that is left out."""
    notes: tuple[str, ...]
    """What was decided without being said by the user, for people."""


def find_columns(header: Sequence[str], target: Target, given: Mapping[str, str]) -> Columns:
    """Return the field of each column: as given, else by its name, else by its display name.

    Raises:
        SetupError: a column has no field, or two have the same, or ``given`` names what is not
            there.
    """
    finder = field_finder(target.fields, target.ignored)
    names, notes, unknown = [], [], []
    for column in header:
        name = given.get(column)
        if name is None:
            name = finder(column)
            if name is None:
                unknown.append(column)
            elif column not in {name, FAILURE_COLUMN} and column.strip():
                notes.append(f"column '{quoted(column)}' is {name or 'left out: it cannot be set'}")
        names.append(name or "")
    _check(header, names, target, given)
    if unknown:
        more = len(unknown) - LISTED_COLUMNS
        advice = [_advice(each, target) for each in unknown[:LISTED_COLUMNS]]
        raise SetupError("; ".join([*advice, *([f"and {more} more"] if more > 0 else [])]))
    return Columns(tuple(names), tuple(notes))


def name_finder(target: Target, given: Mapping[str, str]) -> Callable[[str], str]:
    """Return the function that finds the field of a name in a typed row; ``""`` is left out.

    A name without a field is returned as it is, and refused with its row.

    Raises:
        SetupError: ``given`` names a field that is not there.
    """
    _check_fields(target, given)
    finder = field_finder(target.fields, target.ignored)

    @cache
    def find(name: str) -> str:
        if name in given:
            return given[name]
        found = finder(name)
        return name if found is None else found

    return find


def _check(
    header: Sequence[str], names: Sequence[str], target: Target, given: Mapping[str, str]
) -> None:
    for column in given:
        if column not in header:
            raise SetupError(f"--map: the file has no column '{column}'")
    _check_fields(target, given)
    for name in names:
        if name and names.count(name) > 1:
            columns = [each for each, other in zip(header, names, strict=True) if other == name]
            raise SetupError(f"the columns {' and '.join(columns)} are both {name}")


def _check_fields(target: Target, given: Mapping[str, str]) -> None:
    for name in given.values():
        if name and name not in target.fields:
            raise SetupError(f"--map: {_nearest(f'there is no field {name}', name, target)}")


def _advice(column: str, target: Target) -> str:
    name = quoted(column)
    text = _nearest(f"the column '{name}' is no field", column, target)
    return f"{text}; name its field with --map '{name}=FIELD', or leave it out with '{name}='"


def nearest_hint(name: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown name: the known name that is most like it."""
    near = get_close_matches(name, list(known), 1)
    return f"; the nearest is {near[0]}" if near else ""


def _nearest(text: str, name: str, target: Target) -> str:
    return text + nearest_hint(name, target.fields)
