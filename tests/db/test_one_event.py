"""One event is one message: what is joined, folded, collected and left out, and what never is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from alerts.outbox import deliver
from alerts.targets import Target
from bench.harness.dates import day
from flows.database import Store
from flows.ingest.archive import archive, ensure_source_row
from flows.notify.feeds import write_feeds
from flows.notify.reminders import remind
from flows.pipeline.attempts import record_snapshot
from flows.run import DEFAULT_ALERTS, AlertSettings, Run
from models.facts.base import Fact
from models.facts.kinds import ModelVersion, Notice, PeakHours, Price, Retirement
from models.queries import facts_at
from models.readings.reading import Reading, Scope
from models.schema.tables import Alert, AlertChange, Delivery, Reminder
from models.schema.views import ALERT_LOG
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.db.test_outbox import Receiver
from tests.golden.alert_story import fill_with_story
from tests.golden.folding import BLOCK, BOARDS, DOCUMENT, KINDS, KNOWN, LOST, OVERRULED, fates, table
from tests.support.recordings import Recordings

PRICING, CHINESE, UPDATES = "deepseek_pricing", "deepseek_pricing_zh", "deepseek_updates"
START = day("2026-01-10")
KINDS_OF_FACTS = (Retirement, PeakHours, ModelVersion, Notice)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def price(model: str, amount: str, source: str = PRICING, currency: str = "USD", since: float | None = None) -> Price:
    return Price(
        source=source, model=model, meter="output", band="flat", currency=currency, amount=Decimal(amount),
        list_amount=None, unit="1M tokens", effective_from=None if since is None else at(since),
    )  # fmt: skip


def version(model: str, name: str, source: str = PRICING) -> ModelVersion:
    return ModelVersion(source=source, model=model, version=name, context_length=None, max_output=None)


def retirement(model: str, due: float, source: str = PRICING, answers_as: str | None = None) -> Retirement:
    return Retirement(
        source=source, model=model, state="dated", retires_at=at(due), replacement=None, answers_as=answers_as
    )


def hours(windows: str, since: float | None = None, source: str = PRICING) -> PeakHours:
    return PeakHours(
        source=source, time_zone="UTC", weekdays="12345", windows=windows, holidays=None,
        effective_from=None if since is None else at(since),
    )  # fmt: skip


def notice(text: str, source: str = PRICING) -> Notice:
    return Notice.of(source, text, "block 1")


@dataclass
class World:
    """Pages of one family that state what a test says."""

    store: Store
    telling: AlertSettings = DEFAULT_ALERTS

    def page(self, hour: float, *facts: Fact, source: str = PRICING, currency: str = "USD") -> list[str]:
        """The titles of the alerts that a page makes that states these, beside a model that never changes."""
        stated = {fact.model for fact in facts if isinstance(fact, Price) and fact.effective_from is None}
        everything = (*([] if "still" in stated else [price("still", "1", source, currency)]), *facts)
        scopes = frozenset({*(Scope(kind, source) for kind in KINDS_OF_FACTS), Scope(Price, source, currency)})
        before = set(self.titles())
        with self.store.writing() as session:
            ensure_source_row(session, SOURCES[source], f"https://example.org/{source}")
            page = Page(source, f"https://example.org/{source}", f"{hour} {facts}".encode(), at(hour))
            filed = archive(session, page, at(hour))

        def read(_: Page) -> Reading:
            return Reading(scopes, everything)

        registered = replace(SOURCES[source], read=read, cron="0 0 1 1 *")
        record_snapshot(Run(self.store, registered, clock=lambda: at(hour), alerting=self.telling), filed)
        return [title for key, title in self.titles().items() if key not in before]

    def titles(self) -> dict[str, str]:
        with self.store.reading() as session:
            rows = session.execute(select(Alert.alert_key, Alert.title).order_by(Alert.id))
            return dict(rows.tuples().all())

    def bodies(self) -> list[str]:
        with self.store.reading() as session:
            return list(session.scalars(select(Alert.body).order_by(Alert.id)))

    def also_said(self) -> list[str | None]:
        with self.store.reading() as session:
            return [row.also_said_by for row in facts_at.view(session, ALERT_LOG)]

    def hear(self, hour: float, target: str = "log") -> Receiver:
        receiver = Receiver()
        deliver(self.store.writing, {target: receiver}, lambda: at(hour))
        return receiver


@pytest.fixture
def world(store: Store) -> World:
    found = World(store)
    for source, currency in ((PRICING, "USD"), (CHINESE, "CNY"), (UPDATES, "USD")):
        assert found.page(0, source=source, currency=currency) == []
    return found


@pytest.mark.both_databases
def test_models_that_change_alike_at_once_are_one_message_which_names_them(world: World) -> None:
    (title,) = world.page(1, retirement("a", 2000), retirement("b", 2000))
    assert "a" in title
    assert "b" in title
    with world.store.reading() as session:
        assert len(session.scalars(select(AlertChange)).all()) == 2


def test_models_that_change_otherwise_or_at_another_instant_are_messages_of_their_own(world: World) -> None:
    assert len(world.page(1, retirement("a", 2000), retirement("b", 3000), version("still", "v2"))) == 3


def test_prices_are_one_message_a_model(world: World) -> None:
    world.page(1, price("a", "1"), price("b", "1"))
    assert len(world.page(2, price("a", "2"), price("b", "2"))) == 2


def test_what_a_route_leads_to_joins_it(world: World) -> None:
    world.page(1, price("a", "1"))
    (title,) = world.page(2, price("a", "1"), price("b", "1"), retirement("a", 2000, answers_as="b"))
    assert "b" in title


@pytest.mark.parametrize(("others", "messages"), [((), 2), ((price("c", "1"),), 3)])
def test_peak_hours_stand_with_the_prices_only_if_these_are_all_models(
    store: Store, others: tuple[Fact, ...], messages: int
) -> None:
    world = World(store)
    scopes = (price("a", "1"), price("b", "1"), *others)
    world.page(0, *scopes)
    changed = (price("a", "2", since=99), price("b", "2", since=99), price("still", "2", since=99), *scopes)
    found = world.page(1, *changed, hours("01:00-02:00", 99))
    assert len(found) == messages + 1
    assert any("peak hours:" in title for title in found) is bool(others)


@pytest.mark.both_databases
def test_another_page_within_a_day_mentions_the_alert(world: World) -> None:
    world.page(1, version("still", "v2"))
    assert world.page(24, version("still", "v2", UPDATES), source=UPDATES) == []
    assert world.also_said() == ["deepseek_updates 2026-01-11 00:00"]
    assert "Also said by deepseek_updates, 2026-01-11 00:00 UTC" in world.hear(25).bodies[0]


def test_the_feed_names_who_also_said_it_and_when_that_was_known(world: World, tmp_path: Path) -> None:
    world.page(1, version("still", "v2"))
    world.page(5, version("still", "v2", UPDATES), source=UPDATES)
    write_feeds(world.store, tmp_path, at(6))
    feed = (tmp_path / "changes.atom").read_text(encoding="utf-8")
    assert "Also said by deepseek_updates, 2026-01-10 05:00 UTC" in feed
    assert feed.count("<updated>2026-01-10T05:00:00Z</updated>") == 2
    assert "<published>2026-01-10T01:00:00Z</published>" in feed


def test_a_model_that_two_pages_add_on_one_day_is_told_once(world: World) -> None:
    assert len(world.page(1, price("a", "1"))) == 1
    added = price("a", "7", CHINESE, "CNY")
    assert world.page(2, added, source=CHINESE, currency="CNY") == []
    assert world.also_said() == ["deepseek_pricing_zh 2026-01-10 02:00"]


def test_the_first_price_in_the_chosen_currency_is_told_though_the_model_was(world: World) -> None:
    assert len(world.page(1, price("a", "7", CHINESE, "CNY"), source=CHINESE, currency="CNY")) == 1
    assert len(world.page(2, price("a", "1"))) == 1


OTHER_WORDS = {
    "another value": version("still", "v3", UPDATES),
    "another model": version("other", "v2", UPDATES),
    "a graver kind": retirement("still", 2000, UPDATES),
}


@pytest.mark.parametrize("fact", OTHER_WORDS.values(), ids=OTHER_WORDS)
def test_what_says_something_else_is_an_alert_of_its_own(world: World, fact: Fact) -> None:
    world.page(1, version("still", "v2"))
    assert len(world.page(2, fact, source=UPDATES)) == 1
    assert world.also_said() == [None, None]


def test_another_instant_is_an_alert_of_its_own(world: World) -> None:
    world.page(1, retirement("still", 2000))
    assert len(world.page(2, retirement("still", 3000, UPDATES), source=UPDATES)) == 1


def test_what_is_said_more_than_a_day_later_mentions_nothing(world: World) -> None:
    world.page(1, price("a", "1"))
    assert len(world.page(26, price("a", "1", UPDATES), source=UPDATES)) == 1


def test_a_page_that_repeats_a_value_that_was_taken_back_is_not_folded(world: World) -> None:
    world.page(1, version("still", "v2"))
    world.page(2, version("still", "v1"))
    assert len(world.page(3, version("still", "v2", UPDATES), source=UPDATES)) == 1


@pytest.mark.both_databases
def test_a_target_that_takes_the_later_page_alone_gets_the_alert_once(world: World) -> None:
    ours = Target(webhook=SecretStr("https://example.org"), sources=(UPDATES,))
    world.telling = replace(DEFAULT_ALERTS, targets={"ours": ours})
    world.page(1, version("still", "v2"))
    assert world.hear(1, "ours").got == []
    world.page(2, version("still", "v2", UPDATES), source=UPDATES)
    world.page(3, version("still", "v2", UPDATES), notice("x", UPDATES), source=UPDATES)
    assert len(world.hear(3, "ours").got) == 1


def test_a_price_in_another_currency_is_told_only_where_there_is_no_other(world: World) -> None:
    only = price("only", "1", CHINESE, "CNY")
    world.page(1, only, source=CHINESE, currency="CNY")
    changed = (replace(only, amount=Decimal(2)), price("still", "2", CHINESE, "CNY"))
    (title,) = world.page(2, *changed, source=CHINESE, currency="CNY")
    assert title.startswith("only")


def test_the_chosen_currency_is_told_instead(world: World) -> None:
    world.telling = replace(DEFAULT_ALERTS, currency="CNY")
    world.page(1, price("a", "1"))
    world.page(1, price("a", "7", CHINESE, "CNY"), source=CHINESE, currency="CNY")
    assert len(world.page(2, price("a", "8", CHINESE, "CNY"), source=CHINESE, currency="CNY")) == 1
    assert world.page(3, price("a", "2")) == []


def test_a_notice_in_another_language_is_told_where_that_is_chosen(world: World) -> None:
    assert world.page(1, notice("价格 5", CHINESE), source=CHINESE, currency="CNY") == []
    world.telling = replace(DEFAULT_ALERTS, language="zh")
    assert len(world.page(2, notice("价格 6", CHINESE), source=CHINESE, currency="CNY")) == 1
    assert world.page(3, notice("A price of 5")) == []


def test_a_page_without_a_counterpart_that_was_read_is_told_in_its_language(store: Store) -> None:
    world = World(store)
    world.page(0, source=CHINESE, currency="CNY")
    assert len(world.page(1, notice("价格 5", CHINESE), source=CHINESE, currency="CNY")) == 1


def test_facts_are_told_by_whichever_page_says_them_first(world: World) -> None:
    assert len(world.page(1, retirement("still", 2000, CHINESE), source=CHINESE, currency="CNY")) == 1
    assert world.page(2, retirement("still", 2000)) == []


def test_a_notice_joins_the_message_of_its_page_and_names_nobody_else(world: World) -> None:
    ours = Target(webhook=SecretStr("https://example.org"), models=("other",))
    world.telling = replace(DEFAULT_ALERTS, targets={"ours": ours})
    world.page(1, version("still", "v2"), notice("The name still stays at 5."))
    (body,) = world.bodies()
    assert "- notice added: The name still stays at 5." in body
    assert world.hear(1, "ours").got == []


def test_a_notice_of_another_page_mentions_the_alert_whose_model_or_version_it_names(world: World) -> None:
    world.page(1, version("still", "Still-V2"))
    assert world.page(2, notice("Release 7: Still V2", UPDATES), source=UPDATES) == []
    again = (notice("Release 7: Still V2", UPDATES), notice("Release 8: Still-V2-mini", UPDATES))
    assert world.page(3, *again, source=UPDATES) != []


@pytest.mark.both_databases
def test_notices_that_change_nothing_come_as_one_digest_when_the_day_is_over(world: World) -> None:
    world.telling = replace(DEFAULT_ALERTS, time_zone="Europe/Berlin")
    world.page(1, notice("See the guide."))
    (key,) = world.titles()
    assert world.page(3, notice("See the other guide.")) == []
    assert world.hear(22.9).got == []
    receiver = world.hear(23)
    assert receiver.got == [key]
    assert all(text in receiver.bodies[0] for text in ("See the guide.", "See the other guide."))
    with world.store.reading() as session:
        assert session.scalars(select(Alert.severity)).all() == ["info"]
    world.page(23.5, notice("See a third guide."))
    assert len(world.titles()) == 2


def test_a_digest_waits_though_its_page_has_other_news(world: World) -> None:
    world.page(1, notice("See the guide."))
    world.page(2, version("still", "v2"))
    world.page(3, version("still", "v2"), notice("See the guide."))
    assert len(world.hear(25).got) == 2


SUBSTANCE = ("It costs less.", "until tomorrow: 5", "The model still is new.", "We plan to raise prices.", "即将涨价")


@pytest.mark.parametrize("text", SUBSTANCE)
def test_a_notice_with_a_number_a_price_or_a_model_that_nothing_else_tells_stays_an_alert(
    world: World, text: str
) -> None:
    world.page(1, notice(text))
    with world.store.reading() as session:
        assert session.scalars(select(Alert.severity)).all() == ["notice"]


def test_deadlines_of_one_instant_are_one_reminder_of_the_models_that_are_used(world: World) -> None:
    world.telling = replace(DEFAULT_ALERTS, uses=("a", "b"))
    world.page(1, *(retirement(model, 24 * 20) for model in "abc"))
    remind(world.store, world.telling, at(24 * 17))
    title = list(world.titles().values())[-1]
    assert title == "a, b are retired on 30 Jan 00:00 UTC (in 3 days)"


def test_prices_and_peak_hours_of_one_instant_are_one_reminder(world: World) -> None:
    changed = (price("a", "2", since=24 * 20), price("still", "2", since=24 * 20), hours("01:00-02:00", 24 * 20))
    world.page(1, price("a", "1"))
    world.page(2, price("a", "1"), *changed)
    before = len(world.titles())
    remind(world.store, world.telling, at(24 * 17))
    assert len(world.titles()) == before + 1


@pytest.mark.both_databases
def test_a_deadline_that_moves_leaves_a_reminder_that_has_not_been_sent(world: World) -> None:
    world.page(1, retirement("a", 24 * 20), retirement("b", 24 * 20))
    world.hear(2)
    remind(world.store, world.telling, at(24 * 17))
    world.page(24 * 17 + 1, retirement("a", 24 * 60), retirement("b", 24 * 20))
    remind(world.store, world.telling, at(24 * 17 + 1))
    sent = world.hear(24 * 17 + 2)
    with world.store.reading() as session:
        titles = [session.scalars(select(Alert.title).where(Alert.alert_key == key)).one() for key in sent.got]
        rungs = dict(session.execute(select(Reminder.subject, Reminder.rung)).tuples().all())
    assert [title for title in titles if "in 3 days" in title] == ["b is retired on 30 Jan 00:00 UTC (in 3 days)"]
    assert rungs["b"] == 3
    remind(world.store, world.telling, at(24 * 17 + 3))
    assert world.hear(24 * 17 + 4).got == []


def test_the_rungs_that_a_former_release_sent_stay_sent(world: World) -> None:
    world.page(1, retirement("a", 24 * 20), retirement("b", 24 * 20))
    with world.store.writing() as session:
        remind_row = select(Reminder)
        assert session.scalars(remind_row).all() == []
    remind(world.store, world.telling, at(2))
    with world.store.writing() as session:
        for row in session.scalars(select(Reminder)):
            row.rung = 3
            session.add(_former_alert(f"deadline/{row.uid}/0/rung/3", row))
    remind(world.store, world.telling, at(24 * 17))
    assert len(world.titles()) == 3
    remind(world.store, world.telling, at(24 * 19))
    assert list(world.titles().values())[-1].startswith("a, b are retired on 30 Jan 00:00 UTC (in 1 day)")


def _former_alert(key: str, row: Reminder) -> Alert:
    delivery = Delivery(target="log", state="pending", due_at=at(24 * 17), since=at(24 * 17))
    return Alert(
        alert_key=key, snapshot_id=row.snapshot_id, kind="retirement ahead", severity="critical", source=row.source,
        vendor=row.vendor, subject=row.subject, title=f"{row.subject}: retirement in 3 days", body="-",
        effective_at=row.due_at, created_at=at(24 * 17), deliveries=[delivery],
    )  # fmt: skip


def test_every_change_of_the_demo_is_told_folded_or_left_out_for_a_reason(store: Store, recordings: Recordings) -> None:
    fill_with_story(recordings, store)
    with store.reading() as session:
        found = fates(session)
        assert set(found) == {*KINDS} - {LOST}
        assert (found[KNOWN].changes, found[OVERRULED].changes) == (8, 1)
        assert found[BOARDS].changes < 200
        assert table(session) == "".join(BLOCK.findall(DOCUMENT.read_text(encoding="utf-8")))
        keys = session.scalars(select(Alert.alert_key)).all()
    assert len(keys) <= 110
    assert sum(key.split("/")[1].startswith("2026-09-10") for key in keys) <= 3
