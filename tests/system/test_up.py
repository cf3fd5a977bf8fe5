"""`almanac up` with a real server: it reads, an automation and a cycle run, and a second one is refused."""

import re
from typing import Any

from cli.recording.run import REFUSED
from tests.support.automations import automated_runs, create_automation, events
from tests.support.processes import START, Up, almanac, runs_of, until
from tests.support.typed import Almanac


def test_up_serves_on_a_free_port_and_reads_at_once(up: Up) -> None:
    assert up.port != up.wanted_port
    assert f"Port {up.wanted_port} is taken; using {up.port}." in up.said
    # A run of the schedule, on the hour, may have been in the way of the first run or have come after it.
    completed = until(START, lambda: up.runs("COMPLETED", name="deepseek_pricing"))
    assert len([run for run in completed if run["state"]["message"].startswith("first read: ")]) == 1


def test_without_a_network_up_stays_up_and_says_why(up: Up, beside: Almanac) -> None:
    failed = until(START, lambda: up.runs("FAILED", name="openrouter"))
    assert [run for run in failed if "ConnectionError" in run["state"]["message"]]
    rows = {row["source"]: row for row in beside("sources", "--json").rows}
    assert rows["openrouter"]["last_outcome"] == "failed"
    assert "ConnectionError" in rows["openrouter"]["reason"]
    until(START, lambda: "openrouter" in [run["parameters"].get("source") for run in _scheduled(up)])
    assert up.process.poll() is None


def _scheduled(up: Up) -> list[dict[str, Any]]:
    return up.runs("SCHEDULED", scheduled=True)


def test_a_second_up_of_a_home_is_refused_and_doctor_sees_the_first(up: Up, beside: Almanac) -> None:
    assert f"runs at {up.origin}" in beside("doctor").out
    second = beside("up")
    assert (second.code, "already running" in second.err) == (1, True)
    assert up.process.poll() is None


def test_a_page_that_is_refused_is_read_again_by_the_automation_of_the_documents(up: Up) -> None:
    """Upon the event of its alert. The log of runs has the line of the refusal, and no traceback."""
    create_automation(up)
    assert "refused: the page is cut off" in until(START, lambda: _refused(up))
    again = until(60, lambda: automated_runs(up))
    assert [run["parameters"]["source"] for run in again] == ["deepseek_pricing"]
    # The run of the automation may have told by now that the source is well again.
    until(60, lambda: any(title.startswith("deepseek_pricing is broken: ") for title in _alert_titles(up)))
    until(60, lambda: not runs_of(up.process))
    log = (up.home / "logs" / "runs.log").read_text()
    assert len(re.findall(r"deepseek_pricing \S+ \S+ UTC: refused: the page is cut off", log)) == 1
    assert "FailedRun" not in log


def _refused(up: Up) -> str | None:
    """What a run on a page that is cut off says; a run of the schedule may be in its way."""
    up.cut.set()
    answer = almanac(up.home, "track", "deepseek_pricing")
    up.cut.clear()
    return answer.stderr if answer.returncode == REFUSED else None


def _alert_titles(up: Up) -> list[str]:
    found = events(up, "almanac.alert", "almanac.deepseek_pricing.deepseek_pricing")
    return [event["payload"]["title"] for event in found]


def test_a_cycle_reminds_and_doctor_knows_of_it(up: Up, beside: Almanac) -> None:
    cycle = up.start("remind")
    # In the last weeks of a year a cycle says that the calendar of holidays ends.
    message = until(START, lambda: up.message(cycle, "COMPLETED"))
    assert re.match(r"(0 reminders|1 reminder), 0 sources stale, ", message)
    assert "; the last cycle was at 20" in beside("doctor", "--json").out


def test_housekeeping_says_what_it_removed_and_how_large_the_record_is(up: Up) -> None:
    kept = up.start("housekeeping")
    message = until(START, lambda: up.message(kept, "COMPLETED"))
    expected = r"0 old versions of artifacts removed; runs and their logs stay 30 days; the record has [0-9.]+ MB"
    assert re.fullmatch(expected, message)
