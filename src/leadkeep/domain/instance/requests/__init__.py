"""The log of API requests: the latest ones, with their errors, for operators.

Entry points: :func:`append_requests` writes, :func:`find_requests`, :func:`requests_by_request_id`
and :func:`count_errors` read, :func:`masked` hides the values of a logged body.
"""

from leadkeep.domain.instance.requests.append import append_requests
from leadkeep.domain.instance.requests.find import (
    ErrorCount,
    RequestFilter,
    count_errors,
    find_requests,
    requests_by_request_id,
)
from leadkeep.domain.instance.requests.mask import masked
from leadkeep.domain.instance.requests.request import FoundRequest, LoggedRequest

__all__ = [
    "ErrorCount",
    "FoundRequest",
    "LoggedRequest",
    "RequestFilter",
    "append_requests",
    "count_errors",
    "find_requests",
    "masked",
    "requests_by_request_id",
]
