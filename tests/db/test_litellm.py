"""litellm's map: what is read of it, and how it checks the prices of several vendors without deciding anything."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.pipeline import attempts
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.kinds import Price
from models.kinds.changes import ChangeKind
from models.queries import facts_at
from models.readings.reading import Reading, Scope
from models.schema.tables import Alert, ChangeRow
from samples.litellm import prices
from scrapers.litellm.reader import read
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES
from scrapers.source import Reader, Source, Website

NAME = "litellm_map"
AT = day("2026-08-22")
IN, HIT, OUT = "input_cache_miss", "input_cache_hit", "output"


def reading(body: object, at: datetime = AT) -> Reading:
    return read(Page(NAME, "u", json.dumps(body).encode(), at))


def entries(at: datetime = AT) -> dict[str, Any]:
    return json.loads(prices(at))


def amounts(found: Reading, model: str) -> dict[str, str]:
    return {fact.meter: str(fact.amount) for fact in found.facts if isinstance(fact, Price) and fact.model == model}


def test_prices_are_those_of_a_million_tokens_under_the_vendors_own_names() -> None:
    found = read(Page(NAME, "u", prices(day("2026-09-12")).encode(), AT))
    assert amounts(found, "anthropic/claude-opus-4-7") == {IN: "5", HIT: "0.5", OUT: "25"}
    assert amounts(found, "google/gemini-3.1-pro-preview") == {IN: "2", HIT: "0.2", OUT: "12"}
    assert amounts(found, "openai/gpt-5.5-pro") == {IN: "30", OUT: "180"}
    assert amounts(found, "deepseek/deepseek-v4-pro") == {IN: "1.32", HIT: "0.044", OUT: "3.96"}
    names = {fact.model.partition("/")[0] for fact in found.facts if isinstance(fact, Price)}
    assert names == {"anthropic", "openai", "google", "moonshot", "zai", "xai", "mistral", "deepseek"}
    assert not [
        fact for fact in found.facts if isinstance(fact, Price) and ("us/" in fact.model or "ft:" in fact.model)
    ]


def test_a_price_that_is_no_number_is_unread_and_the_others_are_read() -> None:
    found = read(Page(NAME, "u", prices(day("2026-11-20")).encode(), AT))
    assert amounts(found, "zai/glm-5.1") == {IN: "1.4", OUT: "4.4"}
    (unread,) = found.unread
    assert unread.shown.endswith("free")


@pytest.mark.parametrize("value", [-1, True, [], {}, "1e-6", 1, 1e9])
def test_no_price_of_another_type_or_size_is_read(value: object) -> None:
    changed = entries()
    changed["claude-opus-4-7"]["output_cost_per_token"] = value
    assert amounts(reading(changed), "anthropic/claude-opus-4-7") == {IN: "5", HIT: "0.5"}


@pytest.mark.parametrize("body", [[], {}, {"sample_spec": {}}, {f"m{n}": None for n in range(3000)}])
def test_another_file_is_refused(body: object) -> None:
    with pytest.raises(PageChanged):
        reading(body)


def test_the_real_map_is_read(capture: Callable[[str], Path]) -> None:
    subset = json.loads(capture("catalogues/litellm_1.110.2_map_subset.json").read_bytes())
    found = reading(entries() | subset)
    assert amounts(found, "anthropic/claude-sonnet-4-5") == {IN: "3", HIT: "0.3", OUT: "15"}
    assert amounts(found, "moonshot/kimi-k2.6") == {IN: "0.95", HIT: "0.16", OUT: "4"}
    assert amounts(found, "zai/glm-5.1")[IN] == "1.4"


def page_source(vendor: str) -> Source:
    return Source(
        name=f"toy_{vendor}",
        vendor=vendor,
        site=Website("toy", "https://toy.example"),
        path=f"/{vendor}",
        cron="0 0 * * *",
        read=Reader("tests.db.test_litellm", "read_toy"),
        reader=1,
        family=vendor,
        trust=1,
    )


def read_toy(page: Page) -> Reading:
    """A page of lines of model, band and price of output."""
    stated = tuple(
        Price(
            source=page.source,
            model=model,
            meter=OUT,
            band=band,
            currency="USD",
            amount=Decimal(amount),
            list_amount=None,
            unit="1M tokens",
        )
        for model, band, amount in (line.split() for line in page.body.decode().splitlines())
    )
    return Reading(frozenset({Scope(Price, page.source, "USD")}), stated)


@pytest.fixture
def vendors(monkeypatch: pytest.MonkeyPatch) -> dict[str, Source]:
    found = {source.name: source for source in map(page_source, ("anthropic", "zai", "deepseek"))}
    sources = {NAME: SOURCES[NAME], **found}
    monkeypatch.setattr(attempts, "SOURCES", sources)
    return sources


def say(store: Store, source: Source, at: datetime, body: str | bytes) -> None:
    page = Page(source.name, "u", body if isinstance(body, bytes) else body.encode(), at)
    process_attempt(Run(store, replace(source)), lambda: page)


def told(store: Store) -> list[tuple[str, str, str]]:
    kinds = (ChangeKind.SOURCES_DISAGREE, ChangeKind.SOURCES_AGREE_AGAIN)
    with store.reading() as session:
        rows = session.query(ChangeRow).where(ChangeRow.kind.in_(kinds)).order_by(ChangeRow.id).all()
        return [(str(row.kind), row.vendor, row.subject) for row in rows]


@pytest.mark.both_databases
def test_a_difference_of_a_week_is_told_once_by_vendor_and_ends(store: Store, vendors: dict[str, Source]) -> None:
    say(store, vendors["toy_anthropic"], AT, "claude-opus-4-7 flat 30")
    say(store, vendors["toy_zai"], AT, "glm-5.1 flat 4.4")
    for days in range(1, 12):
        at = AT + timedelta(days=days)
        say(store, vendors[NAME], at, page_of(NAME, AT))
        expected = [("sources disagree", "anthropic", "claude-opus-4-7")] if days >= 8 else []
        assert told(store) == expected, days
    say(store, vendors["toy_anthropic"], AT + timedelta(days=13), "claude-opus-4-7 flat 25")
    assert told(store)[1:] == [("sources agree again", "anthropic", "claude-opus-4-7")]
    with store.reading() as session:
        shown = {row.source for row in facts_at.prices(session, None, None, None, AT + timedelta(days=14))}
    assert shown == {"toy_anthropic", "toy_zai"}


def test_the_peak_price_as_the_price_does_not_cry_wolf(store: Store, vendors: dict[str, Source]) -> None:
    say(store, vendors["toy_deepseek"], AT, "deepseek-v4-pro off_peak 1.98\ndeepseek-v4-pro peak 3.96")
    for days in range(1, 20, 3):
        say(store, vendors[NAME], AT + timedelta(days=days), page_of(NAME, AT))
    assert told(store) == []


def test_a_contradiction_of_one_vendor_ends_no_other_ones(store: Store, vendors: dict[str, Source]) -> None:
    say(store, vendors["toy_anthropic"], AT, "claude-opus-4-7 flat 30")
    say(store, vendors["toy_zai"], AT, "glm-5.1 flat 5")
    for days in (1, 10):
        say(store, vendors[NAME], AT + timedelta(days=days), page_of(NAME, AT))
    both = {("anthropic", "claude-opus-4-7"), ("zai", "glm-5.1")}
    assert {(vendor, model) for _, vendor, model in told(store)} == both
    with store.reading() as session:
        alerts = session.scalars(select(Alert).where(Alert.kind == ChangeKind.SOURCES_DISAGREE)).all()
    assert {(alert.vendor, alert.subject) for alert in alerts} == both
    names = {name for alert in alerts for name in (alert.about or {}).get("qualified_names", ())}
    assert names <= {"anthropic/claude-opus-4-7", "zai/glm-5.1"}
    say(store, vendors["toy_zai"], AT + timedelta(days=11), "glm-5.1 flat 4.4")
    assert told(store)[2:] == [("sources agree again", "zai", "glm-5.1")]


@pytest.mark.both_databases
def test_one_name_of_two_vendors_is_two_contradictions(store: Store, vendors: dict[str, Source]) -> None:
    body = page_of(NAME, AT).replace(b"zai/glm-5.1", b"zai/claude-opus-4-7")
    for vendor in ("toy_anthropic", "toy_zai"):
        say(store, vendors[vendor], AT, "claude-opus-4-7 flat 30")
    for days in (1, 10):
        say(store, vendors[NAME], AT + timedelta(days=days), body)
    assert {(vendor, model) for _, vendor, model in told(store)} == {
        ("anthropic", "claude-opus-4-7"),
        ("zai", "claude-opus-4-7"),
    }
    say(store, vendors["toy_zai"], AT + timedelta(days=11), "claude-opus-4-7 flat 4.4")
    assert told(store)[2:] == [("sources agree again", "zai", "claude-opus-4-7")]
    say(store, vendors[NAME], AT + timedelta(days=12), body)
    assert len(told(store)) == 3
