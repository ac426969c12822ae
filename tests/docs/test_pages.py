"""The pages are complete, fresh and lead where they say."""

import re
from pathlib import Path

import pytest
import yaml

from leadkeep.api.errors import IDENTITY_ERRORS, WIRE_ERRORS
from leadkeep.api.operations import operations
from leadkeep.domain.fields import FIELD_TYPES
from leadkeep.settings import Settings
from tests.support.pages import DOCS, ROOT, anchors, links, pages, place_of
from tools.generate import PAGES, commands, stale_pages

REFERENCE = DOCS / "reference"

STATUS = re.compile(r"^Status: (proposed|accepted|superseded by \d{4})\.$", re.MULTILINE)

WITHOUT_EFFECT_ON_ANSWERS = frozenset(
    {
        "client_id",
        "client_secret",
        "data",
        "database",
        "host",
        "job_tasks",
        "log_format",
        "log_level",
        "mail_from",
        "outside_tasks",
        "port",
        "run_jobs",
        "secret_key",
        "smtp_host",
        "smtp_password",
        "smtp_port",
        "smtp_security",
        "smtp_user",
        "workers",
    }
)
"""Settings that say where and how the server runs; all others switch how it answers."""


def text(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_generated_pages_are_fresh() -> None:
    assert stale_pages() == []


def test_generated_pages_are_the_same_each_time() -> None:
    assert [make() for make in PAGES.values()] == [make() for make in PAGES.values()]


def test_every_setting_is_documented() -> None:
    for name, setting in Settings.model_fields.items():
        assert setting.description, name
        assert f"`{name}` | `LEADKEEP_{name.upper()}` |" in text("settings.md")


def test_every_operation_is_documented() -> None:
    lines = text("coverage.md").splitlines()
    for operation in operations().values():
        row = next((line for line in lines if f"`{operation.id}`" in line), "")
        assert row, operation.id
        is_told = operation.handler is not None or operation.pending
        assert is_told or "by `_method`" in row, operation.id


def test_every_code_is_documented() -> None:
    for error in WIRE_ERRORS.values():
        assert f"| `{error.code}` | `{error.text}` |" in text("errors.md")
    for known in IDENTITY_ERRORS.values():
        assert f"| {known.status} | `{known.error}` | `{known.description}` |" in text("errors.md")


def test_every_command_is_documented() -> None:
    names = dict(commands())
    assert names
    for name, command in names.items():
        assert f"## `{name}`" in text("cli.md")
        assert command.help, name


def test_every_type_shows_a_value_it_takes() -> None:
    for kind in FIELD_TYPES.values():
        value = yaml.safe_load(kind.example)
        parsed = kind.parser(kind.default_length)(kind.example.strip('"'))
        assert value is not None, kind.name
        assert parsed is not None, kind.name


def test_every_switch_is_among_the_differences() -> None:
    switches = Settings.model_fields.keys() - WITHOUT_EFFECT_ON_ANSWERS
    assert switches
    for name in switches:
        assert re.search(rf"^\| `{name}` \|", text("differences.md"), re.MULTILINE), name


@pytest.mark.parametrize("path", pages(), ids=place_of)
def test_links_lead_somewhere(path: Path) -> None:
    for target in links(path):
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        assert there.is_relative_to(ROOT), target
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


def test_every_page_is_in_the_navigation() -> None:
    told = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in pages():
        if path.is_relative_to(DOCS):
            assert path.relative_to(DOCS).as_posix() in told, place_of(path)


def test_every_record_is_listed() -> None:
    told = (DOCS / "decisions" / "index.md").read_text(encoding="utf-8")
    numbers = []
    for path in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        record = path.read_text(encoding="utf-8")
        if path.name == "0000-template.md":
            continue
        numbers.append(path.name[:4])
        assert f"({path.name})" in told
        for part in ("Context", "Decision", "Consequences", "Alternatives", "References"):
            assert f"\n## {part}\n" in record, path.name
        assert re.search(
            r"^Status: (proposed|accepted|superseded by \d{4})\.$", record, re.MULTILINE
        )
    assert len(numbers) == len(set(numbers))


def test_the_architecture_names_every_folder() -> None:
    told = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    package = ROOT / "src" / "leadkeep"
    for path in sorted(package.glob("*/__init__.py")):
        assert f"**`{path.parent.name}/`**" in told, path.parent.name
    for path in sorted(package.glob("domain/*/__init__.py")):
        assert f"`{path.parent.name}`" in told, path.parent.name


def test_the_readme_says_whose_the_names_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "not affiliated with or endorsed by Adobe" in readme
    assert 60 <= len(readme.splitlines()) <= 120
