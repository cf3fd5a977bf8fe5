"""The commands `alerts ack`, `snooze`, `mute`, `unsilence` and `silences`: alerts that a person keeps from targets."""

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.known_names import expect_model, known_models
from alerts.silences import acknowledge, end, gravest_of, in_force, names_a_kind
from alerts.targets import alert_kinds, expect_match
from cli.command import Commands, account, command, instant, listing, row_id
from cli.printing import ALL_COLUMNS, Problem, print_line, rows, table, when
from flows.clock import utc_now
from flows.database import Store, asking
from flows.settings import Settings
from models.kinds import Severity, SilenceAction
from models.queries import view
from models.schema import SILENCE_LOG, Alert, Silence
from scrapers.registry import REGISTERED

SPAN = re.compile(r"(\d{1,4})([mhdw])")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LOOKED_BACK = timedelta(days=7)
"""The time before a snooze whose alerts say how grave that is which it holds back."""
PATTERNS = ("model", "kind", "source")
EXAMPLE = "give --model, --kind or --source, as in --kind 'notice*'"


def add(subcommands: Commands) -> None:
    ack = command(subcommands, "ack", run_ack, "acknowledge an alert: send no repeat of it until it changes")
    ack.add_argument("id", type=row_id, metavar="ID", help="its number in `almanac alerts`")
    ack.add_argument("--why", metavar="TEXT", help="the reason, for others")
    snooze = command(subcommands, "snooze", run_snooze, "send matching alerts later, if they still hold then")
    _add_patterns(snooze, until_is_required=True)
    mute = command(subcommands, "mute", run_mute, "record matching alerts, and send them only to the log")
    _add_patterns(mute, until_is_required=False)
    ended = command(subcommands, "unsilence", run_unsilence, "end an acknowledgement, a snooze or a mute now")
    ended.add_argument("id", type=row_id, metavar="ID", help="its number in `almanac alerts silences`")
    log = listing(subcommands, "silences", run_silences, "list what is acknowledged, snoozed and muted", ALL_COLUMNS)
    log.add_argument("--all", action="store_true", help="include those that have ended")


def _add_patterns(parser: ArgumentParser, until_is_required: bool) -> None:
    parser.add_argument("--model", metavar="P", help="only alerts about models like deepseek-v4-* or deepseek/*")
    parser.add_argument("--kind", metavar="P", help="only alerts of kinds like price*")
    parser.add_argument("--source", metavar="P", help="only alerts of sources like deepseek_*")
    until = "until when: 12h, 3d, 2w, or an instant"
    parser.add_argument("--until", type=_later, required=until_is_required, metavar="T", help=until)
    parser.add_argument("--why", metavar="TEXT", help="the reason, for others")


def _later(text: str) -> datetime:
    """Parse a span from now on, or an instant that is still ahead."""
    span, now = SPAN.fullmatch(text), utc_now()
    until = now + timedelta(**{UNITS[span[2]]: int(span[1])}) if span else instant(text)
    if until <= now:
        raise ArgumentTypeError(f"{text!r} is over: give 12h, 3d, 2w, or an instant that is ahead")
    return until


def run_ack(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        if session.get(Alert, asked.id) is None:
            raise Problem(f"there is no alert {asked.id}: `almanac alerts` lists them with their numbers", 2)
        known = next((each for each in in_force(session, utc_now()) if each.alert_id == asked.id), None)
        if known is not None:
            print_line(f"alert {asked.id} is acknowledged already: silence {known.id}")
            return
    store = Store(settings.database_url)
    try:
        with store.writing() as session:
            silence = _new(session, SilenceAction.ACK, asked.why, alert_id=asked.id)
            withdrawn, title = acknowledge(session, silence), session.get_one(Alert, asked.id).title
            print_line(f"silence {silence.id}: alert {asked.id} is acknowledged: {title}")
    finally:
        store.close()
    taken_back = f"; waiting deliveries that will not be sent: {withdrawn}" if withdrawn else ""
    print_line(f"no repeat of it is sent until it changes{taken_back}")


def run_snooze(settings: Settings, asked: Namespace) -> None:
    print_line(_silence(settings, asked, SilenceAction.SNOOZE))
    print_line("Matching alerts are sent then if they still hold; a more severe alert is sent")
    print_line("at once, and ends the snooze.")
    _print_exceptions(asked.kind)


def run_mute(settings: Settings, asked: Namespace) -> None:
    print_line(_silence(settings, asked, SilenceAction.MUTE))
    print_line("Matching alerts are recorded, and sent only to the log.")
    _print_exceptions(asked.kind)


def _print_exceptions(kind: str | None) -> None:
    if not names_a_kind(kind):
        print_line("A broken source and a retirement in its last three days are sent, unless")
        print_line("--kind names them.")


def run_unsilence(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        _expect_in_force(session, asked.id)
    store = Store(settings.database_url)
    try:
        with store.writing() as session:
            silence = _expect_in_force(session, asked.id)
            end(session, silence, utc_now(), account() or "a person")
            action = silence.action
    finally:
        store.close()
    then = (
        "what it held back is sent with the next run"
        if action is SilenceAction.SNOOZE
        else "alerts that it held back are not sent any more"
    )
    print_line(f"silence {asked.id} has ended; {then}")


def run_silences(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        found = [row for row in view(session, SILENCE_LOG) if asked.all or row.in_force]
    if asked.json or not found:
        rows(found, asked.json, nothing="nothing is silenced")
        return
    table([_shown(row, asked.all) for row in found])


def silence_lines(session: Session, now: datetime) -> list[str]:
    """Return a line for each silence in force: `silence 3: mute of kind notice* until 2026-12-01 08:00Z (why)`."""
    return [f"silence {silence.id}: {_described(silence)}" for silence in in_force(session, now)]


def _silence(settings: Settings, asked: Namespace, action: SilenceAction) -> str:
    """Write a snooze or a mute; return it in words."""
    patterns = {f"{name}_pattern": getattr(asked, name) for name in PATTERNS}
    if not any(patterns.values()):
        raise Problem(f"{action} what? {EXAMPLE}", 2)
    with asking(settings.database_url) as session:
        _expect_matches(session, asked)
    store = Store(settings.database_url)
    try:
        with store.writing() as session:
            silence = _new(session, action, asked.why, until=asked.until, **patterns)
            if action is SilenceAction.SNOOZE:
                silence.severity = gravest_of(session, silence, silence.created_at - LOOKED_BACK) or Severity.WARNING
            return f"silence {silence.id}: {_described(silence)}"
    finally:
        store.close()


def _expect_matches(session: Session, asked: Namespace) -> None:
    """Exit 2 with near names for a pattern that can match nothing."""
    try:
        if asked.model is not None:
            expect_model(asked.model, known_models(session), "--model")
        if asked.kind is not None:
            expect_match(asked.kind, alert_kinds(), "--kind", "kind")
        if asked.source is not None:
            expect_match(asked.source, REGISTERED, "--source", "source")
    except ValueError as mistake:
        raise Problem(str(mistake), 2) from None


def _new(session: Session, action: SilenceAction, why: str | None, **columns: Any) -> Silence:  # noqa: ANN401 (columns)
    silence = Silence(action=action, why=why, created_at=utc_now(), created_by=account(), **columns)
    session.add(silence)
    session.flush()
    return silence


def _expect_in_force(session: Session, number: int) -> Silence:
    for silence in in_force(session, utc_now()):
        if silence.id == number:
            return silence
    others = session.scalar(select(Silence.id).where(Silence.id == number))
    state = "has ended already" if others else "does not exist"
    raise Problem(f"silence {number} {state}: `almanac alerts silences` lists them", 2)


def _described(silence: Silence) -> str:
    until = f" until {when(silence.until)}" if silence.until else ""
    return f"{silence.action} of {_what(silence)}{until}" + (f" ({silence.why})" if silence.why else "")


def _what(row: Any) -> str:  # noqa: ANN401 (a row of the table or of the view)
    """Return what a silence is about: an alert, or the patterns."""
    if row.alert_id is not None:
        return f"alert {row.alert_id}"
    given = [(name, getattr(row, f"{name}_pattern")) for name in PATTERNS]
    ends_early = row.severity and row.severity != Severity.CRITICAL
    graver = f", ends at an alert more severe than {row.severity}" if ends_early else ""
    return ", ".join(f"{name} {pattern}" for name, pattern in given if pattern) + graver


def _shown(row: Any, with_end: bool) -> dict[str, object]:  # noqa: ANN401 (a row of the view)
    what = f"{_what(row)}: {row.title}" if row.title else _what(row)
    shown: dict[str, object] = {
        "id": row.id,
        "action": row.action,
        "what": what,
        "until": row.until,
        "why": row.why,
        "by": row.created_by,
    }
    return {**shown, "ended_at": row.ended_at, "ended_by": row.ended_by} if with_end else shown
