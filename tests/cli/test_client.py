"""``leadkeep client``."""

import re
from contextlib import closing
from pathlib import Path

import pytest

from leadkeep.domain.instance.access import issue_token
from leadkeep.errors import Refusal
from leadkeep.settings import load_key, load_settings
from leadkeep.store import open_store
from tests.support.commands import Commands


def credentials(printed: str) -> tuple[str, str]:
    found = re.findall(r"client (?:id|secret) +(\S+)", printed)
    assert len(found) == 2
    return found[0], found[1]


def gets_token(commands: Commands, client_id: str, secret: str) -> bool:
    key = load_key(load_settings(data=commands.folder))
    with closing(open_store(commands.folder, commands.url)) as store:
        try:
            store.write_now(lambda tx: issue_token(tx, key, client_id, secret))
        except Refusal:
            return False
    return True


def test_a_client_is_added_and_listed_without_its_secret(commands: Commands) -> None:
    client_id, secret = credentials(commands.succeed("client", "add", "warehouse").out)
    listed = commands.succeed("client", "list", "--json")
    assert listed.items == [
        {
            "name": "warehouse",
            "clientId": client_id,
            "user": "warehouse@api.example.com",
            "role": "API Administrator",
            "workspace": "Default",
        }
    ]
    assert gets_token(commands, client_id, secret)
    assert secret not in listed.out
    assert client_id in commands.succeed("client", "list").out


def test_rotate_ends_the_old_secret(commands: Commands) -> None:
    client_id, old = credentials(commands.succeed("client", "add", "a").out)
    same_id, new = credentials(commands.succeed("client", "rotate", "a").out)
    assert same_id == client_id
    assert gets_token(commands, client_id, new)
    assert not gets_token(commands, client_id, old)


def test_a_secret_comes_from_a_file(commands: Commands) -> None:
    file = commands.write("correct horse battery staple\n", "secret")
    added = commands.succeed("client", "add", "a", "--client-id", "a-1", "--secret-file", file)
    rotated = commands.succeed("client", "rotate", "a", "--secret-file", file)
    for outcome in (added, rotated):  # who gave the secret has it: a log of the output need not
        assert (outcome.out, outcome.err) == ("client id      a-1\n", "")
    assert gets_token(commands, "a-1", "correct horse battery staple")


def test_a_removed_client_is_gone(commands: Commands) -> None:
    client_id, secret = credentials(commands.succeed("client", "add", "a").out)
    commands.succeed("client", "remove", "a")
    assert commands.succeed("client", "list", "--json").items == []
    assert not gets_token(commands, client_id, secret)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("client", "add", "a"), "there is a client named a or with this client id already"),
        (("client", "add", "b", "--role", "Nobody"), "no role is named Nobody"),
        (("client", "add", "b", "--workspace", "Moon"), "no workspace is named Moon"),
        (("client", "rotate", "b"), "no client is named b"),
        (("client", "remove", "b"), "no client is named b"),
        (("client", "rotate", "a", "--secret-file", "none"), "the secret file none: "),
    ],
)
def test_what_a_verb_refuses_is_one_line(
    unchanged: Commands, arguments: tuple[str, ...], told: str
) -> None:
    unchanged("client", "add", "a")
    assert told in unchanged.refuse(*arguments)
    assert len(unchanged.succeed("client", "list", "--json").items) == 1


def test_another_key_is_never_made_for_a_store_with_clients(
    commands: Commands, tmp_path: Path
) -> None:
    commands.succeed("client", "add", "a")
    elsewhere = Commands(tmp_path / "elsewhere", commands.url)
    assert "secret.key is missing" in elsewhere.refuse("client", "add", "b")
    assert not (tmp_path / "elsewhere").exists()
