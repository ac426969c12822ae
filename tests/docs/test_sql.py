"""The questions of the pages on SQL and on files have answers."""

import re
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import text

from leadkeep.testing import Rehearsal
from tests.support.commands import Commands
from tests.support.leads import create

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


def questions_of(page: str) -> list[str]:
    written = (HOW_TO / page).read_text(encoding="utf-8")
    return re.findall(r"```sql\n(.*?)```", written, re.DOTALL)


SQL_QUESTIONS = questions_of("sql.md")


def test_the_page_has_questions() -> None:
    assert len(SQL_QUESTIONS) == 2


@pytest.mark.parametrize("question", SQL_QUESTIONS)
def test_a_question_of_the_page_has_an_answer(server: Rehearsal, question: str) -> None:
    lead_id = create(server)
    rows = server.store.read_now(lambda tx: tx.execute(text(question)).fetchall())
    assert [row[0] for row in rows] == ([lead_id] if "v_lead" in question else [])


def test_duckdb_joins_the_exports(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(commands.folder)
    lead = "leads: [{email: ada@example.com, country: France}]"
    commands.succeed("apply", commands.write(lead))
    commands.succeed("export", "leads", "-o", "leads.csv")
    commands.succeed("export", "activities", "-o", "activities.parquet")
    (question,) = questions_of("import-and-export.md")
    relation = duckdb.sql(question)
    assert relation is not None
    assert relation.fetchall() == [("France", "New Lead", 1)]
