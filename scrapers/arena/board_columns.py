"""Columns of a file of Arena's dataset by board: their names, and the scale of the scores."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

DAY = "leaderboard_publish_date"
TEXTS = ("category", DAY, "model_name", "organization", "license")
MAY_LACK = ("organization", "license")
"""Text columns that a row may leave empty."""
RATINGS = ("rating", "rating_lower", "rating_upper")
VOTES = "vote_count"
Type = Any
"""A type of pyarrow, whose published types are mostly unknown."""
TYPES: Any = pa.types
Accepts = Callable[[Type], bool]
"""A predicate: may a column have this type?"""


def is_text(kind: Type) -> bool:
    """Return True for a text column, in whatever encoding."""
    value_type = kind.value_type if TYPES.is_dictionary(kind) else kind
    return TYPES.is_string(value_type) or TYPES.is_large_string(value_type)


def is_day(kind: Type) -> bool:
    """Return True for a column of days, as text or as dates."""
    return is_text(kind) or TYPES.is_date(kind)


def is_number(kind: Type) -> bool:
    """Return True for numbers that a float can hold."""
    return TYPES.is_integer(kind) or TYPES.is_decimal(kind) or kind in (pa.float32(), pa.float64())


def is_nothing(kind: Type) -> bool:
    """Return True for a column without any value."""
    return TYPES.is_null(kind)


@dataclass(frozen=True)
class BoardColumns:
    """The columns of the files of one board."""

    numbers: Mapping[str, str]
    """Column names by our names of the numbers (RATINGS and VOTES)."""
    ignored: frozenset[str]
    """Columns that are derived from others, or are no facts of ours."""
    scale: int
    """The largest absolute score."""

    @property
    def types(self) -> dict[str, tuple[Accepts, ...]]:
        """Return the type predicates of each column."""
        rating, lower, upper = (self.numbers[name] for name in RATINGS)
        return {
            **dict.fromkeys(TEXTS, (is_text,)),
            **dict.fromkeys(MAY_LACK, (is_text, is_nothing)),
            DAY: (is_day,),
            rating: (is_number,),
            **dict.fromkeys((lower, upper, self.numbers[VOTES]), (is_number, is_nothing)),
        }


RATED = BoardColumns({name: name for name in (*RATINGS, VOTES)}, frozenset({"variance", "rank"}), 10_000)
"""Elo-like ratings, since 2023."""
AGENT = BoardColumns(
    {
        "rating": "score",
        "rating_lower": "score_ci_lower",
        "rating_upper": "score_ci_upper",
        VOTES: "observation_count",
    },
    frozenset({"session_count", "rank"}),
    1,
)
"""Shares above or below those of others (2026-08): a score rests on observations, some hundred in a session."""
LAYOUTS = {"arena/agent": AGENT}


def columns_of_board(board: str) -> BoardColumns:
    return LAYOUTS.get(board, RATED)
