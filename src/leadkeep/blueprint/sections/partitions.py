"""``partitions``: where leads are kept apart, and which workspaces see them."""

from collections.abc import Iterator

import msgspec

from leadkeep.blueprint.file import check_unique
from leadkeep.blueprint.sections.section import Change, Section, Work
from leadkeep.domain.instance.access import list_partitions, put_partition
from leadkeep.store import Transaction

KEY = "partitions"


class PartitionItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lead partition."""

    name: str
    workspaces: list[str] | None = None
    description: str | None = None


def _apply(work: Work) -> Iterator[Change]:
    items = work.blueprint.items(KEY, PartitionItem)
    check_unique(work.blueprint, KEY, [(each.value.name, each.line) for each in items])
    for item in items:
        wanted = item.value
        with work.blaming(item.line, f"{KEY}: {wanted.name}"):
            status = put_partition(work.tx, wanted.name, wanted.workspaces, wanted.description)
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
