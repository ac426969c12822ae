"""What all requests of the console share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkeep.clock import Clock
from leadkeep.errors import Problem
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction

if TYPE_CHECKING:
    from leadkeep.console.provider import Provider


@dataclass(frozen=True, slots=True)
class External:
    """What the console shows of its neighbours, which it does not import."""

    explain: Callable[[Problem], tuple[str, str]]
    """Returns code and text of a problem, as the API has them."""
    meanings: Callable[[], dict[str, tuple[str, str]]]
    """Returns what each error code of the API means, and what to do about it."""
    operation: Callable[[str], tuple[str, str] | None]
    """Returns method and path of an operation of the API by its id; None if there is none."""
    blueprint: Callable[[Transaction], str]
    """Returns the instance as a blueprint, without leads and secrets."""
    store_counts: Callable[[], Awaitable[None]]
    """Is awaited before counts of requests are read, so that none is missing."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Store, clock, settings and key of a server process, and what its neighbours lend."""

    store: Store
    clock: Clock
    settings: Settings
    key: bytes
    external: External
    provider: "Provider | None" = None
    """Who signs users in beside passwords."""


def load_provider(settings: Settings, clock: Clock) -> "Provider | None":
    """Return the OpenID Connect provider that the settings name; None without one.

    Raises:
        SetupError: the settings of the provider do not fit, or Authlib is not installed.
    """
    if settings.oidc_issuer is None or settings.console == "off":
        return None
    from leadkeep.console.provider import Provider  # noqa: PLC0415 -- loads an HTTP client

    return Provider(settings, clock)
