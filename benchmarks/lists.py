"""Static lists: a page of a long list beside a page of a short one, and how fast lists fill."""

import http.client
import json
import random
from collections.abc import Iterator, Sequence
from statistics import median
from urllib.parse import quote, urlencode

from benchmarks import people, servers
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run
from benchmarks.growth import LARGE, LARGE_QUICK, LONGEST_GROWTH, loaded

LONG, LONG_QUICK = 300_000, 30_000
SHORT = 300
PAGES_TRIED = 200
READ_SECONDS = 0.7
"""Many short turns: whatever else the machine does falls on both lists."""
GROUP_LISTS = '{"id":12,"type":"Folder"}'


def lists(run: Run) -> list[Row]:
    """Get Leads By List Id: pages of 300 leads of a list of 300,000 and of a list of 300, in turn.

    The members are random ones of 1,000,000 leads (with --quick 30,000 of 100,000). One connection,
    default fields; the pages of the long list are spread over all of it. Median seconds a page.
    Filling the long list with 300 ids a call, one connection, is told as well.
    """
    count, long = run.sized(LARGE, LARGE_QUICK), run.sized(LONG, LONG_QUICK)
    pick = random.Random(17)
    everybody = range(1, count + 1)
    with servers.leadkeep(loaded(run, count)) as server:
        token = server.token()
        short_list = _made(server, token, "Short list of a benchmark")
        long_list = _made(server, token, "Long list of a benchmark")
        _fill(server, short_list, sorted(pick.sample(everybody, SHORT)))
        rate = _fill(server, long_list, sorted(pick.sample(everybody, long)))
        run.say(f"walking {long:,} members")
        what = f"Leads by list: a page of {long:,} members"
        row = page_row(run, server, what, _path(short_list), _path(long_list), b'"id":')
    return [
        row,
        Row(what=f"Add to List, {long:,} leads, 300 a call", figure=f"{rate:,.0f} leads/s"),
    ]


def page_row(
    run: Run, server: servers.Server, what: str, short: str, long: str, needle: bytes
) -> Row:
    """Compare pages of 300 below the path ``long`` with the one at ``short``, in turn.

    ``needle`` is in a page once for each lead.
    """
    token = server.token()
    pages = list(_pages(server, token, long))
    full = pages[:-1]
    chosen = random.Random(19).sample(full, min(PAGES_TRIED, len(full)))
    loads = [
        Load(server.port, requests, 1, needle, READ_SECONDS)
        for requests in (_gets(token, pages=[short]), _gets(token, pages=chosen))
    ]
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(run.sized(25, 9)):
        for taken, load in zip(times, loads, strict=True):
            found = drive(load)
            assert found.needles == found.requests * 300
            taken.append(1 / found.rate)
        run.say(f"{times[1][-1] * 1_000:.2f} ms / {times[0][-1] * 1_000:.2f} ms")
    short_time, long_time = (median(taken) for taken in times)
    return Row(
        what=what,
        figure=f"{long_time * 1_000:.2f} ms",
        floor=f"{short_time * 1_000:.2f} ms of {SHORT}",
        ratio=long_time / short_time,
        goal=f"<= {LONGEST_GROWTH}",
        is_reached=long_time / short_time <= LONGEST_GROWTH,
    )


def _path(list_id: int) -> str:
    return f"/rest/v1/lists/{list_id}/leads.json"


def _gets(token: str, pages: Sequence[str]) -> list[bytes]:
    return [people.get(page, token) for page in pages]


def post(path: str, token: str, body: bytes = b"") -> bytes:
    """Return a POST of JSON, or of nothing."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def make_asset(server: servers.Server, token: str, kind: str, **values: str) -> int:
    """Create an asset of a kind such as ``staticList`` and return its id."""
    request = post(f"/rest/asset/v1/{kind}s.json?{urlencode(values)}", token)
    drive(Load(server.port, [request], 1, b'"success":true'))
    name = quote(values["name"])
    (found,) = server.result(f"/rest/asset/v1/{kind}/byName.json?name={name}", token)
    asset_id: int = found["id"]
    return asset_id


def post_leads(
    server: servers.Server,
    path: str,
    leads: Sequence[int],
    id_name: str,
    needle: bytes,
    **members: str,
) -> float:
    """Post leads 300 a call, each by its id in the member ``id_name``; return leads a second."""
    token = server.token()
    bodies = [
        members | {"input": [{id_name: each} for each in leads[at : at + 300]]}
        for at in range(0, len(leads), 300)
    ]
    requests = [post(path, token, json.dumps(each).encode()) for each in bodies]
    measured = drive(Load(server.port, requests, 1, needle))
    assert measured.needles == len(leads)
    return len(leads) / measured.seconds


def _made(server: servers.Server, token: str, name: str) -> int:
    return make_asset(server, token, "staticList", name=name, folder=GROUP_LISTS)


def _fill(server: servers.Server, list_id: int, leads: Sequence[int]) -> float:
    """Put leads on a list; return leads a second."""
    return post_leads(server, _path(list_id), leads, "id", b'"added"')


def _pages(server: servers.Server, token: str, first: str) -> Iterator[str]:
    """Yield the path of each page, following the tokens."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    path = first
    while True:
        yield path
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        next_token = json.loads(connection.getresponse().read()).get("nextPageToken")
        if next_token is None:
            connection.close()
            return
        path = f"{first}?nextPageToken={quote(next_token)}"
