"""Which sentence is told as the new wording of what stands, and what is told with it; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from flows.database import Store
from models.changes import Change
from models.facts import NOTICES
from models.facts.kinds import Notice
from models.kinds.changes import ChangeKind
from models.plausibility.wordings import is_reported_by_rewording
from models.schema.tables import Alert, ChangeRow
from tests.support.vendor import CHAT, ENDS, NAME, START, Vendor, ends, mention, price

OLD = f"{CHAT} will be deprecated on 2026-07-24 15:59 UTC."
ABOUT_NOTHING = frozenset[str]()
ELSE = {
    "a new version": (mention(f"A new version of {CHAT} will be released on July 24.", ENDS, about=ABOUT_NOTHING), ()),
    "in Chinese": (mention(f"{CHAT} 新版本将于 7 月 24 日发布。", ENDS, about=ABOUT_NOTHING), ()),
    "another model": (
        mention(f"If you use {CHAT}, note that a will be deprecated on July 24.", ENDS, models=frozenset({CHAT, "a"})),
        ("a",),
    ),
}
"""Sentences with the believed instant that are about something else, and the models that are told of them as well."""


@pytest.fixture
def vendor(store: Store) -> Vendor:
    return Vendor(store)


def note(text: str) -> Notice:
    return Notice.of(NAME, text, "note")


def told(vendor: Vendor) -> list[tuple[str, str, str | None]]:
    """Subject, kind and text of every change but those of notes, since the first page."""
    with vendor.store.reading() as session:
        rows = session.scalars(select(ChangeRow).where(ChangeRow.subject != NOTICES, ChangeRow.seen_at > START))
        later = [row for row in rows if row.seen_at > START + timedelta(hours=1)]
        return sorted((row.subject, row.kind, row.said_after) for row in later)


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ELSE)
def test_a_sentence_about_something_else_is_not_told_as_the_new_wording_of_a_retirement(
    vendor: Vendor, name: str
) -> None:
    said, others = ELSE[name]
    vendor.says(price("a"), *ends(), note(OLD))
    settled = vendor.says(price("a"), mentions=(said,))
    vendor.says(price("a"), mentions=(said,))
    dated = [(other, "possible date unread", said.text) for other in others]
    assert told(vendor) == sorted([(CHAT, "no longer stated", said.text), *dated])
    with vendor.store.reading() as session:
        alerts = session.scalars(select(Alert).where(Alert.snapshot_id == settled.snapshot_id)).all()
    (its,) = (alert for alert in alerts if alert.subject == CHAT)
    assert f"  the page now says of this name: {said.text}" in its.body.splitlines()


@pytest.mark.parametrize("first", [True, False])
def test_of_several_sentences_the_one_like_the_old_wording_is_its_new_one(vendor: Vendor, first: bool) -> None:
    new = mention(f"{CHAT} is going to be deprecated on 2026-07-24 15:59 UTC.", ENDS)
    other = ELSE["a new version"][0]
    vendor.says(price("a"), *ends(), note(OLD))
    vendor.says(price("a"), mentions=(new, other) if first else (other, new))
    assert told(vendor) == [(CHAT, "wording changed", new.text)]


@pytest.mark.parametrize(
    "text", [f"{CHAT} is going to be deprecated on 2026-07-24 15:59 UTC.", "On 24 July 2026, 15:59 UTC, it is over."]
)
def test_a_rewording_is_one_alert_that_says_it_once(vendor: Vendor, text: str) -> None:
    vendor.says(price("a"), *ends(), note(OLD))
    settled = vendor.says(price("a"), mentions=(mention(text, ENDS),))
    with vendor.store.reading() as session:
        (alert,) = session.scalars(select(Alert).where(Alert.snapshot_id == settled.snapshot_id)).all()
    assert (alert.title, alert.body.count(OLD), alert.body.count(text)) == (
        f"{CHAT}: wording changed, believed as before: retirement on 24 Jul 15:59 UTC",
        1,
        1,
    )


def test_a_note_that_says_more_than_the_new_wording_is_told_itself() -> None:
    stands = Change(ChangeKind.WORDING_CHANGED, NAME, CHAT, f"{OLD} Call it x.", "It ends.", None)
    told = {
        "It ends.": True,
        "It ends. Call it x.": True,
        "It ends. Prices double.": False,
        "Prices double.": False,
    }
    for kind in (ChangeKind.NOTICE_ADDED, ChangeKind.NOTICE_CHANGED):
        assert {
            text: is_reported_by_rewording(Change(ChangeKind(kind), NAME, NOTICES, None, text, None), [stands])
            for text in told
        } == told
    gone = [
        Change(ChangeKind.NOTICE_REMOVED, NAME, NOTICES, text, None, None) for text in (f"{OLD} Call it x.", "Another.")
    ]
    assert [is_reported_by_rewording(change, [stands]) for change in gone] == [True, False]
