"""Changes keep what they are about and their values; what older databases have in words alone is read once."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.harness.dates import day
from bench.harness.registering import register
from flows.database import WRITES, Store, alembic_config
from models.agreement.family import AGREE, DISAGREE
from models.kinds.changes import ChangeKind
from models.leaderboards.curves import rebases
from models.leaderboards.reported import ReportedChanges
from models.schema.tables import ChangeRow, Snapshot
from scrapers.registry import SOURCES
from tests.db import test_crosscheck
from tests.db.test_agreement import EN, LOG, PRO, dated, kinds, retires, say, told
from tests.db.test_crosscheck import ID, OTHER, behind, costs, ends
from tests.db.test_unread import section, see
from tests.support.facts import START, hour
from tests.support.publishes import BOARD, SOURCE, Publish, contender, field, publish

OLD = "0013"
"""The last revision that kept words alone."""


@pytest.fixture(autouse=True)
def _believed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.plausibility.check.FAR", timedelta(0))


def as_of_an_old_release(store: Store) -> None:
    """Take what older releases did not keep out of a database, and bring it up to date again."""
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), OLD)
    store.migrate()


@pytest.mark.both_databases
def test_an_open_disagreement_is_not_told_again_and_not_forgotten(store: Store) -> None:
    say(store, 0, LOG, *dated())
    say(store, 1, EN, retires("announced"))
    say(store, 30, EN, retires("announced"))
    (before,) = told(store)
    as_of_an_old_release(store)
    say(store, 60, EN, retires("announced"))
    assert told(store) == [before]
    say(store, 61, EN, *dated())
    assert kinds(store) == [DISAGREE, AGREE]
    with store.reading() as session:
        (said,) = session.scalars(select(ChangeRow.said_before).where(ChangeRow.kind == AGREE))
    assert said == before[2]


def test_an_open_contradiction_is_not_told_again_and_not_forgotten(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SOURCES, OTHER, test_crosscheck.checking())
    ours, theirs = (behind(), costs("1")), (costs("3", ID), ends(day("2026-03-20")))
    for at in (0, 30):
        test_crosscheck.say(store, at, EN, *ours)
        test_crosscheck.say(store, at + 1, OTHER, *theirs)
    before = told(store)
    assert [(kind, str(words).split(":")[0]) for kind, _, words in before] == [
        (DISAGREE, "price"),
        (DISAGREE, "retirement"),
    ]
    as_of_an_old_release(store)
    test_crosscheck.say(store, 60, OTHER, *theirs)
    assert told(store) == before
    test_crosscheck.say(store, 61, OTHER, costs("1", ID), ends(day("2026-03-20")))
    assert kinds(store) == [DISAGREE, DISAGREE, AGREE]


def known(session: Session) -> tuple[object, ...]:
    """All that is read from the log of a board."""
    log = ReportedChanges(session, SOURCE, hour(1000))
    return log.in_top, log.known, log.renamed, log.silent, rebases(session, BOARD, SOURCE)


PUBLISHES: list[Publish] = [
    {"overall": field(14), "coding": field(12)},
    {"overall": field(14) | {"m12": (1500, 5, 1000), "new": (1450, 5, 900)}, "coding": field(12)},
    {"overall": field(14) | {"m00": (1200, 5, 1000), "m12": (1500, 5, 1000), "other": (1450, 5, 900)}},
    {"overall": {name: (line[0] + 300, line[1], line[2]) for name, line in field(14).items()}},
]


@pytest.mark.both_databases
def test_who_is_in_the_top_and_what_a_board_does_not_state_is_still_known(store: Store) -> None:
    for number, lines in enumerate(PUBLISHES):
        with store.writing() as session:
            publish(session, number, lines, [contender(name) for name in lines["overall"]])
    with store.reading() as session:
        before = known(session)
        logged = set(session.scalars(select(ChangeRow.kind)))
    assert logged >= {
        ChangeKind.TOP_PLACE_GAINED,
        ChangeKind.TOP_PLACE_LOST,
        ChangeKind.CONTENDER_RENAMED,
        ChangeKind.CATEGORY_NOT_STATED,
        ChangeKind.LEADERBOARD_REBASED,
    }
    as_of_an_old_release(store)
    with store.reading() as session:
        assert known(session) == before


@pytest.mark.both_databases
def test_an_unread_text_that_was_told_is_not_told_again(store: Store) -> None:
    unread = section("Speech costs $1 per hour.")
    assert ChangeKind.TEXT_UNREAD in see(store, unread=(unread,))
    as_of_an_old_release(store)
    assert see(store) == [ChangeKind.NOTICE_REMOVED]
    assert see(store, unread=(unread,)) == []


WORDS: dict[str, tuple[ChangeKind, str | None, str, Callable[[ChangeRow], object], object]] = {
    "a method": (
        ChangeKind.LEADERBOARD_REBASED,
        "method 4.1",
        "method 4.2: intelligence_index (5 of 19 scores moved)",
        lambda row: (row.value_before, row.value_after),
        ({"methodology": "4.1"}, {"methodology": "4.2"}),
    ),
    "no method": (
        ChangeKind.LEADERBOARD_REBASED,
        None,
        "coding (11 of 11 scores moved)",
        lambda row: row.value_after,
        {"methodology": None},
    ),
    "held for a person": (
        ChangeKind.SOURCE_HELD,
        None,
        "held for a person to decide: m: a: b",
        lambda row: row.value_after,
        {"needs_decision": True, "why": "m: a: b"},
    ),
    "held until it is seen twice": (
        ChangeKind.SOURCE_HELD,
        None,
        "seen once: m has vanished",
        lambda row: row.value_after,
        {"needs_decision": False, "why": "m has vanished"},
    ),
    "well again": (
        ChangeKind.SOURCE_RECOVERED,
        "broken",
        "facts",
        lambda row: row.value_before,
        {"kind": ChangeKind.SOURCE_BROKEN},
    ),
    "a price": (
        ChangeKind.PRICE_CHANGED,
        "output 1",
        "output 2",
        lambda row: (row.item, row.value_after),
        (None, None),
    ),
}


@pytest.fixture(scope="module")
def old_words(a_database: str) -> Iterator[Store]:
    """A database that has a change and a snapshot of each of WORDS since an older release; nobody writes into it."""
    store = Store(a_database)
    with store.writing() as session:
        for number, (kind, before, after, *_) in enumerate(WORDS.values(), start=1):
            source = f"s{number}"
            register(session, source)
            session.add(
                Snapshot(
                    id=number, source=source, url="u", moment=START, stored_at=START, outcome="held", reason=after
                )
            )  # fmt: skip
            session.flush()
            session.add(
                ChangeRow(
                    snapshot_id=number, kind=kind, source=source, vendor="v", subject="s", said_before=before,
                    said_after=after, effective_at=None, seen_at=START, stored_at=START,
                )
            )  # fmt: skip
    as_of_an_old_release(store)
    yield store
    store.close()


@pytest.mark.both_databases
@pytest.mark.parametrize("name", WORDS)
def test_old_words_are_read_once_and_stay(old_words: Store, name: str) -> None:
    _, before, after, read, expected = WORDS[name]
    with old_words.reading() as session:
        (row,) = session.scalars(select(ChangeRow).where(ChangeRow.snapshot_id == [*WORDS].index(name) + 1))
        assert (row.said_before, row.said_after) == (before, after)
        assert read(row) == expected
        snapshot = session.get_one(Snapshot, row.snapshot_id)
        assert snapshot.held_for is not None
        assert snapshot.held_for["needs_decision"] is after.startswith("held for a person")


def rows(store: Store) -> Iterator[ChangeRow]:
    with store.reading() as session:
        yield from session.scalars(select(ChangeRow).order_by(ChangeRow.id))


@pytest.mark.both_databases
def test_a_price_that_changes_keeps_its_item_and_both_values_digit_for_digit(store: Store) -> None:
    for at, amount in ((0, "0.270"), (1, "1.10")):
        test_crosscheck.say(store, at, EN, costs(amount))
    (row,) = (row for row in rows(store) if row.kind is ChangeKind.PRICE_CHANGED)
    item = {"model": PRO, "meter": "output", "currency": "USD", "mode": "standard", "above": 0}
    assert (row.fact, row.item) == ("price", item)
    assert [
        [each["fact"], each["amount"], each["band"]] for each in (*(row.value_before or ()), *(row.value_after or ()))
    ] == [
        ["price", "0.270", "flat"],
        ["price", "1.10", "flat"],
    ]


@pytest.mark.both_databases
def test_a_retirement_keeps_its_instant_as_iso_text(store: Store) -> None:
    say(store, 0, EN)
    say(store, 1, EN, *dated())
    (row,) = (row for row in rows(store) if row.kind is ChangeKind.RETIREMENT_ANNOUNCED)
    assert row.value_before is None
    assert [each["retires_at"] for each in row.value_after or ()] == ["2026-01-20T15:59:00Z"]
