"""Stores with millions of leads and activities, written by SQL: through the API it takes hours."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from benchmarks import people
from leadkeep.domain.activities.append import ActivityType
from leadkeep.domain.activities.tables import ACTIVITY_IDS, activity, activity_second
from leadkeep.domain.assets.engine import AssetValues, create_asset
from leadkeep.domain.assets.folders import FolderRef
from leadkeep.domain.assets.lists import STATIC_LIST
from leadkeep.domain.assets.lists.tables import list_member
from leadkeep.domain.automation.campaigns import CAMPAIGN, CampaignValues
from leadkeep.domain.automation.campaigns.tables import campaign_member
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.fields.tables import lead_key
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads.tables import LEAD_IDS
from leadkeep.domain.search.tables import search_progress, search_word
from leadkeep.domain.search.words import WORD_FIELDS, words_of
from leadkeep.store import Insert, Store, Transaction

ROWS_A_COMMIT = 20_000
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
CAMPAIGN_ID = 1001
"""The campaign that all leads are in."""
ENTRY_SECONDS = 600_000
"""How long the leads took to enter it."""
LIST_NAME = "Every third"
GROUP_LISTS = FolderRef(12)
"""The folder for lists of the first workspace."""
_KINDS = (ActivityType.NEW_LEAD, ActivityType.CHANGE_DATA_VALUE, ActivityType.FILL_OUT_FORM)

MARKETING = FolderRef(15)
"""The folder for campaigns of the first workspace."""
STEP = '{"kind":"addToList","arguments":{"list":1001}}'
FLOW = f"[{STEP},{STEP}]"

Say = Callable[[str], None]
Rows = Iterable[tuple[Any, ...]]


def generate(store: Store, leads: int, activities: int, say: Say) -> None:
    """Fill a new store with leads, keys, words and activities, and a list of every third lead."""
    lead_ids = store.write_now(lambda tx: tx.allocate(LEAD_IDS, leads))
    statement = store.read_now(_insert_leads)
    _write(store, statement, (_lead(number) for number in lead_ids), say, "leads")
    keys = Insert(lead_key, ["kind", "value", "lead_id"])
    _write(store, keys, (("email", people.email(each), each) for each in lead_ids), say, "keys")
    words = Insert(search_word, ["lead_id", "kind", "value"])
    _write(store, words, _words(lead_ids), say, "words")
    list_id = store.write_now(_make_list)
    members = Insert(list_member, ["lead_id", "list_id", "created_at", "updated_at"])
    rows = ((each, list_id, FIRST_DAY, FIRST_DAY) for each in lead_ids if each % 3 == 0)
    _write(store, members, rows, say, "members")
    store.write_now(_make_campaign)
    columns = ["lead_id", "campaign_id", "entered_at", "enrollment_id", "position"]
    columns += ["removed_through", "created_at", "updated_at"]
    # All leads entered in the last days, and nearly all wait before the second step.
    now = store.read_now(lambda tx: tx.now)
    entered = (
        (
            *(each, CAMPAIGN_ID, now - timedelta(seconds=each % ENTRY_SECONDS), 1),
            *(1 if each % 100 else None, 0, FIRST_DAY, FIRST_DAY),
        )
        for each in lead_ids
    )
    _write(store, Insert(campaign_member, columns), entered, say, "members of a campaign")
    _log(store, lead_ids, activities, say)


def _log(store: Store, lead_ids: Sequence[int], count: int, say: Say) -> None:
    ids = store.write_now(lambda tx: tx.allocate(ACTIVITY_IDS, count))
    columns = ["lead_id", "id", "activity_type_id", "activity_date", "attributes"]
    columns += ["primary_attribute_value_id", "primary_attribute_value"]
    log = Insert(activity, columns)

    def rows() -> Iterator[tuple[Any, ...]]:
        for place, number in enumerate(ids):
            # The first round creates the leads, the others happen to all of them in turn.
            kind = _KINDS[min(place // len(lead_ids), 1 + place % 11 // 10)]
            lead_id, day = lead_ids[place % len(lead_ids)], timedelta(seconds=place)
            yield (
                lead_id,
                number,
                int(kind),
                FIRST_DAY + day,
                "[]",
                place % 50,
                f"Value {place % 50}",
            )

    _write(store, log, rows(), say, "activities")
    seconds = Insert(activity_second, ["second", "first_id", "activity_id"])
    first = int(FIRST_DAY.timestamp()), ids[0], ids[0]
    _write(store, seconds, [first], say, "seconds")
    progress = Insert(search_progress, ["id", "lead_id", "activity_id"])
    _write(store, progress, [(1, None, ids[-1])], say, "progress")


def _write(store: Store, statement: Insert, rows: Rows, say: Say, what: str) -> None:
    iterator, count = iter(rows), 0
    while batch := list(islice(iterator, ROWS_A_COMMIT)):
        store.write_now(lambda tx, batch=batch: tx.insert(statement, batch))  # type: ignore[misc]
        count += len(batch)
        say(f"{count:,} {what}")


_FIELDS = ("email", "firstName", "lastName", "company", "phone", "mobilePhone", "country", "city")


def _insert_leads(tx: Transaction) -> Insert:
    catalog = lead_catalog(tx)
    columns = [catalog.by_name[name].column for name in _FIELDS]
    fixed = ["id", "leadPartitionId", "leadScore", "createdAt", "updatedAt", "contactCompany"]
    return Insert(catalog.table, [*fixed, *columns])


def _lead(number: int) -> tuple[Any, ...]:
    values = _values(number)
    fixed = (number, 1, number % 100, FIRST_DAY, FIRST_DAY, number)
    return (*fixed, *(values[name] for name in _FIELDS))


def _values(number: int) -> dict[str, Any]:
    """Return the values of a lead, as cheap as millions of them must be."""
    last = people.LAST_NAMES[number % len(people.LAST_NAMES)]
    return {
        "email": people.email(number),
        "firstName": people.FIRST_NAMES[number // 8 % len(people.FIRST_NAMES)],
        "middleName": None,
        "lastName": f"{last} {number}",
        "company": f"Company {number % 50_000}",
        "phone": f"+33 1 {number % 100_000_000:08d}",
        "mobilePhone": f"+33 6 {number % 100_000_000:08d}",
        "country": people.COUNTRIES[number % len(people.COUNTRIES)],
        "city": people.CITIES[number % len(people.CITIES)],
    }


def _words(lead_ids: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    for number in lead_ids:
        values = _values(number)
        words = words_of({name: values[name] for name in WORD_FIELDS})
        yield from ((number, int(kind), value) for kind, value in words)


def _make_list(tx: Transaction) -> int:
    made = create_asset(
        Work(tx, operator_access(tx)), STATIC_LIST, AssetValues(LIST_NAME, GROUP_LISTS)
    )
    return made.id


def _make_campaign(tx: Transaction) -> None:
    new = CampaignValues("All leads", MARKETING, flow=FLOW)
    assert create_asset(Work(tx, operator_access(tx)), CAMPAIGN, new).id == CAMPAIGN_ID
