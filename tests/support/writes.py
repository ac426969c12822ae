"""Writes of every kind that leave moments in several places, prepared one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from leadkeep.api.operations import served_operations
from leadkeep.blueprint import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY
from tests.support import lists, merges, programs, records, visits
from tests.support.forms import new_form, submit
from tests.support.leads import create, fresh, sync

WRITES = [each for each in served_operations() if each.method != "GET" and not each.is_public]

FOLLOWERS = """
lists: [{name: Friends}]
segmentations:
  - name: Town
    status: approved
    segments:
      - {name: Paris, rules: [{field: city, operator: is, values: [Paris]}]}
      - {name: Near, rules: [{memberOfList: Friends}]}
campaigns:
  - name: Everything
    active: true
    qualification: any
    triggers: [{type: Person is Created}, {type: Data Value Changes, attribute: City}]
    flow: [{changeScore: {field: leadScore, change: "+1"}}]
"""
"""What follows writes: segments in the same transaction, a campaign in jobs."""


@dataclass(frozen=True)
class Write:
    """A write that leaves moments in several places."""

    name: str
    prepare: Callable[[Rehearsal], Callable[[], Any]]
    """Prepares the write; calling the result carries it out."""
    places: set[str]


LEAD = {"lead.updatedAt", "activity.activity_date", "LeadEvent.moment", "AppendedActivities.date"}
FOLLOWED = LEAD | {"job.enqueued_at", "campaign_member.updated_at"}


def _create(server: Rehearsal) -> Callable[[], Any]:
    return lambda: create(server, city="Paris")


def _update(server: Rehearsal) -> Callable[[], Any]:
    lead_id = create(server)
    return lambda: sync(server, {"id": lead_id, "city": "Paris"}, lookupField="id")


def _delete(server: Rehearsal) -> Callable[[], Any]:
    lead_id = create(server)
    return lambda: server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead_id}]}).result


def _merge(server: Rehearsal) -> Callable[[], Any]:
    winner, loser = create(server), create(server, city="Paris")
    program, friends = programs.new_program(server), lists.new_list(server)
    programs.set_status(server, program, "Registered", loser)
    lists.add(server, friends, loser)
    return lambda: merges.merge(server, winner, loser)


def _friends(server: Rehearsal) -> int:
    (item,) = server.get("/rest/asset/v1/staticList/byName.json", {"name": "Friends"}).result
    number: int = item["id"]
    return number


def _add_to_list(server: Rehearsal) -> Callable[[], Any]:
    lead_id = create(server)
    return lambda: lists.add(server, _friends(server), lead_id)


def _remove_from_list(server: Rehearsal) -> Callable[[], Any]:
    lead_id = create(server)
    lists.add(server, _friends(server), lead_id)
    return lambda: lists.remove(server, _friends(server), lead_id)


def _change_status(server: Rehearsal) -> Callable[[], Any]:
    program, lead_id = programs.new_program(server), create(server)
    programs.set_status(server, program, "Invited", lead_id)
    leads = (lead_id, create(server))
    return lambda: programs.set_status(server, program, "Attended", *leads)


def _join_engagement(server: Rehearsal) -> Callable[[], Any]:
    program, lead_id = programs.new_program(server, "Engagement"), create(server)
    return lambda: programs.set_status(server, program, "Member", lead_id)


def _remove_member(server: Rehearsal) -> Callable[[], Any]:
    program, lead_id = programs.new_program(server), create(server)
    programs.set_status(server, program, "Invited", lead_id)
    return lambda: programs.remove(server, program, lead_id)


def _change_company(server: Rehearsal) -> Callable[[], Any]:
    key, _ = records.made(server, records.COMPANY)
    create(server, **key)
    return lambda: records.put(server, records.COMPANY, {**key, "industry": "Steel"})


def _custom_object(server: Rehearsal) -> Callable[[], Any]:
    key, _ = records.made(server, records.CAR)
    new = records.CAR.new_key(server)
    return lambda: records.put(server, records.CAR, {**key, "color": "red"}, new)


def _role(server: Rehearsal) -> Callable[[], Any]:
    key = records.ROLE.new_key(server)
    return lambda: records.put(server, records.ROLE, key)


def _push(server: Rehearsal) -> Callable[[], Any]:
    known, name = fresh(), lists.fresh_name("Fair")
    sync(server, {"email": known})
    programs.new_program(server, name=name)
    leads = [{"email": known, "city": "Paris"}, {"email": fresh()}]
    return lambda: (
        server.post(
            "/rest/v1/leads/push.json",
            {"programName": name, "lookupField": "email", "input": leads},
        ).result
    )


def _submit(server: Rehearsal) -> Callable[[], Any]:
    form, program = new_form(server, "City"), programs.new_program(server)
    fields, token = {"email": fresh(), "city": "Paris"}, visits.cookie()
    visits.visit(server, token, "/")
    return lambda: submit(server, form, fields, program, cookie=token)


def _change_segments(server: Rehearsal) -> Callable[[], Any]:
    create(server, city="Oslo")
    text = f"""
segmentations:
  - name: {lists.fresh_name("Town")}
    segments: [{{name: Oslo, rules: [{{field: city, operator: is, values: [Oslo]}}]}}]
"""
    blueprint = parse_blueprint("own.yaml", text.encode())
    return lambda: apply_blueprint(server.store, blueprint, KEY)


LIST_WRITE = {"activity.activity_date", "ListEvent.moment", "lead.updatedAt"}
MEMBER_WRITE = {"activity.activity_date", "MemberEvent.moment"}
MEMBER_ROW = {f"program_member.{each}" for each in ("membershipDate", "createdAt", "updatedAt")}
RICH_WRITES = [
    Write("create leads", _create, FOLLOWED | {"lead.createdAt"}),
    Write("update leads", _update, FOLLOWED),
    Write("delete leads", _delete, LEAD - {"lead.updatedAt"}),
    Write(
        "merge leads",
        _merge,
        LEAD | {"lead_merge.merged_at", "list_member.updated_at", "program_member.updatedAt"},
    ),
    Write("add to a list", _add_to_list, LIST_WRITE | {"list_member.created_at"}),
    Write("remove from a list", _remove_from_list, LIST_WRITE),
    Write(
        "change a status",
        _change_status,
        MEMBER_WRITE | MEMBER_ROW | {"program_member.reachedSuccessDate"},
    ),
    Write("join an engagement", _join_engagement, MEMBER_WRITE | MEMBER_ROW),
    Write("remove a member", _remove_member, MEMBER_WRITE),
    Write("change a company", _change_company, LEAD | {"company.updatedAt"}),
    Write(
        "sync custom objects", _custom_object, {"object_car_c.createdAt", "object_car_c.updatedAt"}
    ),
    Write("sync roles", _role, {"opportunity_role.createdAt", "activity.activity_date"}),
    Write("push leads", _push, FOLLOWED | MEMBER_WRITE | MEMBER_ROW),
    Write("submit a form", _submit, FOLLOWED | MEMBER_WRITE | MEMBER_ROW),
    Write(
        "change segments",
        _change_segments,
        {"segmentation.created_at", "segment.created_at", "job.enqueued_at"},
    ),
]
