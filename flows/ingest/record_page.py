"""Reading an archived snapshot and recording what it says: its outcome, the history rows, the changes."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.ingest.archive import attempt_of, shown
from flows.ingest.garbage_collection import seldom_collecting
from flows.ingest.refusal import NOT_OF_THE_PAGE, refusal
from flows.page_reader import read_page
from models.bitemporal import fact_of
from models.changes import FOR_A_PERSON, SEEN_ONCE, Change, was_logged
from models.facts import Fact
from models.history import (
    ACCEPTED,
    REJECTED,
    Sightings,
    Stage,
    believed_spans,
    last_recorded,
    log_changes,
    preview_changes,
    record,
    verdicts,
    without_rejected,
)
from models.kinds import ChangeKind
from models.plausibility import (
    REWORDED,
    Case,
    Doubt,
    Held,
    Judgement,
    Stands,
    Unsaid,
    dated_beside,
    judge,
    omissions,
    tells_again,
    worded,
)
from models.queries import believed_statement
from models.readings import Reading
from models.schema import GOOD, Snapshot
from scrapers.page import Failed, PageChanged
from scrapers.source import Source

LOG = logging.getLogger("almanac.read")
READABLE = (*GOOD, "held")
"""Outcomes of snapshots that state something."""
MOST_WORDS = 500


@dataclass(frozen=True)
class Filed:
    """How many history rows a snapshot wrote, and the changes that it logged."""

    rows: int = 0
    changes: list[Change] = field(default_factory=list[Change])


def file(session: Session, source: Source, snapshot: Snapshot, now: datetime, stage: Stage | None = None) -> Filed:
    """Read a snapshot that awaits it, give it its outcome, and record what it states.

    The decisions that count are those in force today, or those of a stage of the record.

    Whatever goes wrong with a page, its outcome is `refused`; what goes wrong with the database is raised.
    """
    try:
        with session.begin_nested(), seldom_collecting():
            return _read(session, source, snapshot, now, stage)
    except NOT_OF_THE_PAGE:
        raise
    except Exception as error:
        reason = refusal(source.name, error)
        LOG.debug("%s %s: refused", source.name, snapshot.moment.isoformat(), exc_info=True)
    refuse(snapshot, source, reason)
    return Filed()


def refuse(snapshot: Snapshot, source: Source, reason: str) -> None:
    """Settle a snapshot as one that cannot be read."""
    snapshot.outcome, snapshot.reason, snapshot.reader = "refused", reason, source.reader
    snapshot.held_for = None


def _read(session: Session, source: Source, snapshot: Snapshot, now: datetime, stage: Stage | None) -> Filed:
    attempt = attempt_of(session, snapshot)
    if isinstance(attempt, Failed):
        snapshot.outcome = "failed"
        return Filed()
    page = shown(session, snapshot)
    if page is None:
        snapshot.outcome, snapshot.reason = "failed", "HTTP 304, but nothing was read here before"
        return Filed()
    snapshot.reader, snapshot.reason, snapshot.held_for = source.reader, None, None
    return _file(session, source, snapshot, read_page(source, page), now, stage)


def _file(
    session: Session, source: Source, snapshot: Snapshot, reading: Reading, now: datetime, stage: Stage | None
) -> Filed:
    judgement, seen = _judgement(session, source, snapshot, reading, stage)
    decided = verdicts(session, snapshot, judgement.doubts, stage)
    undecided = [doubt for doubt in judgement.doubts if doubt not in decided]
    if undecided and not seen:
        snapshot.outcome = "held"
        snapshot.held_for, snapshot.reason = _why(undecided)
        return Filed()
    rejected = [doubt for doubt, verdict in decided.items() if verdict == REJECTED]
    reading = judgement.reading
    if rejected:
        reading = without_rejected(session, reading, rejected, snapshot.moment)
    recorded = record(session, snapshot, reading, source.reader, now, seen)
    stands = _stands(session, snapshot, judgement, stage)
    log_changes(session, snapshot, stands, now)
    new = recorded.rows or recorded.changes or stands
    not_modified = snapshot.body_sha256 is None
    snapshot.outcome = "not_modified" if not_modified else "facts" if new else "same"
    return Filed(recorded.rows, _to_tell(recorded.changes, stands))


def _to_tell(recorded: Sequence[Change], stands: Sequence[Change]) -> list[Change]:
    return [*(change for change in recorded if not tells_again(change, stands)), *stands]


@dataclass(frozen=True)
class Choices:
    """What a person can decide about a held reading."""

    doubts: Sequence[Doubt] = ()
    """Those of which nobody has decided."""
    stated: Sequence[Fact] = ()
    """What is recorded if they are accepted."""
    tells: Mapping[str, list[Change]] = field(default_factory=dict[str, list[Change]])
    """By verdict, what would be told."""


def choices(session: Session, source: Source, snapshot: Snapshot) -> Choices:
    """What each decision about a held snapshot would make, as its page reads today; nothing is written.

    Raises PageChanged.
    """
    judgement = _judged_alone(session, source, snapshot)
    if judgement is None:
        return Choices()
    decided = verdicts(session, snapshot, judgement.doubts)
    rejected = {
        ACCEPTED: [doubt for doubt, verdict in decided.items() if verdict == REJECTED],
        REJECTED: [doubt for doubt in judgement.doubts if decided.get(doubt) != ACCEPTED],
    }
    stands = _stands(session, snapshot, judgement)
    readings = {
        verdict: without_rejected(session, judgement.reading, doubts, snapshot.moment)
        for verdict, doubts in rejected.items()
    }
    tells = {verdict: _to_tell(preview_changes(session, snapshot, its), stands) for verdict, its in readings.items()}
    undecided = [doubt for doubt in judgement.doubts if doubt not in decided]
    return Choices(undecided, judgement.reading.facts, tells)


def _judgement(
    session: Session, source: Source, snapshot: Snapshot, reading: Reading, stage: Stage | None
) -> tuple[Judgement, Sightings]:
    """What to make of a reading, and when each of its doubtful statements was seen first if it confirms a held one."""
    before = _readable_before(session, snapshot)
    if before is not None and before.outcome == "held":
        gap = _gap(session, before)
        judgement = judged(session, source, snapshot, reading, gap, stage)
        decided = verdicts(session, snapshot, judgement.doubts, stage)
        undecided = [doubt for doubt in judgement.doubts if doubt not in decided]
        if seen := _sightings(session, source, before, undecided, gap, stage):
            return judgement, seen
    return judged(session, source, snapshot, reading, _gap(session, snapshot), stage), {}


def _why(doubts: Sequence[Doubt]) -> tuple[dict[str, Any], str]:
    """Why a reading is held, as it is kept and in words."""
    lasting = any(doubt.lasting for doubt in doubts)
    seen = FOR_A_PERSON if lasting else SEEN_ONCE
    why = "; ".join(sorted({doubt.why for doubt in doubts}))[: MOST_WORDS - len(f"{seen}: ")]
    return {"needs_decision": lasting, "why": why}, f"{seen}: {why}"


def _stands(session: Session, snapshot: Snapshot, judgement: Judgement, stage: Stage | None = None) -> list[Change]:
    """A change for each text that was not told of: several keys of one subject that stand for one reason are one.

    A person who confirmed what stands has read its text.
    """
    by_text = defaultdict[tuple[ChangeKind, str, str | None], list[Stands]](list)
    reading = judgement.reading
    confirmed = _confirmed(session, snapshot, judgement.stands, (), stage)
    unconfirmed = [item for item in judgement.stands if (item.fact, item.key) not in confirmed]
    stands = worded(unconfirmed, reading, snapshot.moment)
    for item in stands:
        if item.kind is not None:
            by_text[item.kind, item.subject, item.text].append(item)
    changes = [_stands_change(session, snapshot, kind, items) for (kind, _, _), items in by_text.items()]
    changes += dated_beside(stands, reading, snapshot.source, snapshot.moment)
    return [change for change in changes if not was_logged(session, snapshot, change)]


def _stands_change(session: Session, snapshot: Snapshot, kind: ChangeKind, items: Sequence[Stands]) -> Change:
    first = items[0]
    before = (first.before or first.words) if kind is REWORDED else None
    facts = [fact_of(item.fact, item.key, item.value) for item in items if item.value is not None]
    found = [each for fact in facts if (each := believed_statement(session, fact, snapshot.moment))]
    return Change(
        kind=kind,
        source=snapshot.source,
        subject=first.subject,
        said_before=before,
        said_after=first.text or first.words,
        effective_at=None,
        now=tuple(fact for fact, _ in found),
        since=min((said_at for _, said_at in found), default=None),
    )


def judged(
    session: Session, source: Source, snapshot: Snapshot, reading: Reading, gap: timedelta, stage: Stage | None = None
) -> Judgement:
    """What to make of a snapshot's reading, given what is believed now."""
    held = {
        scope: believed_spans(session, scope, reading.since.get(scope))
        for scope in reading.scopes - reading.later.keys()
    }
    cadence, rules = timedelta(minutes=source.cadence_minutes), source.plausibility
    previous = last_recorded(session, reading.scopes)
    unsaid = partial(_unsaid, session, source, snapshot, held, previous or snapshot.moment, stage)
    return judge(held, reading, snapshot.moment, previous, gap=gap, cadence=cadence, unsaid=unsaid, rules=rules)


def _unsaid(
    session: Session, source: Source, snapshot: Snapshot, held: Held, recorded: datetime, stage: Stage | None
) -> Unsaid:
    """What the page before a snapshot did not state of all that was believed when its source was last recorded.

    What a person confirmed by rejecting what that page said is as good as stated.
    """
    before = _readable_before(session, snapshot)
    page = before and shown(session, before)
    if before is None or page is None:
        return frozenset()
    try:
        omitted = omissions(Case(held, read_page(source, page), recorded, recorded))
    except PageChanged:
        return frozenset()
    return omitted.unsaid - _confirmed(session, before, omitted.stands, omitted.doubts, stage)


def _confirmed(
    session: Session, snapshot: Snapshot, stands: Sequence[Stands], doubts: Sequence[Doubt], stage: Stage | None
) -> Unsaid:
    """The facts of which a person rejected what the page of a snapshot says instead."""
    asked = [*doubts, *(item.asked for item in stands if item.asked)]
    decided = verdicts(session, snapshot, asked, stage) if asked else {}
    return frozenset((doubt.fact, doubt.key) for doubt, verdict in decided.items() if verdict == REJECTED)


def doubts_of(session: Session, source: Source, snapshot: Snapshot) -> Sequence[Doubt]:
    """Why a held snapshot is held, as its page reads today: what nobody has decided. Raises PageChanged."""
    judgement = _judged_alone(session, source, snapshot)
    if judgement is None:
        return ()
    decided = verdicts(session, snapshot, judgement.doubts)
    return [doubt for doubt in judgement.doubts if doubt not in decided]


def _judged_alone(session: Session, source: Source, snapshot: Snapshot) -> Judgement | None:
    """What to make of a held snapshot, as its page reads today, whatever was held before it; None without a page."""
    page = shown(session, snapshot)
    if page is None:
        return None
    return judged(session, source, snapshot, read_page(source, page), _gap(session, snapshot))


def _sightings(
    session: Session,
    source: Source,
    before: Snapshot,
    doubts: Sequence[Doubt],
    gap: timedelta,
    stage: Stage | None,
) -> Sightings:
    """When each doubtful statement was seen first, if the last readable page was held for the same; else nothing.

    However long ago that was: pages that cannot be read neither confirm nor refute. Which pages are held is not kept:
    it follows from the snapshots, so that a replay comes to the same. What only a person settles is not settled here.
    """
    page = shown(session, before)
    if page is None or any(doubt.lasting for doubt in doubts):
        return {}
    try:
        earlier = judged(session, source, before, read_page(source, page), gap, stage).doubts
    except PageChanged:
        return {}
    decided = verdicts(session, before, earlier, stage)
    same = {doubt.statement for doubt in earlier if doubt not in decided} == {doubt.statement for doubt in doubts}
    return {(doubt.fact, doubt.key): before.moment for doubt in doubts} if same else {}


def _gap(session: Session, snapshot: Snapshot) -> timedelta:
    """The longest time without a readable page since the source was last recorded; endless where it never was."""
    before = (Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment)
    recorded = session.scalar(select(func.max(Snapshot.moment)).where(*before, Snapshot.outcome.in_(GOOD)))
    if recorded is None:
        return timedelta.max
    held = select(Snapshot.moment).where(*before, Snapshot.moment > recorded, Snapshot.outcome == "held")
    moments = [recorded, *session.scalars(held.order_by(Snapshot.moment)), snapshot.moment]
    return max(later - earlier for earlier, later in pairwise(moments))


def _readable_before(session: Session, snapshot: Snapshot) -> Snapshot | None:
    query = select(Snapshot).where(
        Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment, Snapshot.outcome.in_(READABLE)
    )
    return session.scalar(query.order_by(Snapshot.moment.desc()).limit(1))
