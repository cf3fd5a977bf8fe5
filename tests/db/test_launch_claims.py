"""The page about the claims of the launch articles: it is what the almanac answers, on both clocks."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from flows.pipeline import open_store
from flows.settings.load import Settings
from models.facts import Price
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.conftest import CAPTURES
from tests.golden.launch_claims import (
    DOCUMENT,
    PRICED,
    Claim,
    ask,
    claims,
    document,
    evidence,
    read_first_card,
)
from tests.support.priced_home import load_histories
from tests.support.recordings import Recordings

SEEN = datetime(2026, 9, 30, tzinfo=UTC)
FACTS = CAPTURES.parent / "facts" / "vendors" / "claims.csv"


@pytest.fixture(scope="module")
def asked() -> list[list[Claim]]:
    """The answers to all claims once a test has asked for them: each test has a copy of one and the same record."""
    return []


@pytest.fixture
def claims_home(recordings: Recordings, settings: Settings) -> None:
    """The database of the command line with both histories and the first card of V4-Pro."""
    store = open_store(settings)
    recordings.fill(store, read_first_card, after=recordings.made(load_histories))
    store.close()


@pytest.fixture
def stated(claims_home: None, asked: list[list[Claim]]) -> list[Claim]:
    if not asked:
        asked.append(list(claims()))
    return asked[0]


def test_the_page_is_what_the_commands_answer(stated: list[Claim]) -> None:
    assert len(stated) == 21
    assert sum(claim.is_right for claim in stated) == 11
    assert all(claim.commands for claim in stated)
    assert document(stated) == DOCUMENT.read_text(encoding="utf-8"), "python -m tests.golden.launch_claims"


def test_the_verdicts_are_the_same_as_believed_on_the_day(stated: list[Claim]) -> None:
    then = claims(on_both_clocks=True)
    assert [(claim.is_right, claim.found) for claim in then] == [(claim.is_right, claim.found) for claim in stated]


def test_the_verdicts_are_those_that_people_reached(stated: list[Claim]) -> None:
    if not FACTS.exists():
        pytest.skip("no facts here")
    reached = [row["verdict"] for row in csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines())]
    assert [claim.is_right for claim in stated] == [not verdict.startswith("wrong") for verdict in reached]
    assert [claim.article for claim in stated] == [
        row["article"] for row in csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines())
    ]


@pytest.mark.usefixtures("claims_home")
def test_the_vendors_pages_print_the_prices_that_the_claims_rest_on(capture: Callable[[str], Path]) -> None:
    kept = [row for row in evidence() if row["capture"]]
    assert len(kept) >= 10
    for row in kept:
        page = Page(row["source"], "capture", capture(row["capture"]).read_bytes(), SEEN)
        facts = [fact for fact in SOURCES[row["source"]].read(page).facts if isinstance(fact, Price)]
        printed = {
            fact.meter: fact.amount
            for fact in facts
            if (fact.model, fact.mode, fact.above) == (row["model"], "standard", 0) and fact.effective_from is None
        }
        answer = ask(f"almanac prices {row['model']} --at {row['at']} --mode standard") or []
        stated = {each["meter"]: Decimal(each["amount"]) for each in answer if each["above"] == 0}
        assert {meter: printed[meter] for meter in PRICED} == {meter: stated[meter] for meter in PRICED}, row["model"]
