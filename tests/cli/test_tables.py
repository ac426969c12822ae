"""Tables of commands: aligned by the width of characters, with no cell cut without a terminal."""

import io
import sys

import pytest

from leadkeep.cli.output import print_table

COLUMNS = ("name", "n", "中文")
ROWS = (("a", 1, None), ("bé中", True, "x y"), ("w" * 300, False, "z"), ("\x1bq", 3.5, ""))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_whole_cells_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(COLUMNS, ROWS)
    wide = " " * 296
    assert capsys.readouterr().out.splitlines() == [
        f"name{wide} n   中文",
        f"a   {wide} 1       ",
        f"bé中{wide} yes x y ",
        f"{'w' * 300}     z   ",
        rf"\x1bq{' ' * 295} 3.5     ",
    ]


def test_a_list_without_items_has_its_heading(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(COLUMNS, [])
    assert capsys.readouterr().out == "name n 中文\n"


def test_a_terminal_gets_lines_that_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    print_table(COLUMNS, ROWS)
    lines = terminal.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert sum(line.count("w") for line in lines) == 300
