"""Every command of the documents is run against one record; those that cannot be are listed here with the reason."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from tests.db.test_docs import commands
from tests.golden.query_book import recorded
from tests.support.recordings import Recordings
from tests.support.typed import Almanac

ROOT = Path(__file__).parents[2]
NAMING_FILES = {"export", "feeds", "metrics"}
"""The commands whose lines have paths or hashes, which are as long as they are."""
TEMPLATE = re.compile(r"\b(?:MODEL|SOURCE|FILE|FOLDER|DIR|NAME|WORKLOAD|BOARD|A B)\b")
"""A word in capitals, for which a reader puts a name."""
ELSEWHERE = {
    "up": "starts a server: tests/system/test_up.py",
    "demo": "starts a server: tests/system/test_walked_demo.py",
    "browse": "starts a server: tests/system/test_browse.py",
    "track": "fetches pages, or needs one that was saved: tests/db/test_cli.py",
    "backfill": "fetches pages: tests/db/test_wayback.py, tests/db/test_built_in_history.py",
    "backup": "writes into a folder of the machine: tests/db/test_backup.py",
    "restore": "needs a backup: tests/db/test_backup.py",
    "drop-pages": "needs a backup: tests/db/test_backup.py",
    "grant-reader": "needs a role of PostgreSQL: tests/db/test_grant_reader.py",
    "alerts test": "sends to a target of the settings: tests/db/test_alerts_command.py",
    "alerts retry": "sends to a target of the settings: tests/db/test_alerts_command.py",
    "alerts preview": "takes seconds: tests/db/test_preview.py",
    "alerts ack": "has a number of another record: tests/db/test_calm.py",
    "alerts unsilence": "has a number of another record: tests/db/test_calm.py",
    "held accept": "has a number of another record: tests/db/test_held_command.py",
    "held reject": "has a number of another record: tests/db/test_held_command.py",
    "held undo": "has a number of another record: tests/db/test_held_command.py",
    "snapshot": "has a number of another record: tests/db/test_cli.py",
    "cost docs/workload.toml --change": "has a number of another record: tests/db/test_cost.py",
    "replay": "takes seconds: tests/db/test_replay.py",
    "export record": "the other forms are run: tests/db/test_export.py",
    "export --check": "needs an export: tests/db/test_export.py",
    "doctor --fix-clock": "needs a wrong clock: tests/db/test_clock.py",
    "cards": "needs another record: tests/db/test_model_cards.py",
    "scores arena/text --source": "needs another record: tests/db/test_board_pages.py",
    "scores artificial-analysis": "needs another record: tests/db/test_board_pages.py",
    "prices deepseek-v4-pro --demo": "needs a demo: tests/db/test_demo_option.py",
    "sql --query": "every query of the book is asked: tests/db/test_query_book.py",
}
"""Why a command of the documents, by its beginning, is not run here, and where it is."""
PAGES = ("launch-claims.md", "ten-questions.md")
"""The pages whose commands tests of their own ask: tests/db/test_launch_claims.py, tests/db/test_ten_questions.py."""
CODES = {
    "doctor": 1,
    "doctor --exit-code": 1,
    "cost docs/workload.toml --at 2026-07-01 --versus 2026-09-01": 1,
    "check": 1,
    "check .": 1,
}
"""The exit codes that are not 0: no server, no price of a model in July, and a name that routes in the project."""


def beginning(command: str) -> str | None:
    """The beginning by which a command is listed as run elsewhere."""
    words = command.removeprefix("almanac ")
    return next((start for start in ELSEWHERE if f"{words} ".startswith(f"{start} ")), None)


def runnable() -> Iterator[str]:
    """The commands of the documents that are run here."""
    asked = "".join((ROOT / "docs" / page).read_text(encoding="utf-8") for page in PAGES)
    for command in sorted({" ".join(each.split()) for each in commands()}):
        if not TEMPLATE.search(command) and beginning(command) is None and command not in asked:
            yield command


def test_every_reason_is_that_of_a_command_and_names_a_test() -> None:
    typed = [" ".join(each.split()) for each in commands()]
    assert {*ELSEWHERE} - {beginning(each) for each in typed} == set()
    named = {path for reason in ELSEWHERE.values() for path in re.findall(r"tests/\S+\.py", reason)}
    assert all(re.search(r"tests/\S+\.py$", reason) for reason in ELSEWHERE.values())
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_every_command_of_the_documents_has_an_answer(
    almanac: Almanac, home: Path, recordings: Recordings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("ALMANAC_DATABASE_URL", raising=False)
    home.mkdir(exist_ok=True)
    shutil.copy(recorded(recordings), home / "almanac.db")
    project = tmp_path / "project"
    (project / "docs").mkdir(parents=True)
    (project / "src").mkdir()
    monkeypatch.chdir(project)
    shutil.copy(ROOT / "docs" / "workload.toml", "docs")
    Path("page.html").write_bytes(page_of("deepseek_pricing", day("2026-08-20")))
    Path("page.md").write_bytes(page_of("google_pricing", day("2026-08-20")))
    # The project is checked before there are exports in it, and a baseline is written before it is used.
    run = sorted(runnable(), key=lambda each: (" check" not in each, "--baseline" in each))
    assert len(run) >= 50
    wrong = [problem for command in run for problem in problems(almanac, command)]
    assert "\n".join(wrong) == ""


def problems(almanac: Almanac, command: str) -> Iterator[str]:
    """What is not as it should be where a command is typed: its code, its errors, its width."""
    words = command.removeprefix("almanac ")
    done = almanac(*shlex.split(words))
    if done.code != CODES.get(words, 0) or "Traceback" in done.err:
        yield f"{command}: {done.code} {done.err[-200:]}"
    wide = [line for line in done.out.splitlines() if len(line) > 80 and words.split()[0] not in NAMING_FILES]
    if wide and "--json" not in words:
        yield f"{command}: wider than 80 columns: {wide[0]}"
