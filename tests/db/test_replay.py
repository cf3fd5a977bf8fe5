"""Replay: what is read again comes out the same, or is corrected; late pages find their place; nobody is alerted."""

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from itertools import accumulate, count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows import progress
from flows.database import Store
from flows.ingest.archive import archive
from flows.ingest.source_health import RECOVERED, STANDING
from flows.pipeline.attempts import process_attempt
from flows.replay.differences import differing
from flows.replay.replays import ReplayResult, insert_pages, replay
from flows.run import Run
from models.bitemporal.belief import Span
from models.facts.kinds import FACTS, Price
from models.history.out_of_order import OutOfOrder
from models.queries import facts_at
from models.readings.reading import Reading
from models.schema.history import HISTORY
from models.schema.tables import Alert, ChangeRow, Correction, Snapshot
from samples.deepseek.pages import change_instants, home
from scrapers.page import Page, PageChanged
from scrapers.source import Source
from tests.support.facts import START, hour
from tests.support.history_rows import whole_record
from tests.support.lines import PAGES, lines
from tests.support.quick import examples
from tests.support.recordings import Recordings
from tests.support.walks import SOURCE, URL, fail, feed, unchanged, walk_changes

APRIL, MAY, AUGUST = day("2026-04-24"), day("2026-05-08"), day("2026-08-18")
"""Days on which the page had prices of their own."""
HOUR = timedelta(hours=1)
NEWER = replace(SOURCE, reader=SOURCE.reader + 1)
ROOT = Path(__file__).parents[2]
NAMES = count()


def nobody(_: str) -> None:
    """Who listens to progress."""


def everything(store: Store) -> dict[str, list[str]]:
    """Every row, as it stands."""
    with store.reading() as session:
        return {
            name: sorted(str(tuple(row)) for row in session.execute(select(table)))
            for name, table in whole_record().items()
        }


def again(store: Store, source: Source = SOURCE) -> ReplayResult:
    return replay(Run(store, source, log=nobody))


def late(store: Store, *pages: tuple[datetime, str]) -> ReplayResult | None:
    return insert_pages(
        Run(store, SOURCE, log=nobody), [Page(SOURCE.name, URL, text.encode(), at) for at, text in pages]
    )


def corrections(store: Store, model: str = "deepseek-v4-pro") -> list[Correction]:
    query = select(Correction).where(Correction.fact == "price", Correction.subject == model).order_by(Correction.id)
    with store.reading() as session:
        return list(session.scalars(query))


def changes(store: Store) -> list[tuple[int, str, datetime, bool]]:
    with store.reading() as session:
        rows = session.scalars(select(ChangeRow).order_by(ChangeRow.id)).all()
    return [(row.id, row.kind, row.stored_at, row.retracted) for row in rows]


def outcomes(store: Store, source: str = SOURCE.name) -> list[str | None]:
    with store.reading() as session:
        query = select(Snapshot.outcome).where(Snapshot.source == source).order_by(Snapshot.moment, Snapshot.id)
        return list(session.scalars(query))


def alerts(store: Store) -> int:
    with store.reading() as session:
        return len(session.scalars(select(Alert.id)).all())


def output(store: Store, at: datetime) -> set[str]:
    """What a million tokens from deepseek-v4-pro cost then."""
    with store.reading() as session:
        rows = facts_at.prices(session, "deepseek-v4-pro", at, None, AUGUST)
    return {f"{row.amount:f}" for row in rows if row.meter == "output"}


def doubled(page: Page) -> Reading:
    """What a mended reader makes of a page: every price is twice what was read before."""
    found = SOURCE.read(page)
    facts = (replace(f, amount=f.amount and 2 * f.amount) if isinstance(f, Price) else f for f in found.facts)
    return replace(found, facts=tuple(facts))


def short_sighted(page: Page) -> Reading:
    """A reader that does not know the page of August yet."""
    if b"OFF-PEAK" in page.body:
        raise PageChanged("bands", "OFF-PEAK")
    return SOURCE.read(page)


def test_the_same_reader_makes_the_same_rows(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, walk_changes)
    fail(store, change_instants()[-1] + 2 * HOUR)
    feed(store, change_instants()[-1] + 3 * HOUR, home())
    before = everything(store)
    replayed = again(store)
    assert (replayed.snapshots, replayed.corrections) == (2 * len(change_instants()) + 1, 0)
    assert (replayed.changes, replayed.retracted) == (0, 0)
    assert everything(store) == before
    assert replayed.rows == sum(len(before[fact.table]) for fact in FACTS) > 100


def test_what_a_newer_reader_makes_of_a_page_is_a_correction_that_alerts_nobody(store: Store) -> None:
    feed(store, APRIL)
    feed(store, MAY)
    told = alerts(store)
    again(store, replace(NEWER, read=doubled))
    found = [each for each in corrections(store) if each.said_after and each.said_after.startswith("output")]
    assert [(each.effective_from, each.said_before, each.said_after) for each in found] == [
        (APRIL, "output 3.48 USD / 1M tokens", "output 6.96 USD / 1M tokens"),
        (MAY, "output 0.87 (list 3.48) USD / 1M tokens", "output 1.74 (list 3.48) USD / 1M tokens"),
    ]
    assert {each.why for each in found} == {f"reader release {SOURCE.reader} → {NEWER.reader}"}
    assert [each.snapshot_id for each in found] == [1, 2]
    assert alerts(store) == told > 0


@pytest.mark.both_databases
def test_changes_that_are_derived_no_more_are_retracted_and_come_back_as_they_were(store: Store) -> None:
    feed(store, APRIL)
    feed(store, MAY)
    before = changes(store)
    replayed = again(store, replace(NEWER, read=doubled))
    retracted = {number for number, *_, gone in changes(store) if gone}
    assert retracted == {number for number, kind, *_ in before if kind == "price changed"}
    assert (replayed.retracted, replayed.changes) == (len(retracted), len(retracted))
    assert len(changes(store)) == len(before) + len(retracted)
    again(store)
    assert [row for row in changes(store) if not row[-1]] == before


def test_a_late_page_answers_for_its_time_and_alerts_nobody(store: Store) -> None:
    feed(store, APRIL)
    feed(store, AUGUST)
    told = alerts(store)
    assert output(store, MAY) == {"3.48"}
    replayed = late(store, (MAY, body(MAY)))
    assert replayed is not None
    assert (output(store, APRIL), output(store, MAY), output(store, AUGUST)) == ({"3.48"}, {"0.87"}, {"1.98", "3.96"})
    assert {each.why for each in corrections(store)} == {"an older page was filed: 2026-05-08 00:00 UTC"}
    cut = day("2026-04-26 12:15")
    assert {(each.effective_from, each.snapshot_id) for each in corrections(store)} == {(cut, 3), (MAY, 3)}
    assert (alerts(store), outcomes(store)) == (told, ["facts", "facts", "facts"])


def test_a_late_page_that_says_what_was_believed_corrects_nothing(store: Store) -> None:
    feed(store, APRIL)
    feed(store, MAY)
    replayed = late(store, (APRIL + HOUR, body(APRIL)))
    assert replayed is not None
    assert (replayed.corrections, outcomes(store)) == (0, ["facts", "same", "facts"])


def test_a_page_that_is_there_already_is_no_late_page(store: Store) -> None:
    feed(store, MAY)
    before = everything(store)
    assert late(store, (MAY, body(MAY))) is None
    assert everything(store) == before


def test_many_late_pages_are_one_replay(store: Store) -> None:
    feed(store, AUGUST)
    replayed = late(store, (MAY, body(MAY)), (APRIL, body(APRIL)), (AUGUST, body(AUGUST)))
    assert replayed is not None
    assert replayed.snapshots == 3
    assert {each.why for each in corrections(store)} == {"2 older pages were filed: 2026-04-24 to 2026-05-08"}


@pytest.mark.both_databases
def test_a_history_that_begins_with_archived_pages_has_nothing_to_correct_and_tells_nobody(store: Store) -> None:
    replayed = late(store, (AUGUST, body(AUGUST)), (APRIL, body(APRIL)))
    assert replayed is not None
    assert (replayed.corrections, alerts(store), replayed.changes > 0) == (0, 0, True)


@pytest.mark.both_databases
def test_two_addresses_at_one_moment_leave_the_first_one_standing(store: Store) -> None:
    feed(store, MAY)
    twin = Page(SOURCE.name, f"{URL}/", body(AUGUST).encode(), MAY)
    assert insert_pages(Run(store, SOURCE, log=nobody), [twin]) is not None
    assert (outcomes(store), output(store, MAY)) == (["facts", "refused"], {"0.87"})


def test_not_modified_speaks_of_the_page_that_we_had_then(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not of one that was filed later, though it is nearer in time."""
    monkeypatch.setattr("models.plausibility.check.FAR", timedelta(0))
    feed(store, MAY)
    unchanged(store, MAY + 20 * HOUR)
    late(store, (MAY + 10 * HOUR, body(AUGUST)))
    assert output(store, MAY + 10 * HOUR) == {"1.98", "3.96"}
    assert output(store, MAY + 20 * HOUR) == {"0.87"}


def test_what_nobody_has_read_yet_waits_for_the_run_that_tells_it(store: Store) -> None:
    feed(store, MAY)
    with store.writing() as session:
        archive(session, Page(SOURCE.name, URL, body(AUGUST).encode(), AUGUST), AUGUST)
    again(store)
    assert (outcomes(store), alerts(store)) == (["facts", None], 0)
    feed(store, AUGUST + HOUR, body(AUGUST))
    assert (outcomes(store), alerts(store) > 0) == (["facts", "facts", "same"], True)


def test_a_run_after_an_upgrade_replays_first_and_goes_on(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    feed(store, APRIL)
    feed(store, MAY)
    told = alerts(store)
    settled = process_attempt(
        Run(store, replace(NEWER, read=doubled)), lambda: Page(SOURCE.name, URL, body(MAY).encode(), MAY + HOUR)
    )
    assert (settled.outcome, alerts(store)) == ("same", told)
    assert (output(store, APRIL), output(store, MAY)) == ({"6.96"}, {"1.74"})
    assert f"read again by release {NEWER.reader}" in caplog.text


@pytest.mark.both_databases
def test_what_an_earlier_release_refused_is_news_to_the_next_one(store: Store) -> None:
    """The page changed, and not only our reader: that is told, once."""
    blind = replace(SOURCE, read=short_sighted)
    for at, day_of in ((MAY, MAY), (AUGUST, AUGUST), (AUGUST + HOUR, AUGUST)):
        process_attempt(
            Run(store, blind), lambda at=at, day_of=day_of: Page(SOURCE.name, URL, body(day_of).encode(), at)
        )
    assert outcomes(store) == ["facts", "refused", "refused"]
    process_attempt(Run(store, NEWER), lambda: Page(SOURCE.name, URL, body(AUGUST).encode(), AUGUST + 2 * HOUR))
    assert outcomes(store) == ["facts", "facts", "same", "same"]
    with store.reading() as session:
        kinds = list(session.scalars(select(Alert.kind).where(Alert.subject == "deepseek-v4-pro")))
        assert session.scalars(select(ChangeRow.seen_at).where(ChangeRow.kind == "price changed")).all()[0] == AUGUST
        assert session.scalar(select(ChangeRow.seen_at).where(ChangeRow.kind == RECOVERED)) == AUGUST + HOUR
    assert kinds == ["price changed"]
    assert corrections(store) == []


def test_an_older_release_does_not_undo_what_a_newer_one_recorded(store: Store) -> None:
    process_attempt(Run(store, NEWER), lambda: Page(SOURCE.name, URL, body(MAY).encode(), MAY))
    with pytest.raises(OutOfOrder, match="reader release"):
        feed(store, AUGUST)
    assert output(store, MAY) == {"0.87"}


@pytest.mark.both_databases
def test_a_source_that_was_never_read_has_nothing_to_replay(store: Store) -> None:
    replayed = again(store)
    assert (replayed.snapshots, replayed.rows, replayed.corrections) == (0, 0, 0)


def test_a_long_replay_says_how_far_it_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    for number in range(3):
        feed(store, MAY + number * HOUR, body(MAY))
    said: list[str] = []
    replay(Run(store, SOURCE, log=said.append))
    assert said == [f"deepseek_pricing: {done} of 3 snapshots" for done in range(3)]


IN_THE_MIDDLE = """
import sys
from dataclasses import replace
from flows.replay.replays import replay
from flows.run import Run
from flows.database import Store
from tests.db.test_replay import NEWER, doubled

def read(page):
    if page.moment.isoformat() == sys.argv[2]:
        print("in the middle", flush=True)
        sys.stdin.read()
    return doubled(page)

replay(Run(Store(sys.argv[1]), replace(NEWER, read=read), log=print))
"""


EVERY_THIRD = change_instants()[::3]


def walk_every_third(store: Store) -> None:
    for instant in EVERY_THIRD:
        feed(store, instant)


@pytest.mark.parametrize("place", [0, -1])
def test_a_kill_leaves_the_old_history(recordings: Recordings, store: Store, place: int) -> None:
    recordings.fill(store, walk_every_third)
    before, url = everything(store), store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", IN_THE_MIDDLE, url, EVERY_THIRD[place].isoformat()]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert "in the middle\n" in iter(process.stdout.readline, "")
        process.kill()
    assert everything(store) == before
    assert again(store).corrections == 0
    assert everything(store) == before


SAMPLES = st.sampled_from([*(body(instant) for instant in change_instants()), home()])


def visits(pages: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, int, int]]]:
    """A page, how many hours after the one before, and in which batch it is filed: 0 is in time."""
    return st.lists(st.tuples(pages, st.integers(1, 3), st.integers(0, 2)), min_size=2, max_size=7)


def either(page: Page) -> Reading:
    return SOURCE.read(page) if page.body.startswith(b"<!doctype") else lines(page)


@given(visits(SAMPLES) | visits(PAGES))
@settings(
    max_examples=examples(4),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_pages_in_any_order_make_the_history_of_their_moments(store: Store, found: list[tuple[str, int, int]]) -> None:
    in_order, shuffled = (replace(SOURCE, name=f"source{next(NAMES)}", read=lru_cache(either)) for _ in range(2))
    moments = [START + hours * HOUR for hours in accumulate(step for _, step, _ in found)]
    pages = [(at, text.encode(), batch) for at, (text, _, batch) in zip(moments, found, strict=True)]
    for at, text, batch in pages:
        for source in (in_order, shuffled) if batch == 0 else (in_order,):
            process_attempt(Run(store, source), partial(Page, source.name, URL, text, at))
    for wanted in (1, 2):
        batch_of = [Page(shuffled.name, URL, text, at) for at, text, batch in pages if batch == wanted]
        insert_pages(Run(store, shuffled, log=nobody), reversed(batch_of))
    assert history(store, shuffled.name) == history(store, in_order.name)
    assert outcomes(store, shuffled.name) == outcomes(store, in_order.name)
    replayed = replay(Run(store, in_order, log=nobody))
    assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)
    assert history(store, in_order.name) == history(store, shuffled.name)


def history(store: Store, source: str) -> dict[str, list[str]]:
    """All that a source says, but for its name; a snapshot is known by its moment."""
    with store.reading() as session:
        moments = dict(session.execute(select(Snapshot.id, Snapshot.moment)).tuples().all())
        rows = {
            fact.table: session.execute(select(HISTORY[fact]).where(HISTORY[fact].c.source == source)).all()
            for fact in FACTS
        }
        found = {name: sorted(_told(row, moments) for row in its) for name, its in rows.items()}
        derived = select(ChangeRow).where(
            ChangeRow.source == source,
            ChangeRow.kind.not_in(STANDING),
            ChangeRow.retracted.is_(False),
        )
        found["change"] = sorted(
            str((row.kind, row.subject, row.said_before, row.said_after, row.effective_at, row.seen_at))
            for row in session.scalars(derived)
        )
    return found


def _told(row: Any, moments: dict[int, datetime]) -> str:  # noqa: ANN401 (a row of any table)
    named = dict(row._mapping)
    return str({**named, "source": None, "series_id": None, "snapshot_id": moments[named["snapshot_id"]]})


def spans(*starts: tuple[int, str | None]) -> list[Span]:
    return [Span(hour(start), (value,) if value else None, hour(0)) for start, value in starts]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ([(1, "V")], [(1, "V")], []),
        ([(1, "V")], [(0, "V")], [(0, None, "V")]),
        ([(1, "V"), (5, "W")], [(1, "V"), (3, "W")], [(3, "V", "W")]),
        ([(1, "V"), (5, "W")], [(1, "X"), (3, "X")], [(1, "V", "X"), (5, "W", "X")]),
        ([(1, "V"), (2, "W"), (3, "V")], [(1, "V")], [(2, "W", "V")]),
        ([(1, "V"), (4, None)], [], [(1, "V", None)]),
        ([], [(2, None)], []),
    ],
)
def test_a_correction_is_an_instant_from_which_the_value_is_another(
    old: list[tuple[int, str | None]],
    new: list[tuple[int, str | None]],
    found: list[tuple[int, str | None, str | None]],
) -> None:
    told = [(start, was and was[0], now and now[0]) for start, was, now in differing(spans(*old), spans(*new))]
    assert told == [(hour(start), was, now) for start, was, now in found]
