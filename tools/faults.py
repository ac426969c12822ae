"""Run the fault matrix, and write ``docs/explanation/reliability.md`` with what it measured.

Usage: ``python tools/faults.py [--short] [--partial] [pytest's arguments]``.

``tests/faults.yaml`` declares the matrix. A test reports figures by pytest's
``record_property(name, value)``: whole numbers of several runs are added up, of other numbers the
largest counts. Each test's result is written at once to ``build/faults.json``, by form; a run goes
on where the last one of its form stopped, with the tests that have no result or a failure, and
deleting the file begins anew. A row that fails ends no run and says so on the page, and the exit
code is 1. ``--partial`` runs nothing: it writes what has been measured so far.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
import yaml

ROOT = Path(__file__).parents[1]
MATRIX = ROOT / "tests" / "faults.yaml"
PAGE = ROOT / "docs" / "explanation" / "reliability.md"
NOTICE = "<!-- Made by tools/faults.py: do not edit. -->"
RESULTS = ROOT / "build" / "faults.json"
TIME_LIMIT_SECONDS = 1_800
NOT_MEASURED = "not measured yet"
FAILED = "**did not hold** in the last run"
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the matrix: what goes wrong, what holds nevertheless, and the tests that show it."""

    fault: str
    promise: str
    tests: list[str]
    """Functions as pytest names them, ``tests/x.py::test_y``; all their parameters are run."""
    engines: list[str]
    """The engines on which the fault can happen, by the names of ``tests/conftest.py``."""


class Run(msgspec.Struct, frozen=True):
    """What a test reported, with one set of its parameters."""

    engine: str | None
    """The engine that its parameters name."""
    has_passed: bool
    figures: dict[str, str]


def matrix() -> dict[str, list[Fault]]:
    """Return the declared faults by the heading of their group."""
    declared = yaml.safe_load(MATRIX.read_text(encoding="utf-8"))
    return msgspec.convert(declared, dict[str, list[Fault]])


# -- run -------------------------------------------------------------------------------------------


class Results(msgspec.Struct, frozen=True):
    """The file of results: those of one form, by the id of each test and its parameters."""

    form: str
    runs: dict[str, Run]

    @classmethod
    def read(cls, form: str) -> "Results":
        """Read the results of a form; there are none if the last run had another one."""
        if RESULTS.exists():
            with suppress(msgspec.DecodeError):  # a file of an older version
                found = msgspec.json.decode(RESULTS.read_bytes(), type=cls)
                if found.form == form:
                    return found
        return cls(form, {})

    def write(self) -> None:
        """Write the file, so that it is whole even if this process is killed."""
        RESULTS.parent.mkdir(exist_ok=True)
        part = RESULTS.with_suffix(".part")
        part.write_bytes(msgspec.json.encode(self))
        part.replace(RESULTS)


class Recorder:
    """Writes down what each test reported, so that a later run can continue this one."""

    def __init__(self, results: Results) -> None:
        """Add to the results of earlier runs."""
        self.results = results
        self._running: dict[str, Run] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the report of a phase of a test: its set-up, the test, its end or its crash."""
        before = self._running.pop(report.nodeid, None)
        has_passed = report.passed and (before is None or before.has_passed)
        figures = {str(name): str(value) for name, value in report.user_properties}
        run = Run(engine_of(report.nodeid), has_passed, figures)
        if report.when in {"setup", "call"}:
            self._running[report.nodeid] = run
        else:
            self.results.runs[report.nodeid] = run
            self.results.write()
        if report.failed:
            print(f"\n{report.nodeid} failed in its {report.when}:\n{report.longreprtext}")


def engine_of(node_id: str) -> str | None:
    """Return the engine that the parameters of a test name."""
    parameters = node_id.partition("[")[2].rstrip("]").split("-")
    return next((each for each in NAMES if each in parameters), None)


def run_tests(tests: Iterable[str], results: Results, arguments: Sequence[str]) -> bool:
    """Run what has not passed yet, each set of parameters for itself; return whether it ended."""
    passed = {node_id: run for node_id, run in results.runs.items() if run.has_passed}
    # What failed is run again, so its old result counts no more.
    recorder = Recorder(Results(results.form, passed))
    choice = ["-q", "-m", "slow or not slow", "--timeout", str(TIME_LIMIT_SECONDS)]
    done = [part for node_id in passed for part in ("--deselect", node_id)]
    code = pytest.main([*choice, *arguments, *done, *sorted(tests)], plugins=[recorder])
    results.runs.clear()
    results.runs.update(recorder.results.runs)
    return code in {
        pytest.ExitCode.OK,
        pytest.ExitCode.TESTS_FAILED,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    }


def by_test(results: Results) -> dict[str, list[Run]]:
    """Return all runs by the name of the test."""
    found: dict[str, list[Run]] = defaultdict(list)
    for node_id, run in results.runs.items():
        found[test_of(node_id)].append(run)
    return found


def test_of(node_id: str) -> str:
    """Return the name of a test without its parameters."""
    return node_id.partition("[")[0]


def complaints(faults: Iterable[Fault], runs: Mapping[str, list[Run]]) -> list[str]:
    """Return a text for each fault whose tests failed, or did not run on each of its engines."""
    found = []
    for each in faults:
        seen: set[str] = set()
        for test in each.tests:
            of_test = runs.get(test, [])
            if not of_test or not all(run.has_passed for run in of_test):
                found.append(f"{each.fault}: {test} {'failed' if of_test else 'did not run'}")
            engines = {run.engine for run in of_test if run.engine}
            # A test that no engine is given to says by itself which one it is about.
            seen |= engines or set(each.engines)
        if set(each.engines) - seen:
            found.append(f"{each.fault}: not shown on {', '.join(set(each.engines) - seen)}")
    return found


# -- page ------------------------------------------------------------------------------------------


INTRODUCTION = """\
What goes wrong in operation, what leadkeep promises then, and what its tests measured: \
{count} faults.

`make faults` runs the tests of all rows and writes this page; a row that fails says so here.
The figures are those of its {form} form: counts are exact, times are the longest of all runs.
Where there are no figures, the tests check that the promise holds.

The rows and their tests are declared in `tests/faults.yaml`.
[Durability](durability.md) says why nothing is lost, [Concurrency](concurrency.md) what happens \
at once."""


def measured(fault: Fault, runs: Mapping[str, list[Run]]) -> str:
    """Return what the tests of a fault reported, for each engine."""
    if any(not run.has_passed for test in fault.tests for run in runs.get(test, [])):
        return FAILED
    if complaints([fault], runs):
        return NOT_MEASURED
    texts = []
    for engine in fault.engines:
        of_engine = [
            run for test in fault.tests for run in runs[test] if run.engine in {engine, None}
        ]
        figures = ", ".join(f"{value} {name}" for name, value in added(of_engine).items())
        texts.append(f"{NAMES[engine]}: {figures or 'holds'}")
    return "<br>".join(texts)


def added(runs: Iterable[Run]) -> dict[str, str]:
    """Return the figures of several runs: whole numbers added up, of others the largest."""
    total: dict[str, float] = {}
    for run in runs:
        for name, text in run.figures.items():
            if text.isdecimal():
                total[name] = int(text) + total.get(name, 0)
            else:
                total[name] = max(float(text), total.get(name, 0.0))
    return {
        name: f"{value:,}" if isinstance(value, int) else f"{value:.1f}"
        for name, value in total.items()
    }


def row(fault: Fault, result: str) -> str:
    """Return the row of a fault."""
    return f"| {fault.fault} | {fault.promise} | {result} |"


def page(groups: Mapping[str, list[Fault]], runs: Mapping[str, list[Run]], form: str) -> str:
    """Return the page of all faults."""
    count = sum(map(len, groups.values()))
    parts = [NOTICE, "# Reliability", INTRODUCTION.format(count=count, form=form)]
    for heading, faults in groups.items():
        rows = [row(each, measured(each, runs)) for each in faults]
        head = "| Fault | Promise | Measured |\n|---|---|---|"
        parts += [f"## {heading}", "\n".join([head, *rows])]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Run the matrix and write the page; exit with 1 if a promise did not hold or was not run."""
    arguments = sys.argv[1:]
    flags = {each for each in arguments if each in {"--short", "--partial"}}
    form = "short" if "--short" in flags else "full"
    if form == "short":
        os.environ["LEADKEEP_TEST_SLOW"] = "short"
    groups = matrix()
    faults = [each for group in groups.values() for each in group]
    results, has_ended = Results.read(form), False
    if "--partial" not in flags:
        tests = {test for each in faults for test in each.tests}
        has_ended = run_tests(tests, results, [each for each in arguments if each not in flags])
    runs = by_test(results)
    PAGE.write_text(page(groups, runs, form), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}: {len(faults)} faults")
    wrong = complaints(faults, runs)
    if not has_ended:
        wrong.append("the run has not ended: the next one continues it")
    if wrong and "--partial" not in flags:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
