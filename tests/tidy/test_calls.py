"""Time and chance come in as arguments."""

import ast

from tests.tidy.source import Module, dotted, package_modules

SOURCES = ("src/leadkeep/clock.py", "src/leadkeep/ids.py")
"""The two modules that may ask the machine."""

FORBIDDEN_MODULES = frozenset({"random", "secrets"})
FORBIDDEN_CALLS = frozenset(
    {
        "date.today",
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
        "os.urandom",
        "time.sleep",
        "time.time",
        "time.time_ns",
        "uuid.uuid1",
        "uuid.uuid4",
    }
)

EXCEPTIONS: dict[tuple[str, str], str] = {
    ("src/leadkeep/testing/stores.py", "time.sleep"): (
        "waits for a server process to come up, which no clock of ours can hasten"
    ),
}
"""By file and call: why it may stand there. This list may only shrink."""


def calls(module: Module) -> set[tuple[str, str]]:
    """Return (file, name) for each use of a forbidden source in a module."""
    found = set()
    for node in module.nodes:
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names if each.name in FORBIDDEN_MODULES}
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module in FORBIDDEN_MODULES:
                found.add(node.module)
            found |= {
                name
                for each in node.names
                if (name := f"{node.module}.{each.name}") in FORBIDDEN_CALLS
            }
        elif isinstance(node, ast.Attribute):
            name = ".".join(dotted(node).split(".")[-2:])
            if name in FORBIDDEN_CALLS:
                found.add(name)
    return {(module.place, name) for name in found}


def test_only_clock_and_ids_ask_the_machine() -> None:
    """A verb that asks for the time itself cannot be tested at midnight, nor run again the same.

    Time, ids and randomness are arguments: tests hold the clock still and move it, and a history
    that failed once can be played again.
    """
    found = set()
    for module in package_modules():
        if module.place not in SOURCES:
            found |= calls(module)
    assert found == EXCEPTIONS.keys()


def test_the_check_sees_what_it_must() -> None:
    """The two allowed modules are full of such calls: a check that finds none there is blind."""
    found = {name for each in package_modules() if each.place in SOURCES for _, name in calls(each)}
    assert {"datetime.now", "secrets", "random"} <= found


def test_only_commands_print() -> None:
    """A server's output is its log; a print in a verb ends up in somebody's pipe."""
    printing = [
        f"{module.place}:{node.lineno}"
        for module in package_modules()
        if not module.place.startswith("src/leadkeep/cli/")
        for node in module.nodes
        if isinstance(node, ast.Call) and dotted(node.func) == "print"
    ]
    assert not printing, "\n".join(printing)
