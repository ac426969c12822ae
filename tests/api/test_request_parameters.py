"""Parameters as clients write them (behaviour.md 1.1, 1.4, 1.10; request_forms.md)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import module_server
from tests.support.wire import ENGINES, LEADS, NOBODY


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        records = [{"email": f"{number}@example.com"} for number in range(1, 6)]
        running.post(LEADS, {"input": records})
        yield running


def ids(server: Rehearsal, query: str | bytes) -> list[int]:
    return [lead["id"] for lead in server.get(LEADS, query).result]


@pytest.mark.fact("D", "1.1")
@pytest.mark.parametrize(
    "query",
    [
        "filterType=id&filterValues=1,2,3",
        "filterType=id&filterValues=1%2C2%2C3",
        "filterType=id&filterValues=1&filterValues=2&filterValues=3",
        "filterType=id&filterValues=1,2&filterValues=3",
        "filterType=id&filterValues=1,%202,%203",
        "filterType=id&filterValues=1,+2,+3",
        "filterType=id&filterValues=,1,,2,3,",
        "filterType=id&filterValues=3,2,1,1",
        "filterValues=1,2,3&filterType=id",
        "filterType=+id+&filterValues=1,2,3",
        "filterType=%69%64&filterValues=1,2,3",
        "&&filterType=id&&filterValues=1,2,3&",
        "filterType=id&filterValues=1,2,3&batchSize=300&_method=GET&id=9&unknown=x&flag&=",
        "filterType=id&filterValues=1,2,3&batchSize=",
        "filterType=id&filterValues=1,2,3&nextPageToken=",
        "filterType=id&filterValues=1,2,3&fields=",
    ],
)
def test_an_array_in_every_form(server: Rehearsal, query: str) -> None:
    assert ids(server, query) == [1, 2, 3]


@pytest.mark.fact("D", "1.1")
@pytest.mark.parametrize(
    "fields", ["fields=email,lastName", "fields=email&fields=lastName", "fields=email,%20lastName"]
)
def test_names_of_fields_in_every_form(server: Rehearsal, fields: str) -> None:
    lead = {"id": 1, "email": "1@example.com", "lastName": None}
    assert server.get("/rest/v1/lead/1.json", fields).result == [lead]


@pytest.mark.fact("U", "1.1")
def test_unknown_parameters_are_ignored(server: Rehearsal) -> None:
    assert server.get(LEADS, {**NOBODY, "nonsense": "1", "id": "1", "action": "x"}).result == []


@pytest.mark.fact("R", "1.10")
def test_required_parameters_are_named(server: Rehearsal) -> None:
    assert server.get(LEADS).error == ("1003", "filterType not specified")
    for query in ("filterType=email", "filterType=email&filterValues=", "filterType=id&id=1"):
        assert server.get(LEADS, query).error == ("1003", "filterValues not specified")


@pytest.mark.fact("D", "1.4")
@pytest.mark.fact("U", "1.4")
@pytest.mark.parametrize("sent", ["300", "301", "99999", "9" * 40, "+4", " 3 "])
def test_a_page_has_300_leads_at_most(server: Rehearsal, sent: str) -> None:
    query = {"filterType": "id", "filterValues": "1,2,3", "batchSize": sent}
    assert len(server.get(LEADS, query).result) == 3


@pytest.mark.fact("U", "1.10")
@pytest.mark.parametrize("sent", ["0", "-1", "-0", "-" + "9" * 40])
def test_a_page_of_no_leads(server: Rehearsal, sent: str) -> None:
    answer = server.get(LEADS, {**NOBODY, "batchSize": sent})
    assert answer.error == ("1003", "Invalid batchSize")


@pytest.mark.fact("U", "1.10")
@pytest.mark.fact("D", "1.10")
@pytest.mark.parametrize("sent", ["abc", "1.5", "1e2", "0x10", "٣", "1,2", "null", "\0"])
def test_a_page_size_that_is_no_number(server: Rehearsal, sent: str) -> None:
    answer = server.get(LEADS, {**NOBODY, "batchSize": sent})
    assert answer.error == ("1001", f"Invalid value '{sent}'. Required of type 'Integer'")


@pytest.mark.parametrize(
    "query",
    [
        b"filterType=email&filterValues=\xff\xfe",
        b"filterType=email&filterValues=%ff%fe",
        b"filterType=email&filterValues=%00",
        b"filterType=email&filterValues=%",
        b"filterType=email&filterValues=%zz",
        b"filterType=email&filterValues=%ed%a0%80",
        "filterType=email&filterValues=ünïcödé".encode(),
    ],
)
def test_values_that_are_no_text_find_nothing(server: Rehearsal, query: bytes) -> None:
    assert ids(server, query) == []


def test_20_000_parameters_and_no_more(server: Rehearsal) -> None:
    form = "_method=GET&filterType=id&filterValues=1" + "&a" * 19_997
    assert server.request("POST", LEADS, form=form).result[0]["id"] == 1
    answer = server.request("POST", LEADS, form=form + "&a")
    assert answer.error == ("1003", "Too many parameters")
