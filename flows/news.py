"""Telling what is new: the words of its alerts, and whether they go out now, when it is calm again, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.calm import calm
from alerts.compose import compose
from alerts.outbox import enqueue
from alerts.words import Seen
from flows.beside import beside
from flows.telling import Telling
from models.changes import Change
from models.tables import Snapshot
from scrapers.registry import attributions


def tell(
    session: Session,
    news: Mapping[str, Sequence[Change]],
    snapshot: Snapshot,
    moment: datetime,
    now: datetime,
    telling: Telling,
    of: str = "",
) -> int:
    """Write the alerts of what is new at a moment, by subject; how many go out now. `of` as of `compose`."""
    credit = " ".join(attributions([snapshot.source]))
    seen = Seen(snapshot.source, snapshot.url, snapshot.moment, snapshot.id, credit)
    told, known = 0, beside(session, news, snapshot, telling)
    for subject, verdict in calm(session, news, moment).items():
        its = {subject: replace(known[subject], calm=verdict.note)}
        messages = compose(news[subject], seen, its, telling.time_zone, of)
        if verdict.told:
            told += len(messages)
            enqueue(session, messages, telling.targets, now)
        elif verdict.muted_until:
            enqueue(session, messages, telling.targets, now, now + (verdict.muted_until - moment))
    return told
