"""Open a store and make it ready for use: what every door does first."""

from leadkeep.clock import Clock
from leadkeep.domain.access import (
    ALL_PERMISSIONS_ROLE,
    Credentials,
    NewClient,
    add_client,
    has_clients,
)
from leadkeep.domain.instance import set_up_instance
from leadkeep.settings import Settings, load_key
from leadkeep.store import Store, Transaction, open_store
from leadkeep.store.migrate import upgrade

FIRST_CLIENT_NAME = "first"


def open_prepared_store(settings: Settings, clock: Clock | None = None) -> Store:
    """Open the store that the settings name, with its schema and its basic contents in place.

    Raises:
        SetupError: it cannot be opened, or a newer leadkeep wrote it.
    """
    store = open_store(settings.data, settings.database_url, clock)
    upgrade(store)
    store.write_now(set_up_instance)
    return store


def add_first_client(store: Store, settings: Settings) -> Credentials | None:
    """Give a store that has no client its first one; None when it has one already.

    The id and secret are those of the settings, else random; the secret can be shown this once
    only.
    """
    key, secret = load_key(settings), settings.client_secret
    new = NewClient(
        FIRST_CLIENT_NAME,
        ALL_PERMISSIONS_ROLE,
        client_id=settings.client_id,
        client_secret=secret.get_secret_value() if secret else None,
    )

    def add(tx: Transaction) -> Credentials | None:
        tx.lock_keys(["clients"])
        return None if has_clients(tx) else add_client(tx, key, new, store.clock.now())

    return store.write_now(add)
