"""Programs: a page of a large program beside one of a small one, and how fast leads join."""

import random
from collections.abc import Sequence

from benchmarks import servers
from benchmarks.figures import Row, Run
from benchmarks.growth import LARGE, LARGE_QUICK, loaded
from benchmarks.lists import LONG, LONG_QUICK, SHORT, make_asset, page_row, post_leads

MARKETING = '{"id":15,"type":"Folder"}'


def programs(run: Run) -> list[Row]:
    """Get Leads by Program Id: pages of 300 of a program of 300,000 and of one of 300, in turn.

    The members are random ones of 1,000,000 leads (with --quick 30,000 of 100,000). One connection,
    default fields; the pages of the large program are spread over all of it. Median seconds a page.
    How fast leads join, and then reach success, with 300 a call and one connection is told as well.
    """
    count, long = run.sized(LARGE, LARGE_QUICK), run.sized(LONG, LONG_QUICK)
    pick = random.Random(23)
    everybody = range(1, count + 1)
    with servers.leadkeep(loaded(run, count)) as server:
        token = server.token()
        small = _made(server, token, "Small program of a benchmark")
        large = _made(server, token, "Large program of a benchmark")
        members = sorted(pick.sample(everybody, long))
        _set_status(server, small, "Invited", sorted(pick.sample(everybody, SHORT)))
        joined = _set_status(server, large, "Invited", members)
        moved = _set_status(server, large, "Attended", members)
        run.say(f"walking {long:,} members")
        what = f"Leads by program: a page of {long:,} members"
        row = page_row(run, server, what, _path(small), _path(large), b'"progressionStatus":')
    return [
        row,
        Row(what=f"Sync Program Member Status, {long:,} joining", figure=f"{joined:,.0f} leads/s"),
        Row(what=f"the same, {long:,} reaching success", figure=f"{moved:,.0f} leads/s"),
    ]


def _path(program_id: int) -> str:
    return f"/rest/v1/leads/programs/{program_id}.json"


def _made(server: servers.Server, token: str, name: str) -> int:
    values = {"name": name, "folder": MARKETING, "type": "Event", "channel": "Live Event"}
    return make_asset(server, token, "program", **values)


def _set_status(
    server: servers.Server, program_id: int, status: str, leads: Sequence[int]
) -> float:
    """Give leads a status in a program; return leads a second."""
    path = f"/rest/v1/programs/{program_id}/members/status.json"
    return post_leads(server, path, leads, "leadId", b'"leadId":', statusName=status)
