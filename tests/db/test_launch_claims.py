"""The page about the claims of the launch articles: it is what the almanac answers, on both clocks."""

import csv

import pytest

from tests.conftest import CAPTURES
from tests.golden.launch_claims import DOCUMENT, Claim, claims, document
from tests.support.priced_home import priced_home

assert priced_home
FACTS = CAPTURES.parent / "facts" / "vendors" / "claims.csv"


@pytest.fixture(scope="module")
def asked() -> list[list[Claim]]:
    """The answers to all claims once a test has asked for them: each test has a copy of one and the same record."""
    return []


@pytest.fixture
def stated(priced_home: None, asked: list[list[Claim]]) -> list[Claim]:
    if not asked:
        asked.append(list(claims()))
    return asked[0]


def test_the_page_is_what_the_commands_answer(stated: list[Claim]) -> None:
    assert len(stated) == 21
    assert sum(claim.is_right for claim in stated) == 11
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
