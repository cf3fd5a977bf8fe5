"""Recording of readings: amends the believed history of their scopes, and logs the changes that result."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from models.bitemporal import (
    Amendment,
    Beliefs,
    Contradiction,
    ThirdValue,
    amended,
    amendment_from_history,
    amendment_from_page,
    fact_of,
    value_at,
)
from models.changes import Change, Recording, changes, with_unread
from models.facts import Contender, Fact, FactKey, FactValue, Measurement, Score, describe, key_words
from models.history.belief_reader import BeliefReader, advance, expect_all_read
from models.history.rows import (
    LONGEST,
    Asides,
    ChangeLogger,
    ScopeAmendment,
    Statements,
    log_changes,
    settles,
    write_rows,
)
from models.leaderboards import EVERY_BOARD, BoardConventions, BoardLog
from models.readings import BEGINNING, Reading, Scope
from models.schema import Snapshot

BOARD_FACTS = (Score, Contender, Measurement)
"""The facts of leaderboards. Their changes have other rules, because most movements of scores are not reported."""

GONE: Mapping[datetime | None, FactValue] = {None: None}
"""The values of a key that a page leaves out."""
Sightings = Mapping[tuple[type[Fact], FactKey], datetime]
"""For each key, the moment of the reading that was put on hold and that the present one confirms."""


@dataclass(frozen=True)
class RecordResult:
    """The number of history rows that a recording wrote, and the changes that it logged."""

    rows: int = 0
    changes: Sequence[Change] = ()
    silent_until: datetime | None = None
    """The instant until which the same page records nothing; None if that is not known."""


def record(
    session: Session,
    snapshot: Snapshot,
    reading: Reading,
    reader: int,
    stored_at: datetime,
    first_seen: Sightings | None = None,
    beliefs: BeliefReader | None = None,
    boards: BoardConventions = EVERY_BOARD,
    log: ChangeLogger | None = None,
) -> RecordResult:
    """Record the facts of a reading and log the changes that they make, or give them to `log`; the caller commits.

    `beliefs` locks watermarks and has the scopes whose beliefs the caller has read already. The first reading of a
    scope is a baseline: it writes rows but logs no changes. Raises OutOfOrder, and Contradiction if the page
    contradicts itself; the caller then rolls back.
    """
    collector, rows = _ChangeCollector(session, snapshot, reading, boards), 0
    beliefs = beliefs or BeliefReader(session, locks=True)
    if not beliefs.is_of_all:
        expect_all_read(session, snapshot)
    watermarks, since = beliefs.watermarks(reading.scopes), beliefs.since(reading, snapshot.moment)
    is_settled = reading.same_until is not None
    for scopes in _batches(reading):
        published = {scope: _published(reading, scope) for scope in scopes}
        previous = {
            scope: advance(session, watermarks, scope, snapshot.moment, reader, published[scope]) for scope in scopes
        }
        amendments = amend(reading, beliefs.take(scopes, since), snapshot.moment, previous, first_seen or {})
        rows += write_rows(session, amendments, (snapshot.id, snapshot.moment), beliefs.series_ids)
        is_settled = is_settled and settles(reading, amendments, snapshot.moment)
        if beliefs.is_of_all:
            beliefs.keep(reading, {each.scope: each.beliefs for each in amendments}, previous, since)
        collector.add(amendments, previous)
    logged = collector.changes()
    (log or log_changes)(session, snapshot, logged, stored_at)
    until = min(reading.same_until or snapshot.moment, snapshot.moment + LONGEST) if is_settled else None
    return RecordResult(rows, logged, until)


def preview_changes(
    session: Session,
    snapshot: Snapshot,
    reading: Reading,
    beliefs: BeliefReader,
    boards: BoardConventions = EVERY_BOARD,
) -> list[Change]:
    """The changes that recording a reading would log; nothing is written. Raises Contradiction."""
    collector = _ChangeCollector(session, snapshot, reading, boards)
    watermarks, since = beliefs.watermarks(reading.scopes), beliefs.since(reading, snapshot.moment)
    for scopes in _batches(reading):
        previous = {scope: watermarks[scope].last_at if scope in watermarks else None for scope in scopes}
        collector.add(amend(reading, beliefs.read(scopes, since), snapshot.moment, previous, {}), previous)
    return collector.changes()


def amend(
    reading: Reading,
    believed: Mapping[Scope, Beliefs],
    moment: datetime,
    previous: Mapping[Scope, datetime | None],
    first_seen: Sightings,
) -> list[ScopeAmendment]:
    """The amendment of each scope in `believed` by a reading; `previous` has the moments of their last readings.

    A reading whose scope has a `since` states the whole history from then on; every other one states a page. Only a
    page raises Contradiction.
    """
    stating = reading.with_kept(believed, moment)
    values, asides, standing = dict[Scope, Statements](), dict[Scope, Asides](), dict[Scope, set[FactKey]]()
    of_scope = {scope: stating.of(scope) for scope in believed}
    for scope, before in believed.items():
        may_stand = scope not in reading.since and all(dated != scope for dated, _ in reading.dated)
        facts = _statements(of_scope.pop(scope), before if may_stand else {}, moment)
        values[scope], asides[scope], standing[scope] = facts
    _complete(values, reading, believed, moment)
    keys = {scope: {*before, *values[scope]} - standing[scope] for scope, before in believed.items()}
    amendments = _key_amendments(reading, values, believed, moment, previous, first_seen, keys)
    return [
        ScopeAmendment(
            scope=scope,
            before=before,
            by_key=amendments[scope],
            after=amended(before, amendments[scope], moment),
            stated=values[scope],
            asides=asides[scope],
        )
        for scope, before in believed.items()
    ]


def _key_amendments(
    reading: Reading,
    stated: Mapping[Scope, Statements],
    believed: Mapping[Scope, Beliefs],
    moment: datetime,
    previous: Mapping[Scope, datetime | None],
    first_seen: Sightings,
    keys: Mapping[Scope, Collection[FactKey]],
) -> dict[Scope, dict[FactKey, Amendment]]:
    """The amendments of these keys of scopes. Raises Contradiction."""
    result: dict[Scope, dict[FactKey, Amendment]] = {scope: {} for scope in believed}
    for scope, before in believed.items():
        since = reading.since.get(scope)
        for key in sorted(keys[scope]):
            spans, values = before.get(key, ()), stated[scope].get(key)
            if since is not None:
                history = {start or since: value for start, value in (values or {}).items()}
                result[scope][key] = amendment_from_history(spans, history, since)
                continue
            try:
                result[scope][key] = amendment_from_page(
                    spans,
                    values or GONE,
                    moment,
                    previous[scope],
                    settled=values is None and scope.fact.ends(value_at(spans, moment)),
                    first_seen=first_seen.get((scope.fact, key)),
                )
            except ThirdValue as found:
                raise Contradiction(_third_value_text(scope.fact, key, found)) from None
    return result


def _third_value_text(fact: type[Fact], key: FactKey, found: ThirdValue) -> str:
    """`deepseek-chat output flat USD: output 3 USD / 1M tokens, but output 2 USD / 1M tokens since …, and … before`."""
    undated, dated, before = (
        "nothing" if value is None else describe((fact_of(fact, key, value),))
        for value in (found.undated, found.dated, found.before)
    )
    return (
        f"{key_words(fact, key)}: the page states {undated}, but also {dated} since {found.start:%Y-%m-%d %H:%M} UTC, "
        f"and {before} was believed before: one of them is wrong"
    )


def _statements(facts: Iterable[Fact], before: Beliefs, moment: datetime) -> tuple[Statements, Asides, set[FactKey]]:
    """The values that the facts of a scope state, by key and instant, their asides, and the keys that stand.

    Those that stand, most keys of a page, are stated as they are believed, without an instant and with nothing ahead:
    nothing is written about them, and they have neither value nor aside here.
    """
    values, asides = defaultdict[FactKey, dict[datetime | None, FactValue]](dict), Asides()
    standing = dict[FactKey, Fact]()
    for fact in facts:
        key, value = fact.key, fact.value
        spans = before.get(key)
        if spans and fact.effective_from is None and spans[-1].value == value and spans[-1].start <= moment:
            standing[key] = fact
        else:
            values[key][fact.effective_from], asides[key, fact.effective_from] = value, fact.asides
    for key in standing.keys() & values.keys():
        values[key][None], asides[key, None] = standing[key].value, standing[key].asides
    stands, unstated = standing.keys() - values.keys(), before.keys() - values.keys() - standing.keys()
    if unstated:
        ends = {key: before[key][-1] for key in unstated}
        stands |= {key for key, last in ends.items() if last.value is None and last.start <= moment}
    return values, asides, stands


def _complete(
    stated: Mapping[Scope, Statements], reading: Reading, believed: Mapping[Scope, Beliefs], moment: datetime
) -> None:
    """Complete what a reading states of scopes.

    A key that a dated table lacks is gone at the table's instant. A statement about an end that has passed ("will be
    retired on 24 July", read in August) states the end only, not the present value.
    """
    for scope, instant in reading.dated:
        for key in {*stated[scope], *believed[scope]} if scope in believed else ():
            stated[scope][key].setdefault(instant, None)
    for scope, values_by_key in stated.items():
        for values in values_by_key.values():
            end = scope.fact.lasts_until(values.get(None))
            if end is not None and end <= moment and end in values:
                del values[None]


def _batches(reading: Reading) -> list[list[Scope]]:
    """The scopes of a reading in their order. One whose facts are made later is large and stands alone."""
    scopes = sorted(reading.scopes, key=lambda scope: (scope.fact.table, scope.part))
    sizes = groupby(scopes, lambda scope: scope if scope in reading.later else None)
    return [list(batch) for _, batch in sizes]


class _ChangeCollector:
    """Collects the changes that a reading makes, scope by scope."""

    def __init__(self, session: Session, snapshot: Snapshot, reading: Reading, boards: BoardConventions) -> None:
        self._session, self._snapshot, self._reading = session, snapshot, reading
        self._recordings = list[Recording]()
        self._boards: BoardLog | None = None
        self._conventions = boards

    def add(self, amendments: Iterable[ScopeAmendment], previous: Mapping[Scope, datetime | None]) -> None:
        """Add what is believed of scopes before and after; `previous` has the moments of their last readings."""
        for each in amendments:
            last = previous[each.scope]
            if last is not None:
                self._add(each.scope, each.before, {**each.before, **each.after}, last)

    def _add(self, scope: Scope, before: Beliefs, after: Beliefs, previous: datetime) -> None:
        if scope.fact in BOARD_FACTS:
            if self._boards is None:
                self._boards = BoardLog(self._session, scope.source, self._snapshot.moment, self._conventions)
            self._boards.take(scope, (before, after), previous)
        else:
            before, after = (_without_kept(self._reading, scope, beliefs) for beliefs in (before, after))
            self._recordings.append(Recording(scope.fact, scope.source, before, after, previous, self._snapshot.moment))

    def changes(self) -> list[Change]:
        detected = [*changes(self._recordings), *(self._boards.changes() if self._boards else ())]
        if not self._reading.unread_notices:
            return detected
        return with_unread(self._session, self._snapshot, detected, self._reading)


def _without_kept(reading: Reading, scope: Scope, beliefs: Beliefs) -> Beliefs:
    """The beliefs without the keys that a reading only keeps: those that it neither states nor leaves out."""
    if not reading.keeps:
        return beliefs
    stated = {fact.key for fact in reading.of(scope)}
    return {
        key: spans
        for key, spans in beliefs.items()
        if key in stated or not any(keep.covers(scope.fact, key) for keep in reading.keeps)
    }


def _published(reading: Reading, scope: Scope) -> datetime | None:
    """The newest publish date of a scope in a reading; None if the reading states none."""
    since = reading.since.get(scope)
    return reading.published.get(scope, None if since == BEGINNING else since)
