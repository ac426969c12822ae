"""What the tests of merges share."""

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import Logged, logged

MERGE_LEADS = 32


def path(winner_id: object) -> str:
    """Return where leads are merged into this one."""
    return f"/rest/v1/leads/{winner_id}/merge.json"


def ask(
    server: Rehearsal,
    winner_id: object,
    *loser_ids: object,
    token: str | None = None,
    **query: str,
) -> Response:
    """Call Merge Leads, as the reference has it: ids in the query, no body."""
    sent = {"leadIds": ",".join(map(str, loser_ids))} | query
    return server.post(path(winner_id), query=sent, token=token)


def merge(server: Rehearsal, winner_id: int, *loser_ids: int) -> None:
    """Merge leads."""
    body = ask(server, winner_id, *loser_ids).body
    assert body == {"requestId": body["requestId"], "success": True}


def merges(server: Rehearsal, lead_id: int) -> list[Logged]:
    """Return the Merge Leads activities recorded of a lead."""
    return [each for each in logged(server, lead_id) if each.type_id == MERGE_LEADS]


def exists(server: Rehearsal, lead_id: int) -> bool:
    """Is a lead found by its id?"""
    return bool(server.get(f"/rest/v1/lead/{lead_id}.json").result)
