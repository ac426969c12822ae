"""What each error code means, and what to do about it: for operators and for the errors page."""

from functools import cache
from pathlib import Path

import msgspec


class ErrorHelp(msgspec.Struct, frozen=True):
    """An explanation of an error code."""

    meaning: str
    """What was wrong, as a clause."""
    action: str
    """What to do about it, as a sentence."""


@cache
def error_help() -> dict[str, ErrorHelp]:
    """Return the explanation of every error code, in the order of the errors page."""
    text = Path(__file__).with_name("error_help.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, ErrorHelp])
