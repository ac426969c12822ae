"""Moments that do not go backwards when the clock is set back a little."""

from datetime import datetime

from leadkeep.clock import FIRST_MOMENT, Clock, SystemClock, shifted

CLOCK_STEP_LIMIT_SECONDS = 10
"""How far a clock may be set back before its moments go backwards, as when it is synchronised."""


class SteadyMoments:
    """The latest moment that a process has had from its clock."""

    def __init__(self) -> None:
        """Have none yet."""
        self._latest: tuple[Clock, datetime] = (SystemClock(), FIRST_MOMENT)

    def present(self, clock: Clock) -> datetime:
        """Return the present moment of a clock.

        While the latest moment so far is at most :data:`CLOCK_STEP_LIMIT_SECONDS` ahead of the
        clock, it is returned again. A clock that is set back further was wrong before, so it is
        believed.
        """
        now = clock.now()
        before, latest = self._latest
        if before is clock and now < latest <= shifted(now, seconds=CLOCK_STEP_LIMIT_SECONDS):
            return latest
        self._latest = (clock, now)
        return now
