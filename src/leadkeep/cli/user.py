"""``leadkeep user``: people who sign in to the console."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import echo, print_listing
from leadkeep.domain.instance.access import ALL_PERMISSIONS_ROLE
from leadkeep.domain.instance.users import (
    NewUser,
    add_user,
    change_password,
    hash_password,
    list_users,
    remove_user,
    stop_codes,
)
from leadkeep.errors import SetupError
from leadkeep.store import wire_timestamp

app = typer.Typer(no_args_is_help=True, help="People who sign in to the console.")

Email = Annotated[str, typer.Argument(help="The user's email address.", show_default=False)]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        help="File with the password, - for standard input; without it the password is asked for.",
        show_default=False,
    ),
]

COLUMNS = {
    "email": "email",
    "role": "role",
    "workspaces": "workspaces",
    "sessions": "sessions",
    "code": "code",
    "createdAt": "created at",
}


@app.command()
def add(
    email: Email,
    role: Annotated[str, typer.Option(help="The user's role.")] = ALL_PERMISSIONS_ROLE,
    workspace: Annotated[
        list[str] | None,
        typer.Option(help="A workspace of the user; may be given again; default: all."),
    ] = None,
    password_file: PasswordFile = None,
    data: Data = None,
    database: Database = None,
    *,
    without_password: Annotated[
        bool,
        typer.Option("--without-password", help="The user can sign in once a password is set."),
    ] = False,
) -> None:
    """Add a user of the console."""
    with opened(data, database, is_made=True) as (store, _):
        stored = None if without_password else hash_password(_password(password_file))
        new = NewUser(email, stored, role, workspace or ())
        store.write_now(lambda tx: add_user(tx, new))
    echo(f"added {email}")


@app.command("list")
def list_all(data: Data = None, database: Database = None, *, as_json: AsJson = False) -> None:
    """List the users, their roles and how many browsers they are signed in with."""
    with opened(data, database) as (store, _):
        found = store.read_now(list_users)
    items = [
        {
            "email": each.email,
            "role": ", ".join(dict.fromkeys(role for _, role in each.roles)),
            "workspaces": ", ".join(name for name, _ in each.roles),
            "sessions": each.session_count,
            "code": each.has_code,
            "createdAt": wire_timestamp(each.created_at),
        }
        for each in found
    ]
    print_listing(COLUMNS, items, as_json=as_json)


@app.command()
def passwd(
    email: Email,
    password_file: PasswordFile = None,
    data: Data = None,
    database: Database = None,
    *,
    no_code: Annotated[
        bool, typer.Option("--no-code", help="Ask for no more codes: the phone is lost.")
    ] = False,
) -> None:
    """Set a user's password; the user is signed out everywhere."""
    with opened(data, database) as (store, _):
        stored = hash_password(_password(password_file))
        store.write_now(lambda tx: change_password(tx, email, stored))
        if no_code:
            store.write_now(lambda tx: stop_codes(tx, email))
    echo(f"changed the password of {email}")


@app.command()
def remove(email: Email, data: Data = None, database: Database = None) -> None:
    """Remove a user, who is signed out everywhere now."""
    with opened(data, database) as (store, _):
        store.write_now(lambda tx: remove_user(tx, email))
    echo(f"removed {email}")


def _password(file: Path | None) -> str:
    if file is None:
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"the password file {file}: {error.__class__.__name__}") from None
    return text.rstrip("\r\n")
