"""Nasty files are loaded, or refused with the exact row and reason."""

import io
import random
from collections.abc import Iterator

import pytest

from leadkeep.files import DELIMITERS, BadRow, BrokenFile, Row, RowReader
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.bulk.corpus.cases import SEED, corpus, is_for_commands
from tests.bulk.corpus.outcomes import OUTCOMES, outcome_of
from tests.support.bulk import lead_import, upload
from tests.support.commands import Commands
from tests.support.leads import module_server

CORPUS = corpus()
READ = {name: each for name, each in CORPUS.items() if not is_for_commands(name)}

ALIKE = {name for name in CORPUS if name.startswith("plain") and "-lf-" not in name}
"""Files that differ for the reader alone."""


def test_the_corpus_is_large_and_each_file_has_an_outcome() -> None:
    assert len(CORPUS) >= 120
    plain = {name for name in CORPUS if name.startswith("plain")}
    assert set(CORPUS) - plain == set(OUTCOMES)
    assert corpus() == CORPUS


@pytest.mark.parametrize("name", READ)
def test_the_reader_loads_or_refuses_each_row(name: str) -> None:
    case, outcome = READ[name], outcome_of(name)
    if outcome.broken is not None:
        with pytest.raises(BrokenFile) as caught:
            RowReader(io.BytesIO(case.data), DELIMITERS[case.format])
        assert str(caught.value) == outcome.broken
        return
    rows = list(RowReader(io.BytesIO(case.data), DELIMITERS[case.format]))
    bad = [each for each in rows if isinstance(each, BadRow)]
    assert {each.number: told(each) for each in bad} == outcome.unread
    if outcome.columns is None:
        good = [each for each in rows if isinstance(each, Row)]
        assert len(good) == outcome.loaded + len(outcome.refused)


def told(row: BadRow) -> str:
    """Return lines and reason, the lines only where they are not the row's number."""
    if row.line == row.last_line == row.number:
        return row.reason
    return str(row).partition("(")[2].replace(")", "", 1)


def test_the_reader_needs_no_luck_with_the_size_of_what_it_gets() -> None:
    """Streams return fewer bytes than they were asked for."""

    class Drops(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 1, rng.randrange(1, 9)))

    rng = random.Random(SEED)
    for name, case in READ.items():
        if len(case.data) < 10_000 and outcome_of(name).broken is None:
            delimiter = DELIMITERS[case.format]
            rows = list(RowReader(Drops(case.data), delimiter))
            assert rows == list(RowReader(io.BytesIO(case.data), delimiter)), name


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def commands(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_stores")
    url = factory.url()
    yield Commands(tmp_path_factory.mktemp("corpus"), url)
    factory.take_back(url)


@pytest.mark.parametrize("name", [name for name in CORPUS if name not in ALIKE])
def test_the_command_loads_or_refuses_each_row(commands: Commands, name: str) -> None:
    case, outcome = CORPUS[name], outcome_of(name)
    path = commands.folder / name
    path.write_bytes(case.data)
    ran = commands("import", "leads", path, "--format", case.format, "--dry-run", "--json")
    broken = outcome.broken or outcome.columns
    if broken is not None:
        assert ran.code == 1
        assert ran.err.splitlines()[-1].removeprefix("leadkeep: ").startswith(broken)
        return
    assert ran.items["created"] + ran.items["updated"] == outcome.loaded
    refused = {f"row {row}: {why}" for row, why in outcome.refused.items()}
    assert {each for each in ran.items["reasons"] if "(" not in each} == refused
    assert ran.items["refused"] == len(outcome.refused) + len(outcome.unread)
    assert ran.code == (1 if ran.items["refused"] else 0)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.mark.parametrize("name", [name for name in READ if name not in ALIKE])
def test_the_api_loads_or_refuses_each_row(server: Rehearsal, name: str) -> None:
    case, outcome = READ[name], outcome_of(name)
    answer = upload(server, case.data, parts={"format": case.format})
    if not case.data.strip():
        assert answer.error == ("1003", "Empty file")
        return
    server.run_jobs()
    done = lead_import(server, answer.result[0]["batchId"])
    if outcome.broken is not None:
        assert (done["status"], done["message"]) == ("Failed", outcome.broken)
        return
    assert done["status"] == "Complete"
    assert (done["numOfLeadsProcessed"], done["numOfRowsFailed"]) == outcome.counts_of_api
