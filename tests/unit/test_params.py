"""Parameters without a server (behaviour.md 1.1, 1.4, 1.10)."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.api.params import integer, number, parse_parameters, split_values
from leadkeep.asgi import accepts_gzip
from leadkeep.errors import Problem, Reason, Refusal

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(texts, texts), max_size=8))
def test_what_is_encoded_comes_back(pairs: list[tuple[str, str]]) -> None:
    wanted: dict[str, list[str]] = {}
    for name, value in pairs:
        wanted.setdefault(name, []).append(value)
    assert parse_parameters(urlencode(pairs).encode()) == wanted


@given(st.binary(max_size=200))
def test_any_bytes_are_parameters(encoded: bytes) -> None:
    found = parse_parameters(encoded)
    pieces = [each for each in encoded.split(b"&") if each]
    assert sum(map(len, found.values())) == len(pieces)
    texts_found = [*found, *(value for values in found.values() for value in values)]
    assert [each.encode().decode() for each in texts_found] == texts_found


@pytest.mark.fact("D", "1.1")
@given(st.lists(st.lists(texts.map(lambda text: text.replace(",", "")), min_size=1), max_size=5))
def test_commas_and_repetition_are_one_and_the_same(parts: list[list[str]]) -> None:
    by_name = [piece for part in parts for piece in part]
    by_comma = [" , ".join(part) for part in parts]
    expected = [piece.strip() for piece in by_name if piece.strip()]
    assert split_values(by_name) == split_values(by_comma) == expected


@pytest.mark.fact("D", "1.10")
@given(st.integers())
def test_integers(value: int) -> None:
    found = integer(str(value))
    assert found == value or len(str(value)) > 25
    assert (found > 0) == (value > 0)


@pytest.mark.fact("D", "1.10")
@given(texts.filter(lambda text: not text.lstrip("+-").isdecimal()))
def test_what_is_no_integer(sent: str) -> None:
    with pytest.raises(Refusal) as caught:
        integer(sent)
    assert caught.value.problem == Problem(Reason.WRONG_TYPE, (sent, "Integer"))


@pytest.mark.fact("R", "1.10")
@given(st.integers(-(2**63), 2**63 - 1))
def test_ids_as_numbers_and_as_texts(value: int) -> None:
    assert number(value) == number(str(value)) == value


@pytest.mark.fact("R", "1.10")
@given(st.none() | st.booleans() | st.floats(0.1, 0.9) | st.just(2**63) | st.just([1]))
def test_what_is_no_id(value: object) -> None:
    with pytest.raises(Refusal) as caught:
        number(value)
    assert caught.value.problem == Problem(Reason.NOT_A_NUMBER, (value,))


codings = st.sampled_from(["gzip", "br", "deflate", "identity", "*", "", "x-gzip"])
weights = st.sampled_from(["", ";q=1", "; q=0.5", ";q=0", ";q=0.000", ";Q=0", ";q=zero"])


@given(st.lists(st.tuples(codings, weights), max_size=5))
def test_gzip_is_sent_to_those_who_take_it(sent: list[tuple[str, str]]) -> None:
    header = ", ".join(coding + weight for coding, weight in sent)
    refused = {";q=0", ";q=0.000", ";Q=0"}
    named = [weight not in refused for coding, weight in sent if coding == "gzip"]
    others = [weight not in refused for coding, weight in sent if coding == "*"]
    expected = (named or others or [False])[-1]
    assert accepts_gzip(header.encode()) is expected
    assert accepts_gzip(header.upper().encode()) is expected


@given(st.binary(max_size=60))
def test_any_header_is_answered(header: bytes) -> None:
    assert accepts_gzip(header) in {True, False}


def test_a_colon_may_be_raw_or_encoded() -> None:
    for sent in ("a:b", quote("a:b", safe="")):
        assert parse_parameters(f"access_token={sent}".encode()) == {"access_token": ["a:b"]}
