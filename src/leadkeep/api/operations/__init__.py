"""The served operations: one module for each tag of the reference.

Entry points: :func:`operations`, the reference's operations with their declarations, and
:func:`served_operations`.

A handler is below its declaration, and both are below the structs that they use::

    serves = Declarations()


    class Channel(ReplyItem):
        \"\"\"A channel with its statuses in the order of their steps.\"\"\"

        id: Id
        name: str


    @serves("getChannelByNameUsingGET", item=Channel, refuses=(Reason.BLANK,))
    async def get_channel_by_name(request: Request) -> AssetReply: ...

An example of each schema is under its name in ``api/examples.json``. CONTRIBUTING.md, "Add an
endpoint", has the steps and the rules for structs.
"""

from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from leadkeep.api.declarations import Declaration, Handler, api_method_of
from leadkeep.api.reference import Row, rows

SERVED_BY_OVERRIDE: dict[str, str] = {
    "alias_deleteLeads_override": "alias_deleteLeads_DELETE",
    "alias_removeLeadsFromList_override": "removeLeadsFromListUsingDELETE",
    "alias_any_GET_override": "every GET operation",
}
"""Rows of the reference that are not routes of their own: a request with ``_method`` gets the
operation named here (behaviour.md 1.6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Row):
    """One operation of the reference, with its declaration if it is served."""

    declaration: Declaration | None
    handler: Handler | None
    api_method: str
    """The name of the operation in activities that its writes cause (behaviour.md 5.3)."""

    @property
    def sends_file(self) -> bool:
        """Does a successful reply consist of a file?"""
        return self.declaration is not None and self.declaration.sends_file

    @property
    def reads_may_lag(self) -> bool:
        """May a replica serve its reads?"""
        return self.declaration is not None and self.declaration.reads_may_lag


@cache
def declarations() -> dict[str, Declaration]:
    """Return the declarations of all modules, by operation id."""
    modules = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    declared = [module.serves.by_id for module in modules if hasattr(module, "serves")]
    found = {name: each for by_id in declared for name, each in by_id.items()}
    if len(found) != sum(map(len, declared)):
        raise ValueError("an operation is declared in two modules")
    return found


@cache
def operations() -> dict[str, Operation]:
    """Return every operation of the reference, by operation id."""
    return {name: _operation(row, declarations().get(name)) for name, row in rows().items()}


def _operation(row: Row, declaration: Declaration | None) -> Operation:
    return Operation(
        **{each.name: getattr(row, each.name) for each in fields(row)},
        declaration=declaration,
        handler=None if declaration is None else declaration.handler,
        api_method=api_method_of(row.id) if declaration is None else declaration.api_method,
    )


def served_operations() -> list[Operation]:
    """Return the operations that have a handler."""
    return [each for each in operations().values() if each.handler is not None]
