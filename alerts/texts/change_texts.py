"""Titles and bodies of alerts about changes, with their context: next steps, instants and evidence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from itertools import starmap
from zoneinfo import ZoneInfo

from alerts.texts.change_parts import BREAK, PARTS, correction_lines
from alerts.texts.hidden_facts import MOST_NAMES
from alerts.texts.kept_facts import When, stands_lines
from alerts.texts.next_steps import DECIDE, NEXT_STEPS
from models.changes import Change
from models.facts import NOTICES, Price, amounts_text, meter_text, tier_text, unit_text
from models.kinds import ChangeKind, Movement, Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS

MOST_CELLS = 4
"""A body with more places on a page than this counts the rest."""
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
NO_HOURS = "no peak hours"
UNSTATED = "none stated"
"""Stands for a missing value, as NO_HOURS for missing peak hours."""


@dataclass(frozen=True)
class SeenSnapshot:
    """The snapshot behind an alert, with the page where the alert can be checked."""

    source: str
    url: str
    moment: datetime
    snapshot_id: int
    credit: str = ""
    """The attribution that the terms of the source ask for; empty if they ask for none."""
    vendor: str = ""
    """The vendor of the source."""


@dataclass(frozen=True)
class AlertContext:
    """Facts about a subject that its alert states besides the changes."""

    bill_lines: tuple[str, ...] = ()
    """The effect on the reader's bill, a sentence per currency."""
    short: str = ""
    """The same for a title: `+412.20 USD a month`. Empty if there are several currencies."""
    announced_at: datetime | None = None
    """The instant of the earlier announcement."""
    cells: tuple[str, ...] = ()
    """Places on the page that state the values."""
    flap_note: str = ""
    """The number of recent movements; for trouble that lasts, the last good reading."""
    same_until: datetime | None = None
    """The instant until which the current state was in effect before, if it is back."""
    sources: tuple[str, ...] = ()
    """Lines about the age of sources, and about facts that depend on a source in trouble."""
    bill_changes: Mapping[str, str] | None = None
    """As in `Message`."""


NO_CONTEXT = AlertContext()


def moment(instant: datetime, zone: str = "UTC") -> str:
    """Format an instant on the reader's clock and in UTC: `2026-08-16 18:00 Europe/Berlin (16:00 UTC)`."""
    there, utc = instant.astimezone(ZoneInfo(zone)), instant.astimezone(UTC)
    if zone == "UTC":
        return f"{utc:%Y-%m-%d %H:%M} UTC"
    day = "" if there.date() == utc.date() else f"{utc:%Y-%m-%d} "
    return f"{there:%Y-%m-%d %H:%M} {zone} ({day}{utc:%H:%M} UTC)"


def evidence_lines(seen: SeenSnapshot, cells: Sequence[str], zone: str) -> list[str]:
    """Return the lines that say where an alert can be checked: the page, and the archived snapshot."""
    more = f" and {len(cells) - MOST_CELLS} more" if len(cells) > MOST_CELLS else ""
    where = f": {', '.join(cells[:MOST_CELLS])}{more}" if cells else ""
    return [
        f"Seen {moment(seen.moment, zone)} by {seen.source}",
        f"Evidence: `almanac snapshot {seen.snapshot_id}`{where}",
        seen.url,
        *([seen.credit] if seen.credit else []),
    ]


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
    dated = [(change.effective_at, change.kind) for change in changes if change.effective_at]
    ahead = {(instant, _preposition(kind)) for instant, kind in dated if instant > seen.moment}
    if len(ahead) == 1 and not is_on_board(changes):
        ((instant, until),) = ahead
        text += f" {until} {moment(instant, zone)}" if until else ""
    if context.same_until:
        text += f": as it was until {moment(context.same_until, zone)}"
    return f"{text}; your bill {context.short}" if context.short else text


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


def body(changes: Sequence[Change], seen: SeenSnapshot, context: AlertContext, zone: str) -> str:
    """Return the body: the changes, the next steps, the context, the instants and the evidence."""
    steps = dict.fromkeys([next_step(change, seen.snapshot_id) for change in changes])
    return "\n".join(
        [
            *change_lines(changes, partial(moment, zone=zone)),
            *filter(None, steps),
            *context.bill_lines,
            *context.sources,
            "",
            *_when(changes, seen, zone),
            *([f"Announced {moment(context.announced_at, zone)}"] if context.announced_at else []),
            *evidence_lines(seen, context.cells, zone),
        ]
    )


def change_lines(changes: Sequence[Change], when: When) -> Iterator[str]:
    """Yield a line per change. A text that several facts rest on is quoted once."""
    stands = dict[tuple[str, str | None, str | None], list[Change]]()
    for change in changes:
        if change.kind in STANDS:
            stands.setdefault((change.kind, change.said_before, change.said_after), []).append(change)
        else:
            yield _line(change)
    for alike in stands.values():
        yield from stands_lines(alike, when)


def next_step(change: Change, snapshot_id: int) -> str:
    """Return the explanation and the next step of a change; empty if it needs none."""
    if change.needs_decision:
        return DECIDE.format(snapshot_id)
    return NEXT_STEPS.get(change.kind, "")


def _when(changes: Sequence[Change], seen: SeenSnapshot, zone: str) -> Iterator[str]:
    """Yield a line per instant at which changes take effect, with the changes if there are several instants."""
    if is_on_board(changes):
        published = {change.effective_at for change in changes if change.effective_at} - {seen.moment}
        yield from (f"Published {moment(instant, zone)}" for instant in sorted(published))
        return
    since = {
        change.effective_at for change in changes if change.effective_at and change.kind.movement is Movement.IN_EFFECT
    }
    if since:
        yield f"In effect since {', '.join(moment(instant, zone) for instant in sorted(since))}"
    instants: dict[datetime, list[Headline]] = {}
    for change in changes:
        if change.effective_at and not _says_when(change):
            instants.setdefault(change.effective_at, []).append(Headline(change.kind, change.kind.verb))
    for instant, kinds in sorted(instants.items()):
        is_now = instant == seen.moment
        when = "Effective immediately (the page states no date)" if is_now else f"From {moment(instant, zone)}"
        about = f" ({', '.join(starmap(Headline.counted, Counter(kinds).items()))})" if len(instants) > 1 else ""
        yield f"{when}{about}"


def _says_when(change: Change) -> bool:
    """Return True if the line of a change states its instants itself."""
    return change.kind.movement is Movement.IN_EFFECT or change.kind.thing in (Thing.PROMOTION, Thing.RETIREMENT)


def _line(change: Change) -> str:
    prices = [fact for fact in change.facts_after if isinstance(fact, Price)]
    if prices and change.said_before and change.kind.thing is not Thing.MODEL:
        after = ", ".join([_amount(price, change) for price in prices])
        return f"- {change.kind}: {_before(change, prices[0])} → {after} {unit_text(prices[0])}"
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
    was = [fact for fact in change.facts_before if isinstance(fact, Price)]
    units = {(price.currency, price.unit) for price in (now, *was)}
    return f"{meter_text(was[0])} {amounts_text(was)}" if was and len(units) == 1 else change.said_before


def _amount(price: Price, change: Change) -> str:
    """Return a price and its relative change against the same band before, or against the flat price."""
    before = {fact.band: fact.amount for fact in change.facts_before if isinstance(fact, Price)}
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
