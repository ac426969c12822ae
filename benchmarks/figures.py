"""What a benchmark hands back: one row of the table."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """How to measure."""

    is_quick: bool
    folder: Path
    """An empty folder of this benchmark's own, on the disk that counts."""
    shared: Path
    """A folder for stores that several benchmarks use."""
    say: Callable[[str], None]
    leads: int | None = None
    """The leads of stores that are written by SQL; None for what :meth:`sized` says."""

    def sized(self, full: int, quick: int) -> int:
        """Return a size."""
        return quick if self.is_quick else full


@dataclass(frozen=True, slots=True)
class Row:
    """One figure."""

    what: str
    figure: str
    floor: str = ""
    ratio: float | None = None
    goal: str = ""
    """What must be reached."""
    aim: str = ""
    is_reached: bool | None = None
    """None where the row is told for information only."""
    note: str = ""


def against_floor(
    what: str,
    ours: float,
    floor: float,
    unit: str,
    *,
    goal: float | None = None,
    aim: float | None = None,
    note: str = "",
) -> Row:
    """Return the row of a rate beside its floor."""
    ratio = ours / floor
    return Row(
        what=what,
        figure=f"{ours:,.0f} {unit}",
        floor=f"{floor:,.0f} {unit}",
        ratio=ratio,
        goal="" if goal is None else f">= {goal:.2f}",
        aim="" if aim is None else f"{aim:.2f}",
        is_reached=None if goal is None else ratio >= goal,
        note=note,
    )


def within(
    what: str, value: float, unit: str, limit: float, *, beside: str = "", note: str = ""
) -> Row:
    """Return the row of a value that must stay below a limit."""
    return Row(
        what=what,
        figure=f"{value:,.2f} {unit}",
        floor=beside,
        goal=f"< {limit:g} {unit}",
        is_reached=value < limit,
        note=note,
    )
