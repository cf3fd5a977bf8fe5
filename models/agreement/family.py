"""Whether the sources of a family say the same of one thing at one instant, with time to catch up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from models.bitemporal import fact_of
from models.changes import Change, ChangeValue, Data, value_of
from models.facts import (
    HOURS,
    Fact,
    FactKey,
    ModelVersion,
    PeakHours,
    Promotion,
    Retirement,
    describe,
    key_columns,
    value_columns,
)
from models.kinds import ChangeKind
from models.readings import MIDNIGHT
from models.schema import HISTORY, ChangeRow

AGREEMENT = DISAGREE, AGREE = ChangeKind.SOURCES_DISAGREE, ChangeKind.SOURCES_AGREE_AGAIN
LAG = timedelta(hours=24)
"""Pages of one family are not edited at one moment: what differs for less than this is no disagreement."""
NEAR = timedelta(hours=24)
"""How far an instant may lie from a date that is printed without a clock, which is kept as its 00:00 UTC."""
SAME_MINUTE = timedelta(minutes=1)
"""Until 23:59 and until 24:00 is the same end."""
COMPARED = (Retirement, Promotion, PeakHours, ModelVersion)
Disputed = tuple[str, str]
"""Subject and table of the fact."""
ItemOf = tuple[tuple[str, Any], ...]
"""The item of a change, by the names of key columns."""


@dataclass(frozen=True)
class Disagreement:
    """How a disagreement was told."""

    words: str | None
    value: ChangeValue | None


@dataclass(frozen=True)
class Statement:
    """What one source says, and since when it has been known to hold."""

    source: str
    fact: Fact
    since: datetime


@dataclass(frozen=True)
class Row:
    """A believed row; without a fact it says that there is none."""

    key: FactKey
    fact: Fact | None
    start: datetime
    recorded: datetime

    @property
    def since(self) -> datetime:
        """Since when it has been known to hold."""
        return max(self.start, self.recorded)


def agreement(session: Session, sources: Sequence[str], source: str, moment: datetime) -> list[Change]:
    """What changes in whether the sources agree, as of a moment at which one of them was recorded.

    A source that says nothing of a thing neither agrees nor disagrees.
    """
    told, found = _told(session, sources), list[Change]()
    said = _said(session, sources, moment)
    for thing in sorted({*told, *said}):
        (subject, kind), statements = thing, said.get(thing, [])
        began = _apart_since(statements)
        words = f"{kind}: {_words(statements)}"
        value = value_of([one.fact for one in statements])
        if began is None and thing in told:
            was = told[thing]
            data = Data(kind, value_before=was.value, value_after=value)
            found.append(Change(AGREE, source, subject, was.words, words, None, about=data))
        elif began is not None and thing not in told and moment - began >= LAG:
            found.append(Change(DISAGREE, source, subject, None, words, None, about=Data(kind, value_after=value)))
    return found


def _told(session: Session, sources: Sequence[str]) -> dict[Disputed, Disagreement]:
    """The disagreements that were told and are not over."""
    return {(subject, fact): told for (subject, fact, _), told in open_disagreements(session, sources).items()}


def open_disagreements(session: Session, sources: Sequence[str]) -> dict[tuple[str, str, ItemOf], Disagreement]:
    """What these sources told to disagree and is not over: by subject, table of the fact, and item."""
    rows = select(ChangeRow).where(ChangeRow.source.in_(sources), ChangeRow.kind.in_(AGREEMENT))
    told = dict[tuple[str, str, ItemOf], Disagreement]()
    for row in session.scalars(rows.order_by(ChangeRow.id)):
        thing = (row.subject, row.fact or "", tuple(sorted((row.item or {}).items())))
        told.pop(thing, None)
        if row.kind is DISAGREE:
            told[thing] = Disagreement(row.said_after, row.value_after)
    return told


def _said(session: Session, sources: Sequence[str], moment: datetime) -> dict[Disputed, list[Statement]]:
    """What each source says is in force."""
    said: dict[Disputed, list[Statement]] = defaultdict(list)
    for fact in COMPARED:
        for statement in _statements(session, fact, sources, moment):
            subject = HOURS if fact is PeakHours else statement.fact.key[1]
            said[subject, fact.table].append(statement)
    return said


def _statements(session: Session, fact: type[Fact], sources: Sequence[str], moment: datetime) -> Iterator[Statement]:
    for row in rows_at(session, fact, sources, moment):
        if row.fact is not None:
            yield Statement(row.key[0], row.fact, row.since)


def rows_at(session: Session, fact: type[Fact], sources: Sequence[str], moment: datetime) -> Iterator[Row]:
    """What is believed of each key at a moment, that it is gone included."""
    width = len(key_columns(fact))
    for gone, start, recorded, *stated in session.execute(_at(fact), {"sources": list(sources), "moment": moment}):
        key, value = tuple(stated[:width]), tuple(stated[width:])
        yield Row(key, None if gone else fact_of(fact, key, value), start, recorded)


@cache
def _at(fact: type[Fact]) -> Select[Any]:
    """The question of `rows_at`, of `sources` at a `moment`."""
    rows = HISTORY[fact]
    names = (*key_columns(fact), *value_columns(fact))
    return select(rows.c.gone, rows.c.effective_from, rows.c.recorded_from, *(rows.c[name] for name in names)).where(
        rows.c.source.in_(bindparam("sources", expanding=True)),
        rows.c.recorded_to.is_(None),
        rows.c.effective_from <= bindparam("moment"),
        or_(rows.c.effective_to.is_(None), rows.c.effective_to > bindparam("moment")),
    )


def _apart_since(statements: Sequence[Statement]) -> datetime | None:
    """Since when two of them have differed; None where all are of one mind."""
    differing = [
        max(one.since, other.since) for one, other in combinations(statements, 2) if differ(one.fact, other.fact)
    ]
    return min(differing, default=None)


def differ(one: Fact, other: Fact) -> bool:
    match one, other:
        case Retirement() as ours, Retirement() as theirs:
            return ours.state != theirs.state or not is_one_end(ours.retires_at, theirs.retires_at)
        case Promotion() as ours, Promotion() as theirs:
            one_end = is_one_end(ours.ends_at, theirs.ends_at)
            return not one_end or _contradict(ours.percent_off, theirs.percent_off)
        case ModelVersion() as ours, ModelVersion() as theirs:
            return _contradict(ours.version, theirs.version)
        case ours, theirs:
            return ours.value != theirs.value


def is_one_end(one: datetime | None, other: datetime | None) -> bool:
    """Whether two sources print one end: to the minute, or on the day where one of them prints no clock."""
    if one is None or other is None:
        return one is other
    without_clock = MIDNIGHT in (one.time(), other.time())
    return abs(one - other) <= (NEAR if without_clock else SAME_MINUTE)


def near(one: datetime | None, other: datetime | None) -> bool:
    """Whether two dates are a day apart at most: a reseller's clock is its own."""
    return abs(one - other) <= NEAR if one and other else one is other


def _contradict(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _words(statements: Sequence[Statement]) -> str:
    return "; ".join(statement_words(one.fact for one in statements)) or "nothing is said"


def statement_words(facts: Iterable[Fact]) -> list[str]:
    """Each statement and who makes it: `announced (deepseek_pricing)`."""
    by_words: dict[str, list[str]] = defaultdict(list)
    for source, fact in sorted(((str(fact.key[0]), fact) for fact in facts), key=lambda stated: stated[0]):
        by_words[describe((fact,)) or ""].append(source)
    return [f"{words} ({', '.join(sources)})" for words, sources in by_words.items()]
