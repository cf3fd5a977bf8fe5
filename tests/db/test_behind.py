"""What an alert names that stands while a page, or a text on it, is not understood; on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from alerts.texts.source_trouble import MOST_MODELS, believed_price_lines
from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.database import Store
from models.schema.tables import Alert
from tests.db.test_hold import DEAR, after
from tests.support.vendor import price
from tests.support.walks import feed

TROUBLE = {"source broken": "<html></html>", "source held": DEAR}


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", TROUBLE)
def test_the_first_word_of_trouble_names_the_prices_that_stand(store: Store, kind: str) -> None:
    feed(store, after(0), body())
    feed(store, after(1), TROUBLE[kind])
    with store.reading() as session:
        (alert,) = session.scalars(select(Alert).where(Alert.kind == kind)).all()
    lines = alert.body.splitlines()
    first = lines.index("Last known prices, read 2026-05-08 00:00 UTC:")
    assert lines[first + 1].startswith("  deepseek-v4-flash: input_cache_hit 0.0028 USD / 1M tokens; ")
    assert lines[first + 2].startswith("  deepseek-v4-pro: ")
    assert lines[first + 3] == ""


@pytest.mark.parametrize("count", [0, 1, MOST_MODELS, MOST_MODELS + 7])
def test_what_stands_is_five_lines_at_most_and_the_rest_is_counted(count: int) -> None:
    lines = list(believed_price_lines([price(f"m{number:02}") for number in range(count)], day("2026-05-08"), "UTC"))
    assert len(lines) == min(count + bool(count), MOST_MODELS + 2)
    assert (lines[-1:] == ["  and those of 7 more: almanac prices"]) == (count > MOST_MODELS)


def test_bands_stand_in_one_line_and_currencies_apart() -> None:
    both = [price("m", "off_peak"), price("m", "peak"), replace(price("m"), currency="CNY")]
    assert list(believed_price_lines(both, None, "UTC")) == [
        "Last known prices:",
        "  m: output off_peak 1, peak 1 USD / 1M tokens",
        "  m: output 1 CNY / 1M tokens",
    ]
