"""`almanac scores`: who stands where on a leaderboard, and how a score went."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.harness.dates import day
from cli.main import main
from flows.clock import utc_now
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.leaderboards.board_list import boards
from models.leaderboards.curves import Curve, Rebase, curves, rebases
from models.leaderboards.scores import LeaderboardRow, leaderboard, leaderboard_at
from samples.arena import parquet
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.golden.alert_story import fill_with_story
from tests.support.board_walks import INDEX, RAW, TEXT, board_walk
from tests.support.publishes import contender, field, publish
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.views import LEADERBOARD_NOW

JUNE = "2026-06-01"
MAY = [
    ("claude-opus-4-7-thinking", 1, (1, 6)),
    ("claude-opus-4-6-thinking", 2, (1, 5)),
    ("claude-opus-4-6", 3, (1, 6)),
]
"""The first places of the text board as published on 2026-05-07, and those that they share."""


def test_the_board_stands_as_it_was_published_by_the_trusted_source(
    recordings: Recordings, store: Store, almanac: Almanac
) -> None:
    recordings.fill(store, board_walk, TEXT, RAW, until=JUNE)
    rows = almanac("scores", "arena/text", "overall", "--json").rows
    assert all(list(row) == list(LEADERBOARD_NOW.c.keys()) for row in rows)
    assert {row["source"] for row in rows} == {TEXT}
    assert [(row["contender_key"], row["place"], (row["best_place"], row["worst_place"])) for row in rows[:3]] == MAY
    assert {row["tied_with"] - (row["worst_place"] - row["best_place"]) for row in rows} == {0}
    assert rows[0]["score"] == "1503.42"


def test_a_table_has_the_first_places_the_watched_models_and_the_credit(store: Store, almanac: Almanac) -> None:
    with store.writing() as session:
        publish(session, 0, {"overall": field(30) | {"deepseek-v9": (1000, 5, 77)}})
    answer = almanac("scores", "arena/text")
    lines = [line.split()[:2] for line in answer.out.splitlines() if line.strip()[:1].isdigit() and " of " not in line]
    assert [place for place, *_ in lines] == [str(place) for place in (*range(1, 21), 31)]
    assert lines[-1] == ["31", "deepseek-v9"]
    assert "21 of 31; all of them: --top 31\n" in answer.out
    assert SOURCES[TEXT].credit in answer.text
    assert "deepseek-v9" not in almanac("scores", "arena/text", "--top", "30").out
    assert "deepseek-v9" in almanac("scores", "arena/text", "--top", "31").out
    assert len(almanac("scores", "arena/text", "--json").rows) == 31
    assert almanac("scores", "arena/text", "--json").err == f"{SOURCES[TEXT].credit}\n"


def test_without_a_category_it_is_the_one_that_the_board_is_about(
    recordings: Recordings, store: Store, almanac: Almanac
) -> None:
    recordings.fill(store, board_walk, TEXT, INDEX, until=JUNE)
    text, index = almanac("scores", "arena/text"), almanac("scores", "artificial-analysis")
    assert text.out.startswith("arena/text overall, scores of 2026-05-07, by arena_text_style_control\n")
    assert text.err == "This is overall; others: coding\n"
    assert index.out.startswith("artificial-analysis intelligence_index, scores of ")
    assert ", method 4, by artificial_analysis\n" in index.out
    head = index.out.splitlines()[2].split()
    assert head == ["place", "contender", "score", "organization", "model"]
    assert "Source: Artificial Analysis (https://artificialanalysis.ai)." in index.out


@pytest.mark.both_databases
def test_a_source_that_is_not_trusted_most_can_be_asked(recordings: Recordings, store: Store, almanac: Almanac) -> None:
    recordings.fill(store, board_walk, TEXT, RAW, until=JUNE)
    trusted, raw = (almanac("scores", "arena/text", *words, "--json").rows for words in ((), ("--source", RAW)))
    assert ({row["source"] for row in trusted}, {row["source"] for row in raw}) == ({TEXT}, {RAW})
    assert trusted[0]["score"] != raw[0]["score"]


def test_before_anything_was_read_the_board_is_the_trusted_sources(
    recordings: Recordings, store: Store, almanac: Almanac
) -> None:
    """Both state the publish of 23 April, a day before they were first read."""
    recordings.fill(store, board_walk, TEXT, RAW, until="2026-05-01")
    rows = almanac("scores", "arena/text", "--at", "2026-04-23T12:00Z", "--json").rows
    assert {row["source"] for row in rows} == {TEXT}


def test_a_board_can_be_asked_for_another_day(recordings: Recordings, store: Store, almanac: Almanac) -> None:
    recordings.fill(store, board_walk, TEXT, until="2026-09-01")
    then = almanac("scores", "arena/text", "--at", JUNE, "--json").rows
    assert [(row["contender_key"], row["place"], (row["best_place"], row["worst_place"])) for row in then[:3]] == MAY
    names = {row["contender_key"] for row in then}
    assert "deepseek-v4-pro-thinking" in names
    assert "deepseek-v4-pro-high-preview" not in names


def test_a_board_can_be_asked_for_what_was_believed_of_a_day(
    recordings: Recordings, store: Store, almanac: Almanac
) -> None:
    """The dataset has the publish of 21 July a day later."""
    recordings.fill(store, board_walk, TEXT, until="2026-09-01")
    words = ("scores", "arena/text", "--at", "2026-07-22", "--json")
    late, early = (almanac(*words, "--believed", at).rows for at in ("2026-08-01", "2026-07-22T02:59Z"))
    assert [max(row["effective_from"] for row in rows) for rows in (late, early)] == [
        "2026-07-21T00:00:00Z",
        "2026-07-02T00:00:00Z",
    ]
    assert almanac(*words).rows == late


def shown(session: Session, board: str, category: str) -> list[LeaderboardRow]:
    """What the view shows."""
    view = LEADERBOARD_NOW.c
    query = select(LEADERBOARD_NOW).where(view.board == board, view.category == category)
    rows = session.execute(query.order_by(view.place, view.contender_key)).mappings()
    return [LeaderboardRow(**{str(name): value for name, value in row.items()}) for row in rows]


@pytest.mark.both_databases
def test_the_board_at_this_instant_is_the_board_now_and_what_the_view_shows(
    recordings: Recordings, store: Store
) -> None:
    """Of all sample boards; a publish of Arena's has ties, one of Artificial Analysis's no intervals."""
    fill_with_story(recordings, store)
    now, found = utc_now(), list[LeaderboardRow]()
    with store.reading() as session:
        for board, categories in boards(session).items():
            for category in categories:
                rows = leaderboard(session, board, category)
                assert rows == leaderboard_at(session, board, category, now, now) == shown(session, board, category)
                found += rows
        both = leaderboard(session, "arena/text")
    assert {one.board for one in found} >= {"arena/text", "arena/code", "arena/vision", "artificial-analysis"}
    assert any(one.tied_with for one in found)
    assert any(one.ci_low is None for one in found)
    assert both == [one for one in found if one.board == "arena/text"]
    assert [one.category for one in both] == sorted(one.category for one in both)
    assert {one.category for one in both} == {"coding", "overall"}


@pytest.mark.both_databases
def test_before_the_first_publish_nothing_stands(recordings: Recordings, store: Store, almanac: Almanac) -> None:
    recordings.fill(store, board_walk, TEXT, until="2026-05-01")
    answer = almanac("scores", "arena/text", "overall", "--at", "2020-01-01", "--json")
    assert (answer.code, answer.out, answer.err) == (0, "", "there were no scores at that instant\n")


def test_what_boards_there_are_is_listed(recordings: Recordings, store: Store, almanac: Almanac) -> None:
    assert almanac("scores").err.startswith("no leaderboard yet: run `almanac up`")
    recordings.fill(store, board_walk, TEXT, RAW, until="2026-05-01")
    assert almanac("scores", "--json").rows == [
        {"board": "arena/text", "categories": ["coding", "overall"], "sources": [RAW, TEXT]}
    ]
    assert [line.split() for line in almanac("scores").out.splitlines()[2:]] == [
        ["arena/text", "coding,", "overall", f"{RAW},", TEXT]
    ]


NO_SENSE: dict[tuple[str, ...], str] = {
    ("arena/txt",): "unknown board 'arena/txt': did you mean arena/text",
    ("arena/text", "cooding"): "unknown category of arena/text 'cooding': did you mean coding?",
    ("arena/text", "--source", "arena_txt"): "unknown source of arena/text overall 'arena_txt': did you mean ",
    ("arena/text", "--top", "0"): "--top 0: at least one place",
    ("arena/text", "--at", "2026-06-01T10:00"): "has no time zone: write 2026-06-01T10:00Z",
    ("arena/text", "--at", "then"): "neither a date nor an instant",
}


def test_what_makes_no_sense_is_exit_2(recordings: Recordings, store: Store, almanac: Almanac) -> None:
    recordings.fill(store, board_walk, TEXT, until="2026-05-01")
    for words, told in NO_SENSE.items():
        answer = almanac("scores", *words)
        assert (answer.code, answer.out) == (2, ""), words
        assert told in answer.err


def test_without_a_database_it_says_what_to_run(home: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert home
    assert main(["scores", "arena/text"]) == 1
    assert capsys.readouterr() == ("", "almanac: no history yet: run `almanac up`, or `almanac demo` for an example\n")


def test_control_characters_of_a_name_do_not_reach_the_terminal(store: Store, almanac: Almanac) -> None:
    with store.writing() as session:
        publish(session, 0, {"overall": field(3) | {"\x1b[31mdeepseek\x07-red": (1500, 5, 7)}})
    assert "\N{REPLACEMENT CHARACTER}[31mdeepseek\N{REPLACEMENT CHARACTER}-red" in almanac("scores", "arena/text").out


def test_a_curve_ends_where_the_method_changes(recordings: Recordings, store: Store) -> None:
    fill_with_story(recordings, store)
    with store.reading() as session:
        standings = [
            one
            for one in leaderboard(session, "artificial-analysis", "intelligence_index")
            if one.contender_name == "DeepSeek V4 Pro (Reasoning, Max Effort)"
        ]
        breaks = rebases(session, "artificial-analysis", INDEX)
        (curve,) = curves(session, standings, breaks)
    assert breaks == [
        Rebase(day("2026-06-16 04:00"), "method 4.1"),
        Rebase(day("2026-08-07 04:00"), "method 4.2"),
    ]
    assert [{one.methodology for one in piece} for piece in curve.pieces] == [{"4"}, {"4.1"}, {"4.2"}]
    assert [f"{piece[-1].score}" for piece in curve.pieces] == ["51.5", "44.3", "45.3"]
    assert [piece[0].start for piece in curve.pieces[1:]] == [rebase.at for rebase in breaks]


def test_a_curve_has_a_gap_while_the_contender_was_gone(store: Store) -> None:
    with store.writing() as session:
        for number, there in enumerate((True, False, True)):
            publish(session, number, {"overall": field(12) | ({"deepseek-v9": (1500, 5, 7)} if there else {})})
    with store.reading() as session:
        (best, *_) = leaderboard(session, "arena/text", "overall")
        (curve,) = curves(session, [best])
    assert isinstance(curve, Curve)
    assert (curve.name, [len(piece) for piece in curve.pieces]) == ("deepseek-v9", [1, 1])


def test_a_curve_goes_on_under_the_new_name(recordings: Recordings, store: Store) -> None:
    """Renamed on 2 August; the raw board's twin of that name is another source's."""
    fill_with_story(recordings, store)
    with store.reading() as session:
        standings = [
            one
            for one in leaderboard(session, "arena/text", "overall")
            if one.contender_key == "deepseek-v4-pro-high-preview"
        ]
        (curve,) = curves(session, standings)
    (piece,) = curve.pieces
    assert (curve.name, piece[0].start) == ("deepseek-v4-pro-high-preview", day("2026-04-23"))
    assert [one.start for one in piece] == sorted({one.start for one in piece})


def test_a_name_that_was_another_contenders_before_begins_its_curve_with_the_new_one(store: Store) -> None:
    """`old` left; `first` was renamed to it."""
    with store.writing() as session:
        mine = {"first": (1500, 5, 700)}
        for number, others in enumerate(({"old": (900, 5, 70)} | mine, mine, {"old": (1500, 5, 700)})):
            publish(session, number, {"overall": field(12) | others})
    with store.reading() as session:
        (best, *_) = leaderboard(session, "arena/text", "overall")
        (curve,) = curves(session, [best])
    assert [[f"{one.score}" for one in piece] for piece in curve.pieces] == [["1500", "1500"]]


def doctor(almanac: Almanac, check: str) -> list[tuple[str, str]]:
    return [(row["state"], row["detail"]) for row in almanac("doctor", "--json").rows if row["check"] == check]


def test_the_doctor_names_the_contenders_that_are_no_known_model(store: Store, almanac: Almanac) -> None:
    with store.writing() as session:
        known = contender("m00", model="m")
        publish(session, 0, {"overall": field(5)}, [known])
        publish(session, 1, {"overall": field(6)}, [known])
        publish(session, 2, {"overall": field(5)}, [known])
    unknown = "4 of 5 contenders match no known model: m01, m02, m03"
    assert ("ok", f"{unknown}, m04") in doctor(almanac, f"{TEXT} names")
    assert f"{unknown} and 1 more" in " ".join(almanac("doctor").out.split())


def test_the_doctor_says_what_is_not_asked_and_how_it_would_be(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor(almanac, INDEX) == [
        (
            "note",
            "skipped: no API key (free with an account at https://artificialanalysis.ai (Data API)); "
            "set `artificial_analysis_key`",
        )
    ]
    assert doctor(almanac, "artificial_analysis_pages") == [("ok", "not chosen: models")]
    ((_, subsets),) = doctor(almanac, "arena_subsets")
    assert subsets == "not chosen: agent"
    monkeypatch.setenv("ALMANAC_ARTIFICIAL_ANALYSIS_KEY", "k")
    monkeypatch.setenv("ALMANAC_ARTIFICIAL_ANALYSIS_PAGES", "models")
    assert doctor(almanac, INDEX) + doctor(almanac, "artificial_analysis_pages") == []


def test_the_doctor_says_where_the_settings_name_the_sources(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_SOURCES", "deepseek_pricing")
    assert doctor(almanac, "sources") == [("ok", "only these sources are read: deepseek_pricing")]
    assert doctor(almanac, INDEX) == []


def test_the_agent_board_is_printed_with_its_digits_and_below_nothing(store: Store, almanac: Almanac) -> None:
    source = SOURCES["arena_agent"]
    body = parquet.parquet("agent", "latest", day("2026-09-26 03:00"))
    page = Page(source.name, f"https://example.org{source.path}", body, day("2026-09-26 03:00"))
    assert process_attempt(Run(store, source), lambda: page).outcome == "facts"
    lines = [" ".join(line.split()) for line in almanac("scores", "arena/agent").out.splitlines()]
    assert "1 Claude Fable 5 (High) 0.119 0.108–0.130 2960514" in lines
    assert "4 3–5 DeepSeek V4.1 Flash (Max) 0.000 -0.012 to 0.013 204118" in lines
    assert "5 4–5 Qwen3.7 Max -0.004 -0.011 to 0.003 1460092" in lines
