"""What the contenders near the top of a leaderboard cost at their vendors, the cheapest first."""

import re
from base64 import b64decode
from decimal import Decimal

import pytest

from bench.harness.sample_pages import page_of
from flows.clock import utc_now
from flows.database import Store
from flows.pipeline.attempts import open_store, process_attempt
from flows.reports.pages import family_artifacts
from flows.reports.value_chart import value_chart
from flows.run import Run
from flows.settings.load import Settings
from samples.boards.visits import instants
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.priced_home import load_histories
from tests.support.recordings import Recordings
from tests.support.typed import Almanac

BOARD = "arena_webdev"
WORDS = ("value", "arena/code", "overall")


def read_board(store: Store) -> None:
    for at in instants(BOARD):
        page = Page(BOARD, SOURCES[BOARD].path, page_of(BOARD, at), at)
        process_attempt(Run(store, SOURCES[BOARD]), lambda page=page: page)


@pytest.fixture
def store_with_board(recordings: Recordings, settings: Settings) -> Store:
    """The database of the command line with a board and the prices of its vendors."""
    store = open_store(settings)
    recordings.fill(store, read_board, after=recordings.made(load_histories))
    return store


@pytest.mark.usefixtures("store_with_board")
def test_the_cheapest_is_first_and_what_is_unknown_is_named(almanac: Almanac) -> None:
    rows = almanac(*WORDS, "--within", "50", "--at", "2026-08-14", "--json").rows
    assert [(row["contender_key"], row["billed_as"], row["price"], row["unknown"]) for row in rows] == [
        ("kimi-k3-max", "moonshot/kimi-k3", "6.000000", None),
        ("claude-opus-5-max", "anthropic/claude-opus-5", "10.000000", None),
        ("claude-opus-5-high", "anthropic/claude-opus-5", "10.000000", None),
        ("qwen3.8-max", None, None, "which model it is has not been reviewed"),
    ]
    leader = max(Decimal(row["score"]) for row in rows)
    assert all(leader - Decimal(row["score"]) <= 50 for row in rows)
    assert {(row["mix"], row["mode"], row["currency"], row["at"]) for row in rows} == {
        ("3:1", "standard", "USD", "2026-08-14T00:00:00Z")
    }


@pytest.mark.usefixtures("store_with_board")
def test_the_price_is_that_of_the_instant_and_of_the_version_behind_a_name(almanac: Almanac) -> None:
    def of(at: str, key: str) -> tuple[object, ...]:
        rows = almanac(*WORDS, "--within", "400", "--at", at, "--json").rows
        row = next(row for row in rows if row["contender_key"] == key)
        return row["billed_as"], row["band"], row["input"], row["output"]

    assert of("2026-04-25", "deepseek-v4-pro-thinking") == ("deepseek/deepseek-v4-pro", "flat", "1.74", "3.48")
    assert of("2026-05-08", "deepseek-v4-pro-thinking") == ("deepseek/deepseek-v4-pro", "flat", "0.435", "0.87")
    # Another name answers as it, too, at the same price.
    assert of("2026-06-12", "deepseek-v4-flash")[0] == "deepseek/deepseek-v4-flash"
    # Since 13 August another build answers to the name, and the launch weights have no price.
    assert of("2026-10-09", "deepseek-v4-pro") == (None, None, None, None)
    name, band, *_ = of("2026-10-09", "deepseek-v4-pro-high-20260813")
    assert (name, band) == ("deepseek/deepseek-v4-pro", "off_peak")


@pytest.mark.usefixtures("store_with_board")
def test_the_table_fits_and_says_by_what_it_compares(almanac: Almanac) -> None:
    shown = almanac(*WORDS, "--within", "50", "--at", "2026-08-14").out
    assert "at 2026-08-14 00:00Z" in shown
    assert "3:1 of input to output, mode standard, USD" in " ".join(shown.split())
    assert "unknown" in shown
    assert "last good reading 2026-07" not in shown  # the catalogue knows of no change until October
    assert almanac(*WORDS, "--mix", "0:1", "--at", "2026-08-14", "--json").rows[0]["price"] == "15.000000"


@pytest.mark.usefixtures("store_with_board")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("value", "arena/cod"), "did you mean arena/code"),
        (("value", "arena/code", "overal"), "did you mean overall"),
        ((*WORDS, "--within", "x"), "'x' is not a number of points"),
        ((*WORDS, "--mix", "0:0"), "'0:0' is not a mix"),
    ],
)
def test_a_mistyped_word_is_named(almanac: Almanac, words: tuple[str, ...], says: str) -> None:
    done = almanac(*words)
    assert (done.code, done.out) == (2, "")
    assert says in done.err


def test_its_chart_is_an_artifact_of_the_run_that_makes_the_board(store_with_board: Store, settings: Settings) -> None:
    made = family_artifacts(store_with_board, "arena/code", settings, utc_now())
    written = {artifact.key: artifact.data for artifact in made}
    assert set(written) == {"leaderboard-arena-code", "value-arena-code"}
    page = written["value-arena-code"]
    found = re.search(r"data:image/svg\+xml;base64,([^)]+)", page)
    assert found is not None
    svg = b64decode(found[1]).decode()
    assert svg.count("<circle") == svg.count("claude") + svg.count("gpt")
    assert "mode standard" in page
    assert "model-prices" in page


def test_a_chart_has_a_dot_for_each_contender_and_no_markup_of_a_name() -> None:
    svg = value_chart("t", [("<b>", 1.0, Decimal(5)), ("free", 0.0, Decimal(4)), ("c", 10.0, Decimal(4))]).decode()
    assert svg.count("<circle") == 3
    assert "<b>" not in svg
    assert "&lt;b&gt;" in svg
    xs = [float(x) for x in re.findall(r'<circle cx="([0-9.]+)"', svg)]
    assert min(xs) >= 62
    assert value_chart("t", [("one", 1.0, Decimal(5))]).count(b"<circle") == 1
