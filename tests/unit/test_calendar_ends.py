"""Arithmetic on moments at the ends of the calendar, which clients send as "never" and "always"."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.clock import FIRST_MOMENT, LAST_MOMENT, in_utc, in_zone, shifted
from leadkeep.domain.automation.campaigns.steps.waits import WEEKDAYS, WaitArguments, _fitting
from leadkeep.domain.automation.rules.periods import duration_before, frame

NEAR = st.timedeltas(timedelta(0), timedelta(days=400))
MOMENTS = st.one_of(
    st.datetimes(timezones=st.just(UTC)),
    NEAR.map(lambda length: FIRST_MOMENT + length),
    NEAR.map(lambda length: LAST_MOMENT - length),
)
ZONES = st.sampled_from(["UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])


@given(MOMENTS, st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_a_shift_ends_in_the_calendar(moment: datetime, days: int, seconds: int) -> None:
    found = shifted(moment, days=days, seconds=seconds)
    assert FIRST_MOMENT <= found <= LAST_MOMENT
    if min(days, seconds) >= 0:
        assert found >= moment
    if max(days, seconds) <= 0:
        assert found <= moment


@given(MOMENTS, ZONES)
def test_a_moment_stays_the_same_in_each_zone(moment: datetime, name: str) -> None:
    assert in_zone(moment, ZoneInfo(name)) == moment
    assert in_zone(moment, ZoneInfo(name)).isoformat()


@given(st.datetimes(), ZONES)
def test_local_times_have_a_moment(local: datetime, name: str) -> None:
    found = in_utc(local.replace(tzinfo=ZoneInfo(name)))
    assert abs(found.replace(tzinfo=None) - local) <= timedelta(hours=16)


TIMES = st.sampled_from([None, "00:00", "23:59"])


@given(MOMENTS, ZONES, st.sets(st.sampled_from(WEEKDAYS)), TIMES)
def test_a_wait_until_an_end_of_the_calendar(
    end: datetime, name: str, weekdays: set[str], time: str | None
) -> None:
    arguments = WaitArguments(weekdays=tuple(sorted(weekdays)), time=time)  # type: ignore[arg-type]
    found = _fitting(end, arguments, ZoneInfo(name))
    assert timedelta(0) <= found - end <= timedelta(days=8)


@given(MOMENTS, st.integers(0, 100_000), st.sampled_from(["minute", "day", "week", "year"]))
def test_lengths_of_time_end_in_the_calendar(moment: datetime, count: int, unit: str) -> None:
    assert duration_before(f"{count} {unit}s", moment) <= moment
    assert duration_before(f"{count} {unit}s", moment, forward=True) >= moment


@pytest.mark.parametrize(
    "name", ["yesterday", "tomorrow", "this quarter", "next year", "last week"]
)
@given(day=st.dates())
def test_periods_are_found_or_refused(name: str, day: datetime) -> None:
    try:
        found = frame(name, day)
    except ValueError:
        return
    assert found.start < found.end
