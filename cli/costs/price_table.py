"""Prints prices in tables: a table for each vendor, currency, unit and mode, with a column for each meter."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from cli.names import day_or_instant
from cli.printing import GAP, note, print_line, table, terminal_width, text_width, wrapped
from models.facts import in_order, short_number
from models.queries import facts_at

ABOUT = ("model", "prompt", "band", "since")
"""The columns that are no meters."""


def print_prices(price_rows: facts_at.Rows) -> None:
    """Print prices in tables below their headings. A table that is too wide is printed in parts, by meters."""
    for number, ((vendor, source, currency, unit, mode), found) in enumerate(_parts(price_rows).items()):
        lines = list(_lines(found))
        starts = {line["since"] for line in lines}
        since = f", since {starts.pop()}" if len(starts) == 1 else ""
        heading = f"{vendor}: {currency} / {unit}, {mode}, by {source}{since}"
        print_line(("\n" if number else "") + wrapped(heading, text_width(), rest="  "))
        dropped = {name for name in ABOUT if (since and name == "since") or not any(line[name] for line in lines)}
        shown = [{name: cell for name, cell in line.items() if name not in dropped} for line in lines]
        for part, meters in enumerate(_in_parts(shown)):
            chosen = [line for line in shown if any(line[meter] for meter in meters)]
            if part:
                print_line("")
            table([{_head(name): line[name] for name in line if name in meters or name in ABOUT} for line in chosen])
        note(_ends(found), as_json=False)
    if any(row.list_amount is not None for row in price_rows):
        print_line("In brackets: the list price that the page strikes through.")


def _in_parts(lines: Sequence[dict[str, str]]) -> list[set[str]]:
    """Return the meters of each part: first those that most lines have, as many as the terminal has room for."""
    widths = {
        name: max(len(text) for text in (*_head(name).split("\n"), *(line[name] for line in lines))) + GAP
        for name in lines[0]
    }
    room = terminal_width() + GAP - sum(width for name, width in widths.items() if name in ABOUT)
    meters = [name for name in widths if name not in ABOUT]
    parts, left = list[set[str]](), 0
    for meter in sorted(meters, key=lambda meter: -sum(1 for line in lines if line[meter])):
        if not parts or widths[meter] > left:
            parts.append(set())
            left = room
        parts[-1].add(meter)
        left -= widths[meter]
    return parts


def _parts(price_rows: facts_at.Rows) -> dict[tuple[str, ...], list[Row[Any]]]:
    parts = defaultdict[tuple[str, ...], list[Row[Any]]](list)
    for row in price_rows:
        parts[row.vendor, row.source, row.currency, row.unit, row.mode].append(row)
    return parts


def _lines(found: Iterable[Row[Any]]) -> Iterator[dict[str, str]]:
    """Yield a line for each model, length of prompt and band. All its prices are in effect `since` then."""
    by_line = defaultdict[tuple[str, int, str], dict[str, Row[Any]]](dict)
    for row in found:
        by_line[row.model, row.above, row.band][row.meter] = row
    meters = in_order(meter for prices in by_line.values() for meter in prices)
    for (model, above, band), prices in by_line.items():
        yield {
            "model": model,
            "prompt": f"> {short_number(above)}" if above else "",
            "band": "" if band == "flat" else band,
            **{meter: _amount(prices[meter]) if meter in prices else "" for meter in meters},
            "since": day_or_instant(max(row.effective_from for row in prices.values())),
        }


def _ends(found: Iterable[Row[Any]]) -> Iterator[str]:
    """Yield a line for each announced end of prices, with the models."""
    ends = defaultdict[datetime, dict[str, None]](dict)
    for row in found:
        if row.effective_to:
            ends[row.effective_to][row.model] = None
    for end, models in sorted(ends.items()):
        yield wrapped(f"In effect until {day_or_instant(end)}: {', '.join(models)}.", text_width(), rest="  ")


def _amount(row: Row[Any]) -> str:
    return f"{row.amount:f}" if row.list_amount is None else f"{row.amount:f} ({row.list_amount:f})"


def _head(name: str) -> str:
    """Return the head of a column: the name of a meter in short lines."""
    return name.replace("_", "_\n")
