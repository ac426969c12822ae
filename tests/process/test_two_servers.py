"""Two servers on one database: what one changes counts at the other from its next request on."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from leadkeep.testing.stores import LentStores, PostgresStores
from tests.support.server_process import ServerProcess

pytestmark = pytest.mark.process

FIELDS = "/rest/v1/leads/schema/fields.json"


def test_a_field_and_a_lead_of_one_server_are_there_at_the_other(
    postgres_stores: PostgresStores, tmp_path: Path
) -> None:
    with LentStores(postgres_stores) as lent, ExitStack() as stack:
        url = lent.url()
        servers = [stack.enter_context(ServerProcess(url, tmp_path)) for _ in range(2)]
        first, second = (stack.enter_context(server.client()) for server in servers)
        second.sync([{"email": "ada@example.com"}])  # what the server caches is cached now
        for number in range(3):
            name = f"shared{number}"
            field = {"name": name, "displayName": name, "dataType": "string"}
            made = first.send(FIELDS, {"input": [field]})
            assert made["success"] is True
            (item,) = second.sync([{"email": "ada@example.com", name: "x"}])
            assert item["status"] == "updated"
            (found,) = first.find(["ada@example.com"], name)
            assert found[name] == "x"
