"""What ``make bench-compare`` makes of the rows of two versions."""

import pytest

from benchmarks.compare import comparisons
from benchmarks.figures import Row, against_floor


def row(what: str, ours: float, floor: float = 100.0) -> Row:
    return against_floor(what, ours, floor, "req/s")


def test_ratios_are_compared_round_by_round() -> None:
    """A machine that slows down from round to round changes no quotient."""
    rounds = [
        ([row("get", 40)], [row("get", 60)]),
        ([row("get", 20)], [row("get", 30)]),
        ([row("get", 10)], [row("get", 15)]),
    ]
    (found,) = comparisons(rounds)
    assert (found.other, found.ours) == (0.2, 0.3)
    assert found.quotient == pytest.approx(1.5)


def test_only_figures_with_a_floor_in_both_versions_are_compared() -> None:
    theirs = [row("get", 50), Row("tail", "2 ms")]
    ours = [row("new", 50), row("get", 50), Row("tail", "1 ms")]
    assert [each.what for each in comparisons([(theirs, ours)])] == ["get"]
