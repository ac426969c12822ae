"""marketorestpython as PyPI has it, made to speak to our host."""

from itertools import count
from typing import Any

from marketorestpython.client import MarketoClient

from tests.support.server_process import ENVIRONMENT, ServerProcess

Client = Any
"""It ships no types."""
MUNCHKIN_ID = "123-LKP-456"
NO_RETRY_SECONDS = 1
_numbers = count(1)


def connect(server: ServerProcess, **changed: str) -> Client:
    known = {
        "client_id": ENVIRONMENT["LEADKEEP_CLIENT_ID"],
        "client_secret": ENVIRONMENT["LEADKEEP_CLIENT_SECRET"],
    }
    made = MarketoClient(MUNCHKIN_ID, **known | changed, max_retry_time=NO_RETRY_SECONDS)
    made.host = server.base_url
    return made


def new_leads(number: int, **values: object) -> list[dict[str, Any]]:
    batch = next(_numbers)
    return [{"email": f"mrp-{batch}-{each}@example.com", **values} for each in range(number)]
