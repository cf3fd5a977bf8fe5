"""The command line: parses arguments and runs the command."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from cli import alerts, backfill, facts, feeds, health, held, history, read, run, scores, tariff
from cli.options import expect_known
from cli.show import Problem, hint
from flows.database import NoHistory, WrongShape
from flows.ingest import BytesLost
from flows.server import AuthFileError
from flows.settings import BadSettings, load
from models.history import OutOfOrder


def instant(text: str) -> datetime:
    """Parse a date (00:00 UTC) or an instant with its zone."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither a date nor an instant: 2026-08-16, 2026-08-16T16:00Z"
        ) from None
    if parsed.tzinfo is None:
        if len(text) > len("2026-08-16"):
            raise argparse.ArgumentTypeError(
                f"{text!r} has no time zone: write {text}Z for UTC, or an offset as in +08:00"
            )
        parsed = parsed.replace(tzinfo=UTC)
    try:
        return parsed.astimezone(UTC)
    except OverflowError:
        raise argparse.ArgumentTypeError(f"{text!r} is before or after all time") from None


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog="almanac",
        description="The dated record of what language models cost, how they rank and when they go away.",
        allow_abbrev=False,
    )
    root.add_argument("--version", action="version", version=f"almanac {version('model-almanac')}")
    root.add_argument(
        "--config", type=Path, metavar="FILE", help="the settings file (else ALMANAC_CONFIG, ./almanac.toml, …)"
    )
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    run.add(commands, instant)
    read.add(commands)
    held.add(commands)
    facts.add(commands, instant)
    alerts.add(commands, instant)
    tariff.add(commands, instant)
    scores.add(commands, instant)
    backfill.add(commands, instant)
    history.add(commands)
    feeds.add(commands)
    health.add(commands)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done (also: held), 1 failed, 2 usage, 3 page refused."""
    root, typed = parser(), sys.argv[1:] if arguments is None else arguments
    expect_known(root, typed)
    asked = root.parse_args(typed)
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    # The result of a run is printed on stdout.
    logging.getLogger("almanac").setLevel(logging.INFO)
    logging.getLogger("almanac.road").setLevel(logging.WARNING)
    try:
        environ = {name: value for name, value in os.environ.items() if name not in getattr(asked, "ignored", ())}
        asked.command(load(asked.config, environ), asked)
    except Problem as problem:
        if str(problem):
            hint(f"almanac: {problem}")
        return problem.code
    except BadSettings as problem:
        hint(f"almanac: {problem}")
        return 2
    except AuthFileError as problem:
        hint(f"almanac: {problem}")
        return 1
    except (NoHistory, WrongShape, OutOfOrder, BytesLost) as problem:
        hint(f"almanac: {problem}")
        return 1
    except DBAPIError as problem:
        hint(f"almanac: {_database_error(problem)}")
        return 1
    except ModuleNotFoundError as problem:
        hint(f"almanac: {problem}: PostgreSQL needs `pip install 'model-almanac[postgresql]'`")
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as problem:
        hint(f"almanac: {problem}")
        return 1
    return 0


def _database_error(problem: DBAPIError) -> str:
    """Return a database error in one line, with the next step if the database is read-only."""
    words = " ".join(str(problem.orig).split())
    if any(sign in words for sign in ("readonly", "read-only", "permission denied")):
        return f"the database cannot be written to: {words}; type this as the account that `almanac up` runs as"
    return f"the database does not answer: {words}"
