"""The two clocks again, written another way: belief as an array over the hours, of which a reading rewrites a tail.

`models/bitemporal/belief.py` works on rows; this works on what would be answered at every hour. They have to agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

HOURS = 30
Said = Mapping[int | None, str | None]


class Refused(Exception):
    """The page contradicts itself."""


@dataclass
class Belief:
    """For every hour the answer, and the hour at which the statement behind it begins (None: nothing was said)."""

    answers: list[str | None] = field(default_factory=lambda: [None] * HOURS)
    begins: list[int | None] = field(default_factory=lambda: [None] * HOURS)

    def copy(self) -> "Belief":
        return Belief(list(self.answers), list(self.begins))

    def read(
        self, moment: int, previous: int | None, said: Said | None, seen: int | None = None, end: str = "R"
    ) -> "Belief":
        """The belief after a page read at `moment`; None as `said` is silence."""
        told: Said = {None: None} if said is None else said
        stated = max((hour for hour in told if hour is not None and hour <= moment), default=None)
        value = told.get(stated)
        after = self.copy()
        if stated is not None and None in told and previous is not None:
            was_told = stated > 0 and self.begins[stated - 1] is not None
            if was_told and told[None] not in (told[stated], self.answers[stated - 1]):
                raise Refused
        if not (said is None and self.answers[moment] == end):
            after = self._present(moment, previous, stated, value, seen)
        after._announce(moment, {hour: v for hour, v in told.items() if hour is not None and hour > moment})
        return after

    def _present(
        self, moment: int, previous: int | None, stated: int | None, value: str | None, seen: int | None
    ) -> "Belief":
        if stated is not None and self.begins[stated] != stated:
            if self.answers[stated] == value == self.answers[moment]:
                return self.copy()
            return self._overwritten(stated, value)
        if self.answers[moment] == value:
            return self.copy()
        hour = moment
        while hour >= 0 and self._unseen(hour, previous) and self.answers[hour] != value:
            hour = (self.begins[hour] or 0) - 1
        if (self.answers[hour] if hour >= 0 else None) == value:
            after = self.copy()
            tail = HOURS - hour - 1
            after.answers[hour + 1 :] = [value] * tail
            after.begins[hour + 1 :] = [self.begins[hour] if hour >= 0 else None] * tail
            return after
        return self._overwritten(moment if seen is None else seen, value)

    def _unseen(self, hour: int, previous: int | None) -> bool:
        begin = self.begins[hour]
        return begin is not None and previous is not None and begin > previous

    def _overwritten(self, start: int, value: str | None) -> "Belief":
        """From `start` on it is `value`; a start that repeats what was before it is none."""
        after = self.copy()
        before = self.answers[start - 1] if start else None
        begin = start if before != value else (self.begins[start - 1] if start else None)
        after.answers[start:], after.begins[start:] = [value] * (HOURS - start), [begin] * (HOURS - start)
        return after

    def _announce(self, moment: int, ahead: Mapping[int, str | None]) -> None:
        answer, begin = self.answers[moment], self.begins[moment]
        for hour in range(moment + 1, HOURS):
            if hour in ahead:
                answer, begin = ahead[hour], hour
            self.answers[hour], self.begins[hour] = answer, begin
