"""Renders the changes of an alert as lines: the subject, the value before and the value after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alerts.texts.change_parts import BREAK, PARTS, correction_lines
from alerts.texts.kept_facts import When, stands_lines
from models.changes import Change
from models.facts import Price, amounts_text, meter_text, unit_text
from models.kinds import ChangeKind, Movement, Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS

NO_HOURS = "no peak hours"
UNSTATED = "none stated"
VALUES = (Thing.PRICE, Thing.LIST_PRICE, Thing.VERSION, Thing.LIMITS)
"""Things that change from one value to another; either value may be missing."""
UNTIL_DECIDED = "until you decide"
"""Ends the title of a reading that only a person can decide about."""
GONE, CAME = ChangeKind.NO_LONGER_STATED.verb, "now stated"
"""The verbs of a value that is no longer stated, and of one that was not stated before."""


@dataclass(frozen=True)
class Headline:
    """A kind of change as a title words it."""

    kind: ChangeKind
    verb: str

    @classmethod
    def of(cls, change: Change) -> "Headline":
        """Return the headline of a change. A value without a value before or after has a verb of its own."""
        kind = change.kind
        if change.needs_decision:
            return cls(kind, f"{kind.verb} {UNTIL_DECIDED}")
        if (
            kind.thing in VALUES
            and kind.movement is Movement.CHANGED
            and None in (change.said_before, change.said_after)
        ):
            return cls(kind, GONE if change.said_after is None else CAME)
        return cls(kind, kind.verb)

    def __str__(self) -> str:
        return f"{self.kind.noun} {self.verb}".strip()

    def counted(self, count: int) -> str:
        """Return the headline with a count, `3 price changes announced`. Models and sources need no noun: `added`."""
        if self.kind.thing in (Thing.MODEL, Thing.SOURCE):
            return self.verb
        if count == 1:
            return str(self)
        if self.kind.thing is Thing.AGREEMENT or not self.kind.noun:
            return f"{self} on {count} counts"
        return f"{count} {self.kind.noun.removesuffix('s')}s {self.verb}"


def lines(changes: Sequence[Change], when: When) -> Iterator[str]:
    """Yield a line per change. A text that several facts rest on is quoted once."""
    stands = dict[tuple[str, str | None, str | None], list[Change]]()
    for change in changes:
        if change.kind in STANDS:
            stands.setdefault((change.kind, change.said_before, change.said_after), []).append(change)
        else:
            yield _line(change)
    for alike in stands.values():
        yield from stands_lines(alike, when)


def _line(change: Change) -> str:
    prices = [fact for fact in change.now if isinstance(fact, Price)]
    if prices and change.said_before and change.kind.thing is not Thing.MODEL:
        after = ", ".join(_amount(price, change) for price in prices) + _unit(prices[0])
        return f"- {change.kind}: {_before(change, prices[0])} → {after}"
    if isinstance(change, BoardChange) and change.subject != change.board:
        after = change.score_words or change.said_after
        return f"- {change.subject}: {change.kind}: {_from_to(change.said_before, after)}"
    if change.kind is ChangeKind.NOTICE_CHANGED:
        return f"- {change.kind}\n  was: {change.said_before}\n  now: {change.said_after}"
    before, after = change.said_before, change.said_after
    if change.needs_decision:
        return f"- {Headline.of(change)}: {change.why_held}"
    if change.kind is ChangeKind.DECISION_UNDONE:
        return BREAK.join([f"- {change.kind}: {before}", *correction_lines(change.data.value_after)])
    if change.kind.thing in PARTS:
        return f"- {change.kind}: {PARTS[change.kind.thing](change)}"
    if change.kind.thing is Thing.PEAK_HOURS:
        before, after = before or NO_HOURS, after or NO_HOURS
    if change.kind.thing in VALUES:
        before, after = before or UNSTATED, after or UNSTATED
    return f"- {change.kind}: {_from_to(before, after)}"


def _from_to(before: str | None, after: str | None) -> str:
    return " → ".join(part for part in (before, after) if part)


def _before(change: Change, now: Price) -> str | None:
    """Return the prices before, with their unit only if it is another one now."""
    was = [fact for fact in change.was if isinstance(fact, Price)]
    same = all(unit_text(price) == unit_text(now) for price in was)
    return f"{meter_text(was[0])} {amounts_text(was)}" if was and same else change.said_before


def _unit(price: Price) -> str:
    return f" {unit_text(price)}"


def _amount(price: Price, change: Change) -> str:
    """Return a price and its relative change against the same band before, or against the flat price."""
    before = {fact.band: fact.amount for fact in change.was if isinstance(fact, Price)}
    notes = [_move(amount, price.amount) for band, amount in before.items() if band in (price.band, "flat")]
    # A flat price after bands is compared with each of them.
    notes += [
        f"{_move(amount, price.amount)} on {band}" for band, amount in before.items() if price.band == "flat" != band
    ]
    notes += [] if price.list_amount is None else [f"list {price.list_amount:f}"]
    band = "" if price.band == "flat" else f"{price.band} "
    return f"{band}{price.amount:f}" + (f" ({', '.join(notes)})" if notes else "")


def _move(before: Decimal | None, after: Decimal | None) -> str:
    if before == after:
        return "as before"
    return f"{(after / before - 1) * 100:+.1f} %" if before and after else f"was {before}"
