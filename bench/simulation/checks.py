"""The checks after every step of a simulation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.simulation.belief import SaidSpans, Timeline
from bench.simulation.hosts import Inbox, Sites
from bench.simulation.price_list import PageLine, StatedLines
from flows.database import Store
from flows.timekeeping import TOLERANCE
from models.changes import REPEATS
from models.facts import FACTS, Price, Retirement
from models.kinds import GOOD_OUTCOMES, DeliveryState, SnapshotOutcome
from models.queries.facts_at import as_of_any_source, clocks
from models.schema import HISTORY, Alert, AlertChange, ChangeRow, Correction, Delivery, Snapshot

KEPT_QUESTIONS = 40
ASKED_AGAIN = 2
MOVED = timedelta(days=1)
TOLD = ("price changed", "price change announced", "model removed", "retirement dated", "retirement moved")
"""The kinds of changes of which somebody has to be told."""


HistoryRow = tuple[Any, ...]


class Broken(AssertionError):
    """Something that has to hold does not."""


def expect(holds: bool, what: str) -> None:
    """Raise Broken unless it holds."""
    if not holds:
        raise Broken(what)


@dataclass
class SourceModel:
    """The right belief about one source, from the snapshots that count and what their pages say."""

    lines: dict[PageLine, Timeline] = field(default_factory=dict[PageLine, Timeline])
    read: dict[int, datetime] = field(default_factory=dict[int, datetime])
    """The snapshots that were read here, with their moments."""
    last: datetime | None = None
    """The moment of the last reading."""
    last_body: str | None = None
    held: tuple[datetime, StatedLines] | None = None
    """The moment of the last readable page, and what it says, if it was held."""


@dataclass(frozen=True)
class PastQuestion:
    """A question about the past, and its answer."""

    source: str
    at: datetime
    believed: datetime
    answer: Sequence[HistoryRow]


@dataclass
class Checks:
    """The plain models beside the record, and the questions that were asked."""

    sites: Sites
    inboxes: Mapping[str, Inbox]
    random: Random
    models: dict[str, SourceModel] = field(default_factory=lambda: defaultdict[str, SourceModel](SourceModel))
    questions: list[PastQuestion] = field(default_factory=list[PastQuestion])
    rows: dict[str, dict[HistoryRow, HistoryRow]] = field(default_factory=dict[str, dict[HistoryRow, HistoryRow]])
    corrections: int = 0
    asked: int = 0

    def after_step(self, store: Store, source: str | None) -> None:
        """Check the outbox, and what concerns a source if the step was about one. Raises Broken."""
        with store.reading() as session:
            corrections = session.scalar(select(func.count()).select_from(Correction)) or 0
            if corrections != self.corrections:
                self.corrections = corrections
                self._begin_anew(session)
            for name in [source] if source else []:
                self._record(session, name)
                self._rewritten(session, name)
            self._past(session, source)
            self.outbox(session)

    def _begin_anew(self, session: Session) -> None:
        """Snapshots were dated anew: what was answered for later than their true moments was corrected."""
        dated = session.execute(
            select(Correction.source, func.min(Correction.effective_from)).group_by(Correction.source)
        ).tuples()
        for source, moment in dated:
            self.models.pop(source, None)
            self.rows.pop(source, None)
            self.questions = [each for each in self.questions if each.source != source or each.believed < moment]

    def _record(self, session: Session, source: str) -> None:
        """Compare the beliefs with those of the plain model."""
        model = self.models[source]
        snapshots = session.scalars(
            select(Snapshot).where(Snapshot.source == source, Snapshot.outcome.is_not(None)).order_by(Snapshot.moment)
        ).all()
        believed = believed_lines(session, source)
        for snapshot in snapshots:
            if snapshot.id not in model.read:
                self._read(model, snapshot, believed)
                model.read[snapshot.id] = snapshot.moment
        if source == "deepseek_pricing":
            return
        for line in {*model.lines, *believed}:
            ours, theirs = model.lines.get(line, Timeline()).plain(), believed.get(line, [])
            expect(ours == theirs, f"{source} {line}: believed {_spans(theirs)}, to be believed {_spans(ours)}")

    def _read(
        self, model: SourceModel, snapshot: Snapshot, believed: Mapping[PageLine, list[tuple[datetime, Any]]]
    ) -> None:
        body = snapshot.body_sha256 or model.last_body
        outcome = snapshot.outcome
        if snapshot.body_sha256 is not None:
            model.last_body = snapshot.body_sha256
            is_damaged = snapshot.body_sha256 in self.sites.damaged
            # By a clock that is years ahead, what a page announces for the future is over, and contradicts it.
            is_ahead = snapshot.moment > self.sites.world.now + TOLERANCE
            is_refused = outcome is SnapshotOutcome.REFUSED
            expect(
                is_refused == is_damaged or (is_refused and is_ahead),
                f"snapshot {snapshot.id} is {outcome}: {snapshot.reason}; damaged: {is_damaged}",
            )
        if outcome not in (*GOOD_OUTCOMES, SnapshotOutcome.HELD):
            return
        stated = self.sites.printed.get(body or "")
        if stated is None:
            return
        if outcome is SnapshotOutcome.HELD:
            model.held = snapshot.moment, stated
            return
        held, model.held = model.held, None
        for line in {*model.lines, *stated}:
            timeline, said = model.lines.setdefault(line, Timeline()), stated.get(line)
            first = held[0] if held and _now(held[1].get(line)) == _now(said) else None
            trial = timeline.copy()
            trial.read(snapshot.moment, model.last, said, first)
            if first is not None and _until(trial.plain(), snapshot.moment) != _until(
                believed.get(line, []), snapshot.moment
            ):
                # Of a page that was held for one line, the others count from the page that confirmed it.
                trial = timeline.copy()
                trial.read(snapshot.moment, model.last, said, None)
            model.lines[line] = trial
        model.last = snapshot.moment

    def _rewritten(self, session: Session, source: str) -> None:
        """A row of the history is closed once, and never changes else."""
        before, found = self.rows.get(source, {}), dict[HistoryRow, HistoryRow]()
        names = dict[str, Sequence[str]]()
        for fact in FACTS:
            table = HISTORY[fact]
            names[fact.table] = table.c.keys()
            for row in session.execute(select(table).where(table.c.source == source)):
                found[fact.table, row.series_id, row.effective_from, row.recorded_from] = tuple(row)
        for key, old in before.items():
            new = found.get(key)
            expect(new is not None, f"{source}: the row {key} is gone")
            if new is not None and new != old:
                changed = {name for name, one, other in zip(names[key[0]], old, new, strict=True) if one != other}
                allowed = {"recorded_to", "effective_to"}
                is_closed = old[names[key[0]].index("recorded_to")] is not None
                expect(changed <= allowed and not is_closed, f"{source}: {key}: {sorted(changed)} changed")
        self.rows[source] = found

    def _past(self, session: Session, source: str | None) -> None:
        """Ask questions about the past again: the answers are the same."""
        for question in self.random.sample(self.questions, min(ASKED_AGAIN, len(self.questions))):
            answer = answers(session, question.source, question.at, question.believed)
            self.asked += 1
            what = f"{question.source} at {question.at} as believed at {question.believed}"
            expect(answer == question.answer, f"{what}: {answer}, and it was {question.answer}")
        model = self.models.get(source or "")
        moments = sorted(model.read.values()) if model else []
        if source and moments:
            believed = moments[-1]
            at = self.random.choice(moments)
            self.questions.append(PastQuestion(source, at, believed, answers(session, source, at, believed)))
            if len(self.questions) > KEPT_QUESTIONS:
                del self.questions[self.random.randrange(KEPT_QUESTIONS)]

    def outbox(self, session: Session) -> None:
        """Every alert has one delivery to each target, is sent as often as allowed, and in order."""
        rows = session.execute(
            select(Alert.alert_key, Delivery.target, Delivery.state, Delivery.since, Delivery.due_at, Alert.created_at)
            .join(Alert, Alert.id == Delivery.alert_id)
            .where(Delivery.target.in_(self.inboxes))
            .order_by(Delivery.id)
        ).tuples()
        known, written = defaultdict[str, list[str]](list), dict[str, datetime]()
        for key, target, state, since, due_at, created in rows:
            inbox = self.inboxes[target]
            written[key] = created
            taken, doubted = inbox.accepted[key], inbox.in_doubt[key]
            if since == created:
                known[target].append(key)
            expect(taken <= 1 + doubted, f"{target} got {key} {taken} times, {doubted} of them in doubt")
            expect(
                taken > 0 or state != DeliveryState.DELIVERED, f"{target} never got {key}, which is noted as delivered"
            )
            expect(taken <= doubted or state == DeliveryState.DELIVERED, f"{target} got {key}, which is {state}")
            if state == DeliveryState.DEAD:
                # A clock that is years ahead gives up what is old by it, until it is right.
                is_ahead = due_at > inbox.world.now + TOLERANCE
                expect(inbox.refused[key] >= 3 or is_ahead, f"{key} to {target} was given up")
        for target, inbox in self.inboxes.items():
            order = {key: number for number, key in enumerate(inbox.order)}
            came = [order[key] for key in known[target] if key in order]
            expect(came == sorted(came), f"{target} got its messages in another order")
            expect(not inbox.reworded, f"{target} got other words under one id: {inbox.reworded}")
            # One that is written later may come early where the one that was to wait is over and nothing else waits.
            early = [key for key, asked_at in inbox.early if written[key] < asked_at]
            expect(not early, f"{target} was asked before the time that it asked for: {early}")

    def told_once(self, session: Session) -> None:
        """A change is told once under each subject that it concerns, and each alert has deliveries."""
        told = (
            select(AlertChange.change_id)
            .join(Alert, Alert.id == AlertChange.alert_id)
            .where(
                AlertChange.is_mention.is_(False),
                Alert.kind.not_in(REPEATS),  # told again after some days, which go by at once where a clock jumps
            )
            .group_by(AlertChange.change_id, Alert.subject)
        )
        twice = session.scalars(told.having(func.count() > 1)).all()
        expect(not twice, f"changes {twice} are told twice under one subject")
        self._all_told(session)
        alerts = select(Alert.id, func.count(Delivery.id)).outerjoin(Delivery).group_by(Alert.id)
        bare = [number for number, count in session.execute(alerts).tuples() if not count]
        expect(not bare, f"alerts {bare} have no delivery")

    def _all_told(self, session: Session) -> None:
        """A change that matters is told, unless its subject moved within the day before; replays tell nobody."""
        rows = session.execute(
            select(ChangeRow.id, ChangeRow.kind, ChangeRow.source, ChangeRow.subject, ChangeRow.seen_at)
            .where(ChangeRow.source.in_(self.told_sources(session)), ChangeRow.retracted.is_(False))
            .order_by(ChangeRow.seen_at, ChangeRow.id)
        ).tuples()
        told, last = set(session.scalars(select(AlertChange.change_id))), dict[tuple[str, str], datetime]()
        for number, kind, source, subject, seen_at in rows:
            before = last.get((source, subject))
            is_still = before is None or seen_at - before > MOVED
            last[source, subject] = seen_at
            if kind in TOLD and is_still:
                expect(number in told, f"nobody is told of change {number}: {kind} {subject}")

    def told_sources(self, session: Session) -> set[str]:
        """Return the sources that were never dated anew."""
        return set(self.sites.vendors) - set(session.scalars(select(Correction.source)))


def _until(spans: Sequence[tuple[datetime, Any]], moment: datetime) -> list[tuple[datetime, Any]]:
    """The values that had begun by a moment, without those of pages that were read after it in the same run."""
    return [span for span in spans if span[0] <= moment]


def _now(said: SaidSpans | None) -> str | None:
    return said.get(None) if said else None


def believed_lines(session: Session, source: str) -> dict[PageLine, list[tuple[datetime, Any]]]:
    """Return what is believed of a source by now, by line: the instants at which its value changes."""
    prices, ends = HISTORY[Price], HISTORY[Retirement]
    found = defaultdict[PageLine, list[tuple[datetime, Any]]](list)
    query = select(prices).where(prices.c.source == source, prices.c.recorded_to.is_(None))
    for row in session.execute(query.order_by(prices.c.effective_from)):
        if row.mode == "standard" and _is_simulated(row.model):
            found[row.model, row.meter].append((row.effective_from, None if row.gone else str(row.amount)))
    query = select(ends).where(ends.c.source == source, ends.c.recorded_to.is_(None))
    for row in session.execute(query.order_by(ends.c.effective_from)):
        said = f"dated {row.retires_at:%Y-%m-%d %H:%M}" if row.state == "dated" else str(row.state)
        found[row.model, "end"].append((row.effective_from, None if row.gone else said))
    return {line: _merged(spans) for line, spans in found.items()}


def _merged(spans: Iterable[tuple[datetime, Any]]) -> list[tuple[datetime, Any]]:
    merged = list[tuple[datetime, Any]]()
    for start, value in spans:
        if value != (merged[-1][1] if merged else None):
            merged.append((start, value))
    return merged


def _is_simulated(model: str) -> bool:
    return "v-" not in model and "6v" not in model and "ocr" not in model


def answers(session: Session, source: str, at: datetime, believed: datetime) -> list[HistoryRow]:
    """Return the prices and ends of a source that hold at an instant as believed at another."""
    found = list[HistoryRow]()
    for fact, value in ((Price, "amount"), (Retirement, "state")):
        query = as_of_any_source(fact).where(HISTORY[fact].c.source == source)
        for row in session.execute(query, clocks(at, believed)):
            found.append((row.model, getattr(row, "meter", ""), getattr(row, "mode", ""), str(getattr(row, value))))
    return sorted(found)


def _spans(spans: Sequence[tuple[datetime, Any]]) -> str:
    return "; ".join(f"{value} from {start:%m-%d %H:%M:%S}" for start, value in spans) or "nothing"


def open_snapshots(session: Session) -> list[int]:
    """Return the snapshots without an outcome."""
    return list(session.scalars(select(Snapshot.id).where(Snapshot.outcome.is_(None))))
