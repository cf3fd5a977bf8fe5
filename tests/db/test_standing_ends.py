"""What words take back, and what only stands when its date comes; a page that tests speak, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from flows.database import Store
from flows.pipeline.decisions import decide
from flows.replay.replays import replay
from flows.run import Run
from models.bitemporal.belief import Span
from models.facts.base import Fact
from models.facts.kinds import ModelVersion, PeakHours, Promotion, Retirement
from models.history.decisions import NewDecision
from models.kinds.decisions import Verdict
from models.plausibility.check import judge
from models.readings.reading import Reading, Scope
from models.readings.unread import Mention
from models.schema.history import HISTORY
from models.schema.tables import Alert
from tests.db.test_replay import everything, nobody
from tests.support.cases import on_both
from tests.support.vendor import (
    CHAT,
    ENDS,
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

PROMO = frozenset({"promotion"})
TARIFF = Mention(text="", where="note", about=frozenset({"peak_hours"}))
HOURS_OF = replace(TARIFF, windows="09:00-12:00")
BANDED = (price(CHAT, "off_peak"), price(CHAT, "peak"))
AFTER = int((ENDS - START) / timedelta(hours=1)) + 2
"""The hour of a reading after the end."""


def denied(word: str, one: Mention, text: str) -> Mention:
    return replace(one, text=text, denies=frozenset({word}))


CASES: dict[str, tuple[tuple[Fact, ...], tuple[Fact, ...], Mention]] = {
    "an end is denied": ((price(CHAT), *ends()), (price(CHAT),), denied("not", mention("", ENDS), "not on July 24")),
    "an end is put off": ((price(CHAT), *ends()), (price(CHAT),), denied("withdrawn", mention("", ENDS), "postponed")),
    "an end is doubted": ((price(CHAT), *ends()), (price(CHAT),), denied("unsure", mention("", ENDS), "perhaps")),
    "an end was once": ((price(CHAT), *ends()), (price(CHAT),), denied("past", mention("", ENDS), "originally")),
    "an end is cancelled": ((price(CHAT), *ends()), (price(CHAT),), denied("withdrawn", mention(""), "cancelled")),
    "a name stays": (
        (price(CHAT), *ends()),
        (price(CHAT),),
        denied("stay", replace(mention(""), about=frozenset()), "chat stays"),
    ),
    "it ended on another day": ((price(CHAT), *ends()), (price(CHAT),), mention("were deprecated", START)),
    "a promotion is for good": (
        (price(CHAT), *promoted()),
        (price(CHAT), *promoted(at=None)),
        denied("forever", mention("", ENDS, about=PROMO), "permanent"),
    ),
    "a promotion does not end": (
        (price(CHAT), *promoted()),
        (price(CHAT), *promoted(at=None)),
        denied("not", mention("", ENDS, about=PROMO), "no longer ends"),
    ),
    "hours were once": ((*BANDED, hours()), BANDED, denied("past", HOURS_OF, "used to be 9 to 12")),
    "hours are suspended": ((*BANDED, hours()), BANDED, denied("withdrawn", TARIFF, "suspended")),
    "hours are those of one model": (
        (*BANDED, hours()),
        BANDED,
        replace(HOURS_OF, text="9 to 12 for chat", models=frozenset({CHAT})),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_takes_a_value_back_waits_for_a_person_with_both_readings(vendor: Vendor, name: str) -> None:
    before, after, said = CASES[name]
    kind = next(type(fact) for fact in before if isinstance(fact, Retirement | Promotion | PeakHours))
    vendor.says(*before)
    known = believed(vendor.store, kind)
    settled = [vendor.says(*after, mentions=(said,)) for _ in range(2)]
    vendor.hour = AFTER
    settled += [vendor.says(*after, mentions=(said,)) for _ in range(2)]
    assert [one.outcome for one in settled] == 4 * ["held"]
    assert all(said.text in (one.reason or "") for one in settled)
    assert (log(vendor.store), believed(vendor.store, kind)) == (["source held"], known)


def test_a_sentence_that_stood_beside_the_statement_takes_nothing_back(vendor: Vendor) -> None:
    old = denied("unsure", mention("", ENDS), "if you call it after July 24")
    vendor.says(price(CHAT), *ends(), mentions=(old,))
    assert vendor.says(price(CHAT), mentions=(old,)).outcome == "facts"
    assert log(vendor.store) == ["wording changed"]


def alerts(store: Store, kind: str) -> list[tuple[str, str]]:
    with store.reading() as session:
        rows = session.execute(select(Alert.severity, Alert.body).where(Alert.kind == kind)).tuples()
        return list(rows)


def test_that_a_reading_waits_for_a_person_is_a_warning_and_a_second_sighting_a_notice(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends())
    vendor.says(price("a"))
    vendor.says(price("a"), mentions=(mention("in August", OTHER),))
    found = alerts(vendor.store, "source held")
    assert [severity for severity, _ in found] == ["notice", "warning"]
    assert all("othing of this page is recorded" in body for _, body in found)


STANDING: dict[str, tuple[tuple[Fact, ...], tuple[Fact, ...], tuple[Mention, ...]]] = {
    "a name without its end": ((price(CHAT), *ends()), (price(CHAT),), ()),
    "an end in other words": ((price("a"), *ends()), (price("a"),), (mention("over on July 24", ENDS),)),
    "a promotion without its end": ((price(CHAT), *promoted()), (price(CHAT), *promoted(at=None)), ()),
    "a promotion in other words": (
        (price(CHAT), *promoted()),
        (price(CHAT), *promoted(at=None)),
        (mention("75 off to July 24", ENDS, about=PROMO),),
    ),
}


@pytest.mark.parametrize("name", on_both(STANDING, "a name without its end", "a promotion in other words"))
def test_what_only_stands_does_not_come_to_pass_by_time(vendor: Vendor, name: str) -> None:
    before, after, said = STANDING[name]
    vendor.says(*before)
    vendor.says(*after, mentions=said)
    told = log(vendor.store)
    vendor.hour = AFTER
    outcomes = [vendor.says(*after, mentions=said).outcome for _ in range(3)]
    assert outcomes == ["facts", "same", "same"]
    assert log(vendor.store) == [*told, "end not confirmed"]
    ((severity, body),) = alerts(vendor.store, "end not confirmed")
    assert severity == "warning"
    assert "the page does not confirm it" in body
    states = {row.state for row in _rows(vendor.store, Retirement)}
    assert "retired" not in states
    before_replay = everything(vendor.store)
    assert replay(Run(vendor.store, vendor.source, log=nobody)).corrections == 0
    assert everything(vendor.store) == before_replay


def _rows(store: Store, kind: type[Fact]) -> list[Any]:
    with store.reading() as session:
        rows = HISTORY[kind]
        return list(session.execute(select(rows).where(rows.c.recorded_to.is_(None))))


def test_what_the_page_states_after_its_date_is_told_to_have_happened(vendor: Vendor) -> None:
    vendor.says(price(CHAT), *ends())
    vendor.says(price(CHAT))
    vendor.hour = AFTER
    vendor.says(price(CHAT))
    vendor.says(price(CHAT), *ends())
    assert log(vendor.store) == ["no longer stated", "end not confirmed", "retirement happened"]


def test_what_was_stated_until_its_date_comes_to_pass(vendor: Vendor) -> None:
    vendor.says(price(CHAT), *ends())
    vendor.hour = AFTER
    vendor.says(price(CHAT))
    assert log(vendor.store) == ["retirement happened"]


@pytest.mark.parametrize(
    ("verdict", "kinds"), [(ACCEPTED, ["retirement cancelled"]), (REJECTED, ["retirement happened"])]
)
def test_a_person_decides_after_the_believed_date(vendor: Vendor, verdict: Verdict, kinds: list[str]) -> None:
    said = (mention("between August 20 and 24", OTHER),)
    vendor.says(price(CHAT), *ends())
    vendor.says(price(CHAT), mentions=said)
    vendor.hour = AFTER
    held = vendor.says(price(CHAT), mentions=said)
    decide(Run(vendor.store, vendor.source), NewDecision(verdict, held.snapshot_id, START))
    assert [one for one in log(vendor.store) if one.startswith("retirement")] == kinds


def test_a_held_reading_whose_sentence_goes_after_the_date_does_not_come_to_pass(vendor: Vendor) -> None:
    vendor.says(price(CHAT), *ends())
    vendor.says(price(CHAT), mentions=(mention("in August", OTHER),))
    vendor.hour = AFTER
    vendor.says(price(CHAT))
    assert log(vendor.store) == ["source held", "end not confirmed", "source recovered"]


def routed(to: str = "b") -> Retirement:
    return replace(ends(None)[0], state="routed", replacement=to)


def replaced(by: str | None) -> tuple[Retirement, ...]:
    return tuple(replace(one, replacement=by) for one in ends())


@pytest.mark.both_databases
def test_a_name_that_is_routed_before_its_end_keeps_its_end(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends())
    outcomes = [vendor.says(price("a"), routed()).outcome for _ in range(3)]
    assert outcomes == ["facts", "same", "same"]
    assert sorted(log(vendor.store)) == ["name re-routed", "no longer stated", "recommended replacement changed"]
    states = {(row.state, row.retires_at, row.replacement) for row in _rows(vendor.store, Retirement)}
    assert {("dated", ENDS, "b"), ("retired", ENDS, "b")} <= states
    vendor.hour = AFTER
    assert [vendor.says(price("a"), routed()).outcome for _ in range(2)] == ["facts", "same"]
    assert log(vendor.store)[-1] == "end not confirmed"


def test_a_name_that_is_routed_without_an_end_is_routed(vendor: Vendor) -> None:
    vendor.says(price("a"), *ends(None))
    vendor.says(price("a"), routed())
    assert log(vendor.store) == ["name re-routed"]


def test_a_retirement_repeated_without_its_replacement_keeps_it(vendor: Vendor) -> None:
    vendor.says(price("a"), *replaced("b"))
    before = believed(vendor.store, Retirement)
    assert vendor.says(price("a"), *replaced(None)).outcome == "same"
    assert believed(vendor.store, Retirement) == before
    vendor.says(price("a"), *replaced("c"))
    assert log(vendor.store) == ["recommended replacement changed"]


DAYS: dict[str, tuple[PeakHours, bool]] = {
    "without its holidays": (replace(hours(), text="工作日 9 to 12"), True),
    "without any day": (replace(hours(), weekdays="1234567", text="peak: 9 to 12"), True),
    "with its holidays": (replace(hours(), text="Monday to Friday 9 to 12, also on public holidays"), False),
    "every day": (replace(hours(), weekdays="1234567", text="every day 9 to 12"), False),
    "other hours": (replace(hours("10:00-12:00"), text="工作日 10 to 12"), False),
}


@pytest.mark.parametrize("name", DAYS)
def test_hours_repeated_without_their_days_keep_them(vendor: Vendor, name: str) -> None:
    said, same = DAYS[name]
    vendor.says(*BANDED, replace(hours(), holidays="CN", text="weekdays 9 to 12 but public holidays"))
    vendor.says(*BANDED, said)
    assert log(vendor.store) == ([] if same else ["peak hours changed"])


def test_a_promotion_that_is_for_good_is_told_once(vendor: Vendor) -> None:
    said = replace(promoted(at=None)[0], after_end="permanent")
    vendor.says(price(CHAT), *promoted())
    vendor.says(price(CHAT), said)
    vendor.hour = AFTER
    vendor.says(price(CHAT), said)
    assert log(vendor.store) == ["promotion made permanent"]


def in_data(vendor: Vendor) -> Callable[..., str]:
    return lambda *facts: vendor.says(*facts, listed_kinds=frozenset({Retirement})).outcome


def test_an_end_that_data_do_not_have_any_more_is_cancelled_when_that_is_seen_twice(vendor: Vendor) -> None:
    says, dated = in_data(vendor), ends()[0]
    assert [says(price(CHAT), dated), says(price(CHAT)), says(price(CHAT))] == ["facts", "held", "facts"]
    assert "retirement cancelled" in log(vendor.store)


def test_an_end_that_data_have_again_was_never_gone(vendor: Vendor) -> None:
    says, dated = in_data(vendor), ends()[0]
    assert [says(price(CHAT), dated), says(price(CHAT)), says(price(CHAT), dated)] == ["facts", "held", "same"]


LOG = "deepseek_updates"


def version(model: str, day: int, named: str = "DeepSeek-V3") -> ModelVersion:
    at = START + timedelta(days=day)
    return ModelVersion(
        source=LOG, model=model, version=named, context_length=None, max_output=None, effective_from=at
    )  # fmt: skip


@pytest.mark.parametrize(("rest", "stands"), [((5, 9), True), ((1, 9), False)])
def test_a_log_without_its_oldest_entries_takes_no_version_away(rest: tuple[int, ...], stands: bool) -> None:
    scope, now = Scope(ModelVersion, LOG), START + timedelta(days=10)
    old = version("a", 2)
    beliefs = {scope: {old.key: [Span(START + timedelta(days=2), old.value, START + timedelta(days=3))]}}
    reading = Reading(frozenset({scope}), tuple(version("b", day) for day in rest))
    kept = judge(beliefs, reading, now, now - timedelta(hours=1)).reading.with_kept(beliefs, now)
    assert (old.key in {fact.key for fact in kept.facts}) is stands
