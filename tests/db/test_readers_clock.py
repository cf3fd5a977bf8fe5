"""Every instant that a command prints for people is on the reader's clock, and in UTC for programs."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import replaced
from cli.commands import DESCRIPTIONS
from cli.printing.show import ZONE, own_words
from flows.database import Store
from models.facts.texts import on_clock
from samples.deepseek.pages import home as home_page
from tests.support.typed import Almanac
from tests.support.walks import feed

HOUR = timedelta(hours=1)
IN_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9.]+)?( UTC|Z)")
LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}\+0[12]")
ASKED = {
    "prices": ("deepseek-v4-pro", "--at", "2026-08-20T02:00Z"),
    "hours": ("deepseek-v4-pro", "--at", "2026-08-20"),
    "why": ("deepseek-v4-pro", "output"),
    "diff": ("2026-04-20", "2026-08-14", "--believed"),
    "notice": (),
    "chart": ("deepseek-v4-pro",),
    "changes": (),
    "deadlines": ("--at", "2026-04-28"),
    "sources": (),
    "alerts": (),
    "held": (),
    "snapshot": ("1",),
    "doctor": (),
}
"""Commands that print instants, each with what is typed behind it."""
NONE = {
    "demo": "starts a server",
    "up": "starts a server",
    "track": "prints counts",
    "read": "prints what a page states, as JSON or counted",
    "cost": "is tried below, with its notes",
    "scores": "prints scores; its ages are those of the others",
    "backfill": "needs the archive of the web",
    "replay": "prints counts, and corrections as `corrections` does",
    "corrections": "is tried below",
    "verify": "prints counts where all is well",
    "completion": "prints code for a shell",
    "check": "prints days, without a time",
    "badge": "prints days, without a time",
    "browse": "starts a server",
    "export": "writes files",
    "sql": "prints what the database has, in UTC",
    "backup": "is of one instant, in UTC as its name",
    "restore": "prints the instant of a backup, in UTC as its name",
    "drop-pages": "prints counts",
    "metrics": "is for programs",
    "grant-reader": "prints the name of a role",
    "feeds": "writes files",
    "config": "prints no instants",
    "ratio": "prints the instant that was asked for",
    "value": "prints the instant that was asked for",
    "cards": "prints days in JSON alone",
}


def test_every_command_is_tried_or_has_a_reason() -> None:
    assert ASKED.keys() | NONE.keys() == DESCRIPTIONS.keys()
    assert not ASKED.keys() & NONE.keys()


@pytest.fixture
def story(store: Store) -> None:
    """A promotion with an end, a tariff with hours, a refused page and a held one."""
    for moment in ("2026-04-26", "2026-08-13", "2026-08-16 16:00"):
        feed(store, day(moment))
    feed(store, day("2026-08-16 17:00"), home_page())
    feed(store, day("2026-08-16 18:00"), replaced(">$1.98<", ">$198<", day("2026-08-16 16:00")))


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("command", ASKED)
def test_for_people_the_clock_is_theirs_and_for_programs_utc(
    almanac: Almanac, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without the setting nothing changes.
    assert LOCAL.search(almanac(command, *ASKED[command]).out) is None
    monkeypatch.setenv("ALMANAC_TIME_ZONE", "Europe/Berlin")
    answer = almanac(command, *ASKED[command])
    # A page is refused and one is held: the doctor finds that bad.
    assert answer.code == (command == "doctor")
    titles_of_alerts_are_kept = [line for line in answer.out.splitlines() if command != "alerts"]
    assert [line for line in titles_of_alerts_are_kept if IN_UTC.search(line)] == []
    assert LOCAL.search(answer.out)
    assert LOCAL.search(almanac(command, *ASKED[command], "--json").out) is None


@pytest.mark.usefixtures("story")
def test_notes_of_a_bill_and_reasons_are_on_it_too(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALMANAC_TIME_ZONE", "Europe/Berlin")
    file = tmp_path / "workload.toml"
    file.write_text('[[load]]\nmodel = "deepseek-v4-pro"\ncurrency = "USD"\noutput = 1_000_000\n', encoding="utf-8")
    assert "moves within the month: 2026-08-16 18:00+02." in almanac("cost", file, "--at", "2026-08-01").text
    assert "no price at 2026-01-01 01:00+01" in almanac("prices", "deepseek-v4-pro", "--at", "2026-01-01").err


def test_an_instant_has_its_offset() -> None:
    instant = day("2026-08-16 16:00")
    assert on_clock(instant) == "2026-08-16 16:00Z"
    assert on_clock(instant, "Europe/Berlin") == "2026-08-16 18:00+02"
    assert on_clock(instant, "America/St_Johns") == "2026-08-16 13:30-02:30"
    ZONE.set("UTC")
    assert own_words("dated 2026-08-16 16:00 UTC") == "dated 2026-08-16 16:00 UTC"
