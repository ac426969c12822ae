"""``leadkeep user``."""

from contextlib import closing

from leadkeep.domain.instance.users import find_sign_in, has_password
from leadkeep.store import open_store
from tests.support.commands import Commands

PASSWORD = "correct horse battery"


def signs_in(commands: Commands, email: str, password: str) -> bool:
    with closing(open_store(commands.folder, commands.url)) as store:
        found = store.read_now(lambda tx: find_sign_in(tx, email))
    return found is not None and has_password(password, found.password_hash)


def test_a_user_is_added_listed_changed_and_removed(commands: Commands) -> None:
    file = commands.write(f"{PASSWORD}\n", "password")
    commands.succeed("user", "add", "ada@example.com", "--password-file", file)
    commands.succeed("user", "add", "eve@example.com", "--without-password")
    listed = commands.succeed("user", "list", "--json")
    assert PASSWORD not in listed.out
    assert [(each["email"], each["role"], each["workspaces"]) for each in listed.items] == [
        ("ada@example.com", "API Administrator", "Default"),
        ("eve@example.com", "API Administrator", "Default"),
    ]
    assert signs_in(commands, "ada@example.com", PASSWORD)
    assert not signs_in(commands, "eve@example.com", "")
    other = commands.write("another horse battery", "other")
    commands.succeed("user", "passwd", "eve@example.com", "--password-file", other, "--no-code")
    assert signs_in(commands, "eve@example.com", "another horse battery")
    commands.succeed("user", "remove", "ada@example.com")
    assert not signs_in(commands, "ada@example.com", PASSWORD)
    assert "ada@example.com" not in commands.succeed("user", "list").out


def test_a_user_that_cannot_be_is_refused(commands: Commands) -> None:
    file = commands.write(PASSWORD, "password")
    short = commands.write("short", "short")
    commands.succeed("user", "add", "ada@example.com", "--password-file", file)

    def refused(*arguments: object) -> str:
        return commands.refuse("user", *arguments)

    assert "already" in refused("add", "ADA@example.com", "--password-file", file)
    assert "at least 12" in refused("add", "eve@example.com", "--password-file", short)
    missing = commands.folder / "missing"
    assert "FileNotFoundError" in refused("add", "e@example.com", "--password-file", missing)
    assert "no role is named" in refused(
        "add", "e@example.com", "--role", "Nobody", "--password-file", file
    )
    assert "no console user" in refused("remove", "eve@example.com")
    assert "no console user" in refused("passwd", "eve@example.com", "--password-file", file)
