"""Names in a blueprint: unique short ones resolve, those that match nothing are refused."""

from collections.abc import Iterator
from textwrap import dedent

import pytest

from leadkeep.blueprint.file import BlueprintError
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.campaigns import apply, campaign_id, values_of
from tests.support.forms import ask
from tests.support.leads import ENGINES, create, fresh
from tests.support.lists import add, get, post
from tests.support.stores import new_store

PRESENT = """
fields: [{name: acmeTier, displayName: Acme Tier, dataType: string}]
partitions: [{name: Abroad}]
programs:
- {name: Web, type: Default, channel: Online Advertising}
- {name: Show, type: Event, channel: Live Event}
- {name: Nurse, type: Engagement, channel: Nurture, streams: [First Steps]}
salesPersons:
- {externalSalesPersonId: s-1, email: sam@example.com, firstName: Sam, lastName: Seller}
forms:
- {name: Signup, program: Web}
- {name: Twice, program: Web}
- {name: Twice, program: Show}
lists:
- {name: Guests, program: Show}
- {name: Customers}
segmentations:
- {name: Lands, segments: [{name: Norway, rules: [{field: country, values: [Norway]}]}]}
smartLists: [{name: Living, filters: [{field: country, operator: is not empty}]}]
campaigns:
- {name: Nightly, program: Web}
- name: Steps
  program: Web
  active: true
  triggers: [{type: Campaign is Requested}]
  flow:
  - callWebhook: {name: Enrich, url: "https://example.com/"}
  - sendEmail: {name: Welcome, subject: Hello}
  - sendAlert: {name: Heads up, to: [a@example.com], subject: Hello}
"""


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_stores")
    with new_store(factory) as store, Rehearsal(store) as running:
        apply(running, PRESENT)
        yield running


def trigger(name: str, attribute: str, value: str) -> str:
    constraint = f"{{attribute: {attribute}, values: [{value}]}}"
    return f"campaigns: [{{name: X, triggers: [{{type: {name}, where: [{constraint}]}}]}}]"


def step(flow: str) -> str:
    return f"campaigns: [{{name: X, flow: [{flow}]}}]"


WRONG = {
    "form": (trigger("Fills Out Form", "Form Name", "Web.Sigup"), "Web.Signup"),
    "short form": (trigger("Fills Out Form", "Form Name", "sigup"), "Signup"),
    "list": (trigger("Added to List", "List", "Guest"), "Guests"),
    "program": (trigger("Program Status is Changed", "Program", "Shows"), "Show"),
    "campaign": (trigger("Campaign is Requested", "Campaign", "Web.Nightli"), "Web.Nightly"),
    "field": (trigger("Data Value Changes", "Attribute", "acmeTeir"), "acmeTier"),
    "score": (trigger("Score is Changed", "Score Name", "Lead Scor"), "Lead Score"),
    "status": (trigger("Program Status is Changed", "New Status", "Atended"), "Attended"),
    "partition": (trigger("Lead Partition Changes", "New Partition", "Abrod"), "Abroad"),
    "stream": (trigger("Nurture Track Changes", "New Track", "First Step"), "First Steps"),
    "stream before": (
        trigger("Nurture Track Changes", "Previous Track", "Frst Steps"),
        "First Steps",
    ),
    "cadence": (trigger("Nurture Cadence Changes", "New Nurture Cadence", "Paus"), "Pause"),
    "member field": (
        trigger("Program Member Data is Changed", "Attribute Name", "webinarUrll"),
        "webinarUrl",
    ),
    "owner": (trigger("Owner is Changed", "Owner", "Sam Seler"), "Sam Seller"),
    "segmentation": (trigger("Segment Changes", "Segmentation", "Land"), "Lands"),
    "webhook": (trigger("Webhook is Called", "Webhook", "Enrch"), "Enrich"),
    "mail": (trigger("Email is Sent", "Email", "Welcom"), "Welcome"),
    "alert": (trigger("Is Sent Alert", "Alert", "Head up"), "Heads up"),
    "trigger": ("campaigns: [{name: X, triggers: [{type: Fill Out Form}]}]", "Fills Out Form"),
    "filter of a form": (
        (
            "smartLists: [{name: X, filters: [{activity: Filled Out Form, where: [{attribute: Form"
            " Name, values: [Sinup]}]}]}]"
        ),
        "Signup",
    ),
    "members of a list": (
        "smartLists: [{name: X, filters: [{memberOfList: Custmers}]}]",
        "Customers",
    ),
    "members of a smart list": (
        "smartLists: [{name: X, filters: [{memberOfSmartList: Livin}]}]",
        "Living",
    ),
    "filter of a field": (
        "smartLists: [{name: X, filters: [{field: contry, values: [a]}]}]",
        "country",
    ),
    "segment": ("smartLists: [{name: X, filters: [{segment: Lands, values: [Norwy]}]}]", "Norway"),
    "kind of filter": ("smartLists: [{name: X, filters: [{memberOfLst: A}]}]", "memberOfList"),
    "operator": (
        "smartLists: [{name: X, filters: [{field: city, operator: contain, values: [a]}]}]",
        "contains",
    ),
    "list of a step": (step("{addToList: {list: Custmers}}"), "Customers"),
    "program of a step": (step("{addToEngagementProgram: {program: Shw}}"), "Show"),
    "status of a step": (
        step("{changeProgramStatus: {program: Show, status: Atended}}"),
        "Attended",
    ),
    "partition of a step": (step("{changePartition: {partition: Abrod}}"), "Abroad"),
    "field of a step": (step("{changeDataValue: {field: contry, value: x}}"), "country"),
    "field of a webhook": (
        step("{callWebhook: {name: X, url: 'http://x.example.com', response: {contry: a}}}"),
        "country",
    ),
    "kind of step": (step("{addToLst: {list: Customers}}"), "addToList"),
    "member of a step": (step("{addToList: {lst: Customers}}"), "list"),
    "program of an asset": ("lists: [{name: X, program: Shw}]", "Show"),
    "folder": ("lists: [{name: X, folder: Group List}]", "Group Lists"),
    "workspace": ("lists: [{name: X, workspace: Defalt}]", "Default"),
    "channel": (
        "programs: [{name: X, type: Default, channel: Online Advertisng}]",
        "Online Advertising",
    ),
    "program type": ("programs: [{name: X, type: Defalt, channel: Online Advertising}]", "Default"),
    "field of a form": ("forms: [{name: X, fields: [contry]}]", "country"),
    "field of a lead": ("leads: [{email: a@example.com, contry: Norway}]", "country"),
    "partition of a lead": ("leads: [{email: a@example.com, partitionName: Abrod}]", "Abroad"),
    "role": ("clients: [{name: X, role: API Adminstrator}]", "API Administrator"),
    "permission": ("roles: [{name: X, permissions: [Read-Only Led]}]", "Read-Only Lead"),
    "data type": ("fields: [{name: x, displayName: X, dataType: strng}]", "string"),
    "key": ("campains: []", "campaigns"),
    "member": ("campaigns: [{name: X, trigers: []}]", "triggers"),
    "member of a member": ("programs: [{name: X, costs: [{startdate: 2026-01-01}]}]", "startDate"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_name_that_matches_nothing_is_refused_with_the_nearest(
    server: Rehearsal, mistake: str
) -> None:
    blueprint, near = WRONG[mistake]
    with pytest.raises(BlueprintError) as caught:
        apply(server, f"\n\n{blueprint}\n")
    assert str(caught.value).startswith("test.yaml:3: ")
    assert f"; did you mean {near}?" in str(caught.value)


def test_a_short_name_of_several_is_refused(server: Rehearsal) -> None:
    with pytest.raises(BlueprintError, match=r"several forms are named Twice: .*Show.Twice"):
        apply(server, trigger("Fills Out Form", "Form Name", "Twice"))


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("{type: Fills Out Form, formName: SIGNUP}", "form"),
        ("{type: Fills Out Form, formName: Web.Signup}", "form"),
        ("{type: Added to List, list: guests}", "list"),
        ("{type: Added to List, list: Show.Guests}", "list"),
    ],
)
def test_a_trigger_with_a_unique_short_name_fires(
    server: Rehearsal, attribute: str, value: str
) -> None:
    apply(
        server,
        dedent(f"""
        campaigns:
        - name: Fires
          active: true
          qualification: any
          triggers: [{attribute}]
          flow: [{{changeScore: {{field: leadScore, change: "+1"}}}}]
        """),
    )
    email = fresh()
    lead = create(server, email=email)
    if value == "form":
        form = get(server, "forms.json").result
        (number,) = (each["id"] for each in form if each["name"] == "Signup")
        answer = {"leadFormFields": {"email": email}, "visitorData": {"pageURL": "https://a.b"}}
        assert ask(server, number, answer).result[0]["status"] == "updated"
    else:
        lists = get(server, "staticLists.json").result
        add(server, next(each["id"] for each in lists if each["name"] == "Guests"), lead)
    server.run_jobs()
    assert values_of(server, lead, "leadScore") == [1]
    post(server, f"smartCampaign/{campaign_id(server, 'Fires')}/deactivate.json")


def test_a_trigger_may_name_a_step_of_a_later_campaign(server: Rehearsal) -> None:
    report = apply(
        server,
        dedent("""
        campaigns:
        - {name: Before, triggers: [{type: Webhook is Called, webhook: Later}]}
        - {name: Behind, flow: [{callWebhook: {name: Later, url: "https://example.com/"}}]}
        """),
    )
    assert report == {"Before": "created", "Behind": "created"}


def test_filters_of_the_log_may_name_steps_of_the_past(server: Rehearsal) -> None:
    where = "[{attribute: Webhook, values: [Retired]}]"
    report = apply(
        server,
        f"smartLists:\n- name: Past\n  filters: [{{activity: Webhook was Called, where: {where}}}]",
    )
    assert report == {"Past": "created"}


@pytest.mark.parametrize(
    "flow",
    [
        "  - interestingMoment: {description: {{lead.First Name}}}",
        "  - interestingMoment:\n      description: {{lead.First Name}} came by",
        "  - changeDataValue:\n      field: city\n      value: {{my.city}}",
    ],
)
def test_a_token_without_quotes_is_explained(server: Rehearsal, flow: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        apply(server, f"campaigns:\n- name: X\n  flow:\n{flow}\n")
    line = 3 + next(n for n, text in enumerate(flow.splitlines(), 1) if "{{" in text)
    assert str(caught.value).startswith(f"test.yaml:{line}: ")
    assert 'a text with a token needs quotes, such as "{{lead.First Name}}"' in str(caught.value)


def test_numbers_keep_the_digits_of_the_file(server: Rehearsal) -> None:
    program, email = "Prices", fresh()
    apply(
        server,
        dedent(f"""
        programs:
        - name: {program}
          type: Default
          channel: Online Advertising
          tokens: {{price: 1.10, size: 90210.0, count: 9007199254740993, short: 1.5}}
        leads: [{{email: {email}, acmeTier: 1.10, annualRevenue: 1.50}}]
        """),
    )
    (folder,) = get(server, "program/byName.json", name=program).result
    tokens = get(server, f"folder/{folder['id']}/tokens.json", folderType="Program").result
    held = {each["name"]: each["value"] for each in tokens[0]["tokens"]}
    expected = {"price": "1.10", "size": "90210.0", "count": "9007199254740993", "short": "1.5"}
    assert held == expected
    query = {"filterType": "email", "filterValues": email, "fields": "acmeTier,annualRevenue"}
    (lead,) = server.get("/rest/v1/leads.json", query).result
    assert (lead["acmeTier"], lead["annualRevenue"]) == ("1.10", 1.5)
