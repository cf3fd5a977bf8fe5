"""The beliefs that are right, by a plain model of both clocks that shares no code with the record.

A timeline has the instants at which a value begins, as believed now. A reading changes it from its own moment on; what
it says of the past stays, unless nobody had read the page since that value began.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

GONE = None
SaidSpans = Mapping[datetime | None, str]


@dataclass
class Timeline:
    """The values of one line, each from its instant until the next one's."""

    starts: list[datetime] = field(default_factory=list[datetime])
    values: list[str | None] = field(default_factory=list["str | None"])

    def copy(self) -> "Timeline":
        return Timeline(list(self.starts), list(self.values))

    def at(self, instant: datetime) -> str | None:
        """Return the value at an instant."""
        place = bisect_right(self.starts, instant) - 1
        return self.values[place] if place >= 0 else GONE

    def plain(self) -> list[tuple[datetime, str | None]]:
        """Return the instants at which the value changes."""
        found = list[tuple[datetime, str | None]]()
        for start, value in zip(self.starts, self.values, strict=True):
            if value != (found[-1][1] if found else GONE):
                found.append((start, value))
        return found

    def read(self, moment: datetime, previous: datetime | None, said: SaidSpans | None, seen: datetime | None) -> None:
        """A page is read at a moment, after the one before; it was first seen saying so at `seen`."""
        told: Mapping[datetime | None, str | None] = said if said is not None else {None: GONE}
        past = max((at for at in told if at is not None and at <= moment), default=None)
        value = told.get(past)
        if not (said is None and self.at(moment) == "retired"):
            self._hold(moment, previous, past, value, seen)
        self._cut(moment)
        for at in sorted(at for at in told if at is not None and at > moment):
            self._begin(at, told[at])

    def _hold(
        self,
        moment: datetime,
        previous: datetime | None,
        past: datetime | None,
        value: str | None,
        seen: datetime | None,
    ) -> None:
        if past is not None and past not in self.starts:
            if not self.at(past) == value == self.at(moment):
                self._overwrite(past, value)
            return
        if self.at(moment) == value:
            return
        place = bisect_right(self.starts, moment) - 1
        # What began since the page was last read was never seen: it may not have happened.
        while place >= 0 and previous is not None and self.starts[place] > previous and self.values[place] != value:
            place -= 1
        if (self.values[place] if place >= 0 else GONE) == value:
            del self.starts[place + 1 :], self.values[place + 1 :]
            return
        self._overwrite(seen or moment, value)

    def _overwrite(self, start: datetime, value: str | None) -> None:
        place = next((number for number, at in enumerate(self.starts) if at >= start), len(self.starts))
        del self.starts[place:], self.values[place:]
        if value != (self.values[-1] if self.values else GONE):
            self._begin(start, value)

    def _begin(self, start: datetime, value: str | None) -> None:
        self.starts.append(start)
        self.values.append(value)

    def _cut(self, moment: datetime) -> None:
        place = bisect_right(self.starts, moment)
        del self.starts[place:], self.values[place:]
