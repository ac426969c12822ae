"""Airbyte's source-marketo from PyPI, unmodified, with the configuration that its page shows.

It waits a minute for each export, so the short form reads no leads and activities.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.connectors import CONNECTORS, run, sample
from tests.support.server_process import ServerProcess
from tests.support.slow import IS_SHORT

pytestmark = [pytest.mark.process, pytest.mark.slow]

LISTED = ("programs", "lists", "activity_types")
EXPORTED = () if IS_SHORT else ("leads", "activities_new_lead", "activities_change_data_value")
NEW_LEAD = 12
Rows = dict[str, list[dict[str, Any]]]


class Source:
    """The source with a target that keeps all rows."""

    def __init__(self, folder: Path, config: str) -> None:
        self._folder = folder
        self._states: dict[str, Any] = {}
        (folder / "config.json").write_text(config)

    def run(self, verb: str, *arguments: str) -> list[dict[str, Any]]:
        command: list[str | Path] = [
            CONNECTORS / "airbyte/bin/source-marketo",
            verb,
            "--config",
            "config.json",
        ]
        printed = run([*command, *arguments], self._folder)
        return [json.loads(line) for line in printed.splitlines()]

    def discover(self) -> dict[str, Any]:
        """Return the streams that the source offers by name."""
        (found,) = (each for each in self.run("discover") if each["type"] == "CATALOG")
        return {each["name"]: each for each in found["catalog"]["streams"]}

    def read(self, streams: Sequence[dict[str, Any]]) -> Rows:
        """Read streams, as far as that goes from where the last read ended."""
        catalog = {"streams": [{"stream": each, **modes(each)} for each in streams]}
        (self._folder / "catalog.json").write_text(json.dumps(catalog))
        (self._folder / "state.json").write_text(json.dumps(list(self._states.values())))
        rows: Rows = defaultdict(list)
        for message in self.run("read", "--catalog", "catalog.json", "--state", "state.json"):
            if message["type"] == "RECORD":
                rows[message["record"]["stream"]].append(message["record"]["data"])
            elif message["type"] == "STATE":
                state = message["state"]
                self._states[state["stream"]["stream_descriptor"]["name"]] = state
        return rows


def modes(stream: dict[str, Any]) -> dict[str, str]:
    is_incremental = "incremental" in stream["supported_sync_modes"]
    mode = "incremental" if is_incremental else "full_refresh"
    return {"sync_mode": mode, "destination_sync_mode": "append"}


@pytest.fixture
def source(server_process: ServerProcess, tmp_path: Path) -> Source:
    return Source(tmp_path, sample("connect-airbyte.md", "json", server_process))


def test_it_connects(source: Source) -> None:
    (status,) = (each for each in source.run("check") if each["type"] == "CONNECTION_STATUS")
    assert status["connectionStatus"] == {"status": "SUCCEEDED"}


def test_it_reads_and_reads_on(source: Source, server_process: ServerProcess) -> None:
    emails = [f"airbyte-{number}@example.com" for number in range(3)]
    with server_process.client() as client:
        ids = [each["id"] for each in client.sync([{"email": each} for each in emails])]
        streams = source.discover()
        wanted = [streams[name] for name in (*LISTED, *EXPORTED)]
        first = source.read(wanted)
        assert NEW_LEAD in {each["id"] for each in first["activity_types"]}
        client.sync([{"email": emails[0], "title": "Analyst"}])
    second = source.read(wanted)
    assert not second["programs"]
    assert not second["lists"]
    if EXPORTED:
        assert {each["id"]: each["email"] for each in first["leads"]} == dict(
            zip(ids, emails, strict=True)
        )
        assert sorted(each["leadId"] for each in first["activities_new_lead"]) == ids
        assert not first["activities_change_data_value"]
        changed = {each["id"]: each["title"] for each in second["leads"]}
        assert changed[ids[0]] == "Analyst"
        (change,) = second["activities_change_data_value"]
        assert (change["leadId"], change["new_value"]) == (ids[0], "Analyst")
