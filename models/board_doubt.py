"""What is hard to believe of a leaderboard: many contenders gone at once, a score far outside of its board. Pure."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from models.doubt import Case, Doubt, doubt, in_force
from models.fact import Fact
from models.facts import Contender, Score

FEWEST = 10
"""What a smaller category loses or gains says nothing."""
LEFT = Decimal("0.8")
"""A reading with fewer contenders than this share of those believed may be half of the board."""


def board_doubts(case: Case) -> Iterator[Doubt]:
    """All of them; those of a whole history, which is made later, aside."""
    for scope in sorted(case.reading.scopes - case.reading.later.keys(), key=lambda scope: scope.part):
        before = in_force(scope.fact, case.held.get(scope, {}), case.moment)
        now = [fact for fact in case.reading.of(scope) if not fact.gone]
        if scope.fact is Contender and len(before) >= FEWEST and len(now) < LEFT * len(before):
            why = f"{len(now)} contenders are left of {len(before)}"
            yield Doubt(Contender, (scope.source, ""), None, why)
        if scope.fact is Score and len(before) >= FEWEST:
            yield from _outside(_scores(before), _scores(now))


def _scores(facts: Iterable[Fact]) -> list[Score]:
    return [fact for fact in facts if isinstance(fact, Score)]


def _outside(before: Iterable[Score], now: Iterable[Score]) -> Iterator[Doubt]:
    """Scores further outside of the board than it is wide: a digit that is lost or too many."""
    numbers = [score.score for score in before if score.score is not None]
    low, high = min(numbers), max(numbers)
    for score in now:
        if score.score is not None and not low - (high - low) <= score.score <= high + (high - low):
            yield doubt(score, f"{score.category}: {score.contender_key} with {score.score:f}, outside of the board")
