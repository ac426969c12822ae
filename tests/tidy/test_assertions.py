"""A check that cannot fail checks nothing."""

import ast
from collections.abc import Iterator

import pytest

from tests.tidy.source import Module, dotted, modules_below

Function = ast.FunctionDef | ast.AsyncFunctionDef

YES_OR_NO = ("is_", "has_", "may_")
"""How names of what is true or false begin."""
ALWAYS_TRUE = (ast.Constant, ast.Dict, ast.GeneratorExp, ast.JoinedStr, ast.Lambda, ast.List)
EVERY_ERROR = frozenset({"Exception", "BaseException"})
TEXT_METHODS = frozenset({"decode", "encode", "format", "join", "lower", "strip", "upper"})
"""Methods that return something whatever they are called on."""
CHECKS = frozenset({"raises", "warns", "fail"})

WITHOUT_CHECK: dict[str, str] = {
    "tests/docs/test_openapi.py::test_it_is_valid": "schemathesis raises what is wrong",
    "tests/docs/test_samples.py::test_programs_run": "a program that fails raises",
    "tests/unit/test_loose.py::test_any_text_is_a_value_or_an_error": "any other error is raised",
    "tests/unit/test_router.py::test_any_bytes_are_a_path": "any error is raised",
}
"""By test that checks nothing itself: what makes it fail. This list may only shrink."""


def called(node: ast.AST) -> str:
    """Return the last part of the name of what is called, or nothing."""
    return dotted(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""


def says_yes_or_no(node: ast.expr) -> bool:
    """Return whether a part of an ``or`` is true or false, as far as its form tells."""
    if isinstance(node, ast.Name | ast.Attribute):
        return dotted(node).rpartition(".")[2].startswith(YES_OR_NO)
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.slice) == "'success'"
    return not isinstance(node, (*ALWAYS_TRUE, ast.Tuple, ast.Set))


def is_never_none(node: ast.AST) -> bool:
    """Return whether a comparison asks if what is never None is something else."""
    return (
        isinstance(node, ast.Compare)
        and isinstance(node.ops[0], ast.IsNot)
        and ast.unparse(node.comparators[0]) == "None"
        and called(node.left) in TEXT_METHODS
    )


def has_nothing_but_truth(node: ast.Assert) -> bool:
    """Return whether an assert is true whatever the code does."""
    choices = (
        each.values
        for each in ast.walk(node.test)
        if isinstance(each, ast.BoolOp) and isinstance(each.op, ast.Or)
    )
    if isinstance(node.test, (*ALWAYS_TRUE, ast.Tuple, ast.Set)):
        return True
    return any(map(is_never_none, ast.walk(node.test))) or any(
        any(isinstance(each, ast.Compare) for each in values)
        and not all(map(says_yes_or_no, values))
        for values in choices
    )


def looks_at_nothing(node: ast.Call) -> bool:
    """Return whether a call looks at the elements of a list that has none."""
    place = {"any": 0, "all": 0, "parametrize": 1}.get(called(node), len(node.args))
    return place < len(node.args) and getattr(node.args[place], "elts", None) == []


def accepts_every_error(node: ast.Call) -> bool:
    """Return whether a call waits for an error of any kind and any text."""
    is_wide = called(node) == "raises" and dotted(node.args[0]) in EVERY_ERROR
    return is_wide and not any(each.arg == "match" for each in node.keywords)


def checks_behind_the_error(node: ast.With) -> bool:
    """Return whether an assert stands where only code that did not raise would get."""
    is_raises = any(called(each.context_expr) == "raises" for each in node.items)
    later = (each for statement in node.body[1:] for each in ast.walk(statement))
    return is_raises and any(isinstance(each, ast.Assert) for each in later)


def cannot_fail(node: ast.AST) -> bool:
    """Return whether a check cannot fail, or does not fail where it should."""
    if isinstance(node, ast.Assert):
        return has_nothing_but_truth(node)
    if isinstance(node, ast.Call):
        return looks_at_nothing(node) or accepts_every_error(node)
    return isinstance(node, ast.With) and checks_behind_the_error(node)


def functions(module: Module) -> Iterator[Function]:
    """Return all functions of a module."""
    return (each for each in module.nodes if isinstance(each, Function))


def checks_something(function: Function, checking: frozenset[str]) -> bool:
    """Return whether a function asserts, raises, or calls what does."""
    return any(
        isinstance(each, ast.Assert)
        or (isinstance(each, ast.Raise) and each.exc is not None)
        or called(each) in checking
        for each in ast.walk(function)
    )


def checking_names() -> frozenset[str]:
    """Return the names of the functions in tests that check something, themselves or by others."""
    found = CHECKS
    every = [each for module in modules_below("tests") for each in functions(module)]
    while True:
        more = found | {each.name for each in every if checks_something(each, found)}
        if more == found:
            return found
        found = more


def test_every_check_can_fail() -> None:
    """What cannot fail stays green when the rule is broken, and looks like a test of it."""
    found = [
        f"{module.place}: {ast.unparse(node)}"
        for module in modules_below("tests")
        for node in module.nodes
        if cannot_fail(node)
    ]
    assert found == []


def test_every_test_checks_something() -> None:
    """A test that only runs the code proves that it does not raise, and seldom means to."""
    checking = checking_names()
    found = {
        f"{module.place}::{each.name}"
        for module in modules_below("tests")
        for each in functions(module)
        if each.name.startswith("test_") and not checks_something(each, checking)
    }
    assert found == WITHOUT_CHECK.keys()


@pytest.mark.parametrize(
    "code",
    [
        "assert x or None in z",
        "assert all(each.name or each in z for each in some)",
        "assert (x == 1, 'a message')",
        "assert all(each.encode() is not None for each in some)",
        "assert (each == 1 for each in some)",
        "assert not any([])",
        "@pytest.mark.parametrize('x', [])\ndef test(x): ...",
        "with pytest.raises(Exception): run()",
        "with pytest.raises(KeyError):\n    run()\n    assert x == 1",
    ],
)
def test_a_check_that_cannot_fail_is_found(code: str) -> None:
    assert any(map(cannot_fail, ast.walk(ast.parse(code))))


@pytest.mark.parametrize(
    "code",
    [
        "assert x in z or y in z",
        "assert each.is_public or each.tag in z",
        "assert answer.body['success'] or answer.error == ERROR",
        "assert all(each == 1 for each in some)",
        "with pytest.raises(Exception, match='full'): run()",
    ],
)
def test_a_check_that_can_fail_is_left_alone(code: str) -> None:
    assert not any(map(cannot_fail, ast.walk(ast.parse(code))))
