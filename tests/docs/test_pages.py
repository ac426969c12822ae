"""The pages are complete, fresh and lead where they say."""

import re
from pathlib import Path

import msgspec
import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from leadkeep.api.errors import IDENTITY_ERRORS, WIRE_ERRORS
from leadkeep.api.openapi import document
from leadkeep.api.operations import operations
from leadkeep.domain.fields import FIELD_TYPES
from leadkeep.settings import Settings
from tests.support.pages import DOCS, ROOT, anchors, links, pages, place_of
from tools.docs_site import BUILT, LLMS, OPENAPI, breakable, labelled, on_post_build
from tools.generate import PAGES, commands, stale_pages

REFERENCE = DOCS / "reference"
SITE_ONLY = {DOCS / name for name in BUILT}

STATUS = re.compile(r"^Status: (proposed|accepted|superseded by \d{4})\.$", re.MULTILINE)

WITHOUT_EFFECT_ON_ANSWERS = frozenset(
    {
        "client_id",
        "connect_timeout",
        "connections",
        "console_upload_mib",
        "lock_timeout",
        "statement_timeout",
        "traces",
        "client_secret",
        "data",
        "database",
        "external_tasks",
        "host",
        "job_tasks",
        "keep_alive_seconds",
        "log_format",
        "log_level",
        "mail_from",
        "metrics_host",
        "metrics_port",
        "oidc_client_id",
        "oidc_client_secret",
        "oidc_domains",
        "oidc_issuer",
        "oidc_role",
        "port",
        "public_metrics",
        "ready_job_lag_seconds",
        "request_log_rows",
        "run_jobs",
        "secret_key",
        "slow_request_seconds",
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
        assert operation.handler is not None or "by `_method`" in row, operation.id


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
        assert there.exists() or there in SITE_ONLY, target
        if anchor:
            assert anchor in anchors(there), target


def test_every_page_is_in_the_navigation() -> None:
    """Decision records are not: their index lists them."""
    told = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in pages():
        if path.is_relative_to(DOCS) and path not in RECORDS:
            assert path.relative_to(DOCS).as_posix() in told, place_of(path)


RECORD = re.compile(r"^\| \[(\d{4})\]\((\1-[a-z0-9-]+\.md)\) \| .+ \| (.+) \|$", re.MULTILINE)
RECORDS = [path for path in sorted((DOCS / "decisions").glob("[0-9]*.md")) if path in pages()]


def test_the_index_lists_every_record_once_in_order() -> None:
    rows = RECORD.findall((DOCS / "decisions" / "index.md").read_text(encoding="utf-8"))
    assert [name for _, name, _ in rows] == [path.name for path in RECORDS]
    numbers = [number for number, _, _ in rows]
    assert len(numbers) == len(set(numbers))
    for path, (_, _, status) in zip(RECORDS, rows, strict=True):
        assert f"\nStatus: {status}.\n" in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize("path", RECORDS, ids=place_of)
def test_every_record_has_all_parts(path: Path) -> None:
    record = path.read_text(encoding="utf-8")
    assert STATUS.search(record)
    for part in ("Context", "Decision", "Consequences", "Alternatives", "References"):
        assert f"\n## {part}\n" in record


# -- what only the site has ------------------------------------------------------------------------


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    return load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path))


def built(config: MkDocsConfig) -> dict[str, str]:
    """Return the contents of the files that the build adds, by their place in the site."""
    files = config.plugins.on_files(Files([]), config=config)
    return {each.dest_uri: each.content_string for each in files}


def test_the_site_has_the_openapi_document(config: MkDocsConfig) -> None:
    files = built(config)
    assert files.keys() == BUILT
    assert msgspec.json.decode(files[OPENAPI]) == msgspec.to_builtins(document())


def test_the_contents_for_language_models_lead_to_every_page(config: MkDocsConfig) -> None:
    entries = re.findall(r"^- \[.+\]\((\S+)\): [\w`].+$", built(config)[LLMS], re.MULTILINE)
    shown = [path for path in pages() if path.is_relative_to(DOCS) and path not in RECORDS]
    places = [path.relative_to(DOCS).as_posix() for path in shown]
    assert sorted(entries) == sorted([*places, OPENAPI])
    on_post_build(config)
    for path in shown:
        copy = Path(config.site_dir) / path.relative_to(DOCS)
        assert copy.read_bytes() == path.read_bytes()


def test_cells_name_their_columns() -> None:
    head = "<table><tr><th>A</th><th><code>B</code></th></tr>"
    named = '<tr><td data-label="A">1</td><td data-label="B">2</td></tr></table>'
    assert labelled(f"{head}<tr><td>1</td><td>2</td></tr></table>") == head + named


def test_a_path_in_a_table_breaks_before_its_slashes_only() -> None:
    path, others = "<td><code>GET /a/{b}/c.json</code></td>", "<td><code>limit_rate</code> a/b</td>"
    broken = "<td><code>GET /a<wbr>/{b}<wbr>/c.json</code></td>"
    assert breakable(path + others) == broken + others


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
