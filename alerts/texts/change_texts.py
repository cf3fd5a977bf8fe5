"""Titles and bodies of alerts about changes, with their context: next steps, instants and evidence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from itertools import chain, starmap
from zoneinfo import ZoneInfo

from alerts.texts.change_parts import BREAK, PARTS, correction_lines
from alerts.texts.context import AlertContext, SeenSnapshot
from alerts.texts.kept_facts import When, stands_lines
from alerts.texts.next_steps import DECIDE, NEXT_STEPS, TO_DECIDE, TO_DO, TO_DO_OPEN_ENDED, TO_DO_WITHOUT_PEAKS
from models.changes import Change
from models.facts import NOTICES, Fact, Price, Promotion, Retirement, meter_text, unit_text
from models.kinds import ChangeKind, Movement, Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS

MOST_CELLS = 4
"""A body with more places on a page than this counts the rest."""
VALUES = (Thing.PRICE, Thing.LIST_PRICE, Thing.VERSION, Thing.LIMITS, Thing.MODEL_CARD)
"""Things that change from one value to another; either value may be missing."""
PRICES = VALUES[:2]
"""Those that are prices."""
UNTIL_DECIDED = "until you decide"
"""Ends the title of a reading that only a person can decide about."""
GONE, CAME = ChangeKind.NO_LONGER_STATED.verb, "now stated"
"""The verbs of a value that is no longer stated, and of one that was not stated before."""
NO_HOURS = "no peak hours"
WAS_ANNOUNCED = "what stays → what was announced"
SHORT = 60
"""Two values of no more characters stand in one line."""
UNSTATED = "none stated"
"""Stands for a missing value, as NO_HOURS for missing peak hours."""


def moment(instant: datetime, zone: str = "UTC") -> str:
    """Format an instant on the reader's clock and in UTC: `2026-08-16 18:00 Europe/Berlin (16:00 UTC)`."""
    there, utc = instant.astimezone(ZoneInfo(zone)), instant.astimezone(UTC)
    if zone == "UTC":
        return f"{utc:%Y-%m-%d %H:%M} UTC"
    day = "" if there.date() == utc.date() else f"{utc:%Y-%m-%d} "
    return f"{there:%Y-%m-%d %H:%M} {zone} ({day}{utc:%H:%M} UTC)"


def evidence_lines(seen: SeenSnapshot, cells: Sequence[str], zone: str) -> list[str]:
    """Return the lines that say where an alert can be checked: the places on the page, the page, and the snapshot.

    A command ends its line, without quotes, so that it can be copied from every chat.
    """
    more = f" and {len(cells) - MOST_CELLS} more" if len(cells) > MOST_CELLS else ""
    return [
        f"Seen {moment(seen.moment, zone)} by {seen.source}",
        *([f"On the page: {', '.join(cells[:MOST_CELLS])}{more}"] if cells else []),
        seen.page or seen.url,
        f"Check: almanac snapshot {seen.snapshot_id}",
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


def is_on_board(changes: Iterable[Change]) -> bool:
    """Return True if changes are about a leaderboard."""
    return any(isinstance(change, BoardChange) for change in changes)


def body(changes: Sequence[Change], main: Change, seen: SeenSnapshot, context: AlertContext, zone: str) -> str:
    """Return the body: what to do about the main change, the changes, the context, the instants and the evidence."""
    steps = dict.fromkeys([next_step(change, seen.snapshot_id) for change in changes])
    return "\n".join(
        [
            _to_do(main, zone),
            "",
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


def _to_do(main: Change, zone: str) -> str:
    """Return the line that says what to do about a change."""
    when = f"before {moment(main.effective_at, zone)}" if main.effective_at else "in time"
    text = TO_DECIDE if main.needs_decision else TO_DO[main.kind]
    if main.kind.thing is Thing.PEAK_HOURS and not main.facts_after:
        text = TO_DO_WITHOUT_PEAKS
    if any(isinstance(fact, Promotion) and fact.is_open_ended for fact in main.facts_after):
        text = TO_DO_OPEN_ENDED
    return f"To do: {text.format(when=when, other=other_model(main.facts_after))}"


def other_model(facts: Iterable[Fact]) -> str:
    """Return the name that answers instead of a retired one, else its replacement by name, else `another model`."""
    ends = [fact for fact in facts if isinstance(fact, Retirement)]
    names = [*(fact.answers_as for fact in ends), *(fact.replacement for fact in ends)]
    return next(filter(None, names), "another model")


def change_lines(changes: Sequence[Change], when: When) -> Iterator[str]:
    """Yield the lines of changes: a table of prices for each kind and unit, and a line or two for each other change.

    A text that several facts rest on is quoted once.
    """
    stands = dict[tuple[str, str | None, str | None], list[Change]]()
    prices = dict[tuple[str, ChangeKind, str, str | None], list[Change]]()
    others = list[Change]()
    for change in changes:
        if change.kind in STANDS:
            stands.setdefault((change.kind, change.said_before, change.said_after), []).append(change)
        elif change.kind.thing in PRICES and (priced := [*chain(*_sides(change))]):
            last = priced[-1]
            prices.setdefault((change.subject, change.kind, last.currency, last.unit), []).append(change)
        else:
            others.append(change)
    many = len({change.subject for change in changes} - {NOTICES}) > 1 and not is_on_board(changes)
    for (subject, kind, currency, unit), alike in prices.items():
        what = f"{currency} / {unit}" + (f"; {WAS_ANNOUNCED}" if kind.movement is Movement.CANCELLED else "")
        yield f"- {f'{subject}: ' if many else ''}{kind} ({what})"
        yield from price_table(alike)
    for change in others:
        yield _line(change, f"{change.subject}: " if many and change.subject != NOTICES else "")
    for alike in stands.values():
        yield from stands_lines(alike, when)


def price_table(changes: Sequence[Change]) -> Iterator[str]:
    """Yield aligned lines of a unit's prices, one for each band: `output  0.87 → 1.98 off-peak  +127.6 %`."""
    pairs = [pair for change in changes for pair in band_pairs(*_sides(change))]
    meters = [meter_text(price) for price in [new or old for old, new in pairs] if price]
    rows = [(meter, *_price_row(*pair)) for meter, pair in zip(meters, pairs, strict=True)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for meter, old, new, move in rows:
        line = f"  {meter:{widths[0]}}  {old:{widths[1]}} → {new:{widths[2]}}  {move:>{widths[3]}}"
        yield line.rstrip()


def _sides(change: Change) -> list[list[Price]]:
    return [[fact for fact in facts if isinstance(fact, Price)] for facts in (change.facts_before, change.facts_after)]


def band_pairs(before: Sequence[Price], after: Sequence[Price]) -> list[tuple[Price | None, Price | None]]:
    """Return the prices before and after that are compared: of one band, or a flat price with each band."""
    pairs: list[tuple[Price | None, Price | None]] = []
    for new in after:
        olds = [old for old in before if old.band in (new.band, "flat") or new.band == "flat"]
        pairs += [(old, new) for old in olds] or [(None, new)]
    paired = [old for old, _ in pairs]
    return pairs + [(old, None) for old in before if old not in paired]


def _price_row(old: Price | None, new: Price | None) -> tuple[str, str, str]:
    """Return both amounts and the relative change, as text. If the unit is another one, the old one is stated."""
    if old is None or new is None:
        return _amount(old), _amount(new), ""
    if (old.currency, old.unit) != (new.currency, new.unit):
        return f"{_amount(old)} {unit_text(old)}", _amount(new), ""
    return _amount(old), _amount(new), _move(old.amount, new.amount)


def _amount(price: Price | None) -> str:
    """Return an amount with its list price and its band: `0.435 (list 1.74) off-peak`."""
    if price is None:
        return UNSTATED
    listed = "" if price.list_amount is None else f" (list {price.list_amount:f})"
    return f"{price.amount:f}{listed}" + ("" if price.band == "flat" else f" {price.band.replace('_', '-')}")


def next_step(change: Change, snapshot_id: int) -> str:
    """Return the explanation and the next step of a change; empty if it needs none."""
    if change.needs_decision:
        return DECIDE.format(snapshot_id)
    return NEXT_STEPS.get(change.kind, "")


def _when(changes: Sequence[Change], seen: SeenSnapshot, zone: str) -> Iterator[str]:
    """Yield a line per instant at which changes take effect, with the changes if others take effect at another one."""
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
    names_changes = len(instants) > 1 or any(map(_says_when, changes))
    for instant, kinds in sorted(instants.items()):
        is_now = instant == seen.moment
        when = "Effective immediately (the page states no date)" if is_now else f"From {moment(instant, zone)}"
        about = f" ({', '.join(starmap(Headline.counted, Counter(kinds).items()))})" if names_changes else ""
        yield f"{when}{about}"


def _says_when(change: Change) -> bool:
    """Return True if the line of a change states its instants itself."""
    return change.kind.movement is Movement.IN_EFFECT or change.kind.thing in (Thing.PROMOTION, Thing.RETIREMENT)


def _line(change: Change, about: str) -> str:
    before, after = change.said_before, change.said_after
    if isinstance(change, BoardChange) and change.subject != change.board:
        after = change.score_words or change.said_after
        return f"- {change.subject}: {change.kind}: {_from_to(before, after)}"
    if change.needs_decision:
        return f"- {Headline.of(change)}: {change.why_held}"
    if change.kind is ChangeKind.DECISION_UNDONE:
        return BREAK.join([f"- {change.kind}: {before}", *correction_lines(change.data.value_after)])
    if change.kind.thing in PARTS:
        return f"- {about}{change.kind}: {PARTS[change.kind.thing](change)}"
    if change.kind.thing is Thing.PEAK_HOURS:
        before, after = before or NO_HOURS, after or NO_HOURS
    if change.kind.thing in VALUES:
        before, after = before or UNSTATED, after or UNSTATED
    return f"- {about}{change.kind}{_values(change, before, after)}"


def _values(change: Change, before: str | None, after: str | None) -> str:
    """Return the values before and after: in a line if they are short, else below each other."""
    is_short = before is None or after is None or len(before) + len(after) <= SHORT
    if is_short or change.kind.thing in (Thing.SOURCE, Thing.LEADERBOARD):
        is_notice = change.kind is ChangeKind.NOTICE_CHANGED
        return f"\n  was: {before}\n  now: {after}" if is_notice else f": {_from_to(before, after)}"
    if change.kind.movement is Movement.CANCELLED and change.kind.thing is not Thing.RETIREMENT:
        return f"\n  stays:     {before}\n  cancelled: {after}"
    return f"\n  was: {before}\n  now: {after}"


def _from_to(before: str | None, after: str | None) -> str:
    return " → ".join(part for part in (before, after) if part)


def _move(before: Decimal | None, after: Decimal | None) -> str:
    if before == after:
        return "as before"
    return f"{(after / before - 1) * 100:+.1f} %" if before and after is not None else ""
