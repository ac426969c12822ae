"""Statements are compiled once for all stores of the process."""

from typing import Any

from sqlalchemy import Integer, select
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from leadkeep.store import Store
from leadkeep.store.compiled import LIMIT, SHARED_COMPILED
from leadkeep.testing.stores import LentStores, StoreFactory


def numbered(compiled: list[str]) -> FunctionElement[int]:
    """Return an expression that notes the dialect of each statement that is compiled with it."""

    class Numbered(FunctionElement[int]):
        type = Integer()
        inherit_cache = True

    @compiles(Numbered)
    def render(element: Numbered, compiler: Any, **options: Any) -> str:  # noqa: ANN401
        compiled.append(compiler.dialect.name)
        return str(compiler.process(element.clauses, **options))

    return Numbered(7)


def read(store: Store, expression: FunctionElement[int]) -> Any:  # noqa: ANN401
    return store.read_now(lambda tx: tx.execute(select(expression)).scalar_one())


def test_a_second_store_uses_what_the_first_one_compiled(stores: StoreFactory) -> None:
    compiled: list[str] = []
    expression = numbered(compiled)
    first, second = stores.make(), stores.make()
    assert [read(first, expression), read(second, expression)] == [7, 7]
    with second.core_connection() as connection:
        assert connection.execute(select(expression)).scalar_one() == 7
    assert len(compiled) == 1


def test_each_engine_compiles_for_itself(
    sqlite_stores: StoreFactory, postgres_stores: StoreFactory
) -> None:
    compiled: list[str] = []
    expression = numbered(compiled)
    for factory in (sqlite_stores, postgres_stores):
        with LentStores(factory) as lent:
            assert read(lent.make(), expression) == 7
    assert compiled == ["sqlite", "postgresql"]


def test_the_cache_has_a_limit() -> None:
    shared = SHARED_COMPILED["compiled_cache"]
    cache, dialect = type(shared)(LIMIT), SQLiteDialect()
    for number in range(2 * LIMIT):
        cache[dialect, number] = number
    assert LIMIT <= len(cache) <= 1.5 * LIMIT
    assert cache.get((SQLiteDialect(), 2 * LIMIT - 1)) == 2 * LIMIT - 1
    assert cache.get((SQLiteDialect(paramstyle="named"), 2 * LIMIT - 1)) is None
