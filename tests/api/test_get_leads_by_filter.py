"""Get Leads by Filter Type: GET /rest/v1/leads.json (behaviour.md 3.4)."""

from collections.abc import Iterator
from itertools import count

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import (
    ENGINES,
    LEADS,
    add_fields,
    create,
    east_token,
    find,
    fresh,
    ids_of,
    module_server,
    sync,
    token_with,
)

TEXT_FILTERS = (
    *("facebookId", "linkedInId", "twitterId", "sfdcAccountId", "sfdcContactId"),
    *("sfdcLeadId", "sfdcLeadOwnerId", "sfdcOpptyId", "customString"),
)
DEFAULT = ["id", "firstName", "lastName", "email", "updatedAt", "createdAt"]

numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, {"customString": "string", "customEmail": "email"})
        add_fields(running, {"customInteger": "integer", "customScore": "score"})
        add_fields(running, {"customPhone": "phone", "customUrl": "url", "customDate": "date"})
        yield running


@pytest.mark.fact("R", "11.1")
def test_nobody(server: Rehearsal) -> None:
    server.token  # noqa: B018 -- the first use of the token is a request of its own
    answer = server.get(LEADS, {"filterType": "email", "filterValues": "nobody@example.com"})
    request_id = answer.body["requestId"]
    assert answer.content == b'{"requestId":"%s","result":[],"success":true}' % request_id.encode()


@pytest.mark.fact("R", "3.4")
def test_by_email(server: Rehearsal) -> None:
    first, second = fresh(), fresh()
    second_id = create(server, email=second, firstName="B")
    twins = [create(server, email=first, firstName="A") for _ in range(2)]
    found = find(server, "email", first, "nobody@example.com", second)
    assert [lead["id"] for lead in found] == [second_id, *twins]
    assert [lead["firstName"] for lead in found] == ["B", "A", "A"]
    assert all(list(lead) == DEFAULT for lead in found)


@pytest.mark.fact("D", "3.4")
@pytest.mark.parametrize("name", TEXT_FILTERS)
def test_by_text_fields(server: Rehearsal, name: str) -> None:
    value = f"Größe {next(numbers)}"
    lead_id = create(server, **{name: f" {value} "})
    create(server, **{name: value + "x"})
    for form in (value, value.upper(), value.lower(), f"  {value}  "):
        assert ids_of(server, name, form) == [lead_id]
    assert ids_of(server, name, value, value.upper(), "nobody") == [lead_id]
    assert ids_of(server, name, value[:-1] + "%") == []


@pytest.mark.fact("U", "3.4")
def test_matching_ignores_letter_case(server: Rehearsal) -> None:
    number = next(numbers)
    emails = [f"Ada.{number}@Example.com", f"aDA.{number}@eXAMPLE.com"]
    wanted = [create(server, email=email) for email in emails]
    custom = create(server, customEmail=emails[0])
    assert ids_of(server, "email", f"ADA.{number}@EXAMPLE.COM") == wanted
    assert ids_of(server, "customEmail", f"ada.{number}@example.com") == [custom]


@pytest.mark.fact("D", "3.4")
@pytest.mark.parametrize("name", ["customInteger", "customScore"])
def test_by_whole_numbers(server: Rehearsal, name: str) -> None:
    number = 10_000 + next(numbers)
    positive, negative = create(server, **{name: number}), create(server, **{name: -number})
    assert ids_of(server, name, number, f"-0{number}") == [positive, negative]
    for sent in ("abc", "1.5", 2**63):
        answer = server.get(LEADS, {"filterType": name, "filterValues": f"{number},{sent}"})
        assert answer.error == ("1003", f"Invalid filterValue '{sent}'")


@pytest.mark.fact("U", "3.4")
def test_by_id(server: Rehearsal) -> None:
    lead_ids = [create(server) for _ in range(3)]
    gone = create(server)
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": gone}]})
    assert ids_of(server, "id", *reversed(lead_ids), gone, lead_ids[0], 2**62) == lead_ids
    for sent in ("abc", "1.5", 2**63, "null"):
        answer = server.get(LEADS, {"filterType": "id", "filterValues": f"{lead_ids[0]},{sent}"})
        assert answer.error == ("1003", f"Invalid filterValue '{sent}'")


@pytest.mark.fact("D", "3.4")
@pytest.mark.parametrize("name", ["cookie", "cookies"])
def test_by_cookie(server: Rehearsal, name: str) -> None:
    token = f"_mch-example.com-{next(numbers)}-5c1a"
    lead_id = create(server, cookies=token)
    for form in (token, f"id:000-LKP-000&token:{token}", f"id%3A000-LKP-000%26token%3A{token}"):
        assert ids_of(server, name, form) == [lead_id]
    for bad in ("nonsense", "id:999-XXX-999&token:" + token):
        answer = server.get(LEADS, {"filterType": name, "filterValues": f"{token},{bad}"})
        assert answer.error == ("1012", f"Invalid cookie value '{bad}'")


@pytest.mark.fact("C", "3.4")
def test_other_fields_are_no_filters(server: Rehearsal) -> None:
    standard = ("createdAt", "firstName", "mktoName", "leadScore", "leadPerson", "isLead")
    for name in (*standard, "customPhone", "customUrl", "customDate"):
        answer = server.get(LEADS, {"filterType": name, "filterValues": "1"})
        assert answer.error == ("1011", f"Lookup field '{name}' not supported")


@pytest.mark.fact("R", "11.18")
def test_unknown_filters(server: Rehearsal) -> None:
    for name in ("userId", "e-mail", "custom String"):
        answer = server.get(LEADS, {"filterType": name, "filterValues": "1"})
        assert answer.error == ("1006", f"Lookup field '{name}' not found")


@pytest.mark.fact("R", "3.4")
def test_missing_parameters(server: Rehearsal) -> None:
    no_type, no_values = (
        ("1003", "filterType not specified"),
        ("1003", "filterValues not specified"),
    )
    assert server.get(LEADS).error == no_type
    for empty in ("", "  "):
        query = {"filterType": empty, "filterValues": "a@b.c"}
        assert server.get(LEADS, query).error == no_type
    assert server.get(LEADS, {"filterValues": "a@b.c"}).error == no_type
    assert server.get(LEADS, {"filterType": "email"}).error == no_values
    for empty in ("", " , ", ","):
        query = {"filterType": "email", "filterValues": empty}
        assert server.get(LEADS, query).error == no_values
    query = {"filterType": "email", "filterValues": "a@b.c"}
    assert server.get(LEADS, query).result == []


@pytest.mark.fact("U", "3.4")
def test_values_are_split_and_trimmed(server: Rehearsal) -> None:
    first, second = fresh(), fresh()
    wanted = [create(server, email=first), create(server, email=second)]
    assert ids_of(server, "email", f" {first} ,, {second},") == wanted
    query = f"filterType=email&filterValues={first}&filterValues={second}&fields=id"
    assert [lead["id"] for lead in server.get(LEADS, query).result] == wanted
    create(server, customString=f"a,{first}")
    assert ids_of(server, "customString", f'"a,{first}"') == []


@pytest.mark.fact("U", "3.4")
def test_300_values_and_not_one_more(server: Rehearsal) -> None:
    lead_id = create(server)
    values = [*range(2**40, 2**40 + 299), lead_id]
    form = {"filterType": "id", "filterValues": ",".join(map(str, values)), "_method": "GET"}
    assert [lead["id"] for lead in server.request("POST", LEADS, form=form).result] == [lead_id]
    form["filterValues"] += ",1"
    answer = server.request("POST", LEADS, form=form)
    assert answer.error == ("1003", "Too many filterValues. Maximum allowed is 300")


@pytest.mark.fact("R", "3.4")
def test_fields(server: Rehearsal) -> None:
    email = fresh()
    lead_id = create(server, email=email, leadScore=5)
    (lead,) = find(server, "email", email, fields="title, leadScore,title")
    assert list(lead.items()) == [("id", lead_id), ("title", None), ("leadScore", 5)]
    for value in (email, "nobody@example.com"):
        answer = server.get(
            LEADS, {"filterType": "email", "filterValues": value, "fields": "id,nope"}
        )
        assert answer.error == ("1006", "Field 'nope' not found")


@pytest.mark.fact("R", "1.5")
def test_every_described_field_can_be_read_at_once(server: Rehearsal) -> None:
    described = server.get("/rest/v1/leads/describe.json").result
    names = [item["rest"]["name"] for item in described]
    lead_id = create(server, annualRevenue=1604.47, urgency=2)
    form = {
        "filterType": "id",
        "filterValues": lead_id,
        "fields": ",".join(names),
        "_method": "GET",
    }
    (lead,) = server.request("POST", LEADS, form=form).result
    assert list(lead) == list(dict.fromkeys(["id", *names]))
    assert (lead["annualRevenue"], lead["urgency"]) == (1604.47, 2)


@pytest.mark.fact("D", "2.4")
def test_reach(server: Rehearsal) -> None:
    token = east_token(server)
    email = fresh()
    ours = create(server, email=email)
    theirs, spare = (
        sync(server, {"email": email}, token=token, action="createDuplicate", partitionName=name)[0]
        for name in ("East leads", "Spare")
    )
    within = [theirs["id"], spare["id"]]
    for filter_type, values in (
        ("email", email),
        ("id", f"{ours},{theirs['id']},{spare['id']}"),
        ("leadPartitionId", "1,2,3,77"),
    ):
        query = {"filterType": filter_type, "filterValues": values}
        found = server.get(LEADS, query, token=token).result
        assert [lead["id"] for lead in found] == within
        everything = [lead["id"] for lead in server.get(LEADS, query).result]
        assert {ours, *within} <= set(everything)
    assert ids_of(server, "leadPartitionId", 3) == [spare["id"]]
    answer = server.get(LEADS, {"filterType": "leadPartitionId", "filterValues": "x"})
    assert answer.error == ("1003", "Invalid filterValue 'x'")


@pytest.mark.fact("D", "2.3")
def test_permissions(server: Rehearsal) -> None:
    query = {"filterType": "email", "filterValues": "nobody@example.com"}
    for permission in ("Read-Only Lead", "Read-Write Lead"):
        assert server.get(LEADS, query, token=token_with(server, permission)).result == []
    denied = server.get(LEADS, query, token=token_with(server, "Read-Only Activity"))
    assert denied.error == ("603", "Access denied")


def test_values_that_no_engine_stores(server: Rehearsal) -> None:
    for name in ("email", "customString"):
        assert find(server, name, "a\0b") == []
    lead_id = create(server, email="nul@example.com")
    assert ids_of(server, "email", "\0", "nul@example.com") == [lead_id]
    assert server.get(LEADS, "filterType=email&filterValues=%FF%FE,%ED%A0%80").result == []
