"""Holding: what is hard to believe waits for a second sighting, and counts from the first one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import body, page_of, replaced
from flows.database import Store
from flows.pipeline.attempts import RunResult, process_attempt
from flows.replay.replays import replay
from flows.run import Run
from models.facts.kinds import Price, Promotion, Retirement
from models.readings.reading import Reading
from models.schema.history import HISTORY
from models.schema.tables import Alert, ChangeRow, Snapshot
from samples.deepseek.pages import home
from scrapers.page import Page
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.db.test_replay import NEWER, everything, nobody
from tests.support.walks import SOURCE, URL, fail, feed, unchanged

MAY = day("2026-05-08")
CADENCE = timedelta(minutes=SOURCE.cadence_minutes)
FLASH = "deepseek-v4-flash"
DEAR = replaced("<td>$0.28</td>", "<td>$2.8</td>")
DEARER = replaced("<td>$0.28</td>", "<td>$5.6</td>")
CHEAP = replaced("<td>$0.0028</td>", "<td>$0.00028</td>")
JUMPS = {
    "ten times": (DEAR, "output", "0.28", "2.8"),
    "a tenth": (CHEAP, "input_cache_hit", "0.0028", "0.00028"),
}
Seen = tuple[str | None, datetime, datetime]
"""An amount (None is gone), effective from, recorded from."""


def after(cadences: float) -> datetime:
    return MAY + cadences * CADENCE


def walk(store: Store, *pages: str) -> list[str]:
    """Pages, one each hour; what became of them."""
    return [feed(store, after(hour), text).outcome for hour, text in enumerate(pages)]


def prices(store: Store, meter: str = "output", model: str = FLASH) -> list[Seen]:
    rows = HISTORY[Price]
    query = select(rows.c.amount, rows.c.effective_from, rows.c.recorded_from).where(
        rows.c.model == model, rows.c.meter == meter, rows.c.recorded_to.is_(None)
    )
    with store.reading() as session:
        found = session.execute(query.order_by(rows.c.effective_from)).tuples().all()
    return [(amount and f"{amount:f}", start, recorded) for amount, start, recorded in found]


def told(store: Store, *kinds: str) -> list[str]:
    """The kinds of the changes that were logged, all or these."""
    with store.reading() as session:
        found = session.scalars(select(ChangeRow.kind).order_by(ChangeRow.id)).all()
    return [kind for kind in found if not kinds or kind in kinds]


def alerts(store: Store) -> list[str]:
    """What was said of how the source stands."""
    with store.reading() as session:
        found = session.scalars(select(Alert.kind).where(Alert.subject == SOURCE.name).order_by(Alert.id))
        return list(found)


def multiplied(text: str, by: int) -> str:
    """Every price of a page."""
    return re.sub(r"\$([0-9.]+)", lambda found: f"${Decimal(found[1]) * by}", text)


def noted(text: str, note: str) -> str:
    """A page with one more footnote."""
    assert "</table></b></div>" in text
    return text.replace("</table></b></div>", f"</table></b></div><p>{note}</p>", 1)


def without(text: str, pattern: str) -> str:
    found, count = re.subn(pattern, "", text)
    assert count
    return found


@pytest.mark.both_databases
@pytest.mark.parametrize("name", JUMPS)
def test_an_unannounced_jump_is_held_and_the_last_good_price_stands(store: Store, name: str) -> None:
    text, meter, was, now = JUMPS[name]
    feed(store, MAY)
    before = prices(store, meter)
    settled = feed(store, after(1), text)
    assert (settled.outcome, settled.rows, prices(store, meter)) == ("held", 0, before)
    assert f"{FLASH}: {meter} flat from {was} to {now}" in (settled.reason or "")
    assert alerts(store) == ["source held"]


@pytest.mark.parametrize("name", JUMPS)
def test_a_jump_that_is_seen_twice_holds_from_the_first_sighting(store: Store, name: str) -> None:
    text, meter, was, now = JUMPS[name]
    assert walk(store, body(), text, text, text) == ["facts", "held", "facts", "same"]
    assert prices(store, meter)[-2:] == [(was, prices(store, meter)[-2][1], MAY), (now, after(1), after(2))]
    assert told(store) == ["source held", "price changed", "source recovered"]
    assert alerts(store) == ["source held", "source recovered"]


def test_not_modified_is_the_second_sighting(store: Store) -> None:
    walk(store, body(), DEAR)
    assert unchanged(store, after(2)).rows == 1
    assert prices(store)[-1] == ("2.8", after(1), after(2))


def test_a_jump_seen_again_among_other_moves_holds_from_the_first_sighting(store: Store) -> None:
    moved = DEAR.replace("<td>$0.14</td>", "<td>$0.15</td>")
    assert walk(store, body(), DEAR, moved) == ["facts", "held", "facts"]
    assert prices(store)[-1] == ("2.8", after(1), after(2))
    assert prices(store, "input_cache_miss")[-1] == ("0.15", after(2), after(2))


def test_a_jump_that_is_not_seen_again_leaves_no_row(store: Store) -> None:
    feed(store, MAY)
    before = prices(store)
    feed(store, after(1), DEAR)
    assert feed(store, after(2), body()).outcome == "same"
    assert (prices(store), told(store)) == (before, ["source held", "source recovered"])
    assert alerts(store) == ["source held", "source recovered"]


def test_what_moved_beside_a_jump_that_is_not_seen_again_is_recorded(store: Store) -> None:
    moved = replaced("<td>$0.14</td>", "<td>$0.15</td>")
    assert walk(store, body(), DEAR, moved) == ["facts", "held", "facts"]
    assert (prices(store)[-1][0], prices(store, "input_cache_miss")[-1]) == ("0.28", ("0.15", after(2), after(2)))


def test_another_jump_begins_the_hold_anew_and_is_not_told_again(store: Store) -> None:
    assert walk(store, body(), DEAR, DEARER, DEARER) == ["facts", "held", "held", "facts"]
    assert prices(store)[-1] == ("5.6", after(2), after(3))
    assert alerts(store) == ["source held", "source recovered"]


def test_two_jumps_in_turn_confirm_neither(store: Store) -> None:
    assert walk(store, body(), DEAR, DEARER, DEAR, DEARER) == ["facts", *["held"] * 4]
    assert alerts(store) == ["source held"]


def test_a_jump_beside_another_one_that_went_begins_the_hold_anew(store: Store) -> None:
    both = DEAR.replace("<td>$0.0028</td>", "<td>$0.00028</td>")
    assert walk(store, body(), both, DEAR, DEAR) == ["facts", "held", "held", "facts"]
    assert prices(store)[-1] == ("2.8", after(2), after(3))
    assert prices(store, "input_cache_hit")[-1][0] == "0.0028"


@pytest.mark.parametrize("bad", [1, 2, 5])
def test_pages_that_cannot_be_read_neither_confirm_nor_refute(store: Store, bad: int) -> None:
    """However many of them come between the two sightings."""
    walk(store, body(), DEAR)
    for number in range(bad):
        if number % 2:
            fail(store, after(2 + number))
        else:
            assert feed(store, after(2 + number), home()).outcome == "refused"
    assert prices(store)[-1][0] == "0.28"
    assert feed(store, after(2 + bad), DEAR).outcome == "facts"
    assert prices(store)[-1] == ("2.8", after(1), after(2 + bad))


def test_another_jump_after_a_long_silence_is_believed_at_once(store: Store) -> None:
    walk(store, body(), DEAR)
    assert feed(store, after(30), DEARER).outcome == "facts"
    assert prices(store)[-1] == ("5.6", after(30), after(30))


def test_the_first_reading_may_cost_whatever_it_says(store: Store) -> None:
    assert feed(store, MAY, multiplied(body(), 1000)).outcome == "facts"


def test_a_change_of_bands_may_cost_whatever_it_says(store: Store) -> None:
    flat, banded = body(day("2026-08-12")), multiplied(body(day("2026-08-18")), 100)
    assert walk(store, flat, banded) == ["facts", "facts"]


@pytest.mark.parametrize(("late", "outcome"), [(0, "held"), (1, "facts")])
def test_after_more_than_twice_the_cadence_a_jump_is_believed(store: Store, late: int, outcome: str) -> None:
    feed(store, MAY)
    assert feed(store, after(2) + timedelta(seconds=late), DEAR).outcome == outcome


def test_a_jump_that_a_note_dates_is_not_held(store: Store) -> None:
    """The cache hit of all models to a tenth, from 2026-04-26 12:15 UTC."""
    cut = day("2026-04-26 12:15")
    feed(store, cut - timedelta(minutes=30), body(cut - timedelta(minutes=30)))
    assert feed(store, cut + timedelta(minutes=30), body(cut)).outcome == "facts"
    assert prices(store, "input_cache_hit")[-1][:2] == ("0.0028", cut)


def promoted() -> str:
    """Flash at a tenth of its prices, which stand struck through beside them."""
    text = body()
    for old, new in (("0.0028", "0.00028"), ("0.14", "0.014"), ("0.28", "0.028")):
        text = text.replace(f"<td>${old}</td>", f"<td>${new} (90% off)<del>${old}</del></td>")
    return text


def test_a_promotion_and_its_end_are_not_held(store: Store) -> None:
    assert walk(store, body(), promoted(), body()) == ["facts", "facts", "facts"]
    assert told(store, "promotion started", "promotion ended") == ["promotion started", "promotion ended"]
    assert [amount for amount, *_ in prices(store)][-3:] == ["0.28", "0.028", "0.28"]


VISION = "deepseek-v4-flash-vision-exp"
THREE, TWO = body(day("2026-08-21")), body(day("2026-08-20"))


def test_a_model_that_vanishes_without_a_word_is_held(store: Store) -> None:
    assert walk(store, THREE, TWO, TWO) == ["facts", "held", "facts"]
    assert prices(store, model=VISION)[-1] == (None, after(1), after(2))
    assert told(store) == ["source held", "model removed", "source recovered"]


def test_a_model_that_was_missing_once_had_never_gone(store: Store) -> None:
    assert walk(store, THREE, TWO, THREE) == ["facts", "held", "same"]
    assert told(store) == ["source held", "source recovered"]


@pytest.mark.parametrize(
    "note",
    [
        f"{VISION} will be retired on 2026/05/08 00:30 UTC.",
        f"{VISION} is still accepted, but the model is retired: requests are served by DeepSeek-V4.1-Flash.",
    ],
    ids=["its day has come", "it answers as another one"],
)
def test_a_model_that_goes_with_a_note_is_not_held(store: Store, note: str) -> None:
    assert walk(store, THREE, noted(TWO, note)) == ["facts", "facts"]
    assert "model removed" in told(store)


def test_a_model_that_goes_before_its_day_is_held(store: Store) -> None:
    assert walk(store, THREE, noted(TWO, f"{VISION} will be retired on 2026/12/24 15:59 UTC.")) == ["facts", "held"]


PROMOTION_NOTE = r"\([0-9]\) <strong>The deepseek-v4-pro.*?</strong>"
NAMES_NOTE = r"\([0-9]\) The names <code>.*?</code>\.(<br>\n)?"


def beliefs(store: Store, kind: type[Promotion] | type[Retirement]) -> Sequence[tuple[object, ...]]:
    rows = HISTORY[kind]
    with store.reading() as session:
        query = select(*rows.c).where(rows.c.recorded_to.is_(None)).order_by(rows.c.model, rows.c.effective_from)
        return [tuple(row) for row in session.execute(query)]


@pytest.mark.both_databases
def test_a_promotion_whose_end_falls_silent_keeps_its_end(store: Store) -> None:
    """The prices are still printed as reduced: that the end is not stated is told once, and it stands."""
    endless = without(body(), PROMOTION_NOTE)
    feed(store, MAY)
    before = beliefs(store, Promotion)
    assert [feed(store, after(hour), endless).outcome for hour in (1, 2, 3)] == ["facts", "same", "same"]
    assert beliefs(store, Promotion) == before
    assert told(store) == ["notice removed", "no longer stated"]


def test_a_promotion_ahead_that_falls_silent_is_held(store: Store) -> None:
    over = without(without(body(), PROMOTION_NOTE), r" \(75% off.*?</del>")
    assert walk(store, body(), over, over) == ["facts", "held", "facts"]
    assert "promotion ended early" in told(store)
    assert "price changed" not in told(store)
    with store.reading() as session:
        early = select(ChangeRow.effective_at).where(ChangeRow.kind == "promotion ended early")
        assert session.scalar(early) == after(1)


@pytest.mark.both_databases
@pytest.mark.parametrize("ahead", ["2026-04-24", "2026-05-08"], ids=["dated", "announced"])
def test_a_retirement_ahead_that_falls_silent_is_held(store: Store, ahead: str) -> None:
    whole = body(day(ahead))
    silent = without(whole, NAMES_NOTE)
    assert walk(store, whole, silent) == ["facts", "held"]
    assert len(beliefs(store, Retirement)) == (4 if ahead == "2026-04-24" else 2)
    feed(store, after(2), silent)
    assert told(store, "retirement cancelled", "retirement no longer announced") == 2 * [
        "retirement cancelled" if ahead == "2026-04-24" else "retirement no longer announced"
    ]


def test_a_new_price_on_the_page_that_confirms_a_withdrawal_begins_with_that_page(store: Store) -> None:
    """The held page left out what was announced, and stated the old price still."""
    anthropic, start = SOURCES["anthropic_pricing"], day("2026-07-21")
    announced = page_of(anthropic.name, start).decode()
    kept = without(without(announced, r"\n[^\n]*September 1, 2026 \|[^\n]*"), r"Claude Sonnet 5 costs \$2/\$10[^\n]*\n")
    withdrawn = re.sub(r"Sonnet 5 \[through [^|]*", "Sonnet 5 ", kept)
    dearer = withdrawn.replace("$0.20 / MTok | $10 /", "$0.20 / MTok | $11 /")
    assert len({announced, withdrawn, dearer}) == 3
    outcomes = list[str]()
    for hour, text in enumerate((announced, withdrawn, dearer)):
        page = Page(anthropic.name, anthropic.page, text.encode(), start + timedelta(hours=hour))
        outcomes.append(process_attempt(Run(store, anthropic), lambda page=page: page).outcome)
    assert outcomes == ["facts", "held", "facts"]
    believed = [(amount, effective) for amount, effective, _ in prices(store, "output", "claude-sonnet-5")]
    # Batch output stays as it is.
    assert [row for row in believed if row[0] != "5"] == [("10", start), ("11", start + timedelta(hours=2))]


def test_an_announced_change_that_is_not_shown_when_due_is_held(store: Store) -> None:
    due = day("2026-08-16 16:00")
    feed(store, due - timedelta(minutes=30), body(day("2026-08-13")))
    stale = body(day("2026-08-12"))
    settled = feed(store, due + timedelta(minutes=30), stale)
    assert settled.outcome == "held"
    assert "announced, due, and not shown" in (settled.reason or "")
    assert "price change cancelled" not in told(store)
    feed(store, due + timedelta(minutes=90), stale)
    assert told(store, "price change cancelled") == 6 * ["price change cancelled"]


def test_not_modified_when_a_change_is_due_is_held_and_then_believed(store: Store) -> None:
    """The page lags, and its server says so: the old page goes on until a note of it says otherwise."""
    due = day("2026-08-16 16:00")
    feed(store, due - timedelta(minutes=30), body(day("2026-08-13")))
    assert unchanged(store, due + timedelta(minutes=30)).outcome == "not_modified"
    assert prices(store)[-1][:2] == ("1.32", due)


WALKS = {
    "confirmed": (body(), DEAR, DEAR, body()),
    "dropped": (body(), DEAR, body(), DEAR, DEAR),
    "anew": (body(), DEAR, home(), DEARER, DEAR, home(), DEAR),
    "open": (body(), DEAR, home()),
    "vanished": (THREE, TWO, "broken", TWO, THREE),
}


@pytest.mark.parametrize("name", WALKS)
def test_what_was_held_comes_out_the_same_when_it_is_read_again(store: Store, name: str) -> None:
    walk(store, *WALKS[name])
    before = everything(store)
    replayed = replay(Run(store, SOURCE, log=nobody))
    assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)
    assert everything(store) == before


def upgraded(store: Store, hour: int, text: str, source: Source = NEWER) -> RunResult:
    return process_attempt(Run(store, source), lambda: Page(SOURCE.name, URL, text.encode(), after(hour)))


def mended(page: Page) -> Reading:
    """What a release makes of the page that had misread a price."""
    return SOURCE.read(replace(page, body=page.body.replace(b"$2.8<", b"$0.28<")))


@pytest.mark.parametrize(("text", "outcome"), [(DEAR, "facts"), (body(), "same"), (DEARER, "held")])
def test_a_hold_outlives_an_upgrade_of_the_reader(store: Store, text: str, outcome: str) -> None:
    walk(store, body(), DEAR)
    assert upgraded(store, 2, text).outcome == outcome
    assert prices(store)[-1][0] == ("2.8" if outcome == "facts" else "0.28")
    if outcome == "facts":
        assert prices(store)[-1] == ("2.8", after(1), after(2))
    assert told(store).count("source held") == 1
    assert alerts(store) == ["source held"] + (["source recovered"] if outcome != "held" else [])


def test_a_release_that_reads_no_jump_there_drops_the_hold_and_says_so_once(store: Store) -> None:
    walk(store, body(), DEAR)
    for hour in (2, 3):
        upgraded(store, hour, DEAR, replace(NEWER, read=mended))
    assert alerts(store) == ["source held", "source recovered"]
    assert [amount for amount, *_ in prices(store)] == ["0.28"]


@pytest.mark.both_databases
def test_a_model_whose_prices_alone_are_gone_is_not_said_to_have_vanished(store: Store) -> None:
    silent = re.sub(r"<td>\$[0-9.]+</td>(\s*</tr>)", r"<td>-</td>\1", THREE)
    assert walk(store, THREE, silent) == ["facts", "held"]
    with store.reading() as session:
        reason = session.scalars(select(Snapshot.reason).where(Snapshot.outcome == "held")).one() or ""
    assert f"{VISION}: no price of it is stated any more" in reason
    assert "vanished" not in reason
