"""``roles``: named sets of permissions."""

from collections.abc import Iterator

import msgspec

from leadkeep.blueprint.file import check_unique
from leadkeep.blueprint.sections.section import Change, Section, Work
from leadkeep.domain.instance.access import list_roles, put_role
from leadkeep.store import Transaction

KEY = "roles"


class RoleItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role."""

    name: str
    permissions: list[str]


def _apply(work: Work) -> Iterator[Change]:
    items = work.blueprint.items(KEY, RoleItem)
    check_unique(work.blueprint, KEY, [(each.value.name, each.line) for each in items])
    for item in items:
        wanted = item.value
        with work.blaming(item.line, f"{KEY}: {wanted.name}"):
            status = put_role(work.tx, wanted.name, wanted.permissions)
        yield Change(KEY, wanted.name, status)


def _present(tx: Transaction) -> list[dict[str, object]]:
    return [
        {"name": name, "permissions": sorted(permissions)} for name, permissions in list_roles(tx)
    ]


SECTION = Section(KEY, _apply, _present)
