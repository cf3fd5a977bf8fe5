"""The dated facts about DeepSeek's tariff: what was printed from when on, and what happened."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Literal

from samples.deepseek.lags import LAGS

Language = Literal["en", "zh"]


@dataclass(frozen=True)
class PriceRow:
    """A price of one model, or an event (then `event` names it and there is no amount)."""

    at: datetime
    announced: datetime
    """The instant when it was first said in public; `at` itself if nobody said so before."""
    models: tuple[str, ...]
    kind: str
    currency: str
    amount: str
    list_amount: str
    event: str
    source: str
    fixed_because: str


@cache
def rows() -> tuple[PriceRow, ...]:
    """In the order of their instants."""
    text = files("scrapers").joinpath("deepseek", "dated_facts", "prices.csv").read_text(encoding="utf-8")
    return tuple(
        PriceRow(
            at=datetime.fromisoformat(line["at"]).astimezone(UTC),
            announced=datetime.fromisoformat(line["announced"] or line["at"]).astimezone(UTC),
            models=tuple(line["model"].split()),
            **{name: line[name] for name in ("kind", "currency", "amount", "list_amount", "event", "source")},
            fixed_because=line["fixed_because"],
        )
        for line in csv.DictReader(text.splitlines())
    )


@cache
def when(event: str, language: Language = "en") -> datetime:
    """The instant at which the pages of a language show an event. Raises StopIteration for one not in the facts."""
    at = next(row.at for row in rows() if row.event == event)
    return at + LAGS[event][0] if language == "zh" and event in LAGS else at


def holds(since: str, until: str | None, at: datetime, language: Language = "en") -> bool:
    """True if `at` lies between two events."""
    return when(since, language) <= at and (until is None or at < when(until, language))


def price(model: str, meter: str, band: str, at: datetime, currency: str = "USD") -> tuple[str, str] | None:
    """Amount and struck-through amount ("" for none) as printed at an instant; None for no price.

    A flat price ends where prices by band begin, and the other way round.
    """
    known = [
        row
        for row in rows()
        if row.currency == currency and model in row.models and row.kind.split("@")[0] == meter and row.at <= at
    ]
    if not known or ("@" in known[-1].kind) != (band != "flat"):
        return None
    wanted = meter if band == "flat" else f"{meter}@{band}"
    last = next((row for row in reversed(known) if row.kind == wanted), None)
    return (last.amount, last.list_amount) if last else None
