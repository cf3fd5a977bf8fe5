"""The history of a public catalogue: what it says on two clocks, what is left out, and that a page wins over it."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from bench.harness.dates import day
from flows.backfill.catalogue import backfill_catalogue
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.kinds import Price
from models.queries import facts_at
from models.readings.reading import Reading, Scope
from models.schema.tables import Alert, Delivery, Snapshot
from models.schema.views import PRICE_HISTORY
from scrapers.catalogue.account import account, instants
from scrapers.catalogue.bundle import bundled, bundled_lines, parse_bundled
from scrapers.catalogue.entries import Catalogue
from scrapers.catalogue.model_prices import free_models, known_errors, parse_model_prices
from scrapers.catalogue.reader import read
from scrapers.catalogue.sources import BACKFILLS
from scrapers.page import Page, PageChanged
from scrapers.registry import BACKFILLS as REGISTERED
from scrapers.source import Reader, Source, Website
from tests.conftest import CAPTURES
from tests.support.recordings import Recordings
from tests.support.typed import Almanac

NOW = day("2026-11-30")
FACTS = CAPTURES.parent / "facts" / "vendors"
IN, HIT, OUT = "input_cache_miss", "input_cache_hit", "output"
PRICES = """
2026-04-16 15:24 | now        | claude-opus-4-7        | -
2026-04-16 15:26 | now        | claude-opus-4-7        | 5 0.5 25
2026-04-26       | 2026-04-26 | gpt-5.5                | 5 0.5 30; above 272000 10 1 45
2026-04-26       | now        | gemini-3.1-pro-preview | 2 0.2 12; above 200000 4 0.4 18
2026-04-26       | now        | kimi-k2.6              | 0.95 0.16 4
2026-04-26       | now        | glm-5.1                | 1.4 0.26 4.4
2026-04-26       | now        | gpt-5.5-pro            | -
2026-04-29       | now        | gpt-5.5-pro            | 30 180
2026-04-30       | now        | gpt-5.5-pro            | 30 180; above 272000 60 270
2026-08-22       | 2026-08-22 | gpt-5.6-sol            | 5 0.5 30; above 272000 10 1 45
2026-08-22       | now        | gpt-5.6-sol            | 4 0.4 20; above 272000 8 0.8 30
2025-10-15 17:30 | 2025-10-15 17:30 | claude-haiku-4-5 | 3 0.3 15
2025-10-15 17:30 | now        | claude-haiku-4-5       | 1 0.1 5
2026-02-11 19:00 | now        | glm-5                  | -
2026-02-12       | now        | glm-5                  | 1 0.2 3.2
2026-04-26       | now        | deepseek-v4-pro        | -
2026-03-01       | now        | claude-opus-4-6        | 5 0.5 25; above 200000 10 1 37.5
2026-03-14       | now        | claude-opus-4-6        | 5 0.5 25
2026-09-01       | now        | glm-4.7-flash          | 0 0
"""
"""Written by hand: at | as believed | model | input, cached input and output of mode standard in USD, by tier."""


def load(store: Store, catalogue: Catalogue | None = None, now: datetime = NOW) -> list[str]:
    said = list[str]()
    backfill_catalogue(store, catalogue or bundled(), said.append, lambda: now)
    return said


@pytest.fixture
def loaded(recordings: Recordings, store: Store) -> Store:
    recordings.fill(store, load)
    return store


def costs(store: Store, model: str, at: datetime, believed: datetime = NOW) -> str:
    """The prices of mode standard, by tier: `5 0.5 25; above 200000 10 37.5`."""
    with store.reading() as session:
        rows = facts_at.prices(session, model, at, believed, NOW, "standard")
    tiers = dict[int, dict[str, str]]()
    for row in rows:
        tiers.setdefault(row.above, {})[row.meter] = f"{row.amount:f}"
    lines = (
        f"{f'above {above} ' if above else ''}{' '.join(tier[meter] for meter in (IN, HIT, OUT) if meter in tier)}"
        for above, tier in sorted(tiers.items())
    )
    return "; ".join(lines) or "-"


@pytest.mark.both_databases
def test_the_prices_are_those_of_the_evidence_on_both_clocks(loaded: Store) -> None:
    for line in PRICES.strip().splitlines():
        at, when, model, expected = (part.strip() for part in line.split("|"))
        assert costs(loaded, model, day(at), NOW if when == "now" else day(when)) == expected, line


def facts(name: str) -> list[dict[str, str]]:
    file = FACTS / name
    if not file.exists():
        pytest.skip(f"{name} is not here")
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def test_the_first_party_prices_of_april_2026_are_those_of_the_record(loaded: Store) -> None:
    compared = 0
    for row in facts("first_party_prices_2026-04.csv"):
        late = {"gpt-5.5-pro": "2026-04-30", "gemini-3.1-flash-lite": "2026-05-08"}  # first seen after the window
        if row["vendor"] == "deepseek":
            continue
        at = day(late.get(row["api_id"], "2026-04-26"))
        names = ("input_usd_per_1m", "cache_hit", "output_usd_per_1m")
        expected = " ".join(f"{Decimal(row[name]).normalize():f}" for name in names if row[name])
        if row["long_prompt_above_tokens"] not in ("", "0"):
            expected += f"; above {row['long_prompt_above_tokens']}"
        found = costs(loaded, row["api_id"], at)
        assert found.startswith(expected), row
        if row["long_input"]:
            long = found.split("above ")[1].split()
            assert (long[1], long[-1]) == (
                f"{Decimal(row['long_input']).normalize():f}",
                f"{Decimal(row['long_output']).normalize():f}",
            )
        compared += 1
    assert compared >= 13


def test_a_first_seen_price_is_no_effective_date_and_a_documented_one_is(loaded: Store) -> None:
    with loaded.reading() as session:
        rows = [row for row in facts_at.view(session, PRICE_HISTORY) if not row.gone]
    kinds = {row.locator.partition(":")[0] for row in rows}
    assert kinds == {"first seen", "documented"}
    for row in rows:
        if row.locator.startswith("first seen") and row.recorded_to is None and row.recorded_from < bundled().as_of:
            assert row.effective_from == row.recorded_from, row
        if row.locator.startswith("documented"):
            assert row.recorded_from == bundled().as_of > row.effective_from, row
    assert any(row.locator.startswith("documented") for row in rows)


def test_no_model_has_a_price_before_it_was_first_seen(loaded: Store) -> None:
    """The file extends the first price of a model back to the beginning."""
    first = min(entry.since for entry in bundled().entries)
    with loaded.reading() as session:
        assert facts_at.prices(session, None, first - timedelta(seconds=1), NOW, NOW) == []
        seen = {row.model: row.effective_from for row in reversed(facts_at.view(session, PRICE_HISTORY))}
    for model in ("gpt-4.1-mini", "claude-opus-4-7", "kimi-k3"):
        mine = [entry.since for entry in bundled().entries if entry.model == model]
        assert seen[model] >= min(mine), model


def test_nothing_that_the_file_assumes_or_computes_is_a_fact(loaded: Store) -> None:
    with loaded.reading() as session:
        rows = facts_at.view(session, PRICE_HISTORY)
    assert {row.mode for row in rows} == {"standard", "fast", "flex"}
    assert {row.meter for row in rows} == {IN, HIT, OUT, "input_cache_write_5m"}
    assert {row.vendor for row in rows if row.meter == "input_cache_write_5m"} == {"anthropic"}
    assert not [row.model for row in rows if row.above == 200000 and row.vendor == "openai"]
    free = {(row.vendor, row.model) for row in rows if row.amount == 0}
    assert free == free_models()
    assert "deepseek" not in {row.vendor for row in rows}


def test_the_known_errors_are_in_the_file_and_each_has_its_evidence() -> None:
    assert all(row["evidence"] for row in known_errors())
    original = json.dumps(json.loads(package_file())["prices"]["openai"]["gpt-5.5"])
    assert '"above": 200000' in original  # if a newer file is right, the row can go


def package_file() -> bytes:
    return files("model_prices").joinpath("snapshot.json").read_bytes()


def test_the_bundle_is_made_of_the_package_s_file() -> None:
    made = parse_model_prices(package_file())
    text = files("scrapers.catalogue").joinpath("prices.csv").read_text(encoding="utf-8")
    assert bundled_lines(made) == text
    assert parse_bundled(text) == made == bundled()


def test_the_captured_part_of_the_file_says_the_same() -> None:
    file = CAPTURES / "catalogues" / "model_prices_0.0.5_subset_2026-10-26.json"
    if not file.exists():
        pytest.skip("no captures here")
    subset, whole = json.loads(file.read_bytes()), json.loads(package_file())
    for provider, models in subset["prices"].items():
        for model, modes in models.items():
            assert whole["prices"][provider][model] == modes


def test_it_alerts_nobody_and_is_loaded_once(loaded: Store) -> None:
    with loaded.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Alert, Delivery)]
        before = session.scalar(select(func.count()).select_from(Snapshot))
    assert counts == [0, 0]
    assert load(loaded) == [f"{source.name}: nothing new" for source in BACKFILLS]
    with loaded.reading() as session:
        assert session.scalar(select(func.count()).select_from(Snapshot)) == before


def later(change: dict[str, Any] | None = None, as_of: str = "2026-11-20T00:00:00Z") -> Catalogue:
    """The catalogue of a newer file, in which Opus 4.7 costs twice as much since 10 November."""
    whole = json.loads(package_file())
    whole["updated_at"] = as_of
    timeline = whole["prices"]["anthropic"]["claude-opus-4-7"]["standard"]
    rates = timeline[-1]["rates"] | {"valid_from": "2026-11-10T00:00:00Z", "valid_from_basis": "models.dev commit"}
    timeline.append({"start": "2026-11-10T00:00:00Z", "rates": rates | (change or {"input": 10.0, "output": 50.0})})
    return parse_model_prices(json.dumps(whole).encode())


def test_a_newer_file_adds_what_is_new_and_an_older_one_nothing(loaded: Store) -> None:
    said = load(loaded, later())
    assert said[0] == "anthropic_catalogue: 2 accounts to file"
    assert costs(loaded, "claude-opus-4-7", day("2026-11-09")) == "5 0.5 25"
    assert costs(loaded, "claude-opus-4-7", day("2026-11-10")) == "10 0.5 50"
    assert load(loaded) == [f"{source.name}: nothing new" for source in BACKFILLS]
    assert costs(loaded, "claude-opus-4-7", NOW) == "10 0.5 50"


def test_what_a_release_corrects_is_recorded_at_its_own_time(loaded: Store) -> None:
    entries = [
        replace(entry, prices=dict.fromkeys(entry.prices, Decimal(7))) if entry.model == "kimi-k2.6" else entry
        for entry in bundled().entries
    ]
    load(loaded, Catalogue(bundled().as_of, entries), NOW)
    assert costs(loaded, "kimi-k2.6", day("2026-05-01"), NOW - timedelta(seconds=1)) == "0.95 0.16 4"
    assert costs(loaded, "kimi-k2.6", day("2026-05-01"), NOW) == "7 7 7"


@pytest.mark.both_databases
def test_a_page_of_the_vendor_is_trusted_more_from_its_first_reading_on(loaded: Store) -> None:
    page = Source(
        name="toy_page",
        vendor="anthropic",
        site=Website("toy", "https://toy.example"),
        path="/",
        cron="0 0 * * *",
        read=Reader("tests.db.test_catalogue", "read_toy"),
        reader=1,
        family="anthropic",
        trust=8,
    )
    at = day("2026-11-29")
    process_attempt(Run(loaded, page), lambda: Page("toy_page", "u", b"x", at))
    assert costs(loaded, "claude-opus-4-7", NOW) == "6"
    assert costs(loaded, "claude-opus-4-8", NOW) == "-"
    assert costs(loaded, "claude-opus-4-7", at - timedelta(seconds=1)) == "5 0.5 25"


def read_toy(page: Page) -> Reading:
    price = Price(
        source=page.source,
        model="claude-opus-4-7",
        meter=IN,
        band="flat",
        currency="USD",
        amount=Decimal(6),
        list_amount=None,
        unit="1M tokens",
    )
    return Reading(frozenset({Scope(Price, page.source, "USD")}), (price,))


WRONG: list[tuple[Any, str]] = [
    ({"schema": 2, "prices": {}}, "no data file of model-prices with schema 1"),
    ([], "the file is no object"),
    ({"schema": 1, "prices": {}, "updated_at": "2026-11-01T00:00:00Z"}, "providers are missing"),
    ({"sample_spec": {"input_cost_per_token": 0}}, "no data file of model-prices"),
]


@pytest.mark.parametrize(("content", "reason"), WRONG)
def test_another_file_is_refused(almanac: Almanac, tmp_path: Path, content: object, reason: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps(content))
    done = almanac("backfill", "catalogue", str(file))
    assert (done.code, done.out) == (3, "")
    assert reason in done.err
    assert str(file) in done.err


def test_a_missing_file_is_a_mistake_of_usage(almanac: Almanac, tmp_path: Path) -> None:
    done = almanac("backfill", "catalogue", str(tmp_path / "none.json"))
    assert done.code == 2
    assert "No such file" in done.err


def test_a_prices_age_is_said_where_only_the_catalogue_states_it(almanac: Almanac) -> None:
    assert almanac("backfill", "catalogue").code == 0
    shown = almanac("prices", "kimi-k2.6").out
    assert "last good reading 2026-10-26" in shown
    assert "moonshot_catalogue" in shown
    checks = [json.loads(line) for line in almanac("doctor", "--json").out.splitlines()]
    states = {check["check"]: check["state"] for check in checks}
    assert {states[source.name] for source in BACKFILLS} == {"note"}


def holders(value: Any) -> Iterator[Any]:  # noqa: ANN401 (any value of JSON)
    """Every list and object that is not empty."""
    if isinstance(value, dict | list) and value:
        yield value
        for inner in value.values() if isinstance(value, dict) else value:  # pyright: ignore[reportUnknownVariableType]
            yield from holders(inner)


ODD: list[Any] = [None, -1, 1e9, "x", "", [], {}, True, 0, "2026-13-01T00:00:00Z"]


def damaged(rng: Random) -> bytes:
    """The file with one value changed, taken out, or of another type."""
    whole = json.loads(SMALL)
    holder: Any = rng.choice(list(holders(whole)))
    keys: list[Any] = list(holder) if hasattr(holder, "keys") else list(range(len(holder)))
    key = rng.choice(keys)
    if rng.random() < 0.2:
        del holder[key]
    else:
        holder[key] = rng.choice(ODD)
    return json.dumps(whole).encode()


SMALL = json.dumps(
    {
        **{name: value for name, value in json.loads(package_file()).items() if name in ("schema", "updated_at")},
        "prices": {
            provider: dict(list(models.items())[-6:])
            for provider, models in json.loads(package_file())["prices"].items()
            if provider in ("anthropic", "openai", "google", "moonshotai", "zai", "xai", "mistral")
        },
    }
)


def test_a_damaged_file_is_refused_or_read_and_no_price_of_it_is_impossible() -> None:
    rng, refused = Random(14), 0  # noqa: S311 (no secret)
    for _ in range(400):
        try:
            made = parse_model_prices(damaged(rng))
        except PageChanged:
            refused += 1
            continue
        for entry in made.entries:
            assert all(0 <= amount < 10_000 for amount in entry.prices.values())
            assert entry.since <= made.as_of
    assert refused > 100


def accounts() -> Iterator[Page]:
    for source in BACKFILLS:
        for at in instants(bundled(), source.vendor)[::9]:
            yield Page(source.name, source.path, account(bundled(), source.vendor, at), at)


def test_a_damaged_account_is_refused() -> None:
    rng = Random(14)  # noqa: S311 (no secret)
    for page in accounts():
        place = rng.randrange(len(page.body))
        other = bytes([page.body[place] ^ 1])
        with pytest.raises(PageChanged):
            read(replace(page, body=page.body[:place] + other + page.body[place + 1 :]))


def test_the_sources_are_the_last_of_their_families_and_registered() -> None:
    assert {source.name for source in BACKFILLS} <= REGISTERED.keys()
    assert {(source.family, source.trust) for source in BACKFILLS} == {(source.vendor, 9) for source in BACKFILLS}
    assert bundled().as_of.tzinfo == UTC
