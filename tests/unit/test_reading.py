"""The pricing page as it was printed: sample pages against their goldens, real captures against the dated facts."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from bench.harness.dates import day
from bench.harness.sample_pages import BANDS, PROMOTION, body, notices, page, prices, reading, replaced, versions
from models.facts.kinds import Price
from samples.deepseek.facts import price, rows
from scrapers.page import PageChanged
from scrapers.registry import SOURCES
from tests import golden
from tests.golden import FOLDER, Golden, goldens

SAMPLES = list(goldens())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.source}-{sample.file.stem}")
def test_a_sample_page_reads_to_its_golden(sample: Golden) -> None:
    assert sample.read() == json.loads(sample.file.read_text(encoding="utf-8"))


def test_every_golden_has_its_sample_and_every_reader_has_one() -> None:
    assert set(FOLDER.glob("*/*.json")) == {sample.file for sample in SAMPLES}
    assert {SOURCES[sample.source].read for sample in SAMPLES} == {source.read for source in SOURCES.values()}


def test_the_capture_of_the_promotion_reads_to_six_prices(capture: Callable[[str], Path]) -> None:
    found = reading(capture("deepseek/pricing_en_2026-05-08.html").read_bytes())
    assert prices(found) == {
        ("deepseek-v4-flash", "input_cache_hit", "flat"): ("0.0028", None),
        ("deepseek-v4-flash", "input_cache_miss", "flat"): ("0.14", None),
        ("deepseek-v4-flash", "output", "flat"): ("0.28", None),
        ("deepseek-v4-pro", "input_cache_hit", "flat"): ("0.003625", "0.0145"),
        ("deepseek-v4-pro", "input_cache_miss", "flat"): ("0.435", "1.74"),
        ("deepseek-v4-pro", "output", "flat"): ("0.87", "3.48"),
    }
    assert [text.split(" ")[-1] for text in notices(found)] == ["respectively.", "UTC.", "UTC."]


def test_the_capture_with_bands_reads_to_the_facts_of_its_date(capture: Callable[[str], Path]) -> None:
    found = reading(capture("deepseek/pricing_en_2026-08-18_table_in_shell.html").read_bytes())
    facts = {
        (model, *row.kind.split("@")): (row.amount, None)
        for row in rows()
        if row.at == day("2026-08-16 16:00") and row.currency == "USD" and not row.event.startswith("names")
        for model in row.models
    }
    assert len(facts) == 12
    assert prices(found) == facts
    assert versions(found) == {"deepseek-v4-flash": "DeepSeek-V4-Flash-0731", "deepseek-v4-pro": "DeepSeek-V4-Pro-0813"}


def test_every_capture_of_a_pricing_page_reads_to_the_dated_facts_of_its_day(capture: Callable[[str], Path]) -> None:
    files = sorted(capture("deepseek").glob("pricing_*_20*.html"))
    assert len(files) >= 2
    for file in files:
        _, language, stated, *_ = file.stem.split("_")
        found = SOURCES["deepseek_pricing" if language == "en" else "deepseek_pricing_zh"].reading(
            page(file.read_bytes(), day(stated))
        )
        said = [fact for fact in found.facts if isinstance(fact, Price) and not fact.gone]
        assert len(said) >= 6, file
        for fact in said:
            known = price(fact.model, fact.meter, fact.band, day(stated), fact.currency)
            assert known is not None, fact
            assert (f"{fact.amount:f}", f"{fact.list_amount or ''}") == known, fact


def test_a_sample_has_the_structure_of_the_capture_of_its_day(capture: Callable[[str], Path]) -> None:
    real = reading(capture("deepseek/pricing_en_2026-05-08.html").read_bytes())
    assert prices(reading(body())) == prices(real)
    assert versions(reading(body())) == versions(real)


def test_a_cell_that_two_models_share_is_a_price_of_both() -> None:
    shared = replaced(
        "<td>$0.14</td><td>$0.435 (75% off<sup>(3)</sup>)<del>$1.74</del></td>", '<td colspan="2">$0.14</td>'
    )
    found = prices(reading(shared))
    assert {found[model, "input_cache_miss", "flat"] for model in ("deepseek-v4-flash", "deepseek-v4-pro")} == {
        ("0.14", None)
    }


def test_a_notice_is_the_same_whatever_its_number_and_its_white_space() -> None:
    moved = body().replace("(3) <strong>", "(7)  <strong>").replace("75% discount", "75%\n  discount")
    assert moved != body()
    assert reading(moved).facts == reading(body()).facts


def test_doubled_and_dangling_markers_are_no_part_of_a_name() -> None:
    marked = replaced("<td>deepseek-v4-pro</td>", "<td>deepseek-v4-pro<sup>(1)</sup><sup>(9)</sup></td>")
    assert prices(reading(marked)) == prices(reading(body()))


def test_a_note_that_goes_on_in_another_line_is_one_notice() -> None:
    cut = replaced("They stand for", "<br>\nThey stand for")
    assert notices(reading(cut)) == notices(reading(body()))


def test_notes_in_paragraphs_of_their_own_are_the_same_notices() -> None:
    apart = body().replace("<br>\n(2)", "</p><p>(2)").replace("<br>\n(3)", "</p><p>(3)")
    assert notices(reading(apart)) == notices(reading(body()))


def test_the_announced_table_states_prices_from_its_instant_and_ends_the_old_bands_then() -> None:
    found = reading(body(day("2026-08-13")))
    ahead = {
        (fact.meter, fact.band): fact.amount
        for fact in found.facts
        if isinstance(fact, Price)
        and fact.effective_from == day("2026-08-16 16:00")
        and fact.model == "deepseek-v4-pro"
    }
    assert ahead["output", "peak"] == Decimal("3.96")
    assert [key for key, amount in ahead.items() if amount is None] == [
        ("input_cache_hit", "flat"),
        ("input_cache_miss", "flat"),
        ("output", "flat"),
    ]
    assert prices(found)["deepseek-v4-pro", "output", "flat"] == ("0.87", None)


def test_search_and_fetch_are_priced_by_the_thousand_requests() -> None:
    found = reading(body(day("2026-10-18")))
    units = {
        (fact.model, fact.unit, fact.amount)
        for fact in found.facts
        if isinstance(fact, Price) and "request" in fact.meter
    }
    assert units == {("search", "1K requests", Decimal("0.75")), ("fetch", "1K requests", Decimal("0.75"))}


def test_a_sentence_that_names_a_price_feeds_no_price() -> None:
    said = replaced("(1) ", "(1) deepseek-v4-pro will cost $99.00 for 1M OUTPUT TOKENS. ")
    assert prices(reading(said)) == prices(reading(body()))


def test_a_kind_on_two_lines_is_the_same_kind() -> None:
    assert "<br>(CACHE HIT)" in body(day("2026-08-21"))
    assert set(prices(reading(body(BANDS)))) < set(prices(reading(body(day("2026-08-21")))))


@pytest.mark.parametrize("place", ["Billed is the number", "Prices may change"])
def test_a_date_or_an_amount_is_kept_even_where_nothing_else_is(place: str) -> None:
    said = replaced(place, f"From 16:00 UTC on Sept 1, 2026, all prices double. {place}")
    (new,) = set(notices(reading(said))) - set(notices(reading(body())))
    assert "all prices double" in new


def test_a_comment_inside_a_price_is_not_read() -> None:
    assert prices(reading(replaced("$0.14", "$<!-- -->0.14"))) == prices(reading(body()))


def test_every_fact_says_where_it_stands() -> None:
    assert {fact.locator for fact in reading(body()).facts if not fact.locator} == set()


def test_the_bytes_are_read_as_utf_8_whatever_the_page_says_of_itself() -> None:
    silent = replaced("(1) ", "(1) 价格 ✓ ").replace('<meta charset="UTF-8">', '<meta charset="latin-1">')
    assert any(text.startswith("价格 ✓ The names") for text in notices(reading(silent)))


def widened(text: str, copies: int) -> str:
    """The sample page with its last model's column that many times (0: without it)."""
    soup = BeautifulSoup(text, "html.parser")
    for number, line in enumerate(soup.select("table")[0].select("tr")):
        last = line.find_all("td")[-1]
        span = int(str(last.get("colspan", "1")))
        if span > 1:
            last["colspan"] = str(span - 1 + copies)
            continue
        for copy in range(copies):
            more = BeautifulSoup(str(last), "html.parser")
            line.append(
                BeautifulSoup(
                    str(more).replace("deepseek-v4-pro", f"deepseek-v{copy}") if number == 0 else str(more),
                    "html.parser",
                )
            )
        last.extract()
    return str(soup)


@pytest.mark.parametrize(("copies", "models"), [(0, 1), (1, 2), (2, 3), (3, 4)])
@pytest.mark.parametrize("at", [PROMOTION, BANDS], ids=["flat", "bands"])
def test_a_page_with_one_to_four_models_is_read(at: datetime, copies: int, models: int) -> None:
    found = reading(widened(body(at), copies))
    bands = 2 if at == BANDS else 1
    assert len(prices(found)) == models * 3 * bands
    assert len(versions(found)) == models


def test_a_page_with_thirteen_models_is_refused() -> None:
    with pytest.raises(PageChanged, match="label columns and these models"):
        reading(widened(body(), 12))


def test_a_golden_is_not_written_over_within_a_release(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "golden"
    shutil.copytree(FOLDER / "deepseek_pricing", folder / "deepseek_pricing")
    monkeypatch.setattr(golden, "FOLDER", folder)
    file = folder / "deepseek_pricing" / "2026-08-16T1600.json"
    changed = file.read_text(encoding="utf-8").replace("0.007", "0.008")
    file.write_text(changed, encoding="utf-8")
    assert golden.main() == 1
    assert file.read_text(encoding="utf-8") == changed
