"""The kinds of changes of source health, and the days after which lasting trouble is reported again. Pure."""

from datetime import datetime, timedelta

from models.kinds import ChangeKind, SnapshotOutcome, Thing, is_by_hand

REPEATED = {
    ChangeKind.SOURCE_BROKEN: ChangeKind.SOURCE_STILL_BROKEN,
    ChangeKind.SOURCE_HELD: ChangeKind.SOURCE_STILL_HELD,
    ChangeKind.SOURCE_STALE: ChangeKind.SOURCE_STILL_STALE,
}
"""The kind that reports trouble again while it lasts, by the kind that reported it first."""
REPEATS = tuple(REPEATED.values())
STANDING = tuple(kind for kind in ChangeKind.about(Thing.SOURCE) if kind not in REPEATS)
FOR_A_PERSON, SEEN_ONCE = "held for a person to decide", "seen once"
"""The beginnings of the reason of a held snapshot: a person has to decide, or a second reading confirms it."""
DAY = timedelta(days=1)
FIRST_DAYS = (1, 3, 7, 14)
EVERY_DAYS = 14
"""Trouble is reported again after each of `FIRST_DAYS`, and then every `EVERY_DAYS`."""

TRIPPED, BYTES, MOMENT = "the reader tripped", "the bytes of snapshot", "another page of"
"""The beginnings of reasons of refused snapshots that are no fault of the page."""
UPGRADE = "`pip install --upgrade model-almanac`"


def settled_by(outcome: SnapshotOutcome | None, reason: str | None, snapshot_id: int) -> str:
    """The line that says what would settle a held or a refused snapshot; empty for any other outcome."""
    why = reason or ""
    if outcome is SnapshotOutcome.HELD:
        if why.startswith(FOR_A_PERSON):
            decide = f"`almanac held accept {snapshot_id}` or `almanac held reject {snapshot_id}`"
            return f"Settled by {decide} (`almanac held` shows both), or by a later page that is understood."
        return (
            "Settled by the next reading, and what it confirms holds from this one on; "
            "or now by your decision (`almanac held`)."
        )
    if outcome is not SnapshotOutcome.REFUSED:
        return ""
    page = f"`almanac snapshot {snapshot_id} --page FILE` saves the page"
    if is_by_hand(why):
        return "Nothing to settle: nothing depends on it. `almanac track SOURCE --page FILE` takes the right page."
    if why.startswith(TRIPPED):
        return (
            f"Settled by a release whose reader has no such fault ({UPGRADE}), or by a page without its cause; {page}."
        )
    if why.startswith(BYTES):
        return "Settled by the next page that is fetched, or by a copy of the database that has these bytes."
    if why.startswith(MOMENT):
        return "Nothing to settle: the other page of that moment counts, and the next page is read as usual."
    knows = f"by a release that knows this one ({UPGRADE})"
    return f"Settled by the next page that the reader understands, or {knows}; {page}."


def due_repeat(since: datetime, at: datetime) -> int | None:
    """The latest repeat that is due at an instant, in days after the first report; None before the first repeat."""
    days = (at - since) // DAY
    if days >= FIRST_DAYS[-1]:
        return days - (days - FIRST_DAYS[-1]) % EVERY_DAYS
    return max((number for number in FIRST_DAYS if number <= days), default=None)
