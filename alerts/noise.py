"""Decide what of a reading is told, as which events: choose, fold, suppress flaps, join, and collect what can wait.

A page behind alternating caches, or a source that fails every other time, would cause an alert per cycle. The first
movement and the first return are reported, then at most one alert a day. A muted alert waits in the outbox until a day
after the last alert that was sent, and is withdrawn if the value is back by then. Changes of leaderboards are never
suppressed.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from alerts.compose import SUBSTANCE, by_subject, events, named, notice_text
from alerts.outbox import DIGEST, withdraw
from models.agreement import alert_of, told_lately
from models.changes import REPEATS, STANDING, Change, ChangeValue
from models.facts import HOURS, NOTICES, Fact, ModelVersion, Price, Retirement
from models.kinds import CAN_WAIT, SILENT_STATES, ChangeKind, DeliveryState, Movement, Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS
from models.schema import HISTORY, TABLES, Alert, AlertChange, ChangeRow, Delivery, SourceRow, Watermark

WINDOW = timedelta(hours=24)
"""The time within which what several sources state is one event, and in which movements to and fro are counted."""
A_WEEK = timedelta(days=7)
"""The time for which a page that is read rarely counts as read."""
ALWAYS_REPORTED = 2
"""Number of movements of one value within the window that always cause an alert, even if one leads back."""
RETURNING = (Movement.CANCELLED, Movement.ENDED, Movement.ENDED_EARLY)
"""Movements whose name already says that the earlier state is back, like the kinds about the health of a source."""


@dataclass(frozen=True)
class StateMove:
    """A movement from one state of a value to another. A missing value has a state of its own."""

    before: str
    after: str
    moment: datetime
    reported: bool


@dataclass(frozen=True)
class FlapDecision:
    """The decision about the changes of one subject: send now, send later (`muted_until`), or send nothing."""

    send_now: bool
    note: str = ""
    """The number of movements, if the alert states it."""
    same_until: datetime | None = None
    """The instant until which the current state was in effect before, if the alert states it."""
    muted_until: datetime | None = None


NUMBER = re.compile(r"\d")
"""A notice without a number, a word for a price or an end, and a model waits for the digest."""
RECOVERED = ChangeKind.SOURCE_RECOVERED
SEND_NOW = FlapDecision(send_now=True)


@dataclass(frozen=True)
class ReaderChoice:
    """The choice of the reader of alerts, for the pages of one source."""

    currency: str
    counterparts: Sequence[str] = ()
    """The sources that have this page in the chosen language; none if it is in that language."""


@dataclass(frozen=True)
class ToldEvent:
    """Changes that one message tells, under its subject."""

    subject: str
    changes: Sequence[Change]
    decision: FlapDecision
    main: Change | None = None
    """The gravest change, if it is known."""


@dataclass
class Told:
    """The fate of the changes of a reading; the others are in the change log alone."""

    events: list[ToldEvent] = field(default_factory=list[ToldEvent])
    mentions: list[tuple[int, Change]] = field(default_factory=list[tuple[int, Change]])
    """Changes that an alert of the last day tells already, each with the id of that alert."""
    digest: list[Change] = field(default_factory=list[Change])
    """Changes that wait for the end of the day: of most notices, and of what moves no date."""


def sort_out(
    session: Session,
    changes: Sequence[Change],
    repeated: Sequence[Change],
    reporters: Sequence[str],
    vendor: str,
    moment: datetime,
    reader: ReaderChoice,
) -> Told:
    """Decide what of the changes of one source is told, and how; withdraw earlier muted alerts about their subjects.

    `reporters` are the other sources of the family, and `repeated` the changes that one of them reported before and
    still states.
    """
    told, rest = Told(), list[Change]()
    wanted = _chosen(session, changes, vendor, moment, reader)
    lately = told_lately(session, reporters, wanted, moment) if reporters else ()
    for change in wanted:
        alert_id = alert_of(change, lately, change in repeated, moment, reader.currency) if lately else None
        if alert_id is not None:
            told.mentions.append((alert_id, change))
        elif change not in repeated:
            rest.append(change)
    told.digest = [change for change in rest if change.kind in CAN_WAIT]
    if not any(change.kind in STANDS for change in rest):
        told.digest += _plain(session, rest, vendor)
    groups = by_subject([change for change in rest if change not in told.digest])
    decisions = suppress_flaps(session, groups, moment)
    told.events = [ToldEvent(subject, groups[subject], each) for subject, each in decisions.items() if each != SEND_NOW]
    now = {subject: groups[subject] for subject, decision in decisions.items() if decision == SEND_NOW}
    notes = [change for change in now.get(NOTICES, ()) if change.kind.thing is Thing.NOTICE]
    others = {subject: [each for each in group if each not in notes] for subject, group in now.items()}
    models = _priced_models(session, changes[0].source) if HOURS in others else set[str]()
    groups = {subject: group for subject, group in others.items() if group}
    joined = events(groups, models, notes, told.mentions, lately)
    told.events += [ToldEvent(each.subject, each.changes, SEND_NOW, each.main) for each in joined]
    return told


def _chosen(
    session: Session, changes: Sequence[Change], vendor: str, moment: datetime, reader: ReaderChoice
) -> Sequence[Change]:
    """The changes without notices and wordings that the page has in the chosen language, too, and without prices in
    another currency than the chosen one, if the vendor states that price in it. Only what is read counts (`_read`).
    """
    wordy = [
        change
        for change in changes
        if reader.counterparts and (change.kind.thing is Thing.NOTICE or change.kind is ChangeKind.WORDING_CHANGED)
    ]
    foreign = [
        change for change in changes if (currencies := _currencies(change)) and reader.currency not in currencies
    ]
    if wordy and not _read(session, SourceRow.name.in_(reader.counterparts), moment):
        wordy = []
    if foreign:
        prices, sources = HISTORY[Price].c, _read(session, SourceRow.vendor == vendor, moment)
        stated = select(prices.model, prices.meter).where(
            prices.source.in_(sources), prices.currency == reader.currency, *_in_force(Price, moment)
        )
        pairs = set(session.execute(stated.distinct()).tuples())
        foreign = [change for change in foreign if {(change.subject, meter) for meter in _meters(change)} <= pairs]
    return [change for change in changes if change not in wordy and change not in foreign]


def _read(session: Session, which: ColumnElement[bool], moment: datetime) -> list[str]:
    """The sources that have been read within twice their cadence, or a week, and are not broken, held or stale."""
    rows = (
        select(SourceRow.name, SourceRow.cadence_minutes, func.max(Watermark.last_at))
        .join(Watermark, Watermark.source == SourceRow.name)
        .where(which, SourceRow.checks.is_(None))
        .group_by(SourceRow.name, SourceRow.cadence_minutes)
    )
    found = session.execute(rows).tuples().all()
    recent = [name for name, minutes, last in found if moment - last <= max(2 * timedelta(minutes=minutes), A_WEEK)]
    return [name for name in recent if not _is_in_trouble(session, name)]


def _is_in_trouble(session: Session, source: str) -> bool:
    last = [
        session.execute(
            select(ChangeRow.id, ChangeRow.kind)
            .where(ChangeRow.source == source, ChangeRow.kind == kind)
            .order_by(ChangeRow.id.desc())
            .limit(1)
        ).one_or_none()
        for kind in STANDING
    ]
    newest = max(filter(None, last), key=lambda row: row.id, default=None)
    return newest is not None and newest.kind is not RECOVERED


def _currencies(change: Change) -> set[str]:
    """The currencies of changed prices."""
    facts = (*change.facts_before, *change.facts_after) if change.kind.family is Thing.PRICE else ()
    return {fact.currency for fact in facts if isinstance(fact, Price)}


def _meters(change: Change) -> set[str]:
    """The meters of changed prices."""
    return {fact.meter for fact in (*change.facts_before, *change.facts_after) if isinstance(fact, Price)}


def _in_force(fact: type[Fact], moment: datetime) -> tuple[ColumnElement[bool], ...]:
    rows = HISTORY[fact].c
    until = or_(rows.effective_to.is_(None), rows.effective_to > moment)
    return rows.recorded_to.is_(None), rows.gone.is_(False), rows.effective_from <= moment, until


def _believed(fact: type[Fact]) -> tuple[ColumnElement[bool], ...]:
    rows = HISTORY[fact].c
    return rows.recorded_to.is_(None), rows.gone.is_(False), rows.effective_to.is_(None)


def _plain(session: Session, changes: Sequence[Change], vendor: str) -> list[Change]:
    """The changes of notices without a number, a word for prices or an end, and the name of a model."""
    notes = [change for change in changes if change.kind.thing is Thing.NOTICE]
    texts = [(note, notice_text(note)) for note in notes]
    plain = [note for note, text in texts if not SUBSTANCE.search(text) and not NUMBER.search(text)]
    if not plain:
        return []
    sources = select(SourceRow.name).where(SourceRow.vendor == vendor)
    known = {change.subject for change in changes} - {NOTICES, HOURS}
    for fact in (Price, ModelVersion, Retirement):
        series = TABLES[fact].series.c
        known |= set(session.scalars(select(series.model).where(series.source.in_(sources)).distinct()))
    return [note for note in plain if not named(notice_text(note), known)]


def _priced_models(session: Session, source: str) -> set[str]:
    """The models that a source has prices of."""
    prices = HISTORY[Price].c
    rows = select(prices.model).where(prices.source == source, *_believed(Price))
    return set(session.scalars(rows.distinct()))


def suppress_flaps(session: Session, news: Mapping[str, Sequence[Change]], moment: datetime) -> dict[str, FlapDecision]:
    """Decide for each subject whether its alert is sent, muted or dropped, and withdraw its earlier muted alerts."""
    steady = {subject for subject, changes in news.items() if not any(isinstance(one, BoardChange) for one in changes)}
    subjects_of = defaultdict[str, list[str]](list)
    for subject, changes in news.items():
        subjects_of[changes[0].source].append(subject)
    decisions = dict.fromkeys(news, SEND_NOW)
    for source, subjects in subjects_of.items():
        recent = _recent_moves(session, source, steady.intersection(subjects), moment)
        decisions |= {subject: _decide(news[subject], recent.get(subject, ())) for subject in subjects}
        told = select(AlertChange.alert_id).join(ChangeRow, ChangeRow.id == AlertChange.change_id)
        about = told.where(ChangeRow.source == source, ChangeRow.subject.in_(subjects), ~AlertChange.is_mention)
        # A digest waits for its hour, and is not muted because of a flap.
        withdraw(session, Alert.id.in_(about) & Alert.alert_key.not_like(f"%{DIGEST}%"), (DeliveryState.MUTED,))
    return decisions


def _decide(changes: Sequence[Change], recent: Sequence[tuple[Thing, StateMove]]) -> FlapDecision:
    if not recent:
        return SEND_NOW
    pasts = [_moves_of(recent, change) for change in changes]
    moves = [_states(change.kind, change, change.data.value_before) for change in changes]
    if not all(_leads_back(after, past) for (_, after), past in zip(moves, pasts, strict=True)):
        return SEND_NOW
    reported = [[move for move in past if move.reported] for past in pasts]
    frequency = f"{min(map(len, pasts)) + 1} times within a day"
    if not all(reported):
        return FlapDecision(send_now=True, note=frequency)
    if any(len(past) < ALWAYS_REPORTED for past in pasts):
        if any(change.kind.thing is Thing.SOURCE or change.kind.movement in RETURNING for change in changes):
            return SEND_NOW
        return FlapDecision(send_now=True, same_until=min(past[-1].moment for past in pasts))
    if all(after == sent[-1].after for (_, after), sent in zip(moves, reported, strict=True)):
        return FlapDecision(send_now=False)
    return FlapDecision(
        send_now=False,
        note=frequency,
        muted_until=max(sent[-1].moment for sent in reported) + WINDOW,
    )


def _recent_moves(
    session: Session, source: str, subjects: Collection[str], moment: datetime
) -> dict[str, list[tuple[Thing, StateMove]]]:
    """Return the movements of a source's subjects within the window, by subject, with the family of what moved."""
    if not subjects:
        return {}
    sent = (
        exists()
        .where(AlertChange.change_id == ChangeRow.id, Delivery.alert_id == AlertChange.alert_id)
        .where(Delivery.state.not_in(SILENT_STATES))
    )
    rows = select(ChangeRow, sent).where(
        ChangeRow.source == source,
        ChangeRow.subject.in_(subjects),
        ChangeRow.seen_at > moment - WINDOW,
        ChangeRow.seen_at < moment,
        ChangeRow.retracted.is_(False),
        # A repeat says that trouble lasts: it is no movement.
        ChangeRow.kind.not_in(REPEATS),
    )
    moves = defaultdict[str, list[tuple[Thing, StateMove]]](list)
    for row, reported in session.execute(rows.order_by(ChangeRow.seen_at, ChangeRow.id)).tuples():
        move = StateMove(*_states(row.kind, row, row.value_before), row.seen_at, reported)
        moves[row.subject].append((row.kind.family, move))
    return moves


def _moves_of(recent: Iterable[tuple[Thing, StateMove]], change: Change) -> list[StateMove]:
    """Return the movements of the same value: those that share a state with this change."""
    states = set(_states(change.kind, change, change.data.value_before))
    return [move for family, move in recent if family is change.kind.family and states & {move.before, move.after}]


def _leads_back(after: str, past: Iterable[StateMove]) -> bool:
    return any(after in (move.before, move.after) for move in past)


def _states(kind: ChangeKind, change: Change | ChangeRow, value: ChangeValue | None) -> tuple[str, str]:
    """Return the states before and after: their words, or the kinds of change for the health of a source."""
    if kind.thing is Thing.SOURCE:
        # The words of a source's health contain its last reading, which differs each time.
        if kind is not RECOVERED:
            return RECOVERED, kind
        return (str(value["kind"]) if isinstance(value, Mapping) else RECOVERED), kind
    nowhere = f"no {change.said_before or change.said_after}"
    return change.said_before or nowhere, change.said_after or nowhere
