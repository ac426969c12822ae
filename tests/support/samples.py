"""Runs the calls that pages show, on a server in this process, and compares the replies."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from leadkeep.testing import Rehearsal, Response

BASE_URL = "http://127.0.0.1:8080"

VOLATILE = (
    (re.compile(r'"requestId":"[0-9a-f]+#[0-9a-f]+"'), '"requestId":"..."'),
    (re.compile(r'"access_token":"[0-9a-f-]{36}:lk"'), '"access_token":"..."'),
)
"""What differs from run to run, and what is compared in its place."""


@dataclass(frozen=True)
class Call:
    """One line that a page tells to type, and what the page shows below it."""

    command: str
    shown: str


def calls_of(console: str) -> Iterator[Call]:
    """Yield the commands of a block, each with the lines up to the next one."""
    for piece in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, shown = piece.partition("\n")
        yield Call(command, shown.strip())


def steady(text: str) -> str:
    """Return a reply without what differs from run to run."""
    for pattern, instead in VOLATILE:
        text = pattern.sub(instead, text)
    return text


class Shell:
    """Understands as much of curl and of a shell's variables as the pages use."""

    def __init__(self, server: Rehearsal) -> None:
        """Send calls to ``server``."""
        self._server = server
        self._token = ""

    def run(self, call: Call) -> str | None:
        """Run a line; return what it prints, None for an assignment."""
        if call.command.startswith("TOKEN="):
            return None  # the reader's own token takes the place of the one shown
        answer = self.curl(call.command)
        if "access_token" in answer.content.decode():
            self._token = answer.body["access_token"]
        return answer.content.decode()

    def curl(self, command: str) -> Response:
        """Send what a curl line sends."""
        words = shlex.split(command.replace("$TOKEN", self._token))
        assert words[:2] == ["curl", "-s"], command
        headers: dict[str, str] = {}
        method, content, url = "GET", None, ""
        rest = iter(words[2:])
        for word in rest:
            if word == "-H":
                name, _, value = next(rest).partition(":")
                headers[name.lower()] = value.strip()
            elif word == "-d":
                method, content = "POST", next(rest).encode()
            elif word == "-X":
                method = next(rest)
            else:
                assert word.startswith(BASE_URL), word
                url = word
        parts = urlsplit(url)
        return self._server.request(
            method, parts.path, parts.query, content=content, headers=headers, token=""
        )


def as_shown(text: str) -> object:
    """Return JSON as values, so that a page may lay it out for reading; other text as it is."""
    try:
        return json.loads(steady(re.sub(r'": "', '":"', text)))
    except ValueError:
        return steady(text)
