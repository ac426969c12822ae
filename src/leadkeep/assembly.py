"""Assemble the parts around one store: for server, worker, CLI and Rehearsal.

Only this module subscribes to a store's topics, sets its time zone and maps jobs to handlers.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any

from leadkeep.bulk import bulk_handlers
from leadkeep.clock import Clock
from leadkeep.connectors.mails import MailServer, NullMails, SmtpMails
from leadkeep.connectors.webhooks import HttpWebhooks, TracedWebhooks, read_networks
from leadkeep.domain.assets.folders import set_up_folders
from leadkeep.domain.assets.programs import set_up_programs
from leadkeep.domain.automation.campaigns import campaign_handlers, watch_for_triggers
from leadkeep.domain.automation.filters import provide_filter_sources, subscribe_renames
from leadkeep.domain.automation.rules import asset_names
from leadkeep.domain.automation.segmentations import segmentation_handlers, subscribe_segmentations
from leadkeep.domain.automation.services import Mails, Services
from leadkeep.domain.capture.forms import FORM
from leadkeep.domain.fields import install_standard_fields
from leadkeep.domain.instance import set_up_munchkin_id
from leadkeep.domain.instance.access import (
    ALL_PERMISSIONS_ROLE,
    DEFAULT_NAME,
    OBJECTS_CROSS_PARTITIONS,
    PERMISSIONS,
    Credentials,
    NewClient,
    add_client,
    has_clients,
    list_workspaces,
    save_partition,
    save_role,
    save_workspace,
)
from leadkeep.domain.leads import subscribe_to_companies
from leadkeep.domain.objects.standard import set_up_accounts
from leadkeep.domain.views import subscribe_views, update_views
from leadkeep.errors import NoStoreError, SetupError
from leadkeep.housekeeping import HOUSEKEEPING_HANDLERS, housekeeping_schedules
from leadkeep.jobs import Worker
from leadkeep.settings import KEY_FILE_NAME, Settings, load_key
from leadkeep.store import Store, Transaction, open_store
from leadkeep.store.failure import failure_text
from leadkeep.store.migrate import HEAD, Schema, revision, schema_of, upgrade
from leadkeep.tracing import Tracer

logger = logging.getLogger("leadkeep")

FIRST_CLIENT_NAME = "first"

# -- stores ----------------------------------------------------------------------------------------


def assemble_store(store: Store, settings: Settings) -> Store:
    """Set the time zone and the subscribers of an open store; return the store.

    A second call for the same store changes nothing.
    """
    store.zone = settings.zone
    store.provide(OBJECTS_CROSS_PARTITIONS, settings.objects_cross_partitions)
    subscribe_to_companies(store)
    provide_filter_sources(store, asset_names(FORM.rows))
    subscribe_segmentations(store)
    watch_for_triggers(store)
    subscribe_views(store)
    subscribe_renames(store)
    return store


def open_prepared_store(settings: Settings, clock: Clock | None = None) -> Store:
    """Open the store that the settings select; migrate it and add the standard rows.

    Raises:
        SetupError: the store cannot be opened, or is at a schema that this leadkeep must not use.
    """
    store = _open(settings, clock)
    with _closing_on_failure(store):
        upgrade(store)
        if schema_of(store) is Schema.CURRENT:
            store.write_now(set_up_instance)
        else:
            # What is set up is of a newer leadkeep: views, for one, would be made older again.
            logger.warning("the store %s is at the schema of a newer leadkeep", store.address)
    return store


def open_present_store(settings: Settings, *, is_made: bool = False) -> Store:
    """Open the store that the settings select, without changing its schema.

    Commands may run beside a server, so only ``serve`` and ``db upgrade`` change the schema. If
    ``is_made`` is true, a missing store is created.

    Raises:
        NoStoreError: the store does not exist.
        SetupError: the store cannot be opened, or is at a schema that this leadkeep must not use.
    """
    store = _open(settings, must_exist=not is_made)
    with _closing_on_failure(store):
        present = schema_of(store)
        if present is Schema.MISSING and is_made:
            upgrade(store)
        elif present is Schema.MISSING:
            raise NoStoreError(f"there is no store in {store.address}: leadkeep serve makes one")
        elif present is Schema.OLDER:
            raise SetupError(
                f"the store {store.address} is at schema {revision(store)}, this leadkeep at "
                f"{HEAD}: run leadkeep db upgrade"
            )
        if is_made and present is not Schema.NEWER:
            store.write_now(set_up_instance)
    return store


def schema_is_usable(store: Store) -> bool:
    """Return whether this leadkeep may read and write at the schema of a store."""
    try:
        return schema_of(store).is_usable
    except SetupError:
        return False


def _open(settings: Settings, clock: Clock | None = None, *, must_exist: bool = False) -> Store:
    try:
        store = open_store(
            settings.data,
            settings.database_url,
            clock,
            deadlines=settings.deadlines,
            must_exist=must_exist,
            replica=settings.read_replica,
        )
    except OSError as error:
        raise SetupError(f"the folder {settings.data}: {error.strerror}") from None
    return assemble_store(store, settings)


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


def set_up_instance(tx: Transaction) -> None:
    """Add what each instance has, if it is missing: Munchkin id, fields, workspace, channels."""
    tx.lock_keys(["instance"])
    set_up_munchkin_id(tx)
    install_standard_fields(tx)
    if not list_workspaces(tx):
        save_workspace(tx, DEFAULT_NAME)
        save_partition(tx, DEFAULT_NAME, [DEFAULT_NAME], "Initial system lead partition")
        save_role(tx, ALL_PERMISSIONS_ROLE, PERMISSIONS)
    set_up_accounts(tx)
    set_up_folders(tx)
    set_up_programs(tx)
    update_views(tx)


# -- the key and the first client ------------------------------------------------------------------


def load_client_key(store: Store, settings: Settings) -> bytes:
    """Return the key that protects the client secrets of the store.

    Raises:
        SetupError: the store has clients, but this machine has no key. Running servers would reject
        the secrets that a new key protects.
    """
    if not has_key(settings) and store.read_now(has_clients):
        raise SetupError(
            f"the store has clients, but {settings.data / KEY_FILE_NAME} is missing: name the "
            "server's folder with --data, or its key with LEADKEEP_SECRET_KEY"
        )
    return load_key(settings)


def has_key(settings: Settings) -> bool:
    """Return whether the settings or the key file have a key, so that none must be generated."""
    return settings.secret_key is not None or (settings.data / KEY_FILE_NAME).exists()


def add_first_client(store: Store, settings: Settings) -> Credentials | None:
    """Add the first client to a store without clients; return it, or None if clients exist.

    Its id and secret come from the settings, or are random. The secret cannot be shown again.
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


# -- jobs ------------------------------------------------------------------------------------------


def assemble_worker(
    store: Store,
    settings: Settings,
    clock: Clock,
    services: Services | None = None,
    tracer: Tracer | None = None,
) -> Worker:
    """Return a worker for all jobs and schedules.

    ``services`` are used instead of the external services that the settings select.
    ``tracer`` gets spans of jobs and deliveries.

    Raises:
        SetupError: the settings of the services are invalid.
    """
    services = services or external_services(settings, clock)
    if tracer is not None and tracer.is_on:
        services = replace(services, webhooks=TracedWebhooks(services.webhooks, tracer, clock))
    return Worker(
        store,
        {
            **campaign_handlers(services),
            **segmentation_handlers(),
            **bulk_handlers(store),
            **HOUSEKEEPING_HANDLERS,
        },
        housekeeping_schedules(settings),
        store_tasks=settings.job_tasks,
        external_tasks=settings.external_tasks,
        tracer=tracer,
    )


def external_services(settings: Settings, clock: Clock) -> Services:
    """Return the external services that the settings select.

    Raises:
        SetupError: the settings contradict each other, or a network is invalid.
    """
    try:
        networks = read_networks(settings.webhook_networks)
    except ValueError as error:
        raise SetupError(f"settings: webhook_networks: {error}") from None
    return Services(HttpWebhooks(networks), _mails(settings, clock))


def _mails(settings: Settings, clock: Clock) -> Mails:
    if settings.smtp_host is None:
        return NullMails()
    if settings.mail_from is None:
        raise SetupError("settings: smtp_host wants mail_from too: the address that mails are from")
    password = settings.smtp_password
    server = MailServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.mail_from,
        settings.smtp_security,
        settings.smtp_user,
        password.get_secret_value() if password else None,
    )
    return SmtpMails(server, clock)


# -- life ------------------------------------------------------------------------------------------

BackgroundTask = Callable[[asyncio.Event], Coroutine[Any, Any, None]]
"""Background work of a server process, which must end soon after the given event is set."""


@asynccontextmanager
async def serving(
    store: Store,
    settings: Settings,
    worker: Worker,
    tasks: Iterable[BackgroundTask],
    tracer: Tracer,
) -> AsyncIterator[None]:
    """Run a server's background tasks during the block; then end them, close tracer and store.

    The worker is one of them, unless a setting leaves the jobs to ``leadkeep worker``.
    """
    gc.freeze()  # the garbage collector need not scan what is loaded by now
    stopping = asyncio.Event()
    running = [asyncio.create_task(task(stopping)) for task in tasks]
    if settings.run_jobs:
        running.append(asyncio.create_task(worker.run()))
    yield
    stopping.set()
    worker.stop()
    await asyncio.gather(*running)
    await asyncio.to_thread(tracer.close)
    store.close()
