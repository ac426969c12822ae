"""Restart the leadkeep servers behind HAProxy one after the other; no client notices.

Usage: ``rolling_restart.py SOCKET BACKEND/SERVER=UNIT ...``, such as
``rolling_restart.py /run/haproxy/admin.sock leadkeep/a=leadkeep@8081 leadkeep/b=leadkeep@8082``.
"""

import csv
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

LIMIT_SECONDS = 330.0
"""A request takes 300 s at most."""
POLL_SECONDS = 0.1
SETTLE_SECONDS = 0.5
"""A request that HAProxy has just assigned to the server is counted by then."""


def ask(admin_socket: str, command: str) -> str:
    """Send a command to HAProxy's admin socket; return its reply."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(admin_socket)
        connection.sendall(f"{command}\n".encode())
        return b"".join(iter(lambda: connection.recv(65_536), b"")).decode()


def state(admin_socket: str, server: str) -> Mapping[str, str]:
    """Return HAProxy's figures of a server, by the name of their column."""
    backend, _, name = server.partition("/")
    lines = ask(admin_socket, "show stat").removeprefix("# ").strip().splitlines()
    (found,) = [
        row for row in csv.DictReader(lines) if (row["pxname"], row["svname"]) == (backend, name)
    ]
    return found


def wait_until(admin_socket: str, server: str, is_so: Callable[[Mapping[str, str]], bool]) -> None:
    """Wait until HAProxy's figures of a server are as asked for."""
    end = time.monotonic() + LIMIT_SECONDS
    while not is_so(state(admin_socket, server)):
        if time.monotonic() > end:
            sys.exit(f"{server} is not ready: {state(admin_socket, server)['status']}")
        time.sleep(POLL_SECONDS)


def restart(admin_socket: str, server: str, do_restart: Callable[[], None]) -> None:
    """Drain a server, restart it, and give it requests again once it answers."""
    ask(admin_socket, f"set server {server} state drain")
    time.sleep(SETTLE_SECONDS)
    wait_until(admin_socket, server, lambda figures: figures["scur"] == "0")
    do_restart()
    ask(admin_socket, f"set server {server} health down")
    ask(admin_socket, f"set server {server} state ready")
    wait_until(admin_socket, server, lambda figures: figures["status"] == "UP")


def main() -> None:
    """Restart the systemd units that the arguments name."""
    admin_socket, *pairs = sys.argv[1:]
    for server, _, unit in (pair.partition("=") for pair in pairs):

        def restart_unit(unit: str = unit) -> None:
            subprocess.run(["systemctl", "restart", unit], check=True)

        restart(admin_socket, server, restart_unit)
        print(f"{server} is restarted")


if __name__ == "__main__":
    main()
