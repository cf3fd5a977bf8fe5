"""What stands on a leaderboard before and after a reading. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.facts import Contender, Score
from models.leaderboards.conventions import EVERY_BOARD, BoardConventions
from models.leaderboards.intervals import Interval

Member = tuple[str, str]
"""A contender's name and a category."""


@dataclass(frozen=True)
class Category:
    """The scores of one category before and after a reading, by contender key."""

    board: str
    name: str
    was: Mapping[str, Score]
    now: Mapping[str, Score]
    told: Mapping[str, Interval] = field(default_factory=dict[str, Interval])
    """The interval that was told last, of each contender."""
    conventions: BoardConventions = EVERY_BOARD
    """The conventions of its source."""

    @property
    def common(self) -> list[str]:
        return [key for key in self.now if key in self.was]

    @property
    def moved(self) -> int:
        """The number of scores whose intervals lie apart from those before."""
        return sum(self.are_apart(self.was[key], self.now[key]) for key in self.common)

    def are_apart(self, score: Score, other: Score) -> bool:
        """Return True if the intervals of two scores have nothing in common."""
        return self.conventions.interval(score).apart(self.conventions.interval(other))


@dataclass(frozen=True)
class Board:
    """What one reading says of one board, and what is known of what was told before."""

    source: str
    name: str
    categories: Sequence[Category]
    was: Mapping[str, Contender]
    now: Mapping[str, Contender]
    published: datetime
    """From when on the new scores hold."""
    known: frozenset[str] = frozenset()
    """Contenders that stood here before, were it not on the last publish, and were not told to have left."""
    in_top: Mapping[Member, bool] = field(default_factory=dict[Member, bool])
    """Whether a contender was last known to be in the top, or told to have left it."""
    conventions: BoardConventions = EVERY_BOARD
    """The conventions of its source."""
