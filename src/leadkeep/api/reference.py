"""The vendor's list of operations, the reference: ``operations.csv`` with a row for each.

A row has path, parameters, permission and time-out. Handlers and reply types are declared in
:mod:`leadkeep.api.operations`.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from leadkeep.domain.instance.access import PERMISSIONS

DEFAULT_TIMEOUT_SECONDS = 30
"""Time-out of operations without one of their own (behaviour.md 1.11)."""

JSON_SUFFIX = ".json"

NO_PERMISSION = "none"
"""What the reference writes for an operation that needs no permission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One operation of the reference, without its handler."""

    id: str
    summary: str
    tag: str
    method: str
    path: str
    path_params: str
    query_params: str
    form_params: str
    body_content_type: str
    body_schema: str
    response_schema: str
    needs_permission: bool
    permissions: frozenset[str]
    """A caller needs one of these. If there are none and the operation needs one, nobody may use
    it."""
    timeout_seconds: float
    scope: str
    source: str
    notes: str

    @property
    def is_public(self) -> bool:
        """Whether a request for the operation needs no token."""
        return self.tag == "Identity"


@cache
def rows() -> dict[str, Row]:
    """Return all operations of the reference by operation id."""
    text = files(__package__).joinpath("operations.csv").read_text(encoding="utf-8")
    return {each["operation_id"]: _row(each) for each in csv.DictReader(text.splitlines())}


def _row(cells: dict[str, str]) -> Row:
    needed = cells["permission_any_of"]
    return Row(
        id=cells["operation_id"],
        summary=cells["summary"],
        tag=cells["tag"],
        method=cells["method"],
        path=cells["path"],
        path_params=cells["path_params"],
        query_params=cells["query_params"],
        form_params=cells["form_params"],
        body_content_type=cells["body_content_type"],
        body_schema=cells["body_schema"],
        response_schema=cells["response_schema"],
        needs_permission=needed != NO_PERMISSION,
        permissions=frozenset(each.strip() for each in needed.split("|")) & PERMISSIONS,
        timeout_seconds=float(cells["upstream_timeout_s"] or DEFAULT_TIMEOUT_SECONDS),
        scope=cells["scope"],
        source=cells["source"],
        notes=cells["notes"],
    )
