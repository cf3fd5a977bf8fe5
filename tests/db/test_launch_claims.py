"""The page about the claims of the launch articles: it is what the almanac answers, on both clocks."""

import csv

import pytest

from tests.conftest import CAPTURES
from tests.golden.launch_claims import DOCUMENT, claims, document
from tests.support.priced_home import priced_home

assert priced_home
FACTS = CAPTURES.parent / "facts" / "vendors" / "claims.csv"


@pytest.mark.usefixtures("priced_home")
def test_the_page_is_what_the_commands_answer() -> None:
    stated = claims()
    assert len(stated) == 21
    assert sum(claim.is_right for claim in stated) == 11
    assert document(stated) == DOCUMENT.read_text(encoding="utf-8"), "python -m tests.golden.launch_claims"


@pytest.mark.usefixtures("priced_home")
def test_the_verdicts_are_the_same_as_believed_on_the_day() -> None:
    now, then = claims(), claims(on_both_clocks=True)
    assert [(claim.is_right, claim.found) for claim in then] == [(claim.is_right, claim.found) for claim in now]


@pytest.mark.usefixtures("priced_home")
def test_the_verdicts_are_those_that_people_reached() -> None:
    if not FACTS.exists():
        pytest.skip("no facts here")
    reached = [row["verdict"] for row in csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines())]
    stated = claims()
    assert [claim.is_right for claim in stated] == [not verdict.startswith("wrong") for verdict in reached]
    assert [claim.article for claim in stated] == [
        row["article"] for row in csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines())
    ]
