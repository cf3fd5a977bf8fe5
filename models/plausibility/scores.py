"""What is hard to believe of a leaderboard: many contenders gone or others at once, a score far off. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from models.facts import Contender, Fact, Score
from models.leaderboards import BoardConventions
from models.plausibility.case import Case, Doubt, doubt, in_force
from models.plausibility.prices import MOST
from models.readings import Scope

FEWEST = 10
"""What a smaller category loses or gains says nothing."""
LEFT = Decimal("0.8")
"""A reading with fewer contenders than this share of those believed may be half of the board."""
KNOWN = Decimal("0.5")
"""A reading that knows fewer of those believed, or has quite other votes for more than that, may be another board."""
LITTLE = 3
"""Half intervals: what moves by no more is of the same size, however small it is."""
TOGETHER = Decimal("0.5")
"""From this share of scores on that move at once, the method is another one, and single scores may move far."""
RECOUNTED = 2
"""Votes that become more than so many times what they were, or less than such a part, are others."""


def board_doubts(case: Case) -> Iterator[Doubt]:
    """All of them; those of a whole history, which is made later, aside."""
    for scope in sorted(case.reading.scopes - case.reading.later.keys(), key=lambda scope: scope.part):
        before = in_force(scope.fact, case.held.get(scope, {}), case.moment)
        now = [fact for fact in case.reading.of(scope) if not fact.gone]
        if scope.fact is Contender:
            # A file may lack a whole category, and with it everybody who stands in no other one.
            yield from _shrunk(scope, before, now)
        if scope.fact is Score:
            yield from _of_scores(scope, _scores(before), _scores(now), case.boards)


def _of_scores(
    scope: Scope, before: Sequence[Score], now: Sequence[Score], boards: BoardConventions
) -> Iterator[Doubt]:
    yield from _far(before, now, boards)
    if any(score.ci_low is not None for score in before):
        # Where votes are counted nobody leaves a category alone; a share that is measured may be null from one day on.
        yield from _shrunk(scope, before, now)
    if len(before) >= FEWEST:
        yield from _another(scope, before, now)
        yield from _outside(before, now)


def _scores(facts: Iterable[Fact]) -> list[Score]:
    return [fact for fact in facts if isinstance(fact, Score)]


def _shrunk(scope: Scope, before: Sequence[Fact], now: Sequence[Fact]) -> Iterator[Doubt]:
    if len(before) >= FEWEST and len(now) < LEFT * len(before):
        why = f"{scope.part or 'the board'}: {len(now)} contenders are left of {len(before)}"
        yield Doubt(scope.fact, (scope.source, scope.part), None, why)


def _another(scope: Scope, before: Iterable[Score], now: Sequence[Score]) -> Iterator[Doubt]:
    """Other contenders, or the same with other votes: a file under the name of another one."""
    pairs = _pairs(before, now)
    if len(pairs) < KNOWN * len(now):
        yield Doubt(Score, (scope.source, scope.part), None, f"{scope.part}: {len(pairs)} of {len(now)} are known")
    votes = [(was.votes, its.votes) for was, its in pairs if was.votes and its.votes is not None]
    others = [1 for was, its in votes if not was <= its * RECOUNTED <= was * RECOUNTED**2]
    if len(others) > KNOWN * len(votes):
        why = f"{scope.part}: {len(others)} of {len(votes)} contenders have other votes"
        yield Doubt(Score, (scope.source, scope.part, "votes"), None, why)


def _far(before: Iterable[Score], now: Iterable[Score], boards: BoardConventions) -> Iterator[Doubt]:
    """Scores that are 0, or of another size: 0 often says that there is none. With another method most have to be."""
    pairs = _pairs(before, now)
    far = [(was, its) for was, its in pairs if _is_far(was, its, boards)]
    moved = sum(boards.interval(was).apart(boards.interval(its)) for was, its in pairs)
    if len(pairs) < FEWEST or moved < TOGETHER * len(pairs) or len(far) > TOGETHER * len(pairs):
        for was, its in far:
            yield doubt(its, f"{its.category}: {its.contender_key} from {was.score} to {its.score}")


def _is_far(before: Score, after: Score, boards: BoardConventions) -> bool:
    """Whether a score is of another size than it was, and not by the little that small ones move."""
    was, now, lies = before.score, after.score, boards.interval(before)
    if was is None or now is None or was <= 0 or now < 0 or abs(now - was) <= LITTLE * (lies.high - lies.low) / 2:
        return False
    return not was / MOST <= now <= was * MOST


def _pairs(before: Iterable[Score], now: Iterable[Score]) -> list[tuple[Score, Score]]:
    """What each contender had, and has."""
    known = {score.contender_key: score for score in before}
    return [(known[score.contender_key], score) for score in now if score.contender_key in known]


def _outside(before: Iterable[Score], now: Iterable[Score]) -> Iterator[Doubt]:
    """Scores further outside of the board than it is wide: a digit that is lost or too many."""
    numbers = [score.score for score in before if score.score is not None]
    low, high = min(numbers), max(numbers)
    for score in now:
        if score.score is not None and not low - (high - low) <= score.score <= high + (high - low):
            yield doubt(score, f"{score.category}: {score.contender_key} with {score.score:f}, outside of the board")
