"""A file of the feeds is rendered again if something that it shows has changed, and not otherwise."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

import alerts.feeds
from alerts.feeds.atom import atom
from alerts.feeds.entries import KEPT, MOST, RENDERER, FeedAlert, FeedDeadline, LaterPage
from alerts.feeds.icalendar import calendar
from bench.harness.dates import day
from flows.database import Store
from flows.notify import feeds
from flows.notify.feeds import CALENDAR, FEED, write_feeds
from flows.notify.written_files import STATE
from models.kinds.deadlines import DeadlineKind
from models.kinds.deliveries import DeliveryState
from models.kinds.reminders import ReminderState
from models.schema.tables import Alert, AlertChange, ChangeRow, Delivery, Reminder, Snapshot, SourceRow
from tests.db.test_outbox import NOW, told
from tests.db.test_repeated_pages import copies as copies
from tests.support.issued import BEGIN, issued
from tests.support.said import ORIGINS, SAID, alert, alert_row, deadline_row, reminder

HOUR = timedelta(hours=1)
LATER = day("2026-12-01")
Change = Callable[[Session], object]
JSON_TEXT = json.dumps


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "feeds"


def fill(store: Store, alerts: int) -> None:
    """Alerts, each mentioned by another page, and a deadline ahead, one that has passed and one that was cancelled."""
    told(store, alerts)
    with store.writing() as session:
        snapshot = session.scalars(select(Snapshot.id)).first()
        for name, state in (("a", ReminderState.AHEAD), ("b", ReminderState.PASSED), ("c", ReminderState.CANCELLED)):
            session.add(reminder(LATER, uid=name, state=state, source="s", snapshot_id=snapshot))
        for number in session.scalars(select(Alert.id)).all():
            mention(session, number)


def mention(session: Session, alert_id: int, seen_at: datetime = NOW) -> None:
    """Another page that says what an alert tells."""
    columns = {"kind": "price changed", "source": "s", "vendor": "s", "subject": "x", "retracted": False}
    times = {"seen_at": seen_at, "stored_at": seen_at}
    snapshot = session.scalars(select(Snapshot.id)).first()
    row = session.execute(insert(ChangeRow).values(**columns, **times, snapshot_id=snapshot).returning(ChangeRow.id))
    session.execute(insert(AlertChange).values(alert_id=alert_id, change_id=row.scalar_one(), is_mention=True))


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are rendered while a test runs."""
    names = list[str]()

    def noting(name: str, render: Callable[..., bytes]) -> Callable[..., bytes]:
        def noted(*given: object) -> bytes:
            names.append(name)
            return render(*given)

        return noted

    monkeypatch.setattr(alerts.feeds, "calendar", noting(CALENDAR, calendar))
    monkeypatch.setattr(alerts.feeds, "atom", noting(FEED, atom))
    return names


@pytest.mark.both_databases
@pytest.mark.parametrize("count", [10, 300])
def test_what_has_not_changed_is_not_rendered_and_takes_as_many_statements_however_full(
    store: Store, folder: Path, rendered: list[str], count: int
) -> None:
    fill(store, count)
    write_feeds(store, folder, NOW)
    assert rendered == [CALENDAR, FEED]
    with issued(store) as statements:
        files = write_feeds(store, folder, NOW + HOUR)
    assert [(file.entries, file.is_new) for file in files] == [(3, False), (min(count, MOST), False)]
    assert rendered == [CALENDAR, FEED]
    assert len([words for words in statements if words != BEGIN]) <= 5


def of_alert(**values: object) -> Change:
    """A column of the newest alert changes."""
    newest = select(Alert.id).order_by(Alert.id.desc()).limit(1).scalar_subquery()
    return lambda session: session.execute(update(Alert).where(Alert.id == newest).values(**values))


def of_reminder(**values: object) -> Change:
    return lambda session: session.execute(update(Reminder).where(Reminder.uid == "a").values(**values))


def withdraw(session: Session) -> None:
    """The newest alert is kept from its targets."""
    newest = select(Alert.id).order_by(Alert.id.desc()).limit(1).scalar_subquery()
    session.execute(update(Delivery).where(Delivery.alert_id == newest).values(state=DeliveryState.WITHDRAWN))


def mention_newest(session: Session) -> None:
    mention(session, session.scalars(select(Alert.id).order_by(Alert.id.desc())).first() or 0, NOW + HOUR)


def add_reminder(session: Session) -> None:
    session.add(reminder(LATER, uid="d", source="s", snapshot_id=session.scalars(select(Snapshot.id)).first()))


def address(url: str) -> Change:
    return lambda session: session.execute(update(SourceRow).where(SourceRow.name == "s").values(url=url))


def other_snapshot(session: Session) -> None:
    row = Snapshot(source="s", url="other", moment=NOW, stored_at=NOW, outcome="facts")
    session.add(row)
    session.flush()
    session.execute(update(Reminder).where(Reminder.uid == "a").values(snapshot_id=row.id))


CHANGES: dict[str, tuple[Change, list[str]]] = {
    "a later page that says the same": (mention_newest, [FEED]),
    "a mention that is no more": (lambda session: session.execute(delete(AlertChange)), [FEED]),
    "a later date of what mentions": (
        lambda session: session.execute(update(ChangeRow).values(stored_at=NOW + HOUR)),
        [FEED],
    ),
    "a title": (of_alert(title="another"), [FEED]),
    "a text": (of_alert(body="another"), [FEED]),
    "a severity": (of_alert(severity="critical"), [FEED]),
    "a kind": (of_alert(kind="another"), [FEED]),
    "a key": (of_alert(alert_key="another"), [FEED]),
    "the time of an alert": (of_alert(created_at=NOW - HOUR), [FEED]),
    "an alert that was withdrawn": (withdraw, [FEED]),
    "a new deadline": (add_reminder, [CALENDAR]),
    "a deadline that is no more": (
        lambda session: session.execute(delete(Reminder).where(Reminder.uid == "a")),
        [CALENDAR],
    ),
    "the date of a deadline": (of_reminder(due_at=LATER + HOUR), [CALENDAR]),
    "no date": (of_reminder(due_at=None), [CALENDAR]),
    "the revision of a deadline": (of_reminder(sequence=1), [CALENDAR]),
    "the time of the revision": (of_reminder(revised_at=NOW), [CALENDAR]),
    "the time of the announcement": (of_reminder(first_recorded_from=NOW), [CALENDAR]),
    "the end of a deadline": (of_reminder(state=ReminderState.PASSED), [CALENDAR]),
    "a cancelled deadline": (of_reminder(state=ReminderState.CANCELLED), [CALENDAR]),
    "the words of a deadline": (of_reminder(says="another"), [CALENDAR]),
    "its subject": (of_reminder(subject="another"), [CALENDAR]),
    "its kind": (of_reminder(kind=DeadlineKind.RETIREMENT), [CALENDAR]),
    "its snapshot": (other_snapshot, [CALENDAR]),
    "the address of a source": (address("https://other.example"), [CALENDAR, FEED]),
}


@pytest.mark.both_databases
def test_each_change_of_what_a_file_shows_is_in_the_file(store: Store, folder: Path, rendered: list[str]) -> None:
    for name, (change, files) in CHANGES.items():
        with store.writing() as session:
            for table in (AlertChange, Delivery, Alert, ChangeRow, Reminder, Snapshot):
                session.execute(delete(table))
        fill(store, 5)
        with store.writing() as session:
            session.execute(update(SourceRow).values(url="u"))
        write_feeds(store, folder, NOW)
        with store.writing() as session:
            change(session)
        rendered.clear()
        assert [file.file.name for file in write_feeds(store, folder, NOW) if file.is_new] == files, name
        assert rendered == files, name


@pytest.mark.both_databases
def test_a_new_alert_and_one_that_noise_control_lets_go_are_in_the_feed(
    store: Store, folder: Path, rendered: list[str]
) -> None:
    fill(store, 2)
    told(store, first=5, muted_until=LATER)
    write_feeds(store, folder, NOW)
    told(store, first=6)
    assert write_feeds(store, folder, NOW)[1].entries == 3
    with store.writing() as session:
        session.execute(update(Delivery).values(state=DeliveryState.DELIVERED))
    assert write_feeds(store, folder, NOW)[1].entries == 4
    assert rendered == [CALENDAR, FEED, FEED, FEED]


def test_the_calendar_is_rendered_when_time_alone_takes_something_out(
    store: Store, folder: Path, rendered: list[str]
) -> None:
    fill(store, 1)
    write_feeds(store, folder, LATER + KEPT - HOUR)
    files = write_feeds(store, folder, LATER + KEPT)
    assert [(file.entries, file.is_new) for file in files] == [(1, True), (1, False)]
    assert rendered == [CALENDAR, FEED, CALENDAR]


def edit(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"e", b"i", 1))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": lambda folder: (folder / FEED).unlink(),
    "edited, of the same size": lambda folder: edit(folder / FEED),
    "emptied": lambda folder: (folder / FEED).write_bytes(b""),
    "no hashes": lambda folder: (folder / STATE).unlink(),
    "hashes cut off": lambda folder: (folder / STATE).write_bytes((folder / STATE).read_bytes()[:-9]),
    "hashes of another shape": lambda folder: (folder / STATE).write_text("[1]"),
    "hashes of no text": lambda folder: (folder / STATE).write_bytes(b"\xff\xfe{"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_whatever_happens_to_the_folder_the_files_are_whole_again(
    store: Store, folder: Path, damage: Callable[[Path], object]
) -> None:
    fill(store, 3)
    write_feeds(store, folder, NOW)
    whole = [(folder / name).read_bytes() for name in (CALENDAR, FEED, STATE)]
    damage(folder)
    write_feeds(store, folder, NOW)
    assert [(folder / name).read_bytes() for name in (CALENDAR, FEED, STATE)] == whole


def test_a_writer_that_dies_between_a_file_and_its_hashes_is_made_good(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 2)
    write_feeds(store, folder, NOW)
    older = (folder / FEED).read_bytes()
    told(store, first=7)
    with monkeypatch.context() as patched:
        patched.setattr("flows.notify.written_files.json.dumps", _die_at_hashes)
        with pytest.raises(KeyboardInterrupt):
            write_feeds(store, folder, NOW)
    assert (folder / FEED).read_bytes() != older
    with store.writing() as session:  # as it was before: an older copy of the database was brought back
        newest = select(Alert.id).where(Alert.alert_key == "s/now/7").scalar_subquery()
        session.execute(delete(Delivery).where(Delivery.alert_id == newest))
    write_feeds(store, folder, NOW)
    assert (folder / FEED).read_bytes() == older


def _die_at_hashes(value: object, default: Callable[[object], str] | None = None) -> str:
    if isinstance(value, dict):
        raise KeyboardInterrupt
    return JSON_TEXT(value, default=default)


def test_two_databases_that_share_a_folder_each_write_what_they_have(
    copies: Callable[[], Store], folder: Path, rendered: list[str]
) -> None:
    stores = [copies(), copies()]
    for count, store in enumerate(stores, 2):
        fill(store, count)
    for _ in range(2):
        assert [write_feeds(store, folder, NOW)[1].entries for store in stores] == [2, 3]
        assert (folder / FEED).read_bytes().count(b"<entry>") == 3
    assert rendered.count(FEED) == 4


def test_another_release_of_the_renderer_writes_both_anew(
    store: Store, folder: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 2)
    write_feeds(store, folder, NOW)
    monkeypatch.setattr(feeds, "RENDERER", RENDERER + 1)
    write_feeds(store, folder, NOW)
    assert rendered == [CALENDAR, FEED] * 2


def test_other_bytes_of_the_same_rows_are_another_release_of_the_renderer() -> None:
    """If this fails and the change is meant, add 1 to RENDERER and state the new hash here."""
    mention = LaterPage(SAID, "another", SAID + HOUR)
    texts = ["two\nlines", "C:\\New; one, two", "]]>&amp;<b>", "\x1b[31m", "- 深度求索 👩‍👩‍👧‍👦", "", " ", "x" * 200]
    rows = [alert_row(alert(number, title=text, body=text)) for number, text in enumerate(texts)]
    alerts_shown: list[FeedAlert] = [row._replace(mentions=(mention,)) for row in rows]
    alerts_shown.append(rows[0]._replace(id=1000, source="arena_text"))
    shown: list[FeedDeadline] = [
        deadline_row(reminder(uid=f"{number}", says=texts[number], state=state, sequence=number % 3, kind=kind))
        for number, (state, kind) in enumerate(zip(list(ReminderState) * 2, DeadlineKind, strict=False))
    ]
    content = calendar(shown, ORIGINS) + atom(alerts_shown, ORIGINS)
    state = "9fb2bc08ac4887b9d2bd03a4dc82a05f9131aa8efdf77a87f11a5c72c6eb0f9a"
    assert (RENDERER, sha256(content).hexdigest()) == (1, state)
