"""`almanac sql`: questions of the book and one's own, at any instants, with nothing written and errors in one line."""

import re

import pytest

from flows.database import Store
from models.query_book.book import query_book
from tests.golden.query_book import recorded
from tests.support.recordings import Recordings, copy
from tests.support.typed import Almanac, typing

pytestmark = pytest.mark.both_databases
MODEL = "deepseek-v4-pro"
LATE = r"last good reading [-0-9]{10}, .*; \d+ of \d+ sources are late, see almanac doctor"
"""The last line, about the age of the record, which is read no more."""


@pytest.fixture(scope="module")
def filled(a_database: str, recordings: Recordings) -> str:
    store = Store(a_database)
    copy(recorded(recordings), store)
    store.close()
    return a_database


@pytest.fixture
def almanac(filled: str, home: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Almanac:
    monkeypatch.setenv("ALMANAC_DATABASE_URL", filled)
    return typing(capsys)


def test_without_a_query_it_lists_the_book_and_the_views(almanac: Almanac) -> None:
    answer = almanac("sql")
    assert answer.code == 0
    assert {name for name in query_book() if name not in answer.out} == set()
    assert "price_now" in answer.text
    assert max(map(len, answer.out.splitlines())) <= 80
    listed = almanac("sql", "--list", "--json").rows
    assert [row["query"] for row in listed] == [*query_book()]
    assert (listed[1]["parameters"], listed[1]["at"]) == ({"model": MODEL}, "2026-07-15T02:00:00Z")
    assert almanac("sql", "--list", "--csv").out.startswith("query,question,about,sql,parameters,at,believed\n")


def test_a_query_of_the_book_is_asked_with_its_own_values_or_with_others(almanac: Almanac) -> None:
    own = almanac("sql", "--query", "price-at", "--json")
    assert {(row["meter"], row["amount"]) for row in own.rows if row["currency"] == "USD"} == {
        ("input_cache_hit", "0.003625"),
        ("input_cache_miss", "0.435"),
        ("output", "0.87"),
    }
    first, *age = own.err.splitlines()
    assert first == "As of 2026-07-15 02:00Z, as believed now."
    assert re.fullmatch(LATE, " ".join(line.strip() for line in age))
    words = ("sql", "--query", "price-at", "--set", "model=deepseek-v4-flash", "--at", "2026-08-20", "--json")
    assert {row["band"] for row in almanac(*words).rows} == {"off_peak", "peak"}


def test_a_question_of_ones_own_is_asked_for_any_instants(almanac: Almanac) -> None:
    words = ("sql", f"select state, answers_as, retires_at from retirement_now where model = '{MODEL}'", "--json")  # noqa: S608 (ours)
    at = ("--at", "2026-09-20", "--believed")
    announced, withdrawn = almanac(*words, *at, "2026-09-10T12:00Z"), almanac(*words, *at, "2026-09-12")
    assert announced.rows == [{"state": "routed", "answers_as": "deepseek-flash", "retires_at": "2026-09-14T04:00:00Z"}]
    assert [row["state"] for row in withdrawn.rows] == ["cancelled"]


def test_a_with_of_the_question_s_own_and_a_name_in_a_text_are_left_alone(almanac: Almanac) -> None:
    query = "with mine as (select model from price_now where model <> 'route_now') select count(*) as n from mine"
    (row,) = almanac("sql", query, "--at", "2026-05-10", "--json").rows
    assert row["n"] > 10


def test_the_answer_is_a_table_csv_or_json_and_the_same_on_both_databases(almanac: Almanac) -> None:
    query = (
        "select gone, effective_from, amount, amount_number, list_amount from price_history "  # noqa: S608 (ours)
        f"where source = 'deepseek_pricing' and model = '{MODEL}' and meter = 'output' and band = 'flat' "
        "and recorded_to is null order by effective_from"
    )
    table = almanac("sql", query, "--limit", "2")
    assert table.out.splitlines()[0].split() == ["gone", "effective_from", "amount", "amount_number", "list_amount"]
    assert table.out.splitlines()[2].split() == ["no", "2026-04-24", "00:00Z", "3.48", "3.48"]
    first, *age = table.err.splitlines()
    assert first == "These are the first 2 rows: --limit 0 prints all."
    assert re.fullmatch(LATE, " ".join(line.strip() for line in age))
    assert almanac("sql", query, "--limit", "2", "--csv").out == (
        "gone,effective_from,amount,amount_number,list_amount\n"
        "False,2026-04-24T00:00:00Z,3.48,3.48,\n"
        "False,2026-04-26T00:00:00Z,0.87,0.87,3.48\n"
    )
    assert almanac("sql", query, "--json", "--limit", "1").rows == [
        {
            "gone": False,
            "effective_from": "2026-04-24T00:00:00Z",
            "amount": "3.48",
            "amount_number": 3.48,
            "list_amount": None,
        }
    ]
    assert almanac("sql", "select item from change_log where fact = 'price' limit 1", "--json").rows[0]["item"]["meter"]


def test_values_of_any_kind_are_json_and_csv(almanac: Almanac, filled: str) -> None:
    raw, infinite = ("'\\x00ff'::bytea", "'inf'::float8") if filled.startswith("postgresql") else ("x'00ff'", "9e999")
    query = f"select {raw} as raw, {infinite} as much, '{{' as item, '2026-99-99T00:00:00.000000Z' as at"
    assert almanac("sql", query, "--json").rows == [
        {"raw": "00ff", "much": "inf", "item": "{", "at": "2026-99-99T00:00:00.000000Z"}
    ]
    assert almanac("sql", query, "--csv").out == "raw,much,item,at\n00ff,inf,{,2026-99-99T00:00:00.000000Z\n"


def test_sqlite_makes_no_value_that_takes_all_memory(almanac: Almanac, filled: str) -> None:
    if filled.startswith("sqlite"):
        answer = almanac("sql", "select randomblob(999999999)")
        assert (answer.code, answer.err) == (
            2,
            "almanac: the answer has a value of more than 64 MB: ask for a part of it\n",
        )


def test_columns_without_room_are_named(almanac: Almanac) -> None:
    answer = almanac("sql", "select * from price_now", "--limit", "1")
    assert max(map(len, answer.out.splitlines())) <= 80
    assert "Columns that do not fit: " in answer.err
    assert "locator" in answer.err


def test_show_prints_what_can_be_asked_elsewhere(almanac: Almanac) -> None:
    shown = almanac("sql", "--query", "price-now", "--set", "model=it's", "--show")
    assert "where model = 'it''s'" in shown.out
    assert almanac("sql", almanac("sql", "--query", "price-now", "--show").out, "--json").rows


@pytest.mark.parametrize(
    "statement",
    [
        "delete from price_span",
        "update price_span set gone = true",
        "drop view price_now",
        "with gone as (select 1) delete from price_span",
        "with gone as (delete from price_span returning *) select * from gone",
        "select 1; delete from price_span",
        "pragma query_only = off",
        "attach 'other.db' as other",
        "/* select */ insert into source (name) values ('x')",
        "explain analyze delete from price_span",
        "select E'\\'; delete from price_span; --'",
        "",
    ],
)
def test_what_would_write_or_is_no_question_is_refused(almanac: Almanac, filled: str, statement: str) -> None:
    count = ("sql", "select count(*) as n from price_span", "--json")
    before = almanac(*count).rows
    answer = almanac("sql", statement)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith("almanac: ")
    assert almanac(*count).rows == before != [{"n": 0}]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("select * from price_nwo",), "there is no view price_nwo: did you mean price_now"),
        (("select amont from price_now",), "there is no column amont: did you mean amount"),
        (("select price_now.amont from price_now",), "there is no column amont: did you mean amount"),
        (("--query", "price-att"), "unknown query 'price-att': did you mean price-at"),
        (("--query", "price-at", "--set", "modell=x"), "did you mean model?"),
        (("--query", "routes", "--set", "model=x"), "routes has no parameters: leave out --set"),
        (("--query", "price-origin", "--set", "amount=dear"), "amount takes a number, as in 0.435: not 'dear'"),
        (("--query", "changes-since", "--set", "since=may"), "since takes a date, or an instant with its zone"),
        (("select 1", "--query", "price-at"), "both a statement and --query: give one of them"),
        (("select :model",), "the query has the parameter model: give it with --set model=VALUE"),
        (("select 1", "--set", "model"), "write NAME=VALUE, as in model=deepseek-v4-pro"),
        (("select * from price_history", "--at", "2026-05-01"), "A history has both clocks as columns"),
        (
            ("with price_now as (select 1) select * from price_now", "--at", "2026-05-01"),
            "price_now is a view: give your own query another name",
        ),
        (("select 1", "--limit", "-3"), "is not a number of rows"),
        (("select 1", "--timeout", "0"), "is not a number of seconds"),
        (("select select",), "syntax error"),
    ],
)
def test_errors_are_one_line_that_says_what_to_do(almanac: Almanac, words: tuple[str, ...], says: str) -> None:
    answer = almanac("sql", *words)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert "Traceback" not in answer.err


def test_what_takes_too_long_is_given_up(almanac: Almanac) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    answer = almanac("sql", endless, "--timeout", "0.2")
    assert (answer.code, answer.err) == (
        2,
        "almanac: no answer within 0.2 s: ask for less, or give it more time with --timeout 300\n",
    )
