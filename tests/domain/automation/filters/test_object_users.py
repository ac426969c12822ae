"""A custom object type that filters use is not deleted: they would match no lead without a word."""

from contextlib import closing
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.campaigns import apply
from tests.support.leads import create
from tests.support.records import ensure_type

HAS_CAR = "{customObject: car}"
FREE = "{field: country, operator: is not empty}"
USERS = {
    "smart list": "smartLists: [{{name: User, filters: [{0}]}}]",
    "campaign": "campaigns: [{{name: User, filters: [{0}]}}]",
    "choice of a flow": (
        "campaigns: [{{name: User, flow: [{{changeDataValue: {{field: city, value: b}}, "
        "choices: [{{if: {0}, value: a}}]}}]}}]"
    ),
}


def delete(server: Rehearsal) -> Any:  # noqa: ANN401
    return server.post("/rest/v1/customobjects/schema/car/delete.json").error


@pytest.mark.parametrize("user", USERS)
def test_a_type_in_use_stays(stores: StoreFactory, user: str) -> None:
    with closing(stores.make()) as store, Rehearsal(store) as server:
        related = {"name": "Lead", "field": "id"}
        link = {"name": "owner", "dataType": "link", "relatedTo": related}
        ensure_type(server, "car", {"name": "key", "isDedupeField": True}, link)
        apply(server, USERS[user].format(HAS_CAR))
        assert delete(server) == ("1022", "Object in use")
        record = {"key": "a", "owner": create(server)}
        (item,) = server.post("/rest/v1/customobjects/car.json", {"input": [record]}).result
        assert item["status"] == "created", "nothing of the type was deleted"
        apply(server, USERS[user].format(FREE))
        assert server.post("/rest/v1/customobjects/schema/car/delete.json").body["success"]
