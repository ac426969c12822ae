"""What SQL says of filters is what Python says: random rules on random leads (record 0157)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert

from leadkeep.blueprint.apply import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.domain.automation.rules import (
    OPERATORS,
    LeadCondition,
    Rules,
    check_rules,
    lead_condition,
    matching,
    parse_rules,
)
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.leads import leads_after_where
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server
from tests.support.lists import add
from tests.support.work import operator_work

LEADS, RULES, BATCH_SIZE = 150, 400, 1_000
BLUEPRINT = b"""
lists: [{name: News}]
fields:
  - {name: level, displayName: Level, dataType: integer}
  - {name: share, displayName: Share, dataType: float}
  - {name: born, displayName: Born, dataType: date}
  - {name: seen, displayName: Seen, dataType: datetime}
  - {name: nick, displayName: Nick, dataType: string}
  - {name: likes, displayName: Likes, dataType: boolean}
"""
NOW = datetime(2026, 1, 15, 18, tzinfo=UTC)
TEXTS = ["", "a", "A", "Ab", "ab_c", "a%", "%", "_", "\u00e4", "\u00c4b", "stra\u00dfe", "STRASSE"]
TEXTS += ["\u212a", "k", "\u017f", "s", "\ufb01n", "fin", "I", "i", "\u0130", "\\", "0", "true"]
NUMBERS = [0, 1, -1, 7, 2**53, 2**53 + 1, 2**62, -(2**62)]
SHARES = [0.0, 0.1, 0.5, -1.5, 1e300, 7.0, 2.0**53]
DAYS = [date(2026, 1, 15) + timedelta(days=each) for each in (-400, -30, -7, -1, 0, 1, 7, 40)]
DAYS += [date(1, 1, 1), date(9999, 12, 31)]
MOMENTS = [NOW + timedelta(seconds=each) for each in (-86_400 * 8, -3_600, -1, 0, 1, 1e6)]
MOMENTS += [NOW.replace(microsecond=999_999), datetime(1, 1, 1, tzinfo=UTC)]
SPANS = ["1 day", "7 days", "1 month", "9000 years"]
FRAMES = ["today", "yesterday", "last week", "this month", "last month", "this year"]


def values_for(field: str, operator: str, random: Random) -> list[Any]:
    """Return values for an operator on a field; some of them are refused."""
    known = OPERATORS[operator]
    if operator == "in time frame":
        return [random.choice(FRAMES)]
    if known.is_relative:
        return [random.choice(SPANS)]
    count = min(known.max_values, max(known.min_values, random.choice((1, 1, 2, 3))))
    pools: dict[str, list[Any]] = {
        "level": [*NUMBERS, 0.5, 1.0],
        "share": [*SHARES, *NUMBERS[:5]],
        "born": [each.isoformat() for each in DAYS],
        "seen": [each.isoformat() for each in (*MOMENTS, *DAYS[:8])],
        "nick": [*TEXTS, True, 0],
        "likes": ["true", "false"],
    }
    return [random.choice(pools[field]) for _ in range(count)]


def random_filter(random: Random) -> dict[str, Any]:
    if random.random() < 0.1:
        return {"memberOfList": "News", "in": random.random() < 0.5}
    field = random.choice(("level", "share", "born", "seen", "nick", "nick", "likes"))
    operator = random.choice(list(OPERATORS))
    values = values_for(field, operator, random)
    return {"field": field, "operator": operator} | ({"values": values} if values else {})


def random_rules(server: Rehearsal, random: Random) -> list[Rules]:
    made: list[Rules] = []
    while len(made) < RULES:
        count = random.choice((1, 1, 2, 3))
        match = random.choice(("all", "any", "1 and (2 or 3)" if count == 3 else "all"))
        sent = {"match": match, "filters": [random_filter(random) for _ in range(count)]}
        try:
            rules = parse_rules(sent)
            server.store.read_now(partial(check_rules, rules=rules))
        except ValueError:
            continue
        made.append(rules)
    return made


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        apply_blueprint(running.store, parse_blueprint("a.yaml", BLUEPRINT), b"k" * 32)
        running.store.write_now(fill)
        (found,) = running.get("/rest/v1/lists.json", {"name": "News"}).result
        add(running, found["id"], *range(1, LEADS, 3))
        yield running


def fill(tx: Transaction) -> None:
    """Insert leads with random values, of which some cannot come by the API."""
    random, table = Random(5), lead_catalog(tx).table
    pools: dict[str, Sequence[Any]] = {
        "level": NUMBERS,
        "share": SHARES,
        "born": DAYS,
        "seen": MOMENTS,
        "nick": TEXTS,
        "likes": [True, False],
    }
    columns = {name: lead_catalog(tx).by_name[name].column for name in pools}
    for number in range(1, LEADS + 1):
        row = {columns[name]: random.choice((None, *pool)) for name, pool in pools.items()}
        row[columns["likes"]] = bool(row[columns["likes"]])
        tx.execute(insert(table).values(id=number, contactCompany=number, leadPartitionId=1, **row))


def selected(tx: Transaction, condition: LeadCondition) -> set[int]:
    work = operator_work(tx)
    return set(leads_after_where(work, 0, BATCH_SIZE, condition.clause))


def test_sql_and_python_agree(server: Rehearsal) -> None:
    exact = 0
    for rules in random_rules(server, Random(1)):

        def ask(tx: Transaction, rules: Rules = rules) -> tuple[set[int], set[int], bool]:
            condition = lead_condition(tx, rules)
            by_python = matching(tx, rules, range(1, LEADS + 1))
            return selected(tx, condition), by_python, condition.is_exact

        by_sql, by_python, is_exact = server.store.read_now(ask)
        spelled = rules.spelled()
        assert by_python <= by_sql, spelled
        if is_exact:
            exact += 1
            assert by_sql == by_python, spelled
    assert exact > RULES // 3


def test_texts_of_ascii_characters_are_decided_by_sql(server: Rehearsal) -> None:
    """A condition on texts leaves to Python those with other characters only."""

    def ask(tx: Transaction) -> tuple[set[int], set[int]]:
        rules = parse_rules({"filters": [{"field": "nick", "operator": "is", "values": ["AB"]}]})
        table, column = lead_catalog(tx).table, lead_catalog(tx).by_name["nick"].column
        rows = tx.execute(table.select().where(table.c[column].is_not(None))).mappings()
        other = {row["id"] for row in rows if not row[column].isascii()}
        return selected(tx, lead_condition(tx, rules)), other | matching(tx, rules, range(LEADS))

    by_sql, wanted = server.store.read_now(ask)
    assert by_sql == wanted
