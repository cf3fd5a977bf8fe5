"""Sections about other products can stand anywhere on the pricing page: nothing is refused, nothing is wrong."""

from collections import Counter

from bench.foreign import outcomes


def test_what_is_about_something_else_is_named_and_changes_no_fact() -> None:
    assert Counter(outcome for outcome, _ in outcomes(60, seed=1)) == {"named": 60}
