"""Sync Leads: a custom field whose name is also the older name of the cookies."""

from leadkeep.testing import Rehearsal
from tests.support.leads import add_fields, sync


def test_a_field_comes_before_the_alias(server: Rehearsal) -> None:
    add_fields(server, {"cookie": "string"})
    created, updated = sync(
        server, {"cookie": "Ginger"}, {"cookie": "ginger"}, lookupField="cookie"
    )
    assert (created["status"], updated["status"]) == ("created", "updated")
