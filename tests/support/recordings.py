"""Recorded replies of the original: their requests sent again, and the replies compared.

``tests/conformance/recordings`` holds one file for each recording, and a table of arrangements
that says what must exist before the request of a recording is sent, and what the values in it mean
in our instance. What is compared: status, names and types of members, forms of moments, codes,
texts and the words in :data:`WORDS`; the order of members only where it counts. Not compared:
other values, ids and tokens.
"""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import yaml

from leadkeep.blueprint.apply import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.rehearsal import KEY

FOLDER = Path(__file__).parents[1] / "conformance" / "recordings"
ORDERED_FROM = "2018"
"""The first year whose recordings show the order of members."""
WORDS = frozenset(
    {"code", "message", "status", "success", "moreResult", "type", "dataType", "length"}
    | {"updateable", "readOnly", "crmManaged", "idField", "dedupeFields", "applicableProgramType"}
    | {"applicableProgramTypes", "required", "isRequired", "step", "hidden", "folderType", "state"}
    | {"token_type", "qualificationRuleType", "searchableFields"}
)
"""Members whose values are facts about the original rather than data of an instance."""
OUTCOMES = frozenset(
    {"created", "updated", "deleted", "added", "removed", "skipped", "memberof", "notmemberof"}
)
FORMS = {
    name: re.compile(pattern)
    for name, pattern in {
        "2021-11-23T22:57:08Z": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
        "2021-11-23T22:57:08Z+0000": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\+0000",
        "2014-11-13T12:43:04+0000": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000",
        "2014-11-13 12:43:04": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
        "2021-11-23": r"\d{4}-\d\d-\d\d",
        "a UUID": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    }.items()
}
PERSON = re.compile(r"\bperson(\d+)@")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Recording:
    """One request to the original, with its reply."""

    name: str
    kind: str
    date: str
    method: str
    path: str
    query: Mapping[str, Any]
    body: Any
    body_type: str | None
    status: int
    reply: Any

    @property
    def is_complete(self) -> bool:
        """Whether the original sends no other members than these today, and in this order.

        Of older recordings this is true of the envelope only.
        """
        return self.kind == "recorded" and self.date >= ORDERED_FROM


@cache
def recordings() -> dict[str, Recording]:
    """Return all recordings by name."""
    found = {}
    for path in sorted((FOLDER / "replies").glob("*.json")):
        given = json.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = Recording(
            path.stem,
            given["kind"],
            given["date"] or "",
            given["method"],
            given["path"],
            given["query"] or {},
            given["body"],
            given["body_type"],
            given["status"],
            given["reply"],
        )
    return found


@cache
def pending() -> tuple[str, ...]:
    """Return the recordings whose state passes too quickly to be arranged: jobs that run."""
    return tuple((FOLDER / "pending.txt").read_text(encoding="utf-8").split())


def _read(name: str) -> Any:  # noqa: ANN401 -- YAML
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def differing() -> dict[str, str]:
    """Return why replies differ, by the name of the recording."""
    return {name: group["why"] for group in _read("differing.yaml") for name in group["recordings"]}


@cache
def arrangements() -> dict[str, Any]:
    """Return what must be so before a request is sent: ``recordings`` and ``makers``."""
    read: dict[str, Any] = _read("arrangements.yaml")
    return read


# -- an equivalent state ---------------------------------------------------------------------------


def prepare(server: Rehearsal) -> None:
    """Give the server's store what several recordings need."""
    apply(server, (FOLDER / "instance.yaml").read_text(encoding="utf-8"))


def apply(server: Rehearsal, text: str) -> None:
    """Apply a blueprint."""
    apply_blueprint(server.store, parse_blueprint("recordings.yaml", text.encode()), KEY)


class Stage:
    """The state in which the request of one recording is sent, and what its values mean there."""

    def __init__(self, server: Rehearsal, recording: Recording) -> None:
        """Arrange everything but the request itself."""
        self._server = server
        self._recording = recording
        self._token: str | None = None
        number = recording.name.partition("-")[0]
        self._prefix = f"r{number}-person"
        self._meant: dict[str, str] = {}
        self._mean("{number}", number)
        arranged = arrangements()["recordings"].get(recording.name) or {}
        self._instead = arranged.get("instead", {})
        self._after = arranged.get("after", ())
        self.trimmed = frozenset(arranged.get("trimmed", ()))
        for step in arranged.get("first", ()):
            self._step(step)
        for value, made in arranged.get("means", {}).items():
            self._mean(str(value), self._make(made))
        for step in arranged.get("before", ()):
            self._step(step)

    def send(self) -> Response:
        """Send the request of the recording."""
        recorded = self._recording
        query = self._instead.get("query", recorded.query)
        body = self._instead.get("body", recorded.body)
        options: dict[str, Any] = {"query": self.meant(query)}
        path = self.meant(recorded.path)
        if "file" in self._instead:
            options |= upload(self.meant(self._instead["file"]))
        elif self._instead.get("body_type", recorded.body_type) == "json" and body is not None:
            options["json"] = self.meant(body)
        elif body is not None:
            form = body if isinstance(body, Mapping) else dict(parse_qsl(body))
            options["form"] = self.meant(form)
        response = self._server.request(recorded.method, path, token=self._token, **options)
        for step in self._after:
            self._step(step)
        return response

    def meant(self, value: Any) -> Any:  # noqa: ANN401 -- JSON
        """Return a value of the recording as it is called in our instance."""
        if isinstance(value, Mapping):
            return {key: self.meant(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.meant(each) for each in value]
        if isinstance(value, str):
            return self._meant_text(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return int(self._meant.get(str(value), value))
        return value

    def _mean(self, value: str, own: object) -> None:
        """Call a value of the recording by its name in our instance from now on."""
        self._meant[value] = str(own)
        longest_first = sorted(self._meant, key=len, reverse=True)
        # In one pass, because an own id may be another value of the recording.
        self._known = re.compile("|".join(map(_whole, longest_first)))

    def _meant_text(self, text: str) -> str | int:
        if text.startswith("{#"):
            return int(self._meant["{" + text[2:]])
        if text in self._meant:
            return self._meant[text]
        text = PERSON.sub(rf"{self._prefix}\1@", text)
        return self._known.sub(lambda found: self._meant[found[0]], text)

    def _step(self, step: Mapping[str, Any]) -> None:
        if "apply" in step:
            apply(self._server, self.meant(step["apply"]))
        elif "run_jobs" in step:
            self._server.run_jobs()
        elif "web" in step:
            self._server.request(
                "GET", step["web"], self.meant(step["query"]), headers=step.get("headers")
            )
            self._server.store_web_events()
        elif "expired" in step:
            self._expire_token()
        else:
            self._request(step, {})

    def _expire_token(self) -> None:
        """Send the request with a token that has expired."""
        made = self._server.add_client(self._recording.name)
        self._token = self._server.token_for(made)
        self._server.clock.advance(hours=2)
        self._server.forget_token()

    def _make(self, made: str | int | Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON
        """Return the value of our instance: an id of what is made or found, or a given value."""
        makers = arrangements()["makers"]
        if isinstance(made, Mapping):
            if "take" in made:
                return self._request(made, {})
            ((name, values),) = made.items()
            return self._request(makers[name], values)
        return self._request(makers[made], {}) if made in makers else self.meant(made)

    def _request(self, step: Mapping[str, Any], values: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON
        """Send a request with further values; return what ``take`` names of the response."""
        self._mean("{fresh}", f"{self._prefix}-{next(_numbers)}")
        method = "get" if "get" in step else "post"
        query, options = dict(step.get("query", {})), {}
        if method == "get":
            query |= values
        elif "json" in step:
            body = deepcopy(step["json"])
            if values:
                body["input"][0] |= values
            options["json"] = self.meant(body)
        elif "form" in step:
            options["form"] = self.meant({**step["form"], **values})
        elif "file" in step:
            options |= upload(self.meant({"file": step["file"], **values}["file"]))
        found: Any = self._server.request(
            method.upper(), self.meant(step[method]), self.meant(query), **options
        ).body
        assert found["success"], (step, found)
        if "take" not in step:
            return None
        for key in step["take"].split("."):
            assert isinstance(found, list) or key in found, (step, found)
            found = found[int(key) if key.isdecimal() else key]
        return found


def upload(text: str) -> dict[str, Any]:
    """Return the options of a request that uploads a file."""
    part = 'Content-Disposition: form-data; name="file"; filename="rows.csv"'
    content = f"--rows\r\n{part}\r\n\r\n{text}\r\n--rows--\r\n".encode()
    return {"content": content, "headers": {"content-type": "multipart/form-data; boundary=rows"}}


def _whole(value: str) -> str:
    """Return a pattern that finds a value, but not inside a longer number or word."""
    found = re.escape(value)
    return found if value.startswith("{") else rf"(?<![\w-]){found}(?![\w-])"


# -- comparing -------------------------------------------------------------------------------------


def differences(recording: Recording, response: Response, stage: Stage) -> list[str]:
    """Return how a response differs from the recorded one."""
    found = []
    if response.status != recording.status:
        found.append(f"status {response.status}, not {recording.status}")
    if recording.reply is not None:
        found += _compare(recording, stage, "", recording.reply, response.body)
    return list(dict.fromkeys(found))


def _compare(
    recording: Recording,
    stage: Stage,
    place: str,
    theirs: Any,  # noqa: ANN401 -- JSON
    ours: Any,  # noqa: ANN401 -- JSON
) -> Iterator[str]:
    member = place.rpartition(".")[2]
    if theirs is None and recording.kind == "asserted":
        return  # the test that asserted the reply does not look at this member
    if _type_of(theirs) != _type_of(ours):
        yield f"{place or 'the reply'} is {_type_of(ours)}, not {_type_of(theirs)}"
    elif member in WORDS and not isinstance(theirs, dict | list):
        if stage.meant(theirs) != ours:
            yield f"{place} is {ours!r}, not {theirs!r}"
    elif isinstance(theirs, dict):
        yield from _compare_members(recording, stage, place, theirs, ours)
    elif isinstance(theirs, list) and member not in stage.trimmed:
        yield from _compare_items(recording, stage, place, theirs, ours)
    elif isinstance(theirs, str) and member not in {"requestId", "nextPageToken"}:
        for name, form in FORMS.items():
            if form.fullmatch(theirs) and not form.fullmatch(ours):
                yield f"{place} is not like {name}"


def _type_of(value: Any) -> str:  # noqa: ANN401 -- JSON
    names = {dict: "an object", list: "an array", str: "a text", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number")


def _compare_members(
    recording: Recording, stage: Stage, place: str, theirs: dict[str, Any], ours: dict[str, Any]
) -> Iterator[str]:
    prefix = f"{place}." if place else ""
    for member, value in theirs.items():
        if member not in ours:
            yield f"{prefix}{member} is missing"
        else:
            yield from _compare(recording, stage, f"{prefix}{member}", value, ours[member])
    if recording.is_complete or (recording.kind == "recorded" and not place):
        yield from (f"{prefix}{member} is too much" for member in ours.keys() - theirs.keys())
    if recording.is_complete and (order := [each for each in ours if each in theirs]) != [
        each for each in theirs if each in ours
    ]:
        yield f"members of {place or 'the reply'} come as {', '.join(order)}"


def _compare_items(
    recording: Recording, stage: Stage, place: str, theirs: list[Any], ours: list[Any]
) -> Iterator[str]:
    """Compare items by their names where these are the original's own, else by their places."""
    if not all(isinstance(each, dict) for each in theirs):
        member = place.rpartition(".")[2]
        if member in WORDS | {"warnings"}:
            yield from (f"{place} lacks {each!r}" for each in theirs if each not in ours)
        elif bool(theirs) != bool(ours):
            yield f"{place} is {'empty' if theirs else 'not empty'}"
        return
    named = {_name_of(each): each for each in ours}
    names = [stage.meant(_name_of(each)) for each in theirs]
    present = [name for name in names if name in named]
    if any(present):
        for name, each in zip(names, theirs, strict=True):
            if name in named:
                yield from _compare(recording, stage, f"{place}[{name}]", each, named[name])
            else:
                yield f"{place}[{name}] is missing"
        order = [name for name in named if name in present]
        if recording.is_complete and order != present:
            yield f"items of {place} come as {', '.join(map(str, order))}"
    elif bool(theirs) != bool(ours) or (_is_outcome(theirs) and len(theirs) != len(ours)):
        yield f"{place} has {len(ours)} items, not {len(theirs)}"
    else:
        for number, each in enumerate(theirs):
            own = ours[min(number, len(ours) - 1)]
            yield from _compare(recording, stage, f"{place}[]", each, own)


def _is_outcome(items: list[dict[str, Any]]) -> bool:
    """Return whether items tell what was done with each record that was sent."""
    return bool(items) and items[0].get("status") in OUTCOMES


def _name_of(item: dict[str, Any]) -> str | None:
    """Return the name of a field, type or status, None for items without one."""
    rest = item.get("rest", item)
    name = rest.get("name", rest.get("apiName", rest.get("id")))
    return name if isinstance(name, str) else None
