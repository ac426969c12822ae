"""The instance: fields, clients, users, partitions, channels, settings, blueprint."""

from typing import Any

from leadkeep import __version__
from leadkeep.console.listing import Column, Row, sorted_listing
from leadkeep.console.page import ADMINISTRATOR, EVERYBODY, Action, Model, Outcome, Page, reads
from leadkeep.console.visit import Visit
from leadkeep.domain.assets.programs import NewStatus, ProgramType, all_channels, save_channel
from leadkeep.domain.fields import (
    NewField,
    create_fields,
    explain_problem,
    lead_catalog,
)
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.instance.access import (
    Credentials,
    NewClient,
    Work,
    add_client,
    list_clients,
    list_partitions,
    list_roles,
    list_workspaces,
    partition_named,
    remove_client,
    rotate_client,
    save_partition,
)
from leadkeep.domain.instance.users import (
    NewUser,
    add_user,
    change_password,
    find_sign_in,
    has_password,
    hash_password,
    list_users,
    new_code_nonce,
    remove_user,
    start_codes,
    stop_codes,
    totp_secret,
    totp_uri,
)
from leadkeep.settings import Settings, masked_value
from leadkeep.store import wire_timestamp

SCHEMA = reads("Lead") | {"Read-Write Schema Standard Field", "Read-Write Schema Custom Field"}
SUCCESS = "*"
STEP_DISTANCE = 10
ADD_FIELDS = frozenset({"Read-Write Schema Custom Field"})


# -- fields ----------------------------------------------------------------------------------------


def fields(visit: Visit, work: Work) -> Model:
    """Show the fields of leads."""
    heads = (
        Column("name", "API name", "code"),
        Column("label", "Name"),
        Column("type", "Type", "badge"),
        Column("length", "Length", "number"),
        Column("readOnly", "Read only"),
        Column("custom", "Custom"),
        Column("description", "Description"),
    )
    rows = [
        Row(
            [
                each.name,
                each.display_name,
                each.type.name,
                each.length,
                each.is_read_only,
                each.is_custom,
                each.description,
            ]
        )
        for each in lead_catalog(work.tx).visible
    ]
    return {
        "listing": sorted_listing(visit, heads, rows),
        "mayAdd": visit.may(ADD_FIELDS),
        "types": ["string", "text", "email", "integer", "float", "boolean", "date", "datetime"],
    }


def add_field(visit: Visit, work: Work) -> Outcome:
    """Add a custom field of leads."""
    new = NewField(
        visit.sent("name").strip(),
        visit.sent("label").strip() or visit.sent("name").strip(),
        visit.sent("type"),
        visit.sent("description").strip() or None,
    )
    (outcome,) = create_fields(work.tx, [new], is_api_created=False)
    if outcome.problem is not None:
        raise ValueError(f"{new.name}: {explain_problem(new, outcome.problem)}")
    return Outcome("/instance/fields", f"The field {new.name} is added.")


# -- clients ---------------------------------------------------------------------------------------


def clients(visit: Visit, work: Work) -> Model:
    """Show the API clients."""
    heads = (
        Column("name", "Name"),
        Column("clientId", "Client id", "code"),
        Column("user", "API user"),
        Column("role", "Role", "badge"),
        Column("workspace", "Workspace"),
    )
    found = list_clients(work.tx)
    rows = [
        Row([each.name, each.client_id, each.user, each.role, each.workspace]) for each in found
    ]
    return {
        "listing": sorted_listing(visit, heads, rows),
        "names": sorted({each.name for each in found}),
        "roles": [
            {"name": name, "permissions": sorted(permissions)}
            for name, permissions in list_roles(work.tx)
        ],
        "workspaces": list_workspaces(work.tx),
    }


def _secret_once(made: Credentials, name: str) -> Outcome:
    values = {"client id": made.client_id, "client secret": made.client_secret}
    return Outcome("/instance/clients", f"The secret of {name} is shown once.", values)


def new_client(visit: Visit, work: Work) -> Outcome:
    """Add a client; its secret is shown once."""
    name = visit.sent("name").strip()
    new = NewClient(name, visit.sent("role"), visit.sent("workspace") or None)
    return _secret_once(add_client(work.tx, visit.shared.key, new), name)


def rotate(visit: Visit, work: Work) -> Outcome:
    """Give a client a new secret, which is shown once."""
    name = visit.sent("name")
    return _secret_once(rotate_client(work.tx, visit.shared.key, name), name)


def drop_client(visit: Visit, work: Work) -> Outcome:
    """Delete a client."""
    remove_client(work.tx, visit.sent("name"))
    return Outcome("/instance/clients", f"{visit.sent('name')} is removed.")


# -- users -----------------------------------------------------------------------------------------


def users(visit: Visit, work: Work) -> Model:
    """Show the users of the console."""
    heads = (
        Column("email", "Email"),
        Column("roles", "Roles"),
        Column("sessions", "Sessions", "number"),
        Column("code", "Code"),
        Column("createdAt", "Added", "moment"),
    )
    found = list_users(work.tx)
    rows = [
        Row(
            [
                each.email,
                ", ".join(f"{role} in {workspace}" for workspace, role in each.roles),
                each.session_count,
                each.has_code,
                wire_timestamp(each.created_at),
            ]
        )
        for each in found
    ]
    return {
        "listing": sorted_listing(visit, heads, rows),
        "names": [each.email for each in found],
        "roles": [name for name, _ in list_roles(work.tx)],
        "workspaces": list_workspaces(work.tx),
    }


def _hash(visit: Visit) -> str:
    return hash_password(visit.sent("password"))


def new_user(visit: Visit, work: Work) -> Outcome:
    """Add a user of the console."""
    workspaces = [each for each in visit.sent_all("workspace") if each]
    new = NewUser(visit.sent("email"), visit.first, visit.sent("role"), workspaces)
    add_user(work.tx, new)
    return Outcome("/instance/users", f"{new.email} can sign in.")


def set_password(visit: Visit, work: Work) -> Outcome:
    """Set a user's password."""
    change_password(work.tx, visit.sent("email"), visit.first)
    return Outcome(
        "/instance/users", f"{visit.sent('email')} is signed out and has a new password."
    )


def drop_user(visit: Visit, work: Work) -> Outcome:
    """Remove a user."""
    remove_user(work.tx, visit.sent("email"))
    return Outcome("/instance/users", f"{visit.sent('email')} is removed.")


# -- the user's own --------------------------------------------------------------------------------


def own(visit: Visit, work: Work) -> Model:
    """Show what the signed-in user may do, and whether codes are asked for."""
    access = work.access
    account = find_sign_in(work.tx, access.user)
    return {
        "email": access.user,
        "permissions": sorted(access.permissions),
        "isAdministrator": visit.user.is_administrator,
        "hasCode": account is not None and account.has_code,
        "hasAccount": visit.user.user_id != 0,
    }


def _own_hash(visit: Visit) -> str:
    """Return the hash of the new password, if the present one is right."""
    email = visit.user.user
    found = visit.shared.store.read_now(lambda tx: find_sign_in(tx, email))
    stored = found.password_hash if found else None
    if stored is not None and not has_password(visit.sent("present"), stored):
        raise ValueError("the present password is not right")
    return hash_password(visit.sent("password"))


def own_password(visit: Visit, work: Work) -> Outcome:
    """Set the user's own password, which signs the user out everywhere."""
    change_password(work.tx, work.access.user, visit.first)
    return Outcome("/account", "Sign in with the new password.")


def codes_on(visit: Visit, work: Work) -> Outcome:
    """Ask the user for codes from now on; the secret is shown once."""
    nonce, email = new_code_nonce(), work.access.user
    start_codes(work.tx, email, nonce)
    secret = totp_secret(visit.shared.key, visit.user.user_id, nonce)
    values = {"secret": secret, "address for the app": totp_uri(secret, email)}
    return Outcome("/account", "Add this secret to an authenticator app now.", values)


def codes_off(visit: Visit, work: Work) -> Outcome:
    """Ask the user for no more codes."""
    del visit
    stop_codes(work.tx, work.access.user)
    return Outcome("/account", "No more codes are asked for.")


# -- the rest --------------------------------------------------------------------------------------


def partitions(visit: Visit, work: Work) -> Model:
    """Show workspaces and partitions."""
    heads = (
        Column("id", "Id", "number"),
        Column("name", "Partition"),
        Column("workspaces", "Seen by"),
        Column("description", "Description"),
    )
    rows = [
        Row([each.id, each.name, ", ".join(seen_by), each.description])
        for each, seen_by in list_partitions(work.tx)
    ]
    return {"listing": sorted_listing(visit, heads, rows), "workspaces": list_workspaces(work.tx)}


def new_partition(visit: Visit, work: Work) -> Outcome:
    """Add a partition that the chosen workspaces see."""
    name = visit.sent("name").strip()
    if partition_named(work.tx, name) is not None:
        raise ValueError(f"there is a partition {name} already")
    workspaces = [each for each in visit.sent_all("workspace") if each] or None
    save_partition(work.tx, name, workspaces, visit.sent("description").strip() or None)
    return Outcome("/instance/partitions", f"The partition {name} is added.")


def new_channel(visit: Visit, work: Work) -> Outcome:
    """Add a channel; its statuses stand in lines, with a star for success."""
    name = visit.sent("name").strip()
    if any(each.name == name for each in all_channels(work.tx).all):
        raise ValueError(f"there is a channel {name} already")
    lines = [each.strip() for each in visit.sent("statuses").splitlines() if each.strip()]
    statuses = [
        NewStatus(each.removesuffix(SUCCESS).strip(), step * STEP_DISTANCE, each.endswith(SUCCESS))
        for step, each in enumerate(lines, 1)
    ]
    save_channel(work.tx, name, visit.sent("type"), statuses)
    return Outcome("/instance/channels", f"The channel {name} is added.")


def channels(visit: Visit, work: Work) -> Model:
    """Show the channels with their statuses."""
    heads = (
        Column("id", "Id", "number"),
        Column("name", "Channel"),
        Column("type", "Programs", "badge"),
        Column("statuses", "Statuses"),
    )
    rows = [
        Row(
            [
                each.id,
                each.name,
                each.program_type.value,
                " · ".join(f"{status.name}{'*' * status.is_success}" for status in each.statuses),
            ]
        )
        for each in all_channels(work.tx).all
    ]
    types = [each.value for each in ProgramType]
    return {"listing": sorted_listing(visit, heads, rows), "types": types}


def settings(visit: Visit, work: Work) -> Model:
    """Show the settings in force; secrets are masked."""
    heads = (
        Column("name", "Setting", "code"),
        Column("value", "Value"),
        Column("description", "What it does"),
    )
    rows = [
        Row([name, masked_value(visit.shared.settings, name), each.description])
        for name, each in Settings.model_fields.items()
    ]
    return {
        "listing": sorted_listing(visit, heads, rows),
        "version": __version__,
        "munchkinId": munchkin_id(work.tx),
        "store": visit.shared.store.address,
        "now": wire_timestamp(work.tx.now),
    }


def blueprint(visit: Visit, work: Work) -> dict[str, Any]:
    """Return the instance as a blueprint to download."""
    text = visit.shared.external.blueprint(work.tx)
    return {"download": text, "type": "application/yaml; charset=utf-8", "name": "instance.yaml"}


def _tab(name: str, path: str, title: str, view: Any, actions: Any = None, **more: Any) -> Page:  # noqa: ANN401
    return Page(
        name,
        path,
        title,
        ADMINISTRATOR,
        view,
        actions or {},
        has_listing=True,
        area="Instance",
        **more,
    )


PAGES = (
    Page(
        "fields",
        "/instance/fields",
        "Fields",
        SCHEMA,
        fields,
        {"add": Action(ADD_FIELDS, add_field)},
        menu="Instance",
        key="i",
        has_listing=True,
    ),
    _tab(
        "clients",
        "/instance/clients",
        "Clients",
        clients,
        {
            "add": Action(ADMINISTRATOR, new_client),
            "rotate": Action(ADMINISTRATOR, rotate),
            "remove": Action(ADMINISTRATOR, drop_client),
        },
    ),
    _tab(
        "users",
        "/instance/users",
        "Users",
        users,
        {
            "add": Action(ADMINISTRATOR, new_user, _hash),
            "password": Action(ADMINISTRATOR, set_password, _hash),
            "remove": Action(ADMINISTRATOR, drop_user),
        },
    ),
    _tab(
        "partitions",
        "/instance/partitions",
        "Partitions",
        partitions,
        {
            "add": Action(ADMINISTRATOR, new_partition),
        },
    ),
    _tab(
        "channels",
        "/instance/channels",
        "Channels",
        channels,
        {"add": Action(ADMINISTRATOR, new_channel)},
    ),
    _tab("settings", "/instance/settings", "Settings", settings),
    Page(
        "blueprint", "/instance/blueprint", "Blueprint", ADMINISTRATOR, blueprint, area="Instance"
    ),
    Page(
        "account",
        "/account",
        "Your account",
        EVERYBODY,
        own,
        {
            "password": Action(EVERYBODY, own_password, _own_hash),
            "codes": Action(EVERYBODY, codes_on),
            "no-codes": Action(EVERYBODY, codes_off),
        },
    ),
)
