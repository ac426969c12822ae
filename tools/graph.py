"""Measure and draw how the rooms of the domain import each other: ``make graph``.

Usage: ``python tools/graph.py [--check]``. It prints the figures and writes the picture that
ARCHITECTURE.md shows; ``--check`` fails when the picture is not that of the code.
"""

import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "rooms.svg"
PACKAGE = "leadkeep"
DOMAIN = "leadkeep.domain"
FLOORS_CONTRACT = "floors of the domain"

Arrow = tuple[str, str]
"""The room that imports, and the room that is imported."""


@dataclass(frozen=True)
class Graph:
    """The imports between the modules of the package, and between the rooms of the domain."""

    modules: Mapping[str, frozenset[str]]
    """By module: the modules that it imports itself."""
    floors: Sequence[Sequence[str]]
    """The rooms of each floor, the top one first."""

    @cached_property
    def rooms(self) -> frozenset[str]:
        """The first-level packages of the domain."""
        return frozenset(room for each in self.modules if (room := room_of(each)))

    @cached_property
    def arrows(self) -> Mapping[Arrow, int]:
        """The arrows between rooms, with the number of imports that each stands for."""
        counts: dict[Arrow, int] = {}
        for module, imported in self.modules.items():
            for other in imported:
                arrow = (room_of(module), room_of(other))
                if all(arrow) and arrow[0] != arrow[1]:
                    counts[arrow] = counts.get(arrow, 0) + 1
        return counts

    @cached_property
    def upward(self) -> Sequence[Arrow]:
        """The arrows that run from a lower floor to a higher one."""
        floor_of = {room: at for at, rooms in enumerate(self.floors) for room in rooms}
        return [each for each in sorted(self.arrows) if floor_of[each[0]] > floor_of[each[1]]]

    @cached_property
    def room_circles(self) -> Sequence[Sequence[str]]:
        """The groups of rooms that import each other."""
        links: dict[str, set[str]] = {room: set() for room in self.rooms}
        for room, other in self.arrows:
            links[room].add(other)
        return circles(links)

    @cached_property
    def module_circles(self) -> Sequence[Sequence[str]]:
        """The groups of modules, anywhere in the package, that import each other."""
        return circles(self.modules)


def room_of(module: str) -> str:
    """Return the room of the domain that a module belongs to; empty for one of no room."""
    inside = module.removeprefix(f"{DOMAIN}.")
    return inside.split(".")[0] if inside != module else ""


def read_graph() -> Graph:
    """Read the imports from the source, and the floors from the contract in pyproject.toml."""
    source = grimp.build_graph(PACKAGE, cache_dir=None)
    modules = {
        each: frozenset(source.find_modules_directly_imported_by(each)) for each in source.modules
    }
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = [each["layers"] for each in contracts if each["name"] == FLOORS_CONTRACT]
    floors = [layer.replace(":", "|").split("|") for layer in layers]
    return Graph(modules, [[name.strip() for name in names] for names in floors])


def circles(links: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the groups of two or more nodes in which each leads to each other one (Tarjan)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        number[node] = lowest[node] = len(number)
        path.append(node)
        for other in links[node]:
            if other not in number:
                visit(other)
                lowest[node] = min(lowest[node], lowest[other])
            elif other in path:
                lowest[node] = min(lowest[node], number[other])
        if lowest[node] == number[node]:
            group = path[path.index(node) :]
            del path[path.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in sorted(links):
        if node not in number:
            visit(node)
    return found


def figures(graph: Graph) -> str:
    """Return the figures as lines for people."""
    lines = [
        f"rooms            {len(graph.rooms)}",
        f"floors           {len(graph.floors)}",
        f"arrows           {len(graph.arrows)}",
        f"arrows up        {len(graph.upward)}",
        f"room circles     {len(graph.room_circles)}",
        f"modules          {len(graph.modules)}",
        f"module circles   {len(graph.module_circles)}",
    ]
    lines += [f"up: {' -> '.join(each)}" for each in graph.upward]
    lines += [f"circle: {', '.join(each)}" for each in graph.module_circles]
    return "\n".join(lines)


# -- the picture -----------------------------------------------------------------------------------

WIDTH, FLOOR_HEIGHT, ROOM_WIDTH, ROOM_HEIGHT, MARGIN = 760, 104, 170, 44, 24
STYLE = (
    "text{font:15px system-ui,sans-serif;text-anchor:middle;fill:#1d2b3a}"
    "rect{fill:#eaf1fb;stroke:#4a76b8;stroke-width:1.5;rx:8}"
    "path{fill:none;stroke:#7d8ea3;stroke-width:1.2}"
)

TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"'
    ' orient="auto"><path d="M0 0 8 4 0 8z" style="fill:#7d8ea3"/></marker></defs>'
)


def picture(graph: Graph) -> str:
    """Return the rooms on their floors as SVG, each arrow drawn from the importing room down."""
    centres: dict[str, tuple[float, float]] = {}
    for level, rooms in enumerate(graph.floors):
        step = WIDTH / len(rooms)
        for at, room in enumerate(rooms):
            centres[room] = (step * (at + 0.5), MARGIN + ROOM_HEIGHT / 2 + FLOOR_HEIGHT * level)
    height = MARGIN * 2 + ROOM_HEIGHT + FLOOR_HEIGHT * (len(graph.floors) - 1)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>The rooms of the domain and what they import</title>",
        f"<style>{STYLE}</style>",
        TIP,
        f'<rect width="{WIDTH}" height="{height}" style="fill:#fff;stroke:none"/>',
    ]
    lines += [_line(centres[room], centres[other]) for room, other in sorted(graph.arrows)]
    for room, (x, y) in centres.items():
        lines.append(
            f'<rect x="{x - ROOM_WIDTH / 2:.0f}" y="{y - ROOM_HEIGHT / 2:.0f}"'
            f' width="{ROOM_WIDTH}" height="{ROOM_HEIGHT}"/>'
            f'<text x="{x:.0f}" y="{y + 5:.0f}">{escape(room)}/</text>'
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return an arrow; one past other floors bows out, so that it does not cross their rooms."""
    (x1, y1), (x2, y2) = start, end
    if y1 == y2:
        side = ROOM_WIDTH / 2 if x2 > x1 else -ROOM_WIDTH / 2
        return (
            f'<path d="M{x1 + side:.0f} {y1:.0f} {x2 - side:.0f} {y2:.0f}" marker-end="url(#tip)"/>'
        )
    down = ROOM_HEIGHT / 2 if y2 > y1 else -ROOM_HEIGHT / 2
    levels = abs(y2 - y1) / FLOOR_HEIGHT
    bow = (levels - 1) * 58 * (1 if x1 + x2 >= WIDTH else -1)
    y1, y2, x = y1 + down, y2 - down, (x1 + x2) / 2 + bow
    return (
        f'<path d="M{x1:.0f} {y1:.0f} Q{x:.0f} {(y1 + y2) / 2:.0f} {x2:.0f} {y2:.0f}"'
        ' marker-end="url(#tip)"/>'
    )


def main(arguments: Sequence[str]) -> int:
    """Print the figures, and write or check the picture."""
    graph = read_graph()
    print(figures(graph))
    drawn = picture(graph)
    if "--check" in arguments:
        if not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != drawn:
            print(f"{PICTURE.relative_to(ROOT)} is not that of the code: run make graph")
            return 1
        return 0
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
