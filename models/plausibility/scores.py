"""Doubts about leaderboards: many contenders missing or unknown at once, or a score far off. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from models.facts import Contender, Fact, Score
from models.leaderboards import BoardConventions
from models.plausibility.case import Case, Doubt, doubt, in_effect
from models.plausibility.prices import MOST
from models.readings import Scope

FEWEST = 10
"""The smallest category whose losses and gains count."""
LEFT = Decimal("0.8")
"""The share of the believed contenders below which a reading may be incomplete."""
KNOWN = Decimal("0.5")
"""The share of known contenders below which, or of changed votes above which, a reading may be another board."""
LITTLE = 3
"""The number of half intervals up to which a move is plausible, however small the score is."""
TOGETHER = Decimal("0.5")
"""The share of moved scores from which the method has changed, so that single scores may move far."""
RECOUNTED = 2
"""The greatest ratio of votes, up or down, that is no sign of another contender."""


def board_doubts(case: Case) -> Iterator[Doubt]:
    """Yield the doubts about all boards of a reading, except a whole history, which is made later."""
    scopes = case.reading.scopes - case.reading.later.keys()
    believed: dict[type[Fact], Mapping[str, Sequence[Fact]]] = {
        kind: _by_part(in_effect(kind, case.beliefs[kind], case.moment)) for kind in (Contender, Score)
    }
    for scope in sorted((scope for scope in scopes if scope.fact in believed), key=lambda scope: scope.part):
        before = believed[scope.fact][scope.part]
        now = [fact for fact in case.reading.of(scope) if not fact.gone]
        if scope.fact is Contender:
            # A file may lack a whole category, and with it everybody who stands in no other one.
            yield from _shrunk(scope, before, now)
        else:
            yield from _of_scores(scope, _scores(before), _scores(now), case.boards)


def _by_part(facts: Iterable[Fact]) -> Mapping[str, Sequence[Fact]]:
    """Return facts by the part of their scope; none of a part without any."""
    by_part = defaultdict[str, list[Fact]](list)
    for fact in facts:
        by_part[fact.part].append(fact)
    return by_part


def _of_scores(
    scope: Scope, before: Sequence[Score], now: Sequence[Score], boards: BoardConventions
) -> Iterator[Doubt]:
    yield from _far(before, now, boards)
    if boards.every_row_is_scored or any(score.ci_low is not None for score in before):
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
    """Yield doubts if the contenders or their votes are others: the file may be that of another board."""
    pairs = _pairs(before, now)
    if len(pairs) < KNOWN * len(now):
        yield Doubt(Score, (scope.source, scope.part), None, f"{scope.part}: {len(pairs)} of {len(now)} are known")
    votes = [(was.votes, after.votes) for was, after in pairs if was.votes and after.votes is not None]
    others = [1 for was, after in votes if not was <= after * RECOUNTED <= was * RECOUNTED**2]
    if len(others) > KNOWN * len(votes):
        why = f"{scope.part}: {len(others)} of {len(votes)} contenders have other votes"
        yield Doubt(Score, (scope.source, scope.part, "votes"), None, why)


def _far(before: Iterable[Score], now: Iterable[Score], boards: BoardConventions) -> Iterator[Doubt]:
    """Yield a doubt for each score of 0 or of another size; if the method changed, only if most are."""
    pairs = _pairs(before, now)
    far = [(was, after) for was, after in pairs if _is_far(was, after, boards)]
    moved = sum(boards.interval(was).apart(boards.interval(after)) for was, after in pairs)
    if len(pairs) < FEWEST or moved < TOGETHER * len(pairs) or len(far) > TOGETHER * len(pairs):
        for was, after in far:
            yield doubt(after, f"{after.category}: {after.contender_key} from {was.score} to {after.score}")


def _is_far(before: Score, after: Score, boards: BoardConventions) -> bool:
    """Return True if a score is of another size than before, by more than small scores usually move."""
    was, now, lies = before.score, after.score, boards.interval(before)
    if was is None or now is None or was <= 0 or now < 0 or abs(now - was) <= LITTLE * (lies.high - lies.low) / 2:
        return False
    return not was / MOST <= now <= was * MOST


def _pairs(before: Iterable[Score], now: Iterable[Score]) -> list[tuple[Score, Score]]:
    """Return the previous and the present score of each contender that has both."""
    known = {score.contender_key: score for score in before}
    return [(known[score.contender_key], score) for score in now if score.contender_key in known]


def _outside(before: Iterable[Score], now: Iterable[Score]) -> Iterator[Doubt]:
    """Yield a doubt for each score further outside the board than the board is wide: a digit may be lost or added."""
    numbers = [score.score for score in before if score.score is not None]
    low, high = min(numbers), max(numbers)
    for score in now:
        if score.score is not None and not low - (high - low) <= score.score <= high + (high - low):
            yield doubt(score, f"{score.category}: {score.contender_key} with {score.score:f}, outside of the board")
