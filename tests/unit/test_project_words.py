"""The words of a report: what is known of a model in one line, with the days that are left."""

from datetime import timedelta

import pytest

from bench.harness.dates import day
from cli.project.words import short_text
from models.queries.model_records import ModelWarning, WarningKind

NOW = day("2026-11-30 12:00")


def told(kind: WarningKind, days: float | None, says: tuple[str, ...] = (), id_: str = "m") -> str:
    at = None if days is None else NOW + timedelta(days=days)
    return short_text(ModelWarning(kind, "v", "m", at, "other", says), id_, NOW)


@pytest.mark.parametrize(
    ("kind", "days", "words"),
    [
        (WarningKind.RETIRED, -10, "was retired on 2026-11-20; replacement: other"),
        (WarningKind.RETIRED, None, "was retired; replacement: other"),
        (WarningKind.ROUTED, -10, "answers as other since 2026-11-20"),
        (WarningKind.DATED, 0.4, "ends on 2026-11-30, today; replacement: other"),
        (WarningKind.DATED, 0.6, "ends on 2026-12-01, in 1 day; replacement: other"),
        (WarningKind.DATED, 31, "ends on 2026-12-31, in 31 days; replacement: other"),
        (WarningKind.DATED, -1, "was to end on 2026-11-29, which no source confirms; replacement: other"),
        (WarningKind.EARLIEST, 2, "ends on 2026-12-02 at the earliest, in 2 days; replacement: other"),
        (WarningKind.EARLIEST, -2, "may end any day since 2026-11-28; replacement: other"),
        (WarningKind.ANNOUNCED, None, "is to be retired, without a date; replacement: other"),
        (WarningKind.UNLISTED, None, "had a price, and its vendor's sources list it no more"),
    ],
)
def test_each_kind_has_its_words(kind: WarningKind, days: float | None, words: str) -> None:
    assert told(kind, days) == words


def test_prices_and_promotions_have_the_words_of_the_record() -> None:
    assert told(WarningKind.PRICE, 3, ("a", "b")) == "2 prices change on 2026-12-03, in 3 days"
    assert told(WarningKind.PRICE, 3, ("a",)) == "1 price changes on 2026-12-03, in 3 days"
    assert told(WarningKind.PROMOTION, 3, ("75 % off",)) == "in a promotion: 75 % off"


def test_a_statement_about_another_spelling_names_it() -> None:
    assert told(WarningKind.ROUTED, -10, (), "n") == "answers as other since 2026-11-20 (stated of m)"
    led_on = told(WarningKind.ROUTED, -10, ("other was retired on 2026-11-25",))
    assert led_on == "answers as other since 2026-11-20, and other was retired on 2026-11-25"
