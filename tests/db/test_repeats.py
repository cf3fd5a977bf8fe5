"""Standing trouble is told again while it lasts: forty days of the real cycle by a virtual clock, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bench.harness.dates import day
from bench.harness.sample_pages import body, replaced
from flows.database import Store
from flows.ingest.source_health import due_repeat_of
from flows.pipeline.attempts import process_attempt
from flows.pipeline.maintenance import alert_repeats, run_cycle
from flows.run import DEFAULT_ALERTS, Run
from flows.settings.fields import Values
from flows.settings.load import Settings
from models.changes.source_health import due_repeat
from models.schema.tables import Alert, Snapshot
from samples.deepseek.pages import home
from scrapers.page import Attempt, Failed, Page
from tests.support.walks import SOURCE, URL

START = day("2026-05-08")
DOCUMENT = Path(__file__).parents[2] / "docs" / "alerts.md"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD = body(START)
Visit = Callable[[datetime], Attempt | None]
"""What an attempt at an instant brings; None where nobody asks."""


def page(at: datetime, text: str) -> Attempt:
    return Page(SOURCE.name, URL, text.encode(), at)


def refused(at: datetime) -> Attempt:
    return page(at, home())


def good(at: datetime) -> Attempt:
    return page(at, GOOD)


def unreachable(at: datetime) -> Attempt:
    return Failed(SOURCE.name, URL, at, "ConnectionError: refused")


def nobody(_at: datetime) -> None:
    return None


@dataclass
class Life:
    """An installation whose page is visited and whose cycle comes round at every step, as long as it is up."""

    store: Store
    at: datetime = START
    step: timedelta = 12 * HOUR
    """A cycle that comes round so seldom takes it for downtime, and never says that a source is stale."""
    sources: tuple[str, ...] = (SOURCE.name,)
    heard: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    """How many days after the start, and the kind of each alert about the source."""

    def goes_on(self, days: float, visit: Visit) -> None:
        end = self.at + days * DAY
        while self.at < end:
            if (attempt := visit(self.at)) is not None:
                process_attempt(Run(self.store, SOURCE, clock=lambda: self.at), lambda attempt=attempt: attempt)
            self.come_round()
            self.at += self.step

    def is_down(self, days: float) -> None:
        self.at += days * DAY

    def come_round(self) -> None:
        run_cycle(self.store, Settings(Path(), Values(sources=self.sources), {}), lambda: self.at)
        rows = [alert for alert in alerts(self.store) if alert.subject == SOURCE.name]
        self.heard += [((self.at - START) / DAY, alert.kind) for alert in rows[len(self.heard) :]]

    def days(self, kind: str) -> list[float]:
        """On which days after the first telling of trouble the source was said to be so."""
        return [round(at - self.heard[0][0], 3) for at, heard in self.heard if heard == kind]


def alerts(store: Store) -> list[Alert]:
    with store.reading() as session:
        return list(session.scalars(select(Alert).order_by(Alert.id)))


@pytest.fixture
def life(store: Store) -> Life:
    living = Life(store)
    living.goes_on(0.5, good)
    assert living.heard == []
    return living


def test_forty_days_of_a_broken_page_are_told_at_once_and_on_days_1_3_7_14_and_28(life: Life) -> None:
    life.goes_on(8, refused)
    life.step = DAY
    life.goes_on(32, refused)
    assert life.days("source broken") == [0]
    assert life.days("source still broken") == [1, 3, 7, 14, 28]
    assert {kind for _, kind in life.heard} == {"source broken", "source still broken"}


def test_recovery_is_told_once_and_nothing_is_repeated_after_it(life: Life) -> None:
    life.goes_on(2, refused)
    life.goes_on(6, good)
    assert [kind for _, kind in life.heard] == ["source broken", "source still broken", "source recovered"]


def test_trouble_that_comes_back_begins_its_days_anew(life: Life) -> None:
    life.goes_on(4, refused)
    life.goes_on(2, good)
    life.goes_on(4, refused)
    assert life.days("source broken") == [0, 6]
    assert life.days("source still broken") == [1, 3, 7, 9]


def test_after_downtime_the_newest_repeat_alone_is_told_and_the_next_ones_keep_their_days(life: Life) -> None:
    life.goes_on(0.5, refused)
    life.is_down(9.5)
    life.goes_on(5, refused)
    assert life.days("source still broken") == [10, 14]


def test_a_source_that_the_settings_drop_is_not_repeated(life: Life) -> None:
    life.goes_on(0.5, refused)
    life.sources = ("deepseek_updates",)
    life.goes_on(8, nobody)
    assert [kind for _, kind in life.heard] == ["source broken"]


def test_a_source_is_repeated_though_nobody_asks_it_any_more(life: Life) -> None:
    """Its schedule has died, and the cycle lives on."""
    life.goes_on(0.5, refused)
    life.goes_on(8, nobody)
    assert life.days("source still broken") == [1, 3, 7]


def test_a_network_that_stays_away_is_repeated(life: Life) -> None:
    life.goes_on(5, unreachable)
    assert life.days("source broken") == [0]
    assert life.days("source still broken") == [1, 3]


def test_a_stale_source_is_repeated(life: Life) -> None:
    life.step = timedelta(minutes=30)
    life.goes_on(1 / 24, nobody)
    life.at, life.step = life.at + DAY - life.step, DAY
    life.goes_on(8, nobody)
    assert life.days("source stale") == [0]
    assert life.days("source still stale") == [1, 3, 7]


def test_held_readings_that_turn_broken_are_told_at_once_and_repeated_by_the_days_of_the_new_trouble(
    life: Life,
) -> None:
    life.step, prices = HOUR, iter(range(28, 280))
    life.goes_on(1 / 24, good)
    life.goes_on(1.5, lambda at: page(at, replaced(">$0.28<", f">${next(prices)}<")))
    life.step = 12 * HOUR
    life.goes_on(4, refused)
    assert life.days("source held") == [0]
    assert life.days("source still held") == [1]
    assert life.days("source broken") == [1.5]
    assert life.days("source still broken") == [2.5, 4.5]


def test_a_repeat_is_told_though_the_source_went_to_and_fro_before(life: Life) -> None:
    life.step = HOUR
    for number in range(12):
        life.goes_on(1 / 24, good if number % 2 else refused)
    life.step = 12 * HOUR
    life.goes_on(2, refused)
    assert states(life.store, "source still broken") == [["delivered"]]
    assert ["withdrawn"] in states(life.store, "source broken")


def states(store: Store, kind: str) -> list[list[str]]:
    """The states of the deliveries of each alert of a kind."""
    with store.reading() as session:
        rows = session.scalars(select(Alert).where(Alert.kind == kind))
        return [[delivery.state for delivery in alert.deliveries] for alert in rows]


def test_a_repeat_is_no_movement_by_which_a_recovery_would_be_muted(life: Life) -> None:
    life.goes_on(1.25, refused)
    life.step = HOUR
    for visit in (good, refused):
        life.goes_on(1 / 24, visit)
    assert states(life.store, "source recovered") == [["delivered"]]
    assert states(life.store, "source broken") == [["delivered"], ["delivered"]]


@pytest.mark.both_databases
def test_a_page_that_a_replay_could_read_is_not_repeated_to_be_broken(life: Life) -> None:
    """A newer reader makes facts of what was refused, and says so to nobody."""
    life.goes_on(0.5, refused)
    later = life.at + DAY
    process_attempt(Run(life.store, SOURCE, clock=lambda: later), lambda: refused(later))
    with life.store.writing() as session:
        assert due_repeat_of(session, SOURCE.name, later) is not None
        session.execute(update(Snapshot).values(outcome="same"))
        assert due_repeat_of(session, SOURCE.name, later) is None


@pytest.mark.both_databases
def test_two_who_look_at_once_repeat_it_once(life: Life) -> None:
    life.goes_on(0.5, refused)

    def look(_number: int) -> int:
        other = Store(life.store.engine.url.render_as_string(hide_password=False))
        try:
            return alert_repeats(other, [SOURCE], DEFAULT_ALERTS, life.at + DAY)
        finally:
            other.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(look, range(4))) == 1


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_repeat_in_the_documents_is_one_that_comes_like_this(life: Life) -> None:
    life.goes_on(4, refused)
    last = [alert for alert in alerts(life.store) if alert.subject == SOURCE.name][-1]
    assert f"```\n{last.title}\n\n{last.body}\n```\n" in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("visit", "ends"),
    [
        (
            unreachable,
            "How the last attempt ended: almanac snapshot {id}\nThe state of every source: almanac doctor\n",
        ),
        (
            nobody,
            "It has not been fetched since: the log of its runs states the reason.\n"
            "The state of every source: almanac doctor\n",
        ),
    ],
)
def test_a_repeat_says_what_to_do_about_its_kind_of_trouble(life: Life, visit: Visit, ends: str) -> None:
    life.step = timedelta(minutes=30)
    life.goes_on(1 / 8, visit)
    life.at, life.step = life.at + DAY, DAY
    life.goes_on(1, visit)
    last = alerts(life.store)[-1]
    assert last.kind.startswith("source still")
    assert ends.format(id=last.snapshot_id) in last.body


@pytest.mark.parametrize(
    ("hours", "due"),
    [
        (23.9, None), (24, 1), (71, 1), (72, 3), (167, 3), (168, 7), (335, 7), (336, 14), (28 * 24 - 1, 14),
        (28 * 24, 28), (41 * 24, 28), (42 * 24, 42), (700 * 24, 700),
    ],
)  # fmt: skip
def test_the_newest_repeat_that_is_due(hours: float, due: int | None) -> None:
    assert due_repeat(START, START + hours * HOUR) == due
