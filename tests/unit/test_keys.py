"""Keys: one text has one key, however it is spelled in Unicode and whatever is around it."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.domain.fields import FIELD_TYPES, TooLong, Unacceptable, normalised_key, trimmed
from leadkeep.domain.fields.types.blanks import BLANKS

BLANK = st.text(st.sampled_from(BLANKS), max_size=3)


@given(st.text(max_size=120), BLANK, BLANK, st.sampled_from(["NFC", "NFD"]))
def test_one_text_has_one_key(text: str, before: str, after: str, form: str) -> None:
    key = normalised_key(text)
    other = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert normalised_key(before + other + after) == key
    assert normalised_key(key) == key or len(key) > 200


@pytest.mark.parametrize("text", ["Ångström", "A\u030angstro\u0308m", "\u212bngström", "ÅNGSTRÖM"])
def test_spellings_of_one_word(text: str) -> None:
    assert normalised_key(text) == "ångström"


PART = st.text(st.sampled_from("abc.-+_'!"), min_size=1, max_size=6)
PLAIN = st.builds(lambda name, host: f"{name}@{host}.com", PART, PART)


@given(PLAIN, BLANK, BLANK)
def test_blanks_around_an_address_are_no_part_of_it(address: str, before: str, after: str) -> None:
    assert FIELD_TYPES["email"].parser(None)(before + address + after) == address
    assert trimmed(before + address + after) == address


def test_every_space_of_unicode_is_a_blank() -> None:
    spaces = "".join(each for each in map(chr, range(sys.maxunicode + 1)) if each.isspace())
    assert set(spaces) <= set(BLANKS)
    assert trimmed(f"{spaces}a{spaces}b{spaces}") == f"a{spaces}b"


@given(st.text(max_size=60))
def test_what_is_taken_as_an_address_is_one(text: str) -> None:
    try:
        address = FIELD_TYPES["email"].parser(None)(text)
    except (Unacceptable, TooLong):
        return
    assert address == trimmed(text)
    assert address.isascii()
    assert address.count("@") == 1
    assert not set(address) & set(" ,;<>")
    assert not address.endswith((".", "@"))
    assert not address.lower().startswith(("mailto:", "@"))


@pytest.mark.parametrize(
    "text",
    ["a@x.com,", "a@x.com;", "a@x.com.", "<a@x.com>", "A <a@x.com>", "mailto:a@x.com", "a@x@y.com"],
)
def test_what_comes_along_with_an_address_is_refused(text: str) -> None:
    with pytest.raises(Unacceptable):
        FIELD_TYPES["email"].parser(None)(text)
