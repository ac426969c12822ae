"""Open a store and make it ready for use: what every door does first."""

from collections.abc import Iterator
from contextlib import contextmanager

from leadkeep.clock import Clock
from leadkeep.domain.automation.campaigns import watch_for_triggers
from leadkeep.domain.automation.filters import provide_filter_sources
from leadkeep.domain.automation.segmentations import keep_segments
from leadkeep.domain.instance.access import (
    ALL_PERMISSIONS_ROLE,
    Credentials,
    NewClient,
    add_client,
    has_clients,
)
from leadkeep.errors import NoStoreError, SetupError
from leadkeep.set_up import set_up_instance
from leadkeep.settings import KEY_FILE_NAME, Settings, load_key
from leadkeep.store import Store, Transaction, open_store
from leadkeep.store.failure import failure_text
from leadkeep.store.migrate import HEAD, revision, upgrade

FIRST_CLIENT_NAME = "first"


def open_prepared_store(settings: Settings, clock: Clock | None = None) -> Store:
    """Open the store that the settings name, with its schema and its basic contents in place.

    Raises:
        SetupError: it cannot be opened, or a newer leadkeep wrote it.
    """
    with _opening(settings):
        store = open_store(settings.data, settings.database_url, clock)
    store.zone = settings.zone
    provide_filter_sources(store)
    keep_segments(store)
    watch_for_triggers(store)
    with _closing_on_failure(store):
        upgrade(store)
        store.write_now(set_up_instance)
    return store


def open_present_store(settings: Settings, *, is_made: bool = False) -> Store:
    """Open the store that the settings name and leave its schema as it is.

    A server may be running on it, so only ``serve`` and ``db upgrade`` change the schema. With
    ``is_made`` a store that does not exist yet is made.

    Raises:
        NoStoreError: it does not exist.
        SetupError: it cannot be opened, or has another schema than this leadkeep.
    """
    with _opening(settings):
        store = open_store(settings.data, settings.database_url, must_exist=not is_made)
    store.zone = settings.zone
    provide_filter_sources(store)
    keep_segments(store)
    watch_for_triggers(store)
    with _closing_on_failure(store):
        present = revision(store)
        if present is None and is_made:
            upgrade(store)
        elif present is None:
            raise NoStoreError(f"there is no store in {store.address}: leadkeep serve makes one")
        elif present != HEAD:
            raise SetupError(
                f"the store {store.address} is at schema {present}, this leadkeep at {HEAD}: run "
                "leadkeep db upgrade, or a newer leadkeep"
            )
        if is_made:
            store.write_now(set_up_instance)
    return store


@contextmanager
def _opening(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SetupError(f"the folder {settings.data}: {error.strerror}") from None


@contextmanager
def _closing_on_failure(store: Store) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        store.close()
        text = failure_text(error)
        if text is None:
            raise
        raise SetupError(f"the store {store.address}: {text}") from None


def load_client_key(store: Store, settings: Settings) -> bytes:
    """Return the key that the store's client secrets are protected with.

    Raises:
        SetupError: there is none here, while the store has clients: a new key would make clients
            whose secrets no running server accepts.
    """
    if not has_key(settings) and store.read_now(has_clients):
        raise SetupError(
            f"the store has clients, but {settings.data / KEY_FILE_NAME} is missing: name the "
            "server's folder with --data, or its key with LEADKEEP_SECRET_KEY"
        )
    return load_key(settings)


def has_key(settings: Settings) -> bool:
    """Return whether there is a key already, so that none would be made."""
    return settings.secret_key is not None or (settings.data / KEY_FILE_NAME).exists()


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
        return None if has_clients(tx) else add_client(tx, key, new)

    return store.write_now(add)
