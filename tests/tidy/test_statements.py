"""SQL that gives the same answer on one machine and on many."""

import ast
import re
import sys
from collections.abc import Iterator

from sqlalchemy import Select, Table, UniqueConstraint
from sqlalchemy.sql import functions, operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, ColumnClause

import leadkeep.app
from leadkeep.store import Statement
from tests.tidy.source import Module, docstring_nodes, dotted, package_modules

FORBIDDEN_SQL = {
    r"\bNOW\s*\(|\bCURRENT_TIMESTAMP\b": "times come from the clock, as bound values",
    r"\bCREATE\s+(OR\s+REPLACE\s+)?TRIGGER\b": "what happens on a write stands in the code",
    r"\bMERGE\s+INTO\b": "a cluster cannot run it",
    r"\bWITH\s+RECURSIVE\b": "a cluster cannot run it over leads",
    r"\bON\s+CONFLICT\s+ON\s+CONSTRAINT\b": "names of constraints differ between machines",
    r"\bIN\s*\(.*FOR\s+UPDATE\b": "rows are locked one by one, in order",
}
FORBIDDEN_FUNCTIONS = frozenset(
    {"func.now", "func.current_timestamp", "func.random", "sa.func.now", "func.localtimestamp"}
)

ONE_ROW = frozenset({"first", "one", "one_or_none", "scalar", "scalar_one", "scalar_one_or_none"})
"""What reads a single row needs no order."""

UNORDERED = {
    ("src/leadkeep/domain/instance/access/roles.py", "role_permissions"): "the rows become a set",
    ("src/leadkeep/store/postgres.py", "lock_for_migration"): "one row, and nobody reads it",
}
"""By file and function: selects without an order, with the reason."""


def constants(module: Module) -> Iterator[ast.Constant]:
    said = docstring_nodes(module)
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node


def test_no_forbidden_sql() -> None:
    """Each of these was tried on a cluster and failed there, or gave another answer."""
    wrong = []
    for module in package_modules():
        for node in constants(module):
            for pattern, reason in FORBIDDEN_SQL.items():
                if re.search(pattern, str(node.value), re.IGNORECASE | re.DOTALL):
                    wrong.append(f"{module.place}:{node.lineno}: {reason}")
        wrong += [
            f"{module.place}:{node.lineno}: {dotted(node.func)}"
            for node in module.nodes
            if isinstance(node, ast.Call) and dotted(node.func) in FORBIDDEN_FUNCTIONS
        ]
    assert not wrong, "\n".join(wrong)


AGGREGATES = (functions.count, functions.max, functions.min, functions.sum)


def declared_statements() -> Iterator[tuple[str, Select[tuple[object, ...]]]]:
    """Yield the selects that modules of the package declare, by name."""
    assert leadkeep.app.__name__ in sys.modules
    for name, module in sorted(sys.modules.items()):
        if name.startswith("leadkeep."):
            for variable, value in vars(module).items():
                if isinstance(value, Statement) and isinstance(value.clause, Select):
                    yield f"{name}.{variable}", value.clause


def _bound_columns(clause: Select[tuple[object, ...]]) -> set[tuple[object, str]]:
    bound: set[tuple[object, str]] = set()
    where = clause.whereclause
    for node in visitors.iterate(where) if where is not None else ():
        if isinstance(node, BinaryExpression) and node.operator is operators.eq:
            column = node.left
            is_number = isinstance(node.right, ColumnClause) and str(node.right).isdigit()
            is_bound = isinstance(node.right, BindParameter) or is_number
            if isinstance(column, ColumnClause) and is_bound:
                bound.add((column.table, column.name))
    return bound


def _is_one_row(clause: Select[tuple[object, ...]]) -> bool:
    """Return whether it aggregates all, reads no table, or a key of one of its tables is bound."""
    if not clause._group_by_clauses and all(
        isinstance(each, AGGREGATES) for each in clause.selected_columns
    ):
        return True
    if not clause.get_final_froms():
        return True
    bound = _bound_columns(clause)
    for table in {table for table, _ in bound}:
        if isinstance(table, Table):
            keys = [set(table.primary_key.columns.keys())]
            keys += [
                set(each.columns.keys())
                for each in table.constraints
                if isinstance(each, UniqueConstraint)
            ]
            names = {name for owner, name in bound if owner is table}
            if any(key and key <= names for key in keys):
                return True
    return False


def test_declared_selects_say_their_order() -> None:
    """Rows come in the order that the plan happens to give, until they come from two machines.

    A select without ORDER BY works for years and then shows a page twice.
    """
    statements = list(declared_statements())
    assert len(statements) > 3
    wrong = [
        name
        for name, clause in statements
        if not clause._order_by_clauses and not _is_one_row(clause)
    ]
    assert not wrong


def _chain(node: ast.expr) -> list[str]:
    """Return the names of a chain of calls such as ``select(...).where(...).first()``."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        else:
            return [*names, node.id] if isinstance(node, ast.Name) else names


def _unordered_selects(function: ast.AST) -> Iterator[int]:
    """Yield the lines where ``tx.execute(select(...))`` reads several rows in no order."""
    outer: dict[int, list[str]] = {}
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        chain = _chain(node)
        if "execute" in chain:
            outer[node.lineno] = outer.get(node.lineno, []) + chain
        is_execution = isinstance(node.func, ast.Attribute) and node.func.attr == "execute"
        if is_execution and node.args and isinstance(node.args[0], ast.Call):
            inner = _chain(node.args[0])
            if inner[-1:] == ["select"] and "order_by" not in inner:
                yield node.lineno if not ONE_ROW & set(outer.get(node.lineno, [])) else 0


def test_executed_selects_say_their_order() -> None:
    """As above, for the statements that are written where they are run."""
    found = set()
    for module in package_modules():
        for node in module.nodes:
            if isinstance(node, ast.FunctionDef) and any(_unordered_selects(node)):
                found.add((module.place, node.name))
    assert found == UNORDERED.keys()
