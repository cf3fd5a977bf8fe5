"""What people see beside a run in the UI: the prices now with their history as a picture, and what this run changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from prefect.artifacts import create_markdown_artifact
from sqlalchemy import Row, select

from flows.chart import price_chart
from flows.road import Settled, utc_now
from flows.store import Store
from models.ask import price_history, prices
from models.tables import ChangeRow


def show(store: Store, source: str, settled: Settled) -> None:
    """Write the artifacts of a run: its changes always, the prices when something of them may have moved."""
    key = source.replace("_", "-")
    create_markdown_artifact(key=f"changes-{key}", markdown=changes_page(store, source, settled), description=str(settled))
    if settled.rows:
        create_markdown_artifact(key="prices-now", markdown=prices_page(store), description=f"after {source}")


def changes_page(store: Store, source: str, settled: Settled) -> str:
    with store.reading() as session:
        changes = session.scalars(
            select(ChangeRow).where(ChangeRow.snapshot_id == settled.snapshot_id).order_by(ChangeRow.id)
        ).all()
    heading = f"# {source}: what the run of {settled.moment:%Y-%m-%d %H:%M} UTC changed\n\n{_escaped(str(settled))}\n"
    if not changes:
        return heading + "\nNothing new. The snapshot is filed; prices, versions and notices stand as they were.\n"
    rows = [
        (change.subject, change.kind, change.before, change.after, f"{change.effective_at or change.seen_at:%Y-%m-%d %H:%M} UTC")
        for change in changes
    ]
    return heading + "\n" + _table(("subject", "what", "before", "after", "from"), rows)


def prices_page(store: Store) -> str:
    with store.reading() as session:
        now, history = prices(session, None, None, None, utc_now()), price_history(session)
    columns = ("model", "meter", "band", "amount", "list", "unit", "since")
    rows = [
        (row.model, row.meter, row.band, f"{row.amount:f} {row.currency}", row.list_amount, row.unit, f"{row.effective_from:%Y-%m-%d %H:%M} UTC")
        for row in now
    ]
    return f"# Prices now\n\n{_table(columns, rows)}\n\n{_pictures(history)}\n\nSource: api-docs.deepseek.com, as printed there."


def _pictures(history: Sequence[Row[Any]]) -> str:
    """A chart per meter, as data that the UI shows: it strips inline SVG."""
    charts = ((meter, price_chart(meter, rows, utc_now())) for meter, rows in _by_meter(history))
    return "\n\n".join(f"![{meter}: price over time](data:image/svg+xml;base64,{chart})" for meter, chart in charts)


def _by_meter(history: Sequence[Row[Any]]) -> Iterable[tuple[str, list[Row[Any]]]]:
    for meter in sorted({row.meter for row in history}):
        yield meter, [row for row in history if row.meter == meter]


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *([_escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escaped(cell: object) -> str:
    """Text of a page as text: no markup of it comes through."""
    text = "" if cell is None else f"{cell:f}" if hasattr(cell, "as_tuple") else str(cell)
    for mark in "\\`*_{}[]<>#|!&~":
        text = text.replace(mark, f"&#{ord(mark)};")
    return " ".join(text.split())
