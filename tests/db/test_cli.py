"""What people type: answers, exit codes, and errors that say what to do."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from bench.harness.dates import day
from bench.harness.sample_pages import body
from cli.main import main
from flows.database import Store
from flows.settings.load import Settings
from models.schema.tables import Body
from samples.deepseek.pages import home as home_page
from scrapers.http.politeness import Manners
from scrapers.registry import SOURCES
from tests.db.test_replay import doubled
from tests.support.site import Answer, serving
from tests.support.typed import Almanac, Typed
from tests.support.walks import SOURCE, feed

APRIL, MAY, AUGUST = "2026-04-24", "2026-05-08", "2026-08-18"


Saved = Callable[[str], Path]


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """A file with a page in it: a date names the sample of that day."""

    def save(text: str) -> Path:
        file = tmp_path / f"page{abs(hash(text))}.html"
        file.write_text(body(day(text)) if len(text) == len(MAY) else text, encoding="utf-8")
        return file

    return save


def track(almanac: Almanac, page: Path, at: str) -> Typed:
    return almanac("track", "deepseek_pricing", "--page", page, "--at", at)


def test_read_prints_the_facts_as_json(almanac: Almanac, saved: Saved) -> None:
    rows = almanac("read", "deepseek_pricing", saved(MAY), "--json").rows
    by_key = {(row["model"], row["meter"]): row for row in rows if row["fact"] == "price"}
    assert len(by_key) == 6
    assert by_key["deepseek-v4-pro", "input_cache_miss"] == {
        "fact": "price",
        "vendor": "deepseek",
        "source": "deepseek_pricing",
        "model": "deepseek-v4-pro",
        "meter": "input_cache_miss",
        "band": "flat",
        "currency": "USD",
        "mode": "standard",
        "above": 0,
        "amount": "0.435",
        "list_amount": "1.74",
        "unit": "1M tokens",
        "effective_from": None,
        "gone": False,
        "locator": "row 13 column 4",
    }
    assert by_key["deepseek-v4-flash", "input_cache_hit"]["list_amount"] is None


def test_read_for_people_counts_the_facts(almanac: Almanac, saved: Saved) -> None:
    assert "price: 6\n" in almanac("read", "deepseek_pricing", saved(MAY)).out


def test_a_refused_page_is_one_line_of_json_and_exit_3(almanac: Almanac, saved: Saved) -> None:
    answer = almanac("read", "deepseek_pricing", saved(home_page()), "--json")
    assert (answer.code, answer.out) == (3, "")
    refusal = json.loads(answer.err)
    assert (refusal["error"], refusal["text"]) == ("page_changed", "https://api-docs.deepseek.com/")
    assert "canonical link" in refusal["reason"]


def test_a_refused_page_is_told_to_people_in_words(almanac: Almanac, saved: Saved) -> None:
    answer = almanac("read", "deepseek_pricing", saved(home_page()))
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("almanac: the page is refused: not the page /quick_start/pricing")


def test_a_tracked_page_answers_for_its_time(almanac: Almanac, saved: Saved) -> None:
    for at in (MAY, AUGUST):
        assert track(almanac, saved(at), at).code == 0
    then = almanac("prices", "deepseek-v4-pro", "--at", "2026-06-01", "--json").rows
    now = almanac("prices", "deepseek-v4-pro", "--at", "2026-08-19", "--json").rows
    assert {row["amount"] for row in then} == {"0.003625", "0.435", "0.87"}
    assert {(row["meter"], row["band"]): row["amount"] for row in now}["output", "peak"] == "3.96"
    (alert,) = (row for row in almanac("alerts", "--json").rows if row["subject"] == "deepseek-v4-pro")
    assert (alert["delivered"], alert["pending"], alert["dead"]) == (1, 0, 0)


def test_a_tracked_page_that_is_refused_is_exit_3_with_the_reason(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(MAY), MAY)
    answer = track(almanac, saved(home_page()), AUGUST)
    assert answer.code == 3
    assert "deepseek_pricing: refused: given by hand: not the page /quick_start/pricing" in answer.err
    assert len([row for row in almanac("prices", "--json").rows if row["model"] == row["billed_as"]]) == 6


def test_an_older_page_finds_its_place_by_a_replay(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(APRIL), APRIL)
    track(almanac, saved(AUGUST), AUGUST)
    told = almanac("alerts", "--json").rows
    answer = track(almanac, saved(MAY), MAY)
    found = almanac("corrections", "--json").rows
    assert (answer.code, answer.out) == (0, f"deepseek_pricing: facts: filed by a replay: {len(found)} corrections\n")
    (output,) = (row for row in found if row["said_before"] == "output 3.48 USD / 1M tokens")
    assert (output["effective_from"], output["said_after"]) == (
        f"{MAY}T00:00:00Z",
        "output 0.87 (list 3.48) USD / 1M tokens",
    )
    assert output["why"] == "an older page was filed: 2026-05-08 00:00 UTC"
    assert {row["amount"] for row in almanac("prices", "deepseek-v4-pro", "--at", "2026-06-01", "--json").rows} == {
        "0.003625",
        "0.435",
        "0.87",
    }
    assert almanac("alerts", "--json").rows == told


def test_a_page_that_was_tracked_already_changes_nothing(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(MAY), MAY)
    answer = track(almanac, saved(MAY), MAY)
    assert (answer.code, answer.out) == (0, "deepseek_pricing: facts: 0 rows, 0 changes, 0 alerts\n")


def test_another_page_of_the_same_moment_is_exit_1_and_changes_nothing(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(AUGUST), MAY)
    answer = track(almanac, saved(MAY), MAY)
    assert (answer.code, len(almanac("prices", "--json").rows)) == (1, 12)
    assert "has another page of 2026-05-08T00:00:00Z; nothing was changed" in answer.err


def test_an_older_page_that_is_refused_is_exit_3(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(AUGUST), AUGUST)
    answer = track(almanac, saved(home_page()), MAY)
    assert answer.code == 3
    assert "deepseek_pricing: refused: given by hand: not the page /quick_start/pricing" in answer.err


def test_a_replay_tells_what_it_read_and_what_came_out_different(almanac: Almanac, saved: Saved) -> None:
    for at in (MAY, AUGUST):
        track(almanac, saved(at), at)
    answer = almanac("replay")
    assert answer.code == 0
    assert re.fullmatch(r"deepseek_pricing: 2 snapshots, [0-9]{2,} rows, 0 corrections\n", answer.out)
    assert answer.err == "no corrections\n"


def test_a_replay_prints_its_corrections(almanac: Almanac, saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    track(almanac, saved(MAY), MAY)
    newer = replace(SOURCE, read=doubled, reader=SOURCE.reader + 1)
    monkeypatch.setitem(SOURCES, newer.name, newer)
    rows = almanac("replay", "deepseek_pricing", "--json").rows
    assert {row["why"] for row in rows} == {f"reader release {SOURCE.reader} → {newer.reader}"}
    assert [row["said_after"] for row in rows if row["said_before"] == "output 0.28 USD / 1M tokens"] == [
        "output 0.56 USD / 1M tokens"
    ]
    monkeypatch.setitem(SOURCES, newer.name, SOURCE)
    assert "output 0.28 USD / 1M tokens" in almanac("replay").out
    assert len(almanac("corrections", "--json").rows) == 2 * len(rows)


def test_verify_walks_every_fact(almanac: Almanac, saved: Saved) -> None:
    for at in (MAY, AUGUST):
        track(almanac, saved(at), at)
    answer = almanac("verify")
    assert answer.code == 0
    assert re.fullmatch(r"verified: [0-9]{2,} facts of 2 snapshots\n", answer.out)


def test_verify_names_what_is_wrong_and_is_exit_1(almanac: Almanac, saved: Saved, store: Store) -> None:
    track(almanac, saved(MAY), MAY)
    with store.writing() as session:
        session.execute(update(Body).values(zstd=b"broken"))
    answer = almanac("verify", "deepseek_pricing", "--json")
    (row,) = answer.rows
    assert answer.code == 1
    assert (row["source"], row["snapshot_id"], row["fact"]) == ("deepseek_pricing", 1, None)
    assert "cannot be unpacked" in row["why"]
    assert "cannot be unpacked" in almanac("verify").out


def test_no_price_of_a_model_that_is_known_is_exit_1_and_the_reason(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(MAY), MAY)
    answer = almanac("prices", "deepseek-v4-pro", "--at", "2020-01-01", "--json")
    first = "the first one that is known begins on 2026-04-26 12:15Z (`almanac backfill` lists what loads older prices)"
    why = f"almanac: deepseek-v4-pro has no price at 2020-01-01: no source states one, {first}\n"
    assert (answer.code, answer.out, answer.err) == (1, "", why)


def test_no_price_of_any_model_is_no_line_exit_0_and_a_hint(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(MAY), MAY)
    answer = almanac("prices", "--at", "2020-01-01", "--json")
    assert (answer.code, answer.out, answer.err) == (0, "", "no price at that instant\n")


@pytest.mark.both_databases
def test_changes_can_be_asked_for_since_an_instant(almanac: Almanac, saved: Saved) -> None:
    for at in (MAY, AUGUST):
        track(almanac, saved(at), at)
    assert almanac("changes", "--since", "2026-08-19", "--json").rows == []
    rows = almanac("changes", "--since", "2026-08-18", "--json").rows
    assert {row["seen_at"] for row in rows} == {"2026-08-18T00:00:00Z"}


def test_the_sources_say_how_they_stand(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(home_page()), MAY)
    (row,) = (row for row in almanac("sources", "--json").rows if row["source"] == "deepseek_pricing")
    assert (row["source"], row["cadence_minutes"], row["last_outcome"], row["stale"]) == (
        "deepseek_pricing",
        60,
        "refused",
        True,
    )


def test_the_doctor_says_what_is_wrong_with_a_source(almanac: Almanac, store: Store) -> None:
    feed(store, day(MAY), home_page())
    checks = {row["check"]: row for row in almanac("doctor", "--json").rows}
    assert checks["deepseek_pricing"]["state"] == "bad"
    assert "canonical link" in checks["deepseek_pricing"]["detail"]
    assert checks["database"]["state"] == "ok"


def test_tracking_without_a_page_reads_the_web(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(**{"quick_start/pricing": [Answer(200, body().encode())]}) as site:
        monkeypatch.setenv("ALMANAC_DEEPSEEK_URL", site.url)
        answer = almanac("track", "deepseek_pricing")
    assert (answer.code, answer.out) == (0, "deepseek_pricing: facts: 13 rows, 0 changes, 0 alerts\n")
    assert "without Prefect" in answer.err


def test_a_source_whose_key_is_not_set_says_so_and_is_no_error(almanac: Almanac) -> None:
    answer = almanac("track", "deepseek_models_api")
    assert (answer.code, answer.out) == (0, "")
    assert "set `deepseek_api_key`" in answer.err
    assert "deepseek_models_api" not in {row["source"] for row in almanac("sources", "--json").rows}


def test_a_web_that_cannot_be_reached_is_exit_1_with_the_reason(
    almanac: Almanac,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def hasty(user_agent: str) -> Manners:
        return Manners(user_agent, retries=0)

    monkeypatch.setattr("flows.ingest.fetch.Manners", hasty)
    with serving() as site:
        pass
    monkeypatch.setenv("ALMANAC_DEEPSEEK_URL", site.url)
    answer = almanac("track", "deepseek_pricing")
    assert answer.code == 1
    assert "deepseek_pricing: failed: ConnectionError: " in answer.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("prizes",), "unknown command 'prizes': did you mean prices"),
        (("prices", "--att", "2026-01-01"), "unknown option --att: did you mean --at?"),
        (("prices", "--at", "yesterday"), "neither a date nor an instant: write 2026-08-16 or 2026-08-16T16:00Z"),
        (("prices", "--at", "2026-08-16T16:00"), "has no time zone: write 2026-08-16T16:00Z"),
        (("track", "deepseek_prices"), "did you mean deepseek_pricing,"),
        (("track", "--at", "2026-08-16"), "give --page FILE, too"),
        (("track", "deepseek_pricing", "--page", "x", "--at", "2999-01-01"), "is in the future"),
        (("prices", "--at", "0001-01-01T00:00+14:00"), "too early or too late"),
        (("hours", "m", "--at", "9999-12-31"), "too early or too late"),
        (("hours", "m", "--at", "0001-01-01"), "too early or too late"),
        (("demo", "--database", "precious.db"), "not a database address"),
        (("demo", "--database", "sqlite://"), "needs a file"),
        (("track", "deepseek_pricing", "--page", "nowhere.html"), "no file nowhere.html"),
        (("read", "deepseek_pricing", "nowhere.html"), "no file nowhere.html"),
        (("read", "litellm", "nowhere.html"), "unknown source 'litellm'"),
        (("replay", "litellm"), "unknown source 'litellm'"),
        (("verify", "deepseek_prices"), "did you mean deepseek_"),
        (("--config", "nowhere.toml", "config"), "no settings file at nowhere.toml"),
    ],
)
def test_what_makes_no_sense_is_exit_2_and_says_why(almanac: Almanac, words: tuple[str, ...], told: str) -> None:
    answer = almanac(*words)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


@pytest.mark.parametrize("command", ["changes", "alerts"])
@pytest.mark.parametrize("until", ["2026-04-30", "2026-05-01"])
def test_a_time_that_ends_before_it_begins_is_exit_2_and_no_empty_answer(
    almanac: Almanac, saved: Saved, command: str, until: str
) -> None:
    track(almanac, saved(MAY), MAY)
    answer = almanac(command, "--since", "2026-05-01", "--until", until)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"almanac: --since 2026-05-01 00:00Z is not before --until {until} 00:00Z\n"


def test_an_unknown_model_is_exit_2_with_near_names(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(MAY), MAY)
    answer = almanac("prices", "deepseek-v4-prp")
    assert answer.code == 2
    assert "did you mean deepseek-v4-pro" in answer.err


def test_reading_without_a_database_says_what_to_run(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert home
    for command in ("prices", "changes", "alerts", "sources"):
        assert main([command]) == 1
        assert capsys.readouterr() == (
            "",
            "almanac: no history yet: run `almanac up`, or `almanac demo` for an example\n",
        )


def test_a_database_that_does_not_answer_is_exit_1(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALMANAC_DATABASE_URL", f"postgresql://nobody@/none?host={home}")
    assert main(["prices"]) == 1
    assert "the database does not answer" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error(settings: Settings) -> None:
    assert settings
    command = [sys.executable, "-c", "from cli.main import main; raise SystemExit(main(['config']))"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_help_of_every_command_answers(almanac: Almanac) -> None:
    for command in (
        "demo",
        "up",
        "track",
        "read",
        "prices",
        "changes",
        "alerts",
        "sources",
        "doctor",
        "config",
        "replay",
        "verify",
    ):
        assert almanac(command, "--help").code == 0
