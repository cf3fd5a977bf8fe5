"""One line says what would settle a held or a refused reading, for every kind of hold and of refusal."""

import pytest

from flows.ingest.archive import DIED_REASON
from flows.ingest.bytes_lost import BytesLost
from flows.ingest.hold_reason import hold_reason
from flows.ingest.refusal import refusal_reason
from models.bitemporal.belief import Contradiction
from models.changes.source_health import FOR_A_PERSON, SEEN_ONCE, settled_by
from models.facts.kinds import Price
from models.history.out_of_order import MomentTaken
from models.kinds.snapshots import GIVEN_BY_HAND, SnapshotOutcome
from models.plausibility.case import Doubt
from models.readings.reading import BadReading
from scrapers.page import PageChanged, Tripped

PAGE = "Settled by the next page that the reader understands, or by a release that knows this one ("
READER = "Settled by a release whose reader has no such fault ("
REFUSALS = {
    PageChanged("no table of prices"): PAGE,
    Contradiction("m: the page states 1, but also 2 since 2026-01-01"): PAGE,
    BadReading("stated twice in one reading: m"): PAGE,
    BytesLost("the bytes of snapshot 3 are damaged; `almanac verify` finds it"): "Settled by the next page",
    MomentTaken("another page of 2026-01-01 UTC is recorded: the first counts"): "Nothing to settle: the other",
    Tripped("KeyError", "'x'"): READER,
    ZeroDivisionError("division by zero"): READER,
}


@pytest.mark.parametrize(("error", "line"), REFUSALS.items(), ids=lambda each: type(each).__name__)
def test_every_refusal_has_its_line(error: Exception, line: str) -> None:
    found = settled_by(SnapshotOutcome.REFUSED, refusal_reason("source", error), 7)
    assert found.startswith(line)
    assert ("`almanac snapshot 7 --page FILE` saves the page" in found) == (line in (PAGE, READER))
    assert "\n" not in found


def test_a_page_that_killed_its_runs_needs_another_reader_and_one_given_by_hand_the_right_file() -> None:
    assert settled_by(SnapshotOutcome.REFUSED, DIED_REASON, 7).startswith(READER)
    by_hand = settled_by(SnapshotOutcome.REFUSED, f"{GIVEN_BY_HAND}: {DIED_REASON}", 7)
    assert by_hand.startswith("Nothing to settle")
    assert "`almanac track SOURCE --page FILE`" in by_hand


@pytest.mark.parametrize("lasting", [True, False])
def test_a_held_reading_waits_for_a_person_or_for_the_next_reading(lasting: bool) -> None:
    _, reason = hold_reason([Doubt(Price, ("s", "m"), None, "why", lasting)])
    assert reason.startswith(FOR_A_PERSON if lasting else SEEN_ONCE)
    found = settled_by(SnapshotOutcome.HELD, reason, 7)
    assert ("`almanac held accept 7` or `almanac held reject 7`" in found, "(`almanac held" in found) == (lasting, True)
    assert ("a later page that is understood" in found, "the next reading" in found) == (lasting, not lasting)


def test_any_other_reading_needs_none() -> None:
    others = set(SnapshotOutcome) - {SnapshotOutcome.HELD, SnapshotOutcome.REFUSED}
    assert {settled_by(outcome, "HTTP 500", 7) for outcome in others} | {settled_by(None, None, 7)} == {""}
