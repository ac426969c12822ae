"""Decode JSON parameters as clients write them: strict JSON, or single quotes and words unquoted.

A public client sends ``{'id': 15, 'type': Folder}`` and ``[{'tagType': 'Region', ...}]``; the
original accepts both.
"""

import re
from typing import Any

import msgspec

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<mark>[\[\]{}:,])
        | "(?P<double>(?:[^"\\]|\\.)*)"
        | '(?P<single>(?:[^'\\]|\\.)*)'
        | (?P<bare>[^\s\[\]{}:,'"]+)
    )\s*""",
    re.VERBOSE | re.DOTALL,
).match
_IS_VALUE = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null").fullmatch
_ESCAPED_QUOTE = re.compile(r"\\(['\\])")
PYTHON_WORDS = {"True": "true", "False": "false", "None": "null"}


def decode(sent: str, kind: Any = Any) -> Any:  # noqa: ANN401
    """Decode the value of a JSON parameter into the type ``kind``.

    Raises:
        msgspec.DecodeError: the text is neither JSON nor one of the forms that clients send.
        RecursionError: the text is nested too deeply.
    """
    try:
        return msgspec.json.decode(sent.encode(errors="replace"), type=kind)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        return msgspec.json.decode(_strict(sent), type=kind)


def _strict(sent: str) -> bytes:
    """Convert the text to strict JSON, one lexical token after the other."""
    pieces: list[bytes] = []
    place = 0
    while place < len(sent):
        token = _TOKEN(sent, place)
        if token is None:
            raise msgspec.DecodeError(f"no JSON from character {place} on")
        place = token.end()
        if token["mark"] is not None:
            pieces.append(token["mark"].encode())
        elif token["double"] is not None:
            pieces.append(f'"{token["double"]}"'.encode(errors="replace"))
        elif token["single"] is not None:
            pieces.append(msgspec.json.encode(_ESCAPED_QUOTE.sub(r"\1", token["single"])))
        else:
            pieces.append(_bare(token["bare"]))
    return b" ".join(pieces)


def _bare(word: str) -> bytes:
    word = PYTHON_WORDS.get(word, word)
    return word.encode() if _IS_VALUE(word) else msgspec.json.encode(word)
