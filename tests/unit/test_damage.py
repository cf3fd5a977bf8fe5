"""Damaged pages: nothing wrong is told. Some of each source here, ten thousand of each in `python -m bench.damage`."""

from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import cycle, pairwise

import pytest

from bench.harness.damage.base import BOARDS, DAMAGED, bases, put, shown
from bench.harness.damage.cells import amounts, times
from bench.harness.damage.judged import HOUR, believed, judged, read, read_whole
from bench.harness.damage.pages import CLASSES, SAID, Damaged, damaged
from bench.harness.dates import day
from models.plausibility.check import doubts
from samples.alone import DOCUMENTS
from samples.visits import SOURCES as SAMPLED
from scrapers.registry import SOURCES

SAMPLE = 80
OTHER_SAMPLES = {"arena_page_code": 32, **dict.fromkeys(DOCUMENTS, 240)}
"""A table costs ten times what any other page does; a document has three times as many kinds of damage."""
ERAS = ("2024-09-05", "2025-01-20", "2025-02-27", "2025-08-22", "2025-09-30", "2026-05-08", "2026-08-14", "2026-10-18")
"""A day of each shape that the pricing page has had."""
FOLDS = (Decimal(10), Decimal(100), Decimal(1000))
OWN = {"deepseek_pricing": "usd", "deepseek_pricing_zh": "cny"}


@cache
def some(source: str) -> list[Damaged]:
    whole = bases(source)
    return [one for base in whole for one in damaged(base, -(-_most(source) // len(whole)))]


def _most(source: str) -> int:
    return OTHER_SAMPLES.get(source, SAMPLE)


@pytest.mark.parametrize("source", DAMAGED)
def test_no_damaged_page_tells_anything_wrong(source: str) -> None:
    found = [(one.base.at, one.damage, judged(one)) for one in some(source)]
    assert len(found) >= _most(source)
    assert [judgement for judgement in found if judgement[2].outcome == "wrong"] == []


@pytest.mark.parametrize("source", DAMAGED)
def test_every_kind_of_damage_is_in_the_sample(source: str) -> None:
    counts = Counter(one.damage for one in some(source))
    assert set(counts) == set(CLASSES[source])


@pytest.mark.parametrize("source", DAMAGED)
def test_a_whole_page_says_an_hour_later_what_it_said(source: str) -> None:
    assert [base.at for base in bases(source) if judged(Damaged(base, "none", base.body)).outcome != "same"] == []


@pytest.mark.parametrize("source", SAMPLED)
def test_no_true_edit_is_held_where_the_page_is_read_every_hour(source: str) -> None:
    for number, (before, after) in enumerate(pairwise(bases(source)), 1):
        reading = read_whole(source, number)
        beliefs, rules = believed(source, before.at), SOURCES[source].plausibility
        assert doubts(beliefs, reading, after.at, after.at - HOUR, rules) == []


@pytest.mark.parametrize("source", BOARDS)
def test_no_true_publish_is_held(source: str) -> None:
    """Not even that of 2026-06-16, when three of fourteen models had no coding index with the new method."""
    for number, (before, after) in enumerate(pairwise(bases(source)), 1):
        reading = read_whole(source, number)
        beliefs, rules = believed(source, before.at), SOURCES[source].plausibility
        assert doubts(beliefs, reading, after.at, after.at - HOUR, rules) == []


def test_what_a_page_may_tell_is_said_of_kinds_of_damage_that_there_are() -> None:
    assert set(SAID) <= {name for classes in CLASSES.values() for name in classes}


@pytest.mark.parametrize("at", ERAS)
@pytest.mark.parametrize("source", OWN)
def test_a_price_times_ten_a_hundred_or_a_thousand_is_never_told(source: str, at: str) -> None:
    """Each amount of the page times one of them, in turn."""
    base = shown(source, day(at))
    found = amounts(base.text)
    assert len(found) >= len(FOLDS)
    for amount, fold in zip(found, cycle(FOLDS), strict=False):
        body = put(base.text, amount, times(amount[0], fold)).encode()
        outcome = judged(Damaged(base, "decimal moved", body)).outcome
        # The other currency's tab is the other source's to read; a cell that contradicts itself is named.
        named = not amount[OWN[source]] or bool(outcome == "same" and read(source, body, base.at).unread)
        assert outcome in ("refused", "held") or (outcome == "same" and named)


def test_damage_is_the_same_for_one_seed() -> None:
    base = shown("deepseek_pricing", day("2026-05-08"))
    assert damaged(base, 60, 1) == damaged(base, 60, 1) != damaged(base, 60, 2)


def test_entities_for_digits_are_the_same_digits() -> None:
    base = shown("deepseek_pricing", day("2026-10-18"))
    spelt = base.text.replace("$0.75", "&#36;&#48;.&#55;&#53;")
    assert spelt != base.text
    assert judged(Damaged(base, "digits as entities", spelt.encode())).outcome == "same"
