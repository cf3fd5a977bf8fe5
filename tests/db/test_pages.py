"""What people see beside a run: the prices with their past as a picture, and text of a page as text."""

import re
from base64 import b64decode

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import replaced
from flows.database import Store
from flows.reports import prices as reports
from flows.reports.price_chart import price_chart
from flows.reports.prices import changes_page, prices_page
from tests.golden.alert_story import fill_with_story
from tests.support.recordings import Recordings
from tests.support.walks import feed

METERS = ("output", "input_cache_miss", "input_cache_hit")


def test_the_prices_come_with_a_chart_per_meter_and_currency(recordings: Recordings, store: Store) -> None:
    fill_with_story(recordings, store)
    page = prices_page(store)
    assert "| deepseek-v4-pro | peak | USD | 0.044 | 1.32 | 3.96 |" in page
    assert "| deepseek-v4-flash | deepseek-flash | deepseek-flash | 2026-09-10 04:00 UTC |" in page
    charts = [b64decode(found).decode() for found in re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", page)]
    by_name = {re.findall(r">([\w ]+): price in force", chart)[0]: chart for chart in charts}
    tokens = [f"{meter} in {currency}" for currency in ("USD", "CNY") for meter in METERS]
    assert [name for name in by_name if name in tokens] == tokens
    assert len(by_name) == len(charts)
    assert all(by_name[name].count("<path") >= 9 for name in tokens)
    assert not any(re.search(r"""(href|src)=["']https?:|url\(["']?https?:""", chart) for chart in charts)


def test_a_run_that_found_nothing_new_says_so(store: Store) -> None:
    feed(store, day("2026-05-08"))
    settled = feed(store, day("2026-05-09"), replaced("", ""))
    assert "Nothing new." in changes_page(store, "deepseek_pricing", settled)


@pytest.mark.both_databases
def test_markup_of_a_page_is_shown_as_text(store: Store) -> None:
    feed(store, day("2026-05-08"))
    hostile = "(1) <b>a</b> | [click](javascript:x) ![x](y) `code` &lt;script&gt;alert(1)&lt;/script&gt; "
    page = changes_page(store, "deepseek_pricing", feed(store, day("2026-05-09"), replaced("(1) ", hostile)))
    lines = [line for line in page.splitlines() if "click" in line]
    assert lines
    for line in lines:
        assert line.count(" | ") == 4
        assert not re.search(r"[\[\]<>`!]", line)


def test_a_chart_is_drawn_anew_only_if_its_prices_moved(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "utc_now", lambda: day("2026-05-10"))
    price_chart.cache_clear()
    feed(store, day("2026-05-08"))
    before, drawn = prices_page(store), price_chart.cache_info().misses
    assert drawn >= len(METERS)
    assert (prices_page(store), price_chart.cache_info().misses) == (before, drawn)
    feed(store, day("2026-05-09"), replaced("$3.48", "$3.47"))
    after = prices_page(store)
    assert (after != before, price_chart.cache_info().misses) == (True, drawn + 1)
    price_chart.cache_clear()
    assert pictures(prices_page(store)) == pictures(after)


def pictures(page: str) -> list[str]:
    """The charts of a page without the random ids that they give to their parts."""
    charts = (b64decode(found).decode() for found in re.findall(r"base64,([\w+/=]+)", page))
    return [re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", chart) for chart in charts]
