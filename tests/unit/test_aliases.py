"""The reviewed list of which model a name is."""

from datetime import UTC, datetime

import pytest

from bench.harness.dates import day
from models.readings.aliases import SITES, BadAlias, aliases, canonical, checked, parsed

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ROW = {"site": "arena", "key": "a", "since": "", "model": "m", "evidence": "seen"}


def test_every_row_says_what_it_rests_on() -> None:
    assert len(aliases()) > 80
    assert [alias for alias in aliases() if len(alias.evidence) < 10 or alias.evidence != alias.evidence.strip()] == []


def test_no_two_rows_speak_of_one_key_from_one_date_on() -> None:
    dated = [(alias.site, alias.key, alias.since) for alias in aliases()]
    assert len(set(dated)) == len(dated)


def test_every_site_is_in_the_list() -> None:
    assert {alias.site for alias in aliases()} == set(SITES)


KNOWN = [
    ("arena", "deepseek-v4-pro", "deepseek-v4-pro"),
    ("arena", "deepseek-v4-pro-thinking", "deepseek-v4-pro"),
    ("arena", "deepseek-v4-pro-high-preview", "deepseek-v4-pro"),
    ("arena", "deepseek-v4-pro-high-20260813", "deepseek-v4-pro-0813"),
    ("arena", "deepseek-r1-0528", "deepseek-r1-0528"),
    ("artificial_analysis", "d8ddb241-b3e4-4c25-a6a3-72eb1b30c541", "deepseek-v4-flash"),
    ("artificial_analysis", "fe4c0848-e284-4e52-a79d-cdc28392f1a9", "deepseek-v4-flash-0731"),
    ("openrouter", "deepseek/deepseek-v4-pro-0813", "deepseek-v4-pro-0813"),
    ("arena", "deepseek-v5", None),
    ("openrouter", "deepseek-v4-pro", None),
]


@pytest.mark.parametrize(("site", "key", "model"), KNOWN)
def test_a_key_of_a_site_is_a_model_or_unknown(site: str, key: str, model: str | None) -> None:
    assert canonical(site, key, NOW) == model


@pytest.mark.parametrize(
    ("at", "model"), [("2026-07-30", "deepseek-v4-flash"), ("2026-07-31", "deepseek-v4-flash-0731")]
)
def test_a_name_passes_to_another_model_on_a_date(at: str, model: str) -> None:
    assert canonical("arena", "deepseek-v4-flash-high", day(at)) == model


def test_a_date_is_midnight_utc() -> None:
    (alias,) = parsed([{**ROW, "since": "2026-01-02"}])
    assert alias.since == day("2026-01-02")


@pytest.mark.parametrize(
    "rows", [[{**ROW, "evidence": ""}], [{**ROW, "site": "elsewhere"}], [{**ROW, "model": ""}], [ROW, ROW]]
)
def test_a_row_that_says_too_little_or_contradicts_another_is_refused(rows: list[dict[str, str]]) -> None:
    with pytest.raises(BadAlias):
        checked(parsed(rows))
