"""Who may import whom."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.tidy.source import Module, package_modules

FACES = ("clock", "errors", "ids")
BELOW_A_DOOR = frozenset({*FACES, "domain", "jobs", "settings", "store"})

ALLOWED: dict[str, frozenset[str]] = {
    "clock": frozenset(),
    "errors": frozenset(),
    "ids": frozenset(),
    "store": frozenset({"clock", "errors"}),
    "jobs": frozenset({*FACES, "store"}),
    "domain": frozenset({*FACES, "domain", "jobs", "store"}),
    "settings": frozenset({"domain", "errors", "ids"}),
    "prepare": BELOW_A_DOOR,
    "handlers": BELOW_A_DOOR | {"connectors"},
    "api": BELOW_A_DOOR,
    "web": BELOW_A_DOOR,
    "bulk": BELOW_A_DOOR,
    "blueprint": BELOW_A_DOOR,
    "connectors": BELOW_A_DOOR,
    "cli": BELOW_A_DOOR | {"blueprint", "bulk", "handlers", "prepare"},
    "app": BELOW_A_DOOR | {"api", "bulk", "handlers", "prepare", "web"},
    "__main__": frozenset({"cli"}),
}
"""By layer, the first part of a module's name: which other layers it may import."""

FREE_LAYERS = frozenset({"testing"})
"""Layers that may import anything: the package for users' tests puts whole servers together."""

STORE_FACES = {
    "leadkeep.store": None,
    "leadkeep.store.backup": ("cli",),
    "leadkeep.store.check": ("cli",),
    "leadkeep.store.copy": ("cli",),
    "leadkeep.store.failure": ("app", "blueprint", "bulk", "cli", "prepare"),
    "leadkeep.store.migrate": ("blueprint", "cli", "prepare"),
}
"""Modules of the store that other layers may import, and which layers; None for all."""


@cache
def module_names() -> frozenset[str]:
    return frozenset(each.name for each in package_modules())


def imported_names(module: Module) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) for each import of the package's own modules."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "leadkeep":
                    yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.place}:{node.lineno}: write imports in full"
            if node.module and node.module.split(".")[0] == "leadkeep":
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    yield node.lineno, full if full in module_names() else node.module


def layer_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


@cache
def checked_imports() -> list[tuple[Module, int, str, str, str]]:
    """Return module, line, its layer, the layer it imports, and what it imports."""
    return [
        (module, line, layer, layer_of(name), name)
        for module in package_modules()
        if (layer := layer_of(module.name)) and layer not in FREE_LAYERS
        for line, name in imported_names(module)
    ]


def test_layers_import_downwards_only() -> None:
    """The wire, the commands and the pages are skins: what lies below them must not know them.

    A domain that knows HTTP can serve no other door, and a store that knows leads can be replaced
    by no other store. One import in the wrong direction is enough to end both.
    """
    wrong = [
        f"{module.place}:{line}: {layer} imports {name}"
        for module, line, layer, other, name in checked_imports()
        if other not in {"", layer} and other not in ALLOWED[layer]
    ]
    assert not wrong, "\n".join(wrong)


def test_features_are_imported_through_their_faces() -> None:
    """A feature's face is the list of what it promises; everything behind it is free to move.

    ``domain/tables.py`` is the one exception: it gathers the tables for migrations.
    """
    wrong = []
    for module, line, layer, other, name in checked_imports():
        if other != "domain" or name.count(".") < 3 or module.name == "leadkeep.domain.tables":
            continue
        package = name.split(".")[2]
        own = layer == "domain" and module.name.split(".")[2] == package
        if not own:
            wrong.append(f"{module.place}:{line}: import {name} from its package's face")
    assert not wrong, "\n".join(wrong)


def test_the_store_is_imported_through_its_face() -> None:
    """What is not on the store's face differs between engines: nobody outside may lean on it."""
    wrong = []
    for module, line, layer, other, name in checked_imports():
        if other != "store" or layer == "store":
            continue
        users = STORE_FACES.get(name, ())
        if users is not None and layer not in users:
            wrong.append(f"{module.place}:{line}: {layer} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_features_form_no_circle() -> None:
    """Two features that import each other are one feature that nobody can read in parts."""
    graph: dict[str, set[str]] = {}
    for module, _, layer, other, name in checked_imports():
        if layer == other == "domain" and module.name != "leadkeep.domain.tables":
            here, there = module.name.split(".")[2], name.split(".")[2]
            graph.setdefault(here, set()).add(there)
    done: set[str] = set()

    def walk(package: str, way: tuple[str, ...]) -> None:
        assert package not in way, " -> ".join((*way, package))
        if package not in done:
            for other in graph.get(package, set()) - {package}:
                walk(other, (*way, package))
            done.add(package)

    for package in graph:
        walk(package, ())


def test_every_layer_has_its_rule() -> None:
    """A new folder that no rule names could import anything."""
    layers = {layer_of(module.name) for module in package_modules()} - {""}
    assert layers <= ALLOWED.keys() | FREE_LAYERS
