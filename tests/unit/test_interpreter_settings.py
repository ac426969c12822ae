"""What a server process sets in Python, and an application in another process does not."""

import gc
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadkeep.app import SWITCH_INTERVAL_SECONDS, create
from leadkeep.interpreter import COLLECTED_AFTER_OBJECTS
from leadkeep.testing import Rehearsal

Present = tuple[int, float]


def present() -> Present:
    return gc.get_threshold()[0], round(sys.getswitchinterval(), 6)


@pytest.fixture
def before() -> Iterator[Present]:
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    yield present()
    gc.set_threshold(*threshold)
    sys.setswitchinterval(interval)


def test_a_server_process_sets_collection_and_switch_interval(
    before: Present, monkeypatch: pytest.MonkeyPatch, scratch: Path
) -> None:
    monkeypatch.setenv("LEADKEEP_DATA", str(scratch / "server"))
    create()
    assert present() == (COLLECTED_AFTER_OBJECTS, SWITCH_INTERVAL_SECONDS)
    assert present() != before


def test_an_application_in_another_process_leaves_them(before: Present, server: Rehearsal) -> None:
    assert server.get("/rest/v1/leads/describe.json").result
    assert present() == before


def test_a_command_collects_as_rarely_from_its_start(before: Present) -> None:
    runpy.run_module("leadkeep.__main__", run_name="imported")
    assert present() == (COLLECTED_AFTER_OBJECTS, before[1])
    assert present() != before
