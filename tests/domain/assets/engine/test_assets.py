"""The rules of every kind of assets: names, places, scope, pages (behaviour.md 4.2, 4.4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from leadkeep.assembly import set_up_instance
from leadkeep.clock import ManualClock
from leadkeep.domain.assets.engine import (
    AssetFilter,
    AssetValues,
    assets_named,
    browse_assets,
    change_asset,
    create_asset,
    delete_asset,
    get_asset,
    page_after,
)
from leadkeep.domain.assets.folders import FolderRef, NewFolder, create_folder, list_folders
from leadkeep.domain.assets.lists import LISTS, STATIC_LIST, StaticList
from leadkeep.domain.instance.access import Work, save_workspace, workspace_access
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Store, Transaction
from tests.support.work import CAUSE, operator_work

LISTS_FOLDER = FolderRef(12)
"""The folder for lists of the first workspace."""


def add(store: Store, name: str, folder: FolderRef = LISTS_FOLDER) -> StaticList:
    values = AssetValues(name, folder)
    return store.write_now(lambda tx: create_asset(operator_work(tx), STATIC_LIST, values))


def change(store: Store, number: int, values: AssetValues) -> StaticList:
    return store.write_now(lambda tx: change_asset(operator_work(tx), STATIC_LIST, number, values))


def refusal(store: Store, verb: Callable[[Transaction], object]) -> Reason | None:
    """Run a verb; return why it was refused."""
    try:
        store.write_now(verb)
    except Refusal as refused:
        return refused.problem.reason
    return None


def second_workspace(store: Store) -> FolderRef:
    """Add a workspace; return its folder for lists."""

    def verb(tx: Transaction) -> FolderRef:
        save_workspace(tx, "East")
        set_up_instance(tx)
        found = [each for each in list_folders(east(tx), None, 9) if each.kind == "List"]
        return max(each.ref for each in found if each.workspace_id == 2)

    return store.write_now(verb)


@pytest.mark.parametrize("name", ["News", "NEWS", "  news "])
def test_a_name_is_free_once_in_each_workspace(store: Store, name: str) -> None:
    other_place = second_workspace(store)
    first = add(store, "News")
    values = AssetValues(name, LISTS_FOLDER)
    assert refusal(store, lambda tx: create_asset(operator_work(tx), STATIC_LIST, values)) is (
        Reason.NAME_TAKEN
    )
    other = add(store, name, other_place)
    assert (first.workspace_id, other.workspace_id) == (1, 2)
    third = add(store, "Third")
    assert refusal(
        store, lambda tx: change_asset(operator_work(tx), STATIC_LIST, third.id, AssetValues(name))
    ) is (Reason.NAME_TAKEN)
    assert change(store, first.id, AssetValues(name)).name == name.strip()


def east(tx: Transaction) -> Work:
    """Return the work of a campaign of the second workspace."""
    return Work(tx, workspace_access(tx, 2), CAUSE)


def change_in_east(number: int, values: AssetValues, tx: Transaction) -> None:
    change_asset(east(tx), STATIC_LIST, number, values)


def delete_in_east(number: int, tx: Transaction) -> None:
    delete_asset(east(tx), STATIC_LIST, number)


def test_an_asset_of_another_workspace_is_not_there(store: Store) -> None:
    other_place = second_workspace(store)
    own, other = add(store, "Own", other_place), add(store, "Other")

    def read(tx: Transaction) -> None:
        assert get_asset(east(tx), LISTS, own.id) == own
        assert get_asset(east(tx), LISTS, other.id) is None
        assert assets_named(east(tx), LISTS, "OWN") == [own]
        assert assets_named(east(tx), LISTS, "Other") == []
        assert browse_assets(east(tx), LISTS, AssetFilter(), 0, 10) == [own]
        wanted = AssetFilter(workspace_names=["Default"])
        assert browse_assets(east(tx), LISTS, wanted, 0, 10) == []
        assert browse_assets(operator_work(tx), LISTS, wanted, 0, 10) == [other]

    store.read_now(read)
    values = AssetValues(description="Mine")
    for asset, reason in ((other, Reason.ASSET_GONE), (own, None)):
        number = asset.id
        assert refusal(store, partial(change_in_east, number, values)) is reason
        assert refusal(store, partial(delete_in_east, number)) is reason


def test_an_asset_moves_within_its_workspace_only(store: Store) -> None:
    other_place = second_workspace(store)
    asset = add(store, "News")
    new = NewFolder("Inner", LISTS_FOLDER)
    inner = store.write_now(lambda tx: create_folder(operator_work(tx), new))
    assert change(store, asset.id, AssetValues(folder=inner.ref)).folder == inner.ref
    moved = AssetValues(folder=other_place)
    assert refusal(
        store, lambda tx: change_asset(operator_work(tx), STATIC_LIST, asset.id, moved)
    ) is (Reason.ASSET_NOT_MOVED)


def test_a_change_of_nothing_leaves_the_date(store: Store) -> None:
    store.clock = clock = ManualClock()
    asset = add(store, "News")
    clock.advance(hours=1)
    same = AssetValues("News", LISTS_FOLDER, "")
    assert change(store, asset.id, same) == asset
    changed = change(store, asset.id, AssetValues(description="Weekly"))
    assert changed == replace(
        asset, description="Weekly", updated_at=asset.updated_at + timedelta(hours=1)
    )
    assert change(store, asset.id, AssetValues(description="")).description is None


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_pages_have_every_asset_once_in_order(store: Store, size: int) -> None:
    numbers = [add(store, f"List {number}").id for number in range(7)]

    def walk(tx: Transaction) -> tuple[list[int], list[int]]:
        work, browsed, paged, after = operator_work(tx), list[int](), list[int](), 0
        while found := browse_assets(work, LISTS, AssetFilter(), len(browsed), size):
            browsed += [each.id for each in found]
        while True:
            page, last = page_after(work, LISTS, AssetFilter(), after, size)
            paged += [each.id for each in page]
            if last is None:
                return browsed, paged
            after = last

    assert store.read_now(walk) == (numbers, numbers)


def test_dates_are_found_to_the_end_of_their_second(store: Store) -> None:
    store.clock = clock = ManualClock()
    asset = add(store, "News")
    second = clock.now().replace(microsecond=0)

    def found(wanted: AssetFilter) -> bool:
        return store.read_now(
            lambda tx: browse_assets(operator_work(tx), LISTS, wanted, 0, 10) == [asset]
        )

    assert found(AssetFilter(latest=second))
    assert not found(AssetFilter(latest=second - timedelta(seconds=1)))
    assert found(AssetFilter(earliest=second))
    assert not found(AssetFilter(earliest=second + timedelta(seconds=1)))
