"""``check_changes``: the log of changes explains the present values."""

from sqlalchemy import text

from leadkeep.testing import Rehearsal
from tests.support.checks import log_complaints
from tests.support.leads import fresh, sync

VALUES = (
    {"firstName": "Ada", "leadScore": 1, "unsubscribed": True, "dateOfBirth": "1815-12-10"},
    {"firstName": None, "leadScore": 5, "unsubscribed": False, "dateOfBirth": "1816-12-10"},
    {"firstName": "Bo \u00e4", "leadScore": 7, "unsubscribed": True, "dateOfBirth": None},
    {"annualRevenue": 12.5, "firstName": "", "leadScore": 7},
    {"annualRevenue": 1_000_000.0, "company": "Acme"},
    {"annualRevenue": None, "company": None},
)


def with_history(server: Rehearsal) -> int:
    """Return the id of a lead with changes of values of many types."""
    email = fresh()
    for values in VALUES:
        (item,) = sync(server, {"email": email, **values})
    lead_id: int = item["id"]
    return lead_id


def spoil(server: Rehearsal, statement: str, **values: object) -> None:
    with server.store.core_connection() as connection, connection.begin():
        assert connection.execute(text(statement), values).rowcount == 1


def test_a_store_that_was_only_written_by_verbs_is_explained(server: Rehearsal) -> None:
    with_history(server)
    loser, winner = with_history(server), with_history(server)
    server.post(f"/rest/v1/leads/{winner}/merge.json", query={"leadId": loser})
    assert log_complaints(server.store) == []


def test_a_value_that_no_change_explains_is_found(server: Rehearsal) -> None:
    lead_id, _ = with_history(server), with_history(server)
    change = 'UPDATE lead SET "leadScore" = 99 WHERE id = :id'
    spoil(server, change, id=lead_id)
    assert log_complaints(server.store) == [
        "log: 1 leads have another leadScore than their last change"
    ]


def test_a_change_that_is_missing_is_found(server: Rehearsal) -> None:
    lead_id = with_history(server)
    missing = (
        "DELETE FROM activity WHERE id = (SELECT min(id) + :step FROM activity "
        "WHERE lead_id = :lead AND primary_attribute_value = 'Lead Score')"
    )
    spoil(server, missing, lead=lead_id, step=0)
    assert log_complaints(server.store) == []  # older changes may be deleted
    (item,) = sync(server, {"id": lead_id, "leadScore": 9}, lookupField="id", action="updateOnly")
    (item,) = sync(server, {"id": lead_id, "leadScore": 11}, lookupField="id", action="updateOnly")
    assert item["id"] == lead_id
    spoil(
        server,
        "DELETE FROM activity WHERE lead_id = :lead AND primary_attribute_value = 'Lead Score' "
        'AND CAST(attributes AS TEXT) LIKE \'%"value":"9"%\' '
        'AND CAST(attributes AS TEXT) LIKE \'%"value":"7"%\'',
        lead=lead_id,
    )
    assert log_complaints(server.store) == [
        "log: 1 changes of leadScore do not follow from the change before"
    ]
