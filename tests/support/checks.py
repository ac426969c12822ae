"""Checks of a whole store."""

from functools import partial

from leadkeep.domain.leads import ChangeCheck, check_changes
from leadkeep.store import Store


def log_complaints(store: Store) -> list[str]:
    """Return what the log of changes does not explain, as `leadkeep db check` says it."""
    found, last_id = ChangeCheck(), 0
    while True:
        store.read_snapshot(partial(check_changes, after_id=last_id, found=found))
        if found.last_id is None:
            return found.texts()
        assert found.last_id > last_id
        last_id = found.last_id
