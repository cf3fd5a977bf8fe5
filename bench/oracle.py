"""Our output price of every DeepSeek name, every three hours since 2024-09, beside those of two public packages.

`python -m bench.oracle [--json]` records the sample pages as a run does, asks our queries at each instant of
both clocks, and lists the differences by cause (`bench/oracle_causes.py`). It ends with 1 if a difference has none. It
needs no network: the packages carry their data.
"""

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import genai_prices
import model_prices  # pyright: ignore[reportMissingTypeStubs]
from genai_prices.types import ConditionalPrice, StartDateConstraint, TimeOfDateConstraint
from sqlalchemy.orm import Session

from bench.harness.sample_pages import page_of
from bench.oracle_causes import Cause, PackagePrice, PackageQuote, Point, cause_of
from bench.oracle_facts import names
from flows.database import Store
from flows.pipeline import process_attempt
from flows.run import Run
from models.pricing import by_meter, quote
from models.queries import billing
from samples.visits import visits
from scrapers.page import Page
from scrapers.registry import SOURCES, find_calendar

VENDOR, METER, CURRENCY = "deepseek", "output", "USD"
SINCE, UNTIL, STEP = datetime(2024, 9, 1, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC), timedelta(hours=3)
UNIT = 1_000_000
"""The tokens that a price is for."""
NO_BANDS = datetime(2024, 9, 1, tzinfo=UTC)
"""An instant at which no price depends on the hour."""
CHARGED = "charged to us"
TODAY, THEN = "known today", "believed at each instant"
MODES = (TODAY, THEN)
NOT_SERVED = (Cause.NO_SUCH_NAME, Cause.BEFORE_LAUNCH, Cause.RETIRED)
SERVED = tuple(cause for cause in Cause if cause not in NOT_SERVED)
Prices = dict[str, Decimal | None]
Package = Callable[[str, datetime], PackageQuote | None]


@contextmanager
def recorded() -> Generator[Store]:
    """A database in which every sample page of the vendor has been read, as in the demo."""
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'almanac.db'}")
        store.migrate()
        for at, name in visits():
            source = SOURCES[name]
            if source.vendor == VENDOR:
                page = Page(name, source.path, page_of(name, at), at)
                process_attempt(Run(store, source), lambda page=page: page)
        logging.disable(logging.NOTSET)
        yield store
        store.close()


def our_prices(session: Session, at: datetime, believed: datetime) -> Prices:
    """Our output price of each name at an instant as believed at another, by routes and peak hours."""
    tariffs = billing.tariffs(session, at, believed)
    return {
        model: quote(prices, tariffs.hours.get(source), at, find_calendar).amount
        for (source, model, meter, currency), prices in by_meter(tariffs.prices).items()
        if (meter, currency) == (METER, CURRENCY)
    }


def genai(name: str, at: datetime) -> PackageQuote | None:
    """The price of genai-prices for a million output tokens at an instant; None if it does not have the name."""
    usage = genai_prices.Usage(output_tokens=UNIT)
    try:
        priced = genai_prices.calc_price(usage, name, provider_id=VENDOR, genai_request_timestamp=at)
    except LookupError:
        return None
    found = priced.model.prices
    stated = found if isinstance(found, list) else [ConditionalPrice(prices=found)]
    entries = {id(each.prices): _genai_entry(each) for each in stated}
    entry = entries[id(priced.model_price)]
    return PackageQuote(priced.model.id, priced.output_price, entry, tuple(entries.values()))


def _genai_entry(stated: ConditionalPrice) -> PackagePrice:
    amount, when = stated.prices.output_mtok, stated.constraint
    if not isinstance(amount, Decimal):
        raise TypeError(f"no plain price: {stated}")
    if isinstance(when, StartDateConstraint):
        return PackagePrice(amount, datetime.combine(when.start_date, datetime.min.time(), UTC), is_day=True)
    return PackagePrice(amount, is_of_hours=isinstance(when, TimeOfDateConstraint))


def model(name: str, at: datetime) -> PackageQuote | None:
    """The price of model-prices for a million output tokens at an instant; None if it does not have the name."""
    stated = model_prices.rates(name, at=at, provider=VENDOR)
    plain = model_prices.rates(name, at=NO_BANDS, prices_at=at, provider=VENDOR)
    if stated is None or plain is None or stated.provider != VENDOR:
        return None
    entry = PackagePrice(_decimal(plain.output), datetime.fromisoformat(plain.valid_from))
    return PackageQuote(stated.model, _decimal(stated.output), entry, _model_entries(stated.model))


@cache
def _model_entries(name: str) -> tuple[PackagePrice, ...]:
    rates = [line["rates"] for line in _snapshot()["prices"][VENDOR][name]["standard"]]
    return tuple(PackagePrice(_decimal(each["output"]), datetime.fromisoformat(each["valid_from"])) for each in rates)


@cache
def _snapshot() -> dict[str, Any]:
    """The data that model-prices carries."""
    return json.loads(files("model_prices").joinpath("snapshot.json").read_text(encoding="utf-8"))


def _decimal(amount: float) -> Decimal:
    return Decimal(repr(round(amount, 9)))


PACKAGES: dict[str, Package] = {"genai-prices": genai, "model-prices": model}


@cache
def all_names() -> tuple[str, ...]:
    """The names of the facts, and those that only a package has."""
    provider = next(each for each in genai_prices.data_snapshot.get_snapshot().providers if each.id == VENDOR)
    theirs = {each.id for each in provider.models} | {*_snapshot()["prices"][VENDOR]}
    return (*names(), *sorted(theirs - {*names()}))


@dataclass
class Group:
    """The points of one mode, package, name and cause."""

    count: int
    first: Point
    last: Point


@dataclass
class PackageComparison:
    """The points of one package in one mode: those that are equal, and the others by cause and name."""

    mode: str
    package: str
    equal: int = 0
    empty: int = 0
    """The points at which the API takes no such name, and both sides have no price."""
    groups: dict[tuple[str, str], Group] = field(default_factory=dict[tuple[str, str], Group])

    def add(self, point: Point) -> None:
        """Count a point."""
        if point.is_equal:
            self.equal, self.empty = self.equal + (point.fact is not None), self.empty + (point.fact is None)
            return
        key = cause_of(point) or CHARGED, point.name
        group = self.groups.setdefault(key, Group(0, point, point))
        group.count, group.last = group.count + 1, point

    def count(self, cause: str) -> int:
        """The number of points of a cause."""
        return sum(group.count for (found, _), group in self.groups.items() if found == cause)


def compare(session: Session, instants: Iterable[datetime], known_at: datetime = UNTIL) -> list[PackageComparison]:
    """Compare all names, also those that we alone have, with each package: as known today, and as believed then."""
    found = [PackageComparison(mode, package) for mode in MODES for package in PACKAGES]
    for at in instants:
        ours = {mode: our_prices(session, at, known_at if mode == TODAY else at) for mode in MODES}
        for name in dict.fromkeys((*all_names(), *ours[TODAY], *ours[THEN])):
            theirs = {package: price(name, at) for package, price in PACKAGES.items()}
            for one in found:
                one.add(Point(name, at, ours[one.mode].get(name), theirs[one.package]))
    return found


def all_instants() -> Iterator[datetime]:
    """Every third hour."""
    at = SINCE
    while at < UNTIL:
        yield at
        at += STEP


def table(found: Sequence[PackageComparison]) -> Iterator[str]:
    """The lines of the table of one mode, at most 80 characters: counts by cause, a column for each package."""
    yield _line("", *(one.package for one in found))
    for title, causes, same, text in (
        ("While the API takes the name", SERVED, "equal", "equal"),
        ("While it does not", NOT_SERVED, "empty", "no price, as ours"),
    ):
        numbers = [getattr(one, same) for one in found]
        yield _line(title, *(n + sum(map(one.count, causes)) for n, one in zip(numbers, found, strict=True)))
        yield _line(f"  {text}", *numbers)
        for cause in causes:
            if any(counts := [one.count(cause) for one in found]):
                yield _line(f"  {cause}", *counts)
    yield _line(CHARGED, *(one.count(CHARGED) for one in found))


def _line(text: str, *cells: str | int) -> str:
    return f"{text:<52}" + "".join(f"{cell if isinstance(cell, str) else format(cell, ','):>14}" for cell in cells)


def details(one: PackageComparison) -> Iterator[str]:
    """A line for each name and cause: points, first and last instant, our price and theirs at the first."""
    for cause in (*Cause, CHARGED):
        groups = [(name, group) for (found, name), group in one.groups.items() if found == cause]
        if groups:
            yield f"{one.package} {cause}"
        for name, group in groups:
            first, last = (f"{point.at:%Y-%m-%d %H}" for point in (group.first, group.last))
            ours, theirs = _prices(group.first)
            yield f"  {name:<28}{group.count:>6}  {first}  {last}{ours or '–':>7}{theirs or '–':>7}"


def _prices(point: Point) -> tuple[str | None, str | None]:
    theirs = point.theirs.amount if point.theirs else None
    ours, theirs = (None if amount is None else f"{amount.normalize():f}" for amount in (point.ours, theirs))
    return ours, theirs


def entries(one: PackageComparison) -> Iterator[dict[str, object]]:
    """The comparison as objects of JSON: the counts, then a group each."""
    about = {"mode": one.mode, "package": one.package, "version": version(one.package)}
    yield {**about, "equal": one.equal, "no_price_on_both_sides": one.empty, "charged_to_us": one.count(CHARGED)}
    for (cause, name), group in one.groups.items():
        first, last = (point.at.isoformat() for point in (group.first, group.last))
        ours, theirs = _prices(group.first)
        found = {"cause": cause, "name": name, "points": group.count, "first": first, "last": last}
        yield {**about, **found, "ours_at_first": ours, "theirs_at_first": theirs}


def report(found: Sequence[PackageComparison]) -> Iterator[str]:
    """The table of each mode, and all differences; of a mode with the same counts as the first one line."""
    yield f"Output prices of DeepSeek's names in USD, every third hour (UTC) from {SINCE:%Y-%m-%d}"
    yield f"until {UNTIL:%Y-%m-%d}: ours beside " + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    shown = list[str]()
    for mode in MODES:
        of_mode = [one for one in found if one.mode == mode]
        lines = [*table(of_mode), "", *(line for one in of_mode for line in details(one))]
        yield from ("", f"As {mode}:", *(lines if lines != shown else ["  the same in every line"]))
        shown = lines


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.oracle", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--json", action="store_true", help="JSON Lines: counts, and differences by name")
    asked = parser.parse_args(words)
    with recorded() as store, store.reading() as session:
        found = compare(session, all_instants())
    lines = (json.dumps(entry) for one in found for entry in entries(one)) if asked.json else report(found)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if any(one.count(CHARGED) for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
