"""Compose the alerts of changes, with their context, and enqueue them."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.compose import compose
from alerts.flap_suppression import calm
from alerts.outbox import enqueue, withdraw
from alerts.texts import Beside, Seen, behind_lines, repeat_lines, repeat_note
from flows.ingest import TroubleRepeat
from flows.notify.age_notes import family_lines
from flows.notify.bill_impact import BillMove, affected_loads, bill_differences, bills_around, moves_bills
from flows.run import AlertSettings
from models.changes import REPEATED, Change
from models.facts import HOURS, Price
from models.kinds import Movement, Thing
from models.pricing import Unpriceable
from models.queries import Evidence, evidence, footing, standing_prices
from models.schema import GOOD, Alert, Snapshot, vendor_of, vendors
from scrapers.registry import attributions

HEARD_OF = (Movement.IN_EFFECT, Movement.CANCELLED, Movement.HAPPENED, Movement.REROUTED)
"""The movements of which people may have heard when they were announced."""


@dataclass(frozen=True)
class BillText:
    """What is said of a bill, in sentences and in short."""

    sentences: tuple[str, ...] = ()
    short: str = ""


def alert_contexts(
    session: Session, changes: Mapping[str, Sequence[Change]], snapshot: Snapshot, alerting: AlertSettings
) -> dict[str, Beside]:
    """By subject. How old its family is stands beside all but the news of how the source itself stands."""
    lines = family_lines(session, snapshot.source, snapshot.moment) if set(changes) - {snapshot.source} else ()
    priced = {_at(change, snapshot) for its in changes.values() for change in its if change.kind.thing is Thing.PRICE}
    return {
        subject: replace(
            _beside(session, told, snapshot, alerting, priced),
            sources=(*_behind(session, told, snapshot, alerting), *(() if subject == snapshot.source else lines)),
        )
        for subject, told in changes.items()
    }


def _behind(session: Session, told: Sequence[Change], snapshot: Snapshot, alerting: AlertSettings) -> Iterator[str]:
    """What stands while the source is in trouble, or while a text that may state it is not understood."""
    kept = [keep for change in told for keep in change.keeps]
    in_trouble = any(change.kind in REPEATED for change in told)
    if not kept and not in_trouble:
        return
    prices = standing_prices(session, snapshot.source, snapshot.moment)
    its = prices if in_trouble else [one for one in prices if any(keep.covers(Price, one.key) for keep in kept)]
    good = select(func.max(Snapshot.moment)).where(Snapshot.source == snapshot.source, Snapshot.outcome.in_(GOOD))
    # A page with a text that is not understood is read well otherwise: what it keeps was read before.
    read = Snapshot.moment <= snapshot.moment if in_trouble else Snapshot.moment < snapshot.moment
    yield from behind_lines(its, session.scalar(good.where(read)), alerting.time_zone)


def _at(change: Change, snapshot: Snapshot) -> datetime:
    return change.effective_at or snapshot.moment


def _beside(
    session: Session, told: Sequence[Change], snapshot: Snapshot, alerting: AlertSettings, priced: Container[datetime]
) -> Beside:
    """`priced` is when prices move: hours that come with them are in those sums."""
    whose = vendors(session, {change.source for change in told})
    moves = [
        BillMove.of(change, whose[change.source], snapshot.moment)
        for change in told
        if moves_bills(change.kind.thing) and not (change.subject == HOURS and _at(change, snapshot) in priced)
    ]
    money = bill_text(session, moves, alerting)
    found = [(change, its) for change in told for its in _evidence(session, change, snapshot)]
    announced = [its.said_at for change, its in found if change.kind.movement in HEARD_OF]
    earlier = [instant for instant in announced if instant < snapshot.moment]
    cells = dict.fromkeys(its.locator for _, its in found if its.locator and its.snapshot_id == snapshot.id)
    return Beside(money.sentences, money.short, min(earlier, default=None), tuple(cells))


def _evidence(session: Session, change: Change, snapshot: Snapshot) -> Iterator[Evidence]:
    """The rows behind what holds now; of what is over, behind what held."""
    at = max(_at(change, snapshot), snapshot.moment)
    for fact in change.now or change.was:
        if its := evidence(session, fact, at):
            yield its


def bill_text(session: Session, moves: Sequence[BillMove], alerting: AlertSettings) -> BillText:
    """What changes of one subject do to the reader's bill: of each instant at which they take effect, once."""
    if moves and alerting.problem:
        return BillText((f"Your workload could not be read: {alerting.problem}",))
    instants = {(move.at, move.is_cancelled): move for move in moves}
    bills = [_bill(session, move, alerting, len(instants) > 1) for move in instants.values()]
    sentences = tuple(sentence for one in bills for sentence in one.sentences)
    return BillText(sentences, bills[0].short if len(bills) == 1 else "")


def _bill(session: Session, move: BillMove, alerting: AlertSettings, of_several: bool) -> BillText:
    its = affected_loads(alerting.loads, move)
    if not its:
        return BillText()
    try:
        found = list(bill_differences(bills_around(session, its, move, move.seen_at)))
    except Unpriceable as problem:
        return BillText((f"No sum for your workload: {problem}",))
    since = f", from {move.at:%Y-%m-%d}" if of_several else ""
    return BillText(tuple(f"{sentence}{since}" for sentence, _ in found), found[0][1] if len(found) == 1 else "")


def enqueue_alerts(
    session: Session,
    news: Mapping[str, Sequence[Change]],
    snapshot: Snapshot,
    moment: datetime,
    now: datetime,
    alerting: AlertSettings,
    of: str = "",
) -> int:
    """Write the alerts of what is new at a moment, by subject; how many go out now. `of` as of `compose`."""
    seen, told, known = _seen(session, snapshot), 0, alert_contexts(session, news, snapshot, alerting)
    for subject, verdict in calm(session, news, moment).items():
        its = {subject: replace(known[subject], calm=verdict.note, back_to=verdict.back_to)}
        messages = compose(news[subject], seen, its, alerting.time_zone, of)
        if verdict.told:
            told += len(messages)
            enqueue(session, messages, alerting.targets, now)
        elif verdict.muted_until:
            enqueue(session, messages, alerting.targets, now, now + (verdict.muted_until - moment))
    return told


def enqueue_trouble_repeat(session: Session, repeat: TroubleRepeat, alerting: AlertSettings, at: datetime) -> None:
    """Write the alert that a source's trouble lasts; what was muted of the source before is withdrawn."""
    source, zone = repeat.age.source, alerting.time_zone
    lines = repeat_lines(repeat.age, footing(session, source, at), zone)
    context = {source: Beside(calm=repeat_note(repeat.age), sources=tuple(lines))}
    # The last attempt may have been told of itself, and be the last one at the next repeat, too.
    messages = compose([repeat.change], _seen(session, repeat.snapshot), context, zone, of=f"/day-{repeat.days}")
    withdraw(session, (Alert.source == source) & (Alert.subject == source), ("muted",))
    enqueue(session, messages, alerting.targets, at)


def enqueue_undone_alert(
    session: Session, changes: Sequence[Change], snapshot: Snapshot, alerting: AlertSettings, at: datetime, of: str
) -> None:
    """Write the alert that a decision is undone: whatever was told of the source lately, it goes out."""
    enqueue(session, compose(changes, _seen(session, snapshot), {}, alerting.time_zone, of), alerting.targets, at)


def _seen(session: Session, snapshot: Snapshot) -> Seen:
    credit = " ".join(attributions([snapshot.source]))
    vendor = vendor_of(session, snapshot.source)
    return Seen(snapshot.source, snapshot.url, snapshot.moment, snapshot.id, credit, vendor)
