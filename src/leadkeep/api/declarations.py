"""Declare which operation of the reference a handler serves, and its request and reply types."""

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
"""The type of the elements of ``result``: a struct, or the record type of an object."""

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
        Reason.TEMPORARILY_UNAVAILABLE,
        Reason.TOO_MANY_PARAMETERS,
    }
)
"""Reasons to refuse a request of any operation."""

NO_OPERATION: frozenset[Reason] = frozenset(
    {Reason.RESOURCE_NOT_FOUND, Reason.METHOD_NOT_SUPPORTED}
)
"""Reasons to refuse a request whose path and method belong to no operation."""

JSON_BODY = (Reason.INVALID_CONTENT_TYPE, Reason.INVALID_JSON, Reason.INVALID_MEMBER)
"""Reasons to refuse a JSON body."""

RECORDS_BODY = (*JSON_BODY, Reason.NOT_SPECIFIED, Reason.TOO_MANY)
"""Reasons to refuse a JSON body with records."""

PAGE = (Reason.WRONG_TYPE, Reason.INVALID_ARGUMENT, Reason.INVALID_PAGING_TOKEN)
"""Reasons to refuse ``batchSize`` and ``nextPageToken``."""

FORM_BODY = (Reason.INVALID_CONTENT_TYPE,)
"""Reasons to refuse a form-encoded body."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an operation gets and returns: types of body and result, reasons for errors, handler."""

    handler: Handler
    api_method: str
    """The name of the operation in activities that its writes cause (API Method Name)."""
    item: Item | None = None
    """The type of the elements of ``result``; None for no result. For the token endpoint, the
    reply."""
    body: type[msgspec.Struct] | None = None
    """The type of the JSON body; None if the operation reads none."""
    refuses: tuple[Reason, ...] = ()
    """Reasons to refuse the whole request, beside :data:`EVERY_OPERATION`."""
    skips: tuple[Reason, ...] = ()
    """Reasons to skip a single record."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Types of path, query and form parameters that accept less than the reference says, by
    name."""
    may_lack_result: bool = False
    """Whether ``result`` is absent, rather than empty, if nothing is found."""
    sends_file: bool = False
    """Whether a successful reply is a file instead of JSON."""
    reads_may_lag: bool = False
    """Whether a replica may serve its reads, which then may lack the latest writes of others."""


def api_method_of(operation_id: str) -> str:
    """Return the API method of an operation, such as ``mergeLeads`` of ``mergeLeadsUsingPOST``."""
    name = operation_id.partition("Using")[0]
    return name[0].lower() + name[1:]


class Declarations:
    """The declarations of one module; its instances are decorators of handlers.

    ``serves = Declarations()`` is at the top of the module, ``@serves("theOperationId", ...)`` on
    each handler. A method of an object is declared without decorator: ``serves("theOperationId",
    ...)(COMPANIES.sync)``.
    """

    def __init__(self) -> None:
        """Create an empty list of declarations."""
        self.by_id: dict[str, Declaration] = {}

    def __call__(  # noqa: PLR0913 -- the members of a declaration
        self,
        *operation_ids: str,
        item: Item | None = None,
        body: type[msgspec.Struct] | None = None,
        refuses: tuple[Reason, ...] = (),
        skips: tuple[Reason, ...] = (),
        parameters: Mapping[str, Any] | None = None,
        api_method: str | None = None,
        may_lack_result: bool = False,
        sends_file: bool = False,
        reads_may_lag: bool = False,
    ) -> Callable[[H], H]:
        """Return a decorator that declares a handler for the operations with these ids.

        The other arguments are the members of :class:`Declaration`. ``api_method`` defaults to the
        operation id up to ``Using``, such as ``mergeLeads``.
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
                    sends_file=sends_file,
                    reads_may_lag=reads_may_lag,
                )
            return handler

        return declare
