"""Alerts about changes: composes them with their context, and enqueues them."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.compose import compose, compose_groups
from alerts.flap_suppression import suppress_flaps
from alerts.outbox import enqueue, withdraw
from alerts.texts import AlertContext, SeenSnapshot, age_line, believed_price_lines, repeat_lines, repeat_note
from flows.ingest import TroubleRepeat
from flows.notify.bill_impact import BILLED, ROUTED, BillMove, BillText, bill_text, route_lines
from flows.run import AlertSettings
from models.changes import REPEATED, Change
from models.facts import HOURS, Price, Retirement
from models.history import Evidence, evidence
from models.kinds import GOOD_OUTCOMES, DeliveryState, Movement, Thing
from models.queries import family_ages, prices_of_source, source_summary
from models.schema import Alert, Snapshot, SourceRow
from scrapers.registry import REGISTERED

ANNOUNCED_BEFORE = (Movement.IN_EFFECT, Movement.CANCELLED, Movement.HAPPENED, Movement.REROUTED)
"""Movements of values that may have been announced before; their alerts state the time of the announcement."""


def enqueue_alerts(
    session: Session,
    news: Mapping[str, Sequence[Change]],
    snapshot: Snapshot,
    moment: datetime,
    now: datetime,
    alerting: AlertSettings,
    key_suffix: str = "",
) -> int:
    """Enqueue the alerts of changes, grouped by subject; returns the number of alerts that are not muted.

    `key_suffix` ends the keys of the alerts, as in `compose`.
    """
    if not news:
        return 0
    seen, contexts = _seen(session, snapshot), _contexts(session, news, snapshot, alerting)
    by_due_time = defaultdict[datetime | None, list[str]](list)
    for subject, decision in suppress_flaps(session, news, moment).items():
        if decision.send_now or decision.muted_until:
            contexts[subject] = replace(contexts[subject], flap_note=decision.note, same_until=decision.same_until)
            by_due_time[None if decision.send_now else decision.muted_until].append(subject)
    for muted_until, subjects in by_due_time.items():
        groups = {subject: news[subject] for subject in subjects}
        messages = compose_groups(groups, seen, contexts, alerting.time_zone, key_suffix)
        enqueue(session, messages, alerting.targets, now, muted_until and now + (muted_until - moment))
    return len(by_due_time[None])


def enqueue_trouble_repeat(session: Session, repeat: TroubleRepeat, alerting: AlertSettings, at: datetime) -> None:
    """Enqueue the alert that a source's trouble lasts, and withdraw muted alerts about the source."""
    source, zone = repeat.age.source, alerting.time_zone
    lines = repeat_lines(repeat.age, source_summary(session, source, at), zone)
    context = {source: AlertContext(flap_note=repeat_note(repeat.age), sources=tuple(lines))}
    # The key has the day: several alerts and repeats may refer to one snapshot.
    messages = compose([repeat.change], _seen(session, repeat.snapshot), context, zone, f"/day-{repeat.days}")
    withdraw(session, (Alert.source == source) & (Alert.subject == source), (DeliveryState.MUTED,))
    enqueue(session, messages, alerting.targets, at)


def enqueue_undone_alert(
    session: Session,
    changes: Sequence[Change],
    snapshot: Snapshot,
    alerting: AlertSettings,
    at: datetime,
    key_suffix: str,
) -> None:
    """Enqueue the alert that a decision is undone. It is never muted."""
    messages = compose(changes, _seen(session, snapshot), {}, alerting.time_zone, key_suffix)
    enqueue(session, messages, alerting.targets, at)


def _seen(session: Session, snapshot: Snapshot) -> SeenSnapshot:
    vendor = session.get_one(SourceRow, snapshot.source).vendor
    return seen_snapshot(snapshot, vendor)


def seen_snapshot(snapshot: Snapshot, vendor: str) -> SeenSnapshot:
    """The snapshot behind an alert, with what its source declares: the page for people, the credit, the vendor."""
    source = REGISTERED.get(snapshot.source)
    declared = (source.credit, vendor, source.vendor_name or vendor, source.page) if source else ("", vendor, vendor)
    return SeenSnapshot(snapshot.source, snapshot.url, snapshot.moment, snapshot.id, *declared)


def _contexts(
    session: Session, changes: Mapping[str, Sequence[Change]], snapshot: Snapshot, alerting: AlertSettings
) -> dict[str, AlertContext]:
    """The context of the alert about each subject.

    All but the alert about the source itself have lines about stale and failing sources of the family.
    """
    source = snapshot.source
    ages = family_ages(session, source, snapshot.moment) if set(changes) - {source} else []
    lines = [age_line(age, snapshot.moment) for age in ages]
    price_instants = {
        _instant(change, snapshot) for each in changes.values() for change in each if change.kind.thing is Thing.PRICE
    }
    found = _evidence(session, changes, snapshot)
    bills = {
        subject: _bill_of_subject(session, of_subject, snapshot, alerting, price_instants)
        for subject, of_subject in changes.items()
    }
    return {
        subject: replace(
            _context(found[subject], snapshot, bills[subject]),
            sources=(
                *_kept_price_lines(session, of_subject, snapshot, alerting),
                *(() if subject == source else lines),
            ),
        )
        for subject, of_subject in changes.items()
    }


def _bill_of_subject(
    session: Session,
    changes: Sequence[Change],
    snapshot: Snapshot,
    alerting: AlertSettings,
    price_instants: Container[datetime],
) -> BillText:
    """The effect on the bill of changes of one subject.

    Peak hours that change with prices, at one of `price_instants`, are part of the sums of those prices.
    """
    priced = [
        change
        for change in changes
        if change.kind.thing in BILLED
        and not (change.subject == HOURS and _instant(change, snapshot) in price_instants)
    ]
    routed = [change for change in priced if change.kind.thing in ROUTED]
    if not routed and (not priced or not (alerting.loads or alerting.problem)):
        return BillText()
    moves = [
        (change, BillMove.of(change, session.get_one(SourceRow, change.source).vendor, snapshot.moment))
        for change in priced
    ]
    of_routes = list(
        dict.fromkeys(
            each for change, move in moves if change.kind.thing in ROUTED for each in _route_moves(change, move)
        )
    )
    lines = [line for move in of_routes for line in route_lines(session, move, alerting.time_zone)]
    prices = [move for change, move in moves if change.kind.thing not in ROUTED]
    text = BillText()
    if alerting.loads or alerting.problem:
        # A route that is cancelled was never billed.
        text = bill_text(session, [*prices, *(move for move in of_routes if not move.is_cancelled)], alerting)
    return replace(text, sentences=(*dict.fromkeys(lines), *text.sentences))


def _route_moves(change: Change, move: BillMove) -> Iterator[BillMove]:
    """Yield the change of the name that answers now, if there is one, and the one at the instant of a change."""
    before, after = (
        {fact.answers_as for fact in facts if isinstance(fact, Retirement)}
        for facts in (change.facts_before, change.facts_after)
    )
    if before - {None} != after - {None}:
        yield replace(move, effective_at=None) if move.effective_at and move.effective_at > move.seen_at else move
    yield move


def _context(found: Sequence[tuple[Change, Evidence]], snapshot: Snapshot, bill: BillText) -> AlertContext:
    """The effect on the bill, the announcement and the evidence of changes of one subject."""
    announced = [row.recorded_from for change, row in found if change.kind.movement in ANNOUNCED_BEFORE]
    earlier = [instant for instant in announced if instant < snapshot.moment]
    cells = dict.fromkeys([row.locator for _, row in found if row.locator and row.snapshot_id == snapshot.id])
    return AlertContext(bill.sentences, bill.short, min(earlier, default=None), tuple(cells))


def _kept_price_lines(
    session: Session, changes: Sequence[Change], snapshot: Snapshot, alerting: AlertSettings
) -> Iterator[str]:
    """The lines of prices that stay believed: all of a source in trouble, or those behind a text not understood."""
    keeps = [keep for change in changes for keep in change.keeps]
    in_trouble = any(change.kind in REPEATED for change in changes)
    if not keeps and not in_trouble:
        return
    prices = prices_of_source(session, snapshot.source, snapshot.moment)
    if not in_trouble:
        prices = [price for price in prices if any(keep.covers(Price, price.key) for keep in keeps)]
    good = select(func.max(Snapshot.moment)).where(
        Snapshot.source == snapshot.source, Snapshot.outcome.in_(GOOD_OUTCOMES)
    )
    # A page with a text that is not understood has a good outcome, but the kept prices were read before it.
    read = Snapshot.moment <= snapshot.moment if in_trouble else Snapshot.moment < snapshot.moment
    yield from believed_price_lines(prices, session.scalar(good.where(read)), alerting.time_zone)


def _instant(change: Change, snapshot: Snapshot) -> datetime:
    return change.effective_at or snapshot.moment


def _evidence(
    session: Session, changes: Mapping[str, Sequence[Change]], snapshot: Snapshot
) -> dict[str, list[tuple[Change, Evidence]]]:
    """By subject the history rows of the facts after each change; of those before it, if it ended them."""
    facts = [
        (subject, change, fact)
        for subject, of_subject in changes.items()
        for change in of_subject
        for fact in change.facts_after or change.facts_before
    ]
    asked = [(fact, max(change.effective_at or snapshot.moment, snapshot.moment)) for _, change, fact in facts]
    found: dict[str, list[tuple[Change, Evidence]]] = {subject: [] for subject in changes}
    for (subject, change, _), row in zip(facts, evidence(session, asked), strict=True):
        if row is not None:
            found[subject].append((change, row))
    return found
