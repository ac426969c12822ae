"""Each kind of flow step, and what it leaves in the log (behaviour.md 9.3)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.connectors.mails import NullMails
from leadkeep.connectors.webhooks import NullWebhooks
from leadkeep.domain.automation.services import MailOutcome, MailStatus, Services, WebhookResponse
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.campaigns import (
    apply,
    campaign,
    new_program,
    pass_through,
    people,
    told,
    values_of,
)
from tests.support.leads import ENGINES, create, fresh, logged
from tests.support.lists import add, fresh_name, members, new_list
from tests.support.stores import new_store

WEBHOOKS, MAILS = NullWebhooks(), NullMails()


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_stores")
    services = Services(WEBHOOKS, MAILS)
    with new_store(factory) as store, Rehearsal(store, services=services) as running:
        yield running


def kinds(server: Rehearsal, number: int, lead: int) -> list[int]:
    return [each.type_id for each in told(server, number, lead)]


@pytest.mark.fact("R", "9.3")
def test_change_data_value_only_if_it_differs(server: Rehearsal) -> None:
    same, other = create(server, leadSource="Web"), create(server, leadSource="Mail")
    number = campaign(server, "[{changeDataValue: {field: leadSource, value: Web}}]")
    pass_through(server, number, same, other)
    assert kinds(server, number, same) == []
    (found,) = told(server, number, other)
    assert found.attributes["Old Value"] == "Mail"


@pytest.mark.fact("D", "9.1")
def test_null_clears_and_what_does_not_fit_is_left(server: Rehearsal) -> None:
    lead = create(server, leadSource="Web", annualRevenue=5, city="Oslo")
    flow = """
  - changeDataValue: {field: leadSource, value: "NULL"}
  - changeDataValue: {field: annualRevenue, value: "{{lead.City}}"}
  - changeDataValue: {field: unsubscribed, value: true}
"""
    number = campaign(server, flow)
    pass_through(server, number, lead)
    held = values_of(server, lead, "leadSource", "annualRevenue", "unsubscribed")
    assert held == [None, 5, True]


@pytest.mark.fact("D", "9.1")
def test_scores(server: Rehearsal) -> None:
    for change, start, expected in (
        ("+5", 10, 15),
        ("-5", None, -5),
        ("=5", 10, 5),
        ("=-5", 10, -5),
        ("{{lead.City}}", 10, 17),
    ):
        lead = create(server, leadScore=start, city="+7")
        number = campaign(server, f"[{{changeScore: {{field: leadScore, change: '{change}'}}}}]")
        pass_through(server, number, lead)
        assert values_of(server, lead, "leadScore") == [expected]
        assert kinds(server, number, lead) == [22, 13]
    lead = create(server, leadScore=5)
    number = campaign(server, "[{changeScore: {field: leadScore, change: '=5'}}]")
    pass_through(server, number, lead)
    assert kinds(server, number, lead) == []


@pytest.mark.fact("R", "9.3")
def test_lists(server: Rehearsal) -> None:
    name = fresh_name("Listed")
    listed = new_list(server, name)
    inside, outside = people(server, 2)
    add(server, listed, inside)
    number = campaign(server, f"[{{addToList: {{list: {name}}}}}]", qualification="any")
    pass_through(server, number, inside, outside)
    assert (kinds(server, number, inside), kinds(server, number, outside)) == ([], [24])
    removing = campaign(server, f"[{{removeFromList: {{list: {name}}}}}]")
    pass_through(server, removing, inside)
    assert kinds(server, removing, inside) == [25]
    assert members(server, listed) == [outside]


@pytest.mark.fact("R", "9.3")
def test_programs(server: Rehearsal) -> None:
    program, nurture = fresh_name("Program"), fresh_name("Nurture")
    new_program(server, program)
    apply(
        server,
        f"programs:\n- {{name: {nurture}, type: Engagement, channel: Nurture,"
        " streams: [First, Deep]}\n",
    )
    flow = f"""
  - changeProgramStatus: {{program: {program}, status: Filled-out Form}}
  - changeProgramMemberData:
      {{program: {program}, field: registrationCode, value: "{{{{lead.city}}}}"}}
  - addToEngagementProgram: {{program: {nurture}}}
  - changeEngagementProgramStream: {{program: {nurture}, stream: Deep}}
  - changeEngagementProgramCadence: {{program: {nurture}, cadence: paused}}
  - changeProgramStatus: {{program: {program}, status: Not in Program}}
"""
    number, lead = campaign(server, flow), create(server, city="Oslo")
    pass_through(server, number, lead)
    found = told(server, number, lead)
    assert [each.type_id for each in found] == [104, 123, 113, 115, 114, 104, 114, 115, 104]
    assert found[0].attributes["New Status"] == "Filled-out Form"
    assert found[1].attributes["New Value"] == "Oslo"
    assert found[1].attributes["Source"] == "Marketo Flow Action"
    assert found[6].attributes["Track Name"] == "Deep"
    assert found[6].attributes["Previous Track Name"] == "First"
    assert found[7].attributes == {
        "New Nurture Cadence": "Pause",
        "Previous Nurture Cadence": "Norm",
    }
    assert found[8].attributes["New Status"] == "Not in Program"


@pytest.mark.fact("R", "9.3")
def test_people(server: Rehearsal) -> None:
    apply(server, "partitions: [{name: Elsewhere}]")
    other = fresh_name("Other")
    asked = campaign(server, "[{changeScore: {field: leadScore, change: '+1'}}]", name=other)
    flow = f"""
  - interestingMoment: {{type: Web, description: "{{{{lead.First Name}}}} came by"}}
  - changePartition: {{partition: Elsewhere}}
  - requestCampaign: {{campaign: {other}}}
"""
    number, lead = campaign(server, flow), create(server, firstName="Ada")
    pass_through(server, number, lead)
    moment, moved, requested = told(server, number, lead)
    assert (moment.type_id, moment.primary) == (46, "Web")
    assert moment.attributes["Description"] == "Ada came by"
    assert (moved.type_id, moved.attributes["Reason"]) == (100, "Lead Action")
    assert (requested.type_id, requested.primary) == (47, other)
    assert requested.attributes == {"Source": "Marketo Flow Action"}
    assert kinds(server, asked, lead) == [22, 13]
    number = campaign(server, "[{deletePerson: {}}, {changeScore: {field: leadScore, change: 1}}]")
    pass_through(server, number, lead)
    assert logged(server, lead)[-1].type_id == 37
    assert server.get(f"/rest/v1/lead/{lead}.json").result == []


def test_remove_from_flow_ends_what_waits(server: Rehearsal) -> None:
    name = fresh_name("Waiting")
    flow = "[{wait: {days: 1}}, {changeScore: {field: leadScore, change: '+1'}}]"
    waiting = campaign(server, flow, name=name, qualification="any")
    removing = campaign(server, f"[{{removeFromFlow: {{campaign: {name}}}}}]")
    removed, kept = people(server, 2)
    pass_through(server, waiting, removed, kept)
    pass_through(server, removing, removed)
    pass_through(server, waiting, kept)
    server.clock.advance(days=1)
    server.forget_token()
    server.run_jobs()
    held = [values_of(server, each, "leadScore") for each in (removed, kept)]
    assert held == [[None], [2]]


@pytest.mark.fact("D", "9.1")
def test_waits(server: Rehearsal) -> None:
    """The test clock stands on some day: waits end where they are told to, not before."""
    start = server.clock.now()
    for wait, field, seconds in (
        ("{hours: 2}", None, 7_200),
        ("{until: '{{lead.title}}'}", "later", 3_600),
        ("{until: '{{lead.title}}'}", "2020-01-01", 0),
        ("{until: '{{lead.title}}'}", "no moment", 0),
    ):
        now = server.clock.now()
        title = field
        if field == "later":
            later = now.replace(microsecond=0).timestamp() + 3_600
            title = start.fromtimestamp(later, tz=start.tzinfo).strftime("%Y-%m-%dT%H:%M:%SZ")
        lead = create(server, title=title)
        number = campaign(
            server, f"[{{wait: {wait}}}, {{changeScore: {{field: leadScore, change: 1}}}}]"
        )
        pass_through(server, number, lead)
        if seconds:
            assert values_of(server, lead, "leadScore") == [None]
            server.clock.advance(seconds=seconds)
            server.forget_token()
            server.run_jobs()
        assert values_of(server, lead, "leadScore") == [1], wait


@pytest.mark.fact("D", "9.4")
def test_webhooks(server: Rehearsal) -> None:
    WEBHOOKS.response = WebhookResponse(200, {}, b'{"company": {"size": "250"}, "tags": ["x"]}')
    WEBHOOKS.deliveries.clear()
    flow = """
  - callWebhook:
      name: Enrich
      url: "https://example.com/find?mail={{lead.email}}"
      headers: {X-Key: secret}
      template: '{"name": "{{lead.firstName}}", "city": "{{lead.city}}"}'
      response: {numberOfEmployees: company.size, leadSource: tags.0, city: company}
  - changeScore: {field: leadScore, change: "+1"}
"""
    number = campaign(server, flow, qualification="any")
    email = fresh("a+b")
    lead = create(server, email=email, firstName='A "B"', city="Oslo")
    pass_through(server, number, lead)
    ((webhook, key),) = WEBHOOKS.deliveries
    assert key
    assert (
        webhook.url
        == f"https://example.com/find?mail={email.replace('+', '%2B').replace('@', '%40')}"
    )
    assert webhook.body == b'{"name": "A \\"B\\"", "city": "Oslo"}'
    assert webhook.headers == {"Content-Type": "application/json", "X-Key": "secret"}
    held = values_of(server, lead, "numberOfEmployees", "leadSource", "city", "leadScore")
    assert held == [250, "x", "Oslo", 1]
    first = told(server, number, lead)[0]
    assert (first.type_id, first.primary) == (110, "Enrich")
    assert "250" in first.attributes["Response"]
    for response, error in ((WebhookResponse(503), "503"), (WebhookResponse(200), "1001")):
        WEBHOOKS.response = response
        pass_through(server, number, lead)
        errors = [
            e.attributes.get("Error Type") for e in told(server, number, lead) if e.type_id == 110
        ]
        assert errors[-1] == error


@pytest.mark.fact("D", "9.4")
def test_webhooks_that_reply_in_xml(server: Rehearsal) -> None:
    flow = """
  - callWebhook:
      name: Enrich
      url: "https://example.com/find"
      response: {numberOfEmployees: company.size, leadSource: tag.1, city: place}
"""
    number = campaign(server, flow, qualification="any")
    xml = "<reply xmlns='urn:x'><company><size>250</size></company><tag>a</tag><tag>b</tag>{}"
    entity = "<!DOCTYPE r [<!ENTITY e 'Oslo'>]>" + xml.format("<place>&e;</place></reply>")
    for body, expected in (
        (xml.format("<place>Å</place></reply>"), [250, "b", "Å"]),
        ("<?xml version='1.0'?>\n" + xml.format("</reply>"), [250, "b", None]),
        (xml.format(""), [None] * 3),
        (entity, [None] * 3),
        ("<a>" * 50_000, [None] * 3),
    ):
        WEBHOOKS.response = WebhookResponse(200, {}, body.encode())
        lead = create(server)
        pass_through(server, number, lead)
        assert values_of(server, lead, "numberOfEmployees", "leadSource", "city") == expected


XML_ORDER = "<r><orders><orderDate>2026-01-31</orderDate><size>7</size></orders><city>Å</city></r>"


@pytest.mark.fact("D", "9.4")
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('{"orders": [{"orderDate": "2026-01-31", "size": 7}], "city": "Å"}', ""),
        ('\ufeff{"orders": [{"orderDate": "2026-01-31", "size": 7}], "city": "Å"}', ""),
        ('{"orders": [{"orderDate": "2026-01-31", "size": 7.0}], "city": "Å"}', "latin-1"),
        ('{"orders": [{"orderDate": "2026-01-31", "size": 7}], "city": "Å"}', "utf-16"),
        (XML_ORDER, ""),
        (f"<?xml version='1.0' encoding='iso-8859-1'?>{XML_ORDER}", "declared"),
    ],
)
@pytest.mark.parametrize("place", ["orders[0].{}", "orders.0.{}"])
def test_paths_and_encodings_of_responses(
    server: Rehearsal, body: str, content_type: str, place: str
) -> None:
    """A path has either spelling; a response has a charset, a byte order mark, or neither."""
    flow = f"""
  - callWebhook:
      name: Enrich
      url: "https://example.com/find"
      response:
        dateOfBirth: "{place.format("orderDate")}"
        numberOfEmployees: "{place.format("size")}"
        city: city
"""
    number, lead = campaign(server, flow), create(server)
    encoding = {"": "utf-8", "declared": "latin-1"}.get(content_type, content_type)
    charset = {"utf-16": "; charset=utf-16", "latin-1": "; charset=iso-8859-1"}
    headers = {"content-type": f"text/plain{charset.get(content_type, '')}"}
    WEBHOOKS.response = WebhookResponse(200, headers, body.encode(encoding))
    pass_through(server, number, lead)
    held = values_of(server, lead, "dateOfBirth", "numberOfEmployees", "city")
    assert held == ["2026-01-31", 7, "Å"]
    assert "Unfilled Fields" not in told(server, number, lead)[0].attributes


def test_a_response_in_latin_1_without_a_charset_is_read(server: Rehearsal) -> None:
    flow = "[{callWebhook: {name: E, url: 'https://example.com/', response: {city: root.city}}}]"
    number = campaign(server, flow, qualification="any")
    for body in (b'{"root": {"city": "\xc5s"}}', b"<root><city>\xc5s</city></root>"):
        WEBHOOKS.response = WebhookResponse(200, {}, body)
        lead = create(server)
        pass_through(server, number, lead)
        assert values_of(server, lead, "city") == ["Ås"]


def test_what_a_response_does_not_fill_is_logged(server: Rehearsal) -> None:
    flow = """
  - callWebhook:
      name: Enrich
      url: "https://example.com/find"
      response: {numberOfEmployees: size, city: places.0, country: land, leadSource: version}
"""
    number, lead = campaign(server, flow), create(server, city="Oslo")
    body = b'{"size": "many", "places": [{}], "version": 1.10}'
    WEBHOOKS.response = WebhookResponse(200, {}, body)
    pass_through(server, number, lead)
    assert told(server, number, lead)[0].attributes["Unfilled Fields"] == (
        "numberOfEmployees: the value at size does not fit the field;"
        " city: there is no value at places.0; country: there is no value at land"
    )
    held = values_of(server, lead, "numberOfEmployees", "city", "leadSource")
    assert held == [None, "Oslo", "1.10"]


class Refusing:
    """A mail server that takes nothing."""

    def send(self, mail: Any, key: str) -> MailOutcome:  # noqa: ANN401
        del mail, key
        return MailOutcome(MailStatus.REFUSED, 550, "no such user")


@pytest.mark.fact("R", "9.3")
def test_mails(server: Rehearsal) -> None:
    MAILS.mails.clear()
    flow = """
  - sendEmail: {name: Welcome, subject: "Hi {{lead.First Name:default=you}}", text: Hello}
  - sendAlert: {name: Heads up, to: [sales@example.com], subject: "{{lead.email}}"}
"""
    number = campaign(server, flow)
    lead, gone = create(server, email=fresh()), create(server, email=fresh(), unsubscribed=True)
    pass_through(server, number, lead, gone)
    assert kinds(server, number, lead) == [6, 38]
    assert kinds(server, number, gone) == [38]
    subjects = sorted(mail.subject for mail, _ in MAILS.mails)
    assert "Hi you" in subjects
    sent, alert = told(server, number, lead)
    assert (sent.primary, alert.primary) == ("Welcome", "Heads up")
    assert set(sent.attributes) == {"Campaign Run ID", "Step ID"} | {"Choice Number"}


@pytest.mark.parametrize(
    ("flow", "text"),
    [
        ("[{fly: {}}]", "step 1: a step is one of"),
        ("[{wait: {}}]", "a wait needs"),
        ("[{wait: {days: -1}}]", "not shorter than nothing"),
        ("[{addToList: {list: no such}}]", "no list is named no such"),
        ("[{changeDataValue: {field: nothing, value: x}}]", "no field is named nothing"),
        ("[{changeDataValue: {field: id, value: 1}}]", "cannot be set"),
        ("[{changeScore: {field: leadScore, change: much}}]", "no change of a score"),
        ("[{changeScore: {field: city, change: '+1'}}]", "no score"),
        ("[{callWebhook: {name: x, url: 'file:///etc'}}]", "begins with https"),
        (
            "[{callWebhook: {name: x, url: 'http://e.org', response: {city: 'a..b'}}}]",
            "no path in a response",
        ),
        ("[{deletePerson: {really: true}}]", "really"),
        ("[{wait: {days: 1}, choices: [{if: {field: no, values: [1]}}]}]", "no field is named no"),
    ],
)
def test_flows_that_are_refused(server: Rehearsal, flow: str, text: str) -> None:
    with pytest.raises(Exception, match=text):
        campaign(server, flow)
