"""Leaderboards made for tests: publishes written as `name: score ± half an interval, votes`."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bench.harness.registering import register
from models.facts.kinds import Contender, Score
from models.history.record import RecordResult, record
from models.leaderboards.board import Board
from models.leaderboards.changes import BoardChange, board_changes
from models.leaderboards.detect import with_places
from models.readings.reading import Reading, Scope
from models.schema.tables import Snapshot
from scrapers.arena.boards import CONVENTIONS
from tests.support.facts import hour

SOURCE, BOARD = "arena_text_style_control", "arena/text"
Line = tuple[float, float, int]
"""Score, half its interval, votes."""
Publish = Mapping[str, Mapping[str, Line]]
"""By category, by contender."""


def score(key: str, line: Line, category: str = "overall", methodology: str | None = None) -> Score:
    middle, half, votes = line
    return Score(
        source=SOURCE,
        category=category,
        board=BOARD,
        contender_key=key,
        score=Decimal(str(middle)),
        ci_low=Decimal(str(middle)) - Decimal(str(half)),
        ci_high=Decimal(str(middle)) + Decimal(str(half)),
        votes=votes,
        methodology=methodology,
    )


def contender(key: str, model: str | None = None, slug: str | None = None, name: str | None = None) -> Contender:
    return Contender(
        source=SOURCE, contender_key=key, name=name or key, slug=slug, organization=None, license=None, model=model
    )


def field(count: int, first: float = 1400, half: float = 5) -> dict[str, Line]:
    """Contenders `m00`, `m01`, … ten points apart, the best first."""
    return {f"m{number:02}": (first - 10 * number, half, 1000) for number in range(count)}


def account(
    publish: Publish, at: datetime, contenders: Iterable[Contender] = (), since: datetime | None = None
) -> Reading:
    """A publish as a dataset states it: the whole account from its date on, or from an earlier one."""
    given = {one.contender_key: one for one in contenders}
    names = {name for lines in publish.values() for name in lines}
    facts = [score(name, line, category) for category, lines in publish.items() for name, line in lines.items()]
    scopes = {Scope(Score, SOURCE, category) for category in publish} | {Scope(Contender, SOURCE)}
    everybody = [given.get(name) or contender(name) for name in sorted(names)]
    published = dict.fromkeys(scopes, at)
    return Reading(
        frozenset(scopes), (*facts, *everybody), since=dict.fromkeys(scopes, since or at), published=published
    )


def publish(
    session: Session,
    day: int,
    lines: Publish,
    contenders: Iterable[Contender] = (),
    published: int | None = None,
    since: int | None = None,
) -> RecordResult:
    """Record what a dataset shows on a day (of 24 hours since the start of 2026) that was published that day.

    With `since` it restates its whole account from an earlier day on.
    """
    moment = hour(24 * day + 3)
    register(session, SOURCE)
    snapshot = Snapshot(source=SOURCE, url="u", moment=moment, stored_at=moment, outcome="facts")
    session.add(snapshot)
    session.flush()
    at = hour(24 * (day if published is None else published))
    reading = account(lines, at, contenders, None if since is None else hour(24 * since))
    return record(session, snapshot, reading, 1, moment, boards=CONVENTIONS)


def changes_of(board: Board) -> list[BoardChange]:
    """The changes of a board made by hand; an empty database computes its places."""
    with Session(create_engine("sqlite://")) as session:
        return list(board_changes(with_places(session, board)))


def told(outcome: RecordResult) -> list[tuple[str, str, str | None, str | None]]:
    return [(change.kind, change.subject, change.said_before, change.said_after) for change in outcome.changes]
