"""What is hard to believe of a leaderboard: many contenders gone at once, a score far outside of its board. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from models.doubt import Case, Doubt, doubt, in_force
from models.facts import Score
from models.reading import Scope

FEWEST = 10
"""What a smaller category loses or gains says nothing."""
LEFT = Decimal("0.8")
"""A reading with fewer contenders than this share of those believed may be half of the board."""


def board_doubts(case: Case) -> Iterator[Doubt]:
    """All of them, category by category; those of a whole history, which are made later, aside."""
    for scope in sorted(case.reading.scopes - case.reading.later.keys(), key=lambda scope: scope.part):
        if scope.fact is Score:
            believed = in_force(Score, case.held.get(scope, {}), case.moment)
            before = [score for score in believed if isinstance(score, Score)]
            now = [score for score in case.reading.of(scope) if isinstance(score, Score) and not score.gone]
            if len(before) >= FEWEST:
                yield from _shrunk(scope, before, now)
                yield from _outside(before, now)


def _shrunk(scope: Scope, before: Sequence[Score], now: Sequence[Score]) -> Iterator[Doubt]:
    if len(now) < LEFT * len(before):
        why = f"{scope.part}: {len(now)} contenders are left of {len(before)}"
        yield Doubt(Score, (scope.source, scope.part), None, why)


def _outside(before: Iterable[Score], now: Iterable[Score]) -> Iterator[Doubt]:
    """Scores further outside of the board than it is wide: a digit that is lost or too many."""
    numbers = [score.score for score in before if score.score is not None]
    low, high = min(numbers), max(numbers)
    for score in now:
        if score.score is not None and not low - (high - low) <= score.score <= high + (high - low):
            yield doubt(score, f"{score.category}: {score.contender_key} with {score.score:f}, outside of the board")
