"""``clients``: API clients. Secrets are read from a blueprint and never exported."""

from collections.abc import Iterator, Sequence

import msgspec

from leadkeep.blueprint.file import Item, check_unique
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.instance.access import (
    NewClient,
    add_client,
    api_user_address,
    change_client,
    list_clients,
)
from leadkeep.store import Transaction

KEY = "clients"


class ClientItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """An API client. A missing client id or secret is generated."""

    name: str
    role: str
    workspace: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    user: str | None = None

    @property
    def wanted(self) -> NewClient:
        """The client as a value that the verbs for clients take."""
        return NewClient(
            self.name, self.role, self.workspace, self.client_id, self.client_secret, self.user
        )


def _apply(run: Run) -> Iterator[Change]:
    items = run.blueprint.items(KEY, ClientItem)
    check_unique(run.blueprint, KEY, [(each.value.name, each.line) for each in items])
    _check_users(run, items)
    run.tx.lock_keys(["clients"])
    present = {each.name for each in list_clients(run.tx)}
    for item in items:
        wanted = item.value
        with run.errors_at(item.line, f"{KEY}: {wanted.name}"):
            if wanted.name in present:
                status, made = _change(run, wanted), None
            else:
                status, made = "created", add_client(run.tx, run.key, wanted.wanted)
        is_generated = made is not None and wanted.client_secret is None
        yield Change(KEY, wanted.name, status, made if is_generated else None)


def _change(run: Run, wanted: ClientItem) -> str:
    if wanted.client_id:
        for other in list_clients(run.tx):
            if other.client_id == wanted.client_id and other.name != wanted.name:
                raise ValueError(f"the client {other.name} has this client id already")
    has_changed = change_client(run.tx, run.key, wanted.name, wanted.wanted)
    return "updated" if has_changed else "unchanged"


def _check_users(run: Run, items: Sequence[Item[ClientItem]]) -> None:
    """Check that clients with the same API user have the same role and workspace."""
    homes: dict[str, tuple[str, str | None]] = {}
    for item in items:
        wanted = item.value
        user = wanted.user or api_user_address(wanted.name)
        home = (wanted.role, wanted.workspace)
        if homes.setdefault(user, home) != home:
            text = f"the user {user} has another role or workspace in this file already"
            raise run.blueprint.error(item.line, f"{KEY}: {wanted.name}", text)


def _present(tx: Transaction) -> list[dict[str, object]]:
    found = []
    for each in list_clients(tx):
        item: dict[str, object] = {"name": each.name, "role": each.role}
        item |= {"workspace": each.workspace, "clientId": each.client_id}
        if each.user != api_user_address(each.name):
            item["user"] = each.user
        found.append(item)
    return found


SECTION = Section(KEY, _apply, _present)
