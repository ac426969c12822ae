"""What the activities of leads say about the cause of a write."""

from sqlalchemy import select

from leadkeep.domain.activities.tables import activity
from leadkeep.domain.instance.access import Cause, Work, operator_access
from leadkeep.domain.leads import Upsert, delete_leads, upsert_leads
from leadkeep.store import Store, Transaction

CREATED, CHANGED, DELETED = 12, 13, 37


def test_each_activity_names_the_campaign_that_wrote(store: Store) -> None:
    cause = Cause("Campaign", None, "test", campaign_id=7)

    def write(tx: Transaction) -> None:
        work = Work(tx, operator_access(tx), cause)
        record = {"email": "ada@example.com"}
        (created,) = upsert_leads(work, Upsert([record]))
        upsert_leads(work, Upsert([record | {"title": "Countess"}]))
        assert created.lead_id is not None
        delete_leads(work, [created.lead_id])

    store.write_now(write)
    columns = activity.c
    query = select(columns.activity_type_id, columns.campaign_id).order_by(columns.id)
    found = store.read_now(lambda tx: [tuple(row) for row in tx.execute(query)])
    assert found == [(CREATED, 7), (CHANGED, 7), (DELETED, 7)]
