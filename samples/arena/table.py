"""The table that Arena's server renders, in the columns of its day: organisation and licence moved under the name."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from samples.arena.contenders import context, maker, price
from samples.arena.state import Standing

Layout = tuple[tuple[str, str], ...]
"""Each column's heading and the name of what its cells show."""
NAMED: Layout = (("Rank", "rank"), ("Rank Spread", "spread"))
LAYOUTS: dict[date, Layout] = {
    date(2025, 1, 1): (
        *NAMED,
        *(("Model", "name"), ("Score", "score"), ("95% CI (±)", "ci"), ("Votes", "votes")),
        *(("Organization", "organization"), ("License", "license")),
    ),
    date(2026, 2, 10): (*NAMED, ("Model", "made"), ("Score", "spaced"), ("Votes", "votes")),
    date(2026, 3, 11): (
        *NAMED,
        *(("Model", "made"), ("Score", "joined"), ("Votes", "votes"), ("Price $/M", "price"), ("Context", "context")),
    ),
}
"""By the day from which the table stood like this; the first day is only said to be before February 2026."""
PRELIMINARY = 2500
"""A score of fewer votes is marked; the rule is ours."""


def spread(entry: Standing, entries: tuple[Standing, ...]) -> tuple[int, int]:
    """The best and the worst rank that the intervals leave open."""
    above = sum(1 for other in entries if other.lower > entry.upper)
    below = sum(1 for other in entries if other.upper < entry.lower)
    return above + 1, len(entries) - below


def table(entries: tuple[Standing, ...], layout: Layout, symmetric: bool) -> str:
    head = "".join(
        f'<th class="h-10"><button class="group flex">{escape(heading)}</button></th>' for heading, _ in layout
    )
    cells = _cells(symmetric)
    rows = (
        "".join(f'<td class="p-2 align-middle">{cells[shown](entry, entries)}</td>' for _, shown in layout)
        for entry in entries
    )
    body = "".join(f'<tr class="border-b">{cells}</tr>' for cells in rows)
    return f'<table class="w-full caption-bottom text-sm"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


Cell = Callable[[Standing, tuple[Standing, ...]], str]


def _cells(symmetric: bool) -> dict[str, Cell]:
    """The renderer of each kind of cell; asymmetric boards print both halves of the interval."""
    return {
        "rank": lambda entry, _: f"<span>{entry.rank}</span>",
        "spread": _spread,
        "name": lambda entry, _: _name(entry),
        "made": lambda entry, _: _name(entry) + _made(entry),
        "score": lambda entry, _: f'<span class="text-sm">{whole(entry.rating)}</span>{_mark(entry)}',
        "ci": lambda entry, _: f'<span class="text-sm">±<!-- -->{whole(entry.ci)}</span>',
        "spaced": lambda entry, _: f"<span>{whole(entry.rating)} ±{whole(entry.ci)}</span>{_mark(entry)}",
        "joined": lambda entry, _: f"<span>{whole(entry.rating)}{_interval(entry, symmetric)}</span>{_mark(entry)}",
        "votes": lambda entry, _: f'<span class="text-sm">{entry.votes:,}</span>',
        "organization": lambda entry, _: f"<div><span>{escape(maker(entry.model).name)}</span></div>",
        "license": lambda entry, _: f"<div><span>{escape(maker(entry.model).license)}</span></div>",
        "price": lambda entry, _: f"<span>{_price(entry)}</span>",
        "context": lambda entry, _: f"<span>{_context(entry)}</span>",
    }


def whole(number: Decimal) -> int:
    """As the page rounds."""
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def _spread(entry: Standing, entries: tuple[Standing, ...]) -> str:
    first, last = spread(entry, entries)
    return f'<div><span>{first}</span><span class="text-[9px]">◄─►</span><span>{last}</span></div>'


def _name(entry: Standing) -> str:
    made, name = maker(entry.model), escape(entry.model)
    if not made.address:
        return f"<svg><title>{escape(made.name)}</title></svg><span>{name}</span>"
    link = f'<a target="_blank" href="{escape(made.address)}" title="{name}"><span>{name}</span></a>'
    return f'<svg viewBox="0 0 24 24"><title>{escape(made.name)}</title></svg>{link}'


def _made(entry: Standing) -> str:
    made = maker(entry.model)
    return f'<div class="text-xs"><span>{escape(made.name)} · {escape(made.license)}</span></div>'


def _interval(entry: Standing, symmetric: bool) -> str:
    half = whole(entry.ci)
    return f"±{half}" if symmetric else f"+{half}/-{half}"


def _mark(entry: Standing) -> str:
    return "" if entry.votes >= PRELIMINARY else ' <button><span class="hidden">Preliminary</span></button>'


def _price(entry: Standing) -> str:
    cost = price(entry.model)
    return f"${cost[0]} / ${cost[1]}" if cost else "N/A"


def _context(entry: Standing) -> str:
    tokens = context(entry.model)
    return "N/A" if tokens is None else f"{tokens // 1_000_000}M"
