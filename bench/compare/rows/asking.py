"""Questions about 1,000 prices or scores at an instant, by the length of their history: SQLite and PostgreSQL.

The baseline is the best query that we could write by hand, through the bare driver on the same tables; on PostgreSQL
the time of the server's process counts, too. Where a size takes long (1e7), its rows have to be named.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import bindparam, select, text

from bench.compare.filled import BOARD, EPOCH, PRICES, SCORES, FilledDatabase, filled
from bench.compare.frame import Bench, Row, Side, Sides
from bench.compare.hand_queries import BELIEVED, NOW, prices_at, prices_now, routes_now, scores
from models.facts import Price
from models.leaderboards import LeaderboardRow, leaderboard_at
from models.queries import as_of, clocks
from models.schema import HISTORY, PRICE_NOW, PRICE_RESOLVED, SCORE_NOW

SIZES = {"1e5": 100_000, "1e6": 1_000_000, "1e7": 10_000_000}
CATEGORY = "coding"
MODEL = "model-500"
AS_OF_ONE = as_of(Price).where(
    HISTORY[Price].c.source == bindparam("source"),
    HISTORY[Price].c.currency == bindparam("currency"),
    HISTORY[Price].c.model == bindparam("model"),
)
ONE = {"source": PRICES.name, "currency": "USD", "model": MODEL}
LEADERBOARD_NOW = text(
    "select * from leaderboard_now where source = :source and board = :board and category = :category order by place"
)
OF_CATEGORY = {"source": SCORES.name, "board": BOARD, "category": CATEGORY}
AnswerRow = tuple[object, ...]
PlainRows = list[AnswerRow]
Places = list[tuple[str, str | None, int, int, int]]
Question = Callable[[FilledDatabase], tuple[Side, Side]]


def _instant(value: object) -> datetime | None:
    if isinstance(value, int):
        return EPOCH + timedelta(microseconds=value)
    return value.astimezone(UTC) if isinstance(value, datetime) else None


def _sides(
    asked: FilledDatabase,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    normal: Callable[[Any], object],
    normal_by_hand: Callable[[Any], object],
) -> tuple[Side, Side]:
    """Both sides, with the clock of the database."""
    return Side(ours, normal, clock=asked.clock), Side(theirs, normal_by_hand, clock=asked.clock)


def _prices(rows: Iterable[SqlRow[Any]]) -> PlainRows:
    return sorted((row.model, row.amount, row.snapshot_id, row.effective_from, row.effective_to) for row in rows)


def _prices_by_hand(rows: Iterable[AnswerRow]) -> PlainRows:
    return sorted((row[1], Decimal(str(row[7])), row[10], _instant(row[13]), _instant(row[14])) for row in rows)


def _as_of_full(asked: FilledDatabase) -> tuple[Side, Side]:
    query, values = prices_at(asked.kind), {"at": asked.middle, "believed": asked.now}
    return _sides(
        asked,
        lambda: asked.session.execute(as_of(Price), clocks(asked.middle, asked.now)).all(),
        lambda: asked.ask(query, **values),
        _prices,
        _prices_by_hand,
    )


def _as_of_one(asked: FilledDatabase) -> tuple[Side, Side]:
    query, values = prices_at(asked.kind, of_one=True), {"at": asked.middle, "believed": asked.now, **ONE}
    return _sides(
        asked,
        lambda: asked.session.execute(AS_OF_ONE, {**clocks(asked.middle, asked.now), **ONE}).all(),
        lambda: asked.ask(query, **values),
        _prices,
        _prices_by_hand,
    )


def _price_now(asked: FilledDatabase) -> tuple[Side, Side]:
    query, now = prices_now(asked.kind), datetime.now(UTC)
    return _sides(
        asked,
        lambda: asked.session.execute(select(PRICE_NOW)).all(),
        lambda: asked.ask(query, at=now),
        _prices,
        _prices_by_hand,
    )


def _billed(rows: Iterable[SqlRow[Any]]) -> PlainRows:
    return sorted((row.model, row.billed_as, row.amount, row.snapshot_id) for row in rows)


def _billed_by_hand(found: tuple[list[AnswerRow], dict[str, str]]) -> PlainRows:
    prices, routes = found
    by_model = {str(row[1]): (Decimal(str(row[7])), row[10]) for row in prices}
    last = {name: routes.get(target, target) for name, target in routes.items()}
    billed = {model: model for model in by_model if model not in routes} | last
    return sorted((model, name, *by_model[name]) for model, name in billed.items())


def _price_resolved(asked: FilledDatabase) -> tuple[Side, Side]:
    prices, routes, now = prices_now(asked.kind), routes_now(asked.kind), datetime.now(UTC)
    return _sides(
        asked,
        lambda: asked.session.execute(select(PRICE_RESOLVED)).all(),
        lambda: (asked.ask(prices, at=now), dict(asked.ask(routes, at=now))),
        _billed,
        _billed_by_hand,
    )


def _scores(rows: Iterable[SqlRow[Any]]) -> PlainRows:
    return sorted((row.category, row.contender_key, row.contender_name, row.score) for row in rows)


def _scores_by_hand(rows: Iterable[AnswerRow]) -> PlainRows:
    return sorted((*row[:3], Decimal(str(row[5]))) for row in rows)


def _score_now(asked: FilledDatabase) -> tuple[Side, Side]:
    query, now = scores(asked.kind, NOW), datetime.now(UTC)
    return _sides(
        asked,
        lambda: asked.session.execute(select(SCORE_NOW)).all(),
        lambda: asked.ask(query, at=now),
        _scores,
        _scores_by_hand,
    )


def _places(rows: Iterable[SqlRow[Any] | LeaderboardRow]) -> Places:
    return sorted((row.contender_key, row.contender_name, row.place, row.best_place, row.worst_place) for row in rows)


def _placed(rows: list[tuple[Any, ...]]) -> Places:
    """The places of the scores that a query by hand returned: bisection of sorted ends."""
    scores_of, lows, highs = (sorted(float(row[column]) for row in rows) for column in (5, 6, 7))
    count = len(rows)
    return [
        (
            key,
            name,
            1 + count - bisect_right(scores_of, float(score)),
            1 + count - bisect_right(lows, float(high)),
            count - bisect_left(highs, float(low)),
        )
        for _, key, name, _, _, score, low, high, *_ in rows
    ]


def _leaderboard_now(asked: FilledDatabase) -> tuple[Side, Side]:
    query, now = scores(asked.kind, NOW, of_category=True), datetime.now(UTC)
    return _sides(
        asked,
        lambda: asked.session.execute(LEADERBOARD_NOW, OF_CATEGORY).all(),
        lambda: _placed(asked.ask(query, at=now, **OF_CATEGORY)),
        _places,
        sorted,
    )


def _leaderboard_at(asked: FilledDatabase) -> tuple[Side, Side]:
    query = scores(asked.kind, BELIEVED, of_category=True)
    values = {"at": asked.middle, "believed": asked.now, **OF_CATEGORY}
    return _sides(
        asked,
        lambda: leaderboard_at(asked.session, BOARD, CATEGORY, asked.middle, asked.now),
        lambda: _placed(asked.ask(query, **values)),
        _places,
        sorted,
    )


QUESTIONS: dict[str, tuple[Question, float, float]] = {
    "as_of_full": (_as_of_full, 10, 20),
    "as_of_one": (_as_of_one, 0.2, 0.5),
    "price_now": (_price_now, 10, 20),
    "price_resolved": (_price_resolved, 10, 20),
    "score_now": (_score_now, 10, 20),
    "leaderboard_now": (_leaderboard_now, 10, 20),
    "leaderboard_at": (_leaderboard_at, 30, 30),
}
"""Each question with its goals on SQLite and on PostgreSQL, in milliseconds."""


def _prepare(question: Question, kind: str, versions: int, bench: Bench) -> Sides:
    return Sides(*question(filled(bench, kind, versions)))


ROWS = tuple(
    Row(
        f"{name}_{kind}_{size}",
        "ms",
        goals[place],
        "ours",
        partial(_prepare, question, kind, SIZES[size]),
        calls=50 if name == "as_of_one" else 4,
        on_demand=size == "1e7",
    )
    for name, (question, *goals) in QUESTIONS.items()
    for place, kind in enumerate(("sqlite", "postgresql"))
    for size in SIZES
)
