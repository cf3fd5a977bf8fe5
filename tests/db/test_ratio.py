"""Ratios of prices: the table of April 2026 to the digit, the same on both databases and in PostgreSQL's function."""

from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import text

from bench.harness.dates import day
from flows.database import Store
from models.pricing.ratio import BadMix, Mix, ratio
from models.queries import billing
from models.schema.views import PRICE_RATIO
from scrapers.catalogue.tokenizers import tokenizer_note
from tests.support.priced_home import NOW, load_histories, priced_home
from tests.support.recordings import Recordings
from tests.support.typed import Almanac

assert priced_home
PRO, FLASH, DAY = "deepseek-v4-pro", "deepseek-v4-flash", "2026-04-26"
MIXES = ("1:0", "0:1", "1:1", "3:1", "1:9")
TABLE = """
claude-opus-4-7        | 2.87 7.18 5.75 4.60 6.96      | 28.74 18.39   | 89.29
claude-sonnet-4-5      | 1.72 4.31 3.45 2.76 4.17      | 17.24 11.03   | 53.57
gpt-5.5                | 2.87 8.62 6.70 5.17 8.32      | 34.48 20.69   | 107.14
gpt-5.5-pro            | 17.24 51.72 40.23 31.03 49.91 | 206.90 124.14 | 642.86
gpt-5.4                | 1.44 4.31 3.35 2.59 4.16      | 17.24 10.34   | 53.57
gpt-5.4-mini           | 0.43 1.29 1.01 0.78 1.25      | 5.17 3.10     | 16.07
gemini-3.1-pro-preview | 1.15 3.45 2.68 2.07 3.33      | 13.79 8.28    | 42.86
kimi-k2.6              | 0.55 1.15 0.95 0.79 1.12      | 4.60 3.15     | 14.29
glm-5.1                | 0.80 1.26 1.11 0.99 1.24      | 5.06 3.95     | 15.71
deepseek-v4-flash      | 0.08 0.08 0.08 0.08 0.08      | 0.32 0.32     | -
"""
"""Worked out from the vendors' pages: by the list price of V4-Pro in five mixes, by its promotional price on output
alone and 3:1, and by V4-Flash on output alone."""
SEEN_LATER = {"gpt-5.5-pro": "2026-04-29"}
"""The catalogue first saw this price after that day."""


@pytest.fixture
def loaded(recordings: Recordings, store: Store) -> Store:
    recordings.fill(store, load_histories)
    return store


def shown(almanac: Almanac, model: str, other: str, mix: str, *words: str) -> str:
    done = almanac("ratio", model, other, "--mix", mix, "--at", SEEN_LATER.get(model, DAY), *words)
    assert done.code == 0, done.err
    return done.out.split()[0]


@pytest.mark.usefixtures("priced_home")
def test_the_ratios_are_those_of_the_table_to_the_digit(almanac: Almanac) -> None:
    for line in TABLE.strip().splitlines():
        model, by_list, by_promotion, by_flash = (part.strip() for part in line.split("|"))
        assert " ".join(shown(almanac, model, PRO, mix, "--list") for mix in MIXES) == by_list, model
        assert " ".join(shown(almanac, model, PRO, mix) for mix in ("0:1", "3:1")) == by_promotion, model
        if model != FLASH:
            assert shown(almanac, model, FLASH, "0:1") == by_flash, model


@pytest.mark.usefixtures("priced_home")
def test_every_line_has_the_mix_the_day_the_mode_the_band_both_prices_and_the_tokenizer(almanac: Almanac) -> None:
    done = almanac("ratio", "claude-opus-4-7", PRO, "--mix", "3:1", "--at", DAY)
    assert max(len(line) for line in done.out.splitlines()[:-1]) <= 80
    words = " ".join(done.out.split())
    assert words.startswith("18.39 = claude-opus-4-7 (5 in, 25 out) ÷ deepseek-v4-pro (0.435 in, 0.87 out)")
    for part in ("mix 3:1", "at 2026-04-26 00:00Z", "mode standard", "band flat", "USD / 1M tokens", "up to 35 %"):
        assert part in words
    (row,) = almanac("ratio", "claude-opus-4-7", PRO, "--mix", "3:1", "--at", DAY, "--json").rows
    assert (row["ratio"], row["mix"], row["mode"], row["band"]) == ("18.390805", "3:1", "standard", "flat")
    assert (row["input"], row["output"], row["other_input"], row["other_output"]) == ("5", "25", "0.435", "0.87")
    assert row["at"] == "2026-04-26T00:00:00Z"
    assert "35 %" in row["tokenizers"][0]


@pytest.mark.usefixtures("priced_home")
def test_a_banded_price_makes_a_line_for_each_band(almanac: Almanac) -> None:
    rows = almanac("ratio", "claude-opus-4-7", PRO, "--mix", "0:1", "--at", "2026-09-01", "--json").rows
    assert [(row["band"], row["ratio"]) for row in rows] == [("off_peak", "12.626263"), ("peak", "6.313131")]
    (row,) = almanac("ratio", PRO, "kimi-k2.6", "--mix", "0:1", "--at", "2026-09-01", "--band", "peak", "--json").rows
    assert row["ratio"] == "0.990000"


@pytest.mark.usefixtures("priced_home")
def test_each_currency_is_for_itself(almanac: Almanac) -> None:
    words = ("ratio", PRO, FLASH, "--mix", "0:1", "--at", "2026-08-20", "--band", "peak", "--json")
    assert [row["currency"] for row in almanac(*words).rows] == ["CNY", "USD"]
    (row,) = almanac(*words, "--currency", "CNY").rows
    assert (row["currency"], row["output"]) == ("CNY", "27")


@pytest.mark.usefixtures("priced_home")
def test_long_prompts_are_billed_by_their_tier(almanac: Almanac) -> None:
    words = ("ratio", "gpt-5.5", PRO, "--mix", "0:1", "--at", DAY, "--list", "--json")
    for tokens, expected in (("272000", "8.62069"), ("272001", "12.931034")):
        (row,) = almanac(*words, "--prompt-tokens", tokens).rows
        assert Decimal(row["ratio"]) == Decimal(expected)


@pytest.mark.usefixtures("priced_home")
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (
            ("gpt-5.5-pro", PRO, "--mix", "3:1", "--at", DAY),
            1,
            "the first one that is known begins on 2026-04-28 19:00Z",
        ),
        (
            ("gpt-5.5", PRO, "--mix", "3:1", "--at", DAY, "--mode", "fast"),
            1,
            "there is mode standard, band flat in USD",
        ),
        (
            ("gpt-5.5", PRO, "--mix", "3:1", "--at", DAY, "--band", "peak"),
            1,
            "there is mode standard, band flat in USD",
        ),
        (("gpt-5.5", "deepsek-v4-pro", "--mix", "3:1"), 2, "did you mean deepseek-v4-pro"),
        (("gpt-5.5", PRO, "--mix", "3"), 2, "'3' is not a mix"),
        (("gpt-5.5", PRO), 2, "--mix"),
    ],
)
def test_no_ratio_is_a_reason(almanac: Almanac, words: tuple[str, ...], code: int, says: str) -> None:
    done = almanac("ratio", *words)
    assert (done.code, done.out) == (code, "")
    assert says in done.err


@pytest.mark.both_databases
def test_the_view_says_the_same_now_and_at_any_instants(loaded: Store) -> None:
    with loaded.reading() as session:
        now = billing.price_ratios(session, "gpt-5.5", PRO, None, None, NOW)
        then = billing.price_ratios(session, "gpt-5.5", PRO, NOW, NOW, NOW)
        april = billing.price_ratios(session, "gpt-5.5", PRO, day(DAY), NOW, NOW)
        unseen = billing.price_ratios(session, "gpt-5.5", PRO, day(DAY), day("2026-04-20"), NOW)
    assert now == then != april
    assert unseen == []
    assert {(row.band, row.above) for row in now} == {
        (band, above) for band in ("off_peak", "peak") for above in (0, 272000)
    }
    for row in (*now, *april):
        assert row.output_ratio == pytest.approx(float(row.output / row.other_output))
        assert row.input_ratio == pytest.approx(float(row.input / row.other_input))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_s_function_answers_as_we_do(loaded: Store) -> None:
    names = ", ".join(column.name for column in PRICE_RATIO.columns)
    for at, believed in ((DAY, "2026-11-30"), ("2026-09-01", "2026-08-20"), ("2026-11-30", "2026-11-30")):
        query = text(
            f"select {names} from price_ratio_as_of(:t, :r) where model = 'gpt-5.5' and other_model = :other "  # noqa: S608 (ours)
            "order by currency, vendor, source, other_vendor, other_source, mode, band, above, other_above"
        )
        with loaded.reading() as session:
            theirs = session.execute(query, {"t": day(at), "r": day(believed), "other": PRO}).all()
            ours = billing.price_ratios(session, "gpt-5.5", PRO, day(at), day(believed), NOW)
        assert [tuple(row) for row in theirs] == [tuple(row) for row in ours]
        assert ours


@pytest.mark.parametrize("mix", ["0:0", "3", "3:", "-1:1", "1e3:1", "a:b", "3:1:1", ""])
def test_what_is_no_mix_is_refused(mix: str) -> None:
    with pytest.raises(BadMix, match="is not a mix"):
        Mix.parse(mix)


def test_a_mix_needs_only_the_prices_that_it_counts() -> None:
    assert Mix.parse("0:1").cost(None, Decimal(25)) == 25
    assert Mix.parse("1:1").cost(None, Decimal(25)) is None
    assert Mix.parse("0.5:1.5").cost(Decimal(4), Decimal(8)) == 7
    assert ratio(Fraction(1), Fraction(0)) is ratio(None, Fraction(1)) is None


def test_a_note_about_a_tokenizer_holds_from_its_page_on() -> None:
    def says(model: str, at: str) -> str:
        said = tokenizer_note("anthropic", model, day(at))
        return said.says if said else ""

    assert says("claude-opus-4-7", "2026-04-01") == says("claude-opus-4-6", "2026-11-01") == ""
    assert "up to 35 %" in says("claude-opus-4-7", DAY)
    assert "about 30 %" in says("claude-sonnet-5-5", "2026-11-01")
    assert tokenizer_note("openai", "claude-opus-4-7", day(DAY)) is None
