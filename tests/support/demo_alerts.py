"""Check the alerts of the demo that ran in this home: `python -m tests.support.demo_alerts` after `almanac demo`."""

import json
import os
import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from samples.visits import demo_visits
from tests.golden import vendor_story
from tests.golden.alert_story import DOCUMENT, GOLDEN, SCREEN, is_of_vendors, is_reminder, months, page, told, whole
from tests.golden.board_story import expect_the_story, is_of_boards
from tests.support.processes import typed

ALMANAC = Path(sys.executable).with_name("almanac")


def main() -> None:
    home = Path(os.environ["ALMANAC_HOME"])
    changes, every_alert = _rows(home, "changes"), _rows(home, "alerts")
    changes = [change for change in changes if not is_of_vendors(change)]
    alerts = [alert for alert in every_alert if not is_of_vendors(alert)]
    of_vendors = told([alert for alert in every_alert if is_of_vendors(alert)])
    story = f"{vendor_story.DOCUMENT}: python -m tests.golden.vendor_story"
    assert page(of_vendors, vendor_story.HEAD) == vendor_story.DOCUMENT.read_text(encoding="utf-8"), story
    expect_the_story(changes, alerts)
    assert page(told(alerts)) == DOCUMENT.read_text(encoding="utf-8"), f"{DOCUMENT}: python -m tests.golden.alert_story"
    assert whole(alerts) == GOLDEN.read_text(encoding="utf-8"), f"{GOLDEN}: python -m tests.golden.alert_story"
    assert max(len(its) for _, its in months(told(alerts))) <= SCREEN
    named = {alert["subject"] for alert in alerts if not is_of_boards(alert) and not is_reminder(alert)}
    assert named <= {change["subject"] for change in changes}
    assert {(alert["delivered"], alert["pending"], alert["dead"]) for alert in alerts} == {(1, 0, 0)}
    assert [alert["alert_key"] for alert in alerts if not is_on_the_clock_of_its_visit(alert)] == []
    assert states_of_runs(home) == {"COMPLETED": len(demo_visits())}


def is_on_the_clock_of_its_visit(alert: dict[str, Any]) -> bool:
    """Whether an alert was written at the instant of its page, a digest on its day, a reminder before the end."""
    written = str(alert["created_at"])
    if is_reminder(alert):
        return datetime.fromisoformat(written) <= demo_visits()[-1][0]
    return written.startswith(str(alert["alert_key"]).split("/")[1][:16])


def _rows(home: Path, what: str) -> list[dict[str, Any]]:
    asked = typed(ALMANAC, home, what, "--json", "--demo")
    return [json.loads(line) for line in asked.stdout.splitlines()]


def states_of_runs(home: Path) -> dict[str, int]:
    """How many runs of the demo ended in which state, by Prefect's own database."""
    with sqlite3.connect(home / "prefect-demo" / "prefect.db") as connection:
        return dict(connection.execute("select state_type, count(*) from flow_run group by 1").fetchall())


if __name__ == "__main__":
    main()
