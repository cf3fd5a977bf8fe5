"""xAI's page of prices with its guides: captures, and pages of ours changed as pages change."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from models.facts.kinds import Price, Retirement
from models.readings.reading import Reading
from samples.vendors.xai import GUIDE, PRICING
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES
from scrapers.xai.bundle import bundle, guides

AT = datetime(2026, 5, 8, tzinfo=UTC)
TEXT, FAST = GUIDE.answer(AT), "grok-4-fast-reasoning"
NOON = day("2026-05-15 19:00")


def read(text: str | bytes) -> Reading:
    body = text if isinstance(text, bytes) else text.encode()
    return SOURCES["xai_pricing"].read(Page("xai_pricing", "page", body, AT))


def prices(found: Reading) -> dict[tuple[str, str, int], str]:
    return {(it.model, it.meter, it.above): str(it.amount) for it in found.facts if isinstance(it, Price)}


def routes(found: Reading) -> dict[str, str | None]:
    """The model that answers from the instant of the redirect on, by name."""
    return {
        fact.model: fact.answers_as
        for fact in found.facts
        if isinstance(fact, Retirement) and (fact.state, fact.effective_from) == ("routed", NOON)
    }


def keeps(found: Reading, model: str) -> bool:
    return any(keep.covers(Retirement, ("xai_pricing", model)) for keep in found.keeps)


def changed(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_the_captured_guide_routes_eight_names(capture: Callable[[str], Path]) -> None:
    found = read(capture("xai/retirement_2026-05-15.md").read_bytes())
    fast = ("grok-4-1-fast-reasoning", "grok-4-1-fast-non-reasoning", FAST, "grok-4-fast-non-reasoning")
    assert not found.unread
    assert routes(found) == {
        **dict.fromkeys((*fast, "grok-4-0709", "grok-3"), "grok-4.3"),
        "grok-code-fast-1": "grok-build-0.1",
        "grok-imagine-image-pro": "grok-imagine-image-quality",
    }


def test_the_captured_prices_have_two_tiers(capture: Callable[[str], Path]) -> None:
    found = read(capture("xai/pricing_shape_2026-09-30.md").read_bytes())
    assert (len(prices(found)), found.unread) == (12, ())
    assert prices(found)["grok-4.7", "output", 0] == "6.00"
    assert prices(found)["grok-4.7", "output", 200_000] == "12.00"


def test_the_page_is_read_with_the_known_guide_and_those_that_it_links_to() -> None:
    body = (
        b"[a](/developers/migration/may-15-retirement) [b](https://docs.x.ai/developers/migration/june-retirement.md#x)"
    )
    assert guides(Page("xai_pricing", "", body, AT)) == [
        "/developers/migration/may-15-retirement.md",
        "/developers/migration/june-retirement.md",
    ]


def test_a_guide_that_is_gone_withdraws_nothing() -> None:
    whole, alone = read(page_of("xai_pricing", AT)), read(PRICING.answer(AT))
    assert prices(whole) == prices(alone)
    assert routes(whole)[FAST] == "grok-4.3"
    assert routes(alone) == {}
    assert keeps(alone, FAST)
    assert keeps(whole, "grok-2")
    assert not keeps(whole, FAST)


@pytest.mark.parametrize(
    "edit",
    [
        ("at 12:00 PM PT", "at noon"),
        ("Effective May 15, 2026", "Effective May 16, 2026"),
        ("* `grok-3`\n", ""),
        ("| `grok-3` |", "| `grok-2` |"),
        ("| Model being retired | Redirect", "| Redirect target after May 15 | Model being retired | Redirect"),
    ],
)
def test_a_guide_that_does_not_agree_with_itself_is_unread_and_the_prices_are_read(edit: tuple[str, str]) -> None:
    pages = [
        ("https://docs.x.ai/a", PRICING.answer(AT).encode()),
        ("https://docs.x.ai/b", changed(TEXT, edit).encode()),
    ]
    found = read(bundle(pages))
    assert routes(found) == {}
    assert len(found.unread) == 1
    assert keeps(found, FAST)
    assert prices(found) == prices(read(PRICING.answer(AT)))


def test_a_target_in_other_words_is_unread_for_its_name_alone() -> None:
    found = read(changed(TEXT, ("| `grok-code-fast-1` | `grok-build-0.1` |", "| `grok-code-fast-1` | a newer model |")))
    assert routes(found).keys() == routes(read(TEXT)).keys() - {"grok-code-fast-1"}
    assert [unread.where for unread in found.unread] == ["redirect of grok-code-fast-1"]
    assert keeps(found, "grok-code-fast-1")


@pytest.mark.parametrize(
    "edit", [("Input / 1M tokens", "Input / 1K tokens"), ("# Pricing\n", "# Plans\n"), ("### Text API", "### Chat")]
)
def test_another_unit_page_or_heading_is_refused(edit: tuple[str, str]) -> None:
    with pytest.raises(PageChanged):
        read(changed(PRICING.answer(AT), edit))


def test_one_tier_without_the_other_is_not_read() -> None:
    at = day("2026-09-11")
    found = read(changed(PRICING.answer(at), ("(≥ 200k prompt", "(≥ 256k prompt")))
    assert not [key for key in prices(found) if key[0] == "grok-4.6"]
    assert [key for key in prices(found) if key[0] == "grok-4.3"]
