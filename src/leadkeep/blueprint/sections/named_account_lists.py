"""``namedAccountLists``: named account lists, with the names of the accounts on them."""

from collections.abc import Iterator

import msgspec

from leadkeep.blueprint.file import check_unique
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.objects.engine import (
    RecordSync,
    all_records,
    catalog_of,
    guid_of,
    record_ids_by_dedupe,
    sync_records,
)
from leadkeep.domain.objects.standard import (
    NAMED_ACCOUNT,
    NAMED_ACCOUNT_LIST,
    accounts_on_list,
    add_to_named_account_list,
)
from leadkeep.store import Transaction

KEY = "namedAccountLists"
ACCOUNT_BATCH_SIZE = 300


class ListItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named account list. Accounts are added, never removed."""

    name: str
    members: list[str] = []


def _apply(run: Run) -> Iterator[Change]:
    items = run.blueprint.items(KEY, ListItem)
    named = [(normalised_key(each.value.name), each.line) for each in items]
    check_unique(run.blueprint, KEY, named)
    for item in items:
        name = f"{KEY}: {item.value.name}"
        call = RecordSync([{"name": item.value.name}])
        synced = sync_records(run.work, NAMED_ACCOUNT_LIST, call)
        (outcome,) = synced.outcomes
        if outcome.problem or outcome.draft is None:
            raise run.blueprint.error(item.line, name, str(outcome.problem))
        has_added = False
        for start in range(0, len(item.value.members), ACCOUNT_BATCH_SIZE):
            names = item.value.members[start : start + ACCOUNT_BATCH_SIZE]
            found = record_ids_by_dedupe(run.tx, NAMED_ACCOUNT, names)
            for each in names:
                if normalised_key(each) not in found:
                    text = f"no named account has the name {each}"
                    raise run.blueprint.error(item.line, name, text)
            has_added |= _add(run, str(outcome.public_id), sorted(set(found.values())))
        is_same = outcome.status == "updated" and not has_added
        yield Change(KEY, item.value.name, "unchanged" if is_same else outcome.status)


def _add(run: Run, guid: str, account_ids: list[int]) -> bool:
    """Add accounts to a list; return whether any was not on it before."""
    present = {name for each in _members(run.tx, guid) for name in [each[0]]}
    guids = [guid_of(NAMED_ACCOUNT.schema.name, each) for each in account_ids]
    new = [{"marketoGUID": each} for each in guids if each not in present]
    if new:
        add_to_named_account_list(run.tx, guid, new)
    return bool(new)


def _members(tx: Transaction, guid: str) -> Iterator[tuple[str, str]]:
    """Yield id and name of each account on a list."""
    after: int | None = 0
    while after is not None:
        page = accounts_on_list(tx, guid, ["name"], after, ACCOUNT_BATCH_SIZE)
        yield from ((row[0], row[1]) for row in page.rows)
        after = page.next_after


def _present(tx: Transaction) -> Iterator[dict[str, object]]:
    catalog = catalog_of(tx, NAMED_ACCOUNT_LIST)
    for number, name in all_records(tx, catalog, [catalog.by_name["name"]]):
        guid = guid_of(NAMED_ACCOUNT_LIST.schema.name, number)
        members = [each[1] for each in _members(tx, guid)]
        yield {"name": name} | ({"members": members} if members else {})


SECTION = Section(KEY, _apply, lambda _tx: iter(()), _present)
