"""Prints the logs of changes and of alerts as blocks of text, and reads the options that choose their rows."""

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Table
from sqlalchemy.orm import Session

from alerts.texts import CONTROL
from cli.command import instant
from cli.names import expect_before, expect_name
from cli.printing import print_drawn, print_line, record_words, styled, text_width, when, wrapped
from models.kinds import COUNTED_STATES
from models.queries import LogQuestion, facts_at, logged_values
from scrapers.registry import REGISTERED

URGENCY = {"critical": "bold red", "warning": "yellow"}
"""The style of each severity that has one."""


def at_least_one(text: str) -> int:
    """Parse a number of rows for argparse."""
    if not re.fullmatch("0*[1-9][0-9]{0,8}", text):
        raise ArgumentTypeError(f"{text!r} is not a number of rows: write 1 or more")
    return int(text)


def add_log_options(parser: ArgumentParser) -> None:
    """Add the options that choose rows of a log."""
    parser.add_argument("--since", type=instant, metavar="T", help="from this date (00:00Z) or instant on")
    parser.add_argument("--until", type=instant, metavar="T", help="before this date or instant")
    parser.add_argument("--kind", metavar="KIND", help="only this kind, for example 'price changed'")
    parser.add_argument("--source", metavar="SOURCE", help="only from this source")
    parser.add_argument("--vendor", metavar="VENDOR", help="only this vendor")
    parser.add_argument("--model", metavar="NAME", help="only this model, or any other subject")
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="only the newest N")


def log_question(session: Session, log: Table, asked: Namespace) -> LogQuestion:
    """Return what is asked for. Exit 2 with similar names for a kind, source, vendor or subject that is not there."""
    expect_before(asked.since, asked.until)
    known = {"source": REGISTERED, "vendor": facts_at.vendors(session)}
    for option, column in (("kind", "kind"), ("source", "source"), ("vendor", "vendor"), ("model", "subject")):
        if (name := getattr(asked, option)) is not None:
            there = logged_values(session, log, column)
            expect_name(name, sorted({*there, *known.get(option, ())}), option)
    return LogQuestion(
        since=asked.since,
        until=asked.until,
        kind=asked.kind,
        source=asked.source,
        vendor=asked.vendor,
        subject=asked.model,
        severity=getattr(asked, "severity", None),
        limit=asked.limit,
    )


def print_changes(found: Sequence[Row[Any]]) -> None:
    """Print changes: when each was seen, what it says, and since when it is in effect if that is another time."""
    for row in found:
        print_line(_first(when(row.seen_at), f"{row.kind}: {row.subject}"))
        effective = row.effective_at and row.effective_at != row.seen_at
        _print_details(
            _said(row),
            f"in effect {when(row.effective_at)}" if effective else "",
            f"change {row.id} by {row.source}, `almanac snapshot {row.snapshot_id}`",
        )


def print_corrections(found: Sequence[Row[Any]]) -> None:
    """Print corrections: what a fact said before its page was read again, what it says now, and why."""
    for row in found:
        print_line(_first(when(row.effective_from), f"{row.fact}: {row.subject}"))
        _print_details(_said(row), f"{row.source}: {row.why}")


def _said(row: Row[Any]) -> str:
    before, after = record_words(row, "said_before"), record_words(row, "said_after")
    return f"{before} → {after or 'nothing'}" if before else after or ""


def print_alerts(found: Sequence[Row[Any]]) -> None:
    """Print alerts: when, how severe, the title, and what became of the deliveries."""
    for row in found:
        severity = styled(row.severity, URGENCY.get(row.severity, ""))
        # The style takes no room in the line.
        print_drawn(_first(when(row.created_at), f"{row.severity}: {row.title}").replace(row.severity, severity, 1))
        _print_details(f"alert {row.id}: {', '.join(_deliveries(row)) or 'not sent to anybody'}", *_others(row))


def _first(instant: str, text: str) -> str:
    return wrapped(text.translate(CONTROL), text_width(), f"{instant}  ", "  ")


def _print_details(*lines: str) -> None:
    for line in filter(None, lines):
        print_line(wrapped(line, text_width(), "  ", "    "))


def _deliveries(row: Row[Any]) -> Iterator[str]:
    counts = {name: getattr(row, name) for name in (*COUNTED_STATES, "silenced")}
    yield from (f"{count} {name}" for name, count in counts.items() if count)


def _others(row: Row[Any]) -> Iterator[str]:
    if row.also_said_by:
        yield f"also said by {row.also_said_by}"
