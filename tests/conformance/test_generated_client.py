"""A client that openapi-python-client makes of the document: complete, and good for daily work."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from leadkeep.api.openapi import document_text
from leadkeep.api.operations import served_operations
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import SqliteStores

PACKAGE = "generated_leadkeep_client"
SECONDS = 120
GENERATOR = Path(sys.prefix) / "generator" / "bin" / "openapi-python-client"
"""`make venv` installs it in an environment of its own."""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Generate the client; return where it is and what the generator said."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(document_text())
    (folder / "config.yml").write_text("post_hooks: []\n", encoding="utf-8")  # no formatting
    command = [str(GENERATOR), "generate", "--meta", "none"]
    command += ["--path", "openapi.json", "--config", "config.yml", "--output-path", PACKAGE]
    made = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=True
    )
    sys.path.insert(0, str(folder))
    yield folder / PACKAGE, made.stdout + made.stderr
    sys.path.remove(str(folder))


@pytest.fixture
def server(sqlite_stores: SqliteStores) -> Iterator[Rehearsal]:
    with closing(sqlite_stores.make()) as store, Rehearsal(store) as running:
        yield running


def test_the_generator_drops_nothing_and_warns_of_nothing(generated: tuple[Path, str]) -> None:
    place, said = generated
    assert said.splitlines() == [f"Generating {PACKAGE}"]
    modules = [each for each in (place / "api").glob("*/*.py") if each.stem != "__init__"]
    assert len(modules) == len(served_operations())


@pytest.mark.usefixtures("generated")
def test_it_creates_finds_and_deletes(server: Rehearsal) -> None:
    models = import_module(f"{PACKAGE}.models")
    person = {"email": "ada@example.com", "firstName": "Ada", "leadScore": 7}
    body = models.SyncBody.from_dict({"action": "createOnly", "input": [person]})
    created = call(server, "sync_lead_using_post", body=body)
    (outcome,) = created.result
    assert (created.success, str(outcome.status)) == (True, "created")

    found = call(
        server,
        "get_leads_by_filter_using_get",
        filter_type="email",
        filter_values=["ada@example.com", "nobody@example.com"],
        fields=["email", "firstName", "leadScore", "createdAt"],
    )
    (lead,) = found.result
    assert (lead.id, lead.email, lead.first_name, lead.lead_score) == (
        outcome.id,
        "ada@example.com",
        "Ada",
        7,
    )
    assert lead.created_at == server.clock.now().replace(microsecond=0)

    body = models.IdsBody.from_dict({"input": [{"id": lead.id}]})
    deleted = call(server, "delete_leads_using_post", body=body)
    assert [(each.id, str(each.status)) for each in deleted.result] == [(lead.id, "deleted")]


@pytest.mark.usefixtures("generated")
def test_it_reads_what_is_refused(server: Rehearsal) -> None:
    models = import_module(f"{PACKAGE}.models")
    body = models.SyncBody.from_dict({"action": "createOnly", "input": []})
    refused = call(server, "sync_lead_using_post", body=body)
    assert isinstance(refused, models.Failure)
    assert [each.code for each in refused.errors] == ["1003"]


def call(server: Rehearsal, operation: str, **arguments: Any) -> Any:  # noqa: ANN401
    """Call an operation of tag Leads through the client, straight into the application."""
    client = import_module(PACKAGE).AuthenticatedClient(
        base_url="http://leadkeep.example.com",
        token=server.token,
        httpx_args={"transport": httpx.ASGITransport(server.application)},
        raise_on_unexpected_status=True,
    )
    module = import_module(f"{PACKAGE}.api.leads.{operation}")

    async def ask() -> Any:  # noqa: ANN401
        async with client:
            return await module.asyncio(client=client, **arguments)

    return server.run(ask())
