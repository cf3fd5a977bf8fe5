"""The check of this machine's clock: by the dates of servers, the time since the machine started, and the record."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.timekeeping.checks import (
        SET_THE_CLOCK,
        TICK,
        clock_state,
        expect_clock_for_corrections,
        expect_right_clock,
        judged,
        measured_moment,
        sources_ahead,
    )
    from flows.timekeeping.judgement import TOLERANCE, ClockReadings, ClockVerdict, judge
    from flows.timekeeping.witnesses import Anchor, ServerDates, read_anchor

__all__ = [
    "SET_THE_CLOCK",
    "TICK",
    "TOLERANCE",
    "Anchor",
    "ClockReadings",
    "ClockVerdict",
    "ServerDates",
    "clock_state",
    "expect_clock_for_corrections",
    "expect_right_clock",
    "judge",
    "judged",
    "measured_moment",
    "read_anchor",
    "sources_ahead",
]

lazy_package(__name__)
