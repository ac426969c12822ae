"""The one table of codes (behaviour.md 1.8, 1.9)."""

import ast
import re
from pathlib import Path

import pytest

import leadkeep
from leadkeep.api.error_help import error_help
from leadkeep.api.errors import IDENTITY_ERRORS, WIRE_ERRORS, identity_error, wire_error
from leadkeep.errors import Problem, Reason

SOURCE = Path(leadkeep.__file__).parent
CODE = re.compile(r"(6\d\d|7\d\d|1[0-9]\d\d)").fullmatch

STARRED = {"601", "602", "604", "605", "608", "611"}


def test_each_reason_has_one_entry() -> None:
    assert set(WIRE_ERRORS) | set(IDENTITY_ERRORS) == set(Reason)
    assert set(WIRE_ERRORS) & set(IDENTITY_ERRORS) == set()


def test_codes_are_those_of_the_reference() -> None:
    for reason, entry in WIRE_ERRORS.items():
        assert CODE(entry.code), reason
        assert entry.text
    texts = [(entry.code, entry.text) for entry in WIRE_ERRORS.values()]
    assert len(texts) == len(set(texts))


def test_each_code_is_explained() -> None:
    """An operator who sees a code is told what it means and what to do about it."""
    assert error_help().keys() == {entry.code for entry in WIRE_ERRORS.values()}
    for code, entry in error_help().items():
        assert entry.meaning, code
        assert entry.action.endswith("."), code


@pytest.mark.fact("D", "1.8")
def test_the_starred_codes_are_not_counted() -> None:
    for entry in WIRE_ERRORS.values():
        assert entry.is_counted == (entry.code not in STARRED), entry


@pytest.mark.fact("C", "2.1")
def test_identity_errors_are_http_errors() -> None:
    for reason in Reason:
        count = 9
        error = identity_error(Problem(reason, ("x",) * count))
        assert 400 <= error.status < 600
        assert re.fullmatch("[a-z_]+", error.error)
        assert "{" not in error.description


def test_values_are_told_as_they_were_sent() -> None:
    sent = [("a", "a"), (5, "5"), (1.5, "1.5"), (None, "null"), (True, "true"), ([1], "[1]")]
    sent += [({"a": "b"}, '{"a":"b"}'), ("{0}", "{0}"), (10**30, "1" + "0" * 30)]
    for value, shown in sent:
        told = wire_error(Problem(Reason.INVALID_ARGUMENT, (value,)))
        assert told == {"code": "1003", "message": f"Invalid {shown}"}


# -- nothing else writes a code --------------------------------------------------------------------


def texts_in(path: Path) -> set[str]:
    """Return the string constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    constants = [each for each in nodes if isinstance(each, ast.Constant) and id(each) not in told]
    return {each.value for each in constants if isinstance(each.value, str)}


def test_no_other_module_writes_a_code() -> None:
    """A code in a second place would be forgotten when a recording changes the first."""
    modules = [each for each in SOURCE.rglob("*.py") if each != SOURCE / "api" / "errors.py"]
    assert len(modules) > 50
    found = {
        f"{path.relative_to(SOURCE)}: {text}"
        for path in modules
        for text in texts_in(path)
        if CODE(text)
    }
    assert found == set()
    assert {entry.code for entry in WIRE_ERRORS.values()} <= texts_in(SOURCE / "api" / "errors.py")


def test_only_the_wire_knows_http() -> None:
    """Features say what is wrong; how that is told is for the wire alone."""
    for path in (SOURCE / "domain").rglob("*.py"):
        assert "wire_error" not in path.read_text(encoding="utf-8"), path
