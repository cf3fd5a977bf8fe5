"""The judgement about this machine's clock, from what is known beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(minutes=15)
"""Two clocks that differ by no more than this agree: it is more than a `Date` header is late, and less than an hour."""
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock before this instant is wrong: this program is newer."""


@dataclass(frozen=True)
class ClockReadings:
    """The present instant by each clock that is known."""

    now: datetime
    """By the clock of this machine."""
    server: datetime | None = None
    """By the `Date` (and the `Age`) of a server that has just answered."""
    host: str = ""
    expected: datetime | None = None
    """By the monotonic clock, from the last instant that was found in this start of the machine."""
    expected_by: str = ""
    """The host whose date that instant was; empty if it was this machine's alone."""
    was_agreed: bool = False
    """True if the clock of the machine agreed with that instant."""
    newest: Callable[[], datetime | None] = lambda: None
    """Return the newest moment on record, of all sources; called only where the others do not settle it."""


@dataclass(frozen=True)
class ClockVerdict:
    """The verdict about a clock."""

    doubt: str = ""
    """The clocks that disagree, in words; empty if there is no doubt."""
    best: datetime | None = None
    """For a doubt: the present instant where it is known all the same."""
    is_confirmed: bool = False
    """True if another clock agrees with that of the machine."""


CONFIRMED, UNCONTRADICTED = ClockVerdict(is_confirmed=True), ClockVerdict()


def judge(known: ClockReadings) -> ClockVerdict:
    """Compare the clocks. The machine's is trusted where a second one agrees, or none contradicts it."""
    if _agree(known.now, known.server) or _agree(known.now, known.expected):
        return CONFIRMED
    newest = known.newest()
    is_behind = known.now < EARLIEST or (newest is not None and known.now < newest - TOLERANCE)
    if known.server is None and known.expected is None:
        said = f"the newest page on record is of {_text(newest)}" if newest else "this program is newer"
        return _doubt(known, said, None) if is_behind else UNCONTRADICTED
    if known.server is None or known.expected is None:
        return _by_one(known, newest, is_behind)
    if not _agree(known.server, known.expected):
        # A date that does not go with the time since the machine started is that of a cache, not of a clock.
        best = _not_before(newest, known.expected)
        return _doubt(known, _by_machine(known), best) if known.was_agreed else _unless(is_behind, known)
    is_independent = known.was_agreed or known.expected_by not in ("", known.host)
    best = _not_before(newest, known.server)
    if known.server > known.now and not (is_behind or is_independent):
        best = None
    return _doubt(known, _by_server(known), best)


def _by_one(known: ClockReadings, newest: datetime | None, is_behind: bool) -> ClockVerdict:
    """Judge by the server or by the monotonic clock alone."""
    if known.server is None:
        return _doubt(known, _by_machine(known), _not_before(newest, known.expected))
    best = _not_before(newest, known.server)
    if best is None:
        return _unless(is_behind, known)
    # Where the server's date is the later one and nothing else is known, either may be wrong.
    return _doubt(known, _by_server(known), None if known.server > known.now and not is_behind else best)


def _unless(is_behind: bool, known: ClockReadings) -> ClockVerdict:
    """Take the clock of the machine unless it is behind the record: what contradicts it does no better."""
    return _doubt(known, _by_server(known), None) if is_behind else UNCONTRADICTED


def _doubt(known: ClockReadings, said: str, best: datetime | None) -> ClockVerdict:
    return ClockVerdict(f"the clock of this machine says {_text(known.now)}, {said}", best)


def _by_server(known: ClockReadings) -> str:
    return f"{known.host} says {_text(known.server)}"


def _by_machine(known: ClockReadings) -> str:
    since = f" since {known.expected_by} was last asked" if known.expected_by else " since it was last right"
    return f"but by the time that has passed{since} it should be {_text(known.expected)}"


def _not_before(newest: datetime | None, instant: datetime | None) -> datetime | None:
    """Return an instant if it is not before the record."""
    return None if instant is None or (newest is not None and instant < newest - TOLERANCE) else instant


def _agree(one: datetime, other: datetime | None) -> bool:
    return other is not None and abs(one - other) <= TOLERANCE and other >= EARLIEST


def _text(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}Z" if instant else "nothing"
