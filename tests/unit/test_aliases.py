"""The names of models: the reviewed tables of the sites, and the rules of vendors."""

from datetime import UTC, datetime

import pytest

from bench.harness.dates import day
from models.readings.aliases import NO_ALIASES, Aliases, BadAlias
from scrapers.registry import FORMER, SOURCES

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ROW = {"key": "a", "since": "", "model": "m", "evidence": "seen"}
TABLES = {
    "arena": "arena_text",
    "artificial_analysis": "artificial_analysis",
    "openrouter": "openrouter",
    "huggingface_boards": "huggingface_boards",
}
"""A source of each site that has a table."""


def test_every_row_has_its_evidence() -> None:
    rows = [alias for source in TABLES.values() for alias in SOURCES[source].aliases.rows]
    assert len(rows) > 80
    assert [alias for alias in rows if len(alias.evidence) < 10 or alias.evidence != alias.evidence.strip()] == []


def test_every_source_of_another_site_than_the_vendors_has_a_table() -> None:
    for source in (*SOURCES.values(), *FORMER.values()):
        site = next((site for site in TABLES if source.name.startswith(site)), None)
        assert source.aliases == (SOURCES[TABLES[site]].aliases if site else NO_ALIASES), source.name


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
    assert SOURCES[TABLES[site]].aliases.model(key, NOW) == model


@pytest.mark.parametrize(
    ("at", "model"), [("2026-07-30", "deepseek-v4-flash"), ("2026-07-31", "deepseek-v4-flash-0731")]
)
def test_a_name_passes_to_another_model_on_a_date(at: str, model: str) -> None:
    assert SOURCES["arena_text"].aliases.model("deepseek-v4-flash-high", day(at)) == model


def test_a_date_is_midnight_utc() -> None:
    (alias,) = Aliases.of([{**ROW, "since": "2026-01-02"}]).rows
    assert alias.since == day("2026-01-02")


@pytest.mark.parametrize("rows", [[{**ROW, "evidence": ""}], [{**ROW, "key": ""}], [{**ROW, "model": ""}], [ROW, ROW]])
def test_a_row_that_lacks_a_value_or_contradicts_another_is_refused(rows: list[dict[str, str]]) -> None:
    with pytest.raises(BadAlias):
        Aliases.of(rows)
