"""The notice that vendors gave: the time from when a change was first stated to when it took effect."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.facts import Price, Promotion, Retirement
from models.kinds import DeadlineKind
from models.queries import billing
from models.schema import TABLES, SourceRow, Watermark, is_shown_source

PRICE_CHANGE, RETIREMENT, REROUTE = str(DeadlineKind.PRICE_CHANGE), str(DeadlineKind.RETIREMENT), "re-route"
ENDS = {"retired": RETIREMENT, "routed": REROUTE}
"""The kind of change that begins with a state."""
ACCOUNT, FIRST_READING, AHEAD = "account", "first reading", "not in effect"
"""The reasons for which a change is not measured: no page stated it, but an account that was loaded; it was announced
before its source was first read; it lies ahead.
"""
ONE_EVENT = timedelta(days=1)
"""The time within which pages that say something of one model say one thing."""
NoticeSubject = tuple[str, str, str]
"""Kind, vendor and model."""


@dataclass(frozen=True)
class NoticeGiven:
    """The notice of one change of one model."""

    kind: str
    vendor: str
    model: str
    effective_at: datetime
    stated_at: datetime
    """The moment of the first page that stated it for that time; not later than `effective_at`."""

    @property
    def notice(self) -> timedelta:
        return self.effective_at - self.stated_at


@dataclass(frozen=True)
class Notices:
    """The notice of every change that could be measured, and the numbers of the others."""

    given: list[NoticeGiven]
    left_out: Counter[tuple[str, str, str]]
    """By vendor, kind and reason."""


@dataclass(frozen=True)
class _Sighting:
    """A statement of one source that a change takes effect at an instant."""

    effective_at: datetime
    stated_at: datetime
    is_baseline: bool
    """True if the first reading of its source stated it: it may have been announced before."""
    is_account: bool
    trust: int
    """The rank of its source in the family; the lowest is trusted most."""


def notices(session: Session, accounts: Collection[str], now: datetime) -> Notices:
    """The notice of every change of a price, end of a model and re-route that is believed now.

    `accounts` are the sources that no page is read of: they say nothing about when a change was announced.
    """
    sightings = defaultdict[NoticeSubject, list[_Sighting]](list)
    marks = session.execute(select(Watermark.fact, Watermark.source, Watermark.division, Watermark.first_at))
    first_read = {(fact, source, part): first_at for fact, source, part, first_at in marks.tuples()}
    for subject, sighting in (*_of_prices(session, accounts, first_read), *_of_ends(session, accounts, first_read)):
        sightings[subject].append(sighting)
    found, trusted = Notices([], Counter()), _TrustedEnds(session, now)
    for (kind, vendor, model), seen in sorted(sightings.items()):
        for event in _events(seen):
            first, effective = _first(event), min(event, key=lambda each: each.trust).effective_at
            if effective > now:
                found.left_out[vendor, kind, AHEAD] += 1
            elif kind in ENDS.values() and not trusted.has(vendor, model, max(each.effective_at for each in event)):
                continue
            elif isinstance(first, str):
                found.left_out[vendor, kind, first] += 1
            else:
                # What was in effect when it was first seen had no notice, whatever others say of the hour.
                effective = first.effective_at if first.stated_at >= first.effective_at else effective
                found.given.append(NoticeGiven(kind, vendor, model, effective, min(first.stated_at, effective)))
    return found


class _TrustedEnds:
    """The names that have ended or been re-routed at an instant by the most trusted source; others may be overruled."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now
        self._ended = dict[datetime, set[tuple[str, str]]]()

    def has(self, vendor: str, model: str, at: datetime) -> bool:
        """True if a name has ended, or answers as another one, at an instant as believed now."""
        if at not in self._ended:
            rows = billing.retirements(self._session, at, self._now, self._now)
            self._ended[at] = {(row.vendor, row.model) for row in rows if row.state in ENDS}
        return (vendor, model) in self._ended[at]


def _events(seen: Iterable[_Sighting]) -> Iterator[list[_Sighting]]:
    """The sightings of each change: those within a day of the first one."""
    event = list[_Sighting]()
    for each in sorted(seen, key=lambda sighting: sighting.effective_at):
        if event and each.effective_at - event[0].effective_at > ONE_EVENT:
            yield event
            event = []
        event.append(each)
    if event:
        yield event


def _first(event: Iterable[_Sighting]) -> _Sighting | str:
    """The first statement of a change by a page, or the reason why that is unknown."""
    pages = [each for each in event if not each.is_account]
    if not pages:
        return ACCOUNT
    first = min(pages, key=lambda each: (each.stated_at, not each.is_baseline))
    return FIRST_READING if first.is_baseline else first


def _rows(session: Session, kind: type[Price] | type[Retirement] | type[Promotion]) -> list[Row[Any]]:
    rows = TABLES[kind].rows
    query = select(*rows.c, SourceRow.vendor, SourceRow.trust).join(SourceRow, SourceRow.name == rows.c.source)
    return list(session.execute(query.where(is_shown_source(rows.c.source))).all())


def _of_prices(
    session: Session, accounts: Collection[str], first_read: Mapping[tuple[str, str, str], datetime]
) -> Iterator[tuple[NoticeSubject, _Sighting]]:
    """Each instant from which a believed price is another one than before."""
    series, promised = defaultdict[tuple[Any, ...], list[Row[Any]]](list), _promotion_ends(session)
    for row in _rows(session, Price):
        series[row.vendor, row.source, row.model, row.meter, row.currency, row.mode, row.above].append(row)
    for (vendor, source, model, _, currency, *_), rows in series.items():
        for at in _changes(rows):
            stated = min(row.recorded_from for row in rows if row.effective_from == at)
            ends = [said for end, said in promised[vendor, model] if timedelta(0) <= at - end <= ONE_EVENT]
            first = first_read.get((Price.table, source, currency))
            is_baseline = first is not None and stated <= first
            sighting = _Sighting(at, min([stated, *ends]), is_baseline, source in accounts, rows[0].trust)
            yield (PRICE_CHANGE, vendor, model), sighting


def _changes(rows: Iterable[Row[Any]]) -> Iterator[datetime]:
    """The instants at which the believed amounts of a meter are others than before; a beginning or an end is none."""
    by_start = defaultdict[datetime, list[Row[Any]]](list)
    for row in rows:
        if row.recorded_to is None:
            by_start[row.effective_from].append(row)
    bands = dict[str, tuple[Decimal, str]]()
    for at in sorted(by_start):
        before = dict(bands)
        for row in by_start[at]:
            bands.pop(row.band, None)
            if not row.gone:
                bands[row.band] = row.amount, row.unit
        if before and bands and before != bands:
            yield at


def _promotion_ends(session: Session) -> Mapping[tuple[str, str], list[tuple[datetime, datetime]]]:
    """The ends of promotions that were stated, by vendor and model, each with the first moment at which it was."""
    ends = defaultdict[tuple[str, str], list[tuple[datetime, datetime]]](list)
    for row in _rows(session, Promotion):
        if row.ends_at is not None:
            ends[row.vendor, row.model].append((row.ends_at, row.recorded_from))
    return ends


def _of_ends(
    session: Session, accounts: Collection[str], first_read: Mapping[tuple[str, str, str], datetime]
) -> Iterator[tuple[NoticeSubject, _Sighting]]:
    """Each instant at which a name ends, or answers as another one, as it is believed by now."""
    names = defaultdict[tuple[str, str], list[Row[Any]]](list)
    for row in _rows(session, Retirement):
        names[row.vendor, row.model].append(row)
    for (vendor, model), rows in names.items():
        for row in _begun(rows):
            for said in (said for said in rows if _states(said, row.state, row.effective_from)):
                first = first_read.get((Retirement.table, said.source, ""))
                is_baseline = first is not None and said.recorded_from <= first
                at = row.effective_from if said.source == row.source else _own_start(said)
                sighting = _Sighting(at, said.recorded_from, is_baseline, said.source in accounts, said.trust)
                yield (ENDS[row.state], vendor, model), sighting


def _begun(rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """The believed rows with which a name ends or begins to answer as another one; other words for that are none."""
    last = dict[str, tuple[str | None, str | None]]()
    for row in sorted((row for row in rows if row.recorded_to is None), key=lambda row: row.effective_from):
        now = (None, None) if row.gone else (row.state, row.answers_as)
        if now != last.get(row.source) and row.state in ENDS:
            yield row
        last[row.source] = now


def _own_start(said: Row[Any]) -> datetime:
    """The instant at which the end begins by a row's own words."""
    return said.retires_at if said.state == "dated" else said.effective_from


def _states(said: Row[Any], state: str, at: datetime) -> bool:
    """True if a row states an end at an instant, or on its day: as that state from then on, or as a date ahead."""
    if said.gone:
        return False
    starts = _own_start(said) if said.state in (state, "dated") else None
    return starts is not None and abs(starts - at) <= ONE_EVENT
