"""Files and functions that can be read in one go."""

import ast
import statistics
import sys
from collections.abc import Iterator

from tests.tidy.source import Module, all_modules, package_modules

LONGEST_FILE_LINES = 600
LONGEST_FUNCTION_LINES = 70

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: Module) -> Iterator[Function]:
    for node in module.nodes:
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_file_is_too_long() -> None:
    """A file of thousands of lines is in every commit and in nobody's head: split it by verb."""
    long = [
        f"{module.place}: {module.lines} lines"
        for module in all_modules()
        if module.lines > LONGEST_FILE_LINES
    ]
    assert not long, "\n".join(long)


def test_no_function_is_too_long() -> None:
    """A function longer than a screen hides its decisions between its details."""
    long = [
        f"{module.place}:{function.lineno}: {function.name} has {length(function)} lines"
        for module in all_modules()
        for function in functions(module)
        if length(function) > LONGEST_FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def test_the_medians_are_shown() -> None:
    """A number is a question, not a verdict: ``pytest -rP tests/tidy/test_sizes.py`` shows them."""
    files = [module.lines for module in package_modules()]
    lengths = [length(each) for module in package_modules() for each in functions(module)]
    for what, sizes in (("files", files), ("functions", lengths)):
        tenths = statistics.quantiles(sizes, n=10)
        sys.stdout.write(
            f"{len(sizes)} {what}: median {statistics.median(sizes):.0f} lines, "
            f"nine in ten up to {tenths[-1]:.0f}, largest {max(sizes)}\n"
        )
