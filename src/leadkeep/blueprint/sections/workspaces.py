"""``workspaces``: the workspaces of the instance, by name."""

from collections.abc import Iterator

import msgspec

from leadkeep.assembly import set_up_instance
from leadkeep.blueprint.file import check_unique
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.instance.access import list_workspaces, save_workspace
from leadkeep.store import Transaction

KEY = "workspaces"


class WorkspaceItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A workspace."""

    name: str


def _apply(run: Run) -> Iterator[Change]:
    items = run.blueprint.items(KEY, WorkspaceItem)
    check_unique(run.blueprint, KEY, [(each.value.name, each.line) for each in items])
    for item in items:
        name = item.value.name
        with run.errors_at(item.line, f"{KEY}: {name}"):
            status = save_workspace(run.tx, name)
        yield Change(KEY, name, status)
    set_up_instance(run.tx)  # creates the root folders of the new workspace


def _present(tx: Transaction) -> list[dict[str, object]]:
    return [{"name": name} for name in list_workspaces(tx)]


SECTION = Section(KEY, _apply, _present)
