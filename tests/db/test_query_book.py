"""The query book: each question has its answer on both databases, and plans look for what they need."""

import re
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from bench.harness.dates import day
from flows.database import Store
from flows.questions.ask import SqlAnswer, SqlQuestion, ask
from migrations.views import views_of_the_present
from models.facts import FACTS, key_columns, value_columns
from models.leaderboards.scores import leaderboard_at
from models.queries.at_instants import NothingOfThePresent, at_instants
from models.queries.facts_at import as_of, clocks
from models.query_book.book import query_book
from models.query_book.statements import literal_sql, sqlite_statement
from tests.db.test_query_plans import SPANS, scans
from tests.golden.query_book import DOCUMENT, asked, page, recorded
from tests.support.recordings import Recordings, copy
from tests.support.views import VIEWS

BOOK = query_book()
EMPTY = ("measurement_now", "model_card_now")
"""The views that have no row in this record: PostgreSQL has no plan worth the name for an empty table."""
LOOKED_UP = {"sqlite": SPANS, "postgresql": ("price_span", "score_span")}
"""The histories that no question reads whole. PostgreSQL reads one of thirty rows as it likes."""
DICTIONARY = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


@pytest.fixture(scope="module")
def walked(a_database: str, recordings: Recordings) -> Iterator[Store]:
    """The record that the book is asked of, open to read only."""
    store = Store(a_database)
    copy(recorded(recordings), store)
    with store.engine.connect() as connection:
        # Plans depend on what PostgreSQL knows of the tables, and it would look at them some day by itself.
        connection.exec_driver_sql("analyze")
        connection.commit()
    store.close()
    asked_store = Store(a_database, read_only=True)
    yield asked_store
    asked_store.close()


@pytest.fixture(scope="module")
def answers(walked: Store) -> dict[str, SqlAnswer]:
    return {name: ask(walked, asked(query)) for name, query in BOOK.items()}


def test_the_book_has_the_questions_that_were_asked_for() -> None:
    ten = {
        "price-at": "2026-07-15 02:00",
        "price-said-then": "2026-09-20",
        "changes-between": None,
        "my-ends": "2026-07-20",
        "notice-given": None,
        "who-disagreed": None,
        "bill-by-tariff": None,
        "value": "2026-08-01",
        "price-series": None,
        "price-origin": None,
    }
    assert len(BOOK) >= 30
    assert {name: at and day(at) for name, at in ten.items()} == {name: BOOK[name].at for name in ten}


@pytest.mark.both_databases
def test_each_question_has_the_answer_that_the_page_prints(answers: dict[str, SqlAnswer]) -> None:
    assert [name for name, answer in answers.items() if not answer.rows] == []
    assert page([(BOOK[name], answer) for name, answer in answers.items()]) == DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.both_databases
def test_the_ten_answers_are_the_true_ones(answers: dict[str, SqlAnswer]) -> None:
    """By what the vendors' pages said, and not by what the queries happened to find."""
    rows = {name: answer.mappings for name, answer in answers.items()}
    july = {(row["meter"], row["currency"]): str(row["amount"]) for row in rows["price-at"]}
    assert july["output", "USD"] == "0.87"
    assert july["input_cache_miss", "USD"] == "0.435"
    assert {(row["billed_as"], row["routed_from"]) for row in rows["price-said-then"]} == {
        ("deepseek-flash", day("2026-09-14 04:00"))
    }
    assert {row["seen_at"].month for row in rows["changes-between"]} == {5}
    assert {row["model"]: row["retires_at"] for row in rows["my-ends"]} == dict.fromkeys(
        ("deepseek-chat", "deepseek-reasoner"), day("2026-07-24 15:59")
    )
    given = {row["kind"]: float(row["shortest"]) for row in rows["notice-given"]}
    # The first reading of a page stated the ends already, and the page stated them anew later: no notice is known.
    assert given == {"price change": 3.6, "peak hours change": 0.7}
    assert {(row["subject"], row["over_at"]) for row in rows["who-disagreed"]} == {
        ("deepseek-chat", day("2026-07-17 03:00")),
        ("deepseek-reasoner", day("2026-07-17 03:00")),
    }
    bills = [(row["tariff_since"], row["band"], float(row["bill"])) for row in rows["bill-by-tariff"]]
    # 900 of 1.74, 2000 of 0.145 and 300 of 3.48 dollars at the launch; then three quarters off.
    assert bills[:2] == [(day("2026-04-24"), "flat", 2900.0), (day("2026-04-26"), "flat", 725.0)]
    cheapest = rows["value"][0]
    assert (cheapest["contender_name"], cheapest["model"], float(cheapest["mix"])) == ("kimi-k3-max", "kimi-k3", 6.0)
    assert {row["y"] for row in rows["price-series"] if row["line"] == "output flat"} == {3.48, 0.87}
    assert ("deepseek_pricing", "row 13 column 4") in {(row["source"], row["locator"]) for row in rows["price-origin"]}


@pytest.mark.both_databases
def test_no_question_of_the_book_reads_the_whole_history(walked: Store) -> None:
    dialect = walked.engine.dialect.name
    with walked.engine.connect() as connection:
        asked_for = [literal_sql(query) for query in BOOK.values()]
        asked_for += [f"select * from {view}" for view in views_of_the_present(dialect) if view not in EMPTY]  # noqa: S608 (ours)
        if dialect == "postgresql":
            # Of small tables it may read the whole to join them; what is held is that it need not.
            for way in ("hashjoin", "mergejoin"):
                connection.exec_driver_sql(f"set enable_{way} = off")
        for asked_now in asked_for:
            for statement in (asked_now, *at_an_instant(asked_now, dialect)):
                # The driver of PostgreSQL takes a single % for a parameter.
                words = statement.replace("%", "%%") if dialect == "postgresql" else statement
                assert scans(connection, (words, ()), LOOKED_UP[dialect]) == [], statement


def at_an_instant(statement: str, dialect: str) -> list[str]:
    """A query for another instant than now; none of a query on histories alone."""
    try:
        asked_then = at_instants(statement, dialect)
    except NothingOfThePresent:
        return []
    return [re.sub(r":(?:effective|believed)_at", "'2026-08-01T00:00:00.000000Z'", asked_then)]


@pytest.mark.both_databases
def test_the_scores_at_two_instants_are_those_of_the_command(walked: Store, answers: dict[str, SqlAnswer]) -> None:
    with walked.reading() as session:
        found = leaderboard_at(session, "arena/text", "overall", day("2026-07-22"), day("2026-07-21 12:00"))
    rows = [(row["contender_key"], str(row["score"])) for row in answers["scores-then"].mappings]
    assert sorted(rows) == sorted((standing.contender_key, f"{standing.score}") for standing in found)
    assert max(standing.effective_from for standing in found) == day("2026-07-02")


@pytest.mark.both_databases
def test_each_view_has_one_row_for_its_key_and_says_what_to_beware_of(walked: Store) -> None:
    """As the data dictionary states them."""
    sections = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## )", DICTIONARY.read_text("utf-8"), re.M | re.S))
    stated = {view: re.search(r"^- Grain: .+ Key: (.+)\.\n- Beware: .{20,}$", sections[view], re.M) for view in VIEWS}
    assert [view for view, found in stated.items() if found is None] == []
    with walked.reading() as session:
        for view, found in stated.items():
            key = ", ".join(re.findall(r"`(\w+)`", found[1] if found else ""))
            of = " where model = 'deepseek-v4-pro'" if view == "price_ratio" else ""
            query = f"select {key} from {view}{of} group by {key} having count(*) > 1"  # noqa: S608 (ours)
            assert session.execute(text(query)).all() == [], view


OF_FACTS = {fact: f"{fact.table}_now" for fact in FACTS if fact.table not in ("notice", "contender", "measurement")}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("at", "believed"), [("2026-09-20", "2026-09-10 12:00"), ("2026-06-01", "2026-11-30"), ("2026-08-20", "2026-08-14")]
)
def test_a_view_at_two_instants_has_the_facts_that_our_code_finds(walked: Store, at: str, believed: str) -> None:
    instants = clocks(day(at), day(believed))
    for fact, view in OF_FACTS.items():
        stated = ask(walked, SqlQuestion(f"select * from {view}", {}, day(at), day(believed))).mappings  # noqa: S608 (ours)
        with walked.reading() as session:
            rows = session.execute(as_of(fact), instants).all()
        names = [*key_columns(fact), *value_columns(fact), "effective_from", "recorded_from", "snapshot_id"]
        ours = sorted(str([shown(getattr(row, name)) for name in names]) for row in rows)
        assert sorted(str([shown(row[name]) for name in names]) for row in stated) == ours, view


def shown(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


@pytest.mark.parametrize("a_database", ["postgresql"], indirect=True)
@pytest.mark.both_databases
def test_each_function_of_postgresql_is_the_view_at_two_instants(walked: Store) -> None:
    at, believed = day("2026-09-20"), day("2026-09-10 12:00")
    compared = 0
    for view in sorted(VIEWS):
        function = f"{view.removesuffix('_now')}_as_of"
        if not (view.endswith("_now") or view in ("price_resolved", "price_ratio", "deadline")):
            continue
        limit = " where model = 'deepseek-v4-pro'" if view == "price_ratio" else ""
        theirs = ask(walked, SqlQuestion(f"select * from {view}{limit}", {}, at, believed)).rows  # noqa: S608 (ours)
        ours = ask(walked, SqlQuestion(f"select * from {function}(:t, :r){limit}", {"t": at, "r": believed})).rows  # noqa: S608 (ours)
        assert sorted(map(str, ours)) == sorted(map(str, theirs)), view
        compared += len(ours)
    assert compared > 1000


def test_a_tool_on_sqlite_takes_days_and_instants_as_people_type_them(
    recordings: Recordings, tmp_path: Path, answers: dict[str, SqlAnswer]
) -> None:
    """As Datasette asks: the statement alone, and texts for its parameters."""
    connection = sqlite3.connect(f"file:{recorded(recordings)}?mode=ro", uri=True)
    for name, query in BOOK.items():
        texts = {each.name: each.default for each in query.parameters} | {
            "at": f"{asked(query).at or day('2026-11-30'):%Y-%m-%dT%H:%MZ}",
            "believed": f"{asked(query).believed or day('2026-11-30'):%Y-%m-%d %H:%M}",
        }
        values = {key: float(text) if re.fullmatch(r"[\d.]+", text) else text for key, text in texts.items()}
        if "at" in {each.name for each in query.parameters}:
            values |= {each.name: each.default for each in query.parameters}
        found = connection.execute(sqlite_statement(query), values).fetchall()
        assert len(found) == len(answers[name].rows), name
    connection.close()
