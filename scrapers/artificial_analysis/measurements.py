"""Prices and speeds of a row, by whichever of their names the answer has.

A name is stated in at least one row of an answer, or the answer has another shape: a reader must not take that for
unknown prices. 0 is no price and no speed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.facts import Measurement
from scrapers.artificial_analysis.row_identity import RowIdentity
from scrapers.parse import Json, UnreadValues, optional_number, printed_or_quotes

FieldNames = Mapping[str, tuple[str, ...]]
"""The names that a column goes by."""
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
    """What a row says of price and speed."""

    values: Mapping[str, Decimal | None] | None
    """By column, every column is there; null where one of them cannot be read."""
    named: frozenset[str]
    """The columns that the row has a name for, whether or not there is a value."""


def read_measurements(
    row: dict[str, Json], parts: Sequence[str], names: FieldNames, its: RowIdentity, odd: UnreadValues
) -> MeasuredValues:
    """Prices and speeds of a row and of its `parts`, objects that need not be there.

    Where one of them is odd, that is named, and all of them stay as they are believed.
    """
    values: dict[str, Decimal | None] = dict.fromkeys(names)
    named, keeps, found = set[str](), [its.keep(Measurement)], UnreadValues()
    for part, fields in _parts(row, parts):
        place = f"{its.rows}.{part}" if part else its.rows
        known = _known(fields, names) if isinstance(fields, dict) else []
        if not isinstance(fields, dict) or (part and fields and not known):
            found.add(place, f"{its.name}: no price and no speed by any known name", keeps)
            continue
        for column, name in known:
            if column in named:
                found.add(
                    f"{place}.{name}", f"{its.name}: {printed_or_quotes(fields[name])}, and another {column}", keeps
                )
            named.add(column)
            values[column] = found.value(fields, name, _measure, f"{place}.{name}", keeps, its.name) or None
    odd.add_all(found)
    return MeasuredValues(None if found else values, frozenset(named))


def _parts(row: dict[str, Json], parts: Sequence[str]) -> list[tuple[str, Json]]:
    """The row itself, by no name, and those of its parts that are not null."""
    return [("", row), *((part, row[part]) for part in parts if row.get(part) is not None)]


def _known(fields: dict[str, Json], names: FieldNames) -> list[tuple[str, str]]:
    """Columns with the name that they go by here."""
    return [(column, name) for column, known in names.items() for name in known if name in fields]


def _measure(value: Json, place: str) -> Decimal:
    """A price or a speed; 0 where there is none."""
    return optional_number(value, place, 0, MOST) or Decimal(0)
