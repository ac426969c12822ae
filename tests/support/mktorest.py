"""A proxy that ends TLS for ``https://123-LKP-456.mktorest.com`` and passes requests on.

It is asked by CONNECT, as programs do that have a proxy for https: so no test changes the names
that the machine resolves.
"""

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.external_services import served

HERE = Path(__file__).parent
BLOCK_BYTES = 65_536


@contextmanager
def mktorest_proxy(port: int) -> Iterator[str]:
    """Run the proxy before a server at a port of loopback; yield the URL of the proxy."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(HERE / "mktorest.crt", HERE / "mktorest.key")

    class Handler(socketserver.StreamRequestHandler):
        rbufsize = 0  # what follows the head belongs to TLS

        def handle(self) -> None:
            head = [line for line in iter(self.rfile.readline, b"\r\n") if line]
            assert head[0].lower().startswith(b"connect 123-lkp-456.mktorest.com:443 ")
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            with (
                context.wrap_socket(self.connection, server_side=True) as client,
                socket.create_connection(("127.0.0.1", port)) as server,
            ):
                thread = threading.Thread(target=_copy, args=(client, server))
                thread.start()
                _copy(server, client)
                thread.join()

    with served(Handler) as own:
        yield f"http://127.0.0.1:{own}"


def _copy(source: socket.socket, target: socket.socket) -> None:
    """Pass bytes on until one side ends."""
    with suppress(OSError):
        while block := source.recv(BLOCK_BYTES):
            target.sendall(block)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
