"""The columns of a file of Arena's dataset by board: what they are called, and the scale of the scores."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

DAY = "leaderboard_publish_date"
TEXTS = ("category", DAY, "model_name", "organization", "license")
MAY_LACK = ("organization", "license")
"""Texts that a row need not have."""
RATINGS = ("rating", "rating_lower", "rating_upper")
VOTES = "vote_count"
Type = Any
"""A type of pyarrow, whose published types are mostly unknown ones."""
TYPES: Any = pa.types
Accepts = Callable[[Type], bool]
"""Whether a column may have a type."""


def is_text(kind: Type) -> bool:
    """Texts, however they are kept."""
    its = kind.value_type if TYPES.is_dictionary(kind) else kind
    return TYPES.is_string(its) or TYPES.is_large_string(its)


def is_day(kind: Type) -> bool:
    """Days, as texts or as such."""
    return is_text(kind) or TYPES.is_date(kind)


def is_number(kind: Type) -> bool:
    """Numbers that a float can hold."""
    return TYPES.is_integer(kind) or TYPES.is_decimal(kind) or kind in (pa.float32(), pa.float64())


def is_nothing(kind: Type) -> bool:
    """A column that has no value at all."""
    return TYPES.is_null(kind)


@dataclass(frozen=True)
class BoardColumns:
    """The columns of one board's files."""

    numbers: Mapping[str, str]
    """By our name of a number (RATINGS and VOTES), the name of its column."""
    ignored: frozenset[str]
    """Columns that follow from others, or are no facts of ours."""
    scale: int
    """No score is further from 0."""

    @property
    def types(self) -> dict[str, tuple[Accepts, ...]]:
        """What says of each column which types it may have."""
        rating, lower, upper = (self.numbers[name] for name in RATINGS)
        return {
            **dict.fromkeys(TEXTS, (is_text,)),
            **dict.fromkeys(MAY_LACK, (is_text, is_nothing)),
            DAY: (is_day,),
            rating: (is_number,),
            **dict.fromkeys((lower, upper, self.numbers[VOTES]), (is_number, is_nothing)),
        }


RATED = BoardColumns({name: name for name in (*RATINGS, VOTES)}, frozenset({"variance", "rank"}), 10_000)
"""Ratings as of chess players, since 2023."""
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
"""Shares more or less than others have (2026-08): a score rests on observations, some hundred in a session."""
LAYOUTS = {"arena/agent": AGENT}


def columns_of_board(board: str) -> BoardColumns:
    return LAYOUTS.get(board, RATED)
