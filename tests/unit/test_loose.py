"""JSON in parameters, as clients write it."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.api.loose import decode

FORMS: list[tuple[str, Any]] = [
    ('{"id":15,"type":"Folder"}', {"id": 15, "type": "Folder"}),
    ("{'id': 15, 'type': Folder}", {"id": 15, "type": "Folder"}),
    ("{id: 15, type: Folder}", {"id": 15, "type": "Folder"}),
    ("[{'tagType': 'A \"b\"', 'tagValue': \"it's\"}]", [{"tagType": 'A "b"', "tagValue": "it's"}]),
    ("['it\\'s', 'a\\\\b']", ["it's", "a\\b"]),
    ("[True, False, None, -1.5, 1e3, 007]", [True, False, None, -1.5, 1000.0, "007"]),
    ("[]", []),
    ('"a\\u00e9"', "aé"),
]
BROKEN = ["", "{", "{'id': 15", "[1,]", "[1 2]", "'", '{"a"}', "{'a': }", ":", "[']"]


@pytest.mark.parametrize(("sent", "meant"), FORMS)
def test_forms(sent: str, meant: Any) -> None:  # noqa: ANN401
    assert decode(sent) == meant


@pytest.mark.parametrize("sent", BROKEN)
def test_what_is_none(sent: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(sent)


def test_types_are_checked_in_either_form() -> None:
    for sent in ('["a"]', "['a']"):
        with pytest.raises(msgspec.ValidationError):
            decode(sent, list[int])


json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(value=json)
def test_json_proper_means_itself(value: Any) -> None:  # noqa: ANN401
    assert decode(msgspec.json.encode(value).decode()) == value


plain = st.text("abc XYZ-.!?äß\"'", max_size=8)


@given(value=st.lists(st.dictionaries(plain, plain | st.integers(), max_size=3), max_size=3))
def test_what_python_prints_means_the_same(value: Any) -> None:  # noqa: ANN401
    assert decode(str(value)) == value


@given(sent=st.text("{}[]:,'\"\\ab1 \n", max_size=20))
def test_any_text_is_a_value_or_an_error(sent: str) -> None:
    try:
        decode(sent)
    except msgspec.DecodeError:
        return
