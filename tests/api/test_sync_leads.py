"""Sync Leads: POST /rest/v1/leads.json (behaviour.md 3.5)."""

import pytest

from leadkeep.testing import Rehearsal

PATH = "/rest/v1/leads.json"


@pytest.mark.fact("R", "11.2")
def test_a_new_key_creates_a_lead(server: Rehearsal) -> None:
    record = {"email": "a@example.com", "firstName": "A"}
    answer = server.post(
        PATH, {"lookupField": "email", "action": "createOrUpdate", "input": [record]}
    )
    assert answer.result == [{"id": 1, "status": "created"}]
