"""What SQL says of filters is what Python says: random rules on random leads (record 0163)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert

from leadkeep.blueprint.apply import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    append_activities,
    note_merged,
)
from leadkeep.domain.automation.campaigns.tables import campaign, campaign_member
from leadkeep.domain.automation.rules import (
    OPERATORS,
    Rules,
    check_rules,
    count_matching,
    lead_condition,
    lead_span,
    matching,
    matching_batches,
    parse_rules,
)
from leadkeep.domain.automation.segmentations import segment_field
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.leads import leads_where
from leadkeep.store import LARGEST_ID, Transaction
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server
from tests.support.lists import add
from tests.support.work import operator_work

LEADS, RULES, BATCH_SIZE = 150, 120, 1_000
MERGED = range(LEADS + 1, LEADS + 21)
"""Ids of leads that were merged into the first ones."""
BLUEPRINT = b"""
channels:
  - {name: Talk, appliesTo: Event, statuses: [{name: Invited, step: 10}, {name: Came, step: 20}]}
programs: [{name: Spring, type: Event, channel: Talk, folder: Marketing Activities}]
lists: [{name: News}]
campaigns: [{name: Welcome, folder: Marketing Activities, flow: []}]
segmentations:
  - name: Taste
    status: approved
    segments: [{name: Likers, rules: [{field: likes, operator: is, values: ["true"]}]}]
smartLists:
  - {name: Low, filters: [{field: level, operator: less than, values: [7]}]}
  - name: Named
    match: any
    filters: [{memberOfSmartList: Low}, {field: nick, operator: contains, values: [a]}]
fields:
  - {name: level, displayName: Level, dataType: integer}
  - {name: share, displayName: Share, dataType: float}
  - {name: born, displayName: Born, dataType: date}
  - {name: seen, displayName: Seen, dataType: datetime}
  - {name: nick, displayName: Nick, dataType: string}
  - {name: likes, displayName: Likes, dataType: boolean}
  - {name: worth, displayName: Worth, dataType: currency}
"""
NOW = datetime(2026, 1, 15, 18, tzinfo=UTC)
TEXTS = ["", "a", "A", "Ab", "ab_c", "a%", "%", "_", "\u00e4", "\u00c4b", "stra\u00dfe", "STRASSE"]
TEXTS += ["\u212a", "k", "\u017f", "s", "\ufb01n", "fin", "I", "i", "\u0130", "\\", "0", "true"]
NUMBERS = [0, 1, -1, 7, 2**53, 2**53 + 1, 2**62, -(2**62)]
SHARES = [0.0, 0.1, 0.5, -1.5, 1e300, 7.0, 2.0**53]
AMOUNTS = ["0", "100", "100.5", "-3.25", "9007199254740993", "0.1", "123456789012345678.901"]
AMOUNTS += ["123456789012345678.902", "0.00000000001", "99999999999999999999999"]
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
        "worth": [*AMOUNTS, 100, "100.00", "1e2", 0.1, "-0"],
    }
    return [random.choice(pools[field]) for _ in range(count)]


PRIMARY = {
    "Had Interesting Moment": "Milestone",
    "Was Added to List": "List",
    "Was Merged": "Lead",
}


MEMBERS: list[dict[str, Any]] = [
    {"memberOfList": "News"},
    {"memberOfProgram": "Spring"},
    {"memberOfProgram": "Spring", "status": "Came"},
    {"memberOfProgram": "Spring", "status": ["Talk > Invited", "Came"]},
    {"memberOfCampaign": "Welcome"},
    {"memberOfSmartList": "Named"},
    {"memberOfSmartList": "Low"},
]


def random_member_filter(random: Random) -> dict[str, Any]:
    if random.random() < 0.1:
        operator = random.choice(("is", "is not"))
        values = random.sample(("Likers", "Default"), random.choice((1, 2)))
        return {"segment": "Taste", "operator": operator, "values": values}
    return random.choice(MEMBERS) | {"in": random.random() < 0.5}


def random_activity_filter(random: Random) -> dict[str, Any]:
    name = random.choice(("Had Interesting Moment", "Was Added to List", "Was Merged"))
    date: dict[str, Any] = {
        "attribute": "Date of Activity",
        "operator": random.choice(("before", "on or after", "between")),
    }
    text: dict[str, Any] = {
        "attribute": PRIMARY[name],
        "operator": random.choice(("is", "is not", "starts with", "not contains", "is empty")),
    }
    source = {"attribute": "Source", "operator": "is not", "values": ["Web"]}
    for each in (date, text):
        values = values_for("seen" if each is date else "nick", each["operator"], random)
        if each is text and name == "Was Added to List" and each["operator"] in {"is", "is not"}:
            values = ["news"]
        each.update({"values": values} if values else {})
    where = random.choice(([], [date], [text], [date, text], [source]))
    return {
        "activity": name,
        "minTimes": random.choice((1, 1, 2, 3)),
        "not": random.random() < 0.3,
    } | ({"where": where} if where else {})


def random_filter(random: Random) -> dict[str, Any]:
    kind = random.random()
    if kind < 0.2:
        return random_member_filter(random)
    if kind < 0.35:
        return random_activity_filter(random)
    fields = ("level", "share", "born", "seen", "nick", "nick", "likes", "worth")
    field = random.choice(fields)
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
        except (ValueError, LookupError):
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
        join(running, "Invited", range(1, LEADS, 4))
        join(running, "Came", range(1, LEADS, 8))
        running.store.write_now(partial(log, list_id=found["id"]))
        yield running


def join(server: Rehearsal, status: str, lead_ids: Sequence[int]) -> None:
    (program,) = server.get("/rest/asset/v1/program/byName.json", {"name": "Spring"}).result
    body = {"statusName": status, "input": [{"leadId": each} for each in lead_ids]}
    server.post(f"/rest/v1/programs/{program['id']}/members/status.json", body)


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
        "worth": [Decimal(each) for each in AMOUNTS],
    }
    taste = segment_field(tx, "Taste")
    assert taste is not None
    pools[taste.name] = ["Likers", "Default"]
    columns = {name: lead_catalog(tx).by_name[name].column for name in pools}
    for number in range(1, LEADS + 1):
        row = {columns[name]: random.choice((None, *pool)) for name, pool in pools.items()}
        row[columns["likes"]] = bool(row[columns["likes"]])
        tx.execute(insert(table).values(id=number, contactCompany=number, leadPartitionId=1, **row))


def log(tx: Transaction, list_id: int) -> None:
    """Log moments and additions to a list, of leads and of those that were merged into them."""
    random = Random(7)
    for _ in range(4):
        ids = random.sample([*range(1, LEADS + 1), *MERGED], 60)
        moments = [(each, None, random.choice(TEXTS), "[]") for each in ids]
        date = random.choice(MOMENTS)
        append_activities(tx, [ActivityBatch(ActivityType.INTERESTING_MOMENT, date, None, moments)])
        added = [
            (each, random.choice((None, list_id)), random.choice(("News", "Olds")), "[]")
            for each in ids[:20]
        ]
        append_activities(tx, [ActivityBatch(ActivityType.ADD_TO_LIST, date, None, added)])
    for loser in MERGED:
        note_merged(tx, [loser], loser - LEADS)
    own = tx.execute(campaign.select().where(campaign.c.name == "Welcome")).one()
    for number in range(1, LEADS, 5):
        row = {"lead_id": number, "campaign_id": own.id, "enrollment_id": 1, "removed_through": 0}
        dates = dict.fromkeys(("entered_at", "created_at", "updated_at"), NOW)
        tx.execute(insert(campaign_member).values(**row, **dates))


@dataclass(frozen=True)
class Selected:
    """What SQL selects."""

    possible: set[int]
    certain: set[int]
    is_exact: bool


def selected(tx: Transaction, rules: Rules, after: int = 0, last: int | None = None) -> Selected:
    """Select leads by SQL, as conditions for a part of the leads or for all of them have it."""
    condition = lead_condition(tx, rules, lead_span(tx, after, last))
    span = (after, LARGEST_ID if last is None else last)
    rows = leads_where(operator_work(tx), span, BATCH_SIZE, condition.possible, condition.certain)
    assert [number for number, _ in rows] == sorted(number for number, _ in rows)
    possible, certain = {number for number, _ in rows}, {number for number, own in rows if own}
    return Selected(possible, certain, condition.is_exact)


def test_sql_and_python_agree(server: Rehearsal) -> None:
    exact = 0
    for rules in random_rules(server, Random(1)):

        def ask(tx: Transaction, rules: Rules = rules) -> bool:
            spelled = rules.spelled()
            by_python = matching(tx, rules, range(1, LEADS + 1))
            first, rest = selected(tx, rules, 0, 70), selected(tx, rules, 70, LARGEST_ID)
            parts = Selected(
                first.possible | rest.possible, first.certain | rest.certain, first.is_exact
            )
            for found in (selected(tx, rules), parts):
                assert found.certain <= by_python <= found.possible, spelled
                assert not found.is_exact or found.certain == found.possible, spelled
            batches = list(matching_batches(operator_work(tx), rules))
            assert [number for batch in batches for number in batch] == sorted(by_python), spelled
            counted = count_matching(operator_work(tx), rules, lambda: True)
            assert (counted.count, counted.is_complete) == (len(by_python), True), spelled
            return parts.is_exact

        exact += server.store.read_now(ask)
    assert exact > RULES // 3


def test_texts_of_ascii_characters_are_decided_by_sql(server: Rehearsal) -> None:
    """A condition on texts leaves to Python those with other characters only."""

    def ask(tx: Transaction) -> tuple[Selected, set[int], set[int]]:
        rules = parse_rules({"filters": [{"field": "nick", "operator": "is", "values": ["AB"]}]})
        table, column = lead_catalog(tx).table, lead_catalog(tx).by_name["nick"].column
        rows = tx.execute(table.select().where(table.c[column].is_not(None))).mappings()
        other = {row["id"] for row in rows if not row[column].isascii()}
        return selected(tx, rules), other, matching(tx, rules, range(LEADS + 1))

    by_sql, other, by_python = server.store.read_now(ask)
    assert by_sql.possible == other | by_python
    assert by_sql.certain == by_python - other


def test_very_many_values_are_no_matter_for_an_engine(server: Rehearsal) -> None:
    """An engine binds only so many values: those of one filter are one list."""
    texts = {"field": "nick", "operator": "is", "values": ["Ab", *map(str, range(999))]}
    levels = {"field": "level", "operator": "is", "values": [7, *range(1_000, 1_999)]}
    rules = parse_rules({"match": "any", "filters": [texts, levels] * 35})

    def ask(tx: Transaction) -> tuple[Selected, set[int]]:
        return selected(tx, rules), matching(tx, rules, range(LEADS + 1))

    by_sql, by_python = server.store.read_now(ask)
    assert by_sql.certain <= by_python <= by_sql.possible
    assert by_sql.certain


def test_amounts_are_decided_by_sql_unless_they_differ_in_the_last_digits(
    server: Rehearsal,
) -> None:
    def ask(tx: Transaction, values: list[str]) -> set[str]:
        one = {"field": "worth", "operator": "at least", "values": values}
        found = selected(tx, parse_rules({"filters": [one]}))
        table, column = lead_catalog(tx).table, lead_catalog(tx).by_name["worth"].column
        rows = tx.execute(table.select()).mappings()
        return {
            format(row[column], "f") for row in rows if row["id"] in found.possible - found.certain
        }

    for value in ("100", "100.00", "0", "-3.25", "7"):
        assert server.store.read_now(partial(ask, values=[value])) == set()
    near = {"123456789012345678.901", "123456789012345678.902"}
    for value in near:
        assert server.store.read_now(partial(ask, values=[value])) == near - {value}


def test_a_count_that_runs_out_of_time_says_so(server: Rehearsal) -> None:
    rules = parse_rules({"filters": [{"field": "level", "operator": "is empty"}]})
    for has_time in (True, False):
        counted = server.store.read_now(
            lambda tx, has_time=has_time: count_matching(  # type: ignore[misc]
                operator_work(tx), rules, lambda: has_time
            )
        )
        assert counted.is_complete == has_time
        assert (counted.count > 0) == has_time
