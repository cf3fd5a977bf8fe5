"""A clock of the machine that jumps, and what becomes of the runs meanwhile; on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bench.harness.dates import day
from bench.harness.registering import register
from bench.harness.sample_pages import body
from flows.audit.verification import verify
from flows.clock import ClockDoubt
from flows.database import Store
from flows.notify.reminders import remind
from flows.pipeline.attempts import RunResult
from flows.pipeline.entry import read_source
from flows.replay.date_anew import WHY, date_anew
from flows.run import AlertSettings, Run
from flows.settings.load import Settings, load
from flows.timekeeping import checks, witnesses
from flows.timekeeping.checks import clock_state, expect_right_clock
from models.facts.kinds import Price
from models.schema.history import HISTORY
from models.schema.tables import Alert, ChangeRow, Correction, Delivery, Snapshot
from tests.support.site import Answer, Site, serving
from tests.support.typed import Almanac
from tests.support.walks import SOURCE, feed

MAY, AUGUST, HOUR = day("2026-05-08"), day("2026-08-18 00:30"), timedelta(hours=1)
PATH = "/quick_start/pricing"
JUMPS = {"a day": timedelta(days=1), "2030": timedelta(days=1500), "back a day": -timedelta(days=1)}


@dataclass
class World:
    """A machine whose clock is `off` by so much, a site whose clock is right, and the time since the machine began."""

    store: Store
    site: Site
    settings: Settings
    now: datetime = MAY
    off: timedelta = timedelta()
    booted: datetime = MAY - HOUR
    boot: str = "first"

    def machine(self) -> datetime:
        return self.now + self.off

    def run(self, at: datetime, shows: datetime | None = None) -> RunResult:
        """Run at an instant in which the site shows its page of that instant, or of another one."""
        self.now = self.site.date = at
        self.site.answers[PATH] = [Answer(body=body(shows or at).encode())]
        run = Run(self.store, SOURCE, self.machine, checks_clock=True)
        return read_source(run, self.settings, None, self.machine())

    def doubted(self, at: datetime, shows: datetime | None = None) -> str:
        with pytest.raises(ClockDoubt) as doubt:
            self.run(at, shows)
        return str(doubt.value)


@pytest.fixture
def world(store: Store, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    home.mkdir()
    with serving(robots=[Answer(404)]) as site:
        monkeypatch.setenv("ALMANAC_DEEPSEEK_URL", site.url)
        made = World(store, site, load())
        for module in (witnesses, checks):
            monkeypatch.setattr(module, "uptime", lambda: made.now - made.booted)
            monkeypatch.setattr(module, "boot_id", lambda: made.boot)
        yield made


def moments(store: Store) -> list[tuple[datetime, str | None]]:
    with store.reading() as session:
        rows = session.execute(select(Snapshot.moment, Snapshot.outcome).order_by(Snapshot.moment)).tuples().all()
    return [(moment.replace(microsecond=0), outcome) for moment, outcome in rows]


def prices(store: Store) -> set[tuple[object, ...]]:
    """The history of prices, to the second."""
    table = HISTORY[Price]
    names = ("model", "meter", "band", "amount", "gone")
    with store.reading() as session:
        rows = session.execute(
            select(*(table.c[name] for name in names), table.c.effective_from, table.c.recorded_from)
        )
        return {(*row[:-2], *(at.replace(microsecond=0) for at in row[-2:])) for row in rows.tuples()}


@pytest.mark.both_databases
@pytest.mark.parametrize("jump", JUMPS)
def test_a_run_by_a_clock_that_jumped_is_kept_and_recorded_when_the_clock_is_right(world: World, jump: str) -> None:
    assert world.run(MAY).outcome == "facts"
    world.off = JUMPS[jump]
    said = world.doubted(AUGUST)
    assert (
        f"the clock of this machine says {AUGUST + world.off:%Y-%m-%d %H:%M}Z, 127.0.0.1 says 2026-08-18 00:30Z" in said
    )
    assert "the page is kept and recorded later: set the clock" in said
    assert moments(world.store) == [(MAY, "facts"), (AUGUST, None)]
    world.off = timedelta()
    assert world.run(AUGUST + HOUR).outcome == "same"
    assert moments(world.store) == [(MAY, "facts"), (AUGUST, "facts"), (AUGUST + HOUR, "same")]
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).where(ChangeRow.seen_at >= AUGUST + HOUR)) == 0
        assert session.scalars(select(Alert.kind)).all().count("clock in doubt") == 1


def test_a_clock_that_jumps_while_a_run_goes_on_dates_nothing_by_the_jump(world: World) -> None:
    world.run(MAY)
    world.now = world.site.date = AUGUST
    world.site.answers[PATH] = [Answer(body=body(AUGUST).encode())]
    run = Run(world.store, SOURCE, world.machine, checks_clock=True)
    assert read_source(run, world.settings, None, day("2030-01-01")).outcome == "facts"
    assert moments(world.store)[-1] == (AUGUST, "facts")


def test_1970_after_a_start_gives_no_changes_when_the_clock_comes_right(world: World) -> None:
    world.run(MAY)
    world.boot, world.booted = "second", MAY + HOUR
    world.off = day("1970-01-01") - world.booted
    assert "says 1970-01-01 00:00Z" in world.doubted(MAY + HOUR)
    world.off = timedelta()
    assert world.run(MAY + 2 * HOUR).outcome == "same"
    with world.store.reading() as session:
        assert session.scalars(select(ChangeRow.kind)).all() == []


def test_1970_on_a_new_record_records_nothing(world: World) -> None:
    world.off = day("1970-01-01") - MAY
    world.doubted(MAY)
    world.off = timedelta()
    assert world.run(MAY + HOUR).outcome == "same"
    assert moments(world.store)[0] == (MAY, "facts")


def test_a_step_back_of_minutes_loses_no_run(world: World) -> None:
    world.run(MAY)
    world.off = -timedelta(minutes=10)
    assert world.run(MAY + timedelta(minutes=5)).outcome == "same"
    assert [outcome for _, outcome in moments(world.store)] == ["facts", "same"]


def test_the_page_of_a_cache_that_is_old_is_no_clock(world: World) -> None:
    world.run(MAY)
    world.site.date = None
    world.now = AUGUST
    old = Answer(body=body(AUGUST).encode(), headers={"Age": str(int((AUGUST - MAY).total_seconds()))})
    world.site.answers[PATH], world.site.date = [old], MAY
    run = Run(world.store, SOURCE, world.machine, checks_clock=True)
    assert read_source(run, world.settings, None, AUGUST).outcome == "facts"
    # Without its age: the time since the last run says that the machine is right.
    world.now, world.site.answers[PATH] = AUGUST + 3 * HOUR, [Answer(body=body(AUGUST).encode())]
    assert read_source(run, world.settings, None, world.now).outcome == "same"
    assert clock_state(world.settings.home, world.now).is_confirmed


def of_another_clock(world: World) -> None:
    """Record as a release without these checks did: a page of 2030 between two runs."""
    feed(world.store, MAY)
    run = Run(world.store, SOURCE, lambda: day("2030-01-01"))
    world.site.answers[PATH] = [Answer(body=body(AUGUST).encode())]
    assert read_source(run, world.settings, None, day("2030-01-01")).outcome == "facts"
    with world.store.writing() as session:
        session.execute(update(Snapshot).where(Snapshot.moment == MAY).values(stored_at=MAY))


@pytest.mark.both_databases
def test_a_source_with_a_page_of_the_future_reads_again_and_every_answer_is_right(world: World, tmp_path: Path) -> None:
    of_another_clock(world)
    assert world.run(AUGUST + HOUR).outcome == "same"
    dates = moments(world.store)
    assert [outcome for _, outcome in dates] == ["facts", "facts", "same"]
    assert MAY < dates[1][0] <= AUGUST + HOUR
    with world.store.reading() as session:
        rows = session.scalars(select(Correction).where(Correction.fact == "snapshot")).all()
        assert [(row.subject, row.said_before, row.why) for row in rows] == [
            ("snapshot 2", "2030-01-01 00:00 UTC", WHY)
        ]
        assert session.scalar(select(func.count()).where(ChangeRow.seen_at > AUGUST + HOUR)) == 0
        assert session.scalar(select(func.count()).where(HISTORY[Price].c.recorded_from > AUGUST + HOUR)) == 0
    verified = verify(world.store, [SOURCE], lambda _: None)
    assert verified.discrepancies == []
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    other.migrate()
    feed(other, MAY)
    feed(other, dates[1][0], body(AUGUST))
    assert prices(world.store) == prices(other)
    other.close()


def test_it_is_fixed_by_hand_in_words(world: World, almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    of_another_clock(world)
    for module in ("cli.installation.clock", "cli.installation.health"):
        monkeypatch.setattr(f"{module}.utc_now", lambda: AUGUST + HOUR)
    (row,) = [row for row in almanac("doctor", "--json").rows if row["check"] == "deepseek_pricing clock"]
    assert row["state"] == "bad"
    assert "1 snapshot is dated in the future, up to 2030-01-01 00:00Z" in row["detail"]
    done = almanac("doctor", "--fix-clock")
    assert done.code == 0
    assert "deepseek_pricing: snapshot 2 of 2030-01-01 00:00 UTC is filed at 2026-08-18 01:29 UTC" in done.text
    assert "clock" in {row["check"] for row in almanac("doctor", "--json").rows if row["state"] == "ok"}
    assert almanac("doctor", "--fix-clock").text.startswith("no recorded page is dated in the future")


CORRECTING = (
    ("replay", "deepseek_pricing"),
    ("held", "accept", "1"),
    ("held", "undo", "1"),
    ("backfill", "deepseek"),
    ("backfill", "catalogue"),
    ("backfill", "wayback", "deepseek_pricing", "--from", "2026-01-01"),
    ("track", "deepseek_pricing", "--page", "PAGE", "--at", "2026-05-07T00:00:00Z"),
)
"""Commands that date corrections by the present instant."""


@pytest.mark.parametrize("words", CORRECTING, ids=lambda words: " ".join(words[:2]))
def test_nothing_is_corrected_by_a_clock_that_another_one_contradicts(
    world: World, almanac: Almanac, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...]
) -> None:
    world.run(MAY)
    (tmp_path / "page").write_text(body(AUGUST))
    for module in ("flows.pipeline.right_clock", "flows.pipeline.entry", "cli.recording.run"):
        monkeypatch.setattr(f"{module}.utc_now", lambda: day("2030-01-01"))
    before = moments(world.store), prices(world.store)
    done = almanac(*(str(tmp_path / "page") if word == "PAGE" else word for word in words))
    assert done.code == 1
    assert "the clock of this machine says 2030-01-01" in done.err
    assert "`almanac doctor --fix-clock`" in done.err
    assert (moments(world.store), prices(world.store)) == before


def test_several_pages_of_the_future_keep_their_distances(store: Store) -> None:
    ahead = timedelta(days=30)
    for number in range(3):
        feed(store, MAY + number * HOUR + (ahead if number else timedelta()))
    with store.writing() as session:
        session.execute(update(Snapshot).values(stored_at=MAY))
        session.execute(update(Snapshot).where(Snapshot.id > 1).values(stored_at=MAY + ahead))
    moved = date_anew(Run(store, SOURCE, lambda: MAY + 3 * HOUR)).moved
    assert [each.after.replace(second=0, microsecond=0) for each in moved] == [
        MAY + 2 * HOUR - timedelta(minutes=1),
        MAY + 3 * HOUR - timedelta(minutes=1),
    ]
    assert date_anew(Run(store, SOURCE, lambda: MAY + 3 * HOUR)).moved == ()


def alert_of(source: str, state: str, due_at: datetime, attempts: int = 0) -> Alert:
    """An alert about a source, written in May, with one delivery."""
    texts = {"vendor": "v", "subject": "s", "title": "t", "body": "b", "kind": "source stale", "severity": "warning"}
    row = Alert(alert_key=source, snapshot_id=1, source=source, created_at=MAY, about={}, **texts)
    row.deliveries = [Delivery(target="pager", state=state, due_at=due_at, since=MAY, attempts=attempts)]
    return row


AHEAD = timedelta(hours=20)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("paused_at", "due_at", "is_kept"),
    [
        (None, MAY + HOUR + AHEAD, False),
        (MAY + HOUR + AHEAD, MAY + 2 * HOUR + AHEAD, False),
        # The clock is right again, no source is dated anew yet, and the target asks to be left alone for three hours.
        (MAY + 2 * HOUR, MAY + 5 * HOUR, True),
    ],
)
def test_dating_a_source_anew_ends_the_pauses_that_began_by_a_clock_that_was_ahead(
    store: Store, paused_at: datetime | None, due_at: datetime, is_kept: bool
) -> None:
    feed(store, MAY)
    feed(store, MAY + HOUR + AHEAD)
    with store.writing() as session:
        register(session, "another")
        alert = alert_of("another", state="pending", due_at=due_at)
        alert.deliveries[0].paused_at = paused_at
        session.add(alert)
    assert date_anew(Run(store, SOURCE, lambda: MAY + 3 * HOUR)).moved
    with store.reading() as session:
        assert session.scalar(select(Delivery.due_at)) == (due_at if is_kept else MAY + 3 * HOUR)


@pytest.mark.parametrize(("days", "state"), [(9, "pending"), (3, "dead")])
def test_what_a_clock_that_was_ahead_gave_up_for_its_age_is_sent_when_it_is_right(
    store: Store, days: int, state: str
) -> None:
    ahead = timedelta(days=days)
    feed(store, MAY)
    feed(store, MAY + HOUR + ahead)
    with store.writing() as session:
        session.add(alert_of(SOURCE.name, state="dead", due_at=MAY + ahead, attempts=9))
    date_anew(Run(store, SOURCE, lambda: MAY + 3 * HOUR))
    with store.reading() as session:
        assert session.scalar(select(Delivery.state).where(Delivery.target == "pager")) == state


def test_nothing_is_sent_by_a_clock_that_jumped_or_that_nobody_has_confirmed(world: World) -> None:
    world.run(MAY)
    world.now = MAY + HOUR
    expect_right_clock(world.store, world.settings.home, world.now)
    with pytest.raises(ClockDoubt, match="says 2030-01-01 00:00Z, but by the time that has passed"):
        expect_right_clock(world.store, world.settings.home, day("2030-01-01"))
    world.boot = "second"
    with pytest.raises(ClockDoubt, match="no server has confirmed"):
        expect_right_clock(world.store, world.settings.home, day("2030-01-01"))
    world.run(MAY + 2 * HOUR)
    expect_right_clock(world.store, world.settings.home, world.now)
    assert remind(world.store, AlertSettings(), world.now) == 0
