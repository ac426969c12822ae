"""How the rooms of the code import each other; ``make lint`` checks the contracts on layers."""

from functools import cache

from tests.tidy.source import package_modules
from tools.graph import DOMAIN, Graph, read_graph

MOST_ROOMS = 11
MOST_ARROWS = 45

STORE = "leadkeep.store"
STORE_FACES = {
    "leadkeep.store": None,
    "leadkeep.store.backup": ("cli",),
    "leadkeep.store.check": ("cli",),
    "leadkeep.store.copy": ("cli",),
    "leadkeep.store.failure": ("app", "assembly", "blueprint", "bulk", "cli"),
    "leadkeep.store.migrate": ("assembly", "blueprint", "cli"),
}
"""Modules of the store that other layers may import, and which layers; None for all."""

FREE_LAYERS = frozenset({"testing"})
"""Layers that may look behind faces: the package for users' tests puts whole servers together."""

TABLES = "leadkeep.tables"
"""The one module that may look behind the faces of the domain: it gathers tables for migrations."""


PARTS = frozenset({f"{DOMAIN}.fields.types"})
"""Packages inside a feature that are part of it, with no face for others."""


@cache
def graph() -> Graph:
    return read_graph()


@cache
def packages() -> frozenset[str]:
    return frozenset(each.name for each in package_modules() if each.path.stem == "__init__")


def feature_of(module: str) -> str:
    """Return the package that has a face of its own: ``leads``, or ``programs`` in ``assets``."""
    parts = module.split(".")
    inner = ".".join(parts[:4])
    return inner if inner in packages() and inner not in PARTS else ".".join(parts[:3])


def layer_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imports() -> list[tuple[str, str]]:
    """Return importing and imported module for each import whose importer the rules bind."""
    return [
        (module, imported)
        for module, others in sorted(graph().modules.items())
        if layer_of(module) not in FREE_LAYERS
        for imported in sorted(others)
    ]


def test_the_domain_has_few_rooms_and_few_arrows() -> None:
    """Twenty-five packages with 115 arrows between them were a plan that only its authors read."""
    assert len(graph().rooms) <= MOST_ROOMS
    assert len(graph().arrows) <= MOST_ARROWS


def test_no_arrow_runs_up_and_nothing_runs_in_circles() -> None:
    """Two modules that import each other are one module that nobody can read in parts."""
    assert not graph().upward
    assert not graph().module_circles


def test_rooms_are_imported_through_their_faces() -> None:
    """A package's face is the list of what it promises; everything behind it is free to move."""
    wrong = [
        f"{module} imports {imported}: import it from {feature_of(imported)}"
        for module, imported in imports()
        if imported.startswith(f"{DOMAIN}.")
        and imported != feature_of(imported)
        and module != TABLES
        and feature_of(module) != feature_of(imported)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_store_is_imported_through_its_face() -> None:
    """What is not on the store's face differs between engines: nobody outside may lean on it."""
    wrong = [
        f"{module} imports {imported}"
        for module, imported in imports()
        if imported.startswith(STORE) and not module.startswith(STORE)
        if (users := STORE_FACES.get(imported, ())) is not None and layer_of(module) not in users
    ]
    assert not wrong, "\n".join(wrong)


def test_the_checks_see_what_they_must() -> None:
    """A graph with no rooms or no arrows would satisfy every rule above."""
    assert graph().arrows.keys() >= {("leads", "objects"), ("merging", "leads")}
    assert len(imports()) > len(graph().modules)
