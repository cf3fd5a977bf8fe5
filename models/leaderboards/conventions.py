"""The conventions that a source declares about its leaderboards. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from models.facts import Score
from models.leaderboards.intervals import Interval, stated_interval


@dataclass(frozen=True)
class BoardConventions:
    """The conventions of one publisher of leaderboards. The defaults hold for every board."""

    main_categories: tuple[str, ...] = ()
    """The categories that stand for their whole boards."""
    margin: Decimal = Decimal("0.01")
    """The share of its scale by which a score may be off to either side, if no interval is stated."""
    scales: tuple[Decimal, ...] = (Decimal(1), Decimal(100), Decimal(1000))
    """The scales of scores, the smallest first: a share, an index, a rating as of chess players."""
    least_scales: tuple[tuple[str, Decimal], ...] = ()
    """The smallest scale of the categories whose names end in a text: an index of 0.5 is none on the scale of 1."""

    every_row_is_scored: bool = False
    """True if a contender that is listed has a score, so that scores that vanish are rows that vanish."""

    def main_category(self, categories: Iterable[str]) -> str:
        """Return the category that stands for a board; the first by the alphabet if none is declared."""
        names = list(categories)
        return next((name for name in self.main_categories if name in names), min(names))

    def interval(self, score: Score) -> Interval:
        """Return the stated interval, else the score with the margin. Raises ValueError without a score."""
        if score.score is None:
            raise ValueError(f"no score: {score}")
        if stated := stated_interval(score.ci_low, score.ci_high):
            return stated
        margin = self.margin * self._scale(abs(score.score), score.category)
        return Interval(score.score - margin, score.score + margin)

    def _scale(self, size: Decimal, category: str) -> Decimal:
        """Return the scale of a score of this size."""
        least = max((scale for suffix, scale in self.least_scales if category.endswith(suffix)), default=Decimal(0))
        return next((scale for scale in self.scales if scale >= max(size, least)), self.scales[-1])


EVERY_BOARD = BoardConventions()
