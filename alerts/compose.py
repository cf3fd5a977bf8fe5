"""Changes into alerts: one per snapshot and subject, written for a person who is woken by it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import starmap

from alerts.advice import advice
from alerts.message import URGENCY, Message
from alerts.severity import severity
from models.boards import BoardChange
from models.changes import NOTICES, Change
from models.facts import Price

MOST_NAMES = 3
"""More contenders than this are not named in a title."""
NO_HOURS = "no peak hours"


@dataclass(frozen=True)
class Seen:
    """The snapshot behind the changes: where the words can be checked."""

    source: str
    url: str
    moment: datetime
    snapshot_id: int


def compose(changes: Iterable[Change], seen: Seen) -> list[Message]:
    """One message per subject, in the order in which the subjects first appear; a leaderboard is one."""
    subjects: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        subjects[change.board if isinstance(change, BoardChange) else change.subject].append(change)
    return [_message(subject, told, seen) for subject, told in subjects.items()]


def _message(subject: str, told: Sequence[Change], seen: Seen) -> Message:
    gravest = max(told, key=lambda change: URGENCY.index(severity(change.kind)))
    evidence = f"Seen {_moment(seen.moment)} by {seen.source}, snapshot {seen.snapshot_id}"
    lines = [*map(_line, told), "", *_when(told, seen), *advice(gravest.kind), evidence, seen.url]
    return Message(
        key=f"{seen.source}/{seen.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}/{subject}",
        kind=gravest.kind,
        severity=severity(gravest.kind),
        source=seen.source,
        subject=subject,
        title=_title(subject, told, seen.source),
        body="\n".join(lines),
        effective_at=gravest.effective_at,
        snapshot_id=seen.snapshot_id,
    )


def _title(subject: str, told: Sequence[Change], source: str) -> str:
    """The subject and what became of it: "deepseek-v4-pro: 3 prices changed, version changed"."""
    kinds = Counter(change.kind for change in told)
    title = f"{source if subject == NOTICES else subject}: " + ", ".join(starmap(_counted, kinds.items()))
    names = sorted({change.subject for change in told} - {subject})
    return f"{title} ({', '.join(names)})" if 0 < len(names) <= MOST_NAMES and subject != NOTICES else title


def _counted(kind: str, count: int) -> str:
    """ "price change announced", 3 → "3 price changes announced"; of models and sources the subject is the name."""
    words = kind.split(" ")
    nouns = words.index("change") + 1 if "change" in words else len(words) - 1
    noun, verb = words[:nouns], words[nouns:]
    if noun[0] in ("model", "source"):
        return " ".join(verb)
    if noun[0] == "sources" and count > 1:
        return f"{kind} on {count} counts"
    return kind if count == 1 else f"{count} {' '.join(noun)}s {' '.join(verb)}"


def _line(change: Change) -> str:
    prices = [fact for fact in change.now if isinstance(fact, Price)]
    if prices and change.before and not change.kind.startswith("model"):
        after = ", ".join(_amount(price, change) for price in prices) + _unit(prices[0])
        return f"- {change.kind}: {change.before.removesuffix(_unit(prices[0]))} → {after}"
    if isinstance(change, BoardChange) and change.subject != change.board:
        category, _, _ = (change.before or "").partition(": ")
        after = (change.after or "").removeprefix(f"{category}: ")
        return f"- {change.subject}: {change.kind}: {_from_to(change.before, after)}"
    if change.kind == "notice changed":
        return f"- {change.kind}\n  was: {change.before}\n  now: {change.after}"
    before, after = change.before, change.after
    if change.kind.startswith("peak hours"):
        before, after = before or NO_HOURS, after or NO_HOURS
    words = _from_to(before, after)
    if change.kind.startswith("sources"):
        words = words.replace(" → ", "; now ")
    if change.kind.startswith(("model", "sources")):
        words = words.replace("; ", "\n  ")
    return f"- {change.kind}: {words}"


def _from_to(before: str | None, after: str | None) -> str:
    return " → ".join(part for part in (before, after) if part)


def _unit(price: Price) -> str:
    return f" {price.currency} / {price.unit}"


def _amount(price: Price, change: Change) -> str:
    """A price and by how much it moved, against the same band before or the flat price."""
    before = {fact.band: fact.amount for fact in change.was if isinstance(fact, Price)}
    notes = [_move(amount, price.amount) for band, amount in before.items() if band in (price.band, "flat")]
    # A flat price after bands is measured against each of them.
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


def _when(told: Sequence[Change], seen: Seen) -> list[str]:
    since = {change.effective_at for change in told if change.effective_at and change.kind.endswith("now in effect")}
    instants = {change.effective_at for change in told if change.effective_at and not _says_when(change)}
    stated = [_moment(instant) for instant in sorted(instants) if instant != seen.moment]
    unstated = ["now (the page states no date)"] if seen.moment in instants else []
    if any(isinstance(change, BoardChange) for change in told):
        return [f"Published {instant}" for instant in map(_moment, sorted(instants - {seen.moment}))]
    return [
        *([f"In effect since {', '.join(map(_moment, sorted(since)))}"] if since else []),
        *(["From " + ", ".join([*stated, *unstated])] if instants else []),
    ]


def _says_when(change: Change) -> bool:
    """Whether the words of a change tell its instants themselves."""
    return change.kind.endswith("now in effect") or change.kind.startswith(("promotion", "retirement"))


def _moment(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
