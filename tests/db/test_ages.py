"""The age of what is shown: said where its source was silent for longer than twice its cadence, on both databases."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from bench.harness.dates import day
from bench.harness.sample_pages import replaced
from flows.database import Store
from flows.notify.reminders import remind
from flows.pipeline.attempts import process_attempt
from flows.reports.health import health_artifact
from flows.reports.prices import deadlines_artifact, prices_artifact
from flows.run import DEFAULT_ALERTS, Run
from flows.settings.load import Settings
from models.queries.reading_ages import ages
from models.schema.tables import Alert
from samples.deepseek.pages import home, pricing
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.typed import Almanac
from tests.support.walks import SITES, fail, feed

MAY, JUNE = day("2026-05-08"), day("2026-05-23 06:00")
HOUR = timedelta(hours=1)
PAGE = replaced("until 2026/05/31", "until 2099/05/31", MAY)
"""The view of deadlines goes by the clock of the database, which is past 2026."""
LINE = "last good reading 2026-05-08, 15 days ago: deepseek_pricing refused, see almanac snapshot 2\n"
ZH = SOURCES["deepseek_pricing_zh"]


@pytest.fixture
def history(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Read on 8 May, refused an hour later, never asked again; it is 23 May."""
    assert settings
    for module in ("cli.costs.prices", "cli.evidence.deadlines", "cli.costs.tariff", "cli.costs.scores"):
        monkeypatch.setattr(f"{module}.utc_now", lambda: JUNE)
    feed(store, MAY, PAGE)
    feed(store, MAY + HOUR, home())
    return store


def zh(store: Store, at: datetime, text: str | None = None) -> None:
    found = pricing(at, "zh") if text is None else text
    process_attempt(Run(store, ZH), lambda: Page(ZH.name, ZH.url(SITES), found.encode(), at))


@pytest.fixture(params=["prices", "cost", "deadlines"])
def command(request: pytest.FixtureRequest, history: Store, tmp_path: Path) -> tuple[str | Path, ...]:
    """A command that shows what the source said on 8 May."""
    assert history
    file = tmp_path / "workload.toml"
    file.write_text('[[load]]\nmodel = "deepseek-v4-pro"\ncurrency = "USD"\noutput = 1_000_000\n', encoding="utf-8")
    return (request.param, file) if request.param == "cost" else (request.param,)


@pytest.mark.both_databases
def test_an_answer_ends_with_how_old_its_source_is(almanac: Almanac, command: tuple[str | Path, ...]) -> None:
    answer = almanac(*command)
    assert answer.text.endswith(f" {LINE.strip()}")
    assert answer.out.count("last good reading") == 1


def test_json_lines_stay_as_they_are_and_the_age_is_a_hint(almanac: Almanac, command: tuple[str | Path, ...]) -> None:
    answer = almanac(*command, "--json")
    assert answer.rows
    assert "last good reading" not in answer.out
    # The month has days before the first reading: without a price, a bill is incomplete.
    incomplete = "almanac: the bill is incomplete\n" if command[0] == "cost" else ""
    assert answer.err.endswith(LINE + incomplete)


def test_the_artifacts_say_it(history: Store) -> None:
    """The instant of the last good reading does not change while time goes on: no new version is written for it."""
    last = "2026-05-08 00:00 UTC"
    assert f"\n\n**Last good reading: deepseek_pricing {last}" in deadlines_artifact(history, JUNE).data
    rows = json.loads(prices_artifact(history, JUNE).data)
    assert {row["source"] for row in rows} == {f"deepseek_pricing (last good reading {last})"}
    (health,) = json.loads(health_artifact(history, JUNE).data)
    assert (health["state"], health["last good reading"]) == ("refused", last)
    assert "almanac snapshot 2 --page" in health["what settles it"]


def test_two_cadences_are_no_silence_and_a_minute_more_is(history: Store) -> None:
    with history.reading() as session:
        stale = [ages(session, MAY + 2 * HOUR + timedelta(minutes=more))[0].is_stale for more in (0, 1)]
    assert stale == [False, True]


def test_a_source_of_which_nothing_is_shown_is_not_named(almanac: Almanac, history: Store) -> None:
    zh(history, JUNE - HOUR)
    assert "deepseek_pricing_zh" not in almanac("prices").out.split("last good")[1]
    assert almanac("prices").text.endswith(LINE.strip())


def test_each_source_that_is_shown_is_named_on_its_own(almanac: Almanac, history: Store) -> None:
    zh(history, MAY)
    feed(history, JUNE - HOUR, PAGE)
    assert almanac("prices", "--currency", "CNY").text.endswith(
        " last good reading 2026-05-08, 15 days ago: deepseek_pricing_zh not fetched since, see almanac snapshot 3"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--at", "2026-05-08T01:30Z"), ""),
        (("--at", "2026-05-10"), "last good reading 2026-05-08, 2 days before 2026-05-10 00:00 UTC"),
        (("--at", "2026-05-20", "--believed", "2026-05-08T01:30Z"), ""),
        (("--believed", "2026-05-10"), "last good reading 2026-05-08, 2 days before 2026-05-10 00:00 UTC"),
        (("--at", "2026-05-01"), ""),
        (("--at", "2026-12-01"), "last good reading 2026-05-08, 15 days ago"),
    ],
)
def test_of_a_past_instant_it_is_said_where_the_source_was_silent_then(
    almanac: Almanac, history: Store, words: tuple[str, ...], says: str
) -> None:
    answer = almanac("prices", *words)
    assert answer.code == 0
    assert says in answer.text
    assert bool(says) == ("last good reading" in answer.out)


def test_a_source_that_is_read_again_is_silent_about_its_age(almanac: Almanac, history: Store) -> None:
    feed(history, JUNE - HOUR, PAGE)
    assert "last good reading" not in almanac("prices").out


def test_an_alert_names_the_other_sources_of_its_family_that_fail(history: Store) -> None:
    zh(history, MAY)
    for number in range(3):
        zh(history, MAY + (number + 1) * HOUR, home())
    at = MAY + 4 * HOUR
    feed(history, at, PAGE.replace(">$0.28<", ">$0.26<"))
    (alert,) = (alert for alert in alerts(history) if alert.subject == "deepseek-v4-flash")
    assert (
        "\nlast good reading 2026-05-08, 4 hours ago: deepseek_pricing_zh refused, see almanac snapshot" in alert.body
    )


def test_an_alert_does_not_name_a_source_that_nobody_asks_any_more(history: Store) -> None:
    zh(history, MAY)
    feed(history, MAY + 20 * HOUR, PAGE.replace(">$0.28<", ">$0.26<"))
    (alert,) = (alert for alert in alerts(history) if alert.subject == "deepseek-v4-flash")
    assert "last good reading" not in alert.body


def test_a_reminder_says_how_old_the_word_is_that_it_repeats(history: Store) -> None:
    remind(history, DEFAULT_ALERTS, JUNE)
    bodies = [alert.body for alert in alerts(history) if alert.alert_key.startswith("deadline/")]
    assert bodies
    assert all(f"\n{LINE}" in words for words in bodies)


def alerts(store: Store) -> list[Alert]:
    with store.reading() as session:
        return list(session.scalars(select(Alert).order_by(Alert.id)))


def test_the_ages_of_all_sources_are_one_query(history: Store) -> None:
    zh(history, MAY)
    fail(history, MAY + 3 * HOUR)
    statements = list[str]()

    def note(*words: object) -> None:
        statements.append(str(words[2]))

    with history.reading() as session:
        event.listen(history.engine, "before_cursor_execute", note)
        found = ages(session, JUNE)
    assert [(age.source, age.outcome, age.last_good) for age in found] == [
        ("deepseek_pricing", "failed", MAY),
        ("deepseek_pricing_zh", "facts", MAY),
    ]
    assert [words[:6].lower() for words in statements if words.lower() != "begin"] == ["select"]


def test_what_was_never_read_well_has_no_good_reading(store: Store) -> None:
    fail(store, MAY)
    with store.reading() as session:
        (age,) = ages(session, MAY + 3 * HOUR)
    assert (age.last_good, age.is_stale) == (None, True)
