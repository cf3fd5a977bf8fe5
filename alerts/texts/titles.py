"""Titles of alerts about changes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alerts.texts.context import MOST_NAMES, AlertContext, SeenSnapshot, moment
from models.changes import Change
from models.facts import NOTICES, Price, tier_text
from models.kinds import ChangeKind, Movement, Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS

WITHOUT_INSTANT = (
    Movement.CANCELLED,
    Movement.ENDED,
    Movement.ENDED_EARLY,
    Movement.MADE_PERMANENT,
    Movement.UNDATED,
    Movement.IN_EFFECT,
    Movement.EXTENDED,
)
"""Movements whose instant a title leaves out, because it adds nothing or is in the body."""
PREPOSITIONS = {Thing.PROMOTION: "until", Thing.RETIREMENT: "for", Thing.REPLACEMENT: ""}
"""Prepositions before the instant of a change, if not "from"."""
VALUES = (Thing.PRICE, Thing.LIST_PRICE, Thing.VERSION, Thing.LIMITS)
"""Things that change from one value to another; either value may be missing."""
UNTIL_DECIDED = "until you decide"
"""Ends the title of a reading that only a person can decide about."""
GONE, CAME = ChangeKind.NO_LONGER_STATED.verb, "now stated"
"""The verbs of a value that is no longer stated, and of one that was not stated before."""


@dataclass(frozen=True)
class Headline:
    """A kind of change with its verb in titles."""

    kind: ChangeKind
    verb: str

    @classmethod
    def of(cls, change: Change) -> "Headline":
        """Return the headline of a change. A change without a value before or after has another verb."""
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


def title(subject: str, changes: Sequence[Change], seen: SeenSnapshot, context: AlertContext, zone: str) -> str:
    """Return the title: the subject, its changes, their instant if it is ahead, and the effect on the bill."""
    # A text that several facts rest on counts once.
    distinct = {
        (change.kind, change.said_after) if change.kind in STANDS else number: change
        for number, change in enumerate(changes)
    }
    kinds = Counter(Headline.of(change) for change in distinct.values())
    names = sorted({change.subject for change in changes} - {subject, NOTICES})
    currency = _currency(changes)
    counted = (
        headline.counted(n) + (currency if headline.kind.thing is Thing.PRICE else "") for headline, n in kinds.items()
    )
    text = f"{seen.source if subject == NOTICES else subject}: " + ", ".join(counted)
    if 0 < len(names) <= MOST_NAMES and subject != NOTICES:
        text += f" ({', '.join(names)})"
    if context.flap_note or context.same_until:
        text += f", {context.flap_note}" if context.flap_note else " again"
    parts = [text]
    later = [change for change in changes if change.effective_at and change.effective_at > seen.moment]
    instants_ahead = {(change.effective_at, _preposition(change.kind)) for change in later}
    if len(instants_ahead) == 1 and not is_on_board(changes):
        ((instant, until),) = instants_ahead
        parts += [f"{until} {moment(instant, zone)}"] if instant and until else []
    headline = " ".join(parts) + (f": as it was until {moment(context.same_until, zone)}" if context.same_until else "")
    return "; ".join([headline, *([f"your bill {context.short}"] if context.short else [])])


def is_on_board(changes: Iterable[Change]) -> bool:
    """Return True if changes are about a leaderboard."""
    return any(isinstance(change, BoardChange) for change in changes)


def _currency(changes: Iterable[Change]) -> str:
    """Return the currency, mode and tier of the changed prices, each only if all prices share it."""
    prices = [
        fact for change in changes for fact in (*change.facts_before, *change.facts_after) if isinstance(fact, Price)
    ]
    common = ({price.currency for price in prices}, {tier_text(price.mode, price.above) for price in prices})
    named = ", ".join(values.pop() for values in common if len(values) == 1 and "" not in values)
    return f" ({named})" if named else ""


def _preposition(kind: ChangeKind) -> str:
    """Return the preposition before the instant of a change; empty if the instant is left out."""
    if kind.movement in WITHOUT_INSTANT:
        return ""
    return "to" if kind.movement is Movement.MOVED else PREPOSITIONS.get(kind.thing, "from")
