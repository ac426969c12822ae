"""A request to the console as views and actions get it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from leadkeep.console.shared import Shared
from leadkeep.console.uploads import Upload
from leadkeep.domain.instance.access import Cause
from leadkeep.domain.instance.users import Session
from leadkeep.store import LARGEST_ID

PREFIX = "/console"
SOURCE = "Console"
"""Source and source type of what is changed here, in activities."""

Values = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Visit:
    """One request: its address, its parameters, the signed-in user."""

    shared: Shared
    request_id: str
    path: str
    """Below ``/console``, without the suffix of a twin."""
    numbers: Mapping[str, int]
    """The numbers in the path, by name."""
    query: Values
    form: Values = field(default_factory=dict)
    csrf: str = ""
    upload: Upload | None = None
    """The file that came with the form, of an action that takes one."""
    first: Any = None
    """What :attr:`Action.first` returned."""
    session: Session | None = None

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter of the address, trimmed."""
        values = self.query.get(name)
        return values[-1].strip() if values else default

    def texts(self, name: str) -> list[str]:
        """Return all values of a parameter that are not blank."""
        return [each.strip() for each in self.query.get(name, ()) if each.strip()]

    def number(self, name: str, default: int = 0) -> int:
        """Return a parameter of the address as a number; the default if it is none."""
        return as_number(self.text(name), default)

    def sent(self, name: str, default: str = "") -> str:
        """Return a field of the form, as it was sent."""
        values = self.form.get(name)
        return values[-1] if values else default

    def sent_all(self, name: str) -> list[str]:
        """Return all values of a field of the form."""
        return list(self.form.get(name, ()))

    def sent_numbers(self, name: str) -> list[int]:
        """Return the values of a field of the form that are numbers, each once."""
        found = (as_number(each, -1) for each in self.form.get(name, ()))
        return [each for each in dict.fromkeys(found) if each >= 0]

    @property
    def user(self) -> Session:
        """The signed-in user, which every view and action has.

        Raises:
            LookupError: the request was not recognised yet.
        """
        if self.session is None:
            raise LookupError("nobody is signed in")
        return self.session

    def may(self, needs: frozenset[str]) -> bool:
        """Return whether the user has one of these permissions, or none is needed."""
        return self.user.may(needs)

    def cause(self) -> Cause:
        """Return the cause that this request's writes have in the activity log."""
        user = self.user.user
        return Cause(
            source=SOURCE,
            source_info=SOURCE,
            reason=f"Changed in the console by {user}",
            method=SOURCE,
            user=user,
            request_id=self.request_id,
        )

    @property
    def here(self) -> str:
        """This page below the console, with its parameters: where an action goes back to."""
        return self.url().removeprefix(PREFIX)

    def url(self, **changes: object) -> str:
        """Return the address of this page with other parameters; None takes one away."""
        query = {name: list(values) for name, values in self.query.items()}
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = [str(value)]
        return address(self.path, query)


def address(path: str, query: Mapping[str, object] | None = None) -> str:
    """Return the address of a page of the console, with its parameters."""
    text = urlencode(query or {}, doseq=True)
    return f"{PREFIX}{path}" + (f"?{text}" if text else "")


def as_number(text: str, default: int = 0) -> int:
    """Return the number that a text of digits is; the default for any other text."""
    if not (text.isascii() and text.isdigit()):
        return default
    number = int(text[:20])
    return number if number <= LARGEST_ID else default
