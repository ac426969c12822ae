"""API usage: statistics, and the vendor's limits.

Entry points: :class:`Tally` counts requests and errors, :func:`usage_by_day` and
:func:`errors_by_day` read the counts, :func:`admit_request` applies the limits.
"""

from leadkeep.domain.instance.usage.counts import (
    REPORTED_DAYS,
    DayCount,
    Tally,
    errors_by_day,
    usage_by_day,
)
from leadkeep.domain.instance.usage.limits import Limits, admit_request, end_request

__all__ = [
    "REPORTED_DAYS",
    "DayCount",
    "Limits",
    "Tally",
    "admit_request",
    "end_request",
    "errors_by_day",
    "usage_by_day",
]
