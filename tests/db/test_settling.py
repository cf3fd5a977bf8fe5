"""What would settle a held or a refused reading is said by the same line in the UI, by `doctor` and in the alert."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import replaced
from flows.database import Store
from flows.reports.health import health_artifact
from models.schema.tables import Alert
from samples.deepseek.pages import home as home_page
from tests.support.typed import Almanac
from tests.support.walks import SOURCE, feed

MAY, HOUR = day("2026-05-08"), timedelta(hours=1)
REFUSED = "Settled by the next page that the reader understands, or by a release that knows this one"
TWICE = "Settled by the next reading, and what it confirms holds from this one on"


@pytest.mark.parametrize(
    ("text", "line"), [(home_page(), REFUSED), (replaced(">$0.28<", ">$28<"), TWICE)], ids=["refused", "held"]
)
def test_the_line_stands_in_the_ui_in_doctor_and_in_the_alert(
    almanac: Almanac, store: Store, text: str, line: str
) -> None:
    feed(store, MAY)
    assert line not in health_artifact(store, MAY).data
    settled = feed(store, MAY + HOUR, text)
    assert line in health_artifact(store, MAY + HOUR).data
    details = [row["detail"] for row in almanac("doctor", "--json").rows if row["check"].startswith(SOURCE.name)]
    assert sum(line in detail for detail in details) == 1
    with store.reading() as session:
        (body,) = session.scalars(select(Alert.body).where(Alert.snapshot_id == settled.snapshot_id))
    assert line in body


def test_held_prints_it_and_gives_it_to_programs(almanac: Almanac, store: Store) -> None:
    feed(store, MAY)
    feed(store, MAY + HOUR, replaced(">$0.28<", ">$28<"))
    assert TWICE in almanac("held").out.replace("\n  ", " ")
    assert all(row["settled_by"].startswith(TWICE) for row in almanac("held", "--json").rows)
