"""Ways in which the road could be broken, in a process of its own: a simulation has to notice each of them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

import alerts.outbox
import flows.ingest.record_page
import flows.pipeline.attempts
import flows.replay
from bench.harness.kill.broken import BREAKS as KILL_BREAKS
from flows.replay.date_anew import DatedAnew
from flows.run import Run
from models.facts import Price
from models.history import RecordResult
from models.kinds import WAITING_STATES
from models.schema import TABLES, Delivery


def forget_unread_pages() -> None:
    """A page that a dead run had archived is never read."""

    def nothing(_run: Run, _skipped: int | None = None) -> None:
        """Read none."""

    flows.pipeline.attempts.__dict__["read_backlog"] = nothing


def leave_the_future() -> None:
    """A source whose clock was ahead stays there."""

    def nothing(_run: Run) -> DatedAnew:
        return DatedAnew()

    flows.replay.__dict__["date_anew"] = nothing


def drop_closed_rows() -> None:
    """The former beliefs are thrown away."""
    record = flows.ingest.record_page.record

    def recorded(session: Session, *given: Any, **named: Any) -> RecordResult:  # noqa: ANN401 (as `record` has them)
        result = record(session, *given, **named)
        spans = TABLES[Price].spans
        session.execute(delete(spans).where(spans.c.recorded_to.is_not(None)))
        return result

    flows.ingest.record_page.__dict__["record"] = recorded


def forget_pauses() -> None:
    """A target that asked for a pause gets an older message meanwhile."""

    def oldest(target: str, _now: datetime) -> tuple[Any, ...]:
        first = select(func.min(Delivery.id)).where(Delivery.target == target, Delivery.state.in_(WAITING_STATES))
        return (Delivery.id == first.scalar_subquery(),)

    alerts.outbox.NEXT["written"] = oldest


BREAKS: Mapping[str, Callable[[], None]] = {
    **{name: KILL_BREAKS[name] for name in ("note_before_sending", "name_each_try_anew")},
    **{each.__name__: each for each in (forget_unread_pages, leave_the_future, drop_closed_rows, forget_pauses)},
}
