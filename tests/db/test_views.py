"""The views: the columns that the design names, the same on both databases and in the data dictionary."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Table, inspect, text

from bench.harness.dates import day
from flows.database import Store
from models.facts import FACTS
from models.queries import facts_at
from models.schema import TABLES, views
from models.schema.dialects import Exact
from tests.db.test_trust import costs, know, say
from tests.support.views import VIEWS
from tests.support.walks import fail, feed

pytestmark = pytest.mark.both_databases

ROOT = Path(__file__).parents[2]
DICTIONARY = ROOT / "docs" / "data-dictionary.md"
DESIGNED = {
    "price_now": "source, vendor, model, meter, band, currency, mode, above, amount, list_amount, unit, "
    "effective_from, effective_to, recorded_from, snapshot_id, locator",
    "price_resolved": "source, vendor, model, billed_as, meter, band, currency, mode, above, amount, list_amount, "
    "unit, effective_from, effective_to, recorded_from, snapshot_id, locator, routed_from, via, route_source, "
    "route_snapshot_id, route_locator",
    "price_ratio": "vendor, model, source, other_vendor, other_model, other_source, mode, currency, band, above, "
    "other_above, unit, input, output, list_input, list_output, other_input, other_output, other_list_input, "
    "other_list_output, effective_from, other_effective_from, snapshot_id, other_snapshot_id, input_ratio, "
    "output_ratio",
    "route_now": "source, vendor, model, answers_as, billed_as, via, effective_from, effective_to, recorded_from, "
    "snapshot_id, locator",
    "retirement_now": "source, vendor, model, state, retires_at, replacement, answers_as, answers_since, "
    "answers_until, effective_from, recorded_from, snapshot_id, locator",
    "price_history": "source, vendor, model, meter, band, currency, mode, above, amount, list_amount, unit, "
    "effective_from, effective_to, recorded_from, snapshot_id, locator, gone, recorded_to",
    "promotion_now": "source, vendor, model, percent_off, starts_at, ends_at, after_end, effective_from, "
    "recorded_from, snapshot_id, locator",
    "retirement_history": "source, vendor, model, state, retires_at, replacement, answers_as, effective_from, "
    "effective_to, recorded_from, recorded_to, gone, snapshot_id, locator",
    "peak_hours_now": "source, vendor, time_zone, weekdays, windows, holidays, text, effective_from, recorded_from, "
    "snapshot_id, locator",
    "model_card_now": "source, vendor, repository, licence, licence_name, gated, sha, parameters, effective_from, "
    "recorded_from, snapshot_id, locator",
    "deadline": "kind, source, vendor, subject, due_at, recorded_from, says, snapshot_id",
    "score_now": "source, vendor, board, category, contender_key, contender_name, organization, model, score, "
    "ci_low, ci_high, votes, methodology, effective_from, recorded_from, snapshot_id",
    "score_history": "source, vendor, board, category, contender_key, contender_name, organization, model, score, "
    "ci_low, ci_high, votes, methodology, effective_from, recorded_from, snapshot_id, effective_to, gone, "
    "recorded_to",
    "leaderboard_now": "board, category, place, best_place, worst_place, tied_with, contender_key, contender_name, "
    "organization, model, score, ci_low, ci_high, votes, methodology, effective_from, source, vendor, snapshot_id",
    "place_now": "source, category, board, contender_key, place, best_place, worst_place, tied_with",
    "measurement_now": "source, vendor, contender_key, contender_name, model, input_price, output_price, "
    "cache_hit_price, cache_write_price, output_tokens_per_second, seconds_to_first_token, effective_from, "
    "recorded_from, snapshot_id",
    "change_log": "id, kind, source, vendor, subject, said_before, said_after, fact, item, value_before, "
    "value_after, effective_at, seen_at, stored_at, retracted, snapshot_id",
    "correction_log": "id, source, vendor, fact, subject, effective_from, said_before, said_after, why, stored_at, "
    "snapshot_id",
    "delivery_log": "id, alert_id, alert_key, target, state, due_at, attempts, delivered_at, last_error, created_at, "
    "severity, title, silence_id, digest_key",
    "alert_log": "id, alert_key, kind, severity, source, vendor, subject, title, body, effective_at, created_at, "
    "delivered, pending, dead, silenced, also_said_by",
    "silence_log": "id, action, alert_id, title, model_pattern, kind_pattern, source_pattern, severity, until, why, "
    "created_at, created_by, ended_at, ended_by, in_force",
    "peak_hours_history": "source, vendor, time_zone, weekdays, windows, holidays, text, effective_from, effective_to, "
    "recorded_from, recorded_to, gone, snapshot_id, locator",
    "promotion_history": "source, vendor, model, percent_off, starts_at, ends_at, after_end, effective_from, "
    "effective_to, recorded_from, recorded_to, gone, snapshot_id, locator",
    "model_version_history": "source, vendor, model, version, context_length, max_output, effective_from, "
    "effective_to, recorded_from, recorded_to, gone, snapshot_id, locator",
    "model_card_history": "source, vendor, repository, licence, licence_name, gated, sha, parameters, effective_from, "
    "effective_to, recorded_from, recorded_to, gone, snapshot_id, locator",
    "notice_history": "source, vendor, sha256, text, unread, effective_from, effective_to, recorded_from, recorded_to, "
    "gone, snapshot_id, locator",
    "contender_history": "source, vendor, contender_key, name, slug, organization, license, model, effective_from, "
    "effective_to, recorded_from, recorded_to, gone, snapshot_id, locator",
    "measurement_history": "source, vendor, contender_key, input_price, output_price, cache_hit_price, "
    "cache_write_price, output_tokens_per_second, seconds_to_first_token, effective_from, effective_to, "
    "recorded_from, recorded_to, gone, snapshot_id, locator",
    "model_version_now": "source, vendor, model, version, context_length, max_output, effective_from, recorded_from, "
    "snapshot_id, locator",
    "notice_now": "source, vendor, sha256, text, unread, effective_from, recorded_from, snapshot_id, locator",
    "contender_now": "source, vendor, contender_key, name, slug, organization, license, model, effective_from, "
    "recorded_from, snapshot_id, locator",
    "notice_given": "source, vendor, kind, subject, stated_at, effective_at, days, took_effect",
    "disagreement_now": "source, vendor, subject, fact, item, says, since, change_id, snapshot_id",
    "source_health": "source, vendor, url, cadence_minutes, last_attempt_at, last_good_at, last_outcome, reason, "
    "stale, facts",
}


MEASURED = (
    "input_price",
    "output_price",
    "cache_hit_price",
    "cache_write_price",
    "output_tokens_per_second",
    "seconds_to_first_token",
)
NUMBERED = {
    "price_now": ("amount", "list_amount"),
    "price_resolved": ("amount", "list_amount"),
    "price_ratio": tuple(
        f"{side}{name}" for side in ("", "other_") for name in ("input", "output", "list_input", "list_output")
    ),
    "price_history": ("amount", "list_amount"),
    "promotion_now": ("percent_off",),
    "promotion_history": ("percent_off",),
    "score_now": ("score", "ci_low", "ci_high"),
    "score_history": ("score", "ci_low", "ci_high"),
    "leaderboard_now": ("score", "ci_low", "ci_high"),
    "measurement_now": MEASURED,
    "measurement_history": MEASURED,
}
"""The exact columns of views; behind all columns stands a number for each, to order and to add up by."""
SHOWN = {
    view: ", ".join([names, *(f"{name}_number" for name in NUMBERED.get(view, ()))]) for view, names in DESIGNED.items()
}


def columns(store: Store, view: str) -> str:
    return ", ".join(column["name"] for column in inspect(store.engine).get_columns(view))


def test_the_views_have_the_columns_that_the_design_names(store: Store) -> None:
    histories = {
        fact.table: ", ".join(column.name for column in TABLES[fact].rows.c if column.name != "series_id")
        for fact in FACTS
    }
    assert {view: columns(store, view) for view in inspect(store.engine).get_view_names()} == SHOWN | histories


def test_the_tables_that_we_select_from_are_the_views(store: Store) -> None:
    assert {table.name: ", ".join(table.c.keys()) for table in VIEWS.values()} == DESIGNED


def test_production_code_reads_each_view_that_has_a_table_there() -> None:
    rooms = [ROOT / room for room in ("models", "alerts", "flows", "cli")]
    files = [file for room in rooms for file in room.rglob("*.py") if file.parent.name != "schema"]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    names = {name for name, table in vars(views).items() if isinstance(table, Table)}
    assert {name for name in names if re.search(rf"\b{name}\b", code) is None} == set()


def test_each_exact_column_of_a_view_has_a_number_beside_it() -> None:
    exact = {
        table.name: tuple(column.name for column in table.c if isinstance(column.type, Exact))
        for table in VIEWS.values()
    }
    assert {view: names for view, names in exact.items() if names} == NUMBERED


@pytest.mark.both_databases
def test_amounts_are_ordered_and_added_up_as_numbers(store: Store) -> None:
    """As texts, 10 stands before 9."""
    facts = [costs(10, "ten"), costs(9, "nine")]
    know(store, ("s", "f", 1))
    say(store, 1, "s", *facts)
    with store.reading() as session:
        query = "select model from price_now where amount_number > 8.5 order by amount_number"
        assert session.scalars(text(query)).all() == ["nine", "ten"]
        assert session.scalar(text("select sum(amount_number) from price_history")) == 19.0


@pytest.mark.parametrize("view", DESIGNED)
def test_the_data_dictionary_lists_the_columns_of_each_view(view: str) -> None:
    section = DICTIONARY.read_text(encoding="utf-8").split(f"## `{view}`\n")[1].split("\n## ")[0]
    assert ", ".join(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == SHOWN[view]


def test_every_view_can_be_selected_from(store: Store) -> None:
    feed(store, day("2026-05-08"))
    feed(store, day("2026-08-18"))
    with store.reading() as session:
        found = {table.name: len(facts_at.view(session, table)) for table in VIEWS.values()}
    assert found["price_now"] == 12
    assert found["price_history"] == 24
    assert found["alert_log"] == 4


def test_what_holds_now_is_what_holds_at_this_instant(store: Store) -> None:
    feed(store, day("2026-05-08"))
    feed(store, day("2026-08-18"))
    with store.reading() as session:
        now = facts_at.prices(session, None, None, None, day("2026-09-01"))
        assert now == facts_at.prices(session, None, day("2026-09-01"), None, day("2026-09-01"))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_answers_as_of_two_instants_as_we_do(store: Store) -> None:
    for at in ("2026-04-24", "2026-05-08", "2026-08-18", "2026-09-10 04:00"):
        feed(store, day(at))
    for at, believed in (("2026-05-01", "2026-10-01"), ("2026-08-20", "2026-08-19"), ("2026-09-11", "2026-09-01")):
        with store.reading() as session:
            key = "source, model, meter, band, currency"
            query = text(f"select {DESIGNED['price_now']} from price_as_of(:t, :r) order by {key}")  # noqa: S608 (ours)
            theirs = [tuple(row) for row in session.execute(query, {"t": day(at), "r": day(believed)})]
            ours = [tuple(row) for row in facts_at.prices(session, None, day(at), day(believed), day(believed))]
        assert theirs == ours


def test_what_was_believed_then_is_not_what_is_believed_now(store: Store) -> None:
    feed(store, day("2026-05-08"))
    feed(store, day("2026-08-18"))
    with store.reading() as session:
        then = facts_at.prices(session, "deepseek-v4-pro", day("2026-08-20"), day("2026-06-01"), day("2026-09-01"))
        now = facts_at.prices(session, "deepseek-v4-pro", day("2026-08-20"), None, day("2026-09-01"))
    assert {row.band for row in then} == {"flat"}
    assert {row.band for row in now} == {"off_peak", "peak"}


def test_the_health_of_a_source_says_why_it_failed_and_what_stands(store: Store) -> None:
    know(store, ("deepseek_pricing", "f", 1), ("never_tried", "f", 2))
    feed(store, day("2026-04-30"))
    feed(store, day("2026-05-08"))
    fail(store, day("2026-05-08 01:00"), "HTTP 503")
    with store.reading() as session:
        well, untried = facts_at.view(session, VIEWS["source_health"])
    assert (well.last_outcome, well.reason, well.facts, well.stale) == ("failed", "HTTP 503", 13, True)
    assert well.facts == 6 + 1 + 2 + 2 + 2
    assert (well.last_good_at, well.last_attempt_at) == (day("2026-05-08"), day("2026-05-08 01:00"))
    assert (untried.last_outcome, untried.facts, untried.stale) == (None, 0, True)
