"""A page that surely records nothing is not read again, and the record is the one of pages that are all read."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from bench.harness.sample_pages import page_of
from flows.audit.verification import verify
from flows.database import Store
from flows.ingest import record_page
from flows.page_reader.reader import read_page
from flows.pipeline import attempts
from flows.pipeline.attempts import RunResult, process_attempt
from flows.replay.correct_record import correct
from flows.replay.replays import insert_pages, replay
from flows.run import Run
from models.facts.base import Fact, gone
from models.facts.kinds import Notice
from models.kinds.changes import ChangeKind
from models.queries.reading_ages import ages
from models.readings.reading import Reading
from models.readings.unread import Mention
from models.schema.tables import ChangeRow, Snapshot, Watermark
from samples.deepseek.pages import change_instants, pricing
from samples.visits import instants
from scrapers.page import Attempt, Failed, NotModified, Page
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.db.test_replay import nobody
from tests.db.test_same_on_both import column_types, listed, rows
from tests.support.quick import examples
from tests.support.vendor import NAME, SCOPES, START, ends, hours, mention, price, promoted
from tests.support.walks import SITES

HOUR = timedelta(hours=1)
Step = tuple[Source, Attempt]
REAL = SOURCES[NAME]
LAST = list(change_instants())[-1]
BODY = pricing(LAST).encode()
SAME_UNTIL = "same_until"
"""The column of snapshots that says how long their page need not be read."""


@pytest.fixture
def copies(templates: Path, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes empty databases."""
    stores = list[Store]()

    def copied() -> Store:
        stores.append(Store(f"sqlite:///{shutil.copy(templates, tmp_path / f'{len(stores)}.db')}"))
        return stores[-1]

    yield copied
    for each in stores:
        each.close()


def repeats(random: Random, source: Source, page: Page, until: datetime) -> Iterator[Step]:
    """The page again at random moments before an instant: brought, not modified, or missed by a failure."""
    at, url = page.moment, page.url
    for _ in range(random.randint(0, 9)):
        at += random.choice([HOUR / 4, HOUR / 2, *(HOUR,) * 9, 2 * HOUR, random.choice([3, 30]) * HOUR])
        if at >= until:
            return
        kind = random.random()
        if kind < 0.05:
            yield source, Failed(page.source, url, at, "ConnectionError: refused")
        else:
            yield source, NotModified(page.source, url, at) if kind < 0.3 else replace(page, moment=at)


def samples_at_random(random: Random) -> list[Step]:
    """Sample pages of three sources, wherever they change, each followed by repeats."""
    steps = list[Step]()
    for name in ("deepseek_pricing", "deepseek_updates"):
        source, found = SOURCES[name], instants(name)
        for at, following in zip(found, [*found[1:], found[-1] + 30 * HOUR], strict=True):
            page = Page(name, source.url(SITES), page_of(name, at), at)
            steps += [(source, page), *repeats(random, source, page, following)]
    return sorted(steps, key=lambda step: (step[1].moment, step[0].trust))


STATED: Sequence[Callable[[datetime], tuple[Fact, ...]]] = (
    lambda at: ends(at),
    lambda at: promoted(at=at),
    lambda at: (replace(price("a", "peak"), amount=price("a").amount), replace(hours(), effective_from=at)),
    lambda at: (replace(price("b"), effective_from=at),),
    lambda at: (gone(price("c"), at), price("c")),
    lambda at: (hours(),),
    lambda at: (price("d", "peak"), price("d", "off_peak")),
)
"""Facts with an instant, and some without."""


def lines_at_random(random: Random) -> list[Step]:
    """Pages with facts that fall due while they are repeated, and with sentences that state none."""
    readings = dict[bytes, Reading]()

    def read(page: Page) -> Reading:
        return readings[page.body]

    source, steps, at = replace(SOURCES[NAME], read=read), list[Step](), START
    for _ in range(8):
        soon = [at + random.choice([3, 7, 9, 400]) * HOUR / 2 for _ in range(3)]
        facts = [fact for state in random.sample(STATED, 3) for fact in state(random.choice(soon))]
        said = (mention("It ends.", random.choice(soon)),) if random.random() < 0.2 else tuple[Mention, ...]()
        stated = {(type(fact), fact.key, fact.effective_from): fact for fact in [price("z"), *facts]}
        notes = [Notice.of(NAME, one.text, one.where) for one in said]
        reading = Reading(SCOPES, (*stated.values(), *notes), mentions=said)
        body = repr(reading).encode()
        readings[body] = reading
        page = Page(NAME, "u", body, at)
        steps += [(source, page), *repeats(random, source, page, at + 60 * HOUR)]
        at = steps[-1][1].moment + HOUR
    return steps


def plain_at_random(random: Random) -> list[Step]:
    """Pages that state the present alone, each followed by repeats: prices, versions and notes come, change and go."""
    readings = dict[bytes, Reading]()

    def read(page: Page) -> Reading:
        return readings[page.body]

    rules = replace(REAL.plausibility, prices_differ=random.random() < 0.5, most_leaving=Decimal("0.5"))
    source, steps, at = replace(REAL, read=read, plausibility=rules), list[Step](), START
    for _ in range(10):
        stated: list[Fact] = [replace(price(model), amount=Decimal(random.choice("1234"))) for model in "abcd"]
        stated += [price("e", "peak"), price("e", "off_peak")] if random.random() < 0.5 else []
        stated += [Notice.of(NAME, text, "note") for text in random.sample(["one note", "another note", "a third"], 2)]
        if random.random() < 0.3:
            stated.append(gone(stated[0], at - HOUR))
        reading = Reading(SCOPES, tuple(random.sample(stated, len(stated) - random.choice([0, 0, 1]))))
        body = repr(reading.facts).encode()
        readings[body] = reading
        page = Page(NAME, "u", body, at)
        steps += [(source, page), *repeats(random, source, page, at + 60 * HOUR)]
        at = steps[-1][1].moment + HOUR
    return steps


def walked(store: Store, steps: Sequence[Step]) -> int:
    """Walk the steps; the number of pages that were not read."""
    read = set[tuple[str, datetime]]()

    def read_and_note(source: Source, page: Page) -> Reading:
        read.add((source.name, page.moment))
        return read_page(source, page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_page, "read_page", read_and_note)
        for source, attempt in steps:
            process_attempt(Run(store, source, clock=lambda at=attempt.moment: at), lambda found=attempt: found)
    return len({(source.name, attempt.moment) for source, attempt in steps if not isinstance(attempt, Failed)} - read)


def record_of(store: Store) -> dict[str, list[str]]:
    """All rows of all tables and views, but for the column that differs."""
    names = listed(store)
    types = {
        name: {key: kind for key, kind in column_types(store, name).items() if key != SAME_UNTIL} for name in names
    }
    return {name: rows(store, name, types[name]) for name in names}


def never(*_: object) -> bool:
    return False


@pytest.mark.parametrize(
    ("history", "usual", "many"), [(samples_at_random, 1, 1), (lines_at_random, 2, 10), (plain_at_random, 1, 10)]
)
def test_the_record_is_that_of_pages_that_are_all_read_whatever_comes_again(
    copies: Callable[[], Store],
    history: Callable[[Random], list[Step]],
    usual: int,
    many: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    silent = 0
    for seed in range(examples(usual, many)):
        steps = history(Random(seed))  # noqa: S311 (the same every time)
        short, whole = copies(), copies()
        silent += walked(short, steps)
        with monkeypatch.context() as patch:
            patch.setattr(record_page, "repeats_page", never)
            patch.setattr(import_module("flows.ingest.archive"), "is_silent", never)
            assert walked(whole, steps) == 0
        assert record_of(short) == record_of(whole), seed
    assert silent > 3


def test_a_replay_and_a_verification_find_the_same(copies: Callable[[], Store]) -> None:
    store, steps = copies(), samples_at_random(Random(7))[:120]  # noqa: S311 (the same every time)
    silent, recorded = walked(store, steps), record_of(store)
    assert silent > 10
    for name in {source.name for source, _ in steps}:
        replayed = replay(Run(store, SOURCES[name], clock=lambda: steps[-1][1].moment, log=nobody))
        assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)
    assert record_of(store) == recorded
    assert verify(store, [SOURCES[NAME]], nobody).discrepancies == []


def brought(store: Store, at: datetime) -> RunResult:
    return process_attempt(Run(store, REAL, clock=lambda: at), lambda: Page(NAME, "u", BODY, at))


def repeated(store: Store) -> datetime:
    """The moment of the last of three readings of a page, after which it need not be read."""
    for number in range(3):
        brought(store, LAST + number * HOUR)
    return LAST + 2 * HOUR


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page can be read."""

    def fail(*_: object) -> None:
        pytest.fail("the page was read")

    monkeypatch.setattr(record_page, "read_page", fail)


@pytest.mark.both_databases
def test_a_page_that_is_not_read_is_archived_and_is_a_good_reading(
    store: Store, request: pytest.FixtureRequest
) -> None:
    last = repeated(store)
    request.getfixturevalue("unread")
    result = brought(store, last + HOUR)
    not_modified = process_attempt(Run(store, REAL), lambda: NotModified(NAME, "u", last + 2 * HOUR))
    assert (result.outcome, not_modified.outcome) == ("same", "not_modified")
    with store.reading() as session:
        (age,) = ages(session, last + 2 * HOUR, [NAME])
        snapshots = session.scalars(select(Snapshot).where(Snapshot.moment > last).order_by(Snapshot.moment)).all()
        assert set(session.scalars(select(Watermark.last_at))) == {last + 2 * HOUR}
    assert (age.last_good, age.is_stale) == (last + 2 * HOUR, False)
    assert [snapshot.body_sha256 is None for snapshot in snapshots] == [False, True]
    assert {snapshot.reader for snapshot in snapshots} == {REAL.reader}


@pytest.mark.both_databases
def test_a_source_recovers_by_a_page_that_is_not_read(store: Store, request: pytest.FixtureRequest) -> None:
    last = repeated(store)
    for minutes in (10, 20, 30):
        at = last + timedelta(minutes=minutes)
        process_attempt(Run(store, REAL), lambda at=at: Failed(NAME, "u", at, "ConnectionError: refused"))
    request.getfixturevalue("unread")
    brought(store, last + HOUR)
    with store.reading() as session:
        kinds = session.scalars(select(ChangeRow.kind).order_by(ChangeRow.id.desc()).limit(2)).all()
    assert kinds == [ChangeKind.SOURCE_RECOVERED, ChangeKind.SOURCE_BROKEN]


@pytest.mark.both_databases
def test_a_page_is_archived_although_its_alerts_fail(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    last = repeated(store)

    def fail(*_: object, **__: object) -> tuple[int, int]:
        raise ZeroDivisionError("an alert")

    with monkeypatch.context() as patched:
        patched.setattr(attempts, "alert_changes", fail)
        with pytest.raises(ZeroDivisionError):
            brought(store, last + HOUR)
    with store.reading() as session:
        kept = session.scalars(select(Snapshot).where(Snapshot.moment == last + HOUR)).one()
        assert (kept.outcome, kept.body_sha256 is None) == (None, False)
        assert set(session.scalars(select(Watermark.last_at))) == {last}
    brought(store, last + 2 * HOUR)
    with store.reading() as session:
        assert session.get_one(Snapshot, kept.id).outcome == "same"


NOT_REPEATED: dict[str, Callable[[datetime], tuple[Source, Page]]] = {
    "another page": lambda at: (REAL, Page(NAME, "u", BODY + b" ", at)),
    "another address": lambda at: (REAL, Page(NAME, "v", BODY, at)),
    "more than two cadences later": lambda at: (REAL, Page(NAME, "u", BODY, at + 3 * HOUR)),
    "a week later": lambda at: (replace(REAL, cron="0 0 1 * *"), Page(NAME, "u", BODY, at + timedelta(days=8))),
}


@pytest.mark.parametrize("name", NOT_REPEATED)
def test_what_is_no_repeat_is_read(store: Store, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source, page = NOT_REPEATED[name](repeated(store) + HOUR)
    read = list[Page]()

    def read_and_note(source: Source, page: Page) -> Reading:
        read.append(page)
        return read_page(source, page)

    monkeypatch.setattr(record_page, "read_page", read_and_note)
    process_attempt(Run(store, source), lambda: page)
    assert read


def test_a_correction_makes_the_page_be_read_again(store: Store) -> None:
    last = repeated(store)
    with store.writing() as session:
        correct(session, REAL, last + HOUR, last + HOUR)
        assert session.scalars(select(Snapshot.same_until).distinct()).all() == [None]
    assert brought(store, last + 2 * HOUR).outcome == "same"


@pytest.mark.parametrize("other", ["a", "v"])
def test_a_page_at_the_moment_of_another_one_is_read(store: Store, other: str) -> None:
    stated = {b"one": (price("a"),), b"two": (price("a"), price("b"))}

    def read(page: Page) -> Reading:
        return Reading(SCOPES, stated[page.body])

    source = replace(REAL, read=read)
    run, page = Run(store, source, log=nobody), Page(NAME, "u", b"one", START)
    for hour in range(4):
        process_attempt(run, lambda at=START + hour * HOUR: replace(page, moment=at))
    at = START + 4 * HOUR
    for late in (Page(NAME, other, b"two", at), replace(page, moment=at)):
        insert_pages(run, [late])
    with store.reading() as session:
        outcomes = session.scalars(select(Snapshot.outcome).where(Snapshot.moment == at).order_by(Snapshot.id)).all()
    assert outcomes == ["facts", "refused"]
    results = [process_attempt(run, lambda at=at + hour * HOUR: replace(page, moment=at)) for hour in range(1, 4)]
    assert "facts" in [result.outcome for result in results], "the page that lacks b is never read"
