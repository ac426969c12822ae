"""Names that say what is inside, and packages that say what they are."""

import ast
import re

from tests.tidy.source import all_modules, package_modules

EMPTY_NAMES = frozenset(
    {"common", "helper", "helpers", "manager", "managers", "misc", "service", "services"}
    | {"util", "utils"}
)


def test_no_file_has_an_empty_name() -> None:
    """``utils.py`` takes in everything and is found by nobody: name a module for what it does."""
    found = [module.place for module in all_modules() if module.path.stem in EMPTY_NAMES]
    assert not found


def test_every_package_says_what_it_is() -> None:
    """The docstring of a package is its door plate: its purpose and its entry points."""
    silent = [
        module.place
        for module in package_modules()
        if module.path.name == "__init__.py" and not ast.get_docstring(module.tree)
    ]
    assert not silent


def test_contracts_say_what_a_package_may_import() -> None:
    """A docstring that lists imports is wrong after the first move; import-linter reads code."""
    saying = [
        module.place
        for module in package_modules()
        if re.search(r"\bMay\s+import\b", ast.get_docstring(module.tree) or "")
    ]
    assert not saying, "\n".join(saying)


def test_every_feature_lists_its_face() -> None:
    """``__all__`` of a feature's package is its promise to the others; the rest is its own."""
    for module in package_modules():
        parts = module.name.split(".")
        if module.path.name != "__init__.py" or parts[:2] != ["leadkeep", "domain"]:
            continue
        has_modules = any(each.stem != "__init__" for each in module.path.parent.glob("*.py"))
        if len(parts) in {3, 4} and has_modules:
            names = {
                target.id
                for node in module.tree.body
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            assert "__all__" in names, module.place


def test_a_feature_keeps_tables_and_questions_in_their_files() -> None:
    """Whoever looks for a table opens ``tables.py``: it must be there, and nowhere else."""
    wrong = [
        f"{module.place}:{node.lineno}"
        for module in package_modules()
        if module.name.startswith("leadkeep.domain.") and module.path.stem != "tables"
        for node in module.tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "Table"
    ]
    assert not wrong
