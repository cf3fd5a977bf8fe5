"""Costs: the price of a unit at an instant by a tariff, and the monthly bill of loads. Pure."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.pricing.ahead import AHEAD, Outlook, PriceSpan, outlook, spans, tariffs_of
    from models.pricing.bill import BillLine, Stretch, Unpriceable, bill, rounded, sources
    from models.pricing.holidays import HolidayCalendar, unknown_calendar
    from models.pricing.load import Load, Schedule, month_of
    from models.pricing.ratio import BadMix, Mix, ratio
    from models.pricing.sums import Sum, by_currency, percent, sum_of, total
    from models.pricing.tariff import Quote, Tariffs, by_meter, quote, windows

__all__ = [
    "AHEAD",
    "BadMix",
    "BillLine",
    "HolidayCalendar",
    "Load",
    "Mix",
    "Outlook",
    "PriceSpan",
    "Quote",
    "Schedule",
    "Stretch",
    "Sum",
    "Tariffs",
    "Unpriceable",
    "bill",
    "by_currency",
    "by_meter",
    "month_of",
    "outlook",
    "percent",
    "quote",
    "ratio",
    "rounded",
    "sources",
    "spans",
    "sum_of",
    "tariffs_of",
    "total",
    "unknown_calendar",
    "windows",
]

lazy_package(__name__)
