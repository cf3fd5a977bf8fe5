"""Prices, deadlines, and the changes of a run, as artifacts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from alerts.targets import is_watched
from flows.artifact_keys import artifact_key
from flows.database import Store
from flows.pipeline import RunResult
from flows.reports.artifact import Artifact, markdown_artifact, table_artifact
from flows.reports.cost_chart import cost_chart
from flows.reports.markdown import escaped, instant_text, picture, table
from flows.reports.palette import COLORS
from models.facts import STANDARD, UNITS, in_order, qualified_name, tier_text
from models.kinds import Thing
from models.queries import Age, PriceLine, ages, billed_lines, billing, deadlines, facts_at, prices
from models.schema import ChangeRow
from scrapers.registry import attributions, vendor_name

IN_PICTURES = ("output", "input_cache_miss", "input_cache_hit")
"""The meters that have a chart, of the mode standard and short prompts: what every vendor has."""
TOKENS = next(iter(UNITS))


def changes_artifact(store: Store, source: str, settled: RunResult) -> Artifact | None:
    """Return what a run changed, before and after. None if it changed no fact, so that the last change stays."""
    with store.reading() as session:
        rows = select(ChangeRow).where(ChangeRow.snapshot_id == settled.snapshot_id, ChangeRow.retracted.is_(False))
        found = session.scalars(rows.order_by(ChangeRow.id)).all()
    changes = [change for change in found if change.kind.thing is not Thing.SOURCE]
    if not changes:
        return None
    rows = [
        (
            change.subject,
            change.kind,
            change.said_before,
            change.said_after,
            instant_text(change.effective_at or change.seen_at),
        )
        for change in changes
    ]
    heading = f"## {escaped(source)}: what the run of {instant_text(settled.moment)} changed"
    parts = [heading, table(("subject", "what", "before", "after", "from"), rows), *attributions([source])]
    return markdown_artifact(artifact_key("changes", source), "\n\n".join(parts) + "\n")


def prices_artifact(store: Store, at: datetime) -> Artifact:
    """Return the prices in force: a row per model, band, mode and tier, a column per meter, units in their order."""
    with store.reading() as session:
        now = prices(session, None, at, at, at)
        old = {age.source: age for age in ages(session, at, {row.source for row in now}) if age.is_stale}
    lines = defaultdict[tuple[object, ...], dict[str, str]](dict)
    for row in sorted(now, key=lambda row: (row.vendor, _place_of_unit(row.unit))):
        listed = "" if row.list_amount is None else f" (list {row.list_amount:f})"
        tier = tier_text(row.mode, row.above) or row.mode
        source = _source_words(row.source, old.get(row.source))
        line = (row.model, row.band.replace("_", "-"), tier, row.currency, row.unit, vendor_name(row.vendor), source)
        lines[line][row.meter] = f"{row.amount:f}{listed}"
    meters = in_order({meter for amounts in lines.values() for meter in amounts})
    # The prices come early: the UI cuts a wide table at the right.
    head = (
        "model",
        "band",
        "mode",
        "currency",
        *(each.replace("_", " ") for each in meters),
        "per",
        "vendor",
        "source",
    )
    rows = [(*line[:4], *(amounts.get(meter) for meter in meters), *line[4:]) for line, amounts in lines.items()]
    return table_artifact("prices-now", head, rows)


def _source_words(source: str, old: Age | None) -> str:
    """Return a source with what has to be said beside its prices: that it is stale, and the credit of its terms."""
    late = f" (last good reading {_last_good(old)})" if old else ""
    return f"{source}{late}{''.join(f'; {credit}' for credit in attributions([source]))}"


def _place_of_unit(unit: str) -> tuple[int, str]:
    """Return the place of a unit in the table of units; unknown ones come last."""
    known = list(UNITS)
    return (known.index(unit) if unit in known else len(known), unit)


def charts_artifact(store: Store, patterns: Sequence[str], currency: str, at: datetime) -> Artifact:
    """Return the charts of the models that match these patterns, and the names that answer as another model."""
    with store.reading() as session:
        names = [qualified.split("/", 1) for qualified in facts_at.full_names(session)]
        own = [(vendor, model) for vendor, model in names if _is_own(vendor, model, patterns)]
        lines = [line for line in billed_lines(session, own, at) if _is_drawn(line, at)]
        routed = [row for row in billing.routes(session, at, at, at) if (row.vendor, row.model) in own]
        sources = {row.source for row in prices(session, None, at, at, at) if (row.vendor, row.model) in own}
        old = ages_part(session, sources, at)
    parts = ["# What your models cost", f"Models that match {escaped(', '.join(patterns))}.", *old]
    parts += _charts(lines, currency, at) if lines else ["No price of them is recorded yet."]
    parts += [*_routes(routed), *attributions(sources)]
    return markdown_artifact("price-charts", "\n\n".join(parts) + "\n")


def _is_own(vendor: str, model: str, patterns: Sequence[str]) -> bool:
    return is_watched([model], [qualified_name(vendor, model)], patterns)


def _is_drawn(line: PriceLine, at: datetime) -> bool:
    return line.meter in IN_PICTURES and (line.mode, line.above, line.unit) == (STANDARD, 0, TOKENS)


def _charts(lines: Sequence[PriceLine], usual: str, at: datetime) -> Iterator[str]:
    """Yield a chart per meter, in the usual currency; of models without a price in it in what they have.

    Models that have a price, or will have one, are drawn; those without one only where there are no others.
    """
    living = {(line.vendor, line.model) for line in lines if line.end is None or line.end > at}
    lines = [line for line in lines if not living or (line.vendor, line.model) in living]
    has = defaultdict[tuple[str, str], set[str]](set)
    for line in lines:
        has[line.vendor, line.model].add(line.currency)
    chosen = {name: usual if usual in found else min(found) for name, found in has.items()}
    for currency in sorted(set(chosen.values()), key=lambda each: (each != usual, each)):
        names = [name for name, its in chosen.items() if its == currency]
        shown = sorted(names)[: len(COLORS)]
        if len(shown) < len(names):
            yield f"{len(shown)} of {len(names)} models are drawn. `almanac chart` draws the others."
        for meter in IN_PICTURES:
            drawn = [
                line
                for line in lines
                if line.meter == meter and line.currency == currency and (line.vendor, line.model) in shown
            ]
            title = f"{meter.replace('_', ' ')}, {currency} per {TOKENS}, logarithmic"
            if svg := cost_chart(title, drawn, at):
                yield picture(title, svg)


def _routes(routed: Iterable[Row[Any]]) -> list[str]:
    """Return a table of the names that answer as another model; nothing if there are none."""
    rows = [(row.model, row.answers_as, row.billed_as, instant_text(row.effective_from), row.source) for row in routed]
    if not rows:
        return []
    head = ("name", "answers as", "billed as", "since", "source")
    return [f"## Names that answer as another model\n\n{table(head, rows)}"]


def deadlines_artifact(store: Store, at: datetime) -> Artifact:
    """Return the deadlines that lay ahead at an instant."""
    with store.reading() as session:
        rows_ahead = deadlines(session, at, at)
        old = ages_part(session, {row.source for row in rows_ahead}, at)
    rows = [
        (
            instant_text(row.due_at) if row.due_at else "without a date",
            row.kind,
            row.subject,
            "; ".join(move.says for move in row.prices) or row.says,
            f"{row.recorded_from:%Y-%m-%d}",
            vendor_name(row.vendor),
        )
        for row in rows_ahead
    ]
    if not rows:
        return markdown_artifact("deadlines", "# Deadlines\n\nUpcoming deadlines: none\n")
    # The UI draws a table over what stands beside it where a column has a long word, as names of sources are.
    listed = table(("when", "what", "of", "says", "announced", "vendor"), rows)
    return markdown_artifact("deadlines", "\n\n".join(["# Deadlines", *old, listed]) + "\n")


def ages_part(session: Session, sources: Iterable[str], at: datetime) -> list[str]:
    """Return a paragraph about those of these sources that are stale at an instant. It does not change meanwhile."""
    stale = [age for age in ages(session, at, set(sources)) if age.is_stale]
    if not stale:
        return []
    listed = ", ".join(f"{age.source} {_last_good(age)}" for age in stale)
    return [f"**{escaped(f'Last good reading: {listed}; source-health has more.')}**"]


def _last_good(age: Age) -> str:
    return instant_text(age.last_good) if age.last_good else "none yet"
