"""Compose the alerts about changes, with their context, and enqueue them."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.compose import compose
from alerts.flap_suppression import suppress_flaps
from alerts.outbox import enqueue, withdraw
from alerts.texts import AlertContext, SeenSnapshot, believed_price_lines, repeat_lines, repeat_note
from flows.ingest import TroubleRepeat
from flows.notify.age_notes import family_lines
from flows.notify.bill_impact import BillMove, affected_loads, bill_differences, bills_around, moves_bills
from flows.run import AlertSettings
from models.changes import REPEATED, Change
from models.facts import HOURS, Price
from models.kinds import GOOD_OUTCOMES, DeliveryState, Movement, Thing
from models.pricing import Unpriceable
from models.queries import Evidence, evidence, prices_of_source, source_summary
from models.schema import Alert, Snapshot, vendor_of, vendors
from scrapers.registry import attributions

ANNOUNCED_BEFORE = (Movement.IN_EFFECT, Movement.CANCELLED, Movement.HAPPENED, Movement.REROUTED)
"""The movements of what may have been announced before; their alerts say when."""


@dataclass(frozen=True)
class BillText:
    """The effect on a bill, as sentences and in short."""

    sentences: tuple[str, ...] = ()
    short: str = ""


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
    seen, count, contexts = _seen(session, snapshot), 0, _contexts(session, news, snapshot, alerting)
    for subject, decision in suppress_flaps(session, news, moment).items():
        context = {subject: replace(contexts[subject], flap_note=decision.note, same_until=decision.same_until)}
        messages = compose(news[subject], seen, context, alerting.time_zone, key_suffix)
        if decision.send_now:
            count += len(messages)
            enqueue(session, messages, alerting.targets, now)
        elif decision.muted_until:
            enqueue(session, messages, alerting.targets, now, now + (decision.muted_until - moment))
    return count


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
    credit = " ".join(attributions([snapshot.source]))
    vendor = vendor_of(session, snapshot.source)
    return SeenSnapshot(snapshot.source, snapshot.url, snapshot.moment, snapshot.id, credit, vendor)


def _contexts(
    session: Session, changes: Mapping[str, Sequence[Change]], snapshot: Snapshot, alerting: AlertSettings
) -> dict[str, AlertContext]:
    """The context of the alert about each subject.

    All but the alert about the source itself have lines about stale and failing sources of the family.
    """
    source = snapshot.source
    lines = family_lines(session, source, snapshot.moment) if set(changes) - {source} else ()
    price_instants = {
        _instant(change, snapshot) for each in changes.values() for change in each if change.kind.thing is Thing.PRICE
    }
    return {
        subject: replace(
            _context(session, of_subject, snapshot, alerting, price_instants),
            sources=(
                *_kept_price_lines(session, of_subject, snapshot, alerting),
                *(() if subject == source else lines),
            ),
        )
        for subject, of_subject in changes.items()
    }


def _context(
    session: Session,
    changes: Sequence[Change],
    snapshot: Snapshot,
    alerting: AlertSettings,
    price_instants: Container[datetime],
) -> AlertContext:
    """The effect on the bill, the announcement and the evidence of changes of one subject.

    Peak hours that change with prices, at one of `price_instants`, are part of the sums of those prices.
    """
    vendor_by_source = vendors(session, {change.source for change in changes})
    moves = [
        BillMove.of(change, vendor_by_source[change.source], snapshot.moment)
        for change in changes
        if moves_bills(change.kind.thing)
        and not (change.subject == HOURS and _instant(change, snapshot) in price_instants)
    ]
    bill = bill_text(session, moves, alerting)
    found = _evidence(session, changes, snapshot)
    announced = [row.recorded_from for change, row in found if change.kind.movement in ANNOUNCED_BEFORE]
    earlier = [instant for instant in announced if instant < snapshot.moment]
    cells = dict.fromkeys([row.locator for _, row in found if row.locator and row.snapshot_id == snapshot.id])
    return AlertContext(bill.sentences, bill.short, min(earlier, default=None), tuple(cells))


def _kept_price_lines(
    session: Session, changes: Sequence[Change], snapshot: Snapshot, alerting: AlertSettings
) -> Iterator[str]:
    """The prices that stay as they are believed: all of a source in trouble, or those behind a text not understood."""
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


def _evidence(session: Session, changes: Iterable[Change], snapshot: Snapshot) -> list[tuple[Change, Evidence]]:
    """The history rows of the facts after each change; of those before it, if it ended them."""
    facts = [(change, fact) for change in changes for fact in change.now or change.was]
    asked = [(fact, max(change.effective_at or snapshot.moment, snapshot.moment)) for change, fact in facts]
    rows = evidence(session, asked)
    return [(change, row) for (change, _), row in zip(facts, rows, strict=True) if row is not None]


def bill_text(session: Session, moves: Sequence[BillMove], alerting: AlertSettings) -> BillText:
    """The effect of the changes of one subject on the user's bill, once for each instant at which they take effect."""
    if moves and alerting.problem:
        return BillText((f"Your workload could not be read: {alerting.problem}",))
    by_instant = {(move.at, move.is_cancelled): move for move in moves}
    bills = [_bill(session, move, alerting, len(by_instant) > 1) for move in by_instant.values()]
    sentences = tuple(sentence for bill in bills for sentence in bill.sentences)
    return BillText(sentences, bills[0].short if len(bills) == 1 else "")


def _bill(session: Session, move: BillMove, alerting: AlertSettings, is_one_of_several: bool) -> BillText:
    loads = affected_loads(alerting.loads, move)
    if not loads:
        return BillText()
    try:
        found = list(bill_differences(bills_around(session, loads, move, move.seen_at)))
    except Unpriceable as problem:
        return BillText((f"No sum for your workload: {problem}",))
    since = f", from {move.at:%Y-%m-%d}" if is_one_of_several else ""
    return BillText(tuple(f"{sentence}{since}" for sentence, _ in found), found[0][1] if len(found) == 1 else "")
