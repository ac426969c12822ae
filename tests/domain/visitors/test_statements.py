"""What web events and associations cost the database."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from leadkeep.domain.activities import ActivityType
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.visitors import WEB_CAUSE, Visit, associate_cookies, record_visits
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY
from tests.support.costs import assert_cost_is_fixed
from tests.support.leads import ENGINES, fresh, module_server, sync

_numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def tokens(count_: int) -> list[str]:
    return [f"_mch-cost.example.com-{next(_numbers)}-5c1a" for _ in range(count_)]


def leads(server: Rehearsal, count_: int) -> list[int]:
    return [item["id"] for item in sync(server, *({"email": fresh()} for _ in range(count_)))]


def visits(server: Rehearsal, of: list[str]) -> list[Visit]:
    now = server.clock.now()
    return [
        Visit(ActivityType.VISIT_WEB_PAGE, now, f"a.example.com/{next(_numbers)}", token=token)
        for token in of
    ]


def record(server: Rehearsal, found: list[Visit]) -> bool:
    server.store.write_now(lambda tx: record_visits(tx, KEY, found))
    return True


def associate(server: Rehearsal, pairs: list[tuple[str, int]]) -> bool:
    server.store.write_now(
        lambda tx: associate_cookies(
            Work(tx, operator_access(tx), WEB_CAUSE), pairs, with_history=True
        )
    )
    return True


def test_visits_of_strangers_and_of_leads(server: Rehearsal) -> None:
    def prepare(of: Rehearsal, size: int) -> Callable[[], Any]:
        known, back, new = tokens(size), tokens(size), tokens(size)
        associate(of, list(zip(known, leads(of, size), strict=True)))
        record(of, visits(of, back))
        return lambda: record(of, visits(of, [*known, *back, *new]))

    assert_cost_is_fixed(server, prepare, most=24)


def test_associations_with_history(server: Rehearsal) -> None:
    def prepare(of: Rehearsal, size: int) -> Callable[[], Any]:
        found = tokens(size)
        record(of, visits(of, found))
        pairs = list(zip(found, leads(of, size), strict=True))
        return lambda: associate(of, pairs)

    assert_cost_is_fixed(server, prepare, most=20)
