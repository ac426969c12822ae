"""Invented people of twenty fields each, and the requests that carry them."""

import random
from collections.abc import Sequence
from typing import Any

import msgspec

Record = dict[str, Any]

RECORDS_A_CALL = 300
FIRST_NAMES = ("Ada", "Grace", "Edsger", "Barbara", "Niklaus", "Frances", "Donald", "Radia")
LAST_NAMES = ("Lovelace", "Hopper", "Dijkstra", "Liskov", "Wirth", "Allen", "Knuth", "Perlman")
CITIES = ("Paris", "Lyon", "Berlin", "Hamburg", "Madrid", "Porto", "Wien", "Graz", "Oslo")
COUNTRIES = ("France", "Germany", "Spain", "Portugal", "Austria", "Norway")
INDUSTRIES = ("Education", "Energy", "Healthcare", "Logistics", "Media", "Retail")
SOURCES = ("Web", "Trade Show", "Referral", "Webinar", "Import")
TITLES = ("Engineer", "Analyst", "Director", "Buyer", "Head of Operations")


def email(number: int) -> str:
    """Return the address of a person: it is the key of all loads."""
    return f"person{number}@bench.example.com"


def person(number: int) -> Record:
    """Return person ``number``: twenty fields, always the same ones with the same values."""
    pick = random.Random(number)
    first, last = pick.choice(FIRST_NAMES), pick.choice(LAST_NAMES)
    city = pick.choice(CITIES)
    return {
        "email": email(number),
        "firstName": first,
        "lastName": f"{last} {number}",
        "title": pick.choice(TITLES),
        "department": pick.choice(INDUSTRIES),
        "phone": f"+33 1 {number % 100_000_000:08d}",
        "mobilePhone": f"+33 6 {number % 100_000_000:08d}",
        "address": f"{number % 300} Rue de la Gare",
        "city": city,
        "state": f"{city} Region",
        "country": pick.choice(COUNTRIES),
        "postalCode": f"{number % 100_000:05d}",
        "dateOfBirth": f"{1950 + number % 50}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "leadSource": pick.choice(SOURCES),
        "leadStatus": "Open",
        "leadScore": number % 100,
        "rating": "AB"[number % 2],
        "unsubscribed": number % 10 == 0,
        "website": f"https://site{number % 1000}.example.com/",
        "industry": pick.choice(INDUSTRIES),
    }


def people(start: int, count: int) -> list[Record]:
    """Return people ``start`` and on."""
    return [person(number) for number in range(start, start + count)]


def calls(records: Sequence[Record], size: int = RECORDS_A_CALL) -> list[Sequence[Record]]:
    """Cut records into calls of ``size``."""
    return [records[at : at + size] for at in range(0, len(records), size)]


def get(path: str, token: str) -> bytes:
    """Return the bytes of a GET."""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


def sync(records: Sequence[Record], token: str, action: str = "createOrUpdate") -> bytes:
    """Return the bytes of a Sync Leads call by email."""
    body = msgspec.json.encode({"action": action, "lookupField": "email", "input": records})
    head = (
        "POST /rest/v1/leads.json HTTP/1.1\r\nHost: bench\r\n"
        f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
