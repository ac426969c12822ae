"""Declare which operation a handler of :mod:`leadkeep.api.operations` serves, and its types."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from leadkeep.api.records import Records
from leadkeep.api.request import Request
from leadkeep.errors import Reason

Handler = Callable[[Request], Awaitable[Any]]
H = TypeVar("H", bound=Handler)

Item = type[Any] | Records
"""The type of one element of ``result``: mostly a Struct."""

EVERY_OPERATION: frozenset[Reason] = frozenset(
    {
        Reason.ACCESS_TOKEN_EMPTY,
        Reason.ACCESS_TOKEN_INVALID,
        Reason.ACCESS_TOKEN_EXPIRED,
        Reason.RATE_LIMIT,
        Reason.DAILY_QUOTA,
        Reason.CONCURRENCY_LIMIT,
        Reason.REQUEST_TIMED_OUT,
        Reason.SYSTEM_ERROR,
        Reason.TOO_MANY_PARAMETERS,
    }
)
"""Reasons for which any request can be refused, whatever its operation."""

NO_OPERATION: frozenset[Reason] = frozenset(
    {Reason.RESOURCE_NOT_FOUND, Reason.METHOD_NOT_SUPPORTED}
)
"""Reasons for which a request without an operation for its path and method is refused."""

JSON_BODY = (Reason.INVALID_CONTENT_TYPE, Reason.INVALID_JSON, Reason.INVALID_MEMBER)
"""Reasons for which a JSON body can be refused."""

RECORDS_BODY = (*JSON_BODY, Reason.NOT_SPECIFIED, Reason.TOO_MANY)
"""Reasons for which a JSON body with records can be refused."""

PAGE = (Reason.WRONG_TYPE, Reason.INVALID_ARGUMENT, Reason.INVALID_PAGING_TOKEN)
"""Reasons for which ``batchSize`` and ``nextPageToken`` can be refused."""

FORM_BODY = (Reason.INVALID_CONTENT_TYPE,)
"""Reasons for which a form can be refused."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """The request and response types of an operation, its errors, and its handler."""

    handler: Handler
    api_method: str
    """The API method that the activity log shows for the operation's writes."""
    item: Item | None = None
    """One element of ``result``, or the whole reply of the token endpoint; None for no result."""
    body: type[msgspec.Struct] | None = None
    """The type of the JSON body."""
    refuses: tuple[Reason, ...] = ()
    """Reasons for which the whole request is refused, in addition to :data:`EVERY_OPERATION`."""
    skips: tuple[Reason, ...] = ()
    """Reasons for which a single record is skipped."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Types of path, query and form parameters that are narrower than in the reference."""
    may_lack_result: bool = False
    """Whether ``result`` is absent instead of empty."""


def api_method_of(operation_id: str) -> str:
    """Return the API method of an operation of the reference, such as ``mergeLeads``."""
    name = operation_id.partition("Using")[0]
    return name[0].lower() + name[1:]


class Declarations:
    """The operations that one module serves; a call declares the operations of a handler.

    ``serves = Declarations()`` is at the top of the module, ``@serves("theOperationId", ...)`` on
    each handler. A handler that is a bound method is declared by a call: ``serves("theOperationId",
    ...)(COMPANIES.sync)``.
    """

    def __init__(self) -> None:
        """Start without declarations."""
        self.by_id: dict[str, Declaration] = {}

    def __call__(
        self,
        *operation_ids: str,
        item: Item | None = None,
        body: type[msgspec.Struct] | None = None,
        refuses: tuple[Reason, ...] = (),
        skips: tuple[Reason, ...] = (),
        parameters: Mapping[str, Any] | None = None,
        api_method: str | None = None,
        may_lack_result: bool = False,
    ) -> Callable[[H], H]:
        """Return a decorator that declares a handler for these operations of the reference.

        ``api_method`` defaults to the operation's id up to ``Using``, such as ``mergeLeads``.
        """

        def declare(handler: H) -> H:
            for name in operation_ids:
                if name in self.by_id:
                    raise ValueError(f"{name} is declared twice")
                self.by_id[name] = Declaration(
                    handler=handler,
                    api_method=api_method or api_method_of(name),
                    item=item,
                    body=body,
                    refuses=refuses,
                    skips=skips,
                    parameters=parameters or {},
                    may_lack_result=may_lack_result,
                )
            return handler

        return declare
