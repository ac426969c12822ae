"""``roles``: named sets of permissions."""

from collections.abc import Iterator

import msgspec

from leadkeep.blueprint.file import check_unique
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.instance.access import list_roles, save_role
from leadkeep.store import Transaction

KEY = "roles"


class RoleItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role with its permissions."""

    name: str
    permissions: list[str]


def _apply(run: Run) -> Iterator[Change]:
    items = run.blueprint.items(KEY, RoleItem)
    check_unique(run.blueprint, KEY, [(each.value.name, each.line) for each in items])
    for item in items:
        wanted = item.value
        with run.errors_at(item.line, f"{KEY}: {wanted.name}"):
            status = save_role(run.tx, wanted.name, wanted.permissions)
        yield Change(KEY, wanted.name, status)


def _present(tx: Transaction) -> list[dict[str, object]]:
    return [
        {"name": name, "permissions": sorted(permissions)} for name, permissions in list_roles(tx)
    ]


SECTION = Section(KEY, _apply, _present)
