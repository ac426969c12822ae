"""Syncs of other objects beside Sync Leads: the same server, in turn."""

from collections.abc import Callable, Sequence
from statistics import median

import msgspec

from benchmarks import people, servers
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run, against_floor
from benchmarks.lists import post
from benchmarks.people import RECORDS_A_CALL, Record, calls

CONNECTIONS = 2
SLOWEST = 0.7
"""Of the rate of Sync Leads in the same run."""
OBJECT = "person_c"
SCHEMA = f"/rest/v1/customobjects/schema/{OBJECT}"
TYPES = {"leadScore": "integer", "unsubscribed": "boolean", "dateOfBirth": "date", "email": "email"}


def objects(run: Run) -> list[Row]:
    """Sync Companies and Sync Custom Objects, 300 a call, beside Sync Leads of the same run.

    Leads and custom objects are the same records of 20 fields, companies have 15. New ones first,
    then the same again with one change each; two connections, durable, rounds in turn, medians.
    """
    size = run.sized(100, 40) * RECORDS_A_CALL
    rates: dict[tuple[str, str], list[float]] = {}
    with servers.leadkeep(run.folder) as server:
        token = server.token()
        _make_object(server, token)
        for number in range(run.sized(5, 3)):
            for what, path, made in _KINDS:
                records = [made(number * size + each) for each in range(size)]
                changed = [record | {"industry": f"Round {number}"} for record in records]
                for how, sent in (("created", records), ("updated", changed)):
                    rate = _send(server, token, path, sent, how)
                    rates.setdefault((what, how), []).append(rate)
                    run.say(f"round {number + 1}, {what} {how}: {rate:,.0f}")
    found = {key: median(each) for key, each in rates.items()}
    return [
        against_floor(
            f"Sync {what}, 300 {'new' if how == 'created' else 'existing, one change each'}",
            found[what, how],
            found["Leads", how],
            "records/s",
            goal=SLOWEST,
            note="beside Sync Leads",
        )
        for how in ("created", "updated")
        for what in ("Companies", "Custom Objects")
    ]


def _company(number: int) -> Record:
    of = people.person(number)
    return {
        "externalCompanyId": f"company-{number}",
        "company": f"{of['lastName']} Ltd",
        "annualRevenue": number % 1_000_000,
        "billingCity": of["city"],
        "billingCountry": of["country"],
        "billingPostalCode": of["postalCode"],
        "billingState": of["state"],
        "billingStreet": of["address"],
        "industry": of["industry"],
        "mainPhone": of["phone"],
        "companyNotes": of["department"],
        "numberOfEmployees": number % 10_000,
        "sicCode": f"{number % 10_000:04d}",
        "site": of["title"],
        "website": of["website"],
    }


_KINDS: Sequence[tuple[str, str, Callable[[int], Record]]] = (
    ("Leads", "/rest/v1/leads.json", people.person),
    ("Companies", "/rest/v1/companies.json", _company),
    ("Custom Objects", f"/rest/v1/customobjects/{OBJECT}.json", people.person),
)


def _make_object(server: servers.Server, token: str) -> None:
    """Define an object with the fields of a person."""
    fields = [
        {
            "name": name,
            "displayName": name,
            "dataType": TYPES.get(name, "string"),
            "isDedupeField": name == "email",
        }
        for name in people.person(0)
    ]
    bodies: tuple[tuple[str, Record], ...] = (
        ("/rest/v1/customobjects/schema.json", {"apiName": OBJECT, "displayName": "Person"}),
        (f"{SCHEMA}/addField.json", {"input": fields}),
        (f"{SCHEMA}/approve.json", {}),
    )
    for path, body in bodies:
        request = post(path, token, msgspec.json.encode(body))
        assert drive(Load(server.port, [request], 1, b'"success":true')).needles == 1, path


def _send(
    server: servers.Server, token: str, path: str, records: Sequence[Record], how: str
) -> float:
    """Send records, 300 a call; return records a second."""
    requests = [
        post(path, token, msgspec.json.encode({"input": batch})) for batch in calls(records)
    ]
    measured = drive(Load(server.port, requests, CONNECTIONS, f'"{how}"'.encode()))
    assert measured.needles == len(records), f"{path}: {measured.needles} of {len(records)}"
    return len(records) / measured.seconds
