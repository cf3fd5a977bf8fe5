"""Arena's dataset: the latest account and the whole history, from files made here and from captured rows."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bench.harness.arena_rows import AT, MAKE, TYPES, WRITE, ArenaRow, dataset, file_of, parquet, row
from bench.harness.dates import day
from models.facts.kinds import Contender, Notice, Score
from models.readings.reading import BEGINNING, Reading, Scope
from models.readings.unread import KeptFacts, Unread
from scrapers.arena import parquet as parquet_module
from scrapers.arena.board_columns import DAY, TEXTS
from scrapers.arena.boards import board_of
from scrapers.arena.dataset import read
from scrapers.page import Page, PageChanged
from tests.support.odd import refuse_all_but_kept

AGENT = "arena_agent"
RATED_COLUMNS = ("rating", "rating_lower", "rating_upper", "vote_count", "variance")
BOARDS = {
    "arena_text": "arena/text",
    "arena_text_style_control": "arena/text",
    "arena_vision_style_control": "arena/vision",
    "arena_webdev": "arena/code",
    "arena_search_style_control": "arena/search",
    "arena_document": "arena/document",
    "arena_text_to_image": "arena/text-to-image",
    "arena_text_factuality": "arena/text-factuality",
    "arena_agent": "arena/agent",
    "arena_page_text": "arena/text",
    "arena_page_code": "arena/code",
    "arena_page_text_to_image": "arena/text-to-image",
}


@pytest.mark.parametrize("source", BOARDS)
def test_subsets_and_pages_of_one_board_are_one_board(source: str) -> None:
    assert board_of(source) == BOARDS[source]


@pytest.mark.parametrize("source", ["arena_page_", "arena_", "deepseek_pricing", "arena_Text"])
def test_what_is_no_source_of_arena_has_no_board(source: str) -> None:
    with pytest.raises(ValueError, match=source):
        board_of(source)


def scores(found: Reading, category: str = "overall", source: str = "arena_text") -> list[Score]:
    return [fact for fact in found.of(Scope(Score, source, category)) if isinstance(fact, Score)]


def contenders(found: Reading) -> list[Contender]:
    return [fact for fact in found.facts if isinstance(fact, Contender)]


def told(facts: Iterable[Score | Contender]) -> list[tuple[str, str, bool]]:
    return [(fact.contender_key, f"{fact.effective_from:%m-%d}", fact.gone) for fact in facts]


def test_a_score_is_the_number_of_the_file_digit_for_digit() -> None:
    interval: ArenaRow = {"rating_lower": 1575.5, "rating_upper": 1618.9208543444115}
    (found,) = scores(read(dataset([row("a", 1588.099139135451, vote_count=58.0, organization="", **interval)])))
    assert found == Score(
        source="arena_text",
        board="arena/text",
        category="overall",
        contender_key="a",
        score=Decimal("1588.099139135451"),
        ci_low=Decimal("1575.5"),
        ci_high=Decimal("1618.9208543444115"),
        votes=58,
        methodology=None,
    )
    assert (found.effective_from, found.locator, found.contender_name) == (day("2026-10-01"), "row 0", "a")


def test_a_contender_has_what_is_known_of_it() -> None:
    found = contenders(read(dataset([row("deepseek-v4-pro", organization="", license="")])))
    assert [(fact.organization, fact.license, fact.model, fact.slug) for fact in found] == [
        (None, None, "deepseek-v4-pro", None)
    ]


def test_votes_may_be_whole_numbers_or_floats() -> None:
    body = parquet([row("a", vote_count=7)], vote_count="int64", variance=None, rank=None)
    assert [fact.votes for fact in scores(read(file_of(body)))] == [7]


MIXED = [
    row("a", 1500, "2026-09-01", "coding"),
    row("b", 1400, "2026-09-01", "coding"),
    row("a", 1510, "2026-10-01"),
    row("b", 1500, "2026-09-20"),
    row("c", 1490, "2026-10-01", organization="new"),
    row("c", 1490, "2026-09-01", "coding", organization="old"),
]


def test_a_file_is_read_in_parts_and_is_the_same_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["b", "a", "ü", "b", "c", "", "d"]
    rows = [row(name or "e", 1500 - number, category=f"c{number % 3}") for number, name in enumerate(names)]
    rows[1] |= {"organization": None, "rating_lower": None, "rating_upper": None, "vote_count": None}
    whole = read(dataset(rows, "full"))
    scores = {scope: list(later()) for scope, later in whole.later.items()}
    for size in (1, 2, 3):
        monkeypatch.setattr("scrapers.arena.parquet.BATCH_ROWS", size)
        parts = read(dataset(rows, "full"))
        assert (parts.facts, {scope: list(later()) for scope, later in parts.later.items()}) == (whole.facts, scores)


def test_columns_of_different_lengths_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = parquet_module._column  # pyright: ignore[reportPrivateUsage] (no library writes such a file)

    def cut(file: object, name: str) -> tuple[Any, int]:
        column, missing = whole(file, name)
        return column[: 1 if name == "rating_lower" else None], missing

    monkeypatch.setattr(parquet_module, "_column", cut)
    with pytest.raises(PageChanged, match=r"cut off: .*'rating_lower': 1"):
        read(dataset([row("a"), row("b")]))


def test_the_latest_account_is_each_category_on_its_newest_date() -> None:
    found = read(dataset(MIXED))
    assert told(scores(found)) == [("a", "10-01", False), ("c", "10-01", False)]
    assert told(scores(found, "coding")) == [("a", "09-01", False), ("c", "09-01", False), ("b", "09-01", False)]
    assert found.since == {
        Scope(Score, "arena_text", "overall"): day("2026-10-01"),
        Scope(Score, "arena_text", "coding"): day("2026-09-01"),
        Scope(Contender, "arena_text"): day("2026-10-01"),
    }


def test_contenders_of_the_latest_account_stand_since_its_newest_date_as_stated_last() -> None:
    found = contenders(read(dataset(MIXED)))
    assert {fact.contender_key: fact.organization for fact in found} == {"a": "lab", "b": "lab", "c": "new"}
    assert {fact.effective_from for fact in found} == {day("2026-10-01")}


def test_a_full_file_is_the_whole_history_made_when_it_is_asked_for() -> None:
    found = read(dataset(MIXED, "full"))
    assert found.since == dict.fromkeys(found.scopes - {Scope(Notice, "arena_text")}, BEGINNING)
    assert found.later.keys() == {Scope(Score, "arena_text", category) for category in ("overall", "coding")}
    assert told(scores(found)) == [
        ("b", "09-20", False),
        ("a", "10-01", False),
        ("c", "10-01", False),
        ("b", "10-01", True),
    ]
    assert len(list(found.every())) == 3 + 4 + len(contenders(found))


@pytest.mark.parametrize(
    "url", ["full.parquet", "https://x.example/a/full-0.parquet?sig=a/b", "/home/latest/full.parquet"]
)
def test_a_full_file_is_known_by_its_name(url: str) -> None:
    assert read(replace(dataset(MIXED), url=url)).later
    assert not read(replace(dataset(MIXED), url=url.replace("full", "latest"))).later


def test_a_contender_that_a_publish_lacks_is_gone_and_may_come_back() -> None:
    days = {"2026-09-01": "ab", "2026-09-08": "a", "2026-09-15": "ab"}
    found = read(dataset([row(name, day=day) for day, names in days.items() for name in names], "full"))
    b = [("b", "09-01", False), ("b", "09-08", True), ("b", "09-15", False)]
    assert [fact for fact in told(scores(found)) if fact[0] == "b"] == b
    assert [fact for fact in told(contenders(found)) if fact[0] == "b"] == b


def test_a_contender_is_there_while_any_category_has_it() -> None:
    rows = [row("a", day="2026-09-01"), row("a", day="2026-09-01", category="coding"), row("b", day="2026-09-08")]
    assert told(contenders(read(dataset(rows, "full")))) == [("a", "09-01", False), ("b", "09-08", False)]


def test_contenders_are_dated_by_when_what_is_said_of_them_changed() -> None:
    licenses = {"2026-09-01": "", "2026-09-08": "", "2026-09-15": "MIT"}
    found = contenders(read(dataset([row("a", day=day, license=text) for day, text in licenses.items()], "full")))
    assert [(fact.license, f"{fact.effective_from:%m-%d}") for fact in found] == [(None, "09-01"), ("MIT", "09-15")]


def test_a_name_that_changed_owner_is_another_model_since() -> None:
    rows = [row("deepseek-v4-flash-high", day=day) for day in ("2026-07-30", "2026-08-01")]
    found = contenders(read(dataset(rows, "full")))
    assert [fact.model for fact in found] == ["deepseek-v4-flash", "deepseek-v4-flash-0731"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_doubled_name_is_two_contenders_the_higher_rated_keeps_it(turned: bool) -> None:
    rows = [row("x", 1400), row("y", 1390), row("x", 1406.5)]
    found = read(dataset(rows[::-1] if turned else rows))
    assert [(f"{fact.score}", fact.contender_key, fact.contender_name) for fact in scores(found)] == [
        ("1406.5", "x", "x"),
        ("1400.0", "x #2", "x"),
        ("1390.0", "y", "y"),
    ]
    assert {fact.contender_key: fact.name for fact in contenders(found)} == {"x": "x", "y": "y", "x #2": "x"}


def test_the_history_up_to_a_day_ends_where_the_latest_account_of_that_day_stands() -> None:
    last = {fact.contender_key: fact for fact in contenders(read(dataset(MIXED, "full")))}
    latest = {fact.contender_key: fact for fact in contenders(read(dataset(MIXED)))}
    assert {key: fact.value for key, fact in last.items()} == {key: fact.value for key, fact in latest.items()}


NAN, INF = float("nan"), float("inf")
NOTHING = [None, NAN]


@pytest.mark.parametrize("nothing", NOTHING)
@pytest.mark.parametrize("name", ["latest", "full"])
def test_a_row_without_bounds_or_votes_is_a_row_without_them(name: str, nothing: float | None) -> None:
    lacks: ArenaRow = dict.fromkeys(("rating_lower", "rating_upper", "vote_count"), nothing)
    found = read(dataset([row("a", 1510), row("b", **lacks)], name))
    assert {fact.contender_key: (fact.ci_low, fact.votes) for fact in scores(found)} == {
        "a": (Decimal("1499.75"), 1000),
        "b": (None, None),
    }
    assert found.unread == ()


def test_a_board_may_state_no_bounds_at_all() -> None:
    empty = ("rating_lower", "rating_upper", "vote_count", "organization")
    body = parquet([row("a", license=None) | dict.fromkeys(empty)], **dict.fromkeys(empty, "null"))
    ((score,), (contender,)) = scores(found := read(file_of(body))), contenders(found)
    assert (score.score, score.ci_low, score.ci_high, score.votes) == (Decimal("1500.5"), None, None, None)
    assert (contender.organization, contender.license) == (None, None)


@pytest.mark.parametrize("end", ["rating_lower", "rating_upper"])
def test_one_bound_alone_is_none_and_is_named(end: str) -> None:
    found = read(dataset([row("a", 1510), row("b") | {end: None}]))
    assert [fact.ci_low for fact in scores(found) if fact.contender_key == "b"] == [None]
    (unread,) = found.unread
    assert unread.where in ("column rating_lower", "column rating_upper")
    assert unread.where != f"column {end}"


@pytest.mark.parametrize("nothing", NOTHING)
def test_a_row_without_a_score_states_its_contender_and_leaves_the_score_as_it_is_believed(
    nothing: float | None,
) -> None:
    found = read(dataset([row("a", 1510), row("b", rating=1) | {"rating": nothing, "rating_lower": None}]))
    assert [fact.contender_key for fact in scores(found)] == ["a"]
    assert [fact.contender_key for fact in contenders(found)] == ["a", "b"]
    believed = KeptFacts.of(Score, source="arena_text", category="overall", contender_key="b")
    assert Unread("column rating", "rows without a score", keeps=frozenset({believed})) in found.unread


def test_in_a_history_a_publish_without_a_score_ends_it() -> None:
    rows = [row("a", day="2026-09-01"), row("b", day="2026-09-01"), row("a", day="2026-09-08")]
    found = read(dataset([*rows, row("b", day="2026-09-08") | {"rating": None}], "full"))
    assert [fact for fact in told(scores(found)) if fact[0] == "b"] == [("b", "09-01", False), ("b", "09-08", True)]
    assert [fact for fact in told(contenders(found)) if fact[0] == "b"] == [("b", "09-01", False)]
    assert found.keeps == frozenset()


def test_two_of_one_name_of_which_one_has_no_score_are_refused() -> None:
    with pytest.raises(PageChanged, match="twice, once without a score"):
        read(dataset([row("x", 1400), row("x", 1390) | {"rating": None}, row("y", 1300)]))


@pytest.mark.parametrize("name", ["latest", "full"])
def test_a_column_that_nobody_knows_is_named_and_the_others_are_read(name: str) -> None:
    body = parquet([row("a", elo=1, style="x")], elo="int64", style="string")
    found = read(file_of(body, name))
    assert found.unread == (Unread("column elo", "int64"), Unread("column style", "string"))
    assert list(found.every()) == list(read(dataset([row("a")], name)).every())


AGENTS: ArenaRow = {
    "score": 0.12099932361820687,
    "score_ci_lower": 0.10701570657993759,
    "score_ci_upper": 0.13498294065647615,
    "observation_count": 1845220,
    "session_count": 19135,
}
AGENT_TYPES = dict.fromkeys(RATED_COLUMNS) | {
    **dict.fromkeys(("score", "score_ci_lower", "score_ci_upper"), "float64"),
    **dict.fromkeys(("observation_count", "session_count"), "int64"),
}


def agents(*rows: ArenaRow) -> Page:
    return file_of(
        parquet([row("a") | AGENTS, *(row("b") | AGENTS | other for other in rows)], **AGENT_TYPES), source=AGENT
    )


def test_the_agent_board_has_columns_of_its_own_and_scores_below_nothing() -> None:
    below: ArenaRow = {"score": -0.5, "score_ci_lower": -0.75, "score_ci_upper": -0.25, "observation_count": 7}
    found = scores(read(agents(below)), source=AGENT)
    assert [(f"{fact.score}", f"{fact.ci_low}", f"{fact.ci_high}", fact.votes) for fact in found] == [
        ("0.12099932361820687", "0.10701570657993759", "0.13498294065647615", 1845220),
        ("-0.5", "-0.75", "-0.25", 7),
    ]
    assert {fact.board for fact in found} == {"arena/agent"}


def test_a_column_that_nobody_knows_on_the_agent_board_is_named() -> None:
    body = parquet([row("a") | AGENTS], **AGENT_TYPES | {"variance": "float64"})
    assert read(file_of(body, source=AGENT)).unread == (Unread("column variance", "double"),)


@pytest.mark.parametrize("score", [1.21, -1.5, INF])
def test_a_score_off_the_scale_of_the_agent_board_is_named_by_the_name_of_its_column(score: float) -> None:
    found = read(agents({"score": score, "score_ci_lower": None, "score_ci_upper": None}))
    assert [(unread.where, unread.text) for unread in found.unread] == [("column score", f"b (overall): {score}")]
    assert [fact.contender_key for fact in scores(found, source=AGENT)] == ["a"]


def test_scores_that_are_all_off_the_scale_are_refused_by_the_name_of_their_column() -> None:
    off: ArenaRow = {"score": 12.0, "score_ci_lower": None, "score_ci_upper": None}
    with pytest.raises(PageChanged, match=r"score is outside -1…1: row 1"):
        read(agents(off, off | {"model_name": "c"}))


def test_the_columns_of_another_board_are_not_those_of_the_agent_board() -> None:
    with pytest.raises(PageChanged, match="observation_count, score, score_ci_lower, score_ci_upper missing"):
        read(dataset([row("a")], source=AGENT))


FAULTY = [("arena_agent_latest", "arena_agent", 3, 0), ("arena_text_null_bounds", "arena_text", 60, 1)]


@pytest.mark.parametrize(("name", "source", "rows", "without"), FAULTY)
def test_small_files_that_were_refused_are_read(
    capture: Callable[[str], Path], name: str, source: str, rows: int, without: int
) -> None:
    page = file_of(capture(f"faults/{name}.parquet").read_bytes(), source=source)
    found = scores(reading := read(page), source=source)
    assert (len(found), sum(fact.ci_low is None for fact in found)) == (rows, without)
    assert reading.unread == ()


ODD: dict[str, tuple[ArenaRow, str]] = {
    "an endless rating": (row("a", rating_upper=INF), "inf"),
    "a rating beyond any scale": (row("a", 15000.0), "15000"),
    "an interval above the rating": (row("a", rating_lower=1501.0), "1501.0"),
    "an interval below the rating": (row("a", rating_upper=1500.0), "1500.0"),
    "half a vote": (row("a", vote_count=7.5), "7.5"),
    "fewer votes than none": (row("a", vote_count=-1.0), "-1.0"),
}


@pytest.mark.parametrize("case", ODD)
def test_an_odd_number_is_named_and_the_score_stays_as_it_is_believed(case: str) -> None:
    wrong, offending = ODD[case]
    others = [row("b", 1600), row("c", 1500), row("d", 1400)]
    refuse_all_but_kept(
        read(dataset([*others, row("a")])), read(dataset([*others, wrong])), f"a (overall): {offending}"
    )


TYPED = [
    *((name, "float32") for name in ("rating", "rating_lower", "rating_upper", "vote_count")),
    *(("vote_count", kind) for kind in ("int8", "uint16", "int64")),
    *((DAY, kind) for kind in ("date32", "date64")),
    *((name, "large_string") for name in TEXTS),
]


@pytest.mark.parametrize(("name", "kind"), TYPED)
def test_a_column_is_read_in_whatever_type_holds_it(name: str, kind: str) -> None:
    rows = [row("a", 1501.12, rating_lower=1490.07, rating_upper=1512.3, vote_count=100), row("b", vote_count=7)]
    day_: ArenaRow = {DAY: date(2026, 10, 1)} if kind.startswith("date") else {}
    typed = file_of(parquet([line | day_ for line in rows], **{name: kind}))
    assert read(typed).facts == read(dataset(rows)).facts


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_may_be_kept_as_a_place_in_a_dictionary(name: str) -> None:
    rows = [row("a", license="MIT"), row("b", organization=None)]
    plain = MAKE.table({column: [line[column] for line in rows] for column in TYPES})
    coded = plain.set_column(plain.schema.get_field_index(name), name, plain[name].dictionary_encode())
    file = BytesIO()
    WRITE.write_table(coded, file)
    assert read(file_of(file.getvalue())).facts == read(dataset(rows)).facts


ODD_TEXTS: dict[str, tuple[ArenaRow, str]] = {
    "no name": (row(""), "''"),
    "a name with a space before it": (row(" a"), " a"),
    "a name that looks like a key of ours": (row("a #2"), "a #2"),
    "a price instead of a name": (row("12.5K"), "12.5K"),
    "a name that is missing": (row("a") | {"model_name": None}, "''"),
    "a category that is none": (row("a", category="All of it"), "All of it"),
    "a category that is missing": (row("a") | {"category": None}, "''"),
    "a date in another shape": (row("a", day="08.10.2026"), "08.10.2026"),
    "a date that is none": (row("a", day="2026-02-30"), "2026-02-30"),
    "a date to come": (row("a", day="2026-10-11"), "2026-10-11"),
    "a date before the site": (row("a", day="2016-10-01"), "2016-10-01"),
    "a date that is missing": (row("a") | {DAY: None}, "''"),
}


@pytest.mark.parametrize("case", ODD_TEXTS)
def test_a_row_with_an_odd_text_is_named_and_the_others_are_read(case: str) -> None:
    wrong, offending = ODD_TEXTS[case]
    # Also of a doubled name, and of another category.
    others = [row("b", 1600), row("c", 1500), row("c", 1400), row("b", 1500, category="coding")]
    whole, found = read(dataset([row("a"), *others])), read(dataset([wrong, *others]))
    refuse_all_but_kept(whole, found, offending)
    assert {fact.contender_key for fact in scores(found)} == {"b", "c", "c #2"}
    assert {fact.contender_key for fact in contenders(found)} == {"b", "c", "c #2"}
    assert any(unread.where in {"column model_name", "column category", f"column {DAY}"} for unread in found.unread)


def test_rows_of_which_most_have_an_odd_text_are_refused() -> None:
    odd = [row(f"{number}K", 1500 + number) for number in range(3)]
    assert scores(read(dataset([*odd, *(row(f"m{number}", 1400) for number in range(3))])))
    with pytest.raises(PageChanged, match="not the name of a contender"):
        read(dataset([*odd, row("m0"), row("m1")]))


REFUSED = {**ODD, **{case: (its, offending.strip("'")) for case, (its, offending) in ODD_TEXTS.items()}}


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_that_is_none_refuses_a_history_with_the_offending_text(case: str) -> None:
    wrong, offending = REFUSED[case]
    with pytest.raises(PageChanged) as refusal:
        read(dataset([row("b", 1600), row("c", 1500), wrong, row("d", 1400)], "full"))
    assert offending in str(refusal.value)


def test_a_refusal_names_the_row_of_the_file() -> None:
    with pytest.raises(PageChanged, match="row 2"):
        read(dataset([row("b", 1400), row("c", 1700), row("a", 1500, rating_lower=1501.0)], "full"))


@pytest.mark.parametrize("name", ["latest", "full"])
def test_rows_that_are_the_same_in_everything_are_refused(name: str) -> None:
    with pytest.raises(PageChanged, match="twice"):
        read(dataset([row("x"), row("y"), row("x")], name))


def test_a_date_of_today_elsewhere_is_not_to_come() -> None:
    assert read(dataset([row("a", day=f"{AT + timedelta(days=2):%Y-%m-%d}")])).facts


FILES = {
    "no file": b"",
    "a web page": b"<html>could not be found</html>",
    "no rows": parquet([]),
    "a column less": parquet([row("a")], rating_upper=None),
    "no ratings": parquet([row("a", rating=1, variance=1) | {"rating": None}]),
    "a column of another board": parquet([row("a", score=0.5)], score="float64", rating=None),
    "votes as text": parquet([row("a", vote_count="7")], vote_count="string"),
    "ratings as text": parquet([row("a") | {"rating": "1500.5"}], rating="string"),
    "names as numbers": parquet([row("a") | {"model_name": 5}], model_name="int64"),
}


@pytest.mark.parametrize("case", FILES)
def test_what_is_no_leaderboards_file_is_refused(case: str) -> None:
    with pytest.raises(PageChanged):
        read(file_of(FILES[case]))


@pytest.mark.parametrize("share", range(0, 100, 7))
def test_a_file_that_is_cut_off_is_refused(share: int) -> None:
    body = parquet([row(f"m{number}", 1000 + number) for number in range(100)])
    with pytest.raises(PageChanged):
        read(file_of(body[: len(body) * share // 100]))


CAPTURED = [
    ("text_style_control_2026-07-31", "float64"),
    ("text_style_control_2026-08-13", "float64"),
    ("webdev_2026-07-02", "int64"),
    ("webdev_2026-08-01", "int64"),
    ("webdev_2026-08-13", "int64"),
]


def captured(file: Path, votes: str) -> tuple[Page, list[ArenaRow]]:
    found = json.loads(gzip.decompress(file.read_bytes()))
    published = {"leaderboard_publish_date": found["meta"]["leaderboard_publish_date"]}
    rows = [{**row, **published} for row in found["rows"]]
    page = file_of(parquet(rows, vote_count=votes), source=f"arena_{found['meta']['subset']}")
    return replace(page, moment=datetime.fromisoformat(found["meta"]["fetched_at"])), rows


@pytest.mark.parametrize(("name", "votes"), CAPTURED)
def test_captured_rows_are_all_there_by_category_and_date(
    capture: Callable[[str], Path], name: str, votes: str
) -> None:
    page, rows = captured(capture(f"arena/dataset_{name}.json.gz"), votes)
    found = [fact for fact in read(page).facts if isinstance(fact, Score)]
    assert Counter((fact.category, f"{fact.effective_from:%Y-%m-%d}") for fact in found) == Counter(
        (row["category"], row["leaderboard_publish_date"]) for row in rows
    )
    assert Counter(
        (fact.category, fact.contender_name, float(fact.score or 0), fact.votes) for fact in found
    ) == Counter((row["category"], row["model_name"], row["rating"], row["vote_count"]) for row in rows)
    assert all(fact.locator and rows[int(fact.locator[4:])]["model_name"] == fact.contender_name for fact in found)


@pytest.mark.parametrize(("name", "votes"), CAPTURED[2:])
def test_the_doubled_contender_of_webdev_is_kept_apart(capture: Callable[[str], Path], name: str, votes: str) -> None:
    page, _ = captured(capture(f"arena/dataset_{name}.json.gz"), votes)
    second = [fact for fact in read(page).facts if isinstance(fact, Score) and fact.contender_key.endswith(" #2")]
    assert {(fact.contender_key, fact.category) for fact in second} == {
        ("gpt-5.3-codex (codex-harness) #2", category)
        for category in ("overall", "webdev", "webdev-html", "webdev-react")
    }
