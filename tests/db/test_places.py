"""The rule of places, which the view `place_now` states, against its definition: contender by contender."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import select, update

from flows.database import Store
from models.facts.kinds import Score
from models.leaderboards.places import Place, StatedScore, places
from models.schema.history import TABLES
from models.schema.views import PLACE_NOW
from tests.support.publishes import publish
from tests.support.views import LEADERBOARD_NOW

pytestmark = pytest.mark.both_databases
Ranking = Mapping[str, StatedScore]
SIZES = (40, 1, 0, 25)


def ends(stated: StatedScore) -> tuple[Decimal, Decimal]:
    """An interval without both ends is the score alone."""
    score, low, high = stated
    assert score is not None
    return (score, score) if low is None or high is None else (low, high)


def defined(ranking: Ranking) -> dict[str, Place]:
    """The places of a ranking by their definition."""
    found: dict[str, Place] = {}
    for key, stated in ranking.items():
        low, high = ends(stated)
        others = [ends(other) for name, other in ranking.items() if name != key]
        found[key] = Place(
            by_score=1 + sum(ranking[name][0] > stated[0] for name in ranking),  # type: ignore[operator]
            best=1 + sum(other_low > high for other_low, _ in others),
            worst=len(ranking) - sum(other_high < low for _, other_high in others),
            tied_with=sum(other_low <= high and low <= other_high for other_low, other_high in others),
        )
    return found


def drawn(draw: Random, size: int) -> Ranking:
    """Scores on both sides of 0 with few values, so that many are equal; every fourth end is not stated."""
    ranking: dict[str, StatedScore] = {}
    for number in range(size):
        score, below, above = (Decimal(draw.randrange(*span)) / 10 for span in ((-10, 10), (0, 5), (0, 5)))
        low, high = (None if draw.random() < 0.25 else end for end in (score - below, score + above))
        ranking[f"m{number:02}"] = (score, low, high)
    return ranking


@pytest.mark.parametrize("seed", range(5))
def test_the_places_of_given_scores_are_those_of_the_definition(store: Store, seed: int) -> None:
    draw = Random(seed)  # noqa: S311 (no secret)
    rankings = [drawn(draw, size) for size in SIZES]
    with store.reading() as session:
        assert places(session, rankings) == [defined(ranking) for ranking in rankings]


def test_the_view_states_the_places_of_each_category_by_the_definition(store: Store) -> None:
    draw = Random(7)  # noqa: S311 (no secret)
    rankings = {name: drawn(draw, size) for name, size in (("coding", 40), ("overall", 25))}
    series, spans = TABLES[Score].series, TABLES[Score].spans
    with store.writing() as session:
        publish(session, 0, {name: dict.fromkeys(ranking, (1, 0, 9)) for name, ranking in rankings.items()})
        for name, ranking in rankings.items():
            for key, (score, low, high) in ranking.items():
                of_contender = select(series.c.id).where(series.c.category == name, series.c.contender_key == key)
                stated = {"score": score, "ci_low": low, "ci_high": high}
                session.execute(update(spans).where(spans.c.series_id.in_(of_contender)).values(stated))
    with store.reading() as session:
        for view in (PLACE_NOW, LEADERBOARD_NOW):
            columns = ("category", "contender_key", "place", "best_place", "worst_place", "tied_with")
            rows = session.execute(select(*(view.c[name] for name in columns))).all()
            found = {name: {key: Place(*place) for of, key, *place in rows if of == name} for name in rankings}
            assert found == {name: defined(ranking) for name, ranking in rankings.items()}


EQUAL, LESS = Decimal("1234.56789012345"), Decimal("1234.56789012344")


@pytest.mark.parametrize("sign", [1, -1])
def test_ends_are_compared_to_the_fifteenth_digit(store: Store, sign: int) -> None:
    """SQLite compares them as floating-point numbers, PostgreSQL exactly; further zeros make no difference."""
    one, same, less = ((sign * end, None, None) for end in (EQUAL, Decimal(f"{EQUAL}000"), LESS))
    with store.reading() as session:
        equal, apart = places(session, [{"one": one, "other": same}, {"one": one, "other": less}])
    assert equal == dict.fromkeys(("one", "other"), Place(1, 1, 2, 1))
    best, last = ("one", "other") if sign > 0 else ("other", "one")
    assert apart == {best: Place(1, 1, 1, 0), last: Place(2, 2, 2, 0)}
