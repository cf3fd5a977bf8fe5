"""Read an archived snapshot, judge its reading, and record it: outcome, history rows and changes."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from flows.ingest.archive import page_of
from flows.ingest.hold_reason import Choices, hold_reason
from flows.ingest.refusal import NOT_OF_THE_PAGE, PageRefused, refusal_reason, refuse, refusing
from flows.ingest.repeated_pages import page_silent_until, repeats_page
from flows.ingest.silent_pages import is_silent, record_repeat
from flows.ingest.source_health import longest_gap, readable_before
from flows.ingest.standing_changes import standing_changes, without_reworded_notices
from flows.loading import reduced_collection
from flows.page_reader import read_page
from models.changes import Change
from models.history import (
    BeliefReader,
    RecordResult,
    Sightings,
    expect_all_read,
    expect_free_moment,
    last_recorded,
    log_changes,
    preview_changes,
    record,
    verdicts,
    without_rejected,
)
from models.kinds import UNCHANGED_OUTCOMES, SnapshotOutcome, Verdict
from models.leaderboards import EVERY_BOARD
from models.plausibility import Believed, Case, Doubt, Judgement, Stands, Unstated, judge, omissions
from models.readings import Reading, beliefs_by_kind
from models.schema import Snapshot
from scrapers.page import PageChanged
from scrapers.source import Source

if TYPE_CHECKING:
    from models.history import Rereading

LOG = logging.getLogger("almanac.read")
SMALL_PAGE = 250_000
"""Bytes that a page may have, unless its source's bound is lower, whatever was read before."""


def read_and_record(
    session: Session,
    source: Source,
    snapshot: Snapshot,
    now: datetime,
    again: "Rereading | None" = None,
) -> RecordResult:
    """Read an unread snapshot, set its outcome, and record what its page states; `again` if it was read before.

    A fault of the page makes the outcome `refused`; a fault of the database is raised.
    """
    before = readable_before(session, snapshot)
    repeated = None
    if before is not None and (before.outcome in UNCHANGED_OUTCOMES or before.same_until is not None):
        repeated = before if repeats_page(session, source, snapshot, before) else None
    if repeated is not None and is_silent(source, snapshot, repeated):
        expect_all_read(session, snapshot)
        record_repeat(session, source, snapshot, repeated)
        if again:
            again.beliefs.forget_watermarks()
        return RecordResult()
    beliefs = again.beliefs if again else BeliefReader(session, locks=True)
    reading = _SnapshotReading(session, source, snapshot, beliefs, again)
    try:
        with session.begin_nested():
            return reading.record(before, repeated, now)
    except NOT_OF_THE_PAGE:
        raise
    except Exception as error:
        if again:
            again.beliefs.forget()
        reason = refusal_reason(source.name, error)
        LOG.debug("%s %s: refused", source.name, snapshot.moment.isoformat(), exc_info=True)
    refuse(snapshot, source, reason)
    return RecordResult()


def choices(session: Session, source: Source, snapshot: Snapshot) -> Choices:
    """Build the possible decisions about a held snapshot, as today's reader reads its page; writes nothing.

    Raises PageRefused.
    """
    with refusing(source.name):
        return _SnapshotReading(session, source, snapshot, BeliefReader(session)).choices()


def doubts_of(session: Session, source: Source, snapshot: Snapshot) -> Sequence[Doubt]:
    """The doubts about a held snapshot without a decision, as today's reader reads its page. Raises PageRefused."""
    with refusing(source.name):
        return _SnapshotReading(session, source, snapshot, BeliefReader(session)).undecided_doubts()


class _SnapshotReading:
    """One snapshot, read and judged against what is believed of its scopes; beliefs are read once."""

    def __init__(
        self,
        session: Session,
        source: Source,
        snapshot: Snapshot,
        beliefs: BeliefReader,
        again: "Rereading | None" = None,
    ) -> None:
        self._session, self._source, self._snapshot, self._beliefs = session, source, snapshot, beliefs
        self._stage, self._log = (again.stage, again.log) if again else (None, log_changes)
        self._is_first = again is None

    def record(self, before: Snapshot | None, repeated: Snapshot | None, now: datetime) -> RecordResult:
        """Record the page and set its outcome.

        `before` is the last readable snapshot, and `repeated` the same if the page is its page.
        """
        source, snapshot = self._source, self._snapshot
        page = page_of(self._session, snapshot)
        if page is None:
            snapshot.outcome = SnapshotOutcome.FAILED
            snapshot.reason = snapshot.reason or "HTTP 304, but nothing was read here before"
            return RecordResult()
        if self._is_first and len(page.body) > min(SMALL_PAGE, source.body_bound) and not source.is_history(page.url):
            from flows.ingest.page_size import expect_size  # few pages are that large

            expect_size(self._session, source, snapshot, page)
        if source.boards is not EVERY_BOARD:
            return self._record_reading(read_page(source, page), before, now)
        reading = read_page(source.observing(), page)
        until = repeated and page_silent_until(source, snapshot, repeated, reading, self._beliefs)
        recorded = self._record_reading(reading, before, now)
        snapshot.same_until = recorded.silent_until or until
        return recorded

    def _record_reading(self, reading: Reading, before: Snapshot | None, now: datetime) -> RecordResult:
        session, snapshot = self._session, self._snapshot
        expect_free_moment(self._beliefs, reading, snapshot)
        judgement, first_seen = self._judge(reading, before)
        decided = self._verdicts(snapshot, judgement.doubts)
        undecided = [doubt for doubt in judgement.doubts if doubt not in decided]
        if undecided and first_seen is None:
            snapshot.outcome, snapshot.reader = SnapshotOutcome.HELD, self._source.reader
            snapshot.held_for, snapshot.reason = hold_reason(undecided)
            return RecordResult()
        rejected = [doubt for doubt, verdict in decided.items() if verdict is Verdict.REJECTED]
        stated = judgement.reading
        if rejected:
            stated = without_rejected(self._beliefs, stated, rejected, snapshot.moment)
        with reduced_collection() if reading.later else nullcontext():
            recorded = record(
                session,
                snapshot,
                stated,
                self._source.reader,
                now,
                first_seen,
                self._beliefs,
                self._source.boards,
                self._log,
            )
        unchanged = self._standing_changes(judgement)
        if unchanged:
            self._log(session, snapshot, unchanged, now)
        has_news = recorded.rows or recorded.changes or unchanged
        # Once everything else is done: each query would write down what is set before it.
        snapshot.reader, snapshot.reason, snapshot.held_for = self._source.reader, None, None
        outcome = SnapshotOutcome.FACTS if has_news else SnapshotOutcome.SAME
        snapshot.outcome = SnapshotOutcome.NOT_MODIFIED if snapshot.body_sha256 is None else outcome
        alerting = without_reworded_notices(recorded.changes, unchanged) if unchanged else recorded.changes
        is_as_read = stated is reading and not judgement.stands
        return RecordResult(recorded.rows, alerting, recorded.silent_until if is_as_read else None)

    def choices(self) -> Choices:
        """Build the possible decisions about the held snapshot."""
        judgement = self._judge_alone()
        if judgement is None:
            return Choices()
        decided = self._verdicts(self._snapshot, judgement.doubts)
        rejected = {
            Verdict.ACCEPTED: [doubt for doubt, verdict in decided.items() if verdict is Verdict.REJECTED],
            Verdict.REJECTED: [doubt for doubt in judgement.doubts if decided.get(doubt) is not Verdict.ACCEPTED],
        }
        unchanged = self._standing_changes(judgement)
        alerts, refusals = dict[Verdict, list[Change]](), dict[Verdict, str]()
        for verdict, doubts in rejected.items():
            try:
                with refusing(self._source.name):
                    alerts[verdict] = without_reworded_notices(self._preview(judgement.reading, doubts), unchanged)
            except PageRefused as refused:
                refusals[verdict] = str(refused)
        undecided = [doubt for doubt in judgement.doubts if doubt not in decided]
        return Choices(undecided, judgement.reading.facts, alerts, refusals)

    def _preview(self, reading: Reading, rejected: Sequence[Doubt]) -> list[Change]:
        """The changes that a reading would log if these doubts were rejected."""
        kept = without_rejected(self._beliefs, reading, rejected, self._snapshot.moment)
        return preview_changes(self._session, self._snapshot, kept, self._beliefs, self._source.boards)

    def undecided_doubts(self) -> Sequence[Doubt]:
        """The doubts about the held snapshot without a decision."""
        judgement = self._judge_alone()
        if judgement is None:
            return ()
        decided = self._verdicts(self._snapshot, judgement.doubts)
        return [doubt for doubt in judgement.doubts if doubt not in decided]

    def _judge(self, reading: Reading, before: Snapshot | None) -> tuple[Judgement, Sightings | None]:
        """Judge a reading; with it, if it confirms a held reading, when what both state was first seen.

        `before` is the last readable snapshot.
        """
        session, snapshot = self._session, self._snapshot
        if before is not None and before.outcome == SnapshotOutcome.HELD:
            gap = longest_gap(session, before, readable_before(session, before))
            judgement = self._judged(snapshot, reading, gap)
            decided = self._verdicts(snapshot, judgement.doubts)
            undecided = [doubt for doubt in judgement.doubts if doubt not in decided]
            first_seen = self._first_sightings(before, reading, undecided, gap)
            if first_seen is not None:
                return judgement, first_seen
        return self._judged(snapshot, reading, longest_gap(session, snapshot, before)), None

    def _judge_alone(self) -> Judgement | None:
        """Judge the page of the held snapshot without the readings held before it; None without a page."""
        page = page_of(self._session, self._snapshot)
        if page is None:
            return None
        gap = longest_gap(self._session, self._snapshot, readable_before(self._session, self._snapshot))
        return self._judged(self._snapshot, read_page(self._source, page), gap)

    def _judged(self, snapshot: Snapshot, reading: Reading, gap: timedelta) -> Judgement:
        """Judge the reading of a snapshot against what is believed now."""
        since = self._beliefs.since(reading, snapshot.moment)
        believed = self._beliefs.read(reading.scopes - reading.later.keys(), since)
        cadence, rules = timedelta(minutes=self._source.cadence_minutes), self._source.plausibility
        previous = last_recorded(self._beliefs, reading.scopes)
        unsaid = partial(self._unsaid, snapshot, believed, previous or snapshot.moment)
        return judge(
            believed,
            reading,
            snapshot.moment,
            previous,
            gap=gap,
            cadence=cadence,
            unsaid=unsaid,
            rules=rules,
            boards=self._source.boards,
        )

    def _verdicts(self, snapshot: Snapshot, doubts: Iterable[Doubt]) -> Mapping[Doubt, Verdict]:
        """The decisions about doubts that apply, by doubt."""
        found = list(doubts)
        return verdicts(self._session, snapshot, found, self._stage) if found else {}

    def _unsaid(self, snapshot: Snapshot, believed: Believed, recorded: datetime) -> Unstated:
        """The believed facts that the page before a snapshot did not state when its source was last recorded.

        A fact counts as stated if a person rejected what that page said instead.
        """
        before = readable_before(self._session, snapshot)
        page = before and page_of(self._session, before)
        if before is None or page is None:
            return frozenset()
        try:
            omitted = omissions(Case(beliefs_by_kind(believed), read_page(self._source, page), recorded, recorded))
        except PageChanged:
            return frozenset()
        return omitted.unsaid - self._confirmed(before, omitted.stands, omitted.doubts)

    def _confirmed(self, snapshot: Snapshot, stands: Sequence[Stands], doubts: Sequence[Doubt] = ()) -> Unstated:
        """The facts of which a person rejected what the page of a snapshot says instead."""
        asked = [*doubts, *(item.asked for item in stands if item.asked)]
        decided = self._verdicts(snapshot, asked)
        return frozenset((doubt.fact, doubt.key) for doubt, verdict in decided.items() if verdict is Verdict.REJECTED)

    def _first_sightings(
        self, before: Snapshot, reading: Reading, doubts: Sequence[Doubt], gap: timedelta
    ) -> Sightings | None:
        """The moments of the first sighting, if the last readable page was held for the same doubts; else None.

        Unreadable pages between neither confirm nor refute, however long ago the held page was. Which pages were held
        follows from the snapshots and is not stored, so a replay comes to the same result. A second sighting does not
        settle a doubt that needs a decision. A key has no first sighting if the held page stated another present value
        of it: both may leave out what was announced, and only the second one state a new price.
        """
        page = page_of(self._session, before)
        if page is None or not doubts or any(doubt.lasting for doubt in doubts):
            return None
        try:
            held = read_page(self._source, page)
        except PageChanged:
            return None
        earlier = self._judged(before, held, gap).doubts
        decided = self._verdicts(before, earlier)
        if {doubt.statement for doubt in earlier if doubt not in decided} != {doubt.statement for doubt in doubts}:
            return None
        first, now = held.present_values, reading.present_values
        keys = ((doubt.fact, doubt.key) for doubt in doubts)
        return {key: before.moment for key in keys if first.get(key) == now.get(key)}

    def _standing_changes(self, judgement: Judgement) -> list[Change]:
        """The changes about kept facts; a text that a person rejected makes none: the believed value is confirmed."""
        if not judgement.stands:
            return []
        confirmed = self._confirmed(self._snapshot, judgement.stands)
        unconfirmed = [item for item in judgement.stands if (item.fact, item.key) not in confirmed]
        return standing_changes(self._session, self._snapshot, judgement.reading, unconfirmed)
