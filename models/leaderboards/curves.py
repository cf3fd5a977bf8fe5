"""How scores went over time, in pieces that can be compared: a change of method ends one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.kinds import ChangeKind
from models.leaderboards.scores import CONTENDERS, Standing
from models.schema import SCORE_HISTORY, ChangeRow


@dataclass(frozen=True)
class Held:
    """A score while it held; its interval where the source states one; open where `end` is null."""

    start: datetime
    end: datetime | None
    score: Decimal
    low: Decimal | None
    high: Decimal | None
    methodology: str | None


@dataclass(frozen=True)
class Curve:
    """A contender's scores in pieces, the oldest first."""

    name: str
    pieces: Sequence[Sequence[Held]]


@dataclass(frozen=True)
class Rebase:
    """From then on scores cannot be compared with those before."""

    at: datetime
    says: str


def curves(session: Session, standings: Sequence[Standing], breaks: Sequence[Rebase] = ()) -> list[Curve]:
    """How these contenders of one category came to stand where they do, as believed now, by the same source.

    A contender that was renamed has its curve under both names.
    """
    if not standings:
        return []
    first, renamed = standings[0], _renamed(session, standings[0].source)
    spells = {standing: list(_spells(standing, renamed)) for standing in standings}
    query = select(SCORE_HISTORY).where(
        SCORE_HISTORY.c.source == first.source,
        SCORE_HISTORY.c.board == first.board,
        SCORE_HISTORY.c.category == first.category,
        SCORE_HISTORY.c.contender_key.in_({spell.key for its in spells.values() for spell in its}),
        SCORE_HISTORY.c.recorded_to.is_(None),
        SCORE_HISTORY.c.gone.is_(False),
    )
    held: Mapping[str, list[Held]] = defaultdict(list)
    for row in session.execute(query.order_by(SCORE_HISTORY.c.effective_from)):
        held[row.contender_key].append(
            Held(row.effective_from, row.effective_to, row.score, row.ci_low, row.ci_high, row.methodology)
        )
    return [
        Curve(standing.name, pieces([one for spell in its for one in held[spell.key] if spell.has(one)], breaks))
        for standing, its in spells.items()
    ]


@dataclass(frozen=True)
class Spell:
    """While a contender had a key; keys that are names pass on to others."""

    key: str
    since: datetime | None
    until: datetime | None

    def has(self, one: Held) -> bool:
        return (self.since is None or self.since <= one.start) and (self.until is None or one.start < self.until)


def _renamed(session: Session, source: str) -> Mapping[str, tuple[str, datetime]]:
    """By name, the key that a contender had before it was called so, and until when; the latest of each name."""
    old, new = (value["name"].as_string() for value in (ChangeRow.value_before, ChangeRow.value_after))
    query = (
        select(new, CONTENDERS.c.contender_key, ChangeRow.effective_at)
        .join(
            CONTENDERS,
            (CONTENDERS.c.source == ChangeRow.source) & (CONTENDERS.c.name == old),
        )
        .where(
            ChangeRow.source == source, ChangeRow.kind == ChangeKind.CONTENDER_RENAMED, ChangeRow.retracted.is_(False)
        )
    )
    found = session.execute(query.order_by(ChangeRow.id)).tuples()
    return {after: (key, at) for after, key, at in found if after is not None and at is not None}


def _spells(standing: Standing, renamed: Mapping[str, tuple[str, datetime]]) -> Iterator[Spell]:
    """The keys that a contender has had, the first one first."""
    found: list[Spell] = []
    key, name, until = standing.contender_key, standing.name, None
    while name in renamed and (until is None or renamed[name][1] < until):
        before, since = renamed[name]
        found.append(Spell(key, since, until))
        key, name, until = before, before, since
    yield from (Spell(key, None, until), *reversed(found))


def pieces(held: Sequence[Held], breaks: Sequence[Rebase]) -> list[list[Held]]:
    """Scores that follow each other without a gap, by one method and without a rebase in between, together."""
    found: list[list[Held]] = []
    for one in held:
        last = found[-1][-1] if found else None
        if last is None or last.end != one.start or _rebased(last, one, breaks):
            found.append([])
        found[-1].append(one)
    return found


def _rebased(last: Held, one: Held, breaks: Sequence[Rebase]) -> bool:
    return last.methodology != one.methodology or any(last.start < rebase.at <= one.start for rebase in breaks)


def rebases(session: Session, board: str, source: str) -> list[Rebase]:
    """What the change log has of a board's method, the oldest first."""
    query = select(ChangeRow).where(
        ChangeRow.source == source,
        ChangeRow.kind == ChangeKind.LEADERBOARD_REBASED,
        ChangeRow.subject == board,
        ChangeRow.retracted.is_(False),
    )
    rows = session.scalars(query.order_by(ChangeRow.id))
    return [Rebase(row.effective_at or row.seen_at, _method(row.value_after or {})) for row in rows]


def _method(value: Mapping[str, Any]) -> str:
    """The version of the method, where the board states one."""
    method = value.get("methodology")
    return f"method {method}" if method else "rebased"
