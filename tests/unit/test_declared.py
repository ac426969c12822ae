"""The check on replies that all tests share finds what is not declared."""

from typing import Any

import msgspec
import pytest

from leadkeep.api.declarations import Declaration, Declarations
from leadkeep.api.operations import operations
from leadkeep.api.records import LEAD
from leadkeep.api.request import Request
from leadkeep.api.structs import Reasons, ReplyItem
from leadkeep.errors import Reason
from tests.declared import check, decoder_of

OPERATION = operations()["getDailyUsageUsingGET"]


class Item(ReplyItem):
    lead_id: int
    status: str
    reasons: Reasons = msgspec.UNSET


async def handler(call: Request) -> None:
    del call


def declared(**values: Any) -> Declaration:  # noqa: ANN401
    serves = Declarations()
    serves("anOperation", **values)(handler)
    return serves.by_id["anOperation"]


def is_declared(result: Any, **values: Any) -> bool:  # noqa: ANN401
    declaration = declared(**values)
    try:
        check(declaration, decoder_of(OPERATION, declaration), result)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ([], True),
        ([{"leadId": 1, "status": "created"}], True),
        ([{"leadId": 1, "status": "created", "more": 1}], False),
        ([{"leadId": "1", "status": "created"}], False),
        ([{"status": "created"}], False),
        (None, False),
    ],
)
def test_members_and_their_types(result: Any, expected: bool) -> None:  # noqa: ANN401, FBT001
    assert is_declared(result, item=Item) is expected


def test_a_result_that_may_be_absent() -> None:
    assert is_declared(None, item=Item, may_lack_result=True)
    assert is_declared(None)
    assert not is_declared([])


def test_reasons_of_records() -> None:
    skipped = [Item(1, "skipped", [{"code": "1004", "message": "Lead not found"}])]
    assert is_declared(skipped, item=Item, skips=(Reason.LEAD_NOT_FOUND,))
    assert not is_declared(skipped, item=Item, skips=(Reason.LEAD_EXISTS,))


def test_records_made_of_fields() -> None:
    assert is_declared([{"id": 1, "ownField": "x"}, {"id": 2, "email": None}], item=LEAD)
    assert not is_declared([{"email": "a@example.com"}], item=LEAD)
    assert not is_declared([{"id": 1, "email": {}}], item=LEAD)


def test_an_operation_is_declared_once() -> None:
    serves = Declarations()
    serves("mergeLeadsUsingPOST", "anAlias", api_method="merge")(handler)
    assert {each.api_method for each in serves.by_id.values()} == {"merge"}
    with pytest.raises(ValueError, match="declared twice"):
        serves("anAlias")(handler)


def test_the_api_method_is_part_of_the_id() -> None:
    serves = Declarations()
    serves("mergeLeadsUsingPOST")(handler)
    assert serves.by_id["mergeLeadsUsingPOST"].api_method == "mergeLeads"
