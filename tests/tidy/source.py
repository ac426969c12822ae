"""What the tidy tests look at: the project's files, each read and parsed once, when a test asks."""

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "leadkeep"

CODE_FOLDERS = ("src", "tests", "tools", "benchmarks", "examples")
TEXT_FOLDERS = (*CODE_FOLDERS, "docs", "changelog.d", ".ci")
TEXT_SUFFIXES = frozenset(
    {
        ".cfg",
        ".csv",
        ".js",
        ".json",
        ".lock",
        ".mako",
        ".md",
        ".py",
        ".sh",
        ".toml",
        ".yaml",
        ".yml",
    }
)
TEXT_NAMES = frozenset({".editorconfig", ".gitignore", "LICENSE", "Makefile", "run"})


@dataclass(frozen=True)
class Module:
    """A Python file."""

    path: Path

    @cached_property
    def text(self) -> str:
        """What the file holds."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The file, parsed; nothing of it is garbage, and looking for some takes as long again."""
        gc.disable()
        try:
            return ast.parse(self.text, str(self.path))
        finally:
            gc.freeze()
            gc.enable()

    @property
    def place(self) -> str:
        """The path below the repository, as messages and lists of exceptions name it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def name(self) -> str:
        """The dotted name of a module of the package."""
        parts = self.path.relative_to(PACKAGE.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of its tree."""
        return tuple(ast.walk(self.tree))

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())


def _python_files(folder: str) -> Iterator[Path]:
    return iter(sorted((ROOT / folder).rglob("*.py")))


@cache
def modules_below(folder: str) -> tuple[Module, ...]:
    """Return all Python files of a top-level folder."""
    return tuple(Module(path) for path in _python_files(folder))


def package_modules() -> tuple[Module, ...]:
    """Return the modules of leadkeep itself."""
    return modules_below("src")


def all_modules() -> tuple[Module, ...]:
    """Return every Python file of the repository."""
    return tuple(module for folder in CODE_FOLDERS for module in modules_below(folder))


@cache
def text_files() -> tuple[Path, ...]:
    """Return every text file that is, or will be, under version control."""
    found = [path for path in sorted(ROOT.iterdir()) if path.is_file()]
    for folder in TEXT_FOLDERS:
        found += sorted((ROOT / folder).rglob("*"))
    return tuple(
        path
        for path in found
        if path.is_file()
        and "__pycache__" not in path.parts
        and (path.suffix in TEXT_SUFFIXES or path.name in TEXT_NAMES)
    )


def place_of(path: Path) -> str:
    """Return a path below the repository."""
    return path.relative_to(ROOT).as_posix()


def docstring_nodes(module: Module) -> set[int]:
    """Return the ids of the constants that are docstrings or attribute docstrings."""
    found = set()
    for node in module.nodes:
        body = getattr(node, "body", None)
        for child in body if isinstance(body, list) else ():
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                found.add(id(child.value))
    return found


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for an attribute chain that starts at a name, else what can be told."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def check_baseline(found: dict[str, int], baseline: dict[str, tuple[int, str]]) -> None:
    """Fail for what is new, and for what is gone but still listed: a baseline only shrinks."""
    for place, count in sorted(found.items()):
        allowed = baseline.get(place, (0, ""))[0]
        assert count <= allowed, f"{place}: {count} violations, {allowed} are known"
    for place, (allowed, _) in sorted(baseline.items()):
        left = found.get(place, 0)
        assert left == allowed, f"{place}: lower its entry from {allowed} to {left}"
