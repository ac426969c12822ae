"""What the package defines is used."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.tidy.source import PACKAGE, Module, all_modules, package_modules, place_of

TESTING = place_of(PACKAGE / "testing")
"""The package for users' tests, whose names need no use in the server."""

ENTRY_POINTS: dict[str, str] = {
    "LineFormatter": "the logging configuration names it in a string",
    "NullWebhooks": "the Null version of a service, for tests",
    "down_revision": "Alembic reads it",
    "json_formatter": "the logging configuration names it in a string",
    "salesforce_kind": "for versions of Crm, of which none is in the package yet (decision 0062)",
}
"""By name: who uses it. Decorated functions need no entry, nor does ``leadkeep.testing``."""


def definitions(module: Module) -> Iterator[str]:
    """Yield the functions, classes and constants of a module, except decorated ones."""
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.decorator_list:
                yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                yield from (each.id for each in ast.walk(target) if isinstance(each, ast.Name))


def names_read(module: Module) -> Iterator[str]:
    """Yield the names that a module reads. An import alone is no use: a face imports everything."""
    for node in module.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (each.name for each in node.names if each.asname)


@cache
def used_names(*, with_tests: bool) -> frozenset[str]:
    """Return the names that any module reads, of the tests too or not."""
    found = {
        name
        for module in all_modules()
        if module.place.startswith("tests/") == with_tests
        for name in names_read(module)
    }
    return frozenset(found | used_names(with_tests=False) if with_tests else found)


def test_what_is_defined_is_used() -> None:
    """A definition that nothing reads is read by everybody who tries to understand the module.

    A name that only a test reads is no better: the test then protects what nobody needs.
    """
    unused = {
        f"{module.place}: {name}"
        for module in package_modules()
        for name in definitions(module)
        if name not in used_names(with_tests=module.place.startswith(f"{TESTING}/"))
        and not (name.startswith("__") and name.endswith("__"))
        and name not in ENTRY_POINTS
    }
    assert not unused, "\n".join(sorted(unused))


def test_entry_points_exist() -> None:
    """An exception for a name that is gone would hide the next one of that name."""
    defined = {name for module in package_modules() for name in definitions(module)}
    assert ENTRY_POINTS.keys() <= defined
    unread = ENTRY_POINTS.keys() - used_names(with_tests=False)
    assert unread == ENTRY_POINTS.keys(), "an entry point is read: remove its entry"
