"""tap-marketo from PyPI, unmodified, through a proxy that ends TLS: as its page tells to run it."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.connectors import CONNECTORS, run, sample
from tests.support.mktorest import mktorest_proxy
from tests.support.server_process import ServerProcess

pytestmark = [pytest.mark.process, pytest.mark.slow]

STREAMS = ("leads", "activities_new_lead", "activities_change_data_value", "lists", "programs")
KEYS = {"activities_new_lead": "marketoGUID", "activities_change_data_value": "marketoGUID"}
Rows = dict[str, dict[Any, dict[str, Any]]]


class Tap:
    """The tap with a target that keeps the last row of each key."""

    def __init__(self, folder: Path, proxy: str, config: str) -> None:
        self._folder = folder
        self._environment = {"HTTPS_PROXY": proxy}
        (folder / "config.json").write_text(config)
        catalog = json.loads(self._run("--discover"))
        for stream in catalog["streams"]:
            for each in stream["metadata"]:
                each["metadata"]["selected"] = stream["tap_stream_id"] in STREAMS
        (folder / "catalog.json").write_text(json.dumps(catalog))
        (folder / "state.json").write_text("{}")

    def _run(self, *arguments: str) -> str:
        command: list[str | Path] = [
            CONNECTORS / "tap-marketo/bin/tap-marketo",
            "--config",
            "config.json",
        ]
        return run([*command, *arguments], self._folder, self._environment)

    def sync(self) -> Rows:
        """Sync once; return the rows of each stream by key."""
        rows: Rows = defaultdict(dict)
        state = None
        printed = self._run("--properties", "catalog.json", "--state", "state.json")
        for message in map(json.loads, printed.splitlines()):
            if message["type"] == "RECORD":
                stream, row = message["stream"], message["record"]
                key = row[KEYS.get(stream, "id")]
                assert rows[stream].setdefault(key, row) == row  # it may repeat rows
            elif message["type"] == "STATE":
                state = message["value"]
        (self._folder / "state.json").write_text(json.dumps(state))
        return rows


@pytest.fixture
def tap(server_process: ServerProcess, tmp_path: Path) -> Iterator[Tap]:
    with mktorest_proxy(server_process.port) as proxy:
        yield Tap(tmp_path, proxy, sample("connect-tap-marketo.md", "json", server_process))


def test_two_syncs_see_each_change_once(tap: Tap, server_process: ServerProcess) -> None:
    with server_process.client() as client:
        emails = [f"tap-{number}@example.com" for number in range(4)]
        made = client.sync([{"email": each, "title": "Poet"} for each in emails[:3]])
        ids = [each["id"] for each in made]
        first = tap.sync()
        assert [first["leads"][each]["title"] for each in ids] == ["Poet"] * 3
        assert leads_of(first, "activities_new_lead") == sorted(ids)
        assert not first["activities_change_data_value"]
        client.sync([{"email": emails[0], "title": "Analyst"}])
        (new,) = client.sync([{"email": emails[3]}])
    second = tap.sync()
    assert second["leads"][ids[0]]["title"] == "Analyst"
    assert second["leads"][new["id"]]["email"] == emails[3]
    assert all(second["leads"][each] == first["leads"][each] for each in ids[1:])
    assert leads_of(second, "activities_change_data_value") == [ids[0]]
    (change,) = second["activities_change_data_value"].values()
    assert (change["primary_attribute_value"], change["new_value"]) == ("Job Title", "Analyst")
    both = {"activities_new_lead": first["activities_new_lead"] | second["activities_new_lead"]}
    assert leads_of(both, "activities_new_lead") == sorted([*ids, new["id"]])
    assert first["programs"].keys() == second["programs"].keys() == set()


def leads_of(rows: Rows, stream: str) -> list[int]:
    """Return the leads of activities, once for each activity."""
    return sorted(each["leadId"] for each in rows[stream].values())
