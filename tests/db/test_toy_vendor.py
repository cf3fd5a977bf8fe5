"""A vendor that nothing else knows of: this module alone adds it, and it passes every station of the program.

Its page is English, one statement a line: two models, standard and batch prices, a tier for long prompts, cache writes
and, later, one retirement.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.clock import utc_now
from flows.database import Store
from flows.notify.feeds import write_feeds
from flows.notify.reminders import remind
from flows.pipeline.attempts import open_store
from flows.pipeline.entry import read_source
from flows.reports.pages import run_artifacts
from flows.run import Run, alert_settings
from flows.settings.load import Settings, load
from models.facts.kinds import Notice, Price, Retirement
from models.readings.reading import Reading, Scope
from models.schema.tables import Alert
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES
from scrapers.source import Reader, Source, Website
from tests.support.site import Answer, Site, serving
from tests.support.typed import Almanac

pytestmark = pytest.mark.both_databases

NAME, CHANGES = "toy_pricing", "changes-toy-pricing"
METERS = {
    "input": "input_cache_miss",
    "cached input": "input_cache_hit",
    "cache write": "input_cache_write_5m",
    "output": "output",
}
"""The page's names of meters, and ours."""
BASELINE = """\
toy-large: standard: input: 3.00
toy-large: standard: cached input: 0.30
toy-large: standard: cache write: 3.75
toy-large: standard: output: 15.00
toy-large: standard above 200000: input: 6.00
toy-large: standard above 200000: cached input: 0.60
toy-large: standard above 200000: cache write: 7.50
toy-large: standard above 200000: output: 22.50
toy-large: batch: input: 1.50
toy-large: batch: output: 7.50
toy-small: standard: input: 1.00
toy-small: standard: output: 5.00
"""
LATER = (
    BASELINE.replace("batch: output: 7.50", "batch: output: 9.00").replace("cache write: 7.50", "cache write: 8.00")
    + "toy-small: retires on 2099-09-01: use toy-large\n"
)
WORKLOAD = """\
[[load]]
name = "long prompts"
model = "toy-large"
currency = "USD"
prompt_tokens = 250_000
input_cache_miss = 10_000_000
input_cache_write_5m = 2_000_000
output = 1_000_000

[[load]]
name = "at night"
model = "toy-large"
currency = "USD"
mode = "batch"
output = 3_000_000
"""

WHEN = re.compile(r" as of .* UTC$| \(in \d+ days\)$")
"""The end of a title that depends on the day of the test."""


def read(page: Page) -> Reading:
    """The statements of a page. Raises PageChanged for a line of another shape."""
    facts = [fact for line in page.body.decode().splitlines() for fact in _statement(line)]
    scopes = {Scope(Price, NAME, "USD"), Scope(Retirement, NAME), Scope(Notice, NAME)}
    return Reading(frozenset(scopes), tuple(facts))


def _statement(line: str) -> Iterator[Price | Retirement]:
    match [part.strip() for part in line.split(":")]:
        case [model, tier, meter, amount] if meter in METERS:
            yield _price(line, model, tier, METERS[meter], amount)
        case [model, when, instead]:
            due = datetime.fromisoformat(when.removeprefix("retires on ")).replace(tzinfo=UTC)
            said = Retirement(
                source=NAME, model=model, state="dated", retires_at=due, replacement=instead.removeprefix("use ")
            )
            yield from (said, replace(said, state="retired", effective_from=due))
        case _:
            raise PageChanged("a line is no statement", line)


def _price(line: str, model: str, tier: str, meter: str, amount: str) -> Price:
    mode, _, above = tier.partition(" above ")
    try:
        value = Decimal(amount)
    except InvalidOperation:
        raise PageChanged("an amount is no number", line) from None
    return Price(
        source=NAME,
        model=model,
        meter=meter,
        band="flat",
        currency="USD",
        mode=mode,
        above=int(above or 0),
        amount=value,
        list_amount=None,
        unit="1M tokens",
    )


SOURCE = Source(
    name=NAME,
    vendor="toy",
    site=Website("toy", "https://toy.example"),
    path="/pricing",
    cron="7 * * * *",
    read=Reader(__name__),
    reader=1,
    family="toy",
    trust=1,
)


@dataclass
class Walk:
    """The vendor's site on loopback, and the program beside it."""

    site: Site
    almanac: Almanac
    settings: Settings

    def publish(self, page: str) -> str:
        """Have the site answer with a page, and fetch it; what became of it."""
        self.site.answers["/pricing"] = [Answer(body=page.encode())]
        return self.almanac("track", NAME).out

    def open(self) -> Store:
        return open_store(self.settings)


@pytest.fixture
def walk(settings: Settings, almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """The vendor is registered, and its baseline has been fetched."""
    assert settings
    monkeypatch.setitem(SOURCES, NAME, SOURCE)
    with serving() as site:
        monkeypatch.setenv("ALMANAC_TOY_URL", site.url)
        monkeypatch.setenv("ALMANAC_SOURCES", NAME)
        walk = Walk(site, almanac, load())
        assert "12 rows, 0 changes, 0 alerts" in walk.publish(BASELINE)
        yield walk


def test_what_it_says_anew_is_a_change_and_an_alert(walk: Walk) -> None:
    assert "4 rows, 3 changes, 2 alerts" in walk.publish(LATER)
    assert walk.site.paths() == ["/pricing", "/pricing"]
    changes = walk.almanac("changes", "--json").rows
    assert [(row["vendor"], row["kind"], row["item"]) for row in changes] == [
        ("toy", "price changed", _item("input_cache_write_5m", "standard", 200_000)),
        ("toy", "price changed", _item("output", "batch", 0)),
        ("toy", "retirement announced", {"model": "toy-small"}),
    ]
    alerts = walk.almanac("alerts", "--json").rows
    assert [(row["vendor"], row["severity"], WHEN.sub("", row["title"])) for row in alerts] == [
        ("toy", "warning", "toy-large output (batch) 7.50 → 9.00 USD (+20 %)"),
        ("toy", "critical", "toy-small is retired on 1 Sep 2099 00:00 UTC"),
    ]
    store = walk.open()
    with store.reading() as session:
        bodies = session.scalars(select(Alert.body).order_by(Alert.id)).all()
    store.close()
    assert [body.split("\n\n")[1] for body in bodies] == [
        "- price changed (USD / 1M tokens)\n"
        "  input_cache_write_5m (above 200K prompt tokens)  7.50 → 8.00   +6.7 %\n"
        "  output (batch)                                   7.50 → 9.00  +20.0 %",
        "- retirement announced: dated 2099-09-01 00:00 UTC, replacement toy-large",
    ]


def _item(meter: str, mode: str, above: int) -> dict[str, object]:
    return {"model": "toy-large", "meter": meter, "currency": "USD", "mode": mode, "above": above}


def test_a_page_of_another_shape_is_refused_and_every_price_stands(walk: Walk) -> None:
    walk.publish(BASELINE + "toy-large costs nothing now\n")
    (source,) = walk.almanac("sources", "--json").rows
    assert (source["vendor"], source["last_outcome"]) == ("toy", "refused")
    assert "toy-large costs nothing now" in source["reason"]
    assert len(walk.almanac("prices", "--json").rows) == 12


def test_prices_are_listed_by_mode_and_tier(walk: Walk) -> None:
    walk.publish(LATER)
    found = walk.almanac("prices", "toy-large", "--mode", "batch", "--json").rows
    assert [(row["vendor"], row["meter"], row["mode"], row["above"], row["amount"]) for row in found] == [
        ("toy", "input_cache_miss", "batch", 0, "1.50"),
        ("toy", "output", "batch", 0, "9.00"),
    ]
    writes = [row for row in walk.almanac("prices", "--json").rows if row["meter"] == "input_cache_write_5m"]
    assert [(row["above"], row["amount"]) for row in writes] == [(0, "3.75"), (200_000, "8.00")]


def test_a_workload_above_the_tier_is_billed_by_it(walk: Walk, tmp_path: Path) -> None:
    """By hand: 10 × 6.00, 2 × 8.00 and 1 × 22.50 above the tier; 3 × 9.00 in the batch."""
    walk.publish(LATER)
    file = tmp_path / "workload.toml"
    file.write_text(WORKLOAD, encoding="utf-8")
    rows = walk.almanac("cost", file, "--at", "2098-02-01", "--json").rows
    assert [(row["load"], row["mode"], row["meter"], row["amount"]) for row in rows] == [
        ("long prompts", "standard", "input_cache_miss", "60.00"),
        ("long prompts", "standard", "input_cache_write_5m", "16.00"),
        ("long prompts", "standard", "output", "22.50"),
        ("at night", "batch", "output", "27.00"),
        (None, None, None, "125.50"),
    ]


def test_the_retirement_is_a_deadline_a_reminder_and_an_entry_of_the_calendar(walk: Walk, tmp_path: Path) -> None:
    walk.publish(LATER)
    (deadline,) = walk.almanac("deadlines", "--json").rows
    assert [deadline[name] for name in ("vendor", "kind", "subject", "due_at", "says")] == [
        *("toy", "retirement", "toy-small", "2099-09-01T00:00:00Z", "dated 2099-09-01 00:00 UTC, replacement toy-large")
    ]
    store, at = walk.open(), day("2099-08-26")
    assert remind(store, alert_settings(walk.settings), at) == 1
    write_feeds(store, tmp_path, at)
    store.close()
    event = (tmp_path / "deadlines.ics").read_text(encoding="utf-8").replace("\n ", "").splitlines()
    assert event.count("BEGIN:VEVENT") == 1
    assert {
        "SUMMARY:toy-small retirement",
        "DTSTART:20990901T000000Z",
        "STATUS:CONFIRMED",
        f"URL:{walk.site.url}/pricing",
    } <= {*event}
    feed = (tmp_path / "changes.atom").read_text(encoding="utf-8")
    assert [WHEN.sub("", title) for title in re.findall("<title>(toy.*)</title>", feed)] == [
        "toy-small is retired on 1 Sep 00:00 UTC",
        "toy-small is retired on 1 Sep 2099 00:00 UTC",
        "toy-large output (batch) 7.50 → 9.00 USD (+20 %)",
    ]


def test_the_artifacts_show_it(walk: Walk) -> None:
    walk.site.answers["/pricing"] = [Answer(body=LATER.encode())]
    store = walk.open()
    settled = read_source(Run(store, SOURCE), walk.settings, None, utc_now())
    made = {artifact.key: artifact for artifact in run_artifacts(store, SOURCE, settled, walk.settings, utc_now())}
    store.close()
    states = ["source-health", "held-readings"]
    page = CHANGES.removeprefix("changes-")
    assert list(made) == [CHANGES, f"page-{page}", f"copy-{page}", "prices-now", "price-charts", "deadlines", *states]
    assert all(artifact.description for artifact in made.values())
    assert "| output (batch) 7.50 USD / 1M tokens | output (batch) 9.00 USD / 1M tokens |" in made[CHANGES].data
    rows = json.loads(made["prices-now"].data)
    meters = ("input cache hit", "input cache miss", "input cache write 5m", "output")
    assert [(row["model"], row["mode"], *(row[meter] for meter in meters)) for row in rows] == [
        ("toy-large", "standard", "0.30", "3.00", "3.75", "15.00"),
        ("toy-large", "above 200K prompt tokens", "0.60", "6.00", "8.00", "22.50"),
        ("toy-large", "batch", "", "1.50", "", "9.00"),
        ("toy-small", "standard", "", "1.00", "", "5.00"),
    ]
    due = "| 2099-09-01 00:00 UTC | retirement | toy-small | dated 2099-09-01 00:00 UTC, replacement toy-large |"
    assert due in made["deadlines"].data
