"""Model a page of the console: its path, who may see it, what it shows and what it changes.

Pages are declared as data, so that the navigation, the permission matrix of the tests and the
reference page are made from one table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from leadkeep.console.visit import Visit
from leadkeep.domain.instance.access import Work

Model = dict[str, Any]
"""What a page shows, as JSON values: its ``.json`` twin, and the values of its template."""

Needs = frozenset[str]
"""Permissions of the API, one of which is enough; none for everybody who is signed in."""

EVERYBODY: Needs = frozenset()
ADMINISTRATOR: Needs = frozenset({"Administrator"})
"""Every permission, workspace and partition."""


def reads(thing: str) -> Needs:
    """Return the permissions that let a user see something, such as ``Lead``."""
    return frozenset({f"Read-Only {thing}", f"Read-Write {thing}"})


def writes(thing: str) -> Needs:
    """Return the permission that lets a user change something, such as ``Lead``."""
    return frozenset({f"Read-Write {thing}"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action has done: where the browser goes next, and what the user reads there."""

    path: str
    notice: str
    values: Mapping[str, str] = field(default_factory=dict)
    """What is shown once, before the browser goes on: a secret and what belongs to it."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a page changes: a form whose field ``action`` has the action's name."""

    needs: Needs
    run: Callable[[Visit, Work], Outcome]
    """Runs in a write transaction; a refusal rolls it back."""
    first: Callable[[Visit], Any] | None = None
    """Runs before the transaction, on a thread, for what takes long: hashes."""
    takes_file: bool = False
    """Does its form have a file, which comes after the other fields?"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the console."""

    name: str
    """Its template, without the suffix."""
    path: str
    """Its path below ``/console``, with numbers as ``{name}``; empty for the first page."""
    title: str
    needs: Needs
    view: Callable[[Visit, Work], Model]
    actions: Mapping[str, Action] = field(default_factory=dict)
    menu: str | None = None
    """Its name in the navigation; None if other pages lead to it."""
    key: str | None = None
    """The letter that opens it after ``g``."""
    also: Needs = EVERYBODY
    """What is needed besides :attr:`needs`, for pages about two things."""
    has_listing: bool = False
    """Has it a listing to download as CSV?"""
    listing_needs: Needs = EVERYBODY
    """What is needed for the listing besides :attr:`needs`; without it, the page has none."""
    needs_counts: bool = False
    """Does it show counts of requests, which must be stored before?"""
    area: str | None = None
    """The name in the navigation that is marked on this page, if it has none of its own."""


def in_words(*needs: Needs) -> str:
    """Return what a page or an action needs, as people read it."""
    named = [" or ".join(sorted(each)) for each in needs if each]
    return ", and ".join(named) or "a session"


FILE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ssv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson; charset=utf-8",
}
"""The content types of files to download, by format."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a bulk job, which a view returns under ``download`` instead of values."""

    job_id: int
    part: str
    """The name of the file in the job."""
    size: int
    name: str
    """The name under which the browser saves it."""
    type: str


class NotFound(Exception):  # noqa: N818 -- ends a view
    """There is no such page, or nothing with this number within the user's scope."""
