"""Position tokens, whatever the position (behaviour.md 1.4)."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.api.paging import decode_place, decode_position, encode_place, encode_position
from leadkeep.errors import Problem, Reason, Refusal

KEY = b"a key"
ENDPOINT = "leads"
INVALID = Problem(Reason.INVALID_PAGING_TOKEN)

positions = st.integers(-(2**63), 2**63 - 1).map(str)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def refusal(token: str, key: bytes = KEY, endpoint: str = ENDPOINT) -> Problem:
    with pytest.raises(Refusal) as caught:
        decode_position(key, endpoint, token)
    return caught.value.problem


@pytest.mark.fact("D", "1.4")
@given(positions | texts)
def test_a_position_comes_back(position: str) -> None:
    token = encode_position(KEY, ENDPOINT, position)
    assert decode_position(KEY, ENDPOINT, token) == position
    assert decode_position(KEY, ENDPOINT, f" {token} ") == position


@given(st.datetimes(timezones=st.just(UTC)), st.integers(1, 2**63 - 1))
def test_a_time_and_an_id_come_back(moment: datetime, number: int) -> None:
    token = encode_place(KEY, ENDPOINT, moment, number)
    assert decode_place(KEY, ENDPOINT, token) == (moment, number)
    with pytest.raises(Refusal) as caught:
        decode_place(b"another key", ENDPOINT, token)
    assert caught.value.problem == INVALID


@pytest.mark.fact("D", "1.4")
@pytest.mark.fact("R", "1.4")
@given(positions)
def test_the_form_of_a_token(position: str) -> None:
    token = encode_position(KEY, ENDPOINT, position)
    assert re.fullmatch(r"[A-Z2-7]+={0,6}", token)
    assert 24 <= len(token) <= 90


@pytest.mark.fact("U", "1.4")
@given(st.text(max_size=100) | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=", max_size=100))
def test_any_other_text_is_refused(text: str) -> None:
    assert refusal(text) == INVALID


@pytest.mark.fact("U", "1.4")
@given(positions, st.integers(0, 100), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=a1 "))
def test_one_changed_character_is_noticed(position: str, index: int, character: str) -> None:
    token = encode_position(KEY, ENDPOINT, position)
    index %= len(token)
    changed = token[:index] + character + token[index + 1 :]
    if changed.strip() != token:
        assert refusal(changed) == INVALID


@pytest.mark.fact("U", "1.4")
@given(positions)
def test_a_token_is_good_for_its_endpoint_and_key_only(position: str) -> None:
    token = encode_position(KEY, ENDPOINT, position)
    assert refusal(token, endpoint="leads/schema/fields") == INVALID
    assert refusal(token, key=b"another key") == INVALID
