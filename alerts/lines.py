"""The lines of an alert: what each change was about, what it was and what it is now."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from alerts.stands import STANDS, When, stands_lines
from models.boards import BoardChange
from models.changes import Change
from models.decisions import UNDONE
from models.facts import Price
from models.health import FOR_A_PERSON, HELD, needs_decision

NO_HOURS = "no peak hours"
UNSTATED = "none stated"
VALUES = ("price ", "list price ", "version ", "limits ")
"""How the kinds of changes begin that go from one value to another: either may be none."""
UNTIL_DECIDED = "until you decide"
"""How a title goes on of a reading that no second sighting settles."""
GONE, CAME = " no longer stated", " now stated"
"""How a title goes on of a value that went, or came."""


def told_kind(change: Change) -> str:
    """The kind as a title says it: a value that came from nothing, or went, did not change to another one."""
    if needs_decision(change.kind, change.after):
        return f"{change.kind} {UNTIL_DECIDED}"
    if not change.kind.startswith(VALUES) or not change.kind.endswith(" changed"):
        return change.kind
    thing = change.kind.removesuffix(" changed")
    return f"{thing}{GONE}" if change.after is None else f"{thing}{CAME}" if change.before is None else change.kind


def lines(told: Sequence[Change], when: When) -> Iterator[str]:
    """A line for each change; where a text says of several things that they stand, it is quoted once."""
    stands = dict[tuple[str, str | None, str | None], list[Change]]()
    for change in told:
        if change.kind in STANDS:
            stands.setdefault((change.kind, change.before, change.after), []).append(change)
        else:
            yield _line(change)
    for same in stands.values():
        yield from stands_lines(same, when)


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
    if change.kind == HELD and needs_decision(HELD, after):
        return f"- {told_kind(change)}: {(after or '').removeprefix(f'{FOR_A_PERSON}: ')}"
    if change.kind == UNDONE:
        return "\n  ".join([f"- {change.kind}: {before}", *(after or "").split("; ")])
    if change.kind.startswith("peak hours"):
        before, after = before or NO_HOURS, after or NO_HOURS
    if change.kind.startswith(VALUES):
        before, after = before or UNSTATED, after or UNSTATED
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
