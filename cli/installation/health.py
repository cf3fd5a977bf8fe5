"""Commands about the installation: doctor, config."""

import os
import shlex
import stat
from argparse import SUPPRESS, Namespace
from collections import ChainMap
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from alerts.texts import hidden_line
from cli.alerting import DoctorCheck, checked_patterns, checked_silences, checked_targets
from cli.command import Commands, listing
from cli.commands import DESCRIPTIONS
from cli.installation.causes import common_causes
from cli.installation.clock import checked_clock, fix_clock
from cli.installation.size_checks import checked_sizes
from cli.printing import Problem, json_line, print_line, table, when
from flows.clock import utc_now
from flows.database import NoHistory, Store, WrongShape
from flows.ingest import enabled_sources, has_address, has_key, held_snapshots, is_chosen
from flows.pipeline import cycle_finished_at, is_overdue
from flows.server import AuthFileError, auth_file, open_to_others, read_auth, running, stack_paths, started_at
from flows.settings import Settings, choices, shown
from models.changes import FOR_A_PERSON, SEEN_ONCE, settled_by
from models.kinds import BAD_OUTCOMES, SnapshotOutcome, is_by_hand
from models.leaderboards import unknown_contenders
from models.queries import Outgoing, facts_at, open_work_counts, outgoing_by_target, source_summary
from models.schema import SOURCE_HEALTH
from scrapers.registry import BACKFILLS, FETCHED, FORMER, SOURCES, find_calendar

MOST_TEXT = 160
"""Maximum number of characters of an unread text that `doctor` prints."""
NAMED = 3
"""Number of unknown contenders that a table names; JSON names all."""
URGENCY = {"bad": "bold red", "note": "yellow"}
"""The style of a line of `doctor` by its state."""


def add(commands: Commands) -> None:
    about = "It exits 1 if something is bad, so that cron and systemd notice"
    parser = listing(commands, "doctor", doctor, DESCRIPTIONS["doctor"], about=about)
    parser.add_argument(
        "--fix-clock",
        action="store_true",
        help="correct the dates of pages that came while this machine's clock was ahead",
    )
    # It was an option until the exit code was always that.
    parser.add_argument("--exit-code", action="store_true", help=SUPPRESS)
    listing(commands, "config", config, DESCRIPTIONS["config"])


def config(settings: Settings, asked: Namespace) -> None:
    _print(shown(settings), asked.json)


def doctor(settings: Settings, asked: Namespace) -> None:
    if asked.fix_clock:
        fix_clock(settings)
        return
    store = Store(settings.database_url)
    try:
        known = [
            *_home(settings),
            *checked_clock(settings, store),
            *_stack(settings, store),
            *_database(settings, store, asked.json),
        ]
    finally:
        store.close()
    checks = [*known, *_not_asked(settings)]
    _print([{"check": check, "state": state, "detail": detail} for check, state, detail in checks], asked.json)
    if any(state == "bad" for _, state, _ in checks):
        raise Problem("")


def _print(rows: list[dict[str, str]], as_json: bool) -> None:
    if as_json:
        for row in rows:
            print_line(json_line(row))
    else:
        table(rows, style=lambda row: URGENCY.get(row.get("state", ""), ""))


def _home(settings: Settings) -> Iterator[DoctorCheck]:
    if not os.path.lexists(settings.home):
        yield "home", "note", f"{settings.home} does not exist yet: `almanac up` makes it"
    elif not settings.home.is_dir():
        from cli.faults import home_is_file  # few homes are one

        yield "home", "bad", home_is_file(settings.home)
    elif stat.S_IMODE(settings.home.stat().st_mode) & 0o077:
        yield "home", "bad", f"{settings.home} is open to others: chmod 700 {shlex.quote(str(settings.home))}"
    else:
        yield "home", "ok", str(settings.home)
    try:
        if read_auth(settings.home) is not None:
            yield "password", "ok", f"of the UI, in {auth_file(settings.home)}"
    except AuthFileError as problem:
        yield "password", "bad", str(problem)
    # The home has its own line.
    yield from (
        ("files", "note", line)
        for line in open_to_others(settings, stack_paths(settings))
        if not line.startswith(f"{settings.home} is ")
    )
    yield "settings", "ok", str(settings.file or "defaults and environment")
    if not settings.values.contact:
        yield "contact", "note", "no contact in the User-Agent: set `contact` so that a site can reach you"


def _stack(settings: Settings, store: Store) -> Iterator[DoctorCheck]:
    """Check that cycles happen on schedule: here, or elsewhere on the same database."""
    where = stack_paths(settings)
    url, beat, now = running(where), _last_beat(store), utc_now()
    runs = f"runs at {url}" if url else "does not run here"
    last_cycle = f"the last cycle was at {when(beat)}" if beat else "there has been no cycle yet"
    # A stack that has just been started has until its next cycle.
    alive = max(filter(None, [beat, started_at(where) if url else None]), default=None)
    if alive and is_overdue(alive, now):
        yield "up", "bad", f"{runs}, and nothing happens on schedule: {last_cycle}"
    elif url or beat:
        yield "up", "ok" if url else "note", f"{runs}; {last_cycle}"
    else:
        yield "up", "note", "does not run: nothing is read on schedule"


def _last_beat(store: Store) -> datetime | None:
    # `_database` reports problems of the database.
    with suppress(NoHistory, WrongShape, DBAPIError), store.reading() as session:
        return cycle_finished_at(session)
    return None


def _database(settings: Settings, store: Store, for_programs: bool) -> Iterator[DoctorCheck]:
    outgoing = dict[str, Outgoing]()
    try:
        with store.reading() as session:
            yield "database", "ok", settings.shown_database
            yield from _sources(session, settings, for_programs)
            yield from _held(session)
            yield from _unread(facts_at.unread(session))
            yield from _calendars(facts_at.declared_holidays(session, utc_now()), utc_now())
            yield from _contenders(unknown_contenders(session), for_programs)
            unread, pending, dead = open_work_counts(session)
            outgoing = outgoing_by_target(session)
            yield from checked_sizes(session, store, for_programs)
            yield from checked_silences(session, utc_now())
            yield from checked_patterns(session, settings)
    except (NoHistory, WrongShape) as problem:
        yield "database", "note" if isinstance(problem, NoHistory) else "bad", f"{settings.shown_database}: {problem}"
    except DBAPIError as problem:
        from cli.faults import database_fault  # few databases have one

        yield "database", "bad", database_fault(problem, settings)
    else:
        yield "snapshots", "bad" if unread else "ok", f"{unread} await reading; the next run of their source reads them"
        yield "deliveries", "bad" if dead else "ok", f"{pending} pending, {dead} dead"
    yield from checked_targets(settings.values.targets, outgoing)


def _sources(session: Session, settings: Settings, for_programs: bool) -> Iterator[DoctorCheck]:
    """Check every source: those of one cause together, and those of the user's own file, where people read it."""
    own = settings.own_sources
    scheduled = [*(source.name for source in enabled_sources(settings)), *own]
    rows = facts_at.view(session, SOURCE_HEALTH)
    # Programs look for the line of their source.
    alone = [row for row in rows if for_programs or row.source not in own]
    causes = [] if for_programs else common_causes(alone, scheduled)
    yield from (check for _, check in causes)
    gathered = {source for sources, _ in causes for source in sources}
    yield from (_source(session, row, scheduled) for row in alone if row.source not in gathered)
    if own:
        from cli.installation.own_sources import checked_own_sources  # few homes have any

        yield from checked_own_sources(session, settings, rows)


def _source(session: Session, row: Row[Any], scheduled: Container[str]) -> DoctorCheck:
    if row.last_attempt_at is None:
        return row.source, "note", "not tried yet: `almanac track` or `almanac up` reads it"
    by_hand = is_by_hand(row.reason)
    if by_hand and row.last_good_at is None:
        return row.source, "note", f"not tried yet: `almanac track` or `almanac up` reads it; {_refused_by_hand(row)}"
    good = f"last good reading {when(row.last_good_at)}" if row.last_good_at else "no good reading yet"
    last = f"{row.last_outcome or 'awaits reading'} at {when(row.last_attempt_at)}"
    # `_held` states the reason of a hold.
    why = f" ({row.reason})" if row.reason and row.last_outcome != SnapshotOutcome.HELD else ""
    summary = f"{last}{why}; {good}; {row.facts} facts stand"
    if row.last_outcome == SnapshotOutcome.REFUSED:
        number = facts_at.last_snapshot_id(session, row.source)
        summary += f". {settled_by(SnapshotOutcome.REFUSED, row.reason, number)}"
    if row.source in BACKFILLS and row.stale:
        return row.source, "note", f"{summary}, history up to then; `almanac backfill` lists what loads newer data"
    if row.source in ChainMap(FETCHED, FORMER) and row.source not in scheduled:
        return row.source, "note", f"{summary}; no longer read on schedule"
    if by_hand:
        summary = f"{good}; {_refused_by_hand(row)}; {row.facts} facts stand"
    bad = (row.last_outcome in BAD_OUTCOMES and not by_hand) or row.stale
    return row.source, "bad" if bad else "ok", f"{summary}, stale" if row.stale else summary


def _refused_by_hand(row: Row[Any]) -> str:
    """Return words for a page that a person gave: its refusal is no trouble of the source."""
    return f"a page given by hand at {when(row.last_attempt_at)} was refused ({row.reason})"


def _held(session: Session) -> Iterator[DoctorCheck]:
    """Yield the held readings: since when, why, the facts concerned, and the commands that decide."""
    for reading in held_snapshots(session, ChainMap(FETCHED, FORMER)):
        number = reading.snapshot_id
        kind = FOR_A_PERSON if reading.needs_decision else SEEN_ONCE
        settle = settled_by(SnapshotOutcome.HELD, kind, number)
        hides = hidden_line(source_summary(session, reading.source, utc_now()))
        waits = f"snapshot {number}, since {when(reading.since)}: {settle}"
        detail = f"{waits} {reading.reason.removesuffix('.')}. {hides}"
        yield f"{reading.source} held", "bad" if reading.needs_decision else "note", detail


def _unread(rows: Iterable[Row[Any]]) -> Iterator[DoctorCheck]:
    """Yield the texts on current pages that no reader understands."""
    for row in rows:
        hides = "may hide a price: " if row.unread == "price" else ""
        text = " ".join(row.text[:MOST_TEXT].split())
        yield f"{row.source} unread", "note", f"{hides}{text} (since {when(row.effective_from)})"


def _calendars(declared: Iterable[Row[Any]], now: datetime) -> Iterator[DoctorCheck]:
    """Yield the calendars of public holidays that are in use: until when they reach, and what to do near the end."""
    for name in dict.fromkeys(row.holidays for row in declared):
        calendar = find_calendar(name)
        last = calendar.last_day(now.date())
        check, ending = f"holidays {name}", calendar.ending(now.date())
        if last is None:
            yield (
                check,
                "note",
                f"no calendar of the {calendar.holiday}s is known: peak hours on working days are unknown",
            )
        elif ending is None:
            yield check, "ok", f"the {calendar.holiday}s are known until {last}"
        else:
            state = "bad" if now.date() > last else "note"
            yield check, state, f"the {calendar.holiday}s are known until {last} and no longer. {calendar.remedy(last)}"


def _contenders(unknown_by_source: Mapping[str, tuple[int, list[str]]], every_name: bool) -> Iterator[DoctorCheck]:
    """Yield the contenders without a known model, per source: no pattern of a model's name matches them."""
    for source, (count, unknown) in unknown_by_source.items():
        named = unknown if every_name else unknown[:NAMED]
        more = f" and {len(unknown) - len(named)} more" if len(named) < len(unknown) else ""
        which = f": {', '.join(named)}{more}" if named else ""
        yield f"{source} names", "ok", f"{len(unknown)} of {count} contenders match no known model{which}"


def _not_asked(settings: Settings) -> Iterator[DoctorCheck]:
    """Yield the sources that are not read, and the address, key or name that a setting lacks."""
    for source in SOURCES.values():
        if is_chosen(settings, source) and not has_address(settings, source):
            yield source.name, "note", f"skipped: its site has no address; set `{source.site.setting}`"
        if is_chosen(settings, source) and not has_key(settings, source):
            yield source.name, "note", f"skipped: no API key ({source.key_from}); set `{source.key}`"
    if settings.values.sources:
        yield "sources", "ok", f"only these sources are read: {', '.join(settings.values.sources)}"
        return
    for setting, names in choices().items():
        if left := [name for name in names if name not in settings.choice(setting)]:
            yield setting, "ok", f"not chosen: {', '.join(left)}"
