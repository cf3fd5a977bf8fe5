"""Every word that an alert is made of, and the order of its lines: the one place for templates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import starmap
from zoneinfo import ZoneInfo

from alerts.reminder_schedule import Due
from alerts.texts.change_lines import Headline, lines
from models.changes import Change, needs_decision
from models.facts import NOTICES, Price, tier_text
from models.kinds import ChangeKind, Movement, Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS

MOST_NAMES = 3
"""More contenders than this are not named in a title."""
MOST_CELLS = 4
"""More places on a page than this are counted, not named."""
OVER = (
    Movement.CANCELLED,
    Movement.ENDED,
    Movement.ENDED_EARLY,
    Movement.MADE_PERMANENT,
    Movement.UNDATED,
    Movement.IN_EFFECT,
    Movement.EXTENDED,
)
"""The movements whose instant a title does not say: it says nothing new, or stands in the line below."""
UNTIL = {Thing.PROMOTION: "until", Thing.RETIREMENT: "for", Thing.REPLACEMENT: ""}
"""How the instant of a change goes on from its name, where that is not "from"."""
ASK = {
    ChangeKind.SOURCE_BROKEN: ("The page is asked again as usual. `almanac doctor` says how every source is."),
    ChangeKind.SOURCE_HELD: (
        "Until the next reading nothing of this page is recorded, no other change on it either: what it shows again "
        "then holds from this one on. `almanac held` shows what is believed beside what was read."
    ),
    ChangeKind.DECISION_UNDONE: (
        "This is believed from now on, and the alerts of that decision are void. What was believed meanwhile stays on"
        " record (`almanac corrections`). `almanac held` shows whether it waits for you again."
    ),
    ChangeKind.WORDING_CHANGED: (
        "What stands is still in the new text, the rest of which the reader does not understand. Please read both "
        "texts, and do not rely on what stands where the new one means something else."
    ),
    ChangeKind.NO_LONGER_STATED: (
        "The page still names it and says nothing of it that is understood. It stands until the page says otherwise. "
        "Please read the page, and do not rely on what stands where that means something else."
    ),
    ChangeKind.POSSIBLE_DATE_UNREAD: (
        "This text may hide a date of this name that the reader does not know. Please look at the page."
    ),
    ChangeKind.TEXT_UNREAD: ("The reader does not know this text. Please look at the page."),
    ChangeKind.END_NOT_CONFIRMED: (
        "Its date has come, and the page does not say that it is over: before, it stated it no more, or in words that"
        " the reader does not understand. Please read the page, or try whether it still answers."
    ),
    ChangeKind.POSSIBLE_PRICE_UNREAD: (
        "This text may hide a price that the reader does not know. Please look at the page."
    ),
    ChangeKind.SOURCE_STALE: (
        "What was known stands, and may be out of date. `almanac doctor` and the log of its runs say why."
    ),
}
"""What to know or do, by kind."""
DECIDE = (
    "Until you decide nothing of this page is recorded, no other change on it either: no new price, no new date. "
    "`almanac held` shows what is believed beside what was read, and what each decision records. Then type "
    "`almanac held accept {0}` or `almanac held reject {0}`. A later page that is understood settles it, too."
)
"""What to do of a reading that only a person settles, by the number of its snapshot."""


@dataclass(frozen=True)
class Seen:
    """The snapshot behind an alert: where the words can be checked."""

    source: str
    url: str
    moment: datetime
    snapshot_id: int
    credit: str = ""
    """The line that the source's terms of use ask for; empty where they ask for none."""
    vendor: str = ""
    """The vendor of the source."""


@dataclass(frozen=True)
class Beside:
    """What has to be said of a subject beside its changes."""

    money: tuple[str, ...] = ()
    """What they do to the reader's own bill, a line a currency; the first one in short."""
    short: str = ""
    """The same for a title: `+412.20 USD a month`."""
    announced_at: datetime | None = None
    """When it was said before."""
    cells: tuple[str, ...] = ()
    """Where on the page it stands."""
    calm: str = ""
    """How often it came and went lately; of trouble that lasts, since when."""
    back_to: datetime | None = None
    """Until when it was as it is now again, where it went and is back."""
    sources: tuple[str, ...] = ()
    """How old it is what sources say, and what the trouble of one hides, a line each."""


NOTHING = Beside()


def moment(instant: datetime, zone: str = "UTC") -> str:
    """On the reader's clock and in UTC: `2026-08-16 18:00 Europe/Berlin (16:00 UTC)`."""
    there, utc = instant.astimezone(ZoneInfo(zone)), instant.astimezone(UTC)
    if zone == "UTC":
        return f"{utc:%Y-%m-%d %H:%M} UTC"
    day = "" if there.date() == utc.date() else f"{utc:%Y-%m-%d} "
    return f"{there:%Y-%m-%d %H:%M} {zone} ({day}{utc:%H:%M} UTC)"


def title(subject: str, told: Sequence[Change], seen: Seen, beside: Beside, zone: str) -> str:
    """The subject and what became of it, from when if that is ahead, and what it costs."""
    # One text may say of several things that they stand.
    once = {(change.kind, change.said_after) if change.kind in STANDS else n: change for n, change in enumerate(told)}
    kinds = Counter(Headline.of(change) for change in once.values())
    names = sorted({change.subject for change in told} - {subject, NOTICES})
    currency = _currency(told)
    counted = (one.counted(n) + (currency if one.kind.thing is Thing.PRICE else "") for one, n in kinds.items())
    words = f"{seen.source if subject == NOTICES else subject}: " + ", ".join(counted)
    if 0 < len(names) <= MOST_NAMES and subject != NOTICES:
        words += f" ({', '.join(names)})"
    if beside.calm or beside.back_to:
        words += f", {beside.calm}" if beside.calm else " again"
    parts = [words]
    later = [change for change in told if change.effective_at and change.effective_at > seen.moment]
    ahead = {(change.effective_at, _until(change.kind)) for change in later}
    if len(ahead) == 1 and not _on_board(told):
        ((instant, until),) = ahead
        parts += [f"{until} {moment(instant, zone)}"] if instant and until else []
    headline = " ".join(parts) + (f": as it was until {moment(beside.back_to, zone)}" if beside.back_to else "")
    return "; ".join([headline, *([f"your bill {beside.short}"] if beside.short else [])])


def _currency(told: Iterable[Change]) -> str:
    """Of the prices that moved, where it is one: pages in other languages have other ones. Likewise mode and tier."""
    prices = [fact for change in told for fact in (*change.was, *change.now) if isinstance(fact, Price)]
    common = ({price.currency for price in prices}, {tier_text(price.mode, price.above) for price in prices})
    named = ", ".join(found.pop() for found in common if len(found) == 1 and "" not in found)
    return f" ({named})" if named else ""


def _until(kind: ChangeKind) -> str:
    """How the instant of a change goes on from its name; not at all where it is over."""
    if kind.movement in OVER:
        return ""
    return "to" if kind.movement is Movement.MOVED else UNTIL.get(kind.thing, "from")


def body(told: Sequence[Change], seen: Seen, beside: Beside, zone: str) -> str:
    asked = dict.fromkeys(_ask(change, seen) for change in told)
    return "\n".join(
        [
            *lines(told, partial(moment, zone=zone)),
            *filter(None, asked),
            *beside.money,
            *beside.sources,
            "",
            *_when(told, seen, zone),
            *([f"Announced {moment(beside.announced_at, zone)}"] if beside.announced_at else []),
            *evidence(seen, beside.cells, zone),
        ]
    )


def _ask(change: Change, seen: Seen) -> str:
    if needs_decision(change):
        return DECIDE.format(seen.snapshot_id)
    return ASK.get(change.kind, "")


def reminder_title(due: Due, at: datetime, zone: str) -> str:
    row = due.row
    noun = row.kind.noun
    if due.what == "gone":
        return f"{row.subject}: {noun} not announced any more"
    if row.due_at is None:
        return f"{row.subject}: {noun} announced, {'still ' if due.number else ''}without a date"
    ahead = "due now" if row.due_at <= at else f"in {_left(row.due_at - at)}"
    return f"{row.subject}: {noun} {ahead}, {moment(row.due_at, zone)}"


def reminder_body(due: Due, seen: Seen, beside: Beside, zone: str) -> str:
    row = due.row
    says = row.says.split("\n")
    when = [f"It was to be at {moment(row.due_at, zone)}."] if due.what == "gone" and row.due_at else []
    moved = [f"Moved {_times(row.sequence)}; as it stands since {moment(row.revised_at, zone)}"] if row.sequence else []
    return "\n".join(
        [
            *(f"- {line}" for line in says),
            *when,
            *beside.money,
            *beside.sources,
            "",
            f"Announced {moment(row.first_recorded_from, zone)}",
            *(moved if due.what != "gone" else []),
            *evidence(seen, beside.cells, zone),
        ]
    )


def evidence(seen: Seen, cells: Sequence[str], zone: str) -> list[str]:
    """Where the words can be checked: on the page, and in what we kept of it."""
    more = f" and {len(cells) - MOST_CELLS} more" if len(cells) > MOST_CELLS else ""
    where = f": {', '.join(cells[:MOST_CELLS])}{more}" if cells else ""
    return [
        f"Seen {moment(seen.moment, zone)} by {seen.source}",
        f"Evidence: `almanac snapshot {seen.snapshot_id}`{where}",
        seen.url,
        *([seen.credit] if seen.credit else []),
    ]


def _left(left: timedelta) -> str:
    """`3 days`, `23 hours`: rounded to what people plan with."""
    hours = round(left / timedelta(hours=1))
    if hours >= 36:
        return f"{round(hours / 24)} days"
    return "1 day" if 23 <= hours <= 25 else f"{hours} hours" if hours > 1 else "an hour"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _on_board(told: Iterable[Change]) -> bool:
    return any(isinstance(change, BoardChange) for change in told)


def _when(told: Sequence[Change], seen: Seen, zone: str) -> Iterator[str]:
    """From when on it holds: an instant a line, with what it is about where there are several."""
    if _on_board(told):
        published = {change.effective_at for change in told if change.effective_at} - {seen.moment}
        yield from (f"Published {moment(instant, zone)}" for instant in sorted(published))
        return
    since = {
        change.effective_at for change in told if change.effective_at and change.kind.movement is Movement.IN_EFFECT
    }
    if since:
        yield f"In effect since {', '.join(moment(instant, zone) for instant in sorted(since))}"
    instants: dict[datetime, list[Headline]] = {}
    for change in told:
        if change.effective_at and not _says_when(change):
            instants.setdefault(change.effective_at, []).append(Headline(change.kind, change.kind.verb))
    for instant, kinds in sorted(instants.items()):
        when = "now (the page states no date)" if instant == seen.moment else moment(instant, zone)
        what = f" ({', '.join(starmap(Headline.counted, Counter(kinds).items()))})" if len(instants) > 1 else ""
        yield f"From {when}{what}"


def _says_when(change: Change) -> bool:
    """Whether the words of a change tell its instants themselves."""
    return change.kind.movement is Movement.IN_EFFECT or change.kind.thing in (Thing.PROMOTION, Thing.RETIREMENT)
