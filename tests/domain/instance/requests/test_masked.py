"""Logged bodies keep their shape and lose their values."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.domain.instance.requests import masked

WORDS = frozenset({"createOnly", "email", "skipped", "1006"})

PARSED_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_members_and_words_stay_and_values_go() -> None:
    body = {
        "action": "createOnly",
        "lookupField": "email",
        "input": [{"email": "ada@example.com", "score": 17, "vip": True, "phone": None}],
    }
    assert masked(body, WORDS) == {
        "action": "createOnly",
        "lookupField": "email",
        "input": [{"email": "<15 characters>", "score": 0, "vip": True, "phone": None}],
    }


def test_ids_and_codes_of_a_response_stay() -> None:
    body = {
        "result": [
            {"id": 7, "status": "skipped", "reasons": [{"code": "1006", "message": "Field 'x'"}]}
        ]
    }
    assert masked(body, WORDS) == {
        "result": [
            {
                "id": 7,
                "status": "skipped",
                "reasons": [{"code": "1006", "message": "<9 characters>"}],
            }
        ]
    }


def test_long_lists_and_deep_values_are_cut() -> None:
    assert masked([1] * 300, WORDS) == [0] * 10 + ["<290 more>"]
    deep: object = "Ada"
    for _ in range(40):
        deep = [deep]
    assert "<deeper>" in msgspec.json.encode(masked(deep, WORDS)).decode()


def test_a_name_that_is_no_name_is_masked() -> None:
    assert masked({"ada@example.com": 1}, WORDS) == {"<15 characters>": 0}


@given(PARSED_JSON)
def test_no_text_and_no_number_is_left(value: object) -> None:
    """Whatever is sent: texts and numbers of a masked body are made by the mask."""

    def leaves(part: object) -> list[object]:
        if isinstance(part, dict):
            return [leaf for inner in part.values() for leaf in leaves(inner)]
        if isinstance(part, list):
            return [leaf for inner in part for leaf in leaves(inner)]
        return [part]

    for leaf in leaves(masked(value, frozenset())):
        if isinstance(leaf, str):
            assert leaf.startswith("<")
            assert leaf.endswith((" characters>", " more>", "deeper>"))
        else:
            assert leaf is None or isinstance(leaf, bool) or leaf == 0
