"""What is said beside a change or a deadline: the reader's own bill, since when it was announced, where it stands."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.texts import AlertContext, believed_price_lines
from flows.notify.age_notes import family_lines
from flows.notify.alerting import Telling
from flows.notify.bill_impact import Move, around, is_costing, sums, touched
from models.changes import REPEATED, Change
from models.facts import HOURS, Price
from models.kinds import Movement, Thing
from models.pricing import Unpriceable
from models.queries import Evidence, evidence, prices_of_source
from models.schema import GOOD, Snapshot, vendors

HEARD_OF = (Movement.IN_EFFECT, Movement.CANCELLED, Movement.HAPPENED, Movement.REROUTED)
"""The movements of which people may have heard when they were announced."""


@dataclass(frozen=True)
class Bill:
    """What is said of a bill, in sentences and in short."""

    sentences: tuple[str, ...] = ()
    short: str = ""


def beside(
    session: Session, changes: Mapping[str, Sequence[Change]], snapshot: Snapshot, telling: Telling
) -> dict[str, AlertContext]:
    """By subject. How old its family is stands beside all but the news of how the source itself stands."""
    lines = family_lines(session, snapshot.source, snapshot.moment) if set(changes) - {snapshot.source} else ()
    priced = {_at(change, snapshot) for its in changes.values() for change in its if change.kind.thing is Thing.PRICE}
    return {
        subject: replace(
            _beside(session, told, snapshot, telling, priced),
            sources=(*_behind(session, told, snapshot, telling), *(() if subject == snapshot.source else lines)),
        )
        for subject, told in changes.items()
    }


def _behind(session: Session, told: Sequence[Change], snapshot: Snapshot, telling: Telling) -> Iterator[str]:
    """What stands while the source is in trouble, or while a text that may state it is not understood."""
    kept = [keep for change in told for keep in change.keeps]
    in_trouble = any(change.kind in REPEATED for change in told)
    if not kept and not in_trouble:
        return
    prices = prices_of_source(session, snapshot.source, snapshot.moment)
    its = prices if in_trouble else [one for one in prices if any(keep.covers(Price, one.key) for keep in kept)]
    good = select(func.max(Snapshot.moment)).where(Snapshot.source == snapshot.source, Snapshot.outcome.in_(GOOD))
    # A page with a text that is not understood is read well otherwise: what it keeps was read before.
    read = Snapshot.moment <= snapshot.moment if in_trouble else Snapshot.moment < snapshot.moment
    yield from believed_price_lines(its, session.scalar(good.where(read)), telling.time_zone)


def _at(change: Change, snapshot: Snapshot) -> datetime:
    return change.effective_at or snapshot.moment


def _beside(
    session: Session, told: Sequence[Change], snapshot: Snapshot, telling: Telling, priced: Container[datetime]
) -> AlertContext:
    """`priced` is when prices move: hours that come with them are in those sums."""
    whose = vendors(session, {change.source for change in told})
    moves = [
        Move.of(change, whose[change.source], snapshot.moment)
        for change in told
        if is_costing(change.kind.thing) and not (change.subject == HOURS and _at(change, snapshot) in priced)
    ]
    money = cost(session, moves, telling)
    found = [(change, its) for change in told for its in _evidence(session, change, snapshot)]
    announced = [each.recorded_from for change, each in found if change.kind.movement in HEARD_OF]
    earlier = [instant for instant in announced if instant < snapshot.moment]
    cells = dict.fromkeys(its.locator for _, its in found if its.locator and its.snapshot_id == snapshot.id)
    return AlertContext(money.sentences, money.short, min(earlier, default=None), tuple(cells))


def _evidence(session: Session, change: Change, snapshot: Snapshot) -> Iterator[Evidence]:
    """The rows behind what holds now; of what is over, behind what held."""
    at = max(_at(change, snapshot), snapshot.moment)
    for fact in change.now or change.was:
        if its := evidence(session, fact, at):
            yield its


def cost(session: Session, moves: Sequence[Move], telling: Telling) -> Bill:
    """What changes of one subject do to the reader's bill: of each instant at which they take effect, once."""
    if moves and telling.problem:
        return Bill((f"Your workload could not be read: {telling.problem}",))
    instants = {(move.at, move.is_cancelled): move for move in moves}
    bills = [_bill(session, move, telling, len(instants) > 1) for move in instants.values()]
    sentences = tuple(sentence for one in bills for sentence in one.sentences)
    return Bill(sentences, bills[0].short if len(bills) == 1 else "")


def _bill(session: Session, move: Move, telling: Telling, of_several: bool) -> Bill:
    its = touched(telling.loads, move)
    if not its:
        return Bill()
    try:
        found = list(sums(around(session, its, move, move.seen_at)))
    except Unpriceable as problem:
        return Bill((f"No sum for your workload: {problem}",))
    since = f", from {move.at:%Y-%m-%d}" if of_several else ""
    return Bill(tuple(f"{sentence}{since}" for sentence, _ in found), found[0][1] if len(found) == 1 else "")
