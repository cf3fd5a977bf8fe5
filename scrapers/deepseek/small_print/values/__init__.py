"""Values that notes print: hours and weekdays, shares of a price."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.small_print.values.hours import (
        BEIJING_AHEAD,
        DAY_RANGE,
        EVERY_DAY,
        WINDOW,
        WORKDAYS,
        beijing_windows,
        minutes_of,
        others,
        reaches_another_day,
        weekdays_of,
    )
    from scrapers.deepseek.small_print.values.shares import FRACTION, PERCENT, SHARE, kept, percent, percent_off

__all__ = [
    "BEIJING_AHEAD",
    "DAY_RANGE",
    "EVERY_DAY",
    "FRACTION",
    "PERCENT",
    "SHARE",
    "WINDOW",
    "WORKDAYS",
    "beijing_windows",
    "kept",
    "minutes_of",
    "others",
    "percent",
    "percent_off",
    "reaches_another_day",
    "weekdays_of",
]

lazy_package(__name__)
