"""The fault matrix: its tests exist, and the page has its rows."""

import ast

from tests.tidy.source import ROOT
from tools import faults

FAULTS = [each for group in faults.matrix().values() for each in group]
FEWEST_FAULTS = 40


def test_each_fault_is_shown_by_tests_that_exist() -> None:
    """A row whose test was renamed would promise what nobody looks at."""
    assert len(FAULTS) >= FEWEST_FAULTS
    for each in FAULTS:
        assert each.tests, each.fault
        assert each.engines, each.fault
        for test in each.tests:
            file, _, name = test.partition("::")
            tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
            names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
            assert name in names, test


def test_the_page_has_the_rows_of_the_matrix() -> None:
    """A promise that was changed is measured again: run `make faults`."""
    lines = faults.PAGE.read_text(encoding="utf-8").split("\n")
    found = [line.split(" | ")[:2] for line in lines if line.startswith("| ")][0:]
    rows = [each for each in found if each != ["| Fault", "Promise"]]
    assert rows == [[f"| {each.fault}", each.promise] for each in FAULTS]
    headings = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
    assert headings == list(faults.matrix())
