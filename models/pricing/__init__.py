"""The tariff as a function, and what loads cost by it."""

from models.pricing.bill import Line, Stretch, Unpriceable, bill, rounded, sources
from models.pricing.holidays import HolidayCalendar, unknown_calendar
from models.pricing.load import Load, Running, month_of
from models.pricing.sums import Sum, by_currency, percent, sum_of, total
from models.pricing.tariff import Quote, Tariffs, by_meter, quote, windows

__all__ = [
    "HolidayCalendar",
    "Line",
    "Load",
    "Quote",
    "Running",
    "Stretch",
    "Sum",
    "Tariffs",
    "Unpriceable",
    "bill",
    "by_currency",
    "by_meter",
    "month_of",
    "percent",
    "quote",
    "rounded",
    "sources",
    "sum_of",
    "total",
    "unknown_calendar",
    "windows",
]
