"""Leads who pass through campaigns whose worker is killed: the campaigns, and what must be left.

What a step does twice, or not at all, is seen in the leads' points, which only count, and in what
the log holds because of the campaign.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select

from leadkeep.domain.activities import ActivityType
from leadkeep.domain.activities.tables import activity
from leadkeep.domain.assets.lists.tables import list_member
from leadkeep.domain.assets.programs.tables import program_member
from leadkeep.domain.automation.campaigns.tables import campaign_member, campaign_run
from leadkeep.jobs.tables import job
from leadkeep.testing import Rehearsal
from tests.support.campaigns import apply, campaign_id, new_program, request
from tests.support.leads import LEADS, add_fields, fresh, sync

BLUEPRINT = """
lists: [{{name: Guests}}]
campaigns:
- name: Welcome
  active: true
  qualification: any
  triggers: [{{type: Campaign is Requested}}, {{type: Lead is Pushed to Marketo}}]
  flow:
  - changeScore: {{field: leadScore, change: '+1'}}
    choices: [{{if: {{field: country, operator: is, values: [France]}}, change: '+10'}}]
  - changeDataValue: {{field: leadSource, value: 'Hello {{{{lead.country}}}}'}}
  - interestingMoment: {{type: Web, description: Came in}}
  - addToList: {{list: Guests}}
{pause}
  - changeScore: {{field: leadScore, change: '+1000'}}
  - changeProgramStatus: {{program: Party, status: Influenced}}
- name: Mailing
  qualification: any
  filters: [{{field: country, operator: is not empty}}]
  flow:
  - changeScore: {{field: sweptScore, change: '+1'}}
{pause}
  - changeScore: {{field: sweptScore, change: '+1000'}}
- name: Greeting
  active: true
  qualification: any
  triggers: [{{type: Added to List, list: Guests}}]
  flow:
  - changeScore: {{field: guestScore, change: '+1'}}
"""
PAUSE = """
  - wait: {minutes: 10}
    choices:
    - {if: {field: country, operator: is, values: [France]}, minutes: 25}
    - {if: {field: country, operator: is, values: [Chile]}, nothing: true}
""".strip("\n")
"""Some go on later than others, and some at once."""
WELCOME_STEPS, MAILING_STEPS, GREETING_STEPS = 6, 2, 1
"""Waits are not counted."""
COUNTRIES = {"France": 10, "Norway": 1, "Chile": 1}
"""And what the first step gives there."""
AT_ONCE = 100


class JourneyLead(NamedTuple):
    """A lead of the journey."""

    id: int
    email: str
    country: str


class Journey:
    """Campaigns on a server, who was sent through them, and what has come of it."""

    def __init__(self, server: Rehearsal, size: int, *, pause: bool) -> None:
        """Make campaigns, with waits or without, and as many leads."""
        self.server = server
        self.requests: Counter[int] = Counter()
        """How often each lead was let into Welcome, by request or push."""
        self.sweeps = 0
        add_fields(server, {"sweptScore": "score", "guestScore": "score"})
        self.party = new_program(server, "Party")
        new_program(server, "Pushes")
        apply(server, BLUEPRINT.format(pause=PAUSE if pause else ""))
        names = ("Welcome", "Mailing", "Greeting")
        self.welcome, self.mailing, self.greeting = (campaign_id(server, each) for each in names)
        self.leads: list[JourneyLead] = []
        for at in range(0, size, AT_ONCE):
            self._create(min(AT_ONCE, size - at))

    def _create(self, size: int) -> None:
        countries = list(COUNTRIES)
        told = [(fresh("guest"), countries[at % len(countries)]) for at in range(size)]
        records = [{"email": email, "country": country} for email, country in told]
        for (email, country), item in zip(told, sync(self.server, *records), strict=True):
            self.leads.append(JourneyLead(item["id"], email, country))

    # -- what sends leads on their way ----------------------------------------------------------

    def request(self, some: Sequence[JourneyLead]) -> None:
        """Let the API request the campaign for leads."""
        lead_ids = [each.id for each in some]
        assert request(self.server, self.welcome, *lead_ids).result == [{"id": self.welcome}]
        self.requests.update(lead_ids)

    def push(self, some: Sequence[JourneyLead]) -> None:
        """Push leads, for which the campaign waits."""
        records = [{"email": each.email} for each in some]
        body = {"programName": "Pushes", "lookupField": "email", "input": records}
        items = self.server.post("/rest/v1/leads/push.json", body).result
        assert [each["id"] for each in items] == [each.id for each in some]
        self.requests.update(each.id for each in some)

    def schedule(self) -> None:
        """Let the batch campaign run as soon as it may, over all leads."""
        path = f"/rest/v1/campaigns/{self.mailing}/schedule.json"
        assert self.server.post(path, {"input": {}}).result == [{"id": self.mailing}]
        self.sweeps += 1

    # -- what must have come of it --------------------------------------------------------------

    @property
    def lead_steps(self) -> int:
        """How many steps of single leads there are to do."""
        welcomed, swept = self.requests.total(), self.sweeps * len(self.leads)
        greeted = len(self.requests)
        return welcomed * WELCOME_STEPS + swept * MAILING_STEPS + greeted * GREETING_STEPS

    def jobs(self) -> list[dict[str, Any]]:
        """Return all rows of the queue."""
        return [dict(row) for row in self._rows(select(job).order_by(job.c.id))]

    def check(self) -> None:
        """Assert that all is done, and each step once."""
        assert self.jobs() == []
        guests = sorted(self.requests)
        everybody = [each.id for each in self.leads]
        swept = everybody if self.sweeps else []
        self._check_positions({self.welcome: guests, self.greeting: guests, self.mailing: swept})
        assert self._lead_ids(list_member) == guests
        party = program_member.c.program_id == self.party
        assert self._lead_ids(program_member, party) == guests
        self._check_points()
        self._check_log()
        runs = select(campaign_run.c.entered, campaign_run.c.finished_at.is_not(None))
        told = [tuple(row.values()) for row in self._rows(runs)]
        assert told == [(len(everybody), True)] * self.sweeps

    def _check_positions(self, wanted: dict[int, list[int]]) -> None:
        """Everybody who entered has left the flow, and nobody else entered."""
        for number, lead_ids in wanted.items():
            own = campaign_member.c.campaign_id == number
            assert self._lead_ids(campaign_member, own) == lead_ids
            assert self._lead_ids(campaign_member, own, campaign_member.c.position.is_(None)) == (
                lead_ids
            )

    def _check_points(self) -> None:
        for at in range(0, len(self.leads), AT_ONCE):
            some = self.leads[at : at + AT_ONCE]
            query = {
                "filterType": "id",
                "filterValues": ",".join(str(each.id) for each in some),
                "fields": "leadScore,sweptScore,guestScore,leadSource",
            }
            found = {each["id"]: each for each in self.server.get(LEADS, query).result}
            for lead in some:
                times = self.requests[lead.id]
                assert found[lead.id] == {
                    "id": lead.id,
                    "leadScore": times * (COUNTRIES[lead.country] + 1000) or None,
                    "sweptScore": self.sweeps * 1001 or None,
                    "guestScore": min(times, 1) or None,
                    "leadSource": f"Hello {lead.country}" if times else None,
                }

    def _check_log(self) -> None:
        """Each step is logged once for each enrollment, or once where it changes once."""
        c = activity.c
        query = (
            select(c.campaign_id, c.lead_id, c.activity_type_id, func.count().label("times"))
            .where(c.campaign_id.is_not(None))
            .group_by(c.campaign_id, c.lead_id, c.activity_type_id)
        )
        found = {tuple(row.values())[:3]: row["times"] for row in self._rows(query)}
        wanted: dict[tuple[int, int, int], int] = {}
        for lead_id, times in self.requests.items():
            for type_id, count in (
                (ActivityType.CHANGE_SCORE, 2 * times),
                (ActivityType.CHANGE_DATA_VALUE, 2 * times + 1),
                (ActivityType.INTERESTING_MOMENT, times),
                (ActivityType.ADD_TO_LIST, 1),
                (ActivityType.CHANGE_STATUS_IN_PROGRESSION, 1),
            ):
                wanted[self.welcome, lead_id, type_id] = count
            wanted[self.greeting, lead_id, ActivityType.CHANGE_SCORE] = 1
            wanted[self.greeting, lead_id, ActivityType.CHANGE_DATA_VALUE] = 1
        if self.sweeps:
            for lead in self.leads:
                wanted[self.mailing, lead.id, ActivityType.CHANGE_SCORE] = 2 * self.sweeps
                wanted[self.mailing, lead.id, ActivityType.CHANGE_DATA_VALUE] = 2 * self.sweeps
        assert found == wanted

    def _rows(self, query: Any) -> list[Any]:  # noqa: ANN401
        return self.server.store.read_now(lambda tx: list(tx.execute(query).mappings()))

    def _lead_ids(self, table: Any, *conditions: Any) -> list[int]:  # noqa: ANN401
        query = select(table.c.lead_id).where(*conditions).order_by(table.c.lead_id)
        return [row["lead_id"] for row in self._rows(query)]
