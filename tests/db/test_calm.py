"""What goes to and fro: told that it went and that it is back, then once a day, and where it ended."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts.outbox import deliver
from bench.harness.dates import day
from flows.database import Store
from models.facts.base import Fact
from models.schema.tables import Alert, ChangeRow
from tests.db.test_outbox import Receiver
from tests.db.test_reminding import World, price, retirement
from tests.support.walks import feed

NOON = day("2026-01-10 12:00")
A, B, C = price("1"), price("2"), price("3")


UP, DOWN = "m output 1 → 2 USD (+100 %)", "m output 2 → 1 USD (-50 %)"


@dataclass
class Reader(World):
    """Somebody to whom alerts of a page come, which is read at minutes after noon."""

    got: list[str] = field(default_factory=list[str])

    def read(self, minutes: float, *facts: Fact) -> list[str]:
        """What they get when the page states these."""
        self.page(9.5 + minutes / 60 / 24, price("1", model="other"), *facts)
        return self.hear(minutes)

    def hear(self, minutes: float) -> list[str]:
        """What they get then."""
        log = Receiver()
        deliver(self.store.writing, {"log": log}, lambda: NOON + timedelta(minutes=minutes))
        with self.store.reading() as session:
            titles = dict(session.execute(select(Alert.alert_key, Alert.title)).tuples().all())
        self.got += [titles[key] for key in log.got]
        return [titles[key] for key in log.got]


@pytest.fixture
def reader(store: Store) -> Reader:
    found = Reader(store)
    found.read(0, A)
    return found


@pytest.mark.both_databases
def test_there_and_back_within_a_day_is_one_message_and_one_back(reader: Reader) -> None:
    assert reader.read(60, B) == [f"{UP} as of 10 Jan 13:00 UTC"]
    assert reader.read(120, A) == [f"{DOWN} as of 10 Jan 14:00 UTC, again: as it was until 10 Jan 13:00 UTC"]


def test_a_hundred_flaps_in_a_day_are_two_messages_and_each_is_in_the_log(reader: Reader) -> None:
    for number in range(1, 101):
        reader.read(number * 14, B if number % 2 else A)
    assert len(reader.got) == 2
    assert reader.hear(3 * 24 * 60) == []
    with reader.store.reading() as session:
        assert len(session.scalars(select(ChangeRow).where(ChangeRow.subject == "m")).all()) == 100


def test_flaps_that_end_elsewhere_than_was_told_are_told_a_day_after_the_last_word(reader: Reader) -> None:
    for number in range(1, 8):
        reader.read(number * 60, B if number % 2 else A)
    assert len(reader.got) == 2
    assert reader.hear(2 * 60 + 24 * 60 - 1) == []
    assert reader.hear(2 * 60 + 24 * 60) == [f"{UP} as of 10 Jan 19:00 UTC, 7 times within a day"]


def test_what_keeps_flapping_is_told_about_once_a_day(reader: Reader) -> None:
    for number in range(1, 4 * 6 + 2):
        reader.read(number * 4 * 60, B if number % 2 else A)
    assert 3 <= len(reader.got) <= 6


def test_news_after_news_is_told_each_time(reader: Reader) -> None:
    got = [reader.read(number * 60, price(str(number + 1))) for number in range(1, 6)]
    assert [[title.split(" as of ")[1] for title in each] for each in got] == [
        [f"10 Jan {13 + number}:00 UTC"] for number in range(5)
    ]


def test_there_and_back_over_more_than_a_day_is_news_both_times(reader: Reader) -> None:
    assert reader.read(60, B) == [f"{UP} as of 10 Jan 13:00 UTC"]
    assert reader.read(60 + 24 * 60 + 1, A) == [f"{DOWN} as of 11 Jan 13:01 UTC"]


def test_something_new_among_what_goes_to_and_fro_is_told_at_once(reader: Reader) -> None:
    for number in range(1, 6):
        reader.read(number * 60, B if number % 2 else A)
    assert len(reader.read(360, C)) == 1


def test_a_retirement_that_is_announced_and_withdrawn_again_and_again_is_told_twice(reader: Reader) -> None:
    gone = retirement("m", None, "cancelled")
    for number in range(1, 13):
        reader.read(number * 60, A, retirement("m", 90) if number % 2 else gone)
    told = [title for title in reader.got if "retire" in title]
    assert told == [
        "m is retired on 1 Apr 00:00 UTC (in 80 days)",
        "m stays: its retirement on 1 Apr 00:00 UTC is cancelled",
    ]


def test_a_source_that_is_broken_every_other_time_is_told_of_twice_a_day(store: Store) -> None:
    start = day("2026-05-08")
    feed(store, start)
    for number in range(1, 12):
        feed(store, start + number * timedelta(hours=2), "<p>home</p>" if number % 2 else None)
    with store.reading() as session:
        rows = session.scalars(select(Alert).order_by(Alert.id)).all()
        sent = [row.kind for row in rows if any(d.state == "delivered" for d in row.deliveries)]
    assert sent == ["source broken", "source recovered"]
