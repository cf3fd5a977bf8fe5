"""The command `check`: what a project calls, as of any instant, in every format, and with a baseline."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError

from bench.harness.dates import day
from cli.project import check
from cli.project.files import LARGEST
from cli.project.names import named_warnings
from cli.project.sarif import FINGERPRINT, RULES
from flows import database
from flows.database import Store, asking
from flows.settings.load import Settings
from models.queries.model_records import ModelRecord, ModelWarning, WarningKind, model_records
from models.schema.tables import SourceRow
from tests.support.priced_home import NOW, load_histories, priced_home
from tests.support.recordings import Recordings
from tests.support.two_vendors import AZURE, MODEL, OPENAI, Pages, at, pages, price, retirement
from tests.support.typed import Almanac

assert priced_home
assert pages
JULY, AUGUST = "2026-07-01", "2026-08-14"
CODE = """\
import openai

MODEL = "deepseek-chat"
SMALL = "deepseek/deepseek-v4-pro"  # not deepseek-v4-pro-max
é = call(model="gpt-5", fallback="deepseek-chat")
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "app.py").write_text(CODE, encoding="utf-8")
    (folder / "models.yaml").write_text("default: deepseek-reasoner\n")
    (folder / "logo.png").write_bytes(b"\x89PNG\0deepseek-chat")
    monkeypatch.chdir(folder)
    return folder


def warned(store: Store, when: str | None) -> list[ModelWarning]:
    instant = None if when is None else day(when)
    with store.reading() as session:
        records = model_records(session, instant, instant, NOW)
    return [warning for record in records.values() for warning in record.warnings]


@pytest.mark.both_databases
def test_a_name_has_its_route_its_end_and_its_next_prices(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, load_histories)
    july = {(each.model, each.kind, each.at, each.instead) for each in warned(store, JULY)}
    assert ("deepseek-chat", "routed", day("2026-04-24"), "deepseek-v4-flash") in july
    assert ("deepseek-chat", "dated", day("2026-07-24 15:59"), "deepseek-v4-flash") in july
    (pro,) = (each for each in warned(store, AUGUST) if each.model == "deepseek-v4-pro")
    assert (pro.kind, pro.at, pro.source) == ("price", day("2026-08-16 16:00"), "deepseek_facts")
    assert "output 0.87 → off_peak 1.98, peak 3.96 USD / 1M tokens" in pro.says
    now = {(each.model, each.kind, each.says) for each in warned(store, None)}
    assert ("deepseek-chat", "retired", ()) in now
    assert ("deepseek-coder", "routed", ("deepseek-chat was retired on 2026-07-24",)) in now
    assert warned(store, None) == warned(store, "2026-11-30")


@pytest.mark.both_databases
def test_two_vendors_names_are_apart_and_one_that_is_listed_no_more_says_so(store: Store, pages: Pages) -> None:
    pages.say(1, OPENAI, price(OPENAI), retirement(OPENAI, 60))
    for hours in (24, 26):
        pages.say(hours, AZURE, price(AZURE, model="other"))
    with store.reading() as session:
        records = model_records(session, at(40), at(40), at(40))
    kinds = {name: [each.kind for each in record.warnings] for name, record in records.items()}
    assert kinds == {
        (OPENAI, MODEL): [WarningKind.DATED],
        (AZURE, MODEL): [WarningKind.UNLISTED],
        (AZURE, "other"): [],
    }


@pytest.mark.usefixtures("priced_home", "project")
def test_the_text_has_each_id_once_with_its_places(almanac: Almanac) -> None:
    done = almanac("check", "--at", JULY)
    assert done.code == 1
    assert done.out.splitlines() == [
        "deepseek-chat (deepseek): answers as deepseek-v4-flash since 2026-04-24",
        "  src/app.py:3:10",
        "  src/app.py:5:35",
        "  stated by deepseek_facts, `almanac snapshot 15`",
        "",
        "deepseek-reasoner (deepseek): answers as deepseek-v4-flash since 2026-04-24",
        "  models.yaml:1:10",
        "  stated by deepseek_facts, `almanac snapshot 15`",
        "",
        "deepseek-chat (deepseek): ends on 2026-07-24, in 23 days; replacement:",
        "  deepseek-v4-flash",
        "  src/app.py:3:10",
        "  src/app.py:5:35",
        "  stated by deepseek_facts, `almanac snapshot 15`",
        "",
        "deepseek-reasoner (deepseek): ends on 2026-07-24, in 23 days; replacement:",
        "  deepseek-v4-flash",
        "  models.yaml:1:10",
        "  stated by deepseek_facts, `almanac snapshot 15`",
        "",
        "6 findings, 6 of a kind that fails (retired, routed, dated).",
        "Searched 2 files: 5 places with 4 known ids.",
        "Skipped: 1 binary.",
    ]


@pytest.mark.usefixtures("priced_home")
def test_columns_are_characters_also_behind_a_mark_of_the_order_of_bytes(almanac: Almanac, project: Path) -> None:
    text = "\ufeffdeepseek-chat, é模 deepseek-chat\r\n\n  deepseek-chat"
    (project / "text.md").write_text(text, encoding="utf-8", newline="")
    rows = almanac("check", "text.md", "--at", "2026-08-01", "--format", "json").rows
    assert [(row["line"], row["column"]) for row in rows] == [(1, 1), (1, 19), (3, 3)]


@pytest.mark.usefixtures("priced_home", "project")
def test_dates_count_as_far_ahead_as_they_are_asked_for(almanac: Almanac) -> None:
    def kinds(*words: str) -> list[str]:
        return [row["kind"] for row in almanac("check", "models.yaml", "--format", "json", *words).rows]

    assert kinds("--at", JULY, "--within", "23") == ["routed", "dated"]
    assert kinds("--at", JULY, "--within", "22") == ["routed"]
    assert kinds("--at", "2026-08-01", "--within", "0") == ["retired"]
    assert kinds("--at", "2026-01-01") == []


@pytest.mark.usefixtures("priced_home", "project")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 1),
        (("--fail-on", "none"), 0),
        (("--fail-on", "all"), 1),
        (("--fail-on", "routed"), 1),
        (("--fail-on", "retired,price"), 0),
        (("--fail-on", "dated", "--within", "5"), 0),
        (("--exclude", "src", "--exclude", "*.yaml"), 0),
    ],
)
def test_only_the_kinds_that_are_named_fail(almanac: Almanac, words: tuple[str, ...], code: int) -> None:
    assert almanac("check", ".", "--at", JULY, *words).code == code


@pytest.mark.usefixtures("priced_home", "project")
def test_json_has_the_place_the_id_and_what_is_known(almanac: Almanac) -> None:
    done = almanac("check", "models.yaml", "--at", JULY, "--format", "json")
    row = done.rows[1]
    assert len(row.pop("fingerprint")) == 32
    assert row == {
        "path": "models.yaml",
        "line": 1,
        "column": 10,
        "id": "deepseek-reasoner",
        "kind": "dated",
        "fails": True,
        "says": "ends on 2026-07-24, in 23 days; replacement: deepseek-v4-flash",
        "model": "deepseek/deepseek-reasoner",
        "at": "2026-07-24T15:59:00Z",
        "days": 23,
        "instead": "deepseek-v4-flash",
        "details": [],
        "source": "deepseek_facts",
        "snapshot_id": 15,
        "locator": row["locator"],
    }


def expect_sarif(log: dict[str, Any]) -> list[dict[str, Any]]:
    """Assert what the schema of SARIF 2.1.0 requires of the objects that are used here; returns the results."""
    assert (log["version"], "sarif-schema-2.1.0.json" in log["$schema"]) == ("2.1.0", True)
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    for result in run["results"]:
        assert result["message"]["text"]
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        place = result["locations"][0]["physicalLocation"]
        assert " " not in place["artifactLocation"]["uri"]
        assert all(value >= 1 for value in place["region"].values())
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
    return run["results"]


@pytest.mark.usefixtures("priced_home")
def test_sarif_has_what_its_schema_requires(almanac: Almanac, project: Path) -> None:
    (project / "with space.md").write_text("deepseek-v4-pro\n")
    done = almanac("check", ".", "--at", AUGUST, "--format", "sarif", "--output", "out.sarif")
    assert (done.code, "Searched 3 files" in done.out) == (1, True)
    results = expect_sarif(json.loads((project / "out.sarif").read_text(encoding="utf-8")))
    (priced,) = (each for each in results if "space" in str(each))
    assert (priced["ruleId"], priced["level"]) == ("price", "warning")
    assert "output 0.87 → off_peak 1.98, peak 3.96 USD / 1M tokens" in priced["message"]["text"]
    place = priced["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "with%20space.md"
    assert place["region"] == {"startLine": 1, "startColumn": 1, "endColumn": 16}
    assert {each["level"] for each in results} == {"warning", "error"}
    assert len({each["partialFingerprints"][FINGERPRINT] for each in results}) == len(results)
    assert expect_sarif(json.loads(almanac("check", ".", "--at", "2026-01-01", "--format", "sarif").out)) == []


@pytest.mark.usefixtures("priced_home", "project")
def test_junit_has_a_test_for_each_finding(almanac: Almanac) -> None:
    suites = ElementTree.fromstring(almanac("check", "--at", AUGUST, "--format", "junit").out)  # noqa: S314 (ours)
    suite = suites.find("testsuite")
    assert suite is not None
    tests = suite.findall("testcase")
    failed = [test for test in tests if test.find("failure") is not None]
    assert (suite.get("tests"), suite.get("failures")) == (str(len(tests)), str(len(failed))) == ("4", "3")
    failure = failed[0].find("failure")
    assert failure is not None
    assert (failure.get("type"), failure.text) == ("retired", "models.yaml:1:10")
    assert "was retired on 2026-07-24" in (failure.get("message") or "")
    nothing = ElementTree.fromstring(almanac("check", "--at", "2026-01-01", "--format", "junit").out)  # noqa: S314
    assert [test.get("name") for test in nothing.iter("testcase")] == ["no findings"]


@pytest.mark.usefixtures("priced_home")
def test_a_baseline_holds_back_what_is_known_wherever_it_moves(almanac: Almanac, project: Path) -> None:
    assert almanac("check", "--at", JULY, "--write-baseline", "known.json").code == 0
    known = (project / "known.json").read_text()
    words = ("check", "--at", JULY, "--baseline", "known.json", "--format", "json")
    assert (almanac(*words).code, almanac(*words).rows) == (0, [])
    app = project / "src" / "app.py"
    app.write_text("\n\n" + CODE, encoding="utf-8")
    assert almanac(*words).rows == []
    app.write_text(CODE + 'third = "deepseek-chat"\n', encoding="utf-8")
    assert [(row["line"], row["kind"]) for row in almanac(*words).rows] == [(6, "routed"), (6, "dated")]
    text = almanac("check", "--at", JULY, "--baseline", "known.json")
    assert (text.code, "2 findings, 2 of a kind that fails (retired, routed, dated); 6 more" in text.out) == (1, True)
    app.write_text(CODE, encoding="utf-8")
    assert almanac("check", "--at", JULY, "--write-baseline", "again.json", "--exclude", "*.json").code == 0
    assert (project / "again.json").read_text() == known


@pytest.mark.usefixtures("priced_home", "project")
def test_a_date_that_comes_to_pass_is_new_beside_the_baseline(almanac: Almanac) -> None:
    almanac("check", "--at", JULY, "--write-baseline", "known.json")
    rows = almanac("check", "--at", "2026-08-01", "--baseline", "known.json", "--format", "json").rows
    assert {row["kind"] for row in rows} == {"retired"}


@pytest.mark.usefixtures("priced_home")
def test_the_same_project_elsewhere_has_the_same_baseline(almanac: Almanac, project: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    almanac("check", "--at", JULY, "--write-baseline", tmp_path / "one.json")
    os.chdir(tmp_path)
    almanac("check", "project/src", "project", "--at", JULY, "--write-baseline", tmp_path / "two.json")
    assert (tmp_path / "one.json").read_text() == (tmp_path / "two.json").read_text() != ""


@pytest.mark.usefixtures("priced_home", "project")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere",), "no such file or folder: nowhere"),
        (("--fail-on", "retird"), "unknown kind 'retird': did you mean retired?"),
        (("--fail-on", ""), "known are retired, routed"),
        (("--within", "soon"), "'soon' is not a number of days: write one, such as 30"),
        (("--within", "-1"), "'-1' is not a number of days"),
        (("--format", "xml"), "sarif"),
        (("--fomat", "json"), "did you mean --format, "),
        (("--baseline", "none.json"), "`--write-baseline none.json` makes one"),
        (("--baseline", "models.yaml"), "models.yaml is not a baseline"),
        (("--at", "yesterday"), "neither a date nor an instant"),
    ],
)
def test_a_mistake_is_exit_2_and_one_line(almanac: Almanac, words: tuple[str, ...], says: str) -> None:
    done = almanac("check", *words)
    assert (done.code, done.out) == (2, "")
    assert says in done.err.splitlines()[-1]


def test_without_a_history_one_line_says_what_to_do(almanac: Almanac, home: Path, project: Path) -> None:
    os.environ["ALMANAC_DATABASE_URL"] = f"sqlite:///{home / 'none.db'}"
    done = almanac("check", project)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "no history yet: run `almanac up`" in done.err
    assert "ALMANAC_DATABASE_URL" in done.err
    assert not home.exists()


@pytest.mark.usefixtures("project")
def test_an_empty_database_is_no_history_either(almanac: Almanac, store: Store) -> None:
    assert store
    assert "no history yet" in almanac("check").err


@pytest.mark.usefixtures("priced_home", "project")
@pytest.mark.parametrize("may_write", [True, False])
def test_a_database_is_read_and_not_changed_also_where_nobody_may_write(
    almanac: Almanac, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, may_write: bool
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    file = folder / "almanac.db"
    store = Store(settings.database_url)
    assert store.file is not None
    file.write_bytes(store.file.read_bytes())
    before, seen = file.read_bytes(), list[list[Path]]()
    monkeypatch.setenv("ALMANAC_DATABASE_URL", f"sqlite:///{file}")

    def writable(_path: Path, _mode: int) -> bool:
        return may_write

    def looking(records: Mapping[tuple[str, str], ModelRecord]) -> dict[tuple[str, str], list[ModelWarning]]:
        seen.append(list(folder.iterdir()))
        return named_warnings(records)

    monkeypatch.setattr(database.os, "access", writable)
    monkeypatch.setattr(check, "named_warnings", looking)
    done = almanac("check", "--at", JULY)
    assert (done.code, "6 findings" in done.out) == (1, True)
    assert (len(seen[0]) > 1, list(folder.iterdir()), file.read_bytes() == before) == (may_write, [file], True)


@pytest.mark.both_databases
def test_a_session_that_is_for_reading_cannot_write(url: str) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), asking(url, read_only=True) as session:
        session.execute(delete(SourceRow))


@pytest.mark.usefixtures("priced_home", "project")
def test_a_large_file_is_named_as_skipped(almanac: Almanac, project: Path) -> None:
    (project / "lock.json").write_text("x" * (LARGEST + 1))
    assert "Skipped: 1 binary, 1 larger than 1 MiB." in almanac("check").out
