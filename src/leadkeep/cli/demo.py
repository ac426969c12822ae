"""The demo: invented people in a new store, and a client with a publicly known secret."""

from importlib.resources import as_file, files

from leadkeep.assembly import load_client_key
from leadkeep.blueprint import apply_blueprint, read_blueprint
from leadkeep.domain.instance.access import Credentials, has_clients, list_clients, present_token
from leadkeep.domain.search import update_words
from leadkeep.errors import Refusal, SetupError
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction

BLUEPRINTS = ("demo.yaml", "demo-visitors.yaml")
"""The instance, and then what happens in it."""
DEMO = Credentials("leadkeep-demo", "not-a-secret-for-the-demo-only")
"""The credentials of the client in ``demo.yaml``."""


def install_demo(store: Store, settings: Settings) -> Credentials | None:
    """Apply the demo's blueprint to a store without clients; return the demo client's credentials.

    Returns None if the store has the demo already but its client has another secret by now.

    Raises:
        SetupError: the store has clients, and none of them is the demo's.
    """
    key = load_client_key(store, settings)
    if not store.read_now(has_clients):
        for name in BLUEPRINTS:
            with as_file(files("leadkeep.blueprint").joinpath(name)) as path:
                apply_blueprint(store, read_blueprint(path), key)
        while store.write_now(update_words):
            pass  # so that its duplicates are found at once, not with the next housekeeping
        return DEMO
    if all(each.client_id != DEMO.client_id for each in store.read_now(list_clients)):
        raise SetupError(
            f"the store {store.address} is in use and holds no demo: "
            "name another folder with --data"
        )

    def is_known(tx: Transaction) -> bool:
        try:
            present_token(tx, key, DEMO.client_id, DEMO.client_secret)
        except Refusal:
            return False
        return True

    return DEMO if store.read_now(is_known) else None
