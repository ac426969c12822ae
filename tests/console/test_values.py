"""How values look on pages: every data type, with all its digits, on each page that shows it."""

from leadkeep.testing import Rehearsal
from tests.support.campaigns import apply, campaign_id
from tests.support.console import signed_in, text_of
from tests.support.leads import create, sync

DIGITS = "9007199254740993.25"
MOMENT = "2026-01-15T18:00:00Z"
WEIGHTY = f"""
fields:
- {{name: seenAt, displayName: Seen at, dataType: datetime}}
- {{name: bornOn, displayName: Born on, dataType: date}}
campaigns:
- {{name: Rich, triggers: [{{type: Campaign is Requested}}],
   filters: [{{field: annualRevenue, operator: greater than, values: ['{DIGITS}']}}]}}
"""


def weighty(server: Rehearsal) -> int:
    apply(server, WEIGHTY)
    return create(server, annualRevenue=DIGITS, seenAt=MOMENT, bornOn="1815-12-10", doNotCall=True)


def test_a_lead_shows_values_of_every_type(server: Rehearsal) -> None:
    lead = weighty(server)
    browser = signed_in(server)
    page = text_of(browser.get(f"/leads/{lead}?fields=all"))
    for each in (DIGITS, "2026", "1815-12-10", "yes"):
        assert each in page
    twin = browser.get(f"/leads/{lead}.json?fields=all").body["record"]
    assert (twin["seenAt"], twin["bornOn"]) == (MOMENT, "1815-12-10")


def test_a_merge_shows_values_as_the_api_does(server: Rehearsal) -> None:
    winner, loser = create(server), weighty(server)
    browser = signed_in(server)
    address = f"/duplicates/merge?lead={winner}&lead={loser}"
    assert DIGITS in text_of(browser.get(address))
    rows = browser.get(address.replace("merge?", "merge.json?")).body["rows"]
    shown = {row["name"]: row["cells"][1]["value"] for row in rows}
    assert (shown["seenAt"], shown["bornOn"]) == (MOMENT, "1815-12-10")


def test_why_shows_the_amount_that_a_filter_sees(server: Rehearsal) -> None:
    lead = weighty(server)
    browser = signed_in(server)
    path = f"/campaigns/{campaign_id(server, 'Rich')}/why"
    assert f"sees {DIGITS}" in text_of(browser.get(f"{path}?lead={lead}"))


def test_a_listing_shows_amounts(server: Rehearsal) -> None:
    weighty(server)
    page = text_of(signed_in(server).get("/leads?column=annualRevenue&column=company"))
    assert DIGITS in page.replace("\N{NARROW NO-BREAK SPACE}", "")


def test_a_timeline_shows_amounts_of_activities(server: Rehearsal) -> None:
    lead = weighty(server)
    change = {"id": lead, "annualRevenue": "0.10000000000000001"}
    sync(server, change, lookupField="id")
    page = text_of(signed_in(server).get(f"/leads/{lead}"))
    assert "0.10000000000000001" in page


def test_a_file_of_leads_has_amounts_with_their_digits(server: Rehearsal) -> None:
    weighty(server)
    browser = signed_in(server)
    file = browser.get("/leads.csv?column=annualRevenue").content
    assert DIGITS in file.decode()


def test_a_day_has_no_time(server: Rehearsal) -> None:
    lead = create(server, dateOfBirth="1815-12-10")
    page = text_of(signed_in(server).get(f"/leads/{lead}"))
    assert ">10 Dec 1815<" in page
    assert "10 Dec 1815, " not in page
