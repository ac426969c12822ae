"""Paths without a server: cleaning and matching (behaviour.md 1.1)."""

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.api.operations import Operation, served_operations
from leadkeep.api.router import Router, clean_path

ROUTER = Router(served_operations())
OPERATIONS = [each for each in served_operations() if "{" not in each.path]

segments = st.lists(st.sampled_from(["a", "b", "v1", "leads.json", ".", "..", ""]), max_size=8)


def meaning(parts: list[str]) -> list[str]:
    """Return the segments that are left, the slow and plain way."""
    left: list[str] = []
    for part in parts:
        if part == "..":
            left = left[:-1]
        elif part not in {"", "."}:
            left.append(part)
    return left


@pytest.mark.fact("R", "1.1")
@pytest.mark.fact("U", "1.1")
@given(segments)
def test_slashes_and_dots_are_resolved(parts: list[str]) -> None:
    cleaned = clean_path(("/" + "/".join(parts)).encode())
    assert [part for part in cleaned.split("/") if part] == meaning(parts)
    assert cleaned.startswith("/")
    assert "//" not in cleaned
    assert clean_path(cleaned.encode()) == cleaned


@given(st.binary(max_size=60))
def test_any_bytes_are_a_path(raw: bytes) -> None:
    path = clean_path(raw)
    ROUTER.match(path)
    ROUTER.match("/" + path)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_percent_encoding_is_undone_once(text: str) -> None:
    segment = "x" + text.replace("/", "-")
    assert clean_path(("/rest/" + quote(segment)).encode()) == "/rest/" + segment
    twice = quote(quote("/" + segment, safe=""), safe="")
    assert clean_path(f"/rest/{twice}".encode()) == "/rest/" + quote("/" + segment, safe="")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_an_operation_is_found_at_its_path_only(operation: object) -> None:
    path = operation.path  # type: ignore[attr-defined]
    match = ROUTER.match(path)
    assert match is not None
    assert match.methods[operation.method][0] is operation  # type: ignore[attr-defined]
    for other in (path + "x", path + "/", path + ".json", path.upper(), "/x" + path, path[1:]):
        found = ROUTER.match(other)
        assert found is None or operation not in [each for each, _ in found.methods.values()]


def test_a_parameter_is_one_segment_that_is_not_empty() -> None:
    match = ROUTER.match("/rest/v1/lead/12.json")
    assert match is not None
    assert match.values == ("12",)
    assert match.methods["GET"][1] == ("leadId",)
    for path in ("/rest/v1/lead/.json", "/rest/v1/lead/1/2.json", "/rest/v1/lead/12"):
        assert ROUTER.match(path) is None


@given(
    st.sampled_from(served_operations()), st.lists(st.sampled_from(["7", "", "a.json", "byName"]))
)
def test_short_ways_lead_where_the_tree_leads(operation: Operation, values: list[str]) -> None:
    given = iter([*values, *["x"] * 9])
    path = re.sub(r"\{\w+\}", lambda _: next(given), operation.path)
    for each in (path, path.removesuffix(".json"), path + "/", path + ".json"):
        assert ROUTER.match(each) == ROUTER.match_in_tree(each)
