"""The places that follow from scores and their intervals. The SQL of the view `place_now` computes them."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from migrations.views import view_query
from models.leaderboards.intervals import PlaceRange
from models.schema import PLACE_NOW

StatedScore = tuple[Decimal | None, Decimal | None, Decimal | None]
"""A score and both ends of its interval; None for what is not stated."""
GIVEN_SCORES = {
    "sqlite": """
        select 0 as source, 0 as board, json_extract(value, '$[0]') as category, key as contender_key,
            json_extract(value, '$[1]') as score, json_extract(value, '$[2]') as ci_low,
            json_extract(value, '$[3]') as ci_high
        from json_each(:scores)""",
    "postgresql": """
        select 0 as source, 0 as board, cast(value ->> 0 as integer) as category, ordinality - 1 as contender_key,
            cast(value ->> 1 as numeric) as score, cast(value ->> 2 as numeric) as ci_low,
            cast(value ->> 3 as numeric) as ci_high
        from jsonb_array_elements(cast(:scores as jsonb)) with ordinality""",
}
"""The columns of `score_now` that `place_now` reads, from a JSON list. Numbers stand for names: they compare faster."""


class Place(NamedTuple):
    """The place of a contender by its score alone, and the range of places that its interval allows."""

    by_score: int
    best: int
    worst: int
    tied_with: int
    """The number of contenders whose intervals overlap its own."""

    @property
    def shared(self) -> PlaceRange:
        """The places that it shares with contenders whose intervals overlap its own."""
        return PlaceRange(self.best, self.worst)


def places(session: Session, rankings: Sequence[Mapping[str, StatedScore]]) -> list[Mapping[str, Place]]:
    """Return the places in each of several rankings, by contender key. No row of the database is read."""
    placed: list[dict[str, Place]] = [{} for _ in rankings]
    members = [(number, key) for number, ranking in enumerate(rankings) for key in ranking]
    scores = [(number, *map(_digits, rankings[number][key])) for number, key in members]
    if scores:
        query = _places_of_given_scores(session.get_bind().dialect.name)
        for row in session.execute(query, {"scores": json.dumps(scores)}):
            number, key = members[int(row[0])]
            placed[number][key] = Place(*row[1:])
    return list(placed)


def _digits(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


@cache
def _places_of_given_scores(dialect: str) -> TextClause:
    """The query of the view `place_now`, for which the given scores have the name of the view that it reads."""
    given, query = GIVEN_SCORES[dialect], view_query(dialect, PLACE_NOW.name)
    columns = "contender_key, place, best_place, worst_place, tied_with"
    return text(f"with score_now as ({given}) select {columns} from ({query}) as places")  # noqa: S608 (no foreign text)
