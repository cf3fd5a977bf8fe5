"""Templates of alerts: every text of titles and bodies, and the order of the lines."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import starmap
from zoneinfo import ZoneInfo

from alerts.reminder_schedule import Due
from alerts.texts.change_lines import Headline, lines
from models.changes import Change
from models.facts import NOTICES, Price, tier_text
from models.kinds import ChangeKind, Movement, Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS

MOST_NAMES = 3
"""A title with more contenders than this names none."""
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
NEXT_STEPS = {
    ChangeKind.SOURCE_BROKEN: (
        "The page is fetched again on schedule. `almanac doctor` shows the state of every source."
    ),
    ChangeKind.SOURCE_HELD: (
        "Nothing of this page is recorded until the next reading, including its other changes. What the next "
        "reading confirms holds from this one on. `almanac held` shows what is believed beside what was read."
    ),
    ChangeKind.DECISION_UNDONE: (
        "This is believed from now on, and the alerts of that decision are void. What was believed meanwhile stays on"
        " record (`almanac corrections`). `almanac held` shows whether it waits for you again."
    ),
    ChangeKind.WORDING_CHANGED: (
        "The recorded fact is still in the new text, but the reader does not understand the rest. Please "
        "read both texts, and do not rely on the recorded fact if the new text means something else."
    ),
    ChangeKind.NO_LONGER_STATED: (
        "The page still names it, but states nothing about it that the reader understands. The recorded fact "
        "stays until the page states something else. Please read the page, and do not rely on the fact if the page "
        "means something else."
    ),
    ChangeKind.POSSIBLE_DATE_UNREAD: (
        "This text may hide a date of this name that the reader does not know. Please look at the page."
    ),
    ChangeKind.TEXT_UNREAD: ("The reader does not know this text. Please look at the page."),
    ChangeKind.END_NOT_CONFIRMED: (
        "Its date has passed, and the page does not confirm it: it no longer states this date, or in words that the "
        "reader does not understand. Please read the page, or check whether it still works."
    ),
    ChangeKind.POSSIBLE_PRICE_UNREAD: (
        "This text may hide a price that the reader does not know. Please look at the page."
    ),
    ChangeKind.SOURCE_STALE: (
        "The recorded facts still apply and may be out of date. `almanac doctor` and the log of its runs "
        "state the reason."
    ),
}
"""Explanations and next steps, by kind."""
DECIDE = (
    "Nothing of this page is recorded until you decide: no new price, no new date. `almanac held` shows what "
    "is believed "
    "beside what was read, and what each decision records. Then type `almanac held accept {0}` or "
    "`almanac held reject {0}`. A later page that is understood also settles it."
)
"""The next step for a reading that only a person can decide about, by the number of its snapshot."""


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
    """The instant until which the current state held before, if it is back."""
    sources: tuple[str, ...] = ()
    """Lines about the age of sources, and about facts that depend on a source in trouble."""


NO_CONTEXT = AlertContext()


def moment(instant: datetime, zone: str = "UTC") -> str:
    """Format an instant on the reader's clock and in UTC: `2026-08-16 18:00 Europe/Berlin (16:00 UTC)`."""
    there, utc = instant.astimezone(ZoneInfo(zone)), instant.astimezone(UTC)
    if zone == "UTC":
        return f"{utc:%Y-%m-%d %H:%M} UTC"
    day = "" if there.date() == utc.date() else f"{utc:%Y-%m-%d} "
    return f"{there:%Y-%m-%d %H:%M} {zone} ({day}{utc:%H:%M} UTC)"


def title(subject: str, changes: Sequence[Change], seen: SeenSnapshot, context: AlertContext, zone: str) -> str:
    """Return the title: the subject, its changes, their instant if it is ahead, and the effect on the bill."""
    # One text may support several facts: it counts once.
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
    if len(instants_ahead) == 1 and not _on_board(changes):
        ((instant, until),) = instants_ahead
        parts += [f"{until} {moment(instant, zone)}"] if instant and until else []
    headline = " ".join(parts) + (f": as it was until {moment(context.same_until, zone)}" if context.same_until else "")
    return "; ".join([headline, *([f"your bill {context.short}"] if context.short else [])])


def _currency(changes: Iterable[Change]) -> str:
    """Return the currency, mode and tier of the changed prices, each only if all prices share it."""
    prices = [fact for change in changes for fact in (*change.was, *change.now) if isinstance(fact, Price)]
    common = ({price.currency for price in prices}, {tier_text(price.mode, price.above) for price in prices})
    named = ", ".join(values.pop() for values in common if len(values) == 1 and "" not in values)
    return f" ({named})" if named else ""


def _preposition(kind: ChangeKind) -> str:
    """Return the preposition before the instant of a change; empty if the instant is left out."""
    if kind.movement in WITHOUT_INSTANT:
        return ""
    return "to" if kind.movement is Movement.MOVED else PREPOSITIONS.get(kind.thing, "from")


def body(changes: Sequence[Change], seen: SeenSnapshot, context: AlertContext, zone: str) -> str:
    steps = dict.fromkeys(_next_step(change, seen) for change in changes)
    return "\n".join(
        [
            *lines(changes, partial(moment, zone=zone)),
            *filter(None, steps),
            *context.bill_lines,
            *context.sources,
            "",
            *_when(changes, seen, zone),
            *([f"Announced {moment(context.announced_at, zone)}"] if context.announced_at else []),
            *evidence_lines(seen, context.cells, zone),
        ]
    )


def _next_step(change: Change, seen: SeenSnapshot) -> str:
    if change.needs_decision:
        return DECIDE.format(seen.snapshot_id)
    return NEXT_STEPS.get(change.kind, "")


def reminder_title(due: Due, now: datetime, zone: str) -> str:
    row = due.row
    noun = row.kind.noun
    if due.what == "gone":
        return f"{row.subject}: {noun} not announced any more"
    if row.due_at is None:
        return f"{row.subject}: {noun} announced, {'still ' if due.number else ''}without a date"
    when = "due now" if row.due_at <= now else f"in {_time_left(row.due_at - now)}"
    return f"{row.subject}: {noun} {when}, {moment(row.due_at, zone)}"


def reminder_body(due: Due, seen: SeenSnapshot, context: AlertContext, zone: str) -> str:
    row = due.row
    statements = row.says.split("\n")
    when = [f"It was due at {moment(row.due_at, zone)}."] if due.what == "gone" and row.due_at else []
    moved = [f"Moved {_times(row.sequence)}, last at {moment(row.revised_at, zone)}"] if row.sequence else []
    return "\n".join(
        [
            *(f"- {line}" for line in statements),
            *when,
            *context.bill_lines,
            *context.sources,
            "",
            f"Announced {moment(row.first_recorded_from, zone)}",
            *(moved if due.what != "gone" else []),
            *evidence_lines(seen, context.cells, zone),
        ]
    )


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


def _time_left(left: timedelta) -> str:
    """Format the time left, rounded as people plan: `3 days`, `23 hours`."""
    hours = round(left / timedelta(hours=1))
    if hours >= 36:
        return f"{round(hours / 24)} days"
    return "1 day" if 23 <= hours <= 25 else f"{hours} hours" if hours > 1 else "an hour"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _on_board(changes: Iterable[Change]) -> bool:
    return any(isinstance(change, BoardChange) for change in changes)


def _when(changes: Sequence[Change], seen: SeenSnapshot, zone: str) -> Iterator[str]:
    """Yield a line per instant from which changes hold, with the changes if there are several instants."""
    if _on_board(changes):
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
