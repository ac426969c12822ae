"""The files of ``deploy/`` that no test can run as they are: units, containers, charts, scripts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from leadkeep.configuration import FILE_SUFFIX, variable
from leadkeep.settings import NAMES, Settings
from tests.support.commands import run
from tests.support.proxies import DEPLOY, program

UNITS = sorted((DEPLOY / "systemd").iterdir())
PROGRAM = Path(sys.executable).with_name("leadkeep")
MOST_EXPOSED = 30
"""Tenths of ``systemd-analyze security``: 100 is no protection at all."""


def test_settings_that_are_named_exist() -> None:
    known = {variable(name) for name in Settings.model_fields}
    known |= {f"{variable(name)}{FILE_SUFFIX}" for name in NAMES.secrets}
    for path in DEPLOY.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            named = set(re.findall(r"LEADKEEP_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
            assert named <= known, f"{path}: {named - known}"


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """Return the units in a folder, with programs that exist here."""
    script = DEPLOY / "backup-rehearsal"
    for path in UNITS:
        text = path.read_text(encoding="utf-8")
        text = text.replace("/opt/leadkeep/bin/leadkeep", str(PROGRAM))
        text = text.replace("/opt/leadkeep/bin/backup-rehearsal", str(script))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.process
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_takes_the_units(units: Path, path: Path) -> None:
    unit = units / path.name.replace("@.", "@8080.")
    if not unit.exists():
        unit.symlink_to(units / path.name)
    done = analyze("verify", "--man=no", str(unit))
    own = [line for line in done.splitlines() if "leadkeep" in line]
    assert own == []


@pytest.mark.process
@pytest.mark.parametrize("path", [each for each in UNITS if each.suffix == ".service"], ids=str)
def test_the_units_are_hardened(path: Path) -> None:
    name = f"--threshold={MOST_EXPOSED}"
    unit = str(path)
    assert "Overall exposure level" in analyze("security", "--offline=true", name, unit)


def analyze(*arguments: str) -> str:
    done = subprocess.run(
        [program("systemd-analyze"), *arguments],
        env=os.environ | {"SYSTEMD_PAGER": "", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.process
@pytest.mark.timeout(300)
def test_a_backup_is_rehearsed(tmp_path: Path) -> None:
    data, target = tmp_path / "data", tmp_path / "backups"
    target.mkdir()
    assert run("client", "add", "one", "--data", data).code == 0
    for number in range(14):
        (target / f"leadkeep-2026010{number // 10}T0000{number:02}Z.backup").touch()
    rehearse(data, target)
    files = sorted(each.name for each in target.iterdir())
    assert len(files) == 14
    restored = tmp_path / "restored"
    assert run("db", "restore", target / files[-1], "--data", restored).code == 0
    assert "one" in run("client", "list", "--data", restored).out


@pytest.mark.process
@pytest.mark.timeout(300)
def test_a_backup_that_cannot_be_restored_gets_no_name(tmp_path: Path) -> None:
    target = tmp_path / "backups"
    target.mkdir()
    (tmp_path / "leadkeep.db").write_bytes(b"this is no database\n" * 200)
    with pytest.raises(subprocess.CalledProcessError):
        rehearse(tmp_path, target)
    assert list(target.iterdir()) == []


def rehearse(data: Path, target: Path) -> None:
    subprocess.run(
        [DEPLOY / "backup-rehearsal", target],
        env=os.environ | {"LEADKEEP": str(PROGRAM), "LEADKEEP_DATA": str(data)},
        capture_output=True,
        check=True,
    )


def test_the_container_runs_what_it_names() -> None:
    """Nothing here builds it: its lines are looked at instead."""
    lines = (DEPLOY / "container/Containerfile").read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in lines if line.startswith(("USER", "ENTRYPOINT", "CMD"))]
    assert "--require-hashes" in "\n".join(lines)
    users = [line.removeprefix("USER ") for line in lines if line.startswith("USER ")]
    assert users == ["10001"]


def test_compose_refers_to_what_it_declares() -> None:
    composed = yaml.safe_load((DEPLOY / "container/compose.yaml").read_text(encoding="utf-8"))
    services = composed["services"]
    for service in services.values():
        assert set(service.get("secrets", [])) <= composed["secrets"].keys()
        assert set(service.get("depends_on", {})) <= services.keys()
        if service["image"] == "leadkeep":
            words = service["command"][: 2 if service["command"][0] == "db" else 1]
            assert run(*words, "--help").code == 0


def test_the_chart_uses_the_values_that_it_has() -> None:
    folder = DEPLOY / "helm/leadkeep"
    chart = yaml.safe_load((folder / "Chart.yaml").read_text(encoding="utf-8"))
    assert {"apiVersion", "name", "version"} <= chart.keys()
    values = yaml.safe_load((folder / "values.yaml").read_text(encoding="utf-8"))
    used = set()
    for path in (folder / "templates").iterdir():
        text = path.read_text(encoding="utf-8")
        used |= {name.split(".")[0] for name in re.findall(r"\.Values\.([\w.]+)", text)}
        filled = re.sub(r"{{.*?}}", "1", text)
        for document in yaml.safe_load_all(filled):
            assert {"apiVersion", "kind", "metadata", "spec"} <= document.keys()
    assert used == values.keys()
