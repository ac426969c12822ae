"""What the tests of bulk imports and extracts share: uploads, and runs from request to file."""

import csv
from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import StringIO
from typing import Any

from sqlalchemy import delete, select

from leadkeep.bulk.files import EXTRACT, FAILURES
from leadkeep.bulk.job import OBJECT_NAME, Direction, State
from leadkeep.bulk.queries import add_pieces, insert_job
from leadkeep.bulk.tables import bulk_job
from leadkeep.domain.instance.access import authenticate
from leadkeep.domain.objects.engine import guid_of
from leadkeep.errors import Refusal
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.rehearsal import KEY

BOUNDARY = "XyZ"
MULTIPART = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
IMPORT_LEADS = "/bulk/v1/leads.json"
LEADS_EXPORT = "/bulk/v1/leads/export"
ACTIVITIES_EXPORT = "/bulk/v1/activities/export"
MEMBERS_EXPORT = "/bulk/v1/program/members/export"


def multipart(
    content: bytes, name: str = "file", parts: Mapping[str, object] | None = None
) -> bytes:
    """Return a multipart body with a file and other parts."""
    others = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in (parts or {}).items()
    ]
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="people.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    return b"".join([*others, head.encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode()])


def upload(
    server: Rehearsal,
    content: bytes | str,
    path: str = IMPORT_LEADS,
    query: Mapping[str, Any] | None = None,
    *,
    parts: Mapping[str, object] | None = None,
    token: str | None = None,
) -> Response:
    """Send a file to an import operation."""
    encoded = content if isinstance(content, bytes) else content.encode()
    body = multipart(encoded, parts=parts)
    return server.request("POST", path, query, content=body, headers=MULTIPART, token=token)


def import_leads(server: Rehearsal, content: bytes | str, **parts: object) -> dict[str, Any]:
    """Import a file of leads, run it, and return the status of its job."""
    (item,) = upload(server, content, parts=parts).result
    server.run_jobs()
    return lead_import(server, item["batchId"])


def lead_import(server: Rehearsal, batch_id: int) -> dict[str, Any]:
    """Return the status of an import of leads."""
    (status,) = server.get(f"/bulk/v1/leads/batch/{batch_id}.json").result
    found: dict[str, Any] = status
    return found


def failures(server: Rehearsal, batch_id: int) -> list[list[str]]:
    """Return the rows of the failures file of an import of leads, with its header."""
    return rows(server.get(f"/bulk/v1/leads/batch/{batch_id}/failures.json"))


def rows(answer: Response) -> list[list[str]]:
    """Return the rows of a file that was sent."""
    assert answer.status == 200
    return list(csv.reader(StringIO(answer.content.decode(), newline="")))


def create_export(
    server: Rehearsal, body: Mapping[str, Any], path: str = LEADS_EXPORT, token: str | None = None
) -> str:
    """Create an export job and return its id."""
    (item,) = server.post(f"{path}/create.json", body, token=token).result
    export_id: str = item["exportId"]
    return export_id


def export(server: Rehearsal, body: Mapping[str, Any], path: str = LEADS_EXPORT) -> list[list[str]]:
    """Run an export job from its creation to its file; return the rows with the header."""
    export_id = create_export(server, body, path)
    assert server.post(f"{path}/{export_id}/enqueue.json").result
    server.run_jobs()
    return rows(server.get(f"{path}/{export_id}/file.json"))


def around_now(server: Rehearsal, days: int = 1) -> dict[str, str]:
    """Return a range of dates that the present time is in the middle of."""
    now = server.clock.now()
    ends = now - timedelta(days=days), now + timedelta(days=days)
    return dict(zip(("startAt", "endAt"), (each.isoformat() for each in ends), strict=True))


def advance(server: Rehearsal, **duration: float) -> None:
    """Move the clock on; the next request has a new token."""
    server.clock.advance(**duration)
    server.forget_token()


# -- jobs for requests made from the table ---------------------------------------------------------

KINDS = ("leads", "activities", "programMembers", "customObjects")
PATHS = dict(zip(KINDS, ("leads", "activities", "program/members", "customobjects"), strict=True))
FIRST_SAMPLE = 900
IMPORTS = {kind: FIRST_SAMPLE + 2 * len(KINDS) + place for place, kind in enumerate(KINDS)}


def sample_export(kind: str, *, is_completed: bool = False) -> str:
    """Return the id of an export job that :func:`renew_bulk_jobs` makes."""
    return guid_of(OBJECT_NAME, FIRST_SAMPLE + 2 * KINDS.index(kind) + is_completed)


def kinds_at(path: str) -> Sequence[str]:
    """Return the kind of the bulk jobs that a path is about."""
    return [kind for kind in KINDS if path.startswith(f"/bulk/v1/{PATHS[kind]}")]


def renew_bulk_jobs(server: Rehearsal, token: str | None, kinds: Sequence[str] = KINDS) -> None:
    """Make for the caller of a token one job of each of these kinds, and drop all others."""
    if token is None:
        token = server.token  # before the write, because a request for a token writes

    def renew(tx: Transaction) -> None:
        try:
            owner = authenticate(tx, KEY, token).user
        except Refusal:
            return
        tx.execute(delete(bulk_job))
        for kind in kinds:
            number = FIRST_SAMPLE + 2 * KINDS.index(kind)
            _add_job(tx, owner, number, kind, Direction.EXTRACT, State.CREATED)
            _add_job(tx, owner, number + 1, kind, Direction.EXTRACT, State.COMPLETED)
            add_pieces(tx, number + 1, EXTRACT, [(0, b"id\n1\n")])
            _add_job(tx, owner, IMPORTS[kind], kind, Direction.IMPORT, State.COMPLETED)
            add_pieces(tx, IMPORTS[kind], FAILURES, [(0, b"email\n")])
            add_pieces(tx, IMPORTS[kind], "warnings", [(0, b"email\n")])

    server.store.write_now(renew)


def _add_job(
    tx: Transaction, owner: str, number: int, kind: str, direction: Direction, state: State
) -> None:
    fields = '{"fields":["email"],"created_at":null}'
    has_ended = state is State.COMPLETED
    insert_job(
        tx,
        {
            "id": number,
            "direction": direction.value,
            "kind": kind,
            "owner": owner,
            "object_name": "sample" if kind == "customObjects" else None,
            "client_name": "sample",
            "state": state.value,
            "format": "csv",
            "definition": fields,
            "created_at": tx.moment,
            "finished_at": tx.moment if has_ended else None,
            "rows_done": 0,
            "rows_failed": 0,
            "rows_warned": 0,
        },
    )


def job_states(server: Rehearsal) -> list[str]:
    """Return the states of all bulk jobs in the order of their numbers."""
    query = select(bulk_job.c.state).order_by(bulk_job.c.id)
    return server.store.read_now(lambda tx: list(tx.execute(query).scalars()))
