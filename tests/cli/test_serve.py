"""``leadkeep serve``, as a process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from leadkeep.cli.stop import STOP_SIGNALS
from leadkeep.testing.stores import StoreFactory
from tests.support.commands import run

pytestmark = pytest.mark.process

TIME_LIMIT_SECONDS = 30
LAST_LINES = ("curl ", "clients ", "The demo's client")


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    """Leave the signals of the tests as they were: the command that runs here takes them."""
    before = {each: signal.getsignal(each) for each in STOP_SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def start(
    folder: Path, *arguments: str, port: str = "0", settings: Mapping[str, str] | None = None
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "leadkeep", "serve", "--port", port, "--data", folder, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(settings or {})},
        cwd=folder.parent,
    )


class Server:
    """The program, running, and what it printed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.printed = ""
        assert process.stdout
        for line in process.stdout:
            self.printed += line
            if line.startswith(LAST_LINES):
                break
        self.log = ""

    def value(self, label: str) -> str:
        found = re.search(rf"^{label} +(\S+)$", self.printed, re.MULTILINE)
        assert found, self.printed
        return found[1]

    def paste(self) -> dict[str, Any]:
        """Run the last printed line in a shell, as a reader does."""
        line = self.printed.splitlines()[-1]
        assert line.startswith("curl "), self.printed
        return self.call(line)

    def call(self, line: str) -> dict[str, Any]:
        found = subprocess.run(
            ["sh", "-c", line], capture_output=True, check=True, timeout=TIME_LIMIT_SECONDS
        )
        answer: dict[str, Any] = json.loads(found.stdout)
        return answer


@contextmanager
def serving(
    folder: Path,
    *arguments: str,
    stop: int = signal.SIGTERM,
    **options: Any,  # noqa: ANN401 -- those of start
) -> Iterator[Server]:
    """Run the program for the length of the block; it must stop cleanly at the signal."""
    process = start(folder, *arguments, **options)
    try:
        server = Server(process)
        yield server
        process.send_signal(stop)
        _, server.log = process.communicate(timeout=TIME_LIMIT_SECONDS)
        assert process.returncode == 0, server.log
    finally:
        process.kill()
        process.communicate()


def test_the_first_start_shows_the_secret_and_later_ones_do_not(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with serving(folder) as first:
        secret = first.value("client secret")
        assert first.value("base URL").startswith("http://127.0.0.1:")
        assert first.paste()["success"] is True
        check_that_the_port_is_taken(tmp_path / "other", first)
    with serving(folder, "--log-format", "json", stop=signal.SIGINT) as second:
        assert "leadkeep client rotate NAME" in second.printed
        assert "client secret" not in second.printed
        assert second.call(f"curl -s {second.value('base URL')}/openapi.json")["openapi"]
    assert secret not in first.log + second.log
    assert all(
        re.match(r"\d{4}-\d\d-\d\dT[\d:.]{12}Z info ", line) for line in first.log.split("\n")[:-1]
    )
    assert {json.loads(line)["level"] for line in second.log.splitlines()} == {"info"}
    assert "GET" not in first.log  # no access log


def check_that_the_port_is_taken(folder: Path, server: Server) -> None:
    port = server.value("base URL").rpartition(":")[2]
    second = run("serve", "--port", port, "--data", folder)
    assert (second.code, second.out) == (1, "")
    assert second.err.startswith(f"leadkeep: cannot listen at 127.0.0.1 port {port}: ")
    assert second.err.count("\n") == 1
    assert not folder.exists()


def test_the_demo_starts_twice(tmp_path: Path) -> None:
    for _ in range(2):
        with serving(tmp_path / "data", "--demo") as demo:
            (ada,) = demo.paste()["result"]
            assert (ada["firstName"], ada["lastName"]) == ("Ada", "Lovelace")


def test_the_demo_never_joins_another_store(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert run("client", "add", "a", "--data", folder).code == 0
    refused = run("serve", "--demo", "--port", 0, "--data", folder)
    assert refused.code == 1
    assert refused.err == (
        f"leadkeep: the store {folder}/leadkeep.db is in use and holds no demo: "
        "name another folder with --data\n"
    )


def test_several_processes_serve_one_fresh_store(stores: StoreFactory, tmp_path: Path) -> None:
    database = ("--database", stores.url())
    with serving(tmp_path / "data", "--workers", "2", *database) as server:
        assert all(server.paste()["success"] for _ in range(4))
        listed = run("client", "list", "--json", "--data", tmp_path / "data", *database)
        assert [each["name"] for each in listed.items] == ["first"]


def test_commands_work_on_a_store_that_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    settings = {"LEADKEEP_CLIENT_ID": "mine", "LEADKEEP_CLIENT_SECRET": "a secret of my own"}
    with serving(folder, settings=settings) as server:
        assert server.value("client id") == "mine"
        assert "secret of my own" not in server.printed
        assert "a+secret" not in server.printed
        monkeypatch.setenv("CLIENT_SECRET", "a secret of my own")
        assert server.paste()["success"] is True
        assert run("field", "add", "acmeTier", "--data", folder).code == 0
        described = server.paste()["result"]
        assert "acmeTier" in {each.get("rest", {}).get("name") for each in described}
        assert run("db", "backup", tmp_path / "a.backup", "--data", folder).code == 0
        found = run("client", "rotate", "first", "--data", folder).out
        new = re.findall(r"client secret +(\S+)", found)[0]
        line = server.printed.splitlines()[-1]
        assert server.call(line)["errors"][0]["code"] in {"600", "601"}
        monkeypatch.setenv("CLIENT_SECRET", new)
        assert server.call(line)["success"] is True


def test_two_first_starts_at_once_make_one_client(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    processes = [start(folder), start(folder)]
    try:
        printed = [Server(each).printed for each in processes]
    finally:
        for process in processes:
            process.terminate()
            process.communicate(timeout=TIME_LIMIT_SECONDS)
    assert sum("client secret" in each for each in printed) == 1
    assert len(run("client", "list", "--json", "--data", folder).items) == 1
