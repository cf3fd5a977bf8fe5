"""Prices and speeds of a row, by whichever of their names the answer has.

A name is stated in at least one row of an answer, or the answer has another shape: a reader must not take that for
unknown prices. 0 is no price and no speed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scrapers.exact import Json
from scrapers.fields import members, number, said
from scrapers.page import PageChanged

Names = Mapping[str, tuple[str, ...]]
"""The names that a column goes by."""
NEEDED = ("input_price", "output_price", "output_tokens_per_second", "seconds_to_first_token")
MOST = 100_000
API: Names = {
    "input_price": ("price_1m_input_tokens", "price_1m_input"),
    "output_price": ("price_1m_output_tokens", "price_1m_output"),
    "cache_hit_price": ("price_1m_cache_hit_tokens", "price_1m_cache_hit"),
    "cache_write_price": ("price_1m_cache_write_tokens", "price_1m_cache_write"),
    "output_tokens_per_second": ("median_output_tokens_per_second", "output_tokens_per_second"),
    "seconds_to_first_token": ("median_time_to_first_token_seconds", "time_to_first_token_seconds"),
}
PAGE: Names = {
    "input_price": ("price1mInputTokens",),
    "output_price": ("price1mOutputTokens",),
    "cache_hit_price": ("cacheHitPrice", "price1mCacheHitTokens"),
    "cache_write_price": ("cacheWritePrice", "price1mCacheWriteTokens"),
    "output_tokens_per_second": ("medianOutputTokensPerSecond", "outputTokensPerSecond"),
    "seconds_to_first_token": ("medianTimeToFirstTokenSeconds", "timeToFirstTokenSeconds"),
}


@dataclass(frozen=True)
class Measured:
    """What a row says of price and speed."""

    values: Mapping[str, Decimal | None]
    """By column; every column is there."""
    named: frozenset[str]
    """The columns that the row has a name for, whether or not there is a value."""


def measured(row: dict[str, Json], parts: Sequence[str], names: Names, place: str) -> Measured:
    """Prices and speeds of a row and of its `parts`, objects that need not be there. Raises PageChanged."""
    values: dict[str, Decimal | None] = dict.fromkeys(names)
    named: set[str] = set()
    for part, fields in _parts(row, parts, place):
        known = [(column, name) for column, known in names.items() for name in known if name in fields]
        if part and fields and not known:
            raise PageChanged(f"{place}.{part} has no price and no speed by any known name", said(fields))
        for column, name in known:
            if column in named:
                raise PageChanged(f"{place} states the {column} twice", f"{name}: {said(fields[name])}")
            named.add(column)
            values[column] = number(fields[name], f"{place}.{name}", 0, MOST) or None
    return Measured(values, frozenset(named))


def _parts(row: dict[str, Json], parts: Sequence[str], place: str) -> list[tuple[str, dict[str, Json]]]:
    """The row itself, by no name, and those of its parts that are not null."""
    stated = [(part, row[part]) for part in parts if row.get(part) is not None]
    return [("", row), *((part, members(value, f"{place}.{part}")) for part, value in stated)]
