"""Prices and speeds of a row, under any of the names that the response may use.

At least one row must have each name; otherwise the format has changed, which must not be taken for unknown prices. 0
means no price or speed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.facts import Measurement
from scrapers.artificial_analysis.row_identity import RowIdentity
from scrapers.parse import Json, UnreadValues, optional_number, printed_or_quotes

FieldNames = Mapping[str, tuple[str, ...]]
"""The possible names of a column."""
NEEDED = ("input_price", "output_price", "output_tokens_per_second", "seconds_to_first_token")
MOST = 100_000
API: FieldNames = {
    "input_price": ("price_1m_input_tokens", "price_1m_input"),
    "output_price": ("price_1m_output_tokens", "price_1m_output"),
    "cache_hit_price": ("price_1m_cache_hit_tokens", "price_1m_cache_hit"),
    "cache_write_price": ("price_1m_cache_write_tokens", "price_1m_cache_write"),
    "output_tokens_per_second": ("median_output_tokens_per_second", "output_tokens_per_second"),
    "seconds_to_first_token": ("median_time_to_first_token_seconds", "time_to_first_token_seconds"),
}
PAGE: FieldNames = {
    "input_price": ("price1mInputTokens",),
    "output_price": ("price1mOutputTokens",),
    "cache_hit_price": ("cacheHitPrice", "price1mCacheHitTokens"),
    "cache_write_price": ("cacheWritePrice", "price1mCacheWriteTokens"),
    "output_tokens_per_second": ("medianOutputTokensPerSecond", "outputTokensPerSecond"),
    "seconds_to_first_token": ("medianTimeToFirstTokenSeconds", "timeToFirstTokenSeconds"),
}


@dataclass(frozen=True)
class MeasuredValues:
    """Prices and speeds of a row."""

    values: Mapping[str, Decimal | None] | None
    """Every column by name; None if one of them cannot be read."""
    named: frozenset[str]
    """The columns that the row has, with or without a value."""


def read_measurements(
    row: dict[str, Json], parts: Sequence[str], names: FieldNames, identity: RowIdentity, odd: UnreadValues
) -> MeasuredValues:
    """Read prices and speeds of a row and of its optional objects `parts`.

    If one of them is invalid, that is reported, and all of them stay as believed.
    """
    values: dict[str, Decimal | None] = dict.fromkeys(names)
    named, keeps, unreadable = set[str](), [identity.keep(Measurement)], UnreadValues()
    for part, fields in _parts(row, parts):
        place = f"{identity.rows}.{part}" if part else identity.rows
        known_names = _known(fields, names) if isinstance(fields, dict) else []
        if not isinstance(fields, dict) or (part and fields and not known_names):
            unreadable.add(place, f"{identity.name}: no price and no speed by any known name", keeps)
            continue
        for column, name in known_names:
            if column in named:
                unreadable.add(
                    f"{place}.{name}",
                    f"{identity.name}: {printed_or_quotes(fields[name])}, and another {column}",
                    keeps,
                )
            named.add(column)
            values[column] = unreadable.value(fields, name, _measure, f"{place}.{name}", keeps, identity.name) or None
    odd.add_all(unreadable)
    return MeasuredValues(None if unreadable else values, frozenset(named))


def _parts(row: dict[str, Json], parts: Sequence[str]) -> list[tuple[str, Json]]:
    """Return the row itself (name "") and those of its parts that are not null."""
    return [("", row), *((part, row[part]) for part in parts if row.get(part) is not None)]


def _known(fields: dict[str, Json], names: FieldNames) -> list[tuple[str, str]]:
    """Return columns with their names in this row."""
    return [(column, name) for column, possible_names in names.items() for name in possible_names if name in fields]


def _measure(value: Json, place: str) -> Decimal:
    """Return a price or a speed; 0 for none."""
    return optional_number(value, place, 0, MOST) or Decimal(0)
