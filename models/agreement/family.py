"""Agreement of the sources of a family, each with time to catch up with the others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

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
"""The time for which a difference is no disagreement: the pages of a family are not edited at one moment."""
NEAR = timedelta(hours=24)
"""The greatest distance of an instant from a date that is printed without a time, stored as its 00:00 UTC."""
SAME_MINUTE = timedelta(minutes=1)
"""Until 23:59 and until 24:00 are the same end."""
COMPARED = (Retirement, Promotion, PeakHours, ModelVersion)
Disputed = tuple[str, str]
"""Subject and table of the fact."""
ItemOf = tuple[tuple[str, Any], ...]
"""The item of a change, by the names of key columns."""


@dataclass(frozen=True)
class Disagreement:
    """A disagreement as it was reported."""

    words: str | None
    value: ChangeValue | None


@dataclass(frozen=True)
class Statement:
    """A statement of one source, and since when it has been known to hold."""

    source: str
    fact: Fact
    since: datetime


@dataclass(frozen=True)
class BelievedRow:
    """A believed row; `fact` is None if it says that there is none."""

    key: FactKey
    fact: Fact | None
    start: datetime
    recorded: datetime

    @property
    def since(self) -> datetime:
        """The instant since which it has been known to hold."""
        return max(self.start, self.recorded)


def agreement(session: Session, sources: Sequence[str], source: str, moment: datetime) -> list[Change]:
    """Return the changes in the agreement of sources, as of a moment at which one of them was recorded.

    A source that states nothing about a subject neither agrees nor disagrees. There is nothing to find unless
    `SeenSources.may_disagree`.
    """
    reported, found = _reported(session, sources), list[Change]()
    stated = _stated(session, sources, moment)
    for thing in sorted({*reported, *stated}):
        (subject, kind), statements = thing, stated.get(thing, [])
        began = _apart_since(statements)
        words = f"{kind}: {_words(statements)}"
        value = value_of([statement.fact for statement in statements])
        if began is None and thing in reported:
            was = reported[thing]
            data = Data(kind, value_before=was.value, value_after=value)
            found.append(Change(AGREE, source, subject, was.words, words, None, about=data))
        elif began is not None and thing not in reported and moment - began >= LAG:
            found.append(Change(DISAGREE, source, subject, None, words, None, about=Data(kind, value_after=value)))
    return found


def _reported(session: Session, sources: Sequence[str]) -> dict[Disputed, Disagreement]:
    """Return the disagreements that were reported and are not over."""
    return {(subject, fact): each for (subject, fact, _), each in open_disagreements(session, sources).items()}


def open_disagreements(
    session: Session, sources: Sequence[str], vendor: str = ""
) -> dict[tuple[str, str, ItemOf], Disagreement]:
    """Return the open disagreements of these sources, or of one vendor, by subject, table of the fact and item."""
    disagreements = dict[tuple[str, str, ItemOf], Disagreement]()
    rows = session.scalars(_open_query(), {"sources": list(sources)})
    for row in (row for row in rows if vendor in ("", row.vendor)):
        thing = (row.subject, row.fact or "", tuple(sorted((row.item or {}).items())))
        disagreements.pop(thing, None)
        if row.kind is DISAGREE:
            disagreements[thing] = Disagreement(row.said_after, row.value_after)
    return disagreements


@cache
def _open_query() -> Select[tuple[ChangeRow]]:
    """Return the query of the changes in the agreement of `sources` about subjects with an open disagreement.

    An open one is followed by no other change of its item. An item may be written in two ways (an object without keys
    or null), so a subject may be found that has none open: `open_disagreements` compares items as they are meant.
    """
    began, later = aliased(ChangeRow), aliased(ChangeRow)
    sources: BindParameter[str] = bindparam("sources", expanding=True)
    is_over = exists().where(
        later.source.in_(sources),
        later.kind.in_(AGREEMENT),
        later.id > began.id,
        later.vendor == began.vendor,
        later.subject == began.subject,
        later.fact.is_not_distinct_from(began.fact),
        later.item.is_not_distinct_from(began.item),
    )
    subjects = select(began.subject).where(began.source.in_(sources), began.kind == DISAGREE, ~is_over)
    rows = select(ChangeRow).where(ChangeRow.source.in_(sources), ChangeRow.kind.in_(AGREEMENT))
    return rows.where(ChangeRow.subject.in_(subjects)).order_by(ChangeRow.id)


def _stated(session: Session, sources: Sequence[str], moment: datetime) -> dict[Disputed, list[Statement]]:
    """Return the statements of the sources that are in force."""
    stated: dict[Disputed, list[Statement]] = defaultdict(list)
    for fact in COMPARED:
        for statement in _statements(session, fact, sources, moment):
            subject = HOURS if fact is PeakHours else statement.fact.key[1]
            stated[subject, fact.table].append(statement)
    return stated


def _statements(session: Session, fact: type[Fact], sources: Sequence[str], moment: datetime) -> Iterator[Statement]:
    for row in rows_at(session, fact, sources, moment):
        if row.fact is not None:
            yield Statement(row.key[0], row.fact, row.since)


def rows_at(session: Session, fact: type[Fact], sources: Sequence[str], moment: datetime) -> Iterator[BelievedRow]:
    """Yield the row of each key that is believed at a moment, also one that says that the fact is gone."""
    width = len(key_columns(fact))
    for gone, start, recorded, *stated in session.execute(_at(fact), {"sources": list(sources), "moment": moment}):
        key, value = tuple(stated[:width]), tuple(stated[width:])
        yield BelievedRow(key, None if gone else fact_of(fact, key, value), start, recorded)


@cache
def _at(fact: type[Fact]) -> Select[Any]:
    """Return the query of `rows_at`, with the parameters `sources` and `moment`."""
    rows = HISTORY[fact]
    names = (*key_columns(fact), *value_columns(fact))
    return select(rows.c.gone, rows.c.effective_from, rows.c.recorded_from, *(rows.c[name] for name in names)).where(
        rows.c.source.in_(bindparam("sources", expanding=True)),
        rows.c.recorded_to.is_(None),
        rows.c.effective_from <= bindparam("moment"),
        or_(rows.c.effective_to.is_(None), rows.c.effective_to > bindparam("moment")),
    )


def _apart_since(statements: Sequence[Statement]) -> datetime | None:
    """Return the instant since which two statements have differed; None if all agree."""
    differing = [
        max(one.since, other.since) for one, other in combinations(statements, 2) if differ(one.fact, other.fact)
    ]
    return min(differing, default=None)


def differ(one: Fact, other: Fact) -> bool:
    """Return True if two facts of one subject contradict each other."""
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
    """Return True if two ends are the same to the minute, or to the day if one is printed without a time."""
    if one is None or other is None:
        return one is other
    without_clock = MIDNIGHT in (one.time(), other.time())
    return abs(one - other) <= (NEAR if without_clock else SAME_MINUTE)


def are_within_a_day(one: datetime | None, other: datetime | None) -> bool:
    """Return True if two dates are at most a day apart: a reseller may use another time zone."""
    return abs(one - other) <= NEAR if one and other else one is other


def _contradict(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _words(statements: Sequence[Statement]) -> str:
    """Return statements with their sources: "announced (deepseek_news); dated 2026-07-24 (deepseek_updates)"."""
    return "; ".join(statement_words(one.fact for one in statements)) or "nothing is said"


def statement_words(facts: Iterable[Fact]) -> list[str]:
    """Return each statement with its sources: `announced (deepseek_pricing)`."""
    by_words: dict[str, list[str]] = defaultdict(list)
    for source, fact in sorted(((str(fact.key[0]), fact) for fact in facts), key=lambda stated: stated[0]):
        by_words[describe((fact,)) or ""].append(source)
    return [f"{words} ({', '.join(sources)})" for words, sources in by_words.items()]
