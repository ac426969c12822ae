"""How the rooms of the code import each other; ``make lint`` checks the contracts on layers."""

from functools import cache

from tests.tidy.source import PACKAGE, ROOT, package_modules
from tools.graph import DOMAIN, Graph, read_graph

MOST_ROOMS = 12
MOST_ARROWS = 45

STORE = "leadkeep.store"
STORE_FACES = {
    "leadkeep.store": None,
    "leadkeep.store.backup": ("cli",),
    "leadkeep.store.check": ("cli",),
    "leadkeep.store.copy": ("cli",),
    "leadkeep.store.distribute": ("cli",),
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


def rooms_with_faces() -> set[str]:
    """Return the packages of the domain that have a face of their own, as folders below it."""
    names = {feature_of(each.name) for each in package_modules() if is_of_domain(each.name)}
    return {each.removeprefix(f"{DOMAIN}.").replace(".", "/") for each in names & packages()}


def is_of_domain(module: str) -> bool:
    """Return whether a module has code of a room: a package of rooms has a docstring only."""
    return module.startswith(f"{DOMAIN}.") and (module not in packages() or has_face(module))


def has_face(package: str) -> bool:
    (module,) = [each for each in package_modules() if each.name == package]
    return len(module.tree.body) > 1


def test_each_room_has_tests_of_its_own() -> None:
    """A rule that only requests through the API touch is tested by accident, and lost as easily."""
    rooms = rooms_with_faces()
    assert rooms >= {"leads", "instance/access", "automation/smart_lists", "assets/engine"}
    assert not rooms & {"assets", "automation", "capture", "objects"}
    tests = ROOT / "tests" / "domain"
    assert [each for each in sorted(rooms) if not any((tests / each).glob("test_*.py"))] == []


def test_each_folder_of_tests_is_of_a_room() -> None:
    """A room that was renamed or moved takes its tests along."""
    below = ROOT / "tests" / "domain"
    folders = {each.parent.relative_to(below).as_posix() for each in below.rglob("test_*.py")}
    source = PACKAGE / "domain"
    assert [each for each in sorted(folders) if not (source / each / "__init__.py").exists()] == []


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
