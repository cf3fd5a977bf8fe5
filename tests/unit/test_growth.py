"""The work of every reader grows with the length of a body, not with its square: counted in steps, not in seconds."""

from random import Random

import pytest

from bench.harness.growth import MOST_GROWTH, SIZE, Growth, growth, pairs, steps
from bench.harness.hostile_shapes import CSV, HTML, JSON, MARKDOWN, HostileBody
from samples.deepseek.facts import when
from samples.deepseek.pages import pricing
from scrapers.page import Page
from scrapers.registry import SOURCES

LARGE = ("litellm_map",)
"""Their samples are so large that they take seconds."""
CHOSEN = Random(16).sample([name for name in SOURCES if name not in LARGE], 8)  # noqa: S311 (no secret)
AT = when("v4_launch", "en")


@pytest.mark.parametrize("source", CHOSEN)
def test_twice_the_body_is_at_most_two_and_a_bit_times_the_work(source: str) -> None:
    """Two shapes of each of some sources, by chance; `python -m bench.hostile --growth` takes all."""
    found = [*pairs(source, SIZE // 2)]
    chosen = Random(source).sample(found, min(2, len(found)))  # noqa: S311
    grown = [growth(source, at, single, double) for at, single, double in chosen]
    assert [str(each) for each in grown if each.ratio > MOST_GROWTH] == []


def test_a_reader_whose_work_grows_with_the_square_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def compares_all(page: Page) -> None:
        for one in page.body:
            for other in page.body:
                assert one == other

    monkeypatch.setattr("scrapers.guarded.read_storable", lambda _read, page: compares_all(page))  # pyright: ignore
    single, double = (HostileBody("a", "alone", b"a" * size) for size in (50, 100))
    assert growth("deepseek_pricing", AT, single, double).ratio > 3.5


def test_steps_are_the_same_at_each_run() -> None:
    body = pricing(AT).encode()
    steps("deepseek_pricing", body, AT)
    first = steps("deepseek_pricing", body, AT)
    assert first == steps("deepseek_pricing", body, AT) > 1_000


def test_the_catalogue_has_more_than_40_shapes() -> None:
    assert len({*HTML} | {*MARKDOWN} | {*JSON} | {*CSV}) > 80
    assert str(Growth("s", "h1", "alone", 100, 230)) == "s: h1, alone: 100 → 230 steps, ×2.30"
