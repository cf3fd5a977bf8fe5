"""The dated facts about DeepSeek's tariff: what was printed from when on, and what happened."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Row:
    """A price of one model, or an event (then `event` names it and there is no amount)."""

    at: datetime
    models: tuple[str, ...]
    kind: str
    currency: str
    amount: str
    list_amount: str
    event: str
    source: str
    fixed_because: str


@cache
def rows() -> tuple[Row, ...]:
    text = files("samples").joinpath("deepseek.csv").read_text(encoding="utf-8")
    return tuple(
        Row(
            at=datetime.fromisoformat(line["at"]).astimezone(UTC),
            models=tuple(line["model"].split()),
            **{name: line[name] for name in ("kind", "currency", "amount", "list_amount", "event", "source")},
            fixed_because=line["fixed_because"],
        )
        for line in csv.DictReader(text.splitlines())
    )


@cache
def when(event: str) -> datetime:
    """The instant of an event. Raises StopIteration for an event that is not in the facts."""
    return next(row.at for row in rows() if row.event == event)


def holds(since: str, until: str | None, at: datetime) -> bool:
    """Whether `at` lies between two events."""
    return when(since) <= at and (until is None or at < when(until))


def price(model: str, meter: str, band: str, at: datetime) -> tuple[str, str] | None:
    """Amount and struck-through amount ("" for none) in US dollars as printed at an instant; None for no price."""
    kind = meter if band == "flat" else f"{meter}@{band}"
    known = [
        row for row in rows() if row.currency == "USD" and row.kind == kind and model in row.models and row.at <= at
    ]
    return (known[-1].amount, known[-1].list_amount) if known else None
