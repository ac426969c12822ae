"""Every operation of the reference is served."""

from collections import Counter

import pytest

from leadkeep.api.operations import (
    SERVED_BY_OVERRIDE,
    Operation,
    declarations,
    operations,
)

NO_PERMISSION_TAGS = frozenset({"Identity", "Usage"})
"""The token endpoint is public; usage needs a token and no permission."""
METHODS = frozenset({"GET", "POST", "DELETE", "PUT", "PATCH"})

ALL = [pytest.param(each, id=each.id) for each in operations().values()]
IS_SERVED = [pytest.param(each, id=each.id) for each in operations().values() if each.handler]


@pytest.mark.parametrize("operation", ALL)
def test_it_is_served(operation: Operation) -> None:
    assert (operation.handler is None) == (operation.id in SERVED_BY_OVERRIDE)


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
