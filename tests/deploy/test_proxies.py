"""Debian's proxies with the samples of ``deploy/``: TLS, keep-alive, restarts under load."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from threading import Event

import httpx
import pytest

from deploy.haproxy import rolling_restart
from leadkeep.testing.stores import StoreFactory
from tests.support.external_services import CERTIFICATE
from tests.support.proxies import client, program, running, with_values
from tests.support.server_process import ENVIRONMENT, LEADS, ServerProcess, free_port
from tests.support.slow import IS_SHORT

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]

Report = Callable[[str, object], None]
RESTARTS = 2 if IS_SHORT else 6
CONNECTIONS = 4
BATCH = 5
PATIENCE_SECONDS = 60.0


def haproxy(folder: Path, ports: tuple[int, int]) -> tuple[list[str | Path], int]:
    port = free_port()
    values = {
        "/run/haproxy/admin.sock": f"{folder}/admin.sock",
        "/etc/haproxy/leadkeep.pem": str(CERTIFICATE),
        "bind :443": f"bind 127.0.0.1:{port}",
        "127.0.0.1:8081": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8082": f"127.0.0.1:{ports[1]}",
    }
    (folder / "haproxy.cfg").write_text(with_values("haproxy/haproxy.cfg", values))
    return [program("haproxy"), "-db", "-f", folder / "haproxy.cfg"], port


def nginx(folder: Path, ports: tuple[int, int]) -> tuple[list[str | Path], int]:
    port = free_port()
    values = {
        "127.0.0.1:8080": f"127.0.0.1:{ports[0]}",
        "listen 443": f"listen 127.0.0.1:{port}",
        "/etc/nginx/leadkeep.pem": str(CERTIFICATE),
    }
    (folder / "leadkeep.conf").write_text(with_values("nginx/leadkeep.conf", values))
    temporary = "".join(
        f"{each}_temp_path {folder}/{each};\n"
        for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}include {folder}/leadkeep.conf;\n}}\n"
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    text = (folder / "nginx.conf").read_text()
    (folder / "nginx.conf").write_text(user + text)
    return [program("nginx"), "-c", folder / "nginx.conf", "-e", "stderr"], port


def caddy(folder: Path, ports: tuple[int, int]) -> tuple[list[str | Path], int]:
    port = free_port()
    site = f"https://localhost:{port}"
    values = {
        "leads.example.com {": f"{site} {{\n\ttls {CERTIFICATE} {CERTIFICATE}",
        "127.0.0.1:8080": f"127.0.0.1:{ports[0]}",
    }
    options = "{\n\tadmin off\n\tauto_https off\n}\n"
    (folder / "Caddyfile").write_text(options + with_values("caddy/Caddyfile", values))
    return [program("caddy"), "run", "--config", folder / "Caddyfile"], port


Proxy = Callable[[Path, tuple[int, int]], tuple[list[str | Path], int]]


def token(proxied: httpx.Client) -> str:
    query = {
        "grant_type": "client_credentials",
        "client_id": ENVIRONMENT["LEADKEEP_CLIENT_ID"],
        "client_secret": ENVIRONMENT["LEADKEEP_CLIENT_SECRET"],
    }
    found: str = proxied.get("/identity/oauth/token", params=query).json()["access_token"]
    return found


@pytest.fixture(scope="module")
def server(sqlite_stores: StoreFactory, scratch: Path) -> Iterator[ServerProcess]:
    """One server behind all proxies, each of which sends leads of its own."""
    with ServerProcess(sqlite_stores.url(), scratch) as running:
        yield running


@pytest.mark.parametrize("proxy", [haproxy, nginx, caddy])
def test_tls_keep_alive_and_large_bodies(
    server: ServerProcess, tmp_path: Path, proxy: Proxy
) -> None:
    command, port = proxy(tmp_path, (server.port, server.port))
    base_url = f"https://localhost:{port}"
    with running(command, tmp_path, base_url), client(base_url) as proxied:
        proxied.headers["authorization"] = f"Bearer {token(proxied)}"
        emails = [f"{n}@{proxy.__name__}.example.com" for n in range(300)]
        people = [{"email": each, "address": "x" * 2_000} for each in emails]
        first = proxied.post(LEADS, json={"input": people})
        assert {each["status"] for each in first.json()["result"]} == {"created"}
        assert "strict-transport-security" in first.headers
        stream = first.extensions["network_stream"]
        query = {"filterType": "email", "filterValues": ",".join(["é" * 20] * 60)}
        for _ in range(3):
            found = proxied.get(LEADS, params=query)
            assert found.json() | {"requestId": ""} == {
                "requestId": "",
                "success": True,
                "result": [],
            }
            assert found.extensions["network_stream"] is stream  # the connection is kept
        too_large = proxied.post(LEADS, content=b"x" * 2_000_000)
        assert too_large.status_code == 413


@pytest.mark.slow
def test_no_client_notices_a_rolling_restart(
    stores: StoreFactory, tmp_path: Path, record_property: Report
) -> None:
    shared, is_over = stores.url(), Event()
    numbers = count()
    acknowledged: list[str] = []

    def write(base_url: str) -> None:
        with client(base_url) as proxied:
            proxied.headers["authorization"] = f"Bearer {token(proxied)}"
            while not is_over.is_set():
                emails = [f"r{next(numbers)}@example.com" for _ in range(BATCH)]
                answer = proxied.post(LEADS, json={"input": [{"email": each} for each in emails]})
                assert answer.status_code == 200, answer.text
                assert answer.json()["success"], answer.text
                acknowledged.extend(emails)

    with ExitStack() as stack:
        servers = [stack.enter_context(ServerProcess(shared, tmp_path)) for _ in range(2)]
        ports = (servers[0].port, servers[1].port)
        command, port = haproxy(tmp_path, ports)
        base_url = f"https://localhost:{port}"
        stack.enter_context(running(command, tmp_path, base_url))
        pool = stack.enter_context(ThreadPoolExecutor(CONNECTIONS))
        stack.callback(is_over.set)
        writers = [pool.submit(write, base_url) for _ in range(CONNECTIONS)]
        for number in range(RESTARTS):
            place = number % 2

            def do_restart(place: int = place) -> None:
                assert servers[place].stop() == 0
                again = ServerProcess(shared, tmp_path, port=ports[place])
                servers[place] = stack.enter_context(again)

            before = len(acknowledged)
            rolling_restart.restart(f"{tmp_path}/admin.sock", f"leadkeep/{'ab'[place]}", do_restart)
            wait_for_more(acknowledged, before, writers)
        is_over.set()
        for writer in writers:
            writer.result(PATIENCE_SECONDS)
        with servers[0].client() as direct:
            assert len(direct.find(acknowledged)) == len(acknowledged)
    record_property("restarts", RESTARTS)
    record_property("acknowledged leads", len(acknowledged))
    record_property("client errors", 0)


def wait_for_more(acknowledged: list[str], before: int, writers: Sequence[object]) -> None:
    """Wait until writes that began behind a restart were acknowledged."""
    end = time.monotonic() + PATIENCE_SECONDS
    while len(acknowledged) < before + CONNECTIONS * BATCH:
        assert time.monotonic() < end, writers
        time.sleep(0.05)
