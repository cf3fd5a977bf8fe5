"""What a terminal shows: answers as wide as it is, filters, CSV, colours, and a pager for what is longer than it."""

import csv
import io
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from sqlalchemy import update

from cli.printing.show import hint, print_line
from cli.printing.tables import csv_rows, table
from flows.database import Store
from flows.settings import Settings
from models.schema.tables import ChangeRow
from tests.golden.vendor_story import walk_vendors
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import walk_changes

LISTINGS = ("prices", "changes", "alerts", "sources", "deadlines", "corrections", "doctor")
COLUMNS_OF_FILTERS = {"--kind": "kind", "--source": "source", "--vendor": "vendor", "--model": "subject"}


def columns(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


@pytest.fixture
def vendors(store: Store, recordings: Recordings) -> Store:
    """A database in which every vendor's sample pages have been read."""
    recordings.fill(store, walk_vendors)
    return store


@pytest.fixture
def changes(store: Store, recordings: Recordings) -> Store:
    """A database with the walk through DeepSeek's pages, in dollars and in yuan."""
    recordings.fill(store, walk_changes)
    return store


@pytest.mark.parametrize("width", ["80", "60", "132"])
def test_a_listing_is_as_wide_as_the_terminal(
    almanac: Almanac, vendors: Store, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    # Lines of text are for 80 columns; a longer word, an address of a database, is not cut.
    most = max(80, int(width))
    for command in LISTINGS:
        answer = almanac(command)
        # The sample pages are of days long ago: the doctor finds that bad.
        assert answer.code == (command == "doctor")
        wide = [line for line in answer.out.splitlines() if columns(line) > most and " " in line.strip()]
        assert (command, [line for line in wide if "://" not in line]) == (command, [])


def test_prices_have_a_column_for_each_meter_and_every_price_is_printed(almanac: Almanac, vendors: Store) -> None:
    listed = [row for row in almanac("prices", "--json").rows if row["model"] == row["billed_as"]]
    answer = almanac("prices", "--vendor", "google")
    amounts = sorted(row["amount"] for row in listed if row["vendor"] == "google" and row["currency"] == "USD")
    printed = answer.text.split()
    assert amounts
    assert all(printed.count(amount) >= amounts.count(amount) for amount in set(amounts))
    heads = {line.split(", by ")[0] for line in answer.out.splitlines() if ", by google_pricing" in line}
    assert {"google: USD / 1M tokens, standard", "google: USD / 1M tokens, batch"} <= heads
    assert {row["vendor"] for row in almanac("prices", "--vendor", "google", "--json").rows} == {"google"}


def test_a_table_has_the_currency_of_the_settings_where_a_vendor_states_it(
    almanac: Almanac, changes: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def printed(*options: str) -> set[str]:
        lines = almanac("prices", "deepseek-v4-pro", *options).out.splitlines()
        return {line.split(" / ")[0].split()[-1] for line in lines if line.startswith("deepseek: ")}

    stated = {row["currency"] for row in almanac("prices", "deepseek-v4-pro", "--json").rows}
    assert "USD" in stated
    assert printed() == {"USD"}
    monkeypatch.setenv("ALMANAC_CURRENCY", "EUR")
    assert printed() == stated
    assert printed("--currency", "USD") == {"USD"}
    wrong = almanac("prices", "--currency", "UDS")
    assert (wrong.code, "did you mean USD" in wrong.err) == (2, True)


@pytest.mark.both_databases
def test_the_options_of_a_log_choose_its_rows(almanac: Almanac, changes: Store) -> None:
    everything = almanac("changes", "--json").rows
    assert len(everything) > 20
    for option, column in COLUMNS_OF_FILTERS.items():
        value = everything[len(everything) // 2][column]
        expected = [row["id"] for row in everything if row[column] == value]
        assert [row["id"] for row in almanac("changes", option, value, "--json").rows] == expected
    since, until = everything[5]["seen_at"], everything[-5]["seen_at"]
    between = almanac("changes", "--since", since, "--until", until, "--json").rows
    assert [row["id"] for row in between] == [row["id"] for row in everything if since <= row["seen_at"] < until]
    assert almanac("changes", "--limit", "3", "--json").rows == everything[-3:]
    critical = almanac("alerts", "--severity", "critical", "--json").rows
    assert {row["severity"] for row in critical} == {"critical"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("changes", "--kind", "price chang"), "did you mean price changed"),
        (("changes", "--vendor", "deepsek"), "did you mean deepseek?"),
        (("alerts", "--source", "deepseek_price"), "did you mean deepseek_pricing"),
        (("changes", "--limit", "0"), "write 1 or more"),
        (("prices", "--vendor", "deepsek"), "did you mean deepseek?"),
        (("prices", "--json", "--csv"), "not allowed with"),
        (("changes", "--limit", "9" * 20), "write 1 or more"),
        (("snapshot", "9" * 20), "not a number from a list"),
        (("chart", "deepseek-v4-pro", "--out", "."), "is a folder"),
        (("badge", "deepseek-v4-pro", "--out", "/"), "is a folder"),
    ],
)
def test_an_option_that_nothing_has_is_exit_2_with_what_there_is(
    almanac: Almanac, changes: Store, words: tuple[str, ...], says: str
) -> None:
    answer = almanac(*words)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_a_source_that_has_changed_nothing_is_known(almanac: Almanac, changes: Store) -> None:
    answer = almanac("changes", "--source", "zai_pricing")
    assert (answer.code, answer.out) == (0, "")
    first, age = answer.err.splitlines()
    assert first == "no such changes"
    assert age.startswith("last good reading 2026-10-31, ")
    assert age.endswith("; 1 of 1 sources is late, see almanac doctor")


@pytest.mark.both_databases
def test_a_log_is_in_the_order_of_time_whenever_it_was_recorded(almanac: Almanac, changes: Store) -> None:
    last = almanac("changes", "--limit", "1", "--json").rows[0]["id"]
    with changes.writing() as session:
        # As a backfill does, which is recorded behind later readings.
        session.execute(update(ChangeRow).where(ChangeRow.id == last).values(seen_at=datetime(2020, 1, 1, tzinfo=UTC)))
    rows = almanac("changes", "--json").rows
    assert rows[0]["id"] == last
    assert [row["seen_at"] for row in rows] == sorted(row["seen_at"] for row in rows)
    assert almanac("changes", "--limit", "2", "--json").rows == rows[-2:]


def test_control_characters_of_a_page_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "a\x1b[31mb\x9bc"
    print_line(hostile)
    hint(hostile)
    table([{"a": hostile}])
    csv_rows([{"a": hostile}])
    shown = capsys.readouterr()
    assert not {"\x1b", "\x9b"} & {*shown.out, *shown.err}
    assert shown.out.count("b") == shown.out.count("c") == 3


@pytest.mark.parametrize("command", ["prices", "changes", "alerts", "sources"])
def test_csv_has_the_cells_of_json(almanac: Almanac, changes: Store, command: str) -> None:
    expected = almanac(command, "--json").rows
    found = list(csv.DictReader(io.StringIO(almanac(command, "--csv").out)))
    assert len(found) == len(expected)
    names = [name for name in expected[0] if name not in ("outlook", "item", "value_before", "value_after")]
    plain = [{name: "" if row[name] is None else str(row[name]) for name in names} for row in expected]
    assert [{name: row[name] for name in names} for row in found] == plain


class Terminal:
    """A terminal of 80 x 24 in which a command runs, with a pager that puts its mark before what it shows."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._pager = folder / "pager"
        self._pager.write_text("#!/bin/sh\necho PAGED\ncat\n", encoding="utf-8")
        self._pager.chmod(0o700)
        self._environ = {**os.environ, "ALMANAC_DATABASE_URL": settings.database_url, "TERM": "xterm"}

    def __call__(self, *words: str, **environ: str) -> str:
        ours, theirs = pty.openpty()
        environ = {**self._environ, "PAGER": str(self._pager), "COLUMNS": "80", "LINES": "24", **environ}
        command = [sys.executable, "-c", "from cli.start import main; raise SystemExit(main())", *words]
        with subprocess.Popen(command, stdout=theirs, stdin=theirs, stderr=theirs, env=environ) as process:
            os.close(theirs)
            shown = b""
            while chunk := self._read(ours):
                shown += chunk
            assert process.wait(60) == 0
        os.close(ours)
        return shown.decode()

    @staticmethod
    def _read(terminal: int) -> bytes:
        try:
            return os.read(terminal, 65536)
        except OSError:  # Linux says that a terminal has ended by an error.
            return b""


def test_a_terminal_gets_colours_and_a_pager_and_a_pipe_neither(
    almanac: Almanac, changes: Store, tmp_path: Path, settings: Settings
) -> None:
    terminal = Terminal(tmp_path, settings)
    shown = terminal("alerts")
    assert shown.startswith("PAGED")
    assert "\x1b[1;31mcritical\x1b[0m" in shown
    assert "\x1b" not in terminal("alerts", NO_COLOR="1")
    assert not terminal("alerts", "--limit", "1").startswith("PAGED")
    assert not terminal("alerts", PAGER="cat").startswith("PAGED")
    assert "critical" in terminal("alerts", PAGER='less "')
    assert not terminal("alerts", "--json").startswith("PAGED")
    interrupting = tmp_path / "interrupting"
    interrupting.write_text("#!/bin/sh\nkill -INT $PPID\ncat\n", encoding="utf-8")
    interrupting.chmod(0o700)
    assert "critical" in terminal("alerts", PAGER=str(interrupting)), "Ctrl-C is a key of the pager"
    assert "\x1b" not in almanac("alerts").out
