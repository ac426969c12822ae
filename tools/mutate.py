"""Measure which small faults of the code no test notices: ``make mutate ARGS="merging"``.

Usage: ``python tools/mutate.py [ROOM ...] [--seed 1 2] [--sample 40] [--jobs 2]``. In a copy of the
checkout below ``build/``, mutmut changes a random sample of each room's code, one change at a time,
and runs the tests of the room that call the changed function. A change that they do not notice is
tried again with all tests of the room in a new process, since the first trial is a fork that has
imported and cached before; if the change survives, it is printed. The program fails when a room
scores less than ``PASS_MARK``. ``mutate_equivalent.json`` lists changes that alter nothing that a
caller could see, each with its reason (record 0116).
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "mutate"
BIN = ROOT / ".venv" / "bin"
EQUIVALENT = Path(__file__).with_name("mutate_equivalent.json")
SOURCE = "src/leadkeep"
PASS_MARK = 90.0
"""Per cent of the changes that the tests of a room must notice."""
ROOM_LIMIT_SECONDS = 900.0
"""How long all tests of a room may take with a change."""
SURVIVED = frozenset({0, 5, 33})
"""Exit codes of mutmut: no test failed, none was chosen, none calls the function."""
NOT_TRIED = frozenset({None, 2, 34, 35})
"""Exit codes of mutmut: not run, interrupted, skipped, anything unknown."""


@dataclass(frozen=True)
class Room:
    """Modules that are changed together, and the tests that have to notice."""

    modules: Sequence[str]
    """Patterns of paths below the package."""
    tests: Sequence[str]
    """Patterns of paths below ``tests``."""
    without: Sequence[str] = ()
    """Modules that belong to another room."""
    chosen: str = "not postgres"
    """Which of the tests run, in the words of pytest's option ``-k``."""


KEYS = (
    "domain/fields/keys.py",
    "domain/leads/keys.py",
    "domain/leads/lock.py",
    "domain/objects/engine/keys.py",
)
LEAD_TESTS = (
    "domain/leads",
    "api/test_sync_leads*.py",
    "api/test_get_lead*.py",
    "api/test_delete_leads.py",
    "api/test_lead_partitions.py",
    "api/test_*_of_lead.py",
    "api/test_associate_lead.py",
    "api/test_companies.py",
    "api/test_opportunities.py",
    "api/test_custom_object_types.py",
    "api/test_activities_lead_changes.py",
    "api/test_lists_leads.py",
    "api/test_lists_members.py",
    "api/test_campaign_steps.py",
    "api/test_program_leads.py",
    "api/test_web_events.py",
    "domain/visitors/test_visitor_histories.py",
    "cli/test_lead.py",
)
FIELD_TESTS = (
    "domain/fields",
    "api/test_lead_fields_*.py",
    "api/test_describe_leads.py",
    "api/test_companies.py",
    "api/test_named_accounts.py",
    "api/test_program_members_describe.py",
)
WIRE_TESTS = (
    "unit",
    "api/test_errors_table.py",
    "api/test_request_bodies.py",
    "api/test_request_parameters.py",
    "api/test_paging_tokens.py",
    "api/test_token_endpoint.py",
    "api/test_failures_and_timeouts.py",
    "api/test_get_lead*.py",
    "api/test_lists_get.py",
    "api/test_activities_get.py",
    "api/test_assets_folders.py",
    "api/test_assets_static_lists.py",
    "api/test_submit_form.py",
    "api/test_program_assets_get.py",
    "api/test_activities_custom_types.py",
    "api/test_*_of_lead.py",
    "api/test_campaigns_get.py",
    "api/test_lead_fields_create.py",
)
ROOMS: Mapping[str, Room] = {
    "leads": Room(["domain/leads/*.py"], LEAD_TESTS, without=KEYS),
    "merging": Room(["domain/merging/*.py"], ["domain/merging", "api/test_merge_leads.py"]),
    "fields": Room(
        ["domain/fields/*.py", "domain/fields/types/*.py"],
        [
            *FIELD_TESTS,
            "api/test_sync_leads*.py",
            "store/test_catalog_version.py",
            "store/test_migrations.py",
            "cli/test_field.py",
            "api/test_custom_object_types.py",
            "api/test_activities_custom_types.py",
            "api/test_segmentations.py",
        ],
        without=KEYS,
    ),
    "keys": Room(
        KEYS,
        [
            *LEAD_TESTS,
            "domain/fields/test_key_tables.py",
            "domain/objects",
            "api/test_object_records*.py",
            "api/test_custom_objects.py",
        ],
        chosen="not postgres or test_key_tables",
    ),
    "store": Room(
        ["store/*.py"],
        ["store", "cli/test_db*.py", "domain/leads/test_statements.py"],
        chosen="",
    ),
    "params": Room(["api/params.py", "api/loose.py", "api/paging.py"], WIRE_TESTS),
    "errors": Room(["api/errors.py"], WIRE_TESTS),
}


@dataclass(frozen=True)
class Change:
    """The lines of one function before and after a change."""

    function: str
    """The module below the package and the function, such as ``domain.leads.scan.x_scan_leads``."""
    before: str
    after: str
    path: str
    line: int

    def __str__(self) -> str:
        """Return the change as it is printed."""
        place = f"{SOURCE}/{self.path}:{self.line} {self.function.rpartition('.')[2]}"
        return f"{place}\n    - {self.before}\n    + {self.after}"


class Workspace:
    """A copy of the checkout in which mutmut changes the code of one room."""

    def __init__(self, name: str, room: Room, jobs: int, *, is_kept: bool) -> None:
        """Copy what is in the working tree, and let mutmut make all changes of the room.

        ``is_kept`` keeps what the last run made and learnt, where only tests have changed since.
        """
        self.folder = BUILD / name
        self._room = room
        self._jobs = jobs
        if not is_kept:
            shutil.rmtree(self.folder, ignore_errors=True)
        self._copy()
        # A name that no change has: mutmut then makes the changes, learns which tests call which
        # function, and ends with an error.
        self._mutmut("run", "--max-children", str(jobs), "none.at.all", check=False)
        if not self.names():
            sys.exit(f"mutmut made no changes; see {self.folder / 'mutmut.log'}")

    def _copy(self) -> None:
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        files = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        present = [each for each in files.split("\0") if each and (ROOT / each).is_file()]
        for each in present:
            (self.folder / each).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / each, self.folder / each)
        settings = {
            "source_paths": ["src"],
            "only_mutate": _matches(self.folder, SOURCE, self._room.modules),
            "do_not_mutate": [f"{SOURCE}/{each}" for each in self._room.without],
            "also_copy": sorted({each.partition("/")[0] for each in present} - {"src"}),
            "pytest_add_cli_args": ["-p", "no:randomly", "-p", "no:cacheprovider"],
            "pytest_add_cli_args_test_selection": [
                *_matches(self.folder, "tests", self._room.tests),
                *_only("not postgres"),  # each trial would start a server
            ],
            "use_git_change_detection": False,
        }
        with (self.folder / "pyproject.toml").open("a") as file:
            lines = (f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
            file.writelines(["\n[tool.mutmut]\n", *lines])

    def _mutmut(self, *arguments: str, check: bool = True) -> str:
        command = [str(BIN / "mutmut"), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, env=self._env()
        )
        (self.folder / "mutmut.log").write_text(done.stdout + done.stderr)
        if check and done.returncode:
            sys.exit(f"{' '.join(command)} failed; see {self.folder / 'mutmut.log'}")
        return done.stdout

    def _env(self, **more: str) -> dict[str, str]:
        return os.environ | {"PYTHONPYCACHEPREFIX": str(self.folder / "pycache"), **more}

    def names(self) -> dict[str, int | None]:
        """Return the exit code of each change by its name."""
        found: dict[str, int | None] = {}
        for each in sorted((self.folder / "mutants" / "src").rglob("*.meta")):
            found |= json.loads(each.read_text())["exit_code_by_key"]
        return found

    def surviving(self, chosen: Sequence[str]) -> list[str]:
        """Return the changes that the tests do not notice."""
        self._mutmut("run", "--max-children", str(self._jobs), *chosen)
        codes = self.names()
        if untried := [each for each in chosen if codes[each] in NOT_TRIED]:
            sys.exit(f"mutmut could not try {untried}; see {self.folder / 'mutmut.log'}")
        doubtful = [each for each in chosen if codes[each] in SURVIVED]
        with ThreadPoolExecutor(self._jobs) as threads:
            survives = list(threads.map(self._survives_all, doubtful))
        return [each for each, is_alive in zip(doubtful, survives, strict=True) if is_alive]

    def _survives_all(self, name: str) -> bool:
        """Run all tests of the room in a new process: nothing made before hides a change there."""
        files = self._files_of_room(name.rpartition(".")[0])
        command = [str(BIN / "pytest"), "-q", "-x", "-p", "no:randomly", *files]
        work = self.folder / "mutants"
        try:
            done = subprocess.run(
                [*command, "-p", "no:cacheprovider", *_only(self._room.chosen)],
                cwd=work,
                env=self._env(MUTANT_UNDER_TEST=name, PYTHONPATH=str(work / "src")),
                capture_output=True,
                check=False,
                timeout=ROOM_LIMIT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def _files_of_room(self, module: str) -> list[str]:
        """Return the files with the room's tests: those that call a module first, short ones first.

        Where a test notices a change, it is one of the first then.
        """
        stats = json.loads((self.folder / "mutants" / "mutmut-stats.json").read_text())
        seconds: defaultdict[str, float] = defaultdict(float)
        for test, duration in stats["duration_by_test"].items():
            seconds[test.partition("::")[0]] += duration
        callers = {
            test.partition("::")[0]
            for function, tests in stats["tests_by_mangled_function_name"].items()
            if function.rpartition(".")[0] == module
            for test in tests
        }
        paths = [self.folder / each for each in _matches(self.folder, "tests", self._room.tests)]
        files = {
            file.relative_to(self.folder).as_posix()
            for path in paths
            for file in ([path] if path.is_file() else path.rglob("test_*.py"))
        }
        return sorted(files, key=lambda file: (file not in callers, seconds[file], file))

    def change(self, name: str) -> Change:
        """Return what a change is."""
        lines = self._mutmut("show", name).splitlines()
        before = [each[1:].strip() for each in lines if re.match(r"-(?!-- )", each)]
        after = [each[1:].strip() for each in lines if re.match(r"\+(?!\+\+ )", each)]
        path = next(each for each in lines if each.startswith("--- ")).split(f"{SOURCE}/")[1]
        function = name.removeprefix("leadkeep.").rpartition("__mutmut_")[0]
        code = (ROOT / SOURCE / path).read_text().splitlines()
        line = next((at for at, each in enumerate(code, 1) if each.strip() == before[0]), 0)
        return Change(function, " ".join(before), " ".join(after), path, line)


def _only(chosen: str) -> list[str]:
    return ["-k", chosen] if chosen else []


def _matches(folder: Path, below: str, patterns: Sequence[str]) -> list[str]:
    """Return the paths that match patterns, without doubles; end if a pattern matches none."""
    found: dict[str, None] = {}
    for pattern in patterns:
        paths = sorted((folder / below).glob(pattern))
        if not paths:
            sys.exit(f"nothing matches {below}/{pattern}: mend the rooms in {Path(__file__).name}")
        found |= dict.fromkeys(each.relative_to(folder).as_posix() for each in paths)
    return list(found)


def measure(workspace: Workspace, size: int, seed: int) -> float:
    """Print what survives of a sample in a room, and return its score in per cent."""
    names = sorted(workspace.names())
    chance = random.Random(seed)  # noqa: S311 -- a sample that can be drawn again
    chosen = sorted(chance.sample(names, min(size, len(names))))
    surviving = [workspace.change(each) for each in workspace.surviving(chosen)]
    known = {(each["function"], each["before"], each["after"]) for each in equivalent_changes()}
    unnoticed = [
        each for each in surviving if (each.function, each.before, each.after) not in known
    ]
    for each in unnoticed:
        print(each)
    counted = len(chosen) - len(surviving) + len(unnoticed)
    killed = counted - len(unnoticed)
    score = 100 * killed / counted if counted else 100.0
    print(
        f"{workspace.folder.name}: {score:.1f} % = {killed} of {counted} changes noticed,"
        f" {len(surviving) - len(unnoticed)} equivalent;"
        f" {len(chosen)} of {len(names)}, seed {seed}",
        flush=True,
    )
    return score


def equivalent_changes() -> list[dict[str, str]]:
    """Return the changes that alter nothing, as function, line before, line after, and reason."""
    listed: list[dict[str, str]] = json.loads(EQUIVALENT.read_text())
    return listed


def main() -> None:
    """Measure the rooms that are named, or all of them."""
    parser = argparse.ArgumentParser(description="Find small faults that no test notices.")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join(ROOMS))
    parser.add_argument("--seed", type=int, nargs="+", default=[1], help="one for each sample")
    parser.add_argument("--sample", type=int, default=40, help="changes for each room")
    parser.add_argument(
        "--again", action="store_true", help="keep the last run's copy: only tests have changed"
    )
    parser.add_argument("--jobs", type=int, default=2, help="processes that run tests")
    given = parser.parse_args()
    if unknown := set(given.rooms) - set(ROOMS):
        parser.error(f"no such room: {', '.join(sorted(unknown))}; there are {', '.join(ROOMS)}")
    low = []
    for room in given.rooms or ROOMS:
        workspace = Workspace(room, ROOMS[room], given.jobs, is_kept=given.again)
        scores = [measure(workspace, given.sample, each) for each in given.seed]
        if min(scores) < PASS_MARK:
            low.append(room)
    if low:
        sys.exit(f"Below {PASS_MARK:.0f} %: {', '.join(low)}")


if __name__ == "__main__":
    main()
