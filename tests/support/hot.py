"""Write operations from the operations table, aimed at the same few records.

A new operation that writes is among them by itself: the table and its sample are enough.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from leadkeep.api.operations import Operation
from leadkeep.blueprint import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.cli.db import check_store
from leadkeep.store import Store
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.rehearsal import KEY
from tests.support.wire import Sample, is_json, sample
from tests.support.writes import FOLLOWERS, WRITES

__all__ = ["NEVER", "WRITES", "HotRecords", "aimed_sample", "codes", "complaints", "follow_all"]

NEVER = {"604", "608", "611", "713"}
"""Codes that say that the server failed."""
FIRST_ASSET, FIRST_FOLDER = 1001, 101
ASSETS = 30
"""How many of each kind of asset the samples have, behind the first one."""
NEW_NAME = re.compile(r"(Sample [A-Z][A-Za-z ]*) \d+")
LINKS = {"externalCompanyId": "sample", "externalSalesPersonId": "sample", "city": "Paris"}


@dataclass(frozen=True)
class HotRecords:
    """Two leads, and one asset of each kind by its number among the samples."""

    emails: tuple[str, str]
    leads: tuple[int, int]
    asset: int

    @classmethod
    def make(cls, server: Rehearsal, number: int) -> Self:
        """Make the leads; both have a company, the first is on the list and in the program."""
        asset = FIRST_ASSET + 1 + number % ASSETS
        emails = (f"hot.{number}@example.com", f"cold.{number}@example.com")
        records = [{"email": each} | LINKS for each in emails]
        for kind in ("companies", "salespersons"):
            key = "externalCompanyId" if kind == "companies" else "externalSalesPersonId"
            server.post(f"/rest/v1/{kind}.json", {"input": [{key: "sample"}]})
        made = server.post("/rest/v1/leads.json", {"input": records}).result
        first, second = (item["id"] for item in made)
        leads = {"input": [{"id": first}, {"id": second}]}
        server.post(f"/rest/v1/lists/{asset}/leads.json", leads)
        members = {"statusName": "Filled-out Form", "input": [{"leadId": first}]}
        server.post(f"/rest/v1/programs/{asset}/members/status.json", members)
        server.post(
            "/rest/v1/opportunities/roles.json",
            {"input": [{"externalOpportunityId": "sample", "leadId": first, "role": "x"}]},
        )
        return cls(emails, (first, second), asset)


def aimed_sample(operation: Operation, hot: HotRecords) -> Sample:
    """Return a good request of an operation that touches the hot records where it can."""
    plain = sample(operation)
    query = {name: _aimed_parameter(name, value, hot) for name, value in plain.query.items()}
    form = plain.form and {
        name: _aimed_text(value, hot, is_name=name == "name") for name, value in plain.form.items()
    }
    content = plain.content and plain.content.replace(b"sample@example.com", hot.emails[0].encode())
    path = _aimed_path(operation.path, plain.path, hot)
    return Sample(plain.method, path, query, _aimed_body(plain.json, hot), form, content)


def _aimed_path(template: str, path: str, hot: HotRecords) -> str:
    folder = FIRST_FOLDER + hot.asset - FIRST_ASSET
    aims = {"{leadId}": hot.leads[0], "{listId}": hot.asset, "{programId}": hot.asset}
    if template.startswith("/rest/asset/"):
        aims["{id}"] = folder if "/folder/" in template else hot.asset
    parts = zip(template.split("/"), path.split("/"), strict=True)
    return "/".join(str(aims.get(place, value)) for place, value in parts)


def _aimed_parameter(name: str, value: str, hot: HotRecords) -> str:
    if name == "leadIds":
        return str(hot.leads[1])
    return str(hot.leads[0]) if name == "id" else value


def _aimed_text(text: str, hot: HotRecords, *, is_name: bool = False) -> str:
    if is_name:
        # Both want to make something of this name.
        text = NEW_NAME.sub(rf"\1 of {hot.emails[0]}", text)
    text = text.replace("sample@example.com", hot.emails[0])
    return "sample" if text == "doomed" else text


def _aimed_body(value: Any, hot: HotRecords) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return _aimed_text(value, hot)
    if isinstance(value, Sequence):
        return [_aimed_body(each, hot) for each in value]
    if isinstance(value, dict):
        return {
            name: hot.leads[0]
            if name in {"id", "leadId"} and isinstance(each, int)
            else _aimed_body(each, hot)
            for name, each in value.items()
        }
    return value


def codes(answer: Response) -> set[str]:
    """Return the codes of a reply: of the whole request, and of its records."""
    if not is_json(answer):
        return set()
    body = answer.body
    records = [each for each in body.get("result") or [] if isinstance(each, dict)]
    reasons = [reason for each in records for reason in each.get("reasons") or []]
    return {each["code"] for each in [*body.get("errors", []), *reasons]}


def complaints(store: Store) -> list[str]:
    """Return what ``leadkeep db check`` would print."""
    return check_store(store, lambda done, total: None)  # noqa: ARG005 -- names of the protocol


def follow_all(server: Rehearsal) -> None:
    """Add campaigns and segmentations that follow what happens to leads."""
    apply_blueprint(server.store, parse_blueprint("followers.yaml", FOLLOWERS.encode()), KEY)
