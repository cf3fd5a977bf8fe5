"""The time for which a page that is read again records nothing. Pure.

A recording depends on the page, on what is believed, and on two moments: that of the page and that of the reading
before. A page that recorded nothing left the beliefs as they are. So the same page records nothing again at a later
moment if every comparison of the two moments comes out the same: the comparisons are noted while the recording is
computed once more with observed moments.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.bitemporal import Amendment
from models.changes import Recording, changes
from models.history.record import BOARD_FACTS, amend
from models.history.rows import LONGEST
from models.plausibility import Believed, Plausibility, Unstated, is_on_time, judge
from models.readings import Comparisons, ObservedInstant, Reading, Scope, instants_in, same_until


@dataclass(frozen=True)
class Repeat:
    """A reading that recorded nothing, with everything that decided so."""

    reading: Reading
    believed: Believed
    """The beliefs of all its scopes."""
    moment: datetime
    previous: Mapping[Scope, datetime]
    """The moment of the reading before, by scope."""
    gap: timedelta
    cadence: timedelta
    rules: Plausibility


def silent_until(repeat: Repeat) -> datetime | None:
    """Return the instant until which the same page records nothing; None if it is not known.

    It is not known for leaderboards, whose changes depend on the log, for parts that were not read or are only kept,
    for doubts, and where an end has come since the reading before.
    """
    moments = set(repeat.previous.values())
    if len(moments) != 1 or not _is_plain(repeat):
        return None
    (before,) = moments
    of_moment, of_previous = Comparisons(), Comparisons()
    moment, previous = ObservedInstant.of(repeat.moment, of_moment), ObservedInstant.of(before, of_previous)
    if not _records_nothing(repeat, moment, previous) or of_previous.was_key:
        return None
    # The observed moment may have been looked up among the instants of the data.
    of_moment.instants.update(instants_in([repeat.reading, repeat.believed]))
    ends = [same_until(of_moment, repeat.moment, repeat.moment), same_until(of_previous, before, repeat.moment)]
    known = [end for end in ends if end is not None]
    return min(*known, repeat.moment + LONGEST) if len(known) == len(ends) else None


def _is_plain(repeat: Repeat) -> bool:
    reading = repeat.reading
    if not is_on_time(repeat.gap, repeat.cadence) or any(scope.fact in BOARD_FACTS for scope in reading.scopes):
        return False
    return not (reading.later or reading.since or reading.unread or reading.keeps)


def _records_nothing(repeat: Repeat, moment: datetime, previous: datetime) -> bool:
    """Compute a recording; returns True if it writes nothing and depends on nothing but `repeat` and both moments."""
    asked = list[bool]()

    def unsaid() -> Unstated:
        asked.append(True)
        return frozenset()

    judged = judge(
        repeat.believed,
        repeat.reading,
        moment,
        previous,
        gap=repeat.gap,
        cadence=repeat.cadence,
        unsaid=unsaid,
        rules=repeat.rules,
    )
    reading, recordings = judged.reading, list[Recording]()
    if asked or judged.stands or judged.doubts or reading.keeps:
        return False
    for each in amend(reading, repeat.believed, moment, dict.fromkeys(repeat.believed, previous), {}):
        if any(amendment != Amendment() for amendment in each.by_key.values()):
            return False
        recordings.append(Recording(each.scope.fact, each.scope.source, each.before, each.beliefs, previous, moment))
    return not changes(recordings)
