"""Amounts (fields of type currency) keep their digits through every door, and their order."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from leadkeep.testing import Rehearsal, Response
from tests.support.activities import add, approved_type, record, token_since
from tests.support.bulk import around_now, export, import_leads
from tests.support.campaigns import apply, campaign, pass_through
from tests.support.leads import (
    ENGINES,
    LEADS,
    add_fields,
    create,
    fresh,
    logged,
    module_server,
    new_field,
    sync,
)
from tests.support.programs import MEMBER_FIELDS, members_path, new_program, set_status
from tests.support.records import ensure_type

TYPE = 100_001
JSON = {"content-type": "application/json"}
DIGITS = (
    "9007199254740993",
    "9007199254740993.12",
    "-0.30000000000000004",
    "0.000000000000000001",
    "99999999999999999999.999999999999999999",
    "14",
)
OUT_OF_BOUNDS = ("100000000000000000000", "0.0000000000000000001", "1e999", "1e-999", "9" * 400)
REFUSAL = "An amount has at most 20 digits before the decimal point and 18 after it"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, {"budget": "currency", "limit": "currency"})
        running.post(MEMBER_FIELDS, {"input": [new_field("fee", "currency")]})
        price = {"name": "price", "dataType": "currency"}
        key = {"name": "worth", "dataType": "currency", "isDedupeField": True}
        ensure_type(running, "sale", {"name": "key", "isDedupeField": True}, price)
        ensure_type(running, "coin", key)
        approved_type(running, "purchase", price="currency")
        yield running


def post(server: Rehearsal, path: str, body: str) -> Response:
    return server.request("POST", path, content=body.encode(), headers=JSON)


def shown(answer: Response, name: str) -> str:
    """Return the value of a member as the JSON of a reply has it."""
    found = re.search(rf'"{name}":([^,}}\]]+)', answer.content.decode())
    assert found is not None, answer.content
    return found[1]


def in_lead(server: Rehearsal, digits: str) -> str:
    email = fresh()
    result = post(server, LEADS, f'{{"input":[{{"email":"{email}","budget":{digits}}}]}}').result
    assert result[0]["status"] == "created"
    query = {"filterType": "email", "filterValues": email, "fields": "budget"}
    return shown(server.get(LEADS, query), "budget")


def in_text_of_lead(server: Rehearsal, digits: str) -> str:
    number = create(server, budget=f" {digits} ")
    return shown(server.get(f"/rest/v1/lead/{number}.json", {"fields": "budget"}), "budget")


def in_object(path: str, key: str, name: str) -> Callable[[Rehearsal, str], str]:
    def through(server: Rehearsal, digits: str) -> str:
        value = fresh()
        others = '"name":"Deal",' if path == "opportunities" else ""
        body = f'{{"input":[{{{others}"{key}":"{value}","{name}":{digits}}}]}}'
        assert post(server, f"/rest/v1/{path}.json", body).result[0]["status"] == "created"
        query = {"filterType": key, "filterValues": value, "fields": name}
        if path.startswith("customobjects"):
            asked = (
                f'{{"filterType":"dedupeFields","input":[{{"key":"{value}"}}],"fields":["price"]}}'
            )
            url = f"/rest/v1/{path}.json"
            answer = server.request(
                "POST", url, {"_method": "GET"}, content=asked.encode(), headers=JSON
            )
            return shown(answer, name)
        return shown(server.get(f"/rest/v1/{path}.json", query), name)

    return through


def in_member(server: Rehearsal, digits: str) -> str:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    path = members_path(program)
    body = f'{{"input":[{{"leadId":{lead},"fee":{digits}}}]}}'
    assert post(server, path, body).result[0]["status"] == "updated"
    query = {"filterType": "leadId", "filterValues": lead, "fields": "fee"}
    return shown(server.get(path, query), "fee")


def in_activity(server: Rehearsal, digits: str) -> str:
    lead, since = create(server), token_since(server)
    sent = f'[{{"apiName":"price","value":{digits}}}]'
    body = str(record(lead, TYPE)).replace("'", '"').rstrip("}") + f',"attributes":{sent}}}'
    answer = post(server, "/rest/v1/activities/external.json", f'{{"input":[{body}]}}')
    assert answer.result[0]["status"] == "added"
    query = {"nextPageToken": since, "activityTypeIds": TYPE, "leadIds": lead}
    return shown(server.get("/rest/v1/activities.json", query), "value")


def in_change(server: Rehearsal, digits: str) -> str:
    lead = create(server, budget=1)
    post(server, LEADS, f'{{"lookupField":"id","input":[{{"id":{lead},"budget":{digits}}}]}}')
    attributes = dict(logged(server, lead)[-1].attributes)
    assert attributes["Old Value"] == "1"
    return str(attributes["New Value"])


def in_file(server: Rehearsal, digits: str) -> str:
    email = fresh()
    status = import_leads(server, f"email,budget\n{email},{digits}\n", format="csv")
    assert status["numOfRowsFailed"] == 0
    wanted = {"fields": ["email", "budget"], "filter": {"createdAt": around_now(server)}}
    return {row[0]: row[1] for row in export(server, wanted)}[email]


def in_token(server: Rehearsal, digits: str) -> str:
    lead = create(server, budget=digits)
    step = '[{changeDataValue: {field: title, value: "{{lead.budget}}"}}]'
    pass_through(server, campaign(server, step), lead)
    reply = server.get(f"/rest/v1/lead/{lead}.json", {"fields": "title"})
    return str(reply.result[0]["title"])


def in_flow_step(server: Rehearsal, digits: str) -> str:
    lead = create(server)
    step = f"[{{changeDataValue: {{field: budget, value: {digits}}}}}]"
    pass_through(server, campaign(server, step), lead)
    return shown(server.get(f"/rest/v1/lead/{lead}.json", {"fields": "budget"}), "budget")


def in_blueprint(server: Rehearsal, digits: str) -> str:
    email = fresh()
    apply(server, f"leads: [{{email: {email}, budget: {digits}}}]")
    query = {"filterType": "email", "filterValues": email, "fields": "budget"}
    return shown(server.get(LEADS, query), "budget")


def in_merged_lead(server: Rehearsal, digits: str) -> str:
    winner, loser = create(server), create(server, budget=digits)
    server.post(f"/rest/v1/leads/{winner}/merge.json", query={"leadId": loser})
    return shown(server.get(f"/rest/v1/lead/{winner}.json", {"fields": "budget"}), "budget")


DOORS = {
    "lead": in_lead,
    "text": in_text_of_lead,
    "company": in_object("companies", "externalCompanyId", "annualRevenue"),
    "opportunity": in_object("opportunities", "externalOpportunityId", "amount"),
    "named account": in_object("namedaccounts", "name", "annualRevenue"),
    "custom object": in_object("customobjects/sale", "key", "price"),
    "member": in_member,
    "activity": in_activity,
    "change": in_change,
    "bulk file": in_file,
    "token": in_token,
    "flow step": in_flow_step,
    "blueprint": in_blueprint,
    "merge": in_merged_lead,
}


@pytest.mark.parametrize("door", DOORS)
def test_an_amount_comes_back_digit_for_digit(server: Rehearsal, door: str) -> None:
    for digits in DIGITS:
        assert DOORS[door](server, digits) == digits


AMOUNTS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,19})(\.[0-9]{1,18})?([eE]-?[0-9])?", fullmatch=True
).filter(lambda digits: Decimal(digits).normalize().adjusted() < 20)


def plain(digits: str) -> str:
    """Return digits as replies show them: no exponent, no zeros at the end, no sign of zero."""
    written = format(Decimal(digits), "f")
    written = written.rstrip("0").removesuffix(".") if "." in written else written
    return "0" if written == "-0" else written


def test_any_amount_within_the_bounds_comes_back(server: Rehearsal) -> None:
    @settings(max_examples=25, deadline=None, database=None)
    @given(digits=AMOUNTS)
    @example(digits="1.10")
    @example(digits="-0")
    @example(digits="1.5e3")
    def run(digits: str) -> None:
        if len(plain(digits).partition(".")[2]) <= 18:
            assert in_lead(server, digits) == plain(digits)

    run()


@pytest.mark.parametrize("digits", OUT_OF_BOUNDS)
def test_an_amount_out_of_bounds_is_refused_with_its_reason(server: Rehearsal, digits: str) -> None:
    for sent in (digits, f'"{digits}"'):
        good = fresh()
        body = f'{{"input":[{{"email":"{fresh()}","budget":{sent}}},{{"email":"{good}"}}]}}'
        bad, other = post(server, LEADS, body).result
        assert bad["reasons"] == [{"code": "1003", "message": REFUSAL}]
        assert other["status"] == "created"
    lead = create(server)
    (item,) = add(server, record(lead, TYPE, attributes=[{"apiName": "price", "value": digits}]))
    assert item["errors"] == [{"code": "1003", "message": REFUSAL}]
    status = import_leads(server, f"email,budget\n{fresh()},{digits}\n", format="csv")
    assert status["numOfRowsFailed"] == 1


def test_the_same_amount_is_no_change(server: Rehearsal) -> None:
    lead = create(server, budget="1.10")
    before = len(logged(server, lead))
    sync(server, {"id": lead, "budget": "1.100"}, lookupField="id")
    assert len(logged(server, lead)) == before


def test_an_amount_is_one_key_in_each_spelling(server: Rehearsal) -> None:
    assert post(server, "/rest/v1/customobjects/coin.json", '{"input":[{"worth":14.0}]}').result
    for spelling in ("14", "14.00", "1.4e1"):
        body = f'{{"action":"createOnly","input":[{{"worth":{spelling}}}]}}'
        (again,) = post(server, "/rest/v1/customobjects/coin.json", body).result
        assert again["status"] == "skipped", spelling


BIG = "9007199254740993"
COMPARISONS = {
    "is": {BIG},
    "is not": {"9007199254740992", "9007199254740994", "-1", "0.3", "5000"},
    "greater than": {"9007199254740994"},
    "less than": {"9007199254740992", "-1", "0.3", "5000"},
    "at least": {BIG, "9007199254740994"},
    "at most": {BIG, "9007199254740992", "-1", "0.3", "5000"},
}


@pytest.mark.parametrize("operator", COMPARISONS)
def test_filters_compare_all_digits(server: Rehearsal, operator: str) -> None:
    stored = set().union(*COMPARISONS.values())
    leads = {create(server, limit=each): each for each in stored}
    mark = fresh()
    values = f"values: [{BIG}]"
    rule = f"{{field: limit, operator: {operator}, {values}}}"
    steps = f"[{{changeDataValue: {{field: department, value: '{mark}'}}}}]"
    number = campaign(server, steps, filters=f"[{rule}]")
    pass_through(server, number, *leads)
    found = {
        digits
        for lead, digits in leads.items()
        if server.get(f"/rest/v1/lead/{lead}.json", {"fields": "department"}).result[0][
            "department"
        ]
        == mark
    }
    assert found == COMPARISONS[operator]


def test_a_trigger_compares_all_digits(server: Rehearsal) -> None:
    lead = create(server)
    trigger = f"{{attribute: New Value, operator: is, values: ['{BIG}']}}"
    campaign(
        server,
        '[{changeScore: {field: leadScore, change: "+1"}}]',
        triggers=f"[{{type: Data Value Changes, attribute: The limit, where: [{trigger}]}}]",
        qualification="any",
    )
    for digits in ("9007199254740992", BIG, "9007199254740994"):
        sync(server, {"id": lead, "limit": digits}, lookupField="id")
        server.run_jobs()
    reply = server.get(f"/rest/v1/lead/{lead}.json", {"fields": "leadScore"})
    assert reply.result[0]["leadScore"] == 1


def test_segments_compare_all_digits(server: Rehearsal) -> None:
    rule = f"{{field: limit, operator: greater than, values: [{BIG}]}}"
    apply(
        server,
        "segmentations: [{name: Wealth, status: approved, "
        f"segments: [{{name: Rich, rules: [{rule}]}}]}}]",
    )
    found = [
        server.get(
            f"/rest/v1/lead/{create(server, limit=digits)}.json", {"fields": "wealthSegment"}
        ).result[0]["wealthSegment"]
        for digits in (BIG, "9007199254740994")
    ]
    assert found == ["Default", "Rich"]


def test_sql_compares_and_orders_the_numbers_of_the_view(server: Rehearsal) -> None:
    mark = fresh()
    for digits in ("10", "9", "-3.5", "9007199254740993", "9007199254740992", "0.25"):
        create(server, budget=digits, site=mark)

    def read(sql: str) -> list[Any]:
        condition = f"SELECT budget FROM v_lead WHERE site = '{mark}' {sql}"  # noqa: S608
        return server.store.read_now(lambda tx: [row[0] for row in tx.execute(text(condition))])

    ordered = [Decimal(str(each)) for each in read("ORDER BY budget")]
    expected = ("-3.5", "0.25", "9", "10", "9007199254740992", "9007199254740993")
    assert ordered == [Decimal(each) for each in expected]
    assert [int(each) for each in read("AND budget > 9 ORDER BY budget")] == [
        10,
        9007199254740992,
        9007199254740993,
    ]


def test_the_view_of_activities_keeps_digits(server: Rehearsal) -> None:
    lead = create(server)
    for digits in DIGITS:
        add(server, record(lead, TYPE, attributes=[{"apiName": "price", "value": digits}]))
    sql = f"SELECT attributes FROM v_activity WHERE lead_id = {lead} AND activity_type_id = {TYPE}"  # noqa: S608
    sql = sql.replace("SELECT attributes", "SELECT CAST(attributes AS TEXT)") + " ORDER BY id"
    rows = server.store.read_now(lambda tx: [str(row[0]) for row in tx.execute(text(sql))])
    found = [re.sub(r".*:\s*([^}]+?)\s*}", r"\1", each) for each in rows]
    assert found == list(DIGITS)
