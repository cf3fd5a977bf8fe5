"""The demo's story, asked by the names that people call: what bills them, and since when, in views and commands."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, select

from bench.harness.dates import day
from flows.database import WRITES, Store, alembic_config
from models.facts.kinds import Price, Retirement
from models.queries import billing
from models.schema.tables import Snapshot
from models.schema.views import PRICE_RESOLVED, RETIREMENT_NOW, ROUTE_NOW
from tests.db.test_routes import ends
from tests.db.test_trust import costs, know, say
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import unchanged, walk

FLASH, OLD_FLASH, PRO, CHAT = "deepseek-flash", "deepseek-v4-flash", "deepseek-v4-pro", "deepseek-chat"
NOW = day("2026-11-20")
RETIRED = "it was retired on 2026-07-24 15:59Z"


@pytest.fixture(scope="module")
def story(a_database: str, recordings: Recordings) -> Iterator[Store]:
    """A database in which DeepSeek's pricing page has been read as in the demo; nobody here writes into it."""
    store = Store(a_database)
    recordings.fill(store, walk)
    yield store
    store.close()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("model", "at", "believed", "expected"),
    [
        (CHAT, "2026-06-15", "2026-11-20", (OLD_FLASH, "2026-04-24", ["0.28"])),
        (CHAT, "2026-07-24 15:58", "2026-11-20", (OLD_FLASH, "2026-04-24", ["0.28"])),
        (CHAT, "2026-07-24 15:59", "2026-11-20", None),
        (OLD_FLASH, "2026-09-10 03:59", "2026-11-20", (OLD_FLASH, None, ["0.66", "1.32"])),
        (OLD_FLASH, "2026-09-10 04:00", "2026-11-20", (FLASH, "2026-09-10 04:00", ["0.6", "1.2"])),
        (OLD_FLASH, "2026-11-20", "2026-11-20", (FLASH, "2026-09-10 04:00", ["0.6", "1.2"])),
        (PRO, "2026-09-13", "2026-09-10 12:00", (PRO, None, ["1.98", "3.96"])),
        (PRO, "2026-09-20", "2026-09-10 12:00", (FLASH, "2026-09-14 04:00", ["0.6", "1.2"])),
        (PRO, "2026-09-20", "2026-09-12 12:00", (PRO, None, ["1.98", "3.96"])),
        (PRO, "2026-09-20", "2026-11-20", (PRO, None, ["1.98", "3.96"])),
    ],
)
def test_the_story_is_billed_as_it_was_announced(
    story: Store, model: str, at: str, believed: str, expected: tuple[str, str | None, list[str]] | None
) -> None:
    with story.reading() as session:
        rows = billing.resolved_prices(session, model, day(at), day(believed), NOW)
    output = sorted((row for row in rows if row.meter == "output"), key=lambda row: row.amount)
    if expected is None:
        assert rows == []
        return
    billed_as, since, amounts = expected
    assert [f"{row.amount}" for row in output] == amounts
    assert {(row.billed_as, row.routed_from) for row in rows} == {(billed_as, since and day(since))}
    evidence = {(row.route_source, row.route_snapshot_id is None, row.route_locator is None) for row in rows}
    assert evidence == {("deepseek_pricing", False, False) if since else (None, True, True)}


@pytest.mark.both_databases
def test_a_retirement_keeps_the_name_that_answers_apart_from_the_version_behind_it(story: Store) -> None:
    with story.reading() as session:
        row = session.execute(select(RETIREMENT_NOW).where(RETIREMENT_NOW.c.model == OLD_FLASH)).one()
    assert (row.state, row.replacement, row.answers_as) == ("routed", "DeepSeek-V4.1-Flash-1017", FLASH)
    assert row.answers_since == day("2026-09-10 04:00") < row.effective_from


@pytest.mark.both_databases
def test_the_views_of_now_are_those_of_this_instant(story: Store) -> None:
    with story.reading() as session:
        now = session.scalars(select(Snapshot.moment).order_by(Snapshot.moment.desc())).first()
        assert now is not None
        prices = billing.resolved_prices(session, None, now, now, now)
        routes = billing.routes(session, now, now, now)
        assert billing.resolved_prices(session, None, None, None, now) == prices
        assert billing.routes(session, None, None, now) == routes
        assert {row.model for row in routes} < {row.model for row in prices}


@pytest.fixture
def told(store: Store, recordings: Recordings) -> Store:
    """The same, for commands."""
    recordings.fill(store, walk)
    return store


def test_prices_say_in_one_line_as_what_a_name_is_billed_and_by_which_statement(almanac: Almanac, told: Store) -> None:
    answer = almanac("prices", CHAT, "--at", "2026-06-15")
    first, evidence, *_ = answer.out.splitlines()
    assert (answer.code, first) == (0, f"{CHAT} answers as {OLD_FLASH} since 2026-04-24; billed as such.")
    assert evidence.startswith("  Evidence: deepseek_pricing, block 4 line 1, `almanac snapshot ")
    assert f" {CHAT} 0.0028 0.14 0.28 " in answer.text


def test_prices_as_believed_then_follow_the_plan_of_then(almanac: Almanac, told: Store) -> None:
    answer = almanac("prices", PRO, "--at", "2026-09-20", "--believed", "2026-09-10T12:00Z", "--json")
    (output,) = (row for row in answer.rows if (row["meter"], row["band"]) == ("output", "off_peak"))
    assert (answer.code, list(output)) == (0, [*PRICE_RESOLVED.c.keys(), "outlook"])
    assert (output["billed_as"], output["amount"], output["routed_from"]) == (FLASH, "0.6", "2026-09-14T04:00:00Z")
    assert (output["route_source"], output["via"]) == ("deepseek_pricing", f"{PRO} → {FLASH}")
    assert output["route_locator"] == "block 4 line 2"


def test_all_prices_list_each_price_once_and_the_routes_below(almanac: Almanac, told: Store) -> None:
    answer = almanac("prices", "--at", "2026-09-20")
    assert f"{OLD_FLASH} answers as {FLASH} since 2026-09-10 04:00Z; billed as such. " in answer.text
    assert f"\n{OLD_FLASH}  " not in answer.out
    assert {row["model"] for row in almanac("prices", "--at", "2026-09-20", "--json").rows} > {OLD_FLASH, FLASH}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            (CHAT,),
            f"{CHAT} has no price: {RETIRED}; replacement: {OLD_FLASH} (deepseek_pricing,",
        ),
        ((f"deepseek/{CHAT}", "--json"), f"has no price: {RETIRED}"),
        ((FLASH, "--at", "2026-09-01"), f"{FLASH} has no price at 2026-09-01: no source states one"),
        ((PRO, "--mode", "batch"), f"{PRO} has no price of mode batch: no source states one"),
    ],
)
def test_no_price_for_a_name_that_was_asked_for_is_exit_1_and_says_why(
    almanac: Almanac, told: Store, words: Sequence[str], why: str
) -> None:
    answer = almanac("prices", *words)
    assert (answer.code, answer.out) == (1, "")
    assert why in answer.err


def test_a_circle_and_a_route_to_no_price_are_reasons(almanac: Almanac, store: Store) -> None:
    know(store, ("page", "v", 1))
    routes = (ends("a", answers_as="b"), ends("b", answers_as="a"), ends("c", answers_as="d"), ends("e"))
    say(store, 0, "page", costs(1, "a"), *routes, of=(Price, Retirement))
    reasons = {name: almanac("prices", name) for name in "ace"}
    assert {answer.code for answer in reasons.values()} == {1}
    assert "a has no price: its route is a loop: a → b → a (page, `almanac" in reasons["a"].err
    assert "c has no price: it answers as d since 2026-01-01 (page," in reasons["c"].err
    assert "and d has no price then" in reasons["c"].err
    assert "e has no price: it answers as another model since 2026-01-01, and no source says" in reasons["e"].err


def write(folder: Path, *models: str) -> Path:
    load = '[[load]]\nname = "of {0}"\nmodel = "{0}"\ncurrency = "USD"\noutput = 1_000_000\n'
    file = folder / "workload.toml"
    file.write_text("\n".join(map(load.format, models)), encoding="utf-8")
    return file


@pytest.mark.both_databases
def test_a_bill_follows_the_route(almanac: Almanac, told: Store, tmp_path: Path) -> None:
    file = write(tmp_path, CHAT, OLD_FLASH)
    answer = almanac("cost", file, "--at", "2026-06-01", "--json")
    chat, flash, total = answer.rows
    assert (answer.code, chat["amount"], flash["amount"], total["amount"]) == (0, "0.28", "0.28", "0.56")
    (route,) = chat["routes"]
    assert (chat["billed_as"], route["routed_from"], route["route_source"]) == (
        [OLD_FLASH],
        "2026-04-24T00:00:00Z",
        "deepseek_pricing",
    )
    assert (flash["billed_as"], flash["routes"], total["complete"]) == ([OLD_FLASH], [], True)
    shown = almanac("cost", file, "--at", "2026-06-01").out
    assert f"{CHAT} answers as {OLD_FLASH} since 2026-04-24; billed as such." in shown


def test_a_bill_names_all_names_that_bill_within_a_month_and_on_each_side(
    almanac: Almanac, told: Store, tmp_path: Path
) -> None:
    words = ("cost", write(tmp_path, OLD_FLASH), "--json")
    load, total = almanac(*words, "--at", "2026-09-01").rows
    assert (load["billed_as"], [route["billed_as"] for route in load["routes"]]) == ([OLD_FLASH, FLASH], [FLASH])
    assert (total["billed_as"], total["routes"]) == (None, None)
    load, _ = almanac(*words, "--at", "2026-08-01", "--versus", "2026-10-01").rows
    assert (load["before_billed_as"], load["after_billed_as"]) == ([OLD_FLASH], [FLASH])
    assert [route["routed_from"] for route in load["routes"]] == ["2026-09-10T04:00:00Z"]


def test_a_bill_without_a_price_for_a_load_says_so_first_and_is_exit_1(
    almanac: Almanac, told: Store, tmp_path: Path
) -> None:
    # July has 744 hours; the name ends at 15:59Z on the 24th, 567 hours and 59 minutes after its start.
    answer = almanac("cost", write(tmp_path, CHAT, OLD_FLASH), "--at", "2026-07-01")
    assert (answer.code, answer.err) == (1, "almanac: the bill is incomplete\n")
    assert answer.text.startswith(
        f"Incomplete: 23.7 % of load of {CHAT} is not billed, as {CHAT} has no price of output in USD at "
        f"2026-07-24 15:59Z: {RETIRED};"
    )
    assert f"{0.28 * (567 + 59 / 60) / 744:.2f}" == "0.21"
    assert "at least 0.21 USD" in answer.text
    assert "at least 0.49 USD" in answer.text


def test_no_difference_is_stated_where_a_side_is_incomplete(almanac: Almanac, told: Store, tmp_path: Path) -> None:
    words = ("cost", write(tmp_path, CHAT, OLD_FLASH), "--at", "2026-06-01", "--versus", "2026-08-01")
    answer = almanac(*words, "--json")
    chat, flash, total = answer.rows
    assert (answer.code, chat["difference_amount"], chat["percent"], chat["after_amount"]) == (1, None, None, None)
    assert (flash["difference_amount"], flash["before_complete"], flash["after_complete"]) == ("0.26", True, True)
    ends_of_total = [total[f"difference_{name}"] for name in ("amount", "low", "high")]
    assert (ends_of_total, total["percent"], total["after_complete"]) == ([None] * 3, None, False)
    text = almanac(*words)
    assert text.out.startswith("Incomplete: 100.0 % of load")
    (line,) = (line for line in text.out.splitlines() if line.startswith("total"))
    assert line.split() == ["total", "0.56", "at", "least", "0.54", "USD"]


def test_a_load_of_a_name_that_only_routes_is_no_unknown_model(almanac: Almanac, store: Store, tmp_path: Path) -> None:
    know(store, ("page", "v", 1))
    say(store, 0, "page", costs(2, "b"), ends("a", answers_as="b"), of=(Price, Retirement))
    answer = almanac("cost", write(tmp_path, "a"), "--at", "2026-02-01", "--json")
    assert (answer.code, answer.rows[0]["amount"]) == (0, "2.00")


@pytest.mark.both_databases
def test_old_databases_learn_the_names_that_answer_when_their_pages_are_read_again(told: Store) -> None:
    """Revision 0023 adds the column; the next run reads the archived pages by the new reader."""
    with told.reading() as session:
        before = [tuple(row) for row in session.execute(select(ROUTE_NOW))]
    with told.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "0022")
        assert "answers_as" not in {column["name"] for column in inspect(connection).get_columns("retirement_span")}
    told.migrate()
    with told.reading() as session:
        assert session.execute(select(ROUTE_NOW)).all() == []
    unchanged(told, NOW)
    with told.reading() as session:
        assert [tuple(row) for row in session.execute(select(ROUTE_NOW))] == before != []


@pytest.mark.parametrize(
    ("model", "at", "believed", "line"),
    [
        (PRO, "2026-09-12", "2026-09-10T12:00Z", f"from Mon 2026-09-14 04:00Z: {PRO} answers as {FLASH}"),
        (CHAT, "2026-07-20", "2026-07-20", f"from Fri 2026-07-24 15:59Z: {CHAT} is retired"),
    ],
)
def test_the_hours_ahead_say_that_the_name_becomes_another_model_or_ends(
    almanac: Almanac, told: Store, model: str, at: str, believed: str, line: str
) -> None:
    words = (model, "--at", at, "--believed", believed)
    assert line in almanac("prices", *words).out
    assert line in almanac("hours", *words).out
    changes = [row["name_changes"] for row in almanac("hours", *words, "--json").rows]
    assert changes
    assert {change["billed_as"] for each in changes for change in each} == {None if "retired" in line else FLASH}
