"""Runs a parsed command with the settings, and turns what goes wrong into a message and an exit code."""

import logging
import os
import sys
from argparse import Namespace

from sqlalchemy.exc import DBAPIError

from cli.printing import ZONE, Problem, hint, own_words, print_utf8
from flows.clock import ClockDoubt
from flows.database import NoHistory, WrongShape
from flows.ingest import BytesLost
from flows.server import AuthFileError
from flows.settings import BadSettings, Settings, load
from models.history import OutOfOrder

ANOTHER_DEMO = "the last demo is gone, or another release walked it: run `almanac demo` again"


FAULTS = (
    *(NoHistory, WrongShape, OutOfOrder, ClockDoubt, BytesLost),
    *(DBAPIError, ModuleNotFoundError, AuthFileError, OSError),
)
"""The errors that any command may end with, beside its own."""


def execute(asked: Namespace) -> int:
    """Run a command and return its exit code, as `main` does."""
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    # The result of a run is printed on stdout.
    logging.getLogger("almanac").setLevel(logging.INFO)
    logging.getLogger("almanac.road").setLevel(logging.WARNING)
    settings: Settings | None = None
    try:
        environ = {name: value for name, value in os.environ.items() if name not in getattr(asked, "ignored", ())}
        settings = load(asked.config, environ)
        _run(settings, asked)
    except Problem as problem:
        if str(problem):
            hint(f"almanac: {problem}")
        return problem.code
    except BadSettings as problem:
        hint(f"almanac: {problem}")
        return 2
    except BrokenPipeError:
        sys.stderr.close()
    except FAULTS as problem:
        hint(f"almanac: {_fault(problem, asked, settings)}")
        return 1
    return 0


def _of_demo(settings: Settings) -> Settings:
    """Return the settings with the database of the last demo. Raises Problem if there is none."""
    from flows.demo import NoDemo, with_demo_database  # most commands ask the record itself

    try:
        return with_demo_database(settings)
    except NoDemo as problem:
        raise Problem(str(problem)) from None


def _fault(problem: Exception, asked: Namespace, settings: Settings | None) -> str:
    """Return what went wrong in one line, with what to do."""
    if isinstance(problem, NoHistory | WrongShape) and getattr(asked, "demo", False):
        return ANOTHER_DEMO
    if isinstance(problem, ModuleNotFoundError):
        return f"{problem}: PostgreSQL needs `pip install 'model-almanac[postgresql]'`"
    if isinstance(problem, NoHistory | DBAPIError | OSError):
        from cli.faults import fault  # few commands meet one

        return fault(problem, settings)
    return str(problem) if isinstance(problem, AuthFileError) else own_words(str(problem))


def _run(settings: Settings, asked: Namespace) -> None:
    if settings.values.log_format == "json":
        from flows.server import write_json  # most logs are for people

        write_json()
    if getattr(asked, "demo", False):
        settings = _of_demo(settings)
    is_for_programs = getattr(asked, "json", False) or getattr(asked, "csv", False)
    if is_for_programs:
        print_utf8()
    ZONE.set("UTC" if is_for_programs else settings.values.time_zone)
    if getattr(asked, "is_paged", False) and not is_for_programs and sys.stdout.isatty():
        from cli.printing import paged  # pipes and files need none

        with paged():
            asked.command(settings, asked)
    else:
        asked.command(settings, asked)
