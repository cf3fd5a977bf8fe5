"""What is told of the ends of a vendor's models: a floor that moves, a floor that becomes a day, edits of the past."""

import re
from datetime import datetime

import pytest
from sqlalchemy import select

from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.kinds import Retirement
from models.schema.history import HISTORY
from models.schema.tables import Alert, ChangeRow
from samples.vendors.anthropic import DEPRECATIONS
from scrapers.page import Page
from scrapers.registry import SOURCES

SOURCE = SOURCES["anthropic_deprecations"]
OPUS_4, OPUS_41 = "claude-opus-4-20250514", "claude-opus-4-1-20250805"


def see(store: Store, day: str, text: str = "") -> None:
    at = datetime.fromisoformat(f"{day}T00:00Z")
    page = Page(SOURCE.name, SOURCE.url({}), (text or DEPRECATIONS.answer(at)).encode(), at)
    assert process_attempt(Run(store, SOURCE), lambda: page).good


def told(store: Store) -> tuple[list[str], list[str]]:
    """The changes of models, and the titles of the alerts about them."""
    with store.reading() as session:
        rows = session.scalars(select(ChangeRow).where(ChangeRow.subject.like("claude-%")).order_by(ChangeRow.id))
        changes = [f"{row.seen_at:%m-%d} {row.kind}: {row.subject}" for row in rows]
        alerts = session.scalars(select(Alert.title).where(Alert.subject.like("claude-%")).order_by(Alert.id))
        return changes, list(alerts)


def without_section(page: str) -> str:
    """The page without the announcement of the end of Claude Opus 4.1."""
    section = re.search(r"### 2026-06-05: Claude Opus 4.1 model\n.*?(?=### )", page, re.DOTALL)
    assert section
    return page.replace(section[0], "")


@pytest.mark.both_databases
def test_a_floor_and_an_edited_replacement_wait_and_a_day_and_an_end_do_not(store: Store) -> None:
    """The replacement of a model that is retired is edited on 17 April, too, and nothing is said of that."""
    for at in DEPRECATIONS.instants():
        see(store, f"{at:%Y-%m-%d}")
    assert told(store) == (
        [
            f"04-15 retirement announced: {OPUS_4}",
            f"04-17 recommended replacement changed: {OPUS_4}",
            "06-06 retirement happened: claude-3-haiku-20240307",
            f"06-06 retirement announced: {OPUS_41}",
            f"06-16 retirement happened: {OPUS_4}",
            "07-10 retirement floor changed: claude-haiku-4-5-20251001",
            f"09-30 retirement happened: {OPUS_41}",
            "09-30 retirement announced: claude-sonnet-4-5-20250929",
        ],
        [
            f"{OPUS_4} is retired on 15 Jun 07:00 UTC (in 61 days)",
            "claude-3-haiku-20240307 is retired since 20 Apr 07:00 UTC, use claude-haiku-4-5-20251001",
            f"{OPUS_41} is retired on 5 Aug 07:00 UTC (in 60 days)",
            f"{OPUS_4} is retired since 15 Jun 07:00 UTC, use claude-opus-4-7",
            f"{OPUS_41} is retired since 5 Aug 07:00 UTC, use claude-opus-4-7",
            "claude-sonnet-4-5-20250929 is retired on 30 Nov 08:00 UTC (in 61 days)",
        ],
    )


def test_a_day_that_moves_is_told_and_one_that_is_a_floor_again_is_cancelled(store: Store) -> None:
    page = DEPRECATIONS.answer(datetime.fromisoformat("2026-06-06T00:00Z"))
    see(store, "2026-06-06", page)
    see(store, "2026-06-07", page.replace("August 5, 2026", "September 5, 2026"))
    again = page.replace("Deprecated | June 5, 2026 | August 5, 2026", "Active | N/A | Not sooner than August 5, 2027")
    see(store, "2026-06-08", without_section(again))
    assert told(store) == (
        [f"06-07 retirement moved: {OPUS_41}", f"06-08 retirement cancelled: {OPUS_41}"],
        [
            f"{OPUS_41} is retired on 5 Sep 07:00 UTC (in 90 days), not on 5 Aug 07:00 UTC",
            f"{OPUS_41} stays: its retirement on 5 Sep 07:00 UTC is cancelled",
        ],
    )


def test_a_row_that_vanishes_withdraws_nothing(store: Store) -> None:
    page = DEPRECATIONS.answer(datetime.fromisoformat("2026-06-06T00:00Z"))
    see(store, "2026-06-06", page)
    rest = "".join(line for line in without_section(page).splitlines(keepends=True) if OPUS_41 not in line)
    for day in ("2026-06-07", "2026-06-08"):
        see(store, day, rest)
    assert told(store) == ([], [])
    with store.reading() as session:
        rows = HISTORY[Retirement].c
        believed = session.scalars(select(rows.state).where(rows.model == OPUS_41, rows.recorded_to.is_(None))).all()
    assert {*believed} == {"dated", "retired"}
