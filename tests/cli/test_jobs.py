"""``leadkeep jobs``."""

import pytest

from leadkeep.clock import ManualClock
from leadkeep.jobs import Handler
from leadkeep.store import Store, open_store
from tests.support.commands import Commands
from tests.support.jobs import NAME, failing, put, run_all, worker


def open_of(commands: Commands) -> Store:
    return open_store(commands.folder, commands.url)


@pytest.fixture
def dead(commands: Commands) -> list[int]:
    """Two dead jobs and one that waits."""
    store = open_of(commands)
    put(store, "a", "b")
    run_all(
        worker(store, ManualClock(store.clock.now()), {NAME: Handler(failing(9), attempt_limit=1)})
    )
    put(store, "c")
    store.close()
    return [item["id"] for item in commands.succeed("jobs", "dead", "--json").items]


def states(commands: Commands) -> dict[str, int]:
    items = commands.succeed("jobs", "list", "--json").items
    assert {item["name"] for item in items} <= {NAME}
    return {item["state"]: item["count"] for item in items}


def test_jobs_are_counted_and_dead_ones_shown(commands: Commands, dead: list[int]) -> None:
    assert states(commands) == {"dead": 2, "waiting": 1}
    assert NAME in commands.succeed("jobs", "list").out
    shown = commands.succeed("jobs", "dead").out
    assert str(dead[0]) in shown
    assert "RuntimeError in " in shown
    assert "what a lead holds" not in shown


def test_dead_jobs_are_retried_and_dropped(commands: Commands, dead: list[int]) -> None:
    assert commands.succeed("jobs", "retry", dead[0]).err == "retried 1 job\n"
    assert states(commands) == {"dead": 1, "waiting": 2}
    assert commands.refuse("jobs", "drop", dead[0]) == (
        f"dropped 0 jobs; there is no dead job {dead[0]}"
    )
    assert commands.succeed("jobs", "drop", "--all").err == "dropped 1 job\n"
    assert states(commands) == {"waiting": 2}


@pytest.mark.parametrize("command", ["retry", "drop"])
@pytest.mark.parametrize("arguments", [(), ("1", "--all")], ids=["nothing", "both"])
def test_what_is_meant_must_be_said(
    unchanged: Commands, command: str, arguments: tuple[str, ...]
) -> None:
    told = unchanged.refuse("jobs", command, *arguments)
    assert told == "name the ids of dead jobs, or say --all"
