"""Every operation of the reference is served, or pending with a reason; the rest may only shrink.

``pending.txt`` holds the operations that are not served yet. Take out the ones that are; nothing
ever goes in.
"""

from collections import Counter
from pathlib import Path

import pytest

from leadkeep.api.operations import (
    SERVED_BY_OVERRIDE,
    Operation,
    declarations,
    operations,
)

BASELINE = Path(__file__).parent / "pending.txt"
NO_PERMISSION_TAGS = frozenset({"Identity", "Usage"})
"""The token endpoint is public; usage needs a token and no permission."""
METHODS = frozenset({"GET", "POST", "DELETE", "PUT", "PATCH"})

ALL = [pytest.param(each, id=each.id) for each in operations().values()]
IS_SERVED = [pytest.param(each, id=each.id) for each in operations().values() if each.handler]


@pytest.mark.parametrize("operation", ALL)
def test_it_is_served_or_pending_with_a_reason(operation: Operation) -> None:
    is_served = operation.handler is not None or operation.id in SERVED_BY_OVERRIDE
    assert is_served != bool(operation.pending)


@pytest.mark.parametrize("operation", IS_SERVED)
def test_a_served_one_says_who_may_call_it(operation: Operation) -> None:
    assert operation.method in METHODS
    assert operation.path.startswith("/")
    assert operation.timeout_seconds > 0
    if operation.is_public or operation.tag in NO_PERMISSION_TAGS:
        assert not operation.permissions
    else:
        assert operation.permissions


def test_what_is_declared_exists_in_the_reference() -> None:
    assert declarations().keys() | SERVED_BY_OVERRIDE.keys() <= operations().keys()
    assert not declarations().keys() & SERVED_BY_OVERRIDE.keys()


def test_no_route_is_served_twice() -> None:
    routes = Counter((each.method, each.path) for each in operations().values() if each.handler)
    assert [route for route, times in routes.items() if times > 1] == []


def test_what_is_pending_only_shrinks() -> None:
    baseline = BASELINE.read_text().split()
    assert baseline == sorted(set(baseline)), "pending.txt is sorted, one operation a line"
    pending = {each.id for each in operations().values() if each.pending}
    assert sorted(pending - set(baseline)) == [], "an operation is no longer served"
    done = sorted(set(baseline) - pending)
    assert done == [], "these are served now: take them out of pending.txt"
