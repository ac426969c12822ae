"""How a module of :mod:`leadkeep.api.operations` declares what its handlers serve."""

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
"""What one element of ``result`` is: mostly a Struct."""

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
"""Reasons for which any request may be refused, whatever its operation."""

NO_OPERATION: frozenset[Reason] = frozenset(
    {Reason.RESOURCE_NOT_FOUND, Reason.METHOD_NOT_SUPPORTED}
)
"""Reasons for which a request is refused whose path and method lead to no operation."""

JSON_BODY = (Reason.INVALID_CONTENT_TYPE, Reason.INVALID_JSON, Reason.INVALID_MEMBER)
"""Reasons for which a JSON body may be refused."""

RECORDS_BODY = (*JSON_BODY, Reason.NOT_SPECIFIED, Reason.TOO_MANY)
"""Reasons for which a JSON body with records may be refused."""

PAGE = (Reason.WRONG_TYPE, Reason.INVALID_ARGUMENT, Reason.INVALID_PAGING_TOKEN)
"""Reasons for which ``batchSize`` and ``nextPageToken`` may be refused."""

FORM_BODY = (Reason.INVALID_CONTENT_TYPE,)
"""Reasons for which a form may be refused."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one operation takes and answers, and which function serves it."""

    handler: Handler
    api_method: str
    """The name under which the activity log shows the API method."""
    item: Item | None = None
    """One element of ``result``, or the whole reply of the token endpoint; None for no result."""
    body: type[msgspec.Struct] | None = None
    """The JSON body."""
    refuses: tuple[Reason, ...] = ()
    """Reasons for which the whole request is refused, beside :data:`EVERY_OPERATION`."""
    skips: tuple[Reason, ...] = ()
    """Reasons for which one record is skipped."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Types of path, query and form parameters, where they are narrower than the reference says."""
    may_lack_result: bool = False
    """Is ``result`` absent when it would be empty?"""


def api_method_of(operation_id: str) -> str:
    """Return the API method that an operation of the reference is called by: ``mergeLeads``."""
    name = operation_id.partition("Using")[0]
    return name[0].lower() + name[1:]


class Declarations:
    """The operations that one module serves; calling it declares those of a handler.

    ``serves = Declarations()`` stands at the top of the module, ``@serves("theOperationId", ...)``
    on each handler. Handlers that are bound methods are declared by a plain call:
    ``serves("theOperationId", ...)(COMPANIES.sync)``.
    """

    def __init__(self) -> None:
        """Start with none."""
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
        """Return what declares that a handler serves these operations of the reference.

        Without ``api_method`` it is the operation's id up to ``Using``, as in ``mergeLeads``.
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
