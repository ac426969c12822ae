"""Calls that race on one list or one lead: one membership, one activity, no failure."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any

import pytest

from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import logged
from tests.support.lists import (
    ASSETS,
    add,
    all_with,
    leads_path,
    members,
    new_list,
    people,
    reference,
)
from tests.support.wire import two_processes

ROUNDS = 12


def body(lead_ids: list[int]) -> dict[str, Any]:
    return {"input": [{"id": lead_id} for lead_id in lead_ids]}


def race(server: Rehearsal, *calls: Coroutine[Any, Any, Response]) -> list[Response]:
    async def run() -> list[Response]:
        return await asyncio.gather(*calls)

    return server.run(run())


def test_adds_at_once_make_one_membership(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        list_id, leads = new_list(one), people(one, 20)
        for _ in range(ROUNDS):
            answers = race(
                one,
                *(
                    server.send("POST", leads_path(list_id), json=body(order))
                    for server in (one, two)
                    for order in (leads, leads[::-1])
                ),
            )
            for answer, order in zip(answers, (leads, leads[::-1]) * 2, strict=True):
                assert answer.result == all_with("added", order)
            assert members(two, list_id) == leads
            assert one.delete(leads_path(list_id), body(leads)).result == all_with("removed", leads)
        told = logged(one, *leads)
        by_lead = Counter((each.lead_id, each.type_id) for each in told)
        expected = {(lead_id, kind): ROUNDS for lead_id in leads for kind in (24, 25)}
        assert by_lead == expected | {(lead_id, 12): 1 for lead_id in leads}


def test_removes_at_once_succeed_once(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        list_id, leads = new_list(one), people(one, 10)
        for _ in range(ROUNDS):
            add(one, list_id, *leads)
            answers = race(
                one,
                *(
                    server.send("DELETE", leads_path(list_id), json=body(order))
                    for server in (one, two)
                    for order in (leads, leads[::-1])
                ),
            )
            outcomes = Counter(
                (item["id"], item["status"]) for answer in answers for item in answer.result
            )
            for lead_id in leads:
                assert outcomes[lead_id, "removed"] == 1
                assert outcomes[lead_id, "skipped"] == 3
            assert members(one, list_id) == []


def test_adding_a_lead_that_is_being_deleted(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        list_id = new_list(one)
        (staying,) = people(one, 1)
        for _ in range(ROUNDS):
            (doomed,) = people(one, 1)
            adding, deleting = race(
                one,
                one.send("POST", leads_path(list_id), json=body([doomed, staying])),
                two.send("POST", "/rest/v1/leads/delete.json", json=body([doomed])),
            )
            assert deleting.result == all_with("deleted", [doomed])
            first, second = adding.result
            assert second == {"id": staying, "status": "added"}
            assert first["id"] == doomed
            if first["status"] == "skipped":
                assert first["reasons"] == [{"code": "1004", "message": "Lead not found"}]
            assert members(one, list_id) == [staying]


def test_adding_to_a_list_that_is_being_deleted(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        (lead_id,) = people(one, 1)
        for _ in range(ROUNDS):
            list_id = new_list(one)
            adding, deleting = race(
                one,
                one.send("POST", leads_path(list_id), json=body([lead_id])),
                two.send("POST", f"{ASSETS}/staticList/{list_id}/delete.json"),
            )
            assert deleting.result == [{"id": list_id}]
            if adding.body["success"]:
                assert adding.result == all_with("added", [lead_id])
            else:
                assert adding.error == ("1013", "List not found")
            assert one.get(f"/rest/v1/leads/{lead_id}/listMembership.json").result == []


@pytest.mark.fact("D", "4.2")
def test_a_name_that_is_raced_for_is_given_once(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        for number in range(ROUNDS):
            form = {"name": f"Raced {number}", "folder": reference(12)}
            path = f"{ASSETS}/staticLists.json"
            answers = race(
                one,
                *(server.send("POST", path, form=form) for server in (one, two, one, two)),
            )
            codes = sorted("" if each.body["success"] else each.error[0] for each in answers)
            assert codes == ["", "709", "709", "709"]


def test_a_folder_that_is_being_deleted_takes_nothing_in(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        for number in range(ROUNDS):
            form = {"name": f"Place {number}", "parent": reference(12)}
            (folder,) = one.request("POST", f"{ASSETS}/folders.json", form=form).result
            inside = {"name": f"Inside {number}", "folder": reference(folder["id"])}
            making, deleting = race(
                one,
                one.send("POST", f"{ASSETS}/staticLists.json", form=inside),
                two.send("POST", f"{ASSETS}/folder/{folder['id']}/delete.json"),
            )
            if making.body["success"]:
                assert deleting.error[0] == "709"
            else:
                assert making.error == ("710", "Parent Folder Not Found")
                assert deleting.body["success"]
