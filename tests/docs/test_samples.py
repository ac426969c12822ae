"""What the pages tell to type gives what they show."""

import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from leadkeep.blueprint import apply_blueprint, read_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.cli.demo import DEMO
from leadkeep.cli.program import app
from leadkeep.cli.welcome import print_addresses, print_demo
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY
from leadkeep.testing.stores import SqliteStores
from tests.support.pages import DOCS, ROOT, blocks, pages, place_of
from tests.support.samples import BASE_URL, Shell, as_shown, calls_of

README = ROOT / "README.md"
CONNECT_A_CLIENT = DOCS / "how-to" / "connect-a-client.md"
FIRST_STEPS = DOCS / "tutorials" / "first-steps.md"
TAKE_FORMS = DOCS / "how-to" / "take-forms.md"


@pytest.fixture
def demo(sqlite_stores: SqliteStores) -> Iterator[Rehearsal]:
    with closing(sqlite_stores.make()) as store, Rehearsal(store) as running:
        with as_file(files("leadkeep.blueprint").joinpath("demo.yaml")) as path:
            apply_blueprint(store, read_blueprint(path), KEY)
        yield running


def test_the_readme_shows_what_the_demo_prints(capsys: pytest.CaptureFixture[str]) -> None:
    print_addresses(BASE_URL, has_console=True, link=None)
    print_demo(BASE_URL, DEMO)
    console = next(each for each in blocks(README) if each.language == "console")
    (call,) = calls_of(console.text)
    assert call.command == "leadkeep serve --demo"
    assert call.shown == capsys.readouterr().out.strip()


def test_the_readme_shows_the_reply_to_its_line(demo: Rehearsal) -> None:
    console, reply = [each for each in blocks(README) if each.language in {"console", "json"}]
    line = console.text.strip().splitlines()[-1]
    shell = Shell(demo)
    token_line = re.search(r"\$\((curl -s '[^']*')", line)
    assert token_line
    token = shell.curl(token_line.group(1)).body["access_token"]
    answer = shell.curl(re.sub(r"\$\(.*\)(?=\")", token, line))
    assert as_shown(reply.text) == as_shown(answer.content.decode())


def test_the_first_steps_go_as_shown(demo: Rehearsal) -> None:
    shell, count = Shell(demo), 0
    for block in blocks(FIRST_STEPS):
        for call in calls_of(block.text) if block.language == "console" else ():
            printed = shell.run(call)
            if printed is not None:
                assert as_shown(printed) == as_shown(call.shown), call.command
                count += 1
    assert count > 6


SECRETS = (
    (re.compile(r"^(client id +)\S+$", re.MULTILINE), r"\1..."),
    (re.compile(r"^(client secret +)\w{32}$", re.MULTILINE), r"\1..."),
)


def test_a_client_is_added_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADKEEP_DATA", str(tmp_path))
    console = next(each for each in blocks(CONNECT_A_CLIENT) if each.language == "console")
    (call,) = calls_of(console.text)
    words = shlex.split(call.command)
    assert words[0] == "leadkeep"
    result = CliRunner().invoke(app, words[1:])
    printed, shown = f"{result.stdout}{result.stderr}".strip(), call.shown
    for pattern, instead in SECRETS:
        printed, shown = pattern.sub(instead, printed), pattern.sub(instead, shown)
    assert printed == shown


PROGRAMS = [
    pytest.param(block.text, id=f"{place_of(path)}-{number}")
    for path in pages()
    for number, block in enumerate(blocks(path))
    if block.language == "python"
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_programs_run(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "sample", "exec"), {"__name__": "sample"})  # noqa: S102 -- our own pages


def test_there_are_programs() -> None:
    assert len(PROGRAMS) > 3


def test_the_form_of_the_page_takes_what_the_page_sends(sqlite_stores: SqliteStores) -> None:
    text = {each.language: each.text for each in blocks(TAKE_FORMS)}
    with closing(sqlite_stores.make()) as store, Rehearsal(store) as running:
        apply_blueprint(store, parse_blueprint("forms.yaml", text["yaml"].encode()), KEY)
        body = msgspec.json.decode(text["json"])
        (item,) = running.post("/rest/v1/leads/submitForm.json", body).result
        assert item["status"] == "created"
