"""The sample sites: each page in the layout of its day, English and Chinese, with the contradictions of the day."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from bench.harness.dates import day
from samples.deepseek.facts import Language, price, rows, when
from samples.deepseek.lags import LAGS
from samples.deepseek.news import change_instants as news_instants
from samples.deepseek.news import news
from samples.deepseek.pages import change_instants, home, pricing
from samples.deepseek.updates import change_instants as updates_instants
from samples.deepseek.updates import updates
from samples.site import answer
from scrapers.parse.html_parser import parse_html
from scrapers.parse.html_tables import Rectangle, rectangle
from scrapers.parse.html_tree import inner_tags

LANGUAGES: tuple[Language, ...] = ("en", "zh")
PAGES = [(language, at) for language in LANGUAGES for at in change_instants(language, None)]
BUILD = re.compile(r"\.[0-9a-f]{8}\.")
KINDS = ("input_cache_hit", "input_cache_miss", "output")


@cache
def tables(page: str) -> tuple[Rectangle, ...]:
    return tuple(rectangle(tag) for tag in inner_tags(parse_html(page), ("table",)))


def texts(page: str, at: int = 0) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in tables(page)[at]]


def said(page: str) -> str:
    found = BeautifulSoup(page, "html.parser").select_one("div.theme-doc-markdown")
    assert isinstance(found, Tag)
    return found.get_text("\n")


@pytest.mark.parametrize(("language", "at"), PAGES, ids=lambda value: str(value)[:16])
def test_every_table_of_every_day_is_a_rectangle(language: Language, at: datetime) -> None:
    found = tables(pricing(at, language))
    assert len(found) >= 1
    assert all(str(cell) for table in found for row in table for cell in row)


@pytest.mark.parametrize(("language", "at"), PAGES, ids=lambda value: str(value)[:16])
def test_every_price_in_force_stands_on_the_page_of_its_currency(language: Language, at: datetime) -> None:
    page, currency = pricing(at, language), "USD" if language == "en" else "CNY"
    names = {str(cell) for table in tables(page) for row in (*table, *zip(*table, strict=True)) for cell in row[:3]}
    models = {name for row in rows() for name in row.models if name in names and "-api" not in name}
    assert models
    cells = {str(cell) for table in tables(page) for row in table for cell in row}
    numbers = {float(found) for cell in cells for found in re.findall(r"\d+\.?\d*", cell)}
    for model in models:
        known = [
            found
            for meter in KINDS
            for band in ("flat", "off_peak", "peak")
            if (found := price(model, meter, band, at, currency))
        ]
        assert len(known) in (3, 6), (model, known)
        assert {float(text) for pair in known for text in pair if text} <= numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_instants_ascend_and_every_page_differs_from_the_one_before(language: Language) -> None:
    for instants, render in (
        (change_instants(language, None), pricing),
        (updates_instants(language), updates),
    ):
        assert instants == sorted(set(instants))
        pages = [BUILD.sub("", render(at, language)) for at in instants]
        assert all(one != other for one, other in pairwise(pages))
        later = [BUILD.sub("", render(at - timedelta(seconds=1), language)) for at in instants[1:]]
        assert later == pages[:-1]


def test_asset_names_change_with_every_edit() -> None:
    builds = {tuple(BUILD.findall(pricing(at))) for at in change_instants("en", None)}
    assert len(builds) == len(change_instants("en", None))


def test_the_chinese_side_moves_at_its_own_moments_within_a_day() -> None:
    assert all(timedelta(0) < abs(lag) < timedelta(days=1) and why for lag, why in LAGS.values())
    assert when("weekends_off_peak", "zh") < when("weekends_off_peak")
    assert when("holidays_off_peak", "zh") < when("holidays_off_peak")
    assert when("promotion_permanent", "zh") > when("promotion_permanent")


def test_what_makes_a_price_take_effect_has_no_lag() -> None:
    assert not LAGS.keys() & {row.event for row in rows() if row.amount}


def test_a_fact_is_announced_at_its_instant_or_before() -> None:
    ahead = {row.at: row.announced for row in rows() if row.announced != row.at}
    assert all(announced < at for at, announced in ahead.items())
    assert ahead[day("2025-02-08 16:00")] == day("2024-12-26")
    assert ahead[day("2025-09-05 16:00")] == day("2025-08-21")
    assert ahead[day("2026-08-16 16:00")] == day("2026-08-13")
    assert ahead[day("2026-10-31 16:00")] == day("2026-10-17")


def test_every_row_without_a_source_says_how_it_was_derived() -> None:
    bare = [row for row in rows() if not row.source and row.amount]
    assert all(row.fixed_because.startswith("derived:") or row.at == when("night_discount") for row in bare)


def test_a_flat_price_ends_where_bands_begin_and_the_other_way_round() -> None:
    night, flat = day("2025-03-01"), day("2025-09-06")
    assert price("deepseek-chat", "output", "flat", night) is None
    assert price("deepseek-chat", "output", "peak", night) == ("1.10", "")
    assert price("deepseek-chat", "output", "peak", flat) is None
    assert price("deepseek-chat", "output", "flat", flat, "CNY") == ("12", "")


def test_in_2024_models_were_rows_with_the_unit_in_the_cell() -> None:
    assert texts(pricing(day("2024-08-02")))[2][3:] == ["$0.014 / 1M tokens", "$0.14 / 1M tokens", "$0.28 / 1M tokens"]
    assert texts(pricing(day("2024-08-02"), "zh"))[2][0] == "deepseek-coder"
    assert [line[0] for line in texts(pricing(day("2024-09-05")))] == ["MODEL", "deepseek-chat"]
    assert "deepseek-coder" in said(pricing(day("2024-09-05")))


def test_v3s_promotion_printed_the_original_price_first_in_two_tabs() -> None:
    page = BeautifulSoup(pricing(day("2025-01-25")), "html.parser")
    shown, hidden = page.select("div[role=tabpanel]")
    assert "$0.07(5)$0.014" in shown.get_text()
    assert "0.5元(5)0.1元" in hidden.get_text()
    assert (shown.has_attr("hidden"), hidden.has_attr("hidden"), page.find("del")) == (False, True, None)
    chinese = BeautifulSoup(pricing(day("2025-01-25"), "zh"), "html.parser").select("div[role=tabpanel]")
    assert ["元" in panel.get_text() for panel in chinese] == [True, False]


def test_the_nights_discount_stood_in_a_group_of_its_own() -> None:
    lines = texts(pricing(day("2025-03-01")))
    assert ["DISCOUNT PRICE (UTC 16:30-00:30)", "1M TOKENS OUTPUT", "$0.550(50% OFF)", "$0.550(75% OFF)"] in lines
    chinese = texts(pricing(day("2025-03-01"), "zh"))
    assert chinese[-1] == ["优惠时段价格 (北京时间 00:30-08:30)", "百万tokens输出", "4元(5折)", "4元(2.5折)"]


def test_in_august_2025_the_future_table_stood_before_the_one_in_force() -> None:
    _, future, current = tables(pricing(day("2025-08-22")))
    assert [row[-1].text for row in future[1:]] == ["$0.07", "$0.56", "$1.68"]
    assert future[1][1] is future[1][2]
    assert current[1][0].text == "STANDARD PRICE (UTC 00:30-16:30)"


def test_from_september_2025_one_cell_priced_both_names() -> None:
    table = tables(pricing(day("2026-01-31"), "zh"))[0]
    assert [row[2].text for row in table[-3:]] == ["0.2元", "2元", "3元"]
    assert all(row[2] is row[3] for row in table[-3:])


def test_the_chinese_promotion_struck_the_list_price_through() -> None:
    (cell,) = (cell for row in tables(pricing(day("2026-05-10"), "zh"))[0] for cell in row if "12元" in cell.struck)
    assert (cell.text, cell.markers) == ("3元(2.5折)", ("(3)",))


def test_chinese_peak_prices_have_the_decimals_of_the_off_peak_ones() -> None:
    lines = texts(pricing(day("2026-10-18"), "zh"))
    assert [line[-2:] for line in lines if line[0] == "价格"] == [
        ["0.02元", "0.15元"],
        ["0.04元", "0.30元"],
        ["1元", "4.5元"],
        ["2元", "9.0元"],
        ["4元", "13.5元"],
        ["8元", "27.0元"],
    ]
    assert texts(pricing(day("2026-10-18"), "zh"), 1)[1:] == [
        ["Search", "每 1,000 次成功请求", "5元"],
        ["Fetch", "每 1,000 次成功请求", "5元"],
    ]


def test_the_chinese_page_of_october_has_the_rows_of_its_capture(capture: Callable[[str], Path]) -> None:
    real = capture("deepseek/text_2026-10-18_zh-cn_pricing_1017_search-fetch.txt").read_text(encoding="utf-8")
    labels = [line.split("|")[1].split("(")[0].strip() for line in real.splitlines() if line.startswith("| ")]
    ours = {cell.split("(")[0].strip() for line in texts(pricing(day("2026-10-18"), "zh")) for cell in line}
    assert {label for label in labels if label not in ("API", "Search", "Fetch")} <= ours


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cancelled_retirement_stands_in_the_news_alone(language: Language) -> None:
    routed, kept = ("will all be routed to", "continue providing") if language == "en" else ("全部路由至", "继续提供")
    after = day("2026-09-12")
    assert routed in said(updates(day("2026-09-10 12:00"), language))
    assert routed not in said(updates(after, language)) + said(pricing(after, language))
    assert kept in said(updates(after, language))
    assert kept in said(pricing(after, language))
    assert any(path.endswith("/news260910") and routed in post for path, post in news(after, language).items())


def test_the_date_that_left_the_pricing_page_stayed_in_the_change_log() -> None:
    at = day("2026-06-01")
    assert "2026/07/24" not in pricing(at)
    assert "(2026-07-24)" in updates(at)
    assert "2026/07/24 15:59 UTC" in pricing(day("2026-07-17"))
    assert "将于北京时间 2026/07/24 23:59 弃用" in pricing(day("2026-07-18"), "zh")


def test_versions_changed_in_the_change_log_alone() -> None:
    assert pricing(day("2025-03-23")) == pricing(day("2025-05-29"))
    assert updates(day("2025-03-23")) != updates(day("2025-05-29"))


def test_the_vision_model_is_in_the_chinese_change_log_alone() -> None:
    at = day("2026-08-25")
    assert ("2026-08-21" in updates(at, "zh"), "2026-08-21" in updates(at)) == (True, False)


def test_the_change_log_has_the_shape_of_the_real_one(capture: Callable[[str], Path]) -> None:
    real = capture("deepseek/updates_shape_2026-09.html").read_text(encoding="utf-8").replace("&#8203;", "\u200b")
    heading = re.findall(r"<h2.*?</h2>", real)[0]
    assert "<h1>Change Log</h1><hr>\n" + heading in updates(day("2026-09-10 04:00"))
    anchors = re.findall(r'<h[23] id="([^"]+)"', updates(day("2026-10-18")))
    assert len(anchors) == len(set(anchors)) > 40


def test_every_post_that_the_change_log_links_exists() -> None:
    for language in LANGUAGES:
        for at in updates_instants(language):
            linked = set(re.findall(r'href="((?:/zh-cn)?/news/\w+)"', updates(at, language)))
            assert linked <= set(news(at, language))


def test_posts_appear_one_by_one_and_are_never_edited() -> None:
    now = news(day("2026-11-10"))
    assert [len(news(at)) for at in news_instants()] == list(range(1, 10))
    assert all(now[path] == page for at in news_instants() for path, page in news(at).items())


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/quick_start/pricing", "/quick_start/pricing"),
        ("/zh-cn/quick_start/pricing", "/zh-cn/quick_start/pricing"),
        ("/updates", "/updates"),
        ("/zh-cn/updates", "/zh-cn/updates"),
        ("/news/news260910", "/news/news260910"),
        ("/zh-cn/news/news260910", "/zh-cn/news/news260910"),
        ("/news/v4-1-flash", "/"),
        ("/zh-cn/nothing", "/zh-cn/"),
        ("/", "/"),
    ],
)
def test_the_site_answers_every_address_with_a_page_that_says_which_it_is(path: str, canonical: str) -> None:
    page = answer(path, day("2026-09-11"))
    assert f'<link data-rh="true" rel="canonical" href="https://api-docs.deepseek.com{canonical}">' in page
    assert ('<html lang="zh-cn"' in page) == path.startswith("/zh-cn")


def test_a_post_of_tomorrow_is_still_the_home_page() -> None:
    assert answer("/news/news260910", day("2026-09-09")) == home(day("2026-09-09"))


def test_the_home_page_repeats_the_models_and_the_notes_about_them() -> None:
    announced, withdrawn = said(home(day("2026-09-10 04:00"))), said(home(day("2026-09-11")))
    assert "will all be routed to" in announced
    assert "continue providing" in withdrawn
    assert "Peak hours" not in announced
    assert texts(home(day("2026-09-11")))[2] == ["model", "deepseek-flash deepseek-v4-pro"]
