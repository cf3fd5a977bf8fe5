"""What becomes of a fact after a person rejected what the page said instead: it is confirmed; on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from flows.audit.verification import verify
from flows.database import Store
from flows.pipeline.decisions import decide
from flows.replay.replays import replay
from flows.run import Run
from models.facts.base import Fact
from models.history.decisions import NewDecision
from models.kinds.decisions import Verdict
from models.readings.unread import Mention
from tests.db.test_replay import everything, nobody
from tests.db.test_standing_ends import AFTER, PROMO, denied
from tests.support.recordings import Recordings
from tests.support.vendor import (
    CHAT,
    CONTRARY,
    ENDS,
    OTHER,
    START,
    Vendor,
    ends,
    log,
    mention,
    price,
    promoted,
    vendor,
)

ACCEPTED, REJECTED = Verdict

__all__ = ["vendor"]
MONTH = timedelta(days=30) // timedelta(hours=1)
NAMED, DATED = (price(CHAT),), (price(CHAT), *ends())
REDUCED = (price(CHAT), *promoted())
DOUBTS: dict[str, tuple[tuple[Fact, ...], tuple[Fact, ...], tuple[Mention, ...]]] = {
    **{f"retirement, {name}": (DATED, NAMED, (said,)) for name, said in CONTRARY.items()},
    "retirement, denied": (DATED, NAMED, (denied("not", mention("", ENDS), "not on July 24"),)),
    "retirement, put off": (DATED, NAMED, (denied("withdrawn", mention("", ENDS), "postponed"),)),
    "retirement, cancelled": (DATED, NAMED, (denied("withdrawn", mention(""), "cancelled"),)),
    "retirement, one sentence with its date and one with another": (
        DATED,
        NAMED,
        (mention("Over on July 24.", ENDS), mention("Over in August.", OTHER)),
    ),
    "retirement, stated beside a sentence with another date": (DATED, DATED, (mention("Over in August.", OTHER),)),
    "promotion, another date": (REDUCED, NAMED, (mention("75 off to August", OTHER, about=PROMO),)),
    "promotion, for good": (
        REDUCED,
        (price(CHAT), *promoted(at=None)),
        (denied("forever", mention("", ENDS, about=PROMO), "permanent"),),
    ),
}
Rejected = Callable[[str], tuple[tuple[Fact, ...], tuple[Mention, ...]]]
HAPPENS = {"retirement": "retirement happened", "promotion": "promotion ended"}
"""What is told when its date comes, but that what the page goes on to show is a promotion of its own."""


@pytest.fixture
def rejected(vendor: Vendor, recordings: Recordings) -> Rejected:
    """Lets a doubtful page be held and rejected, as recorded by its name; what it states."""

    def record(name: str) -> tuple[tuple[Fact, ...], tuple[Mention, ...]]:
        before, after, said = DOUBTS[name]
        vendor.page(*before)
        vendor.page(*after, mentions=said)
        recordings.fill(vendor.store, walk_to_rejection, name)
        return after, said

    return record


def walk_to_rejection(store: Store, name: str) -> None:
    before, after, said = DOUBTS[name]
    vendor = Vendor(store)
    vendor.says(*before)
    reject(vendor, *after, said=said)


def reject(vendor: Vendor, *facts: Fact, said: tuple[Mention, ...]) -> None:
    held = vendor.says(*facts, mentions=said)
    assert held.outcome == "held"
    at = START + timedelta(hours=vendor.hour, minutes=10)
    decide(Run(vendor.store, vendor.source, clock=lambda: at), NewDecision(REJECTED, held.snapshot_id, at))


def expect_replay(vendor: Vendor) -> None:
    before = everything(vendor.store)
    replayed = replay(Run(vendor.store, vendor.source, log=nobody))
    assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)
    assert everything(vendor.store) == before
    assert not verify(vendor.store, [vendor.source], nobody).discrepancies


def of_facts(vendor: Vendor) -> list[str]:
    """What was told of anything but the source."""
    return [kind for kind in log(vendor.store) if not kind.startswith("source")]


@pytest.mark.parametrize("name", DOUBTS)
def test_what_a_person_confirmed_comes_to_pass_by_time(vendor: Vendor, rejected: Rejected, name: str) -> None:
    """The page stays as it is: at once, for a month, and past the believed date."""
    after, said = rejected(name)
    for hour in (0, 1, MONTH):
        vendor.hour += hour
        assert vendor.says(*after, mentions=said).outcome == "same"
    assert of_facts(vendor) == []
    vendor.hour = AFTER
    assert [vendor.says(*after, mentions=said).outcome for _ in range(3)] == ["facts", "same", "same"]
    goes_on = name == "promotion, for good"
    assert of_facts(vendor) == ["promotion started" if goes_on else HAPPENS[name.split(",")[0]]]
    expect_replay(vendor)


@pytest.mark.parametrize("name", [name for name in DOUBTS if "clock" not in name])
def test_what_is_rejected_after_its_date_has_come_to_pass(vendor: Vendor, name: str) -> None:
    """Held before the date, and decided after it."""
    before, after, said = DOUBTS[name]
    vendor.says(*before)
    assert vendor.says(*after, mentions=said).outcome == "held"
    vendor.hour = AFTER
    reject(vendor, *after, said=said)
    told = of_facts(vendor)
    assert told == [HAPPENS[name.split(",")[0]]]
    expect_replay(vendor)


@pytest.mark.parametrize("name", DOUBTS)
def test_a_page_that_says_the_believed_date_plainly_after_a_rejection_changes_nothing(
    vendor: Vendor, rejected: Rejected, name: str
) -> None:
    before, _, _ = DOUBTS[name]
    rejected(name)
    # That all its notes are gone is believed when it is seen twice.
    assert [vendor.says(*before).outcome for _ in range(3)][-1] == "same"
    assert of_facts(vendor) == []
    vendor.hour = AFTER
    vendor.says(price(CHAT))
    assert of_facts(vendor) == [HAPPENS[name.split(",")[0]]]
    expect_replay(vendor)


@pytest.mark.parametrize("name", [name for name in DOUBTS if name.startswith("retirement")])
def test_a_page_that_says_another_date_plainly_after_a_rejection_is_read(
    vendor: Vendor, rejected: Rejected, name: str
) -> None:
    rejected(name)
    vendor.says(price(CHAT), *ends(OTHER))
    vendor.says(price(CHAT), *ends(OTHER))
    assert of_facts(vendor) == ["retirement moved"]


@pytest.mark.parametrize("name", [name for name in DOUBTS if name.startswith("retirement")])
def test_another_sentence_with_another_date_after_a_rejection_is_held_anew(
    vendor: Vendor, rejected: Rejected, name: str
) -> None:
    rejected(name)
    third = OTHER + timedelta(days=30)
    assert vendor.says(price(CHAT), mentions=(mention("It is over in September.", third),)).outcome == "held"
    assert of_facts(vendor) == []


@pytest.mark.both_databases
def test_a_page_that_falls_silent_after_a_rejection_does_not_come_to_pass_by_time(
    vendor: Vendor, rejected: Rejected
) -> None:
    """As of any fact that the page states no more."""
    rejected("retirement, another instant")
    vendor.says(*NAMED)
    assert of_facts(vendor) == ["no longer stated"]
    vendor.hour = AFTER
    vendor.says(*NAMED)
    assert of_facts(vendor) == ["no longer stated", "end not confirmed"]
