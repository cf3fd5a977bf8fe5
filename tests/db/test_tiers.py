"""Prices by mode and by the length of the prompt: what is shown, what is billed, and what an alert says of them."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select

from alerts.compose import compose
from flows.clock import utc_now
from flows.database import Store
from flows.reports.prices import prices_artifact
from models.facts import MODES, in_tier, meter_text, missing_tier
from models.facts.base import key_words
from models.facts.kinds import Price
from models.facts.meters import METERS, UNITS, in_order
from models.facts.texts import short_number
from models.history.decisions import case_sha256
from models.plausibility.case import doubt
from models.schema.tables import ChangeRow
from tests.conftest import Almanac
from tests.db.test_cost import price, tell, write
from tests.unit.test_changes import told
from tests.unit.test_compose import SEEN

STANDARD, LONG = price("flat", "4"), replace(price("flat", "6"), above=200_000)
BATCH = replace(price("flat", "2"), mode="batch")
LONG_BATCH = replace(price("flat", "3"), mode="batch", above=200_000)
PRICES = (STANDARD, LONG, BATCH, LONG_BATCH)
HEAD = 'model = "m"\ncurrency = "USD"'


@pytest.fixture
def prices(store: Store) -> Store:
    """One model with a price in two modes and two tiers."""
    tell(store, "2026-06-01", PRICES)
    return store


@pytest.mark.both_databases
def test_each_mode_and_tier_has_a_history_of_its_own(prices: Store) -> None:
    tell(prices, "2026-06-02", [STANDARD, LONG, replace(BATCH, amount=Decimal("2.5")), LONG_BATCH])
    with prices.reading() as session:
        found = session.execute(select(ChangeRow.kind, ChangeRow.said_before, ChangeRow.said_after)).tuples().all()
    assert found == [
        ("price changed", "output (batch) 2 USD / 1M tokens", "output (batch) 2.5 USD / 1M tokens"),
    ]


@pytest.mark.both_databases
def test_json_always_has_mode_and_tier(almanac: Almanac, prices: Store) -> None:
    found = almanac("prices", "m", "--json").rows
    assert [(row["mode"], row["above"], row["amount"]) for row in found] == [
        ("batch", 0, "2"),
        ("batch", 200_000, "3"),
        ("standard", 0, "4"),
        ("standard", 200_000, "6"),
    ]


def test_a_table_has_mode_and_tier_where_they_differ_from_the_default(almanac: Almanac, store: Store) -> None:
    def heads() -> list[list[str]]:
        lines = almanac("prices", "m").out.splitlines()
        return [line.split() for line in lines if line.startswith(("model ", "page: "))]

    tell(store, "2026-06-01", [STANDARD])
    assert heads() == [
        ["page:", "USD", "/", "1M", "tokens,", "standard,", "by", "page,", "since", "2026-06-01"],
        ["model", "output"],
    ]
    tell(store, "2026-06-02", [STANDARD, BATCH])
    assert [line[5] for line in heads()[::2]] == ["batch,", "standard,"]
    tell(store, "2026-06-03", PRICES)
    assert heads()[1::2] == [["model", "prompt", "output", "since"]] * 2


def test_prices_of_one_mode_can_be_asked_for(almanac: Almanac, prices: Store) -> None:
    assert [row["amount"] for row in almanac("prices", "m", "--mode", "batch", "--json").rows] == ["2", "3"]
    at = almanac("prices", "m", "--mode", "standard", "--at", "2026-06-15", "--json").rows
    assert [row["amount"] for row in at] == ["4", "6"]
    refused = almanac("prices", "m", "--mode", "night")
    assert (refused.code, "priority" in refused.err) == (2, True)


def test_the_price_at_an_instant_is_said_for_each_mode_and_tier(almanac: Almanac, prices: Store) -> None:
    out = almanac("prices", "m", "--at", "2026-06-15").text
    assert "m 4 m > 200K 6" in out
    assert "m 2 m > 200K 3" in out


@pytest.mark.parametrize(
    ("keys", "amount"),
    [
        ("", "4.00"),
        ("prompt_tokens = 200_000", "4.00"),
        ("prompt_tokens = 200_001", "6.00"),
        ('mode = "batch"', "2.00"),
        pytest.param('mode = "batch"\nprompt_tokens = 250_000', "3.00", marks=pytest.mark.both_databases),
    ],
)
def test_a_bill_counts_the_mode_and_the_highest_tier_below_the_prompt(
    almanac: Almanac, prices: Store, tmp_path: Path, keys: str, amount: str
) -> None:
    load, total = almanac("cost", write(tmp_path, f"output = 1_000_000\n{keys}", HEAD), "--json").rows
    assert (load["amount"], total["amount"]) == (amount, amount)
    assert (load["mode"], total["mode"]) == ("batch" if "batch" in keys else "standard", None)


@pytest.mark.both_databases
def test_a_mode_that_states_no_price_for_long_prompts_has_none_for_them(
    almanac: Almanac, store: Store, tmp_path: Path
) -> None:
    """OpenAI's Fast takes prompts of up to 272,000 tokens; what longer ones cost there is not stated."""
    tell(store, "2026-06-01", [STANDARD, LONG, BATCH])
    asked = write(tmp_path, 'output = 1_000_000\nmode = "batch"\nprompt_tokens = 250_000', HEAD)
    found = almanac("cost", asked)
    reason = "m has no price of mode batch for prompts above 200,000 tokens: its source states none"
    assert (found.code, reason in " ".join((found.out + found.err).split())) == (1, True)
    load, _ = almanac("cost", asked, "--json").rows
    assert (load["amount"], load["complete"]) == (None, False)
    short = write(tmp_path, 'output = 1_000_000\nmode = "batch"\nprompt_tokens = 200_000', HEAD)
    assert [row["amount"] for row in almanac("cost", short, "--json").rows] == ["2.00", "2.00"]


@pytest.mark.both_databases
def test_there_is_no_ratio_for_prompts_that_only_another_mode_prices(almanac: Almanac, store: Store) -> None:
    other = [replace(each, model="n", mode="batch") for each in (BATCH, replace(BATCH, meter="input_cache_miss"))]
    tell(store, "2026-06-01", [STANDARD, LONG, BATCH, replace(BATCH, meter="input_cache_miss"), *other])
    words = ("ratio", "n", "m", "--mix", "0:1", "--mode", "batch", "--prompt-tokens")
    assert almanac(*words, "200000").code == 0
    found = almanac(*words, "200001")
    assert (found.code, "m has no price of mode batch for prompts above 200,000 tokens" in found.err) == (1, True)
    assert almanac(*words, "0").code == 0


@pytest.mark.parametrize(
    ("modes", "mode", "tokens", "missing"),
    [
        ([("standard", 0), ("standard", 272_000), ("fast", 0)], "fast", 272_001, 272_000),
        ([("standard", 0), ("standard", 272_000), ("fast", 0)], "fast", 272_000, 0),
        ([("standard", 0), ("standard", 272_000), ("fast", 0)], "standard", 300_000, 0),
        ([("standard", 0), ("fast", 0)], "fast", 300_000, 0),
        (
            [("standard", 0), ("standard", 100_000), ("standard", 272_000), ("fast", 0), ("fast", 100_000)],
            "fast",
            150_000,
            0,
        ),
        (
            [("standard", 0), ("standard", 100_000), ("standard", 272_000), ("fast", 0), ("fast", 100_000)],
            "fast",
            300_000,
            272_000,
        ),
        ([], "fast", 300_000, 0),
    ],
)
def test_a_tier_is_missing_where_only_other_modes_have_it(
    modes: list[tuple[str, int]], mode: str, tokens: int, missing: int
) -> None:
    assert missing_tier(modes, mode, tokens) == missing


def test_a_bill_names_the_mode_where_it_is_not_the_default(almanac: Almanac, prices: Store, tmp_path: Path) -> None:
    assert "output (batch)" in almanac("cost", write(tmp_path, 'output = 1\nmode = "batch"', HEAD)).out


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ('mode = "flex"', "m has no price of mode flex in USD (load 1): there is batch, standard"),
        ('mode = "night"', "'night' is not a mode: write one of standard, batch, flex, fast, priority"),
        ("prompt_tokens = -1", "prompt_tokens"),
        ("outptu = 5", "unknown key; did you mean output?"),
    ],
)
def test_a_workload_that_no_price_is_for_is_refused(
    almanac: Almanac, prices: Store, tmp_path: Path, keys: str, words: str
) -> None:
    refused = almanac("cost", write(tmp_path, f"output = 1\n{keys}", HEAD))
    assert (refused.code, words in refused.err) == (2, True)


def test_every_meter_is_billed_by_the_unit_of_its_price(almanac: Almanac, store: Store, tmp_path: Path) -> None:
    """Of each meter so much that it is priced once: each costs what its price says."""
    tell(store, "2026-06-01", [price("flat", "7", meter=meter) for meter in METERS])
    uses = "\n".join(f"{name} = {UNITS[meter.unit]}" for name, meter in METERS.items())
    *loads, total = almanac("cost", write(tmp_path, uses, HEAD), "--json").rows
    assert {load["meter"]: load["amount"] for load in loads} == dict.fromkeys(METERS, "7.00")
    assert total["amount"] == f"{7 * len(METERS)}.00"


def test_a_unit_that_no_meter_has_is_refused(almanac: Almanac, store: Store, tmp_path: Path) -> None:
    tell(store, "2026-06-01", [replace(STANDARD, unit="1 seat")])
    refused = almanac("cost", write(tmp_path, "output = 1", HEAD))
    assert (refused.code, "m output is priced by 1 seat: known are 1M tokens" in refused.err) == (2, True)


def test_the_artifact_has_a_line_for_each_mode_and_tier(prices: Store) -> None:
    rows = {row["mode"]: row for row in json.loads(prices_artifact(prices, utc_now()).data)}
    assert {mode: row["output"] for mode, row in rows.items()} | {"standard": "4"} == {
        mode: row["output"] for mode, row in rows.items()
    }
    assert rows["batch, above 200K prompt tokens"]["output"] == "3"
    assert (rows["standard"]["model"], rows["standard"]["band"], rows["standard"]["currency"]) == ("m", "flat", "USD")


def test_an_alert_says_which_mode_and_tier_a_price_is_of() -> None:
    dearer = [replace(one, amount=one.amount and 2 * one.amount) for one in PRICES]
    (message,) = compose(told(list(PRICES), list(dearer), (Price,)), SEEN)
    assert message.body.splitlines()[2:7] == [
        "- price changed (USD / 1M tokens)",
        "  output (batch)                            2 → 4   +100.0 %",
        "  output (batch, above 200K prompt tokens)  3 → 6   +100.0 %",
        "  output                                    4 → 8   +100.0 %",
        "  output (above 200K prompt tokens)         6 → 12  +100.0 %",
    ]
    assert message.title == "m output 4 → 8 USD (+100 %) as of 18 Aug 00:00 UTC"


def test_a_title_says_the_mode_where_all_prices_are_of_one() -> None:
    dearer = [replace(one, amount=Decimal(9)) if one.mode == "batch" else one for one in PRICES[:3]]
    (message,) = compose(told(list(PRICES[:3]), list(dearer), (Price,)), SEEN)
    assert message.title == "m output (batch) 2 → 9 USD (+350 %) as of 18 Aug 00:00 UTC"


def test_a_key_in_words_leaves_the_defaults_out() -> None:
    assert [key_words(Price, one.key) for one in PRICES] == [
        "m output flat USD",
        "m output flat USD 200000",
        "m output flat USD batch",
        "m output flat USD batch 200000",
    ]
    assert [meter_text(one) for one in (STANDARD, LONG)] == ["output", "output (above 200K prompt tokens)"]


def test_a_decision_about_a_price_is_of_the_same_case_as_before_modes() -> None:
    """Recorded by the release before: what was decided then is found again."""
    cases = {case_sha256(doubt(one, "why")) for one in PRICES}
    assert len(cases) == len(PRICES)
    assert case_sha256(doubt(STANDARD, "why")) == RECORDED


GOLDEN = Path(__file__).parents[1] / "golden"
DICTIONARY = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
RECORDED = "9ca6ad0919aa05a47231c86e922ca17c90b928330fc718d0d4609ac89b069107"


def test_of_each_meter_the_highest_tier_below_the_prompt_counts() -> None:
    """A meter without a price in a tier keeps the one of the tier below."""
    other = price("flat", "1", meter="input_cache_hit")
    assert in_tier((*PRICES, other), "standard", 1_000_000) == (LONG, other)
    for mode, tokens in product(MODES, (0, 1, 200_000, 200_001)):
        its = in_tier(PRICES, mode, tokens)
        assert len(its) == (mode in ("standard", "batch"))
        assert all(one.mode == mode and (one.above < tokens or not one.above) for one in its)


@pytest.mark.parametrize(
    ("number", "words"), [(272_000, "272K"), (1_000_000, "1M"), (272_500, "272500"), (1_500_000, "1500K"), (0, "0")]
)
def test_a_number_is_said_as_pages_print_it(number: int, words: str) -> None:
    assert short_number(number) == words


def test_meters_are_listed_in_the_order_of_the_table() -> None:
    assert in_order(["unknown", "output", "input_cache_hit", "output"]) == ["input_cache_hit", "output", "unknown"]
    assert {meter.unit for meter in METERS.values()} <= UNITS.keys()


def test_the_data_dictionary_lists_every_meter_under_its_unit() -> None:
    section = DICTIONARY.read_text(encoding="utf-8").split("## Meters\n")[1].split("\n## ")[0]
    listed = dict.fromkeys(METERS, "")
    for names, unit in re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| `([^`]+)` \|$", section, re.MULTILINE):
        listed |= dict.fromkeys(re.findall(r"\w+", names), unit)
    assert listed == {name: meter.unit for name, meter in METERS.items()}


def test_every_price_that_a_reader_states_has_a_meter_and_a_unit_of_the_table() -> None:
    files = [file for file in GOLDEN.glob("*/*.json") if not file.parent.name.startswith(("arena", "artificial"))]
    facts = [fact for file in files for fact in json.loads(file.read_text(encoding="utf-8")).get("facts", ())]
    stated = {(fact["meter"], fact["unit"]) for fact in facts if fact["fact"] == "price" and not fact["gone"]}
    assert len(stated) >= 5
    assert {(meter, METERS[meter].unit) for meter, _ in stated} == stated
