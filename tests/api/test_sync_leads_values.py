"""Sync Leads: the values of every type (behaviour.md 3.5, type handling)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadkeep.testing import Rehearsal
from tests.support.leads import (
    ENGINES,
    LEADS,
    add_fields,
    bad_value,
    create,
    find,
    fresh,
    module_server,
    read,
    refused,
    sync,
)

CREATABLE = (
    *("boolean", "currency", "date", "datetime", "email", "float", "integer"),
    *("percent", "phone", "score", "string", "url"),
)
BOUNDS = (2**63 - 1, -(2**63))


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, {f"{each}_field": each for each in CREATABLE})
        yield running


WHOLE = [(14, 14), ("14", 14), (14.0, 14), ("-3", -3), ("+7", 7), (0, 0)]
WHOLE += [(bound, bound) for bound in BOUNDS] + [(str(bound), bound) for bound in BOUNDS]
FRACTION = [(14.1, 14.1), (14, 14), (14.0, 14), ("14.1", 14.1), ("1e3", 1000), (-0.5, -0.5)]
MOMENTS = [
    ("2020-08-30T05:49:48Z", "2020-08-30T05:49:48Z"),
    ("2020-08-30T05:49:48.000Z", "2020-08-30T05:49:48Z"),
    ("2020-08-30T05:49:48.999999Z", "2020-08-30T05:49:48Z"),
    ("2020-08-30T05:49:48+02:00", "2020-08-30T03:49:48Z"),
    ("2020-08-30T23:30:00-0530", "2020-08-31T05:00:00Z"),
    ("2020-08-30T05:49:48", "2020-08-30T05:49:48Z"),
    ("2020-08-30", "2020-08-30T00:00:00Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
]
TEXTS = [
    ("plain", "plain"),
    (14, "14"),
    (14.5, "14.5"),
    (True, "true"),
    (False, "false"),
    ("  kept  ", "  kept  "),
    ("emoji 😀👩‍👩‍👧 עברית e\u0301 \u202eright\u202c", None),
    ("line\nline\ttab\r", None),
    ("quote ' \" ` \\ % ; --", None),
    (2**70, str(2**70)),
]
ACCEPTED: dict[str, list[tuple[Any, Any]]] = {
    "integer": WHOLE,
    "score": WHOLE,
    "float": [*FRACTION, (1e300, 1e300), (5e-324, 5e-324)],
    "currency": FRACTION,
    "percent": FRACTION,
    "boolean": [
        *[(each, True) for each in (True, "true", "True", 1, "1", "yes", "YES")],
        *[(each, False) for each in (False, "false", 0, "0", "no", "FALSE")],
    ],
    "datetime": MOMENTS,
    "date": [
        ("1815-12-10", "1815-12-10"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"),
        ("2024-02-29", "2024-02-29"),
        ("2020-08-30T23:49:48-05:00", "2020-08-30"),
    ],
    "email": [("a@b.c", "a@b.c"), ("a+b_%'x@b-c.example", None)],
    "string": TEXTS,
    "phone": TEXTS,
    "url": TEXTS,
}
NO_NUMBERS = [
    *[("14c", "14c"), ("100%", "100%"), (True, "true"), ([14], "[14]"), ({}, "{}")],
    *[("1,5", "1,5"), ("NaN", "NaN"), ("Infinity", "Infinity"), ("0x10", "0x10"), ("٣", "٣")],
]
NO_MOMENTS = [
    *[("yesterday", "yesterday"), ("2020-13-01", "2020-13-01"), ("2023-02-29", "2023-02-29")],
    *[(1598766588, "1598766588"), (True, "true"), ([], "[]"), ("0000-01-01", "0000-01-01")],
    ("2020-08-30T25:00:00Z", "2020-08-30T25:00:00Z"),
    ("2020-08-30T99:99:99Z", "2020-08-30T99:99:99Z"),
]
REFUSED: dict[str, list[tuple[Any, str]]] = {
    "integer": [
        *NO_NUMBERS,
        *[(14.1, "14.1"), ("14.0", "14.0"), (2**63, str(2**63)), (-(2**63) - 1, str(-(2**63) - 1))],
        (1e19, "1e19"),
    ],
    "score": [*NO_NUMBERS, (14.1, "14.1")],
    "float": [*NO_NUMBERS, ("1e999", "1e999"), (10**400, str(10**400))],
    "currency": NO_NUMBERS,
    "percent": NO_NUMBERS,
    "boolean": [("other", "other"), (2, "2"), (1.0, "1.0"), ([True], "[true]"), ("on", "on")],
    "datetime": [
        *NO_MOMENTS,
        ("9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59-01:00"),
        ("0001-01-01T00:00:00+01:00", "0001-01-01T00:00:00+01:00"),
    ],
    "date": NO_MOMENTS,
    "email": [
        *[(each, each) for each in ("bademail", "@b.c", "a@", "a@b@c", "a b@c.d", "ä@b.c")],
        *[(5, "5"), (True, "true"), (["a@b.c"], '["a@b.c"]'), ("a@b.c,", "a@b.c,")],
    ],
    "string": [
        *[({"a": 1}, '{"a":1}'), (["a", None], '["a",null]'), ({}, "{}"), ([], "[]")],
        ("a\0b", "a\0b"),
    ],
    "phone": [({"a": 1}, '{"a":1}'), ("\0", "\0")],
    "url": [([1], "[1]"), ("\0", "\0")],
}


@pytest.mark.fact("R", "3.5")
@pytest.mark.parametrize("data_type", CREATABLE)
def test_values_that_a_type_takes(server: Rehearsal, data_type: str) -> None:
    field, pairs = f"{data_type}_field", ACCEPTED[data_type]
    result = sync(server, *({"email": fresh(), field: sent} for sent, _ in pairs))
    assert [item["status"] for item in result] == ["created"] * len(pairs)
    leads = find(server, "id", *(item["id"] for item in result), fields=field)
    wanted = [sent if stored is None else stored for sent, stored in pairs]
    assert [lead[field] for lead in leads] == wanted
    # Numbers without a fraction come back without a point, as a recording shows.
    assert [type(lead[field]) for lead in leads] == [type(value) for value in wanted]


@pytest.mark.fact("R", "3.5")
@pytest.mark.parametrize("data_type", CREATABLE)
def test_values_that_a_type_refuses(server: Rehearsal, data_type: str) -> None:
    field = f"{data_type}_field"
    good, _ = ACCEPTED[data_type][0]
    pairs = REFUSED[data_type]
    emails = [fresh() for _ in pairs]
    records = [
        {"email": email, field: sent} for email, (sent, _) in zip(emails, pairs, strict=True)
    ]
    result = sync(server, *records, {"email": fresh(), field: good})
    assert result[:-1] == [bad_value(field, shown) for _, shown in pairs]
    assert result[-1]["status"] == "created"
    assert find(server, "email", *emails) == []


@pytest.mark.fact("R", "11.5")
def test_the_value_is_shown_as_sent(server: Rehearsal) -> None:
    for sent, shown in ((b"14.1", "14.1"), (b'"100%"', "100%"), (b"-0.5", "-0.5")):
        content = b'{"input":[{"email":"a@b.c","integer_field":%s}]}' % sent
        answer = server.request(
            "POST", LEADS, content=content, headers={"content-type": "application/json"}
        )
        assert answer.result == [bad_value("integer_field", shown)]


@pytest.mark.fact("R", "3.5")
@pytest.mark.parametrize("data_type", CREATABLE)
def test_null_and_an_empty_text_clear(server: Rehearsal, data_type: str) -> None:
    field = f"{data_type}_field"
    sent, stored = ACCEPTED[data_type][0]
    cleared = {field: False if data_type == "boolean" else None}
    for empty in (None, ""):
        email = fresh()
        lead_id = create(server, email=email, **{field: sent})
        assert read(server, lead_id, field) == {field: stored}
        assert sync(server, {"email": email, field: empty})[0]["status"] == "updated"
        assert read(server, lead_id, field) == cleared
        assert read(server, create(server, **{field: empty}), field) == cleared


@pytest.mark.fact("R", "1.5")
def test_a_boolean_that_was_never_set(server: Rehearsal) -> None:
    lead_id = create(server)
    wanted = {"doNotCall": False, "boolean_field": False, "emailSuspended": False}
    assert read(server, lead_id, *wanted) == wanted
    (item,) = sync(
        server, {"id": lead_id, "emailSuspended": None}, action="updateOnly", lookupField="id"
    )
    assert item["status"] == "updated"
    assert read(server, lead_id, "emailSuspended") == {"emailSuspended": False}


@pytest.mark.fact("C", "3.5")
def test_a_value_over_the_length_of_its_field(server: Rehearsal) -> None:
    too_long = refused("1077", "Value for field exceeds max length")
    domain = "@example.com"
    for field, limit, letter in (
        ("firstName", 255, "x"),
        ("firstName", 255, "😀"),
        ("string_field", 255, "ä"),
        ("phone_field", 255, "5"),
        ("url_field", 255, "u"),
        ("leadRole", 50, "r"),
        ("sicCode", 40, "s"),
        ("unsubscribedReason", 2000, "u"),
        ("address", 30_000, "a"),
        ("address", 15_000, "ä"),
        ("address", 7_500, "😀"),
    ):
        fits = {"email": fresh(), field: letter * limit}
        over = {"email": fresh(), field: letter * limit + "x"}
        first, second = sync(server, fits, over)
        assert second == too_long
        assert read(server, first["id"], field) == {field: letter * limit}
    local = "x" * (255 - len(domain))
    first, second = sync(
        server,
        {"email": fresh(), "email_field": local + domain},
        {"email": fresh(), "email_field": "x" + local + domain},
    )
    assert (first["status"], second) == ("created", too_long)


@pytest.mark.fact("U", "3.5")
@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_a_number_beyond_all_bounds_is_refused(server: Rehearsal, number: str) -> None:
    for field in ("float_field", "integer_field", "percent_field"):
        good = fresh()
        content = f'{{"input":[{{"email":"a@b.c","{field}":{number}}},{{"email":"{good}"}}]}}'
        answer = server.request(
            "POST", LEADS, content=content.encode(), headers={"content-type": "application/json"}
        )
        assert answer.result[0] == bad_value(field, number)
        assert answer.result[1]["status"] == "created"


def stored_again(server: Rehearsal, field: str, digits: str) -> tuple[str, str | None]:
    """Send digits as a JSON number; return the status, and the digits that a reply shows."""
    email = fresh()
    content = f'{{"input":[{{"email":"{email}","{field}":{digits}}}]}}'
    answer = server.request(
        "POST", LEADS, content=content.encode(), headers={"content-type": "application/json"}
    )
    (item,) = answer.result
    text = "An amount has at most 20 digits before the decimal point and 18 after it"
    too_large = refused("1003", text)
    if item["status"] == "skipped":
        is_amount = field == "currency_field"
        assert item == (too_large if is_amount else bad_value(field, digits))
        return "skipped", None
    query = {"filterType": "email", "filterValues": email, "fields": field}
    reply = server.get("/rest/v1/leads.json", query).content.decode()
    found = re.search(rf'"{field}":"?([^",}}]+)', reply)
    assert found is not None
    return "created", found[1]


NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,6})?([eE][+-]?[0-9])?", fullmatch=True)
"""Digits as JSON has them; -0 is excluded, because a whole number has no sign of zero."""


@pytest.mark.fact("U", "3.5")
def test_numbers_read_back_digit_by_digit(server: Rehearsal) -> None:
    """Texts keep the digits as they were sent, amounts and integers their value, or are refused."""

    @settings(max_examples=25, deadline=None, database=None)
    @given(digits=NUMBERS.filter(lambda digits: digits != "-0"))
    @example(digits="9007199254740993")
    @example(digits="9007199254740993.0")
    @example(digits="90210.0")
    @example(digits="1.10")
    @example(digits="0.1")
    def run(digits: str) -> None:
        assert stored_again(server, "string_field", digits) == ("created", digits)
        for field in ("currency_field", "integer_field"):
            status, shown = stored_again(server, field, digits)
            if shown is not None:
                assert Decimal(shown) == Decimal(digits)
            elif field == "currency_field":
                assert Decimal(digits).adjusted() >= 20
            assert status in {"created", "skipped"}

    run()
    assert stored_again(server, "integer_field", "9007199254740993")[1] == "9007199254740993"
    assert stored_again(server, "currency_field", "123456789012.345")[1] == "123456789012.345"
    long = "1234567890123.45678901"
    assert stored_again(server, "currency_field", long)[1] == long


@pytest.mark.fact("U", "3.5")
def test_half_a_surrogate_pair_is_no_json(server: Rehearsal) -> None:
    content = b'{"input":[{"email":"a@b.c","firstName":"\\ud83d"}]}'
    answer = server.request(
        "POST", LEADS, content=content, headers={"content-type": "application/json"}
    )
    assert answer.error == ("609", "Invalid JSON")


@pytest.mark.fact("R", "3.5")
def test_an_unknown_field(server: Rehearsal) -> None:
    good, bad = fresh(), fresh()
    for name in ("x", "firstname", "FirstName", "First Name", "", "input", "a\0b"):
        result = sync(server, {"email": good}, {"email": bad, name: "A"})
        assert result[0]["status"] in {"created", "updated"}
        assert result[1] == refused("1006", f"Field '{name}' not found")
    assert find(server, "email", bad) == []


@pytest.mark.fact("U", "3.5")
def test_read_only_and_system_fields_are_ignored(server: Rehearsal) -> None:
    described = server.get("/rest/v1/leads/describe.json").result
    read_only = [item["rest"]["name"] for item in described if item["rest"]["readOnly"]]
    assert {"mktoName", "createdAt", "inferredCity", "contactCompany"} <= set(read_only)
    names = [*read_only, "isAnonymous", "leadPartitionId"]
    email = fresh()
    lead_id = create(server, email=email, firstName="A")
    before = read(server, lead_id, *names)
    values: list[Any] = ["nonsense", 17, None, [], {"a": 1}]
    for value in values:
        record = {"email": email, **dict.fromkeys(names, value)}
        assert sync(server, record) == [{"id": lead_id, "status": "updated"}]
        assert read(server, lead_id, *names) == before


@pytest.mark.fact("D", "3.5")
def test_company_fields_are_taken_and_links_to_nothing_are_refused(server: Rehearsal) -> None:
    email = fresh()
    lead_id = create(server, email=email, company="Acme", website="https://acme.example")
    assert read(server, lead_id, "company", "website") == {
        "company": "Acme",
        "website": "https://acme.example",
    }
    for field, what in (
        ("externalCompanyId", "Company"),
        ("externalSalesPersonId", "Sales person"),
    ):
        result = sync(server, {"email": email, field: "none such"}, {"email": email, field: ""})
        assert result == [
            refused("1013", f"{what} not found"),
            {"id": lead_id, "status": "updated"},
        ]
        assert read(server, lead_id, field) == {field: None}
