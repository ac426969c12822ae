"""Click tokens: only what this server signed for this moment is one."""

import base64
from datetime import UTC, datetime, timedelta

from leadkeep.domain.visitors import click_token, lead_of_click_token, read_click_token

KEY, ID = b"a key of this test", "123-LKP-456"
NOW = datetime(2026, 1, 15, tzinfo=UTC)
ADDRESS = "https://www.example.com/offer?a=1"


def make(lead_id: int = 7, program_id: int | None = 1001) -> str:
    return click_token(KEY, ID, lead_id, program_id, ADDRESS, NOW + timedelta(days=1))


def test_a_token_stands_for_its_lead_program_and_address() -> None:
    token = make()
    click = read_click_token(KEY, ID, token)
    assert click is not None
    assert (click.lead_id, click.program_id) == (7, 1001)
    assert click.leads_to(KEY, ADDRESS)
    assert not click.leads_to(KEY, ADDRESS + "0")
    assert lead_of_click_token(KEY, ID, f" {token}== ", NOW) == 7
    assert token.isascii()
    assert base64.urlsafe_b64decode(token + "==").startswith(b"123-LKP-456\0\0")


def test_what_was_forged_or_has_ended_is_none() -> None:
    token = make()
    good = read_click_token(KEY, ID, token)
    assert good is not None
    later = NOW + timedelta(days=1)
    assert lead_of_click_token(KEY, ID, token, later - timedelta(seconds=1)) == 7
    assert lead_of_click_token(KEY, ID, token, later) is None
    assert read_click_token(b"another key", ID, token) is None
    assert read_click_token(KEY, "999-XXX-999", token) is None
    for place in range(len(token) - 1):
        other = "A" if token[place] != "A" else "B"
        assert read_click_token(KEY, ID, token[:place] + other + token[place + 1 :]) is None
    for sent in ("", "x", "ü", "AAAA", "=" * 9, "x" * 10_000, token[:-4], token * 2, "\0"):
        assert read_click_token(KEY, ID, sent) is None
