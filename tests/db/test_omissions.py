"""What a page no longer states while it still names it: it stands, or waits for a person; on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from flows.ingest.held_readings import NotHeld, held_readings
from flows.pipeline.decisions import decide
from flows.replay.replays import replay
from flows.run import Run
from models.facts.kinds import PeakHours, Promotion, Retirement
from models.history.decisions import NewDecision
from models.kinds.decisions import Verdict
from models.readings.unread import Mention
from models.schema.tables import Alert, ChangeRow
from tests.db.test_replay import everything, nobody
from tests.support.cases import on_both
from tests.support.vendor import (
    CHAT,
    CONTRARY,
    ENDS,
    NAME,
    OTHER,
    START,
    Vendor,
    believed,
    ends,
    hours,
    log,
    mention,
    price,
    promoted,
    vendor,
)

ACCEPTED, REJECTED = Verdict

__all__ = ["vendor"]
SAME = {
    "the instant": mention("It is over at 15:59 UTC on July 24.", ENDS),
    "its day alone": mention("It is over on July 24.", datetime(2026, 7, 24, tzinfo=UTC)),
    "its day on another clock": mention("Over when July 24 ends in Beijing.", days=frozenset({date(2026, 7, 24)})),
    "the instant beside one that has passed": mention("Begun in May.", ENDS, START),
}


@pytest.mark.parametrize("name", SAME)
def test_a_sentence_with_the_believed_instant_leaves_the_retirement_as_it_is(vendor: Vendor, name: str) -> None:
    vendor.says(price("a"), *ends())
    before = believed(vendor.store, Retirement)
    outcomes = [vendor.says(price("a"), mentions=(SAME[name],)).outcome for _ in range(3)]
    assert (outcomes, log(vendor.store)) == (["facts", "same", "same"], ["wording changed"])
    assert believed(vendor.store, Retirement) == before


def test_one_sentence_about_two_models_is_one_alert_that_says_since_when_it_is_believed(vendor: Vendor) -> None:
    both = frozenset({CHAT, "b"})
    other = tuple(replace(fact, model="b") for fact in ends())
    vendor.says(price("a"), *ends(), *other)
    settled = vendor.says(price("a"), mentions=(replace(SAME["the instant"], models=both),))
    with vendor.store.reading() as session:
        alerts = session.scalars(select(Alert).where(Alert.snapshot_id == settled.snapshot_id)).all()
    assert [alert.title for alert in alerts] == [
        "b, deepseek-chat: wording changed, believed as before: retirement on 24 Jul 15:59 UTC"
    ]
    for name in both:
        words = f"the retirement of {name} on 2026-07-24 15:59 UTC, as believed since 2026-05-08 01:00 UTC"
        assert f"  stands: {words}" in alerts[0].body.splitlines()


@pytest.mark.both_databases
def test_who_must_decide_is_told_so_with_the_commands_also_after_a_hold_that_the_next_reading_settles(
    vendor: Vendor,
) -> None:
    vendor.says(price("a"), *ends())
    vendor.says(*ends())
    settled = vendor.says(price("a"), mentions=(CONTRARY["a date in an unknown shape"],))
    with vendor.store.reading() as session:
        told = session.scalars(select(Alert).where(Alert.subject == NAME).order_by(Alert.id)).all()
        assert [(one.severity, one.title.split(": ")[0]) for one in told] == [
            ("notice", f"{NAME} is held"),
            ("warning", f"{NAME} is held until you decide"),
        ]
        assert f"To accept: almanac held accept {settled.snapshot_id}" in told[1].body.splitlines()
    assert "almanac held accept" not in told[0].body


@pytest.mark.parametrize("name", CONTRARY)
def test_a_sentence_with_another_date_holds_the_reading_until_it_is_settled(vendor: Vendor, name: str) -> None:
    vendor.says(price("a"), *ends())
    before = believed(vendor.store, Retirement)
    outcomes = [vendor.says(price("a"), mentions=(CONTRARY[name],)).outcome for _ in range(4)]
    assert outcomes == 4 * ["held"]
    assert believed(vendor.store, Retirement) == before
    assert log(vendor.store) == ["source held"]
    assert vendor.says(price("a"), *ends(OTHER)).outcome == "facts"
    assert "retirement moved" in log(vendor.store)


def test_a_name_that_still_stands_on_the_page_is_not_silence(vendor: Vendor) -> None:
    vendor.says(price(CHAT), *ends())
    outcomes = [vendor.says(price(CHAT)).outcome for _ in range(3)]
    assert (outcomes, log(vendor.store)) == (["facts", "same", "same"], ["no longer stated"])


def test_a_name_that_is_gone_twice_is_withdrawn(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends())
    assert [vendor.says(price("a")).outcome for _ in range(2)] == ["held", "facts"]
    assert "retirement cancelled" in log(vendor.store)


def test_what_stands_unsaid_is_not_told_to_happen_by_time(vendor: Vendor) -> None:
    vendor.says(price(CHAT), *ends())
    vendor.says(price(CHAT))
    vendor.hour = 24 * 90
    assert vendor.says(price(CHAT)).outcome in ("facts", "same")
    assert "model removed" not in log(vendor.store)


HOURS = {
    "the same hours": (Mention(text="9 to 12", where="note", windows="09:00-12:00"), ["wording changed"], "facts"),
    "no hours": (Mention(text="peak", where="note", about=frozenset({"peak_hours"})), ["no longer stated"], "facts"),
    "other hours": (Mention(text="10 to 12", where="note", windows="10:00-12:00"), ["source held"], "held"),
}


@pytest.mark.parametrize("name", HOURS)
def test_peak_prices_without_a_known_sentence_of_hours(vendor: Vendor, name: str) -> None:
    said, kinds, outcome = HOURS[name]
    banded = (price("a", "off_peak"), price("a", "peak"))
    vendor.says(*banded, hours())
    assert vendor.says(*banded, mentions=(said,)).outcome == outcome
    vendor.says(*banded, mentions=(said,))
    assert log(vendor.store) == kinds
    assert len(believed(vendor.store, PeakHours)) == 1


PROMOTIONS = {
    "its end": (mention("75 % off to July 24", ENDS, percents=frozenset({Decimal(75)})), ["wording changed"]),
    "another end": (mention("75 % off to August", OTHER, percents=frozenset({Decimal(75)})), ["source held"]),
    "another share": (mention("50 % off", percents=frozenset({Decimal(50)})), ["source held"]),
}


@pytest.mark.parametrize("name", on_both(PROMOTIONS, "its end"))
@pytest.mark.parametrize("cells", [True, False], ids=["the cells show it", "nothing shows it"])
def test_a_promotion_in_other_words(vendor: Vendor, name: str, cells: bool) -> None:
    said, kinds = PROMOTIONS[name]
    said = replace(said, about=frozenset({"promotion"}))
    vendor.says(price(CHAT), *promoted())
    before = believed(vendor.store, Promotion)
    vendor.says(price(CHAT), *(promoted(at=None) if cells else ()), mentions=(said,))
    assert (log(vendor.store), believed(vendor.store, Promotion)) == (kinds, before)


def test_a_rejected_reading_is_not_held_again_and_leaves_what_is_believed(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends())
    before = believed(vendor.store, Retirement)
    held = vendor.says(price("a"), mentions=(CONTRARY["another instant"],))
    settled = decide(Run(vendor.store, vendor.source), NewDecision(REJECTED, held.snapshot_id, START))
    assert settled.outcome == "facts"
    assert vendor.says(price("a"), mentions=(CONTRARY["another instant"],)).outcome == "same"
    assert believed(vendor.store, Retirement) == before


def test_an_accepted_reading_is_recorded_as_it_was_read_and_told(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends())
    held = vendor.says(price("a"), mentions=(CONTRARY["another instant"],))
    vendor.says(price("a"), mentions=(CONTRARY["another instant"],))
    settled = decide(
        Run(vendor.store, vendor.source), NewDecision(ACCEPTED, held.snapshot_id, START, "checked by phone")
    )
    assert (settled.outcome, bool(settled.alerts)) == ("facts", True)
    assert "retirement cancelled" in log(vendor.store)
    with vendor.store.reading() as session:
        assert list(held_readings(session, [vendor.source])) == []


def test_a_price_that_leaps_can_be_accepted_at_its_first_sight(vendor: Vendor) -> None:
    vendor.says(price("a"))
    dear = replace(price("a"), amount=Decimal(90))
    held = vendor.says(dear)
    assert decide(Run(vendor.store, vendor.source), NewDecision(ACCEPTED, held.snapshot_id, START)).outcome == "facts"
    assert "price changed" in log(vendor.store)


def test_a_rejected_price_is_not_believed_when_it_is_seen_a_second_time(vendor: Vendor) -> None:
    vendor.says(price("a"))
    dear = replace(price("a"), amount=Decimal(90))
    held = vendor.says(dear)
    decide(Run(vendor.store, vendor.source), NewDecision(REJECTED, held.snapshot_id, START))
    vendor.says(dear)
    assert "price changed" not in log(vendor.store)


def test_decisions_come_out_the_same_in_a_replay(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends())
    held = vendor.says(price("a"), mentions=(CONTRARY["another instant"],))
    decide(Run(vendor.store, vendor.source), NewDecision(ACCEPTED, held.snapshot_id, START))
    before = everything(vendor.store)
    assert replay(Run(vendor.store, vendor.source, log=nobody)).corrections == 0
    assert everything(vendor.store) == before


def settled_already(vendor: Vendor) -> int:
    vendor.says(price("a"), *ends())
    held = vendor.says(price("a"), mentions=(CONTRARY["another instant"],))
    vendor.says(price("a"), *ends())
    return held.snapshot_id


def never_held(vendor: Vendor) -> int:
    return vendor.says(price("a")).snapshot_id


@pytest.mark.parametrize(("make", "why"), [(settled_already, "is settled"), (never_held, "is not held")])
def test_what_is_not_held_any_more_cannot_be_decided(vendor: Vendor, make: Callable[[Vendor], int], why: str) -> None:
    snapshot_id = make(vendor)
    with pytest.raises(NotHeld, match=why):
        decide(Run(vendor.store, vendor.source), NewDecision(ACCEPTED, snapshot_id, START))


def test_a_held_reading_shows_what_is_believed_beside_what_was_read(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends())
    vendor.says(price("a"), mentions=(CONTRARY["another instant"],))
    with vendor.store.reading() as session:
        (reading,) = held_readings(session, [vendor.source])
    (doubted,) = reading.doubted
    assert (doubted.key, doubted.believed, doubted.read) == (CHAT, "dated 2026-07-24 15:59 UTC", "not understood")
    assert (doubted.needs_decision, reading.since) == (True, START + timedelta(hours=2))
    assert "It is over in August." in doubted.why


@pytest.mark.both_databases
def test_accepting_a_promotion_that_is_stated_without_its_end_says_that_it_goes_on(vendor: Vendor) -> None:
    said = replace(PROMOTIONS["another end"][0], about=frozenset({"promotion"}))
    vendor.says(price(CHAT), *promoted())
    held = vendor.says(price(CHAT), *promoted(at=None), mentions=(said,))
    with vendor.store.reading() as session:
        (reading,) = held_readings(session, [vendor.source])
    words = "75 % off, no end is given"
    assert [one.accept for one in reading.doubted] == [f"{words}, from 2026-05-08 02:00 UTC on"]
    decide(Run(vendor.store, vendor.source), NewDecision(ACCEPTED, held.snapshot_id, START))
    with vendor.store.reading() as session:
        told = session.execute(
            select(ChangeRow.subject, ChangeRow.kind).where(ChangeRow.kind != "source held")
        ).tuples()
        assert [f"{subject}: {kind}" for subject, kind in told] == list(reading.changes[ACCEPTED])


def test_accepting_says_that_peak_hours_are_withdrawn(vendor: Vendor) -> None:
    banded = (price("a", "off_peak"), price("a", "peak"))
    vendor.says(*banded, hours())
    vendor.says(*banded, mentions=(HOURS["other hours"][0],))
    with vendor.store.reading() as session:
        (reading,) = held_readings(session, [vendor.source])
    assert [one.accept for one in reading.doubted] == ["the peak hours are withdrawn from 2026-05-08 02:00 UTC on"]


def test_hours_to_come_say_nothing_of_those_of_today(vendor: Vendor) -> None:
    banded = (price("a", "off_peak"), price("a", "peak"))
    later = replace(hours("10:00-12:00"), effective_from=ENDS)
    vendor.says(*banded, hours())
    assert [vendor.says(*banded, later).outcome for _ in range(2)] == ["facts", "same"]
    assert log(vendor.store) == ["peak hours change announced"]
    spans = {(row[2], row[3]) for row in believed(vendor.store, PeakHours)}
    assert len(spans) == 2


DAY = datetime(2026, 7, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "moves"), [(DAY, False), (DAY + timedelta(days=1), True), (ENDS - timedelta(hours=3), True)]
)
def test_a_day_alone_is_the_day_of_the_instant_that_is_known(vendor: Vendor, at: datetime, moves: bool) -> None:
    vendor.says(price("a"), *ends())
    before = believed(vendor.store, Retirement)
    vendor.says(price("a"), *ends(at))
    assert ("retirement moved" in log(vendor.store)) is moves
    assert (believed(vendor.store, Retirement) == before) is not moves


def test_prices_out_of_order_are_held_until_they_are_seen_twice_and_then_no_more(vendor: Vendor) -> None:
    cheap = replace(price("a"), meter="input_cache_miss", amount=Decimal("0.5"))
    odd = replace(cheap, amount=Decimal("1.5"))
    vendor.says(price("a"), cheap)
    outcomes = [vendor.says(price("a"), odd).outcome for _ in range(4)]
    assert outcomes == ["held", "facts", "same", "same"]
    other = mention("Begun in May.", START)
    assert vendor.says(price("a"), odd, mentions=(other,)).outcome == "facts"
