"""``partitions``: lead partitions, and the workspaces that can see them."""

from collections.abc import Iterator

import msgspec

from leadkeep.blueprint.file import check_unique
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.instance.access import list_partitions, save_partition
from leadkeep.store import Transaction

KEY = "partitions"


class PartitionItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lead partition and the names of the workspaces that see it."""

    name: str
    workspaces: list[str] | None = None
    description: str | None = None


def _apply(run: Run) -> Iterator[Change]:
    items = run.blueprint.items(KEY, PartitionItem)
    check_unique(run.blueprint, KEY, [(each.value.name, each.line) for each in items])
    for item in items:
        wanted = item.value
        with run.errors_at(item.line, f"{KEY}: {wanted.name}"):
            status = save_partition(run.tx, wanted.name, wanted.workspaces, wanted.description)
        yield Change(KEY, wanted.name, status)


def _present(tx: Transaction) -> list[dict[str, object]]:
    found = []
    for partition, workspaces in list_partitions(tx):
        item: dict[str, object] = {"name": partition.name, "workspaces": workspaces}
        if partition.description:
            item["description"] = partition.description
        found.append(item)
    return found


SECTION = Section(KEY, _apply, _present)
