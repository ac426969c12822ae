"""Tokens in flows: moments in the instance's zone, and values encoded once (behaviour.md 9.1)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leadkeep.connectors.mails import NullMails
from leadkeep.connectors.webhooks import NullWebhooks
from leadkeep.domain.automation.services import Services, Webhook
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.campaigns import apply, campaign, campaign_id, pass_through, values_of
from tests.support.leads import ENGINES, create, fresh, new_field, sync
from tests.support.lists import fresh_name, post
from tests.support.programs import MEMBER_FIELDS, new_program, set_data, set_status
from tests.support.stores import new_store

WEBHOOKS, MAILS = NullWebhooks(), NullMails()
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_stores")
    with new_store(factory) as store:
        apply_fields = "fields: [{name: met, displayName: Met, dataType: datetime}]"
        with Rehearsal(store, services=Services(WEBHOOKS, MAILS)) as running:
            store.zone = TOKYO
            apply(running, apply_fields)
            yield running


def delivered(server: Rehearsal, lead: int, step: str, **members: str) -> Webhook:
    """Pass a lead through a campaign with a webhook and return the request."""
    WEBHOOKS.deliveries.clear()
    flow = f"[{{callWebhook: {{name: Hook, url: 'https://example.com/', {step}}}}}]"
    pass_through(server, campaign(server, flow, **members), lead)
    ((webhook, _),) = WEBHOOKS.deliveries
    return webhook


@pytest.mark.fact("D", "9.1")
def test_moments_have_the_offset_of_the_zone(server: Rehearsal) -> None:
    lead = create(server, met="2026-01-15T22:30:00Z", dateOfBirth="1990-02-03")
    names = ("lead.met", "lead.dateOfBirth", "system.datetime", "system.date", "system.time")
    template = json.dumps([f"{{{{{name}}}}}" for name in names])
    now = server.clock.now().astimezone(TOKYO).replace(microsecond=0).isoformat()
    webhook = delivered(server, lead, f"template: '{template}'")
    expected = ["2026-01-16T07:30:00+09:00", "1990-02-03", now, now[:10], now[11:]]
    assert json.loads(webhook.body) == expected


@pytest.mark.parametrize(
    ("name", "hours"), [("trigger.Date", 0), ("trigger.New Value", 1), ("lead.Met", 1)]
)
def test_what_reads_a_moment_reads_its_offset(server: Rehearsal, name: str, hours: int) -> None:
    """A date field gets the day in the zone of the instance, a wait ends at the same moment."""
    flow = f"""
  - changeDataValue: {{field: dateOfBirth, value: "{{{{{name}}}}}"}}
  - changeDataValue: {{field: title, value: "{{{{{name}}}}}"}}
  - wait: {{until: "{{{{{name}}}}}"}}
  - changeScore: {{field: leadScore, change: "+1"}}
"""
    trigger = "[{type: Data Value Changes, where: [{attribute: Attribute, values: [met]}]}]"
    number, email = campaign(server, flow, triggers=trigger), fresh()
    lead = create(server, email=email)
    met = (server.clock.now() + timedelta(hours=hours)).replace(microsecond=0)
    sync(server, {"email": email, "met": met.isoformat()})
    server.run_jobs()
    day, title, score = values_of(server, lead, "dateOfBirth", "title", "leadScore")
    assert title == met.astimezone(TOKYO).isoformat()
    assert (day, score) == (title[:10], None if hours else 1)
    if hours:  # else it is a part of a second ago, and moments do not go back with a clock
        move_to(server, met.isoformat()[:19])
        server.run_jobs()
    assert values_of(server, lead, "leadScore") == [1]
    post(server, f"smartCampaign/{number}/deactivate.json")


@pytest.mark.fact("D", "9.1")
def test_values_of_members_have_their_types(server: Rehearsal) -> None:
    """A value of a program member field is no text in JSON: the log has texts of all types."""
    kinds = {"seat": "string", "guests": "integer", "vip": "boolean", "at": "datetime"}
    fields = [new_field(name, kind) for name, kind in {**kinds, "fee": "currency"}.items()]
    server.post(MEMBER_FIELDS, {"input": fields})
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    template = '{"new": {{trigger.New Value}}, "old": {{trigger.Old Value}}}'
    flow = f"[{{callWebhook: {{name: Hook, url: 'https://example.com/', template: '{template}'}}}}]"
    kind = "{type: Program Member Data is Changed}"
    number = campaign(server, flow, triggers=f"[{kind}]", qualification="any")
    sent = {"seat": "7", "guests": 2, "vip": True, "at": "2026-01-15T22:30:00Z", "fee": "1234.50"}
    expected = ['"7"', "2", "true", '"2026-01-16T07:30:00+09:00"', "1234.5"]
    for (name, value), shown in zip(sent.items(), expected, strict=True):
        WEBHOOKS.deliveries.clear()
        set_data(server, program, {"leadId": lead, name: value})
        server.run_jobs()
        ((webhook, _),) = WEBHOOKS.deliveries
        assert (
            webhook.body.decode()
            == f'{{"new": {shown}, "old": {"false" if name == "vip" else "null"}}}'
        )
    post(server, f"smartCampaign/{number}/deactivate.json")


@pytest.mark.fact("D", "9.1")
@pytest.mark.parametrize(
    ("zone", "start", "wait", "expected"),
    [
        # The clocks of Paris show 01:30 UTC as 02:30 once, and 02:10 to 02:59 twice.
        ("Europe/Paris", "2026-10-25T01:10:00", "time: '02:30'", "2026-10-25T01:30:00"),
        ("Europe/Paris", "2026-10-25T00:10:00", "time: '02:30'", "2026-10-25T00:30:00"),
        ("America/New_York", "2026-11-01T06:10:00", "time: '01:30'", "2026-11-01T06:30:00"),
        ("America/New_York", "2026-11-01T06:40:00", "time: '01:30'", "2026-11-02T06:30:00"),
        ("America/New_York", "2026-03-08T05:00:00", "time: '02:30'", "2026-03-08T07:30:00"),
        (None, "2026-06-01T03:00:00", "time: '13:00'", "2026-06-01T04:00:00"),
        (None, "2026-06-01T03:00:00", "until: '2026-06-02'", "2026-06-01T15:00:00"),
    ],
)
def test_a_wait_ends_at_the_next_such_time(
    server: Rehearsal, zone: str | None, start: str, wait: str, expected: str
) -> None:
    named = "" if zone is None else f", timeZone: {zone}"
    flow = f"[{{wait: {{{wait}{named}}}}}, {{changeScore: {{field: leadScore, change: '+1'}}}}]"
    move_to(server, start)
    lead, number = create(server), campaign(server, flow)
    pass_through(server, number, lead)
    end = datetime.fromisoformat(expected).replace(tzinfo=UTC)
    for moment, score in ((end.timestamp() - 1, None), (end.timestamp(), 1)):
        server.clock.advance(seconds=moment - server.clock.now().timestamp())
        server.forget_token()
        server.run_jobs()
        assert values_of(server, lead, "leadScore") == [score]


def move_to(server: Rehearsal, moment: str) -> None:
    """Move the clock to a UTC moment, which may be before the present one."""
    seconds = datetime.fromisoformat(moment).replace(tzinfo=UTC) - server.clock.now()
    server.clock.advance(seconds=seconds.total_seconds())
    server.forget_token()


@pytest.mark.parametrize(
    ("text_format", "template", "expected"),
    [
        ("form", "a={{my.outer}}", b"a=Hi%20A%26B%20%3C%C3%A9%3E%21"),
        ("text", "{{my.outer}}", "Hi A&B <é>!".encode()),
        ("xml", "<a>{{my.outer}}</a>", "<a>Hi A&amp;B &lt;é&gt;!</a>".encode()),
        ("json", '{"a": {{my.outer}}}', '{"a": "Hi A&B <é>!"}'.encode()),
        ("json", '{"n": {{my.size}}, "s": "{{my.size}}"}', b'{"n": 7, "s": "7"}'),
        ("json", "[{{lead.leadScore}}, {{lead.unsubscribed}}]", b"[null, false]"),
        ("json", "[{{lead.annualRevenue}}, {{lead.city}}]", b"[12.5, null]"),
        ("json", "[{{lead.leadScore:default=0}}, {{lead.city:default=0}}]", b'[0, "0"]'),
        ("json", "[{{lead.numberOfEmployees}}, {{lead.postalCode}}]", b'[250, "007"]'),
        ("json", '["{{lead.unsubscribed}}", {{guest.x}}]', b'["false", "{{guest.x}}"]'),
        ("json", "[{{my.loop}}]", b'["{{my.loop}}"]'),
    ],
)
def test_values_are_encoded_once_and_last(
    server: Rehearsal, text_format: str, template: str, expected: bytes
) -> None:
    program = fresh_name("Tokens")
    apply(
        server,
        f"""
programs:
- name: {program}
  type: Default
  channel: Online Advertising
  tokens:
    outer: "Hi {{{{my.inner}}}}!"
    inner: "{{{{lead.firstName}}}} <é>"
    loop: "{{{{my.loop}}}}"
    size: {{type: number, value: "+007"}}
""",
    )
    lead = create(
        server, firstName="A&B", annualRevenue=12.5, numberOfEmployees=250, postalCode="007"
    )
    step = f"format: {text_format}, template: '{template}'"
    assert delivered(server, lead, step, program=program).body == expected


@pytest.mark.fact("D", "3.2")
def test_mails_encode_values_in_html_alone(server: Rehearsal) -> None:
    program = fresh_name("Mailed")
    apply(
        server,
        f"""
fields:
- {{name: teaser, displayName: Teaser, dataType: string, isHtmlEncodingInEmail: false}}
programs:
- name: {program}
  type: Default
  channel: Online Advertising
  tokens:
    link: "https://example.com/?a=1&b={{{{lead.firstName}}}}"
    block: {{type: rich text, value: "<i>{{{{lead.firstName}}}}</i>"}}
campaigns:
- name: {program} mails
  program: {program}
  active: true
  triggers: [{{type: Campaign is Requested}}]
  flow:
  - sendEmail:
      name: Welcome
      subject: "Hi {{{{lead.firstName}}}}, {{{{lead.title}}}}"
      text: "<{{{{lead.firstName}}}}>"
      html: '<a href="{{{{my.link}}}}">{{{{lead.teaser}}}}</a>{{{{my.block}}}}'
""",
    )
    name = "<b>&"
    values: dict[str, Any] = {"firstName": name, "title": "x\r\nBcc: y", "teaser": "<u>hot</u>"}
    lead = create(server, **values)
    MAILS.mails.clear()
    pass_through(server, campaign_id(server, f"{program} mails"), lead)
    ((mail, _),) = MAILS.mails
    assert (mail.subject, mail.text) == ("Hi <b>&, x Bcc: y", "<<b>&>")
    link = "https://example.com/?a=1&amp;b=&lt;b&gt;&amp;"
    assert mail.html == f'<a href="{link}"><u>hot</u></a><i>&lt;b&gt;&amp;</i>'


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("{{lead.Frist Name}}", "no field is named Frist Name; did you mean First Name"),
        ("{{company.nothing at all}}", "no field is named nothing at all$"),
        ("{{my.grating}}", r"no token is named {{my.grating}}; did you mean greeting"),
        ("{{system.dates}}", r"no token is named {{system.dates}}; did you mean date"),
        ("{{lead.First Name}} {{my.Greeting}} {{user.name}} {{trigger.Any}}", None),
    ],
)
def test_names_of_tokens_that_match_nothing_are_refused(
    server: Rehearsal, token: str, text: str | None
) -> None:
    program = fresh_name("Named")
    apply(
        server,
        f"programs: [{{name: {program}, type: Default, channel: Online Advertising,"
        " tokens: {greeting: Hi}}]",
    )
    flow = f"[{{interestingMoment: {{description: '{token}'}}}}]"
    if text is None:
        campaign(server, flow, program=program)
        return
    with pytest.raises(Exception, match=text):
        campaign(server, flow, program=program)


def test_a_template_that_cannot_become_json_is_refused(server: Rehearsal) -> None:
    hook = "name: Hook, url: 'https://example.com/', template: 'a={{{{lead.city}}}}'"
    flow = f"[{{{{callWebhook: {{{{{hook}{{}}}}}}}}}}]"
    campaign(server, flow.format(", format: form"))
    with pytest.raises(Exception, match="step 1: the template is not JSON"):
        campaign(server, flow.format(""))
