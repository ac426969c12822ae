"""``leadkeep client``: API clients, which may request tokens."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from leadkeep.assembly import load_client_key
from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import echo, print_listing
from leadkeep.domain.instance.access import (
    ALL_PERMISSIONS_ROLE,
    Credentials,
    NewClient,
    add_client,
    list_clients,
    remove_client,
    rotate_client,
)
from leadkeep.errors import SetupError

app = typer.Typer(no_args_is_help=True, help="API clients, which may request tokens.")

Name = Annotated[str, typer.Argument(help="The client's name.", show_default=False)]
SecretFile = Annotated[
    Path | None,
    typer.Option(
        "--secret-file",
        help="File with the secret; without it a secret is generated.",
        show_default=False,
    ),
]

COLUMNS = {
    "name": "name",
    "clientId": "client id",
    "user": "API user",
    "role": "role",
    "workspace": "workspace",
}


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help="The client's role.")] = ALL_PERMISSIONS_ROLE,
    workspace: Annotated[
        str | None, typer.Option(help="The client's workspace; default: the first.")
    ] = None,
    client_id: Annotated[
        str | None, typer.Option(help="The client's id; without it an id is generated.")
    ] = None,
    secret_file: SecretFile = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Add a client and print its id and secret."""
    with opened(data, database, is_made=True) as (store, settings):
        key = load_client_key(store, settings)
        secret = _secret(secret_file)
        new = NewClient(name, role, workspace, client_id, secret)
        _print(store.write_now(lambda tx: add_client(tx, key, new)), secret)


@app.command("list")
def list_all(data: Data = None, database: Database = None, *, as_json: AsJson = False) -> None:
    """List the clients, without their secrets, which are not stored."""
    with opened(data, database) as (store, _):
        found = store.read_now(list_clients)
    items = [asdict(each) for each in found]
    for item in items:
        item["clientId"] = item.pop("client_id")
    print_listing(COLUMNS, items, as_json=as_json)


@app.command()
def rotate(
    name: Name, secret_file: SecretFile = None, data: Data = None, database: Database = None
) -> None:
    """Replace a client's secret: the old one and its tokens end now."""
    with opened(data, database) as (store, settings):
        key, secret = load_client_key(store, settings), _secret(secret_file)
        _print(store.write_now(lambda tx: rotate_client(tx, key, name, secret)), secret)


@app.command()
def remove(name: Name, data: Data = None, database: Database = None) -> None:
    """Remove a client; all its tokens become invalid now."""
    with opened(data, database) as (store, _):
        store.write_now(lambda tx: remove_client(tx, name))
    echo(f"removed {name}")


def _secret(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"the secret file {file}: {error.__class__.__name__}") from None
    if not secret:
        raise SetupError(f"the secret file {file} is empty")
    return secret


def _print(credentials: Credentials, given_secret: str | None) -> None:
    """Print a client's id, and its secret if that was generated."""
    print(f"client id      {credentials.client_id}")
    if given_secret is not None:
        return
    print(f"client secret  {credentials.client_secret}")
    echo("The secret is not shown again.")
