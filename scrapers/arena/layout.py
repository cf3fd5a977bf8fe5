"""The columns of a file of Arena's dataset by board: what they are called, and the scale of the scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

TEXTS = ("category", "leaderboard_publish_date", "model_name", "organization", "license")
MAY_LACK = ("organization", "license")
"""Texts that a row need not have."""
RATINGS = ("rating", "rating_lower", "rating_upper")
VOTES = "vote_count"
Type = Any
"""A type of pyarrow, whose published types are mostly unknown ones."""
NOTHING: Type = pa.null()
"""The type of a column that has no value at all."""
STRINGS = (pa.string(), pa.large_string())
FLOATS = (pa.float64(),)
COUNTS = (pa.int32(), pa.int64(), pa.float64(), NOTHING)


@dataclass(frozen=True)
class Layout:
    """The columns of one board's files."""

    numbers: Mapping[str, str]
    """By our name of a number (RATINGS and VOTES), the name of its column."""
    ignored: frozenset[str]
    """Columns that follow from others, or are no facts of ours."""
    scale: int
    """No score is further from 0."""

    @property
    def types(self) -> dict[str, tuple[Type, ...]]:
        """The types that each column may have."""
        rating, lower, upper = (self.numbers[name] for name in RATINGS)
        texts: dict[str, tuple[Type, ...]] = dict.fromkeys(TEXTS, STRINGS)
        texts |= dict.fromkeys(MAY_LACK, (*STRINGS, NOTHING))
        return {
            **texts,
            rating: FLOATS,
            **dict.fromkeys((lower, upper), (*FLOATS, NOTHING)),
            self.numbers[VOTES]: COUNTS,
        }


RATED = Layout({name: name for name in (*RATINGS, VOTES)}, frozenset({"variance", "rank"}), 10_000)
"""Ratings as of chess players, since 2023."""
AGENT = Layout(
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


def layout_of(board: str) -> Layout:
    return LAYOUTS.get(board, RATED)
