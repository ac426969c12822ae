"""``leadkeep export --blueprint``: the file that it writes."""

import os
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from leadkeep.blueprint import write_blueprint
from leadkeep.store import open_store
from tests.support.blueprints import FULL
from tests.support.commands import Commands


@pytest.fixture
def filled(commands: Commands) -> Commands:
    commands.succeed("apply", commands.write(FULL))
    return commands


def exported(commands: Commands) -> str:
    return commands.succeed("export", "--blueprint", "--leads").out


def test_only_the_owner_can_read_the_file(filled: Commands, tmp_path: Path) -> None:
    file = tmp_path / "instance.yaml"
    before = os.umask(0)
    try:
        outcome = filled.succeed("export", "--blueprint", "--leads", file)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="utf-8") == exported(filled)
    assert (outcome.out, outcome.err) == ("", f"wrote {file}\n")
    assert [each.name for each in tmp_path.glob("instance.yaml*")] == ["instance.yaml"]


def test_an_export_that_fails_leaves_the_old_file(
    filled: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, other = tmp_path / "instance.yaml", tmp_path / "linked.yaml"
    file.write_text("old")
    other.symlink_to(file)
    for place in (file, other):
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", lambda _: (tmp_path / "gone").stat())
            refused = filled.refuse("export", "--blueprint", "--leads", place)
        assert refused == f"{place}: No such file or directory"
        assert file.read_text() == "old"
        assert not list(tmp_path.glob("*.new"))
    # Of a link, the file that it leads to is replaced.
    filled.succeed("export", "--blueprint", "--leads", other)
    assert other.is_symlink()
    assert file.read_text(encoding="utf-8") == exported(filled)


def test_a_pipe_is_written_to(filled: Commands, tmp_path: Path) -> None:
    pipe, found = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: found.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    filled.succeed("export", "--blueprint", "--leads", pipe)
    reader.join(60)
    assert found == [exported(filled)]
    assert pipe.is_fifo()


def test_leads_are_written_batch_by_batch_with_progress(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadkeep.blueprint.export.EXPORT_BATCH_SIZE", 3)
    emails = "".join(f"  - {{email: p{number}@example.com}}\n" for number in range(7))
    commands.succeed("apply", commands.write(f"leads:\n{emails}"))
    steps: list[tuple[int, int]] = []
    longest = 0

    class Target:
        def write(self, text: str) -> None:
            nonlocal longest
            longest = max(longest, text.count("email: "))

    with closing(open_store(commands.folder, commands.url)) as store:
        write_blueprint(
            store, Target(), lambda done, total: steps.append((done, total)), with_leads=True
        )
    assert steps == [(3, 7), (6, 7), (7, 7)]
    assert longest == 3
