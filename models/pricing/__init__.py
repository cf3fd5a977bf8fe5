"""Costs: the price of a unit at an instant by a tariff, and the monthly bill of loads. Pure."""

from models.pricing.bill import BillLine, Stretch, Unpriceable, bill, rounded, sources
from models.pricing.load import Load, Schedule, month_of
from models.pricing.sums import Sum, by_currency, percent, sum_of, total
from models.pricing.tariff import IsHoliday, Quote, Tariffs, by_meter, quote, windows

__all__ = [
    "BillLine",
    "IsHoliday",
    "Load",
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
    "percent",
    "quote",
    "rounded",
    "sources",
    "sum_of",
    "total",
    "windows",
]
