"""Arena's leaderboard pages: from the data that they bring and from the table that they show."""

import gzip
import json
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from bench.harness.arena_rows import ArenaRow, entry, flight, html, leaderboard, page_of, pushed, table
from models.facts.kinds import Contender, Notice, Score
from models.readings.reading import Reading, Scope
from models.readings.unread import KeptFacts, Unread
from scrapers.arena.page import read
from scrapers.page import PageChanged
from tests.support.odd import refuse_all_but_kept

SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
EIGHT = "Rank|Rank Spread|Model|Score|95% CI (±)|Votes|Organization|License"
FIVE = "Rank|Rank Spread|Model|Score|Votes"
SEVEN = f"{FIVE}|Price $/M|Context"
LOGO = "<svg><title>Anthropic</title><path></path></svg>"
SPREAD = "<span>1</span><span>◄─►</span><span>2</span>"


def scores(found: Reading) -> dict[str, Score]:
    return {fact.contender_key: fact for fact in found.facts if isinstance(fact, Score)}


def contenders(found: Reading) -> dict[str, Contender]:
    return {fact.contender_key: fact for fact in found.facts if isinstance(fact, Contender)}


def flown(board: ArenaRow, source: str = "arena_page_text") -> Reading:
    return read(page_of(html(pushed(flight(board))), source))


def test_scores_are_the_exact_ones_of_the_pages_data() -> None:
    found = flown(leaderboard([entry("a", 1496.22), entry("b", 1475, license="$undefined", modelOrganization="")]))
    assert [f"{fact.score} {fact.ci_low} {fact.ci_high} {fact.votes}" for fact in scores(found).values()] == [
        "1496.22 1400 1600.5 1234",
        "1475 1400 1600.5 1234",
    ]
    assert contenders(found)["b"].organization is contenders(found)["b"].license is None
    assert found.since == {}
    source = "arena_page_text"
    assert found.scopes == {Scope(Score, source, "overall"), Scope(Contender, source), Scope(Notice, source)}
    assert {(fact.effective_from, fact.locator) for fact in found.facts} == {(None, "entries[0]"), (None, "entries[1]")}


def test_a_key_of_the_sites_own_outlives_a_new_name() -> None:
    found = flown(leaderboard([entry("claude-high", modelKey="claude-thinking", inputPricePerMillion=5)]))
    assert contenders(found)["claude-thinking"].name == "claude-high"


def test_a_doubled_name_is_two_contenders_the_higher_rated_keeps_it() -> None:
    found = flown(leaderboard([entry("x", 1410.5), entry("x", 1400.5)]))
    assert {key: f"{fact.score}" for key, fact in scores(found).items()} == {"x": "1410.5", "x #2": "1400.5"}
    assert contenders(found)["x #2"].name == "x"


@pytest.mark.parametrize("slug", ["code", "webdev"])
@pytest.mark.parametrize("category", ["overall", "webdev"])
def test_the_code_board_has_two_names(slug: str, category: str) -> None:
    found = flown(leaderboard([entry("a")], arenaSlug=slug, leaderboardSlug=category), "arena_page_code")
    assert (scores(found)["a"].board, scores(found)["a"].category) == ("arena/code", "overall")


def test_entries_may_stand_in_a_row_of_their_own() -> None:
    data = flight({**leaderboard([]), "entries": "$7", "totalModels": 1}) + f"7:{json.dumps([entry('a')])}\n"
    assert scores(read(page_of(html(pushed(data))))).keys() == {"a"}


BROKEN: dict[str, tuple[ArenaRow, str]] = {
    "another board": (leaderboard([entry("a")], arenaSlug="vision"), "vision"),
    "a category": (leaderboard([entry("a")], leaderboardSlug="coding"), "coding"),
    "no style control": (leaderboard([entry("a")], params={"styleControl": False}), "styleControl"),
    "fewer entries than models": (leaderboard([entry("a")], totalModels=2), "1 of 2"),
    "no entries": (leaderboard([]), "leaderboard"),
    "no total": (leaderboard([entry("a")], totalModels="$undefined"), "$undefined"),
    "entries that lead nowhere": (leaderboard([]) | {"entries": "$99"}, "$99"),
    "entries that are none": (leaderboard([]) | {"entries": [7]}, "7"),
    "no score at all": (leaderboard([entry("a", None)]), "no row has a score"),
    "two of one name, one without a score": (leaderboard([entry("a"), entry("a", None)]), "twice, once without"),
    "a rating as text": (leaderboard([entry("a", "1500")]), "entries[].rating: a: 1500"),
    "a rating outside its interval": (leaderboard([entry("a", 1601)]), "1601"),
    "half a vote": (leaderboard([entry("a", votes=7.5)]), "7.5"),
    "votes that nobody gave": (leaderboard([entry("a", votes=-7)]), "-7"),
    "no name": (leaderboard([entry("")]), "modelDisplayName"),
    "a name that looks like a key of ours": (leaderboard([entry("a #2")]), "a #2"),
    "a licence that is none": (leaderboard([entry("a", license=7)]), "license"),
    "a key for one of two": (leaderboard([entry("a", modelKey="a"), entry("b")]), "key"),
    "the same in everything": (leaderboard([entry("a"), entry("b"), entry("a")]), "twice"),
    "scores in another order than ranks": (leaderboard([entry("a", 1450), entry("b", 1500)]), "order"),
    "one rank twice": (leaderboard([]) | {"entries": [entry("a"), entry("b")]}, "order"),
    "a rank that is none": (leaderboard([]) | {"entries": [entry("a", rank=0)]}, "rank: a: 0"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_data_of_another_page_or_of_a_part_is_refused_with_the_offending_text(case: str) -> None:
    board, offending = BROKEN[case]
    with pytest.raises(PageChanged) as refusal:
        flown(board)
    assert offending in str(refusal.value)


def test_an_entry_that_lacks_a_field_is_refused_by_its_name() -> None:
    with pytest.raises(PageChanged, match="ratingLower"):
        flown(leaderboard([{name: value for name, value in entry("a").items() if name != "ratingLower"}]))


ODD: dict[str, tuple[ArenaRow, str, bool]] = {
    "a rating as text": ({"rating": "N/A"}, "entries[].rating: b: N/A", True),
    "a rating outside its interval": ({"rating": 1601}, "entries[].rating: b: 1601 is outside", True),
    "half a vote": ({"votes": 7.5}, "entries[].votes: b: 7.5", True),
    "votes that nobody gave": ({"votes": -7}, "entries[].votes: b: -7", True),
    "an end as text": ({"ratingUpper": "9"}, "entries[].ratingUpper: b: 9", True),
    "no rank": ({"rank": None}, "entries[].rank: b: null", False),
    "a rank that is none": ({"rank": 0}, "entries[].rank: b: 0", False),
    "a licence that is none": ({"license": 7}, "entries[].license: b: 7", True),
    "no name": ({"modelDisplayName": None}, "entries[].modelDisplayName: null", True),
    "a name that looks like a key of ours": ({"modelDisplayName": "b #2"}, "modelDisplayName: b #2", True),
}


@pytest.mark.parametrize("case", ODD)
def test_an_odd_field_is_named_and_what_it_would_state_is_kept(case: str) -> None:
    changed, offending, loses = ODD[case]
    board = leaderboard([entry("a"), entry("b", 1450), entry("c", 1400)])
    whole = flown(board)
    board["entries"][1] |= changed
    found = flown(board)
    refuse_all_but_kept(whole, found, offending)
    assert ("b" not in scores(found)) == loses
    assert scores(found).keys() >= {"a", "c"}


@pytest.mark.parametrize("missing", ["rating", "votes", "rank", "license", "modelDisplayName", "ratingLower"])
def test_a_field_that_is_missing_is_named_and_what_it_would_state_is_kept(missing: str) -> None:
    board = leaderboard([entry("a"), entry("b", 1450), entry("c", 1400)])
    whole = flown(board)
    del board["entries"][1][missing]
    refuse_all_but_kept(whole, flown(board), f"entries[].{missing}")


@pytest.mark.parametrize("instead", ["$undefined", None, 7, "b", [], {}])
def test_an_entry_that_is_none_is_named_and_no_contender_is_gone_meanwhile(instead: object) -> None:
    board = leaderboard([entry("a"), entry("b", 1450), entry("c", 1400)])
    whole = flown(board)
    board["entries"][1] = instead
    found = flown(board)
    refuse_all_but_kept(whole, found, "entries[]")
    assert scores(found).keys() == {"a", "c"}


def test_an_entry_without_the_key_that_the_others_have_is_named() -> None:
    board = leaderboard([entry(name, 1450 - place, modelKey=name) for place, name in enumerate("abc")])
    whole = flown(board)
    del board["entries"][1]["modelKey"]
    refuse_all_but_kept(whole, flown(board), "entries[].modelKey: b")


@pytest.mark.parametrize("behind", ["<!-- cached -->", "<script>1 < 2</script>\n"])
def test_what_caches_put_behind_the_end_is_no_cut(behind: str) -> None:
    for text in (html(pushed(flight(leaderboard([entry("a")])))), shown(FIVE, LINE)):
        assert read(page_of(text + behind)) == read(page_of(text))


NEITHER: ArenaRow = {"ratingLower": None, "ratingUpper": "$undefined", "votes": None}


def test_an_entry_without_bounds_or_votes_is_an_entry_without_them() -> None:
    found = flown(leaderboard([entry("a"), entry("b", 1400, **NEITHER)]))
    score = scores(found)["b"]
    assert (score.score, score.ci_low, score.ci_high, score.votes) == (Decimal(1400), None, None, None)
    assert found.unread == ()


def test_an_entry_with_one_bound_has_none_and_the_other_is_named() -> None:
    found = flown(leaderboard([entry("a"), entry("b", 1400, ratingUpper=None)]))
    assert scores(found)["b"].ci_low is None
    assert found.unread == (Unread("entries[].ratingLower", "rows without the other end of the interval"),)


def test_an_entry_without_a_score_states_its_contender_and_leaves_the_score_as_it_is_believed() -> None:
    found = flown(leaderboard([entry("a"), entry("b", None)]))
    assert (scores(found).keys(), contenders(found).keys()) == ({"a"}, {"a", "b"})
    believed = KeptFacts.of(Score, source="arena_page_text", category="overall", contender_key="b")
    assert found.unread == (Unread("scores", "rows without a score", keeps=frozenset({believed})),)


def test_fields_that_nobody_knows_are_named_and_the_others_are_read() -> None:
    found = flown(leaderboard([entry("a", elo=7), entry("b", 1400)], season="autumn"))
    assert found.unread == (Unread("season", "text"), Unread("entries[].elo", "number"))
    assert scores(found) == scores(flown(leaderboard([entry("a"), entry("b", 1400)])))


def name(text: str, under: str = "") -> str:
    return f"<div>{LOGO}<a href='#' title='{text}'><span>{text}</span>{LOGO}</a>{under}</div>"


UNDER = "<div><span>Anthropic</span> · <span>Proprietary</span></div>"
PRELIMINARY = "<span><span>1504</span><button><div><span class='hidden'>Preliminary</span></div></button></span>"
GENERATIONS = {
    "until 2026-02-09": (EIGHT, ["1", SPREAD, name("a"), "1504", "±<!-- -->10", "2,829", "Anthropic", "Proprietary"]),
    "preliminary": (EIGHT, ["1", SPREAD, name("a"), PRELIMINARY, "±10", "2,829", "Anthropic", "Proprietary"]),
    "since 2026-02-10": (FIVE, ["1", SPREAD, name("a", UNDER), "1504 <span>±10</span>", "2,829"]),
    "since 2026-03-11": (SEVEN, ["1", SPREAD, name("a", UNDER), "1504±10", "2829", "$5 / $25", "1M"]),
    "preliminary since": (SEVEN, ["1", SPREAD, name("a", UNDER), "1504±10 Preliminary", "2,829", "$5 / $25", "1M"]),
    "not symmetric": (SEVEN, ["1", SPREAD, name("a", UNDER), "1504+10/-10", "2,829", "N/A", "N/A"]),
}


def shown(header: str, *lines: list[str], total: int | None = None, heading: str = "Text Arena") -> str:
    return html(table(header, lines), heading, len(lines) if total is None else total)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_generation_of_the_table_says_the_same(generation: str) -> None:
    header, line = GENERATIONS[generation]
    found = read(page_of(shown(header, line)))
    (score,), (contender,) = scores(found).values(), contenders(found).values()
    assert (f"{score.score} {score.ci_low} {score.ci_high}", score.votes) == ("1504 1494 1514", 2829)
    assert (contender.organization, contender.license, contender.locator) == ("Anthropic", "Proprietary", "row 1")


def test_an_interval_may_reach_farther_to_one_side() -> None:
    found = read(page_of(shown(FIVE, ["1", SPREAD, name("a", UNDER), "1631+17/-15", "9"])))
    assert (scores(found)["a"].ci_low, scores(found)["a"].ci_high) == (Decimal(1616), Decimal(1648))


def test_a_minus_sign_may_be_a_picture() -> None:
    down, up = (f'<svg aria-label="{label}"><title>{label}</title></svg>' for label in ("Down", "Up"))
    lines = (["1", SPREAD, name("a", UNDER), f"{up}7.5 ±1", "9"], ["2", SPREAD, name("b", UNDER), f"{down}7.5 ±1", "9"])
    found = read(page_of(shown(FIVE, *lines, heading="Agent Arena"), "arena_page_agent"))
    assert {key: f"{fact.ci_low} {fact.score}" for key, fact in scores(found).items()} == {
        "a": "6.5 7.5",
        "b": "-8.5 -7.5",
    }


LINE = GENERATIONS["since 2026-02-10"][1]
NEXT = ["2", *LINE[1:2], name("b", UNDER), "1400", "-"]


def test_a_line_without_an_interval_or_votes_is_a_line_without_them() -> None:
    found = scores(read(page_of(shown(FIVE, LINE, NEXT))))
    assert [(fact.score, fact.ci_low, fact.votes) for fact in found.values()] == [
        (Decimal(1504), Decimal(1494), 2829),
        (Decimal(1400), None, None),
    ]


def test_a_line_without_a_score_states_its_contender_alone() -> None:
    found = read(page_of(shown(FIVE, LINE, [*NEXT[:3], "–", "7"])))
    assert (scores(found).keys(), contenders(found).keys()) == ({"a"}, {"a", "b"})
    assert [len(unread.keeps) for unread in found.unread] == [1]


def test_a_column_of_the_table_that_nobody_knows_is_named_and_the_others_are_read() -> None:
    found = read(page_of(shown(f"{FIVE}|Elo", [*LINE, "7"])))
    assert found.unread == (Unread("column Elo", "a column of the table"),)
    assert scores(found) == scores(read(page_of(shown(FIVE, LINE))))


def with_cell(column: int, cell: str) -> str:
    return shown(FIVE, [*LINE[:column], cell, *LINE[column + 1 :]])


TABLES = {
    "another board": (shown(FIVE, LINE, heading="Vision Arena"), "Vision Arena"),
    "no heading": (shown(FIVE, LINE).replace("h1", "h2"), "no heading"),
    "fewer rows than models": (shown(FIVE, LINE, total=302), "1 of [302]"),
    "no total": (shown(FIVE, LINE).replace("Total Models", "Models"), "nobody knows"),
    "no rows": (shown(FIVE), "leaderboard"),
    "a column less": (shown("Rank|Model|Score", ["1", name("a"), "7±1"]), "Score"),
    "a column twice": (shown(f"{FIVE}|Score", [*LINE, "7±1"]), "Score | Votes | Score"),
    "a cell less": (shown(FIVE, LINE[:-1]), "1504"),
    "no interval": (with_cell(3, "1504"), "1504"),
    "two numbers": (with_cell(3, "15 04±10"), "15 04"),
    "a score that is none": (with_cell(3, "N/A"), "N/A"),
    "votes that are none": (with_cell(4, "2.8K"), "2.8K"),
    "more than who and how": (with_cell(2, name("a", "<b>New</b>")), "New"),
    "no name": (with_cell(2, LOGO), "1504"),
    "a rank that is none": (with_cell(0, "first"), "first"),
    "the same in everything": (shown(FIVE, LINE, LINE), "twice"),
    "rows in another order": (shown(FIVE, ["2", *LINE[1:4], "7"], LINE), "order"),
    "two tables": (html(2 * table(FIVE, [LINE]), total=1), "2 whole tables"),
    "a grid instead of a table": (html("<div role='row'>a 1504±10</div>", total=1), "neither"),
    "not found": (html("<h2>This page could not be found.</h2>"), "could not be found"),
}


ODD_LINES: dict[str, tuple[list[str], str, bool]] = {
    "two numbers": ([*NEXT[:3], "14 00±10", "9"], "14 00", True),
    "a score that is none": ([*NEXT[:3], "N/A", "9"], "N/A", True),
    "votes that are none": ([*NEXT[:4], "2.8K"], "2.8K", True),
    "more than who and how": ([*NEXT[:2], name("b", "<b>New</b>"), *NEXT[3:]], "New", True),
    "no name": ([*NEXT[:2], LOGO, *NEXT[3:]], "1400", True),
    "a cell less": (NEXT[:-1], "1400", True),
    "a cell more": ([*NEXT, "7"], "1400", True),
    "a rank that is none": (["second", *NEXT[1:]], "second", False),
}


@pytest.mark.parametrize("case", ODD_LINES)
def test_an_odd_line_is_named_and_the_others_are_read(case: str) -> None:
    odd, offending, loses = ODD_LINES[case]
    last = ["3", *LINE[1:2], name("c", UNDER), "1300±9", "7"]
    whole, found = read(page_of(shown(FIVE, LINE, NEXT, last))), read(page_of(shown(FIVE, LINE, odd, last)))
    refuse_all_but_kept(whole, found, offending)
    assert ("b" not in scores(found)) == loses
    assert scores(found).keys() >= {"a", "c"}


def test_an_odd_line_counts_as_one_of_the_models_and_one_that_is_missing_does_not() -> None:
    lines = (LINE, ODD_LINES["no name"][0], ["3", *LINE[1:2], name("c", UNDER), "1300±9", "7"])
    assert scores(read(page_of(shown(FIVE, *lines)))).keys() == {"a", "c"}
    with pytest.raises(PageChanged, match="cut off: '3 of"):
        read(page_of(shown(FIVE, *lines, total=4)))


@pytest.mark.parametrize("case", TABLES)
def test_a_table_of_another_page_or_of_a_part_is_refused_with_the_offending_text(case: str) -> None:
    text, offending = TABLES[case]
    with pytest.raises(PageChanged) as refusal:
        read(page_of(text))
    assert offending in str(refusal.value)


def test_the_table_of_a_category_is_not_that_of_the_board() -> None:
    with pytest.raises(PageChanged, match="coding"):
        read(page_of(shown(FIVE, LINE), path="/leaderboard/text/coding"))


@pytest.fixture
def whole(capture: Callable[[str], Path]) -> str:
    return gzip.decompress(capture("arena/page_text_2026-02-06.html.gz").read_bytes()).decode()


def rounded(fact: Score) -> Decimal:
    """As the site does: 1437.5 is shown as 1438, 1326.5 as 1327."""
    return Decimal(fact.score or 0).quantize(Decimal(1), ROUND_HALF_UP)


def test_the_captured_page_says_the_same_by_its_data_and_by_its_table(whole: str) -> None:
    exact, table_only = read(page_of(whole)), read(page_of(SCRIPT.sub("", whole)))
    assert len(scores(exact)) == len(contenders(exact)) == 302
    assert f"{scores(exact)['claude-opus-4-6'].score}" == "1496.22"
    assert {key: (rounded(fact), fact.votes) for key, fact in scores(exact).items()} == {
        key: (fact.score, fact.votes) for key, fact in scores(table_only).items()
    }
    assert contenders(exact) == contenders(table_only)


def test_the_captured_soft_404_is_refused(capture: Callable[[str], Path]) -> None:
    with pytest.raises(PageChanged, match="could not be found"):
        read(page_of(gzip.decompress(capture("arena/page_soft404_2026-02.html.gz").read_bytes())))


@pytest.mark.parametrize("share", [20, 50, 95])
@pytest.mark.parametrize("closed", [False, True])
def test_the_captured_page_cut_off_in_its_rows_is_refused(whole: str, share: int, closed: bool) -> None:
    """By the cut itself and, where somebody closed what was open, by the number of models."""
    begins = [found.start() for found in re.finditer("<tr", whole)]
    kept = whole[: begins[1 + 302 * share // 100]]
    with pytest.raises(PageChanged, match="cut off"):
        read(page_of(kept + "</tbody></table></body></html>" if closed else kept))


@pytest.mark.parametrize("share", [20, 50, 95])
def test_the_captured_data_cut_off_in_its_entries_is_refused(whole: str, share: int) -> None:
    begins = [found.start() for found in re.finditer(r'\{\\"rank\\":', whole)]
    assert len(begins) == 302
    end = whole.index("]", begins[-1])
    kept = whole[: begins[302 * share // 100] - 1] + whole[end:]
    with pytest.raises(PageChanged, match="cut off"):
        read(page_of(kept))
    with pytest.raises(PageChanged):
        read(page_of(whole[: begins[302 * share // 100]] + '"])</script></body></html>'))


def test_the_captured_page_is_no_other_boards(whole: str) -> None:
    for text in (whole, SCRIPT.sub("", whole)):
        with pytest.raises(PageChanged, match="arena/vision"):
            read(page_of(text, "arena_page_vision"))


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(PageChanged, match="UTF-8"):
        read(page_of(b"\xff</html>"))
