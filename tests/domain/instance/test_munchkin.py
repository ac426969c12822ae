"""The Munchkin id: one an instance, of one form."""

import pytest

from leadkeep.domain.instance import munchkin_id, set_munchkin_id
from leadkeep.store import Store


def test_the_id_is_changed_for_every_later_reader(store: Store) -> None:
    before = store.read_now(munchkin_id)
    assert store.write_now(lambda tx: set_munchkin_id(tx, "123-LKP-456")) == "updated"
    assert store.write_now(lambda tx: set_munchkin_id(tx, "123-LKP-456")) == "unchanged"
    assert store.read_now(munchkin_id) == "123-LKP-456" != before


@pytest.mark.parametrize("wrong", ["", "123-lkp-456", "12-LKP-456", "123-LKP-456 ", "1234-LKP-456"])
def test_an_id_of_another_form_is_refused(store: Store, wrong: str) -> None:
    before = store.read_now(munchkin_id)
    with pytest.raises(ValueError, match="form 123-ABC-456"):
        store.write_now(lambda tx: set_munchkin_id(tx, wrong))
    assert store.read_now(munchkin_id) == before
