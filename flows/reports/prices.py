"""Renders prices as Markdown with charts, the deadlines, and the changes of a run."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from flows.clock import utc_now
from flows.database import Store
from flows.notify import age_lines
from flows.pipeline import RunResult
from flows.reports.markdown import escaped, picture, table
from flows.reports.price_chart import price_chart
from models.changes import settled_by
from models.facts import STANDARD, UNITS, in_order, tier_text
from models.kinds import SnapshotOutcome
from models.queries import PriceLine, billing, deadlines, price_lines, prices
from models.schema import ChangeRow
from scrapers.registry import attributions, vendor_name

IN_PICTURES = ("output", "input_cache_miss", "input_cache_hit")
"""The meters that have a chart, of the mode standard and short prompts: what every vendor has."""


def changes_page(store: Store, source: str, settled: RunResult) -> str:
    with store.reading() as session:
        changes = session.scalars(
            select(ChangeRow).where(ChangeRow.snapshot_id == settled.snapshot_id).order_by(ChangeRow.id)
        ).all()
    heading = _heading(source, settled)
    if not changes:
        return heading + "\nNothing new. The snapshot is archived; the recorded facts are unchanged.\n"
    rows = [
        (
            change.subject,
            change.kind,
            change.said_before,
            change.said_after,
            f"{change.effective_at or change.seen_at:%Y-%m-%d %H:%M} UTC",
        )
        for change in changes
    ]
    credit = "".join(f"\n\n{line}\n" for line in attributions([source]))
    return heading + "\n" + table(("subject", "what", "before", "after", "from"), rows) + credit


def _heading(source: str, settled: RunResult) -> str:
    """Return the heading with the result; of a held or a refused page with what would settle it."""
    settle = settled_by(SnapshotOutcome(settled.outcome), settled.reason, settled.snapshot_id)
    lines = [f"## {source}: what the run of {settled.moment:%Y-%m-%d %H:%M} UTC changed", escaped(str(settled))]
    return "\n\n".join([*lines, *([escaped(settle)] if settle else [])]) + "\n"


def prices_page(store: Store) -> str:
    with store.reading() as session:
        now, history = prices(session, None, None, None, utc_now()), price_lines(session)
        routed = billing.routes(session, None, None, utc_now())
        ages = ages_part(session, {row.source for row in now})
    parts = [
        "# Prices now",
        "As the sources print them.",
        *ages,
        *_by_vendor(now),
        *_routes(routed),
        *_pictures(history),
    ]
    return "\n\n".join(parts) + "\n"


def _by_vendor(now: Sequence[Row[Any]]) -> Iterator[str]:
    """Yield the prices of each vendor, who is named if there are several; units in the order of their table."""
    vendors = sorted({row.vendor for row in now})
    for vendor in vendors:
        rows = [row for row in now if row.vendor == vendor]
        if len(vendors) > 1:
            yield f"## {escaped(vendor_name(vendor))}"
        for unit in sorted({row.unit for row in rows}, key=_place_of_unit):
            yield f"### Per {unit}\n\n{_prices([row for row in rows if row.unit == unit])}"


def _place_of_unit(unit: str) -> tuple[int, str]:
    """Return the place of a unit in the table of units; unknown ones come last."""
    known = list(UNITS)
    return (known.index(unit) if unit in known else len(known), unit)


def _routes(routed: Iterable[Row[Any]]) -> list[str]:
    """Return a table of the names that answer as another model; nothing if there are none."""
    rows = [
        (row.model, row.answers_as, row.billed_as, f"{row.effective_from:%Y-%m-%d %H:%M} UTC", row.source)
        for row in routed
    ]
    if not rows:
        return []
    head = ("name", "answers as", "billed as", "since", "source")
    return [f"## Names that answer as another model\n\n{table(head, rows)}"]


def _prices(now: Iterable[Row[Any]]) -> str:
    """Return a table: a line per model, band, mode and tier, a column per meter; mode and tier only if they vary."""
    lines: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    price_rows = list(now)
    head = (
        "model",
        "band",
        "currency",
        *(["mode"] if any(tier_text(row.mode, row.above) for row in price_rows) else []),
    )
    for row in price_rows:
        listed = "" if row.list_amount is None else f" (list {row.list_amount:f})"
        line = (row.model, row.band, row.currency, tier_text(row.mode, row.above) or row.mode)
        lines[line[: len(head)]][row.meter] = f"{row.amount:f}{listed}"
    meters = in_order(meter for amounts in lines.values() for meter in amounts)
    rows = [(*line, *(amounts.get(meter) for meter in meters)) for line, amounts in lines.items()]
    return table((*head, *meters), rows)


def deadlines_page(store: Store) -> str:
    with store.reading() as session:
        now = utc_now()
        rows_ahead = deadlines(session, now, now)
        ages = ages_part(session, {row.source for row in rows_ahead})
    rows = [
        (
            f"{row.due_at:%Y-%m-%d %H:%M} UTC" if row.due_at else "without a date",
            row.kind,
            row.subject,
            "; ".join(move.says for move in row.prices) or row.says,
            f"{row.recorded_from:%Y-%m-%d}",
            row.source,
        )
        for row in rows_ahead
    ]
    if not rows:
        return "# Deadlines\n\nUpcoming deadlines: none\n"
    listed = table(("when", "what", "of", "says", "announced", "source"), rows)
    return "\n\n".join(["# Deadlines", *ages, listed]) + "\n"


def ages_part(session: Session, sources: Iterable[str]) -> list[str]:
    """Return a paragraph for each of these sources that is stale now."""
    now = utc_now()
    return [f"**{escaped(line)}**" for line in age_lines(session, sources, now, now)]


def _pictures(history: Sequence[PriceLine]) -> Iterator[str]:
    """Yield a chart per vendor, meter and currency; the vendor is named if there are several."""
    vendors = sorted({row.vendor for row in history})
    for vendor in vendors:
        of_vendor = f"{vendor_name(vendor)}: " if len(vendors) > 1 else ""
        for meter, rows in _by_meter([row for row in history if row.vendor == vendor]):
            title = f"{of_vendor}{meter}"
            yield picture(f"{title}: price over time", price_chart(title, tuple(rows), _minute(utc_now())))


def _minute(now: datetime) -> datetime:
    """Return the end of a minute: the charts of one minute are the same ones."""
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _by_meter(history: Sequence[PriceLine]) -> Iterable[tuple[str, list[PriceLine]]]:
    """Yield the prices that have a chart, by meter and currency."""
    tokens = [row for row in history if row.meter in IN_PICTURES and (row.mode, row.above) == (STANDARD, 0)]
    for currency in sorted({row.currency for row in tokens}, reverse=True):
        for meter in IN_PICTURES:
            if rows := [row for row in tokens if (row.currency, row.meter) == (currency, meter)]:
                yield f"{meter} in {currency}", rows
